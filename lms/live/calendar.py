"""Live sessions as a calendar (iCalendar, RFC 5545). Pure.

Written by ourselves: a session has nine fields, no repetition and no time zone of its own (times are UTC), and the library for it
takes a third of a second to load at every start. The tests read with that library what is written here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PRODUCT = "-//Tarbiyat//Live sessions//EN"
LONGEST_LINE = 75
"""Octets of a content line without its end (RFC 5545, 3.1)."""


@dataclass(frozen=True)
class Event:
    """A live session in a calendar. `uid` stays the same for ever; `sequence` counts the changes of time and place."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    minutes: int
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    cancelled: bool = False


def calendar(events: Iterable[Event], name: str) -> bytes:
    """A calendar with these events; `name` is how calendar programs call it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_moment(event.changed_at)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    yield f"DTEND:{_moment(event.starts_at + timedelta(minutes=event.minutes))}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.location:
        yield f"LOCATION:{_text(event.location)}"
    if event.url:
        yield f"URL:{_line(event.url)}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    if not event.cancelled:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_text(event.summary)}",
            "TRIGGER:-PT30M",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _line(text: str) -> str:
    """Without control characters: none can begin a line of its own."""
    return "".join(letter for letter in text if letter >= " " and letter != "\x7f")


def _text(text: str) -> str:
    """A TEXT value (3.3.11): backslash, semicolon, comma and line end are escaped."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\n").replace("\r", "\n")
    return "\\n".join(_line(part) for part in escaped.split("\n"))


def _folded(line: str) -> bytes:
    """A line of at most 75 octets, and the rest on lines that begin with a space; never cut inside a letter."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LONGEST_LINE - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"
