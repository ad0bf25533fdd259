"""The list of participants that Zoom and Teams give out after a meeting. Pure: bytes in, people and minutes out.

Zoom: a CSV with columns such as "Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)", with or without
lines about the meeting above them, a line for each time that somebody joined. Teams: text in UTF-16 with tabs, in sections
("1. Summary", "2. Participants" …), with "In-Meeting Duration" as `1h 2m 3s`; older ones have a line for each joining and leaving.
Any other table with a column for names is read too. The programs' own pages on attendance reports describe these files.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.errors import Refused
from lms.i18n import N_
from lms.urdu import clean, digits

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
LONGEST = 200

NAMES = (
    "name original name",
    "name",
    "full name",
    "participant",
    "participant name",
    "user name",
    "display name",
    "نام",
)
EMAILS = ("email", "user email", "e mail", "email address", "participant id upn", "upn", "ای میل")
MINUTES = (
    "duration minutes", "total duration minutes", "in meeting duration", "duration", "meeting duration", "minutes",
    "time in session minutes", "دورانیہ منٹ", "منٹ",
)  # fmt: skip
ACTIONS = ("user action", "action")
MOMENTS = ("timestamp", "time")
_MOMENT_FORMS = (
    "%m/%d/%Y, %I:%M:%S %p", "%m/%d/%y, %I:%M:%S %p", "%d/%m/%Y, %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M",
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M:%S",
)  # fmt: skip
_DURATION = re.compile(
    r"(?:(\d+)\s*(?:h|hrs?|hours?)\b)?\s*(?:(\d+)\s*(?:m|mins?|minutes?)\b)?\s*(?:(\d+)\s*(?:s|secs?|seconds?)\b)?",
    re.IGNORECASE,
)


class ParticipantsUnreadable(Refused):
    status = 422


@dataclass(frozen=True)
class Participant:
    """Somebody who was in the meeting, over all the times that they joined; `minutes` is None if the file does not tell."""

    name: str
    email: str
    minutes: int | None


def read(body: bytes) -> list[Participant]:
    """Who was there, in the order of the file, each once. Raises `ParticipantsUnreadable`."""
    if len(body) > MOST_BYTES:
        raise ParticipantsUnreadable(N_("This file is too large. A list of participants is seldom larger than 1 MB."))
    rows = list(_rows(_text(body)))
    if len(rows) > MOST_ROWS:
        raise ParticipantsUnreadable(N_("This file has too many lines for a list of participants."))
    for number, row in enumerate(rows):
        columns = [_folded(cell) for cell in row]
        name = _column(columns, NAMES)
        others = (_column(columns, EMAILS), _column(columns, MINUTES), _column(columns, ACTIONS))
        if name is not None and (any(other is not None for other in others) or len(columns) == 1):
            found = _people(columns, rows[number + 1 :], name)
            if found:
                return found
    raise ParticipantsUnreadable(
        N_(
            "No list of participants was found in this file."
            " Upload the CSV file that Zoom or Teams gives out, with a column for names."
        )
    )


def _text(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    if body[:200].count(0) > 20:
        return body.decode("utf-16-le", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[list[str]]:
    lines = text.replace("\0", "").splitlines()
    tabs = sum("\t" in line for line in lines)
    semicolons = sum(line.count(";") > line.count(",") for line in lines)
    mark = "\t" if tabs * 2 > len(lines) else ";" if semicolons * 2 > len(lines) else ","
    try:
        for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=mark):
            yield [clean(cell).strip()[:LONGEST] for cell in row]
    except csv.Error as error:
        raise ParticipantsUnreadable(
            N_("This file cannot be read. Download it again and upload it unchanged.")
        ) from error


def _folded(cell: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", cell.lower()).split())


def _column(columns: Sequence[str], names: Sequence[str]) -> int | None:
    return next((columns.index(name) for name in names if name in columns), None)


def _people(columns: list[str], rows: list[list[str]], name_at: int) -> list[Participant]:
    email_at, minutes_at = _column(columns, EMAILS), _column(columns, MINUTES)
    action_at, moment_at = _column(columns, ACTIONS), _column(columns, MOMENTS)
    people: dict[str, Participant] = {}
    joined: dict[str, datetime] = {}
    for row in rows:
        name = _cell(row, name_at)
        if not any(row) or _is_section(row):
            if people:
                break
            continue
        if not name:
            continue
        email = _cell(row, email_at).lower()
        if minutes_at is not None:
            minutes = duration(_cell(row, minutes_at))
        else:
            minutes = _between(joined, email or name, _cell(row, action_at), _cell(row, moment_at))
        _add(people, name, email, minutes)
    return list(people.values())


def _is_section(row: list[str]) -> bool:
    """A line such as "3. In-Meeting Activities"."""
    return bool(re.match(r"\d+\.\s+\D", row[0])) and not any(row[1:])


def _cell(row: list[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _add(people: dict[str, Participant], name: str, email: str, minutes: int | None) -> None:
    key = email or _folded(name)
    known = people.get(key)
    if known is not None:
        minutes = None if minutes is None and known.minutes is None else (minutes or 0) + (known.minutes or 0)
    people[key] = Participant(known.name if known else name, email, minutes)


def _between(joined: dict[str, datetime], key: str, action: str, at: str) -> int | None:
    """The minutes between the last joining and this leaving; 0 for a joining, None where no time can be read."""
    moment = _moment(at)
    if moment is None:
        return None
    if "left" in action.lower():
        begun = joined.pop(key, None)
        return max(0, round((moment - begun).total_seconds() / 60)) if begun else 0
    joined.setdefault(key, moment)
    return 0


def _moment(text: str) -> datetime | None:
    for form in _MOMENT_FORMS:
        try:
            return datetime.strptime(" ".join(digits(text).split()), form)  # noqa: DTZ007 - only differences are taken
        except ValueError:
            continue
    return None


def duration(text: str) -> int | None:
    """Whole minutes of `93`, `93.5`, `1h 2m 3s`, `01:02:03`; None if it is none of them."""
    text = digits(text).strip()
    if re.fullmatch(r"\d{1,5}(?:\.\d+)?", text):
        return round(float(text))
    if clock := re.fullmatch(r"(\d{1,3}):(\d{2})(?::(\d{2}))?", text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return round(hours * 60 + minutes + seconds / 60)
    found = _DURATION.fullmatch(text)
    if text and found and any(found.groups()) and len(text) < 40:
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return round(min(hours, 999) * 60 + minutes + seconds / 60)
    return None
