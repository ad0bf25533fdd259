"""What reports count, in the form in which it is counted fastest: people as places in a row, events as lists of days and places.

A group of people (women, an agency, a course) is a whole number whose bits are the places: `&` is "and", `|` is "or",
`bit_count()` is how many. Counting 50,000 people so takes a few microseconds, whichever groups are asked for. Pure.
"""

import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

import msgspec

from lms.people.models import Province, RankBand, Sex

NOT_STATED = "not stated"
AGES: tuple[tuple[str, int, int], ...] = (
    ("under 25", 0, 24), ("25-34", 25, 34), ("35-44", 35, 44), ("45-54", 45, 54), ("55 and over", 55, 200),
)  # fmt: skip
VALUES: dict[str, tuple[str, ...]] = {
    "sex": (Sex.FEMALE.value, Sex.MALE.value, NOT_STATED),
    "band": (*(each.value for each in RankBand), NOT_STATED),
    "age": (*(name for name, _, _ in AGES), NOT_STATED),
    "province": (*(each.value for each in Province), NOT_STATED),
    "language": ("ur", "en"),
    "disability": ("yes", "no", NOT_STATED),
}
"""What of people is told apart, and the values in the order in which tables show them."""

ENROLLED, COMPLETED, CERTIFIED = "enrolled", "completed", "certified"
KINDS = (ENROLLED, COMPLETED, CERTIFIED)

MOST_KEPT = 32
"""Groups of agencies that are kept; each has a bit for every person."""

_BITS = bytes.maketrans(b"01", b"\0\1")


def age_band(born_on: date | None, today: date) -> str:
    """The band of a person's age on a day."""
    if born_on is None:
        return NOT_STATED
    age = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    return next((name for name, low, high in AGES if low <= age <= high), NOT_STATED)


@dataclass(frozen=True)
class Events:
    """Something that happened in one course, in the order of days: ordinals of days, and the places of those to whom it did.
    To one person it happens once in a course."""

    days: "array[int]"
    who: "array[int]"

    def within(self, first: date, last: date) -> "array[int]":
        """The places of those to whom it happened from one day to another."""
        return self.who[bisect_left(self.days, first.toordinal()) : bisect_right(self.days, last.toordinal())]


@dataclass(frozen=True)
class Pairs:
    """Tests before and after one course by the day of the second: shares of the points from 0 to 1."""

    events: Events
    before: "array[float]"
    after: "array[float]"

    def within(self, first: date, last: date) -> "tuple[array[int], array[float], array[float]]":
        """Places, shares before and shares after, of second tests from one day to another."""
        days = self.events.days
        part = slice(bisect_left(days, first.toordinal()), bisect_right(days, last.toordinal()))
        return self.events.who[part], self.before[part], self.after[part]


@dataclass(frozen=True)
class Facts:
    """All people with what is known of them, and all that happened to them in courses.

    `people` are their keys in order, and so say their places; `agency` the keys of their agencies (0 for none); `traits` by name
    one byte a person, the place of the value in `VALUES`; `events` by kind and course; `pairs` by course.
    """

    made_at: datetime
    people: "array[int]"
    agency: "array[int]"
    traits: Mapping[str, bytes]
    events: Mapping[str, Mapping[int, Events]]
    pairs: Mapping[int, Pairs]

    def group(self, places: Iterable[int]) -> int:
        """The people at these places."""
        marks = bytearray(b"0") * len(self.people)
        for place in places:
            marks[place] = 0x31
        return int(marks or b"0", 2)

    @property
    def everybody(self) -> int:
        return (1 << len(self.people)) - 1

    @cached_property
    def completed(self) -> dict[int, int]:
        """By course, the people who ever completed it."""
        return {course: self.group(events.who) for course, events in self.events.get(COMPLETED, {}).items()}

    def with_trait(self, trait: str, value: str) -> int:
        """The people of whom this is known."""
        wanted = VALUES[trait].index(value)
        return int(
            self.traits[trait].translate(bytes(0x31 if each == wanted else 0x30 for each in range(256))) or b"0", 2
        )

    def by_agency(self, lines: Mapping[int, int]) -> dict[int, int]:
        """The people of several lines at once: `lines` says for each agency to which line it belongs, if to any."""
        marks = {line: bytearray(b"0") * len(self.people) for line in set(lines.values())}
        of_agency = {agency: marks[line] for agency, line in lines.items()}
        for place, agency in enumerate(self.agency):
            if agency in of_agency:
                of_agency[agency][place] = 0x31
        return {line: int(marked or b"0", 2) for line, marked in marks.items()}

    def of_agencies(self, agencies: Collection[int]) -> int:
        """The people of any of these agencies."""
        return self._of_agencies(frozenset(agencies))

    @cached_property
    def _of_agencies(self) -> Callable[[frozenset[int]], int]:
        """The same, kept for the last of those who asked: nine tables of one page are about the same agencies."""
        return lru_cache(maxsize=MOST_KEPT)(self._marked)

    def _marked(self, agencies: frozenset[int]) -> int:
        return int(bytes(0x31 if each in agencies else 0x30 for each in self.agency) or b"0", 2)

    def with_keys(self, people: Collection[int]) -> int:
        """The people with these keys, as far as there are such."""
        found = ((bisect_left(self.people, key), key) for key in people)
        return self.group(place for place, key in found if place < len(self.people) and self.people[place] == key)

    def marks(self, group: int) -> bytes:
        """A group as one byte for each person: 1 for each who belongs to it, 0 for the others."""
        return f"{group:0{len(self.people)}b}".encode().translate(_BITS)


class _Stored(msgspec.Struct, array_like=True):
    """Facts as they are kept: arrays as the bytes that they are."""

    made_at: float
    people: bytes
    agency: bytes
    traits: dict[str, bytes]
    events: dict[str, dict[int, tuple[bytes, bytes]]]
    pairs: dict[int, tuple[bytes, bytes, bytes, bytes]]


_SHAPE = sha256(f"1 {VALUES} {KINDS}".encode()).digest()[:8]
"""What the numbers inside mean."""


def pack(facts: Facts) -> bytes:
    """Facts as bytes, about six for each event."""
    stored = _Stored(
        facts.made_at.timestamp(),
        facts.people.tobytes(),
        facts.agency.tobytes(),
        dict(facts.traits),
        {
            kind: {course: (each.days.tobytes(), each.who.tobytes()) for course, each in of_kind.items()}
            for kind, of_kind in facts.events.items()
        },
        {
            course: (each.events.days.tobytes(), each.events.who.tobytes(), each.before.tobytes(), each.after.tobytes())
            for course, each in facts.pairs.items()
        },
    )
    return _SHAPE + zlib.compress(msgspec.msgpack.encode(stored), 1)


def unpack(body: bytes) -> Facts | None:
    """What `pack` was given; None if another version of the program packed it, which told other things apart."""
    if not body.startswith(_SHAPE):
        return None
    stored = msgspec.msgpack.decode(zlib.decompress(body[len(_SHAPE) :]), type=_Stored)
    return Facts(
        datetime.fromtimestamp(stored.made_at, UTC),
        _array("i", stored.people),
        _array("i", stored.agency),
        stored.traits,
        {
            kind: {course: Events(_array("i", days), _array("i", who)) for course, (days, who) in of_kind.items()}
            for kind, of_kind in stored.events.items()
        },
        {
            course: Pairs(Events(_array("i", days), _array("i", who)), _array("d", before), _array("d", after))
            for course, (days, who, before, after) in stored.pairs.items()
        },
    )


def _array(kind: str, body: bytes) -> "array[Any]":
    made: array[Any] = array(kind)
    made.frombytes(body)
    return made
