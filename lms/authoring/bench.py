"""The translators' bench: a course's texts side by side with what they are in one language, and what is left to do.

Pure: made of a script and a catalogue, which is brought up to the English of today on the way, as `lms courses messages
--write` does with a file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from lms.authoring.script import Script
from lms.catalog import inline, messages, translation
from lms.catalog.course import Unit
from lms.catalog.page import Occurrence
from lms.catalog.places import Kind, Place
from lms.catalog.po import Document, Entry
from lms.i18n import direction
from lms.urdu import clean, search


class State(StrEnum):
    """How far one text is. `FAILING` is translated, but not shown; `CHANGED` has a translation of other English."""

    MISSING = "missing"
    CHANGED = "changed"
    FAILING = "failing"
    DONE = "done"


class Show(StrEnum):
    """Which texts somebody wants to see. `OLD` stand only in what is published, no more in the draft."""

    TO_DO = "todo"
    MISSING = "missing"
    CHANGED = "changed"
    FAILING = "failing"
    ALL = "all"
    OLD = "old"


def id_of(unit: Unit) -> str:
    """The name of a unit in addresses."""
    return sha256(f"{unit.context}\4{unit.text}".encode()).hexdigest()[:20]


def base_of(entry: Entry | None) -> str:
    """The state of a translation, from which a change begins; no entry is like one without a translation."""
    entry = entry or Entry("")
    return sha256(f"{entry.fuzzy} {entry.translation}".encode()).hexdigest()[:20]


def tidy(text: str, language: str) -> str:
    """What a translator typed as it is kept: one space between words, and in Urdu the letters of Urdu."""
    kept = clean(text) if direction(language) == "rtl" else text
    return inline.msgid(kept.replace("\r\n", "\n")).strip()


@dataclass(frozen=True)
class Item:
    """One text on the bench."""

    unit: Unit
    entry: Entry
    state: State
    places: tuple[Place, ...]
    in_draft: bool
    is_published: bool

    @cached_property
    def id(self) -> str:
        return id_of(self.unit)

    @property
    def base(self) -> str:
        return base_of(self.entry)

    @cached_property
    def lessons(self) -> frozenset[str]:
        return frozenset(place.lesson for place in self.places)

    @cached_property
    def folded(self) -> str:
        """Both texts, as searches compare them."""
        return f"{search(inline.plain(self.unit.text))} {search(inline.plain(self.entry.translation))}"

    @property
    def is_answer(self) -> bool:
        """Whether it is an accepted answer, of which a translator may give several."""
        return any(place.kind is Kind.ANSWER for place in self.places)


@dataclass(frozen=True)
class Count:
    """How many texts there are and how many are in each state."""

    units: int = 0
    missing: int = 0
    changed: int = 0
    failing: int = 0

    @property
    def to_do(self) -> int:
        return self.missing + self.changed + self.failing

    @property
    def done(self) -> int:
        return self.units - self.to_do


@dataclass(frozen=True)
class Choice:
    """What of a bench somebody looks at: `lesson` None is the whole course, "" its course.md."""

    show: Show = Show.TO_DO
    lesson: str | None = None
    words: str = ""

    def takes(self, item: Item) -> bool:
        if self.lesson is not None and self.lesson not in item.lessons:
            return False
        if self.show is Show.OLD:
            fits = not item.in_draft
        elif self.show is Show.TO_DO:
            fits = item.in_draft and item.state is not State.DONE
        else:
            fits = item.in_draft and self.show in (Show.ALL, Show(item.state) if item.state is not State.DONE else None)
        return fits and all(word in item.folded for word in self._wanted)

    @cached_property
    def _wanted(self) -> list[str]:
        return search(self.words).split()


@dataclass(frozen=True)
class Bench:
    """`document` is the catalogue brought up to date; `items` in the order in which they are met."""

    script: Script
    language: str
    document: Document
    items: tuple[Item, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {item.id: place for place, item in enumerate(self.items)}

    @cached_property
    def count(self) -> Count:
        """Of the draft's texts, each once."""
        return _counted(self.items)

    @cached_property
    def by_lesson(self) -> Mapping[str, Count]:
        """The same for each lesson's slug ("" is course.md), in the course's order."""
        lessons = ["", *(lesson.slug for lesson in self.script.course.pages)]
        return {slug: _counted(item for item in self.items if slug in item.lessons) for slug in lessons}

    def chosen(self, choice: Choice) -> list[Item]:
        return [item for item in self.items if choice.takes(item)]

    def next_after(self, id: str, choice: Choice) -> Item | None:  # noqa: A002 - it is the item's name
        """The next one of the choice, wherever this one now stands itself."""
        return next((item for item in self.items[self._order[id] + 1 :] if choice.takes(item)), None)

    def last_before(self, id: str, choice: Choice) -> Item | None:  # noqa: A002
        return next((item for item in reversed(self.items[: self._order[id]]) if choice.takes(item)), None)

    def entry(self, unit: Unit) -> Entry | None:
        """What the catalogue has for a unit, even one that is in the course no more."""
        return next((each for each in self.document.entries if Unit(each.text, each.context) == unit), None)

    def changed(self, translations: Mapping[Unit, str]) -> Document:
        """The catalogue with these translations. What belongs to no text of the course is kept aside, as obsolete."""
        left = dict(translations)
        entries = []
        for entry in self.document.entries:
            text = left.pop(Unit(entry.text, entry.context), None)
            entries.append(entry if text is None else replace(entry, translation=text, fuzzy=False, previous=""))
        entries += [Entry(unit.text, text, unit.context, obsolete=True) for unit, text in left.items() if text]
        return replace(self.document, entries=tuple(entries))


def _counted(items: Iterable[Item]) -> Count:
    states = [item.state for item in items if item.in_draft]
    return Count(len(states), *(states.count(state) for state in (State.MISSING, State.CHANGED, State.FAILING)))


def merge(document: Document, script: Script, language: str) -> Document:
    """A catalogue brought up to the English of the draft, in which what officers read now stays in use."""
    slug = script.course.slug
    ours: list[Occurrence] = []
    others: list[Occurrence] = []
    for occurrence in script.occurrences:
        (ours if occurrence.unit in script.drafted else others).append(occurrence)
    merged = messages.merge(document, ours, slug, language)
    if not others:
        return merged
    kept = {Unit(entry.text, entry.context): entry for entry in merged.entries if entry.obsolete}
    revived = [_revived(entry, kept) for entry in messages.template(slug, others).entries]
    units = {Unit(entry.text, entry.context) for entry in revived}
    rest = [entry for entry in merged.entries if not (entry.obsolete and Unit(entry.text, entry.context) in units)]
    in_use = [entry for entry in rest if not entry.obsolete]
    return replace(merged, entries=(*in_use, *revived, *(entry for entry in rest if entry.obsolete)))


def _revived(entry: Entry, kept: Mapping[Unit, Entry]) -> Entry:
    known = kept.get(Unit(entry.text, entry.context))
    if known is None:
        return entry
    return replace(known, obsolete=False, notes=entry.notes, references=entry.references)


def lay_out(script: Script, document: Document, language: str) -> Bench:
    """The bench for a script and the catalogue that there is."""
    merged = merge(document, script, language)
    entries = {Unit(entry.text, entry.context): entry for entry in merged.entries if not entry.obsolete}
    items = [
        Item(unit, entries[unit], _state(entries[unit]), places, unit in script.drafted, unit in script.published)
        for unit, places in script.places.items()
        if unit in entries
    ]
    return Bench(script, language, merged, tuple(_by_lesson(items, script)))


def _by_lesson(items: Sequence[Item], script: Script) -> list[Item]:
    """In the order of the lessons; in each, what only officers still read comes last."""
    order = {lesson.slug: place for place, lesson in enumerate(script.course.pages, start=1)} | {"": 0}
    last = len(order)
    return sorted(items, key=lambda item: (order.get(item.places[0].lesson, last), not item.in_draft))


def _state(entry: Entry) -> State:
    if not entry.translation:
        return State.MISSING
    if entry.fuzzy:
        return State.CHANGED
    return State.FAILING if translation.faults(entry.text, entry.translation) else State.DONE
