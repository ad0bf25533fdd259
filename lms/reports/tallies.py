"""What first attempts at a course's quiz add up to, by agency, quarter and language: sums that can be added up further. Pure.

They hold nobody's answers and are small: as many as there are questions, agencies, quarters and languages in which somebody was
asked, so that a page adds up thousands of sums where there are hundreds of thousands of answers.
"""

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import msgspec

from lms.reports.items import Item, Sums, together

PAPER = ""
"""In the place of a question's key: the attempts themselves, of which only `n` is counted."""

KINDS = "HBHiddddd"
"""The numbers of a sum, as `array` calls them: question, language, quarter, n, x, xx, y, yy, xy."""

Numbers = tuple["array[Any]", ...]
Row = tuple[str, str, int, int, Sequence[float]]
"""Question, language, agency (0 for none), quarter, and n, x, xx, y, yy, xy."""


@dataclass(frozen=True)
class Tallies:
    """The sums of a course by the agencies to which people belong (0 for none), as rows of numbers of the same length, in which a
    question and a language are their places in `keys` and `languages`. `answers` are (question, answer as JSON, how often)."""

    keys: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    numbers: Mapping[int, Numbers] = field(default_factory=dict)
    answers: tuple[tuple[str, str | None, int], ...] = ()

    @cached_property
    def added(self) -> dict[tuple[str, str], Sums]:
        """The sums of everybody, by question and language."""
        found: dict[tuple[int, int], list[float]] = {}
        for numbers in self.numbers.values():
            for key, language, _, n, x, xx, y, yy, xy in zip(*numbers, strict=True):
                add(found.setdefault((key, language), [0] * 6), n, x, xx, y, yy, xy)
        return {(self.keys[key], self.languages[language]): as_sums(each) for (key, language), each in found.items()}

    def items(self) -> dict[str, Item]:
        """The figures of each question, of everybody."""
        answers = ((key, None if text is None else msgspec.json.decode(text), n) for key, text, n in self.answers)
        parts = ((key, language, sums) for (key, language), sums in self.added.items() if key != PAPER)
        return together(parts, answers)

    def people(self) -> dict[str, int]:
        """How many people handed in a first attempt that is marked, by language."""
        return {language: sums.n for (key, language), sums in self.added.items() if key == PAPER}


def add(total: list[float], n: int, x: float, xx: float, y: float, yy: float, xy: float) -> None:
    """Add to a total, in place: written out, since a page may do it a hundred thousand times."""
    total[0] += n
    total[1] += x
    total[2] += xx
    total[3] += y
    total[4] += yy
    total[5] += xy


def as_sums(numbers: Sequence[float]) -> Sums:
    n, *rest = numbers
    return Sums(int(n), *rest)


def tallied(rows: Iterable[Row], answers: Iterable[tuple[str, str | None, int]]) -> Tallies:
    """Tallies of rows in any order, which may have several sums of the same."""
    keys: dict[str, int] = {}
    languages: dict[str, int] = {}
    found: defaultdict[int, list[tuple[float, ...]]] = defaultdict(list)
    for key, language, agency, quarter, sums in rows:
        places = keys.setdefault(key, len(keys)), languages.setdefault(language, len(languages))
        found[agency].append((*places, quarter, *sums))
    numbers: dict[int, Numbers] = {
        agency: tuple(array(kind, column) for kind, column in zip(KINDS, zip(*lines, strict=True), strict=True))
        for agency, lines in found.items()
    }
    return Tallies(tuple(keys), tuple(languages), numbers, tuple(answers))


class _Stored(msgspec.Struct, array_like=True):
    keys: tuple[str, ...]
    languages: tuple[str, ...]
    numbers: dict[int, tuple[bytes, ...]]
    answers: tuple[tuple[str, str | None, int], ...]


_SHAPE = sha256(f"1 {KINDS}".encode()).digest()[:8]
"""What the numbers inside mean."""


def pack(tallies: Tallies) -> bytes:
    """Tallies as bytes."""
    numbers = {agency: tuple(each.tobytes() for each in columns) for agency, columns in tallies.numbers.items()}
    stored = _Stored(tallies.keys, tallies.languages, numbers, tallies.answers)
    return _SHAPE + zlib.compress(msgspec.msgpack.encode(stored), 1)


def unpack(body: bytes) -> Tallies | None:
    """What `pack` was given; None if another version of the program packed it."""
    if not body.startswith(_SHAPE):
        return None
    stored = msgspec.msgpack.decode(zlib.decompress(body[len(_SHAPE) :]), type=_Stored)
    numbers = {agency: _filled(columns) for agency, columns in stored.numbers.items()}
    return Tallies(stored.keys, stored.languages, numbers, stored.answers)


def _filled(columns: tuple[bytes, ...]) -> Numbers:
    made: Numbers = tuple(array(kind) for kind in KINDS)
    for column, body in zip(made, columns, strict=True):
        column.frombytes(body)
    return made
