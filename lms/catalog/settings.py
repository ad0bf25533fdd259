"""The settings at the top of a file: flat `key: value` lines between two lines of three dashes.

Our own small reader and not YAML, where `title: FIR: basics` and `no` mean something else than what was written.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from lms.catalog.course import Level, QuizKind, Track
from lms.catalog.problems import Report, shorten
from lms.i18n import N_
from lms.urdu import number

COURSE_SETTINGS = (
    *(
        "language",
        "track",
        "level",
        "audience",
        "hours",
        "certificate",
        "valid for",
        "requires",
        "live sessions",
        "review",
        "sources",
    ),
)
QUIZ_SETTINGS = ("quiz", "pass mark", "attempts", "wait", "time limit", "shuffle", "draw")
# What a test before or after the course does not have: nobody passes or fails it, and it is taken once.
GRADED_SETTINGS = ("pass mark", "attempts", "wait", "time limit")
SURVEY_SETTINGS = ("survey",)
SURVEY_FILE = "evaluation.md"
_REPEATABLE = ("sources",)
_FENCE = re.compile(r"-{3,}\s*")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Value = TypeVar("Value")
Default = TypeVar("Default")


class Unreadable(Exception):
    """A value is not what its setting takes. `message` says what to write instead; %(seen)s is the value."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


@dataclass(frozen=True)
class Entry:
    key: str
    value: str
    line: int


class Settings:
    """The entries of one file. A value that cannot be read is reported, and the default is taken."""

    def __init__(self, entries: list[Entry], file: str, report: Report) -> None:
        self.entries = entries
        self.file = file
        self.report = report

    def entry(self, key: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.key == key), None)

    def read(self, key: str, parse: Callable[[str], Value], default: Default) -> Value | Default:
        entry = self.entry(key)
        if entry is None:
            return default
        try:
            return parse(entry.value)
        except Unreadable as reason:
            self.report.error(self.file, entry.line, reason.message, seen=shorten(entry.value), **reason.values)
            return default

    def all(self, key: str) -> tuple[str, ...]:
        """The values of a setting that may stand several times."""
        return tuple(entry.value for entry in self.entries if entry.key == key)

    def line(self, key: str) -> int:
        entry = self.entry(key)
        return entry.line if entry else 1


def split(lines: list[str], file: str, known: tuple[str, ...], report: Report) -> tuple[Settings, list[str]]:
    """The settings of a file, and its lines with the settings blanked out, so that line numbers stay true."""
    start = next((place for place, line in enumerate(lines) if line.strip()), 0)
    if not lines or not _FENCE.fullmatch(lines[start]):
        return Settings([], file, report), lines
    end = next((place for place in range(start + 1, len(lines)) if _FENCE.fullmatch(lines[place])), None)
    if end is None:
        message = N_("The settings are not closed. Put a line with --- after the last setting.")
        report.error(file, start + 1, message)
        end = next((place for place in range(start + 1, len(lines)) if ":" not in lines[place]), len(lines)) - 1
    entries = _entries(lines[start + 1 : end], start + 2, file, known, report)
    return Settings(entries, file, report), [""] * (end + 1) + lines[end + 1 :]


def _entries(lines: list[str], first: int, file: str, known: tuple[str, ...], report: Report) -> list[Entry]:
    entries: list[Entry] = []
    for number_, line in enumerate(lines, start=first):
        if not line.strip():
            continue
        if line[0].isspace() and entries:
            entries[-1] = Entry(entries[-1].key, f"{entries[-1].value} {line.strip()}".strip(), entries[-1].line)
            continue
        key, colon, value = line.partition(":")
        if not colon:
            message = N_(
                "“%(seen)s” is not a setting. Write its name, a colon and its value, for instance %(example)s."
            )
            report.error(file, number_, message, seen=shorten(line), example=f"{known[0]}: …")
            continue
        entries.append(Entry(" ".join(key.split()).lower(), value.strip(), number_))
    return [entry for entry in _meant(entries, file, known, report) if _is_known(entry, entries, file, known, report)]


def _meant(entries: list[Entry], file: str, known: tuple[str, ...], report: Report) -> Iterator[Entry]:
    """The entries with misspelt names reported, and read as the names that they resemble."""
    names = {entry.key for entry in entries}
    for entry in entries:
        free = [key for key in known if key not in names or key in _REPEATABLE]
        near = [] if entry.key in known else get_close_matches(entry.key, free, n=1, cutoff=0.6)
        if near:
            message = N_("“%(seen)s” is not a setting that I know. Did you mean “%(near)s”?")
            report.error(file, entry.line, message, seen=shorten(entry.key), near=near[0])
        yield Entry(near[0], entry.value, entry.line) if near else entry


def _is_known(entry: Entry, entries: list[Entry], file: str, known: tuple[str, ...], report: Report) -> bool:
    if entry.key in known:
        first = next((other for other in entries if other.key == entry.key), entry)
        if first.line != entry.line and entry.key not in _REPEATABLE:
            message = N_(
                "The setting “%(key)s” stands here a second time (first on line %(first)s). Delete one of them."
            )
            report.error(file, entry.line, message, key=entry.key, first=first.line)
            return False
        if not entry.value:
            message = N_("The setting “%(key)s” has no value. Write one after the colon, or delete the line.")
            report.error(file, entry.line, message, key=entry.key)
            return False
        return True
    if entry.key == "title":
        message = N_("The title is not a setting. Write it as the first heading under the settings: # %(value)s")
        report.error(file, entry.line, message, value=shorten(entry.value))
    elif entry.key in COURSE_SETTINGS:
        message = N_("The setting “%(seen)s” belongs to the whole course. Move it to course.md.")
        report.error(file, entry.line, message, seen=entry.key)
    elif entry.key in QUIZ_SETTINGS:
        message = N_("The setting “%(seen)s” belongs to the graded quiz. Move it to the quiz file.")
        report.error(file, entry.line, message, seen=entry.key)
    elif entry.key in SURVEY_SETTINGS:
        message = N_("An evaluation is not a lesson. Call its file %(file)s, without a number.")
        report.error(file, entry.line, message, file=SURVEY_FILE)
    else:
        message = N_("“%(seen)s” is not a setting that I know. The settings here are: %(known)s.")
        report.error(file, entry.line, message, seen=shorten(entry.key), known=", ".join(known))
    return False


# What each kind of value looks like.


def yes_or_no(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise Unreadable(N_("“%(seen)s” is neither yes nor no. Write yes or no."))
    return text.lower() == "yes"


def track(text: str) -> Track:
    try:
        return Track(text.lower())
    except ValueError:
        raise Unreadable(N_("“%(seen)s” is not a track. Write one of: %(known)s."), known=", ".join(Track)) from None


def level(text: str) -> Level:
    try:
        return Level(text.lower())
    except ValueError:
        raise Unreadable(N_("“%(seen)s” is not a level. Write one of: %(known)s."), known=", ".join(Level)) from None


def language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", text.lower()):
        raise Unreadable(N_("“%(seen)s” is not the code of a language. Write en for English or ur for Urdu."))
    return text.lower()


def hours(text: str) -> float:
    value = number(re.sub(r"\s*hours?$", "", text))
    if value is None or not 0 < value <= 1000:
        raise Unreadable(N_("“%(seen)s” is not a number of hours. Write for instance 1.5."))
    return float(value)


def percent(text: str) -> float:
    value = number(text)
    if value is None or not 1 <= value <= 100:
        raise Unreadable(N_("“%(seen)s” is not a pass mark. Write a number from 1 to 100, for instance 80 %%."))
    return float(value / 100)


def attempts(text: str) -> int | None:
    if text.lower() == "unlimited":
        return None
    value = number(text)
    if value is None or value != int(value) or not 1 <= value <= 1000:
        raise Unreadable(N_("“%(seen)s” is not a number of attempts. Write for instance 3, or unlimited."))
    return int(value)


def count(text: str) -> int:
    value = number(text)
    if value is None or value != int(value) or not 1 <= value <= 1000:
        raise Unreadable(N_("“%(seen)s” is not a whole number. Write for instance 12."))
    return int(value)


_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_MONTHS = {"month": 1, "year": 12}


def duration(text: str) -> int | None:
    """Seconds; `none` is no duration at all."""
    if text.lower() == "none":
        return None
    return _amount(
        text, _SECONDS, N_("“%(seen)s” is not a length of time. Write for instance 30 minutes, 1 hour or 2 days.")
    )


def months(text: str) -> int:
    return _amount(text, _MONTHS, N_("“%(seen)s” is not a length of time. Write for instance 3 years or 18 months."))


def _amount(text: str, units: dict[str, int], message: str) -> int:
    found = re.fullmatch(r"(.*\d)\s*([a-z]+?)s?", text.lower())
    value = number(found[1]) if found else None
    if not found or found[2] not in units or value is None or value <= 0:
        raise Unreadable(message)
    amount = int(value * units[found[2]])
    if not 1 <= amount <= 100 * 365 * 86_400:
        raise Unreadable(message)
    return amount


def slugs(text: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    for part in found:
        if not _SLUG.fullmatch(part):
            raise Unreadable(
                N_("“%(slug)s” is not the name of a course’s folder. Write for instance money-laundering."), slug=part
            )
    return found


def review(text: str) -> str:
    if text == "awaiting expert review" or re.fullmatch(r"signed off by .+ on \d{4}-\d\d-\d\d", text):
        return text
    raise Unreadable(
        N_(
            "“%(seen)s” does not say how far the review is."
            " Write “awaiting expert review” or “signed off by NAME, AGENCY on 2026-11-01”."
        )
    )


def quiz_kind(text: str) -> QuizKind:
    try:
        return QuizKind(text.lower())
    except ValueError:
        message = N_(
            "“%(seen)s” is not a kind of quiz. Write quiz: graded for the one that counts,"
            " or quiz: before or quiz: after for a short test before or after the course."
        )
        raise Unreadable(message) from None
