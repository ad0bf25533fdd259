"""Translations as a PO file for other programs (Poedit, Weblate): what is given out, and what of a returned file is taken.

What is given out has the texts in the order of the bench, and files without lines: the lines of a question's answers, and in
a “put in order” question the very order, would be its key.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from lms.authoring.bench import Bench, Item, tidy
from lms.catalog import inline, po
from lms.catalog.course import Unit
from lms.catalog.places import Place
from lms.catalog.po import Document, Entry, Mistake
from lms.catalog.problems import shorten
from lms.catalog.translation import Remark, faults

DOWNLOADED_HEADER = "X-Tarbiyat-Downloaded"
CHANGE_HEADER = "X-Tarbiyat-Change"
"""The number of the last change here that the file can know of."""


def give_out(bench: Bench, change: int, now: datetime, describe: Callable[[Place], str]) -> bytes:
    """The catalogue for another program. `change` is the number of the last change, read before the bench was;
    `describe` says what a text is, for the program's user."""
    header = {
        **dict(bench.document.header),
        "PO-Revision-Date": f"{now:%Y-%m-%d %H:%M+0000}",
        DOWNLOADED_HEADER: now.isoformat(timespec="seconds"),
        CHANGE_HEADER: str(change),
    }
    entries = tuple(_without_lines(item, describe) for item in bench.items)
    return po.write(Document(entries, tuple(header.items()), bench.document.comments))


def _without_lines(item: Item, describe: Callable[[Place], str]) -> Entry:
    files = tuple(dict.fromkeys(place.file for place in item.places))
    notes = dict.fromkeys((*map(describe, item.places), *item.entry.notes))
    return replace(item.entry, references=files, notes=tuple(notes), obsolete=False)


class Why(StrEnum):
    """Why an entry was not taken."""

    UNKNOWN = "unknown"
    FAULTY = "faulty"
    FUZZY = "fuzzy"
    NEWER = "newer"
    TWICE = "twice"


@dataclass(frozen=True)
class Left:
    """An entry that was not taken, on line `line` of the file; `remarks` are its faults, `now` what stands here."""

    why: Why
    line: int
    text: str
    translation: str
    remarks: tuple[Remark, ...] = ()
    now: str = ""


@dataclass(frozen=True)
class Received:
    """What became of a file. `same` entries were here already, `empty` ones had no translation, `mistakes` are no PO."""

    taken: Mapping[Unit, str] = field(default_factory=dict, hash=False)
    left: tuple[Left, ...] = ()
    same: int = 0
    empty: int = 0
    mistakes: tuple[Mistake, ...] = ()


def compare(bench: Bench, document: Document, mistakes: Sequence[Mistake], newer: Iterable[Unit]) -> Received:
    """What of a file is to be taken. `newer` are the units that were changed here since the file was given out."""
    items = {item.unit: item for item in bench.items}
    newer = frozenset(newer)
    taken: dict[Unit, str] = {}
    left: list[Left] = []
    seen: set[Unit] = set()
    same = empty = 0
    for entry in document.entries:
        unit = Unit(inline.msgid(entry.text).strip(), entry.context)
        text = tidy(entry.translation, bench.language)
        item = items.get(unit)
        if entry.obsolete or not text:
            empty += not entry.obsolete
        elif item is None:
            left.append(_left(Why.UNKNOWN, entry, text))
        elif unit in seen:
            left.append(_left(Why.TWICE, entry, text))
        elif text == item.entry.translation and entry.fuzzy == item.entry.fuzzy:
            same += 1
        elif entry.fuzzy:
            left.append(_left(Why.FUZZY, entry, text))
        elif unit in newer:
            left.append(replace(_left(Why.NEWER, entry, text), now=item.entry.translation))
        elif found := faults(unit.text, text):
            left.append(replace(_left(Why.FAULTY, entry, text), remarks=tuple(found)))
        else:
            taken[unit] = text
        seen.add(unit)
    return Received(taken, tuple(left), same, empty, tuple(mistakes))


def _left(why: Why, entry: Entry, text: str) -> Left:
    return Left(why, entry.line, shorten(entry.text), text)
