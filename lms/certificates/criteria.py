"""Which certificates somebody asks for: what can be chosen in the register, as it stands in the address of a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

MOST_TICKED = 500
LONGEST_WORDS = 200
LARGEST_KEY = 2**31 - 1


class State(StrEnum):
    """`VALID` counts today; `REPLACED` was revoked because a corrected one was issued, `REVOKED` without one."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Criteria:
    """What the register is filtered by; empty means all. `agency` is a code and its units are meant too, `course` a slug, `batch`
    a key; `start` and `end` are days of issue. If `ticked` are given (keys of certificates), only those count."""

    words: str = ""
    batch: int | None = None
    course: str = ""
    agency: str = ""
    start: date | None = None
    end: date | None = None
    state: State | None = None
    ticked: frozenset[int] = field(default=frozenset())

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Criteria":
        """From an address. What cannot be read counts as not chosen, but for `wrong_days`."""
        return cls(
            words=str(given.get("q", "")).strip()[:LONGEST_WORDS],
            batch=key(given.get("batch", "")),
            course=str(given.get("course", ""))[:100],
            agency=str(given.get("agency", ""))[:40],
            start=_day(given.get("from", "")),
            end=_day(given.get("to", "")),
            state=State(given["state"]) if given.get("state") in set(State) else None,
            ticked=read_keys(str(given.get("ticked", ""))),
        )

    def as_address(self) -> dict[str, Any]:
        """What `read` reads again, without what is not chosen."""
        given = {
            "q": self.words,
            "batch": self.batch,
            "course": self.course,
            "agency": self.agency,
            "from": self.start,
            "to": self.end,
            "state": self.state,
            "ticked": written_keys(self.ticked),
        }
        return {name: str(value) for name, value in given.items() if value}

    @property
    def untouched(self) -> "Criteria":
        """The same without what is ticked."""
        return replace(self, ticked=frozenset())

    @property
    def only_ticked(self) -> "Criteria":
        """What is ticked, wherever in the register it was found."""
        return Criteria(ticked=self.ticked)

    @property
    def chooses(self) -> bool:
        """Whether anything is filtered at all."""
        return self.untouched != Criteria()


def wrong_days(given: Mapping[str, Any]) -> list[str]:
    """Which of the days of an address, `from` and `to`, are none."""
    return [name for name in ("from", "to") if str(given.get(name, "")).strip() and _day(given[name]) is None]


def key(typed: object) -> int | None:
    """A key of a table, or None if it can be none."""
    text = str(typed)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0
    return number if 0 < number <= LARGEST_KEY else None


def read_keys(text: str) -> frozenset[int]:
    """Keys that stand in an address, `12.15.901`; not more than a person ticks."""
    found = (key(part) for part in text.split(".")[: MOST_TICKED + 1])
    return frozenset(number for number in found if number is not None)


def written_keys(keys: Iterable[int]) -> str:
    return ".".join(str(number) for number in sorted(keys))


def _day(typed: object) -> date | None:
    try:
        return date.fromisoformat(str(typed).strip())
    except ValueError:
        return None
