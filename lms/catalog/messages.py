"""A course's translation catalogue: made from its units, merged when the English changes, checked, and asked."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from lms.catalog import po, translation
from lms.catalog.course import Unit
from lms.catalog.page import Occurrence
from lms.catalog.po import Document, Entry, write
from lms.catalog.problems import Problem, Report, shorten
from lms.i18n import LANGUAGES, N_

__all__ = ["CourseCatalogue", "Coverage", "Translations", "check", "coverage", "merge", "read", "template", "write"]

# Two texts are an old and a new state of one when at least this share of their words is equal and in order.
_ALIKE = 0.5
_WORD = re.compile(r"\w+")
_PLURALS = {"en": "nplurals=2; plural=(n != 1);", "ur": "nplurals=2; plural=(n != 1);"}


@dataclass(frozen=True)
class CourseCatalogue:
    """What may be shown in `language`: translations by unit. Fuzzy and obsolete ones are not among them."""

    language: str
    texts: Mapping[Unit, str]

    def get(self, unit: Unit) -> str | None:
        return self.texts.get(unit)


@dataclass(frozen=True)
class Translations:
    """A catalogue's file as it was read: whole as `document`, for pages as `catalogue`."""

    document: Document
    catalogue: CourseCatalogue
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """How far a lesson ("" is course.md) is translated: how many units may be shown, are fuzzy, and are"
    " there in all."""

    lesson: str
    translated: int
    fuzzy: int
    units: int

    @property
    def is_complete(self) -> bool:
        return self.translated == self.units


def read(body: bytes, file: str = "locale/ur.po") -> Translations:
    """A catalogue from PO bytes. Never raises; what cannot be read is a problem."""
    document, mistakes = po.read(body)
    report = Report()
    for mistake in mistakes:
        report.error(file, mistake.line, mistake.message, seen=shorten(mistake.seen))
    texts: dict[Unit, str] = {}
    lines: dict[Unit, int] = {}
    for entry in document.entries:
        if entry.obsolete:
            continue
        unit = Unit(entry.text, entry.context)
        if unit in lines:
            message = N_("“%(seen)s” stands here a second time (first on line %(first)s). Delete one of them.")
            report.error(file, entry.line, message, seen=shorten(entry.text), first=lines[unit])
            continue
        lines[unit] = entry.line
        if entry.translation and not entry.fuzzy:
            texts[unit] = entry.translation
    language = document.value("Language") or _language_of(file)
    return Translations(document, CourseCatalogue(language, texts), report.problems())


def _language_of(file: str) -> str:
    name = file.rpartition("/")[2].removesuffix(".po")
    return name if name in LANGUAGES else "ur"


def template(slug: str, occurrences: Sequence[Occurrence]) -> Document:
    """A catalogue without translations: what `xgettext` would make."""
    return Document(tuple(_entries(occurrences)), _header(slug, ""))


def _header(slug: str, language: str) -> tuple[tuple[str, str], ...]:
    pairs = [
        ("Project-Id-Version", slug),
        ("Language", language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", _PLURALS.get(language, "")),
    ]
    return tuple((name, value) for name, value in pairs if value)


def _entries(occurrences: Sequence[Occurrence]) -> Iterable[Entry]:
    """One entry for each unit, in the order of first occurrence, with all its places and notes."""
    places: dict[Unit, list[Occurrence]] = {}
    for occurrence in occurrences:
        places.setdefault(occurrence.unit, []).append(occurrence)
    for unit, found in places.items():
        yield Entry(
            text=unit.text,
            context=unit.context,
            notes=tuple(dict.fromkeys(note for occurrence in found for note in occurrence.notes)),
            references=tuple(dict.fromkeys(f"{occurrence.file}:{occurrence.line}" for occurrence in found)),
        )


def merge(document: Document, occurrences: Sequence[Occurrence], slug: str, language: str) -> Document:
    """`document` brought up to the English of today.

    Equal English keeps its translation wherever it now stands. English that was changed gets the old translation as fuzzy,
    with the old English beside it. What is gone stays as obsolete, so that undoing an edit brings the translation back.
    """
    old = _first_of_each(document.entries)
    entries = []
    used: set[Unit] = set()
    fresh = list(_entries(occurrences))
    changed = _changed(old, fresh, occurrences)
    for entry in fresh:
        unit = Unit(entry.text, entry.context)
        known = old.get(unit)
        if known is not None and (known.translation or unit not in changed):
            used.add(unit)
            entries.append(_carried(entry, known))
        elif unit in changed:
            before = changed[unit]
            previous = before.previous if before.fuzzy and before.previous else before.text
            entries.append(replace(_carried(entry, before), fuzzy=True, previous=previous))
        else:
            entries.append(entry)
    gone = [entry for unit, entry in old.items() if unit not in used and entry.translation]
    gone.sort(key=lambda entry: not entry.obsolete)
    kept = {entry.translation for entry in [*entries, *(entry for entry in gone if not entry.fuzzy)]}
    entries += [
        replace(entry, obsolete=True, notes=(), references=())
        for entry in gone
        # A fuzzy translation that nobody has touched stands elsewhere in the file.
        if not entry.fuzzy or entry.translation not in kept
    ]
    fixed = dict(_header(slug, language))
    header = {**fixed, **{name: value for name, value in document.header if name not in fixed}}
    return Document(tuple(entries), tuple(header.items()), document.comments)


def _carried(entry: Entry, known: Entry) -> Entry:
    """`entry` with the translation and the translator's own remarks of `known`."""
    return replace(
        entry,
        translation=known.translation,
        fuzzy=known.fuzzy,
        previous=known.previous if known.fuzzy else "",
        comments=known.comments,
    )


def _first_of_each(entries: Iterable[Entry]) -> dict[Unit, Entry]:
    """The entry for each unit; of several the one that is in use, then the one that is translated."""
    found: dict[Unit, Entry] = {}
    for entry in entries:
        unit = Unit(entry.text, entry.context)
        known = found.get(unit)
        if known is None or (known.obsolete, not known.translation) > (entry.obsolete, not entry.translation):
            found[unit] = entry
    return found


def _changed(old: Mapping[Unit, Entry], fresh: Sequence[Entry], occurrences: Sequence[Occurrence]) -> dict[Unit, Entry]:
    """For new English the entry of the English that it was made from: aligned within its lesson, never across the course.

    Comparing each with each, as Babel does, takes minutes; a changed text stands where the old one stood.
    """
    before: dict[str, list[tuple[int, Unit]]] = {}
    for unit, entry in old.items():
        if entry.obsolete:
            continue
        for reference in entry.references:
            file, _, line = reference.rpartition(":")
            before.setdefault(_lesson(file), []).append((int(line) if line.isdecimal() else 0, unit))
    now: dict[str, list[Unit]] = {}
    for occurrence in occurrences:
        now.setdefault(_lesson(occurrence.file), []).append(occurrence.unit)
    units = {Unit(entry.text, entry.context) for entry in fresh}
    pairs: dict[Unit, Entry] = {}
    taken: set[Unit] = set()
    for lesson, here in now.items():
        there = [unit for _, unit in sorted(before.get(lesson, ()), key=lambda place: place[0])]
        for kind, start, end, new_start, new_end in SequenceMatcher(None, there, here, autojunk=False).get_opcodes():
            if kind != "replace":
                continue
            gone = [
                unit for unit in there[start:end] if unit not in units and old[unit].translation and unit not in taken
            ]
            come = [unit for unit in here[new_start:new_end] if unit not in old and unit not in pairs]
            for new, was in _pairs(list(dict.fromkeys(gone)), list(dict.fromkeys(come))):
                pairs[new] = old[was]
                taken.add(was)
    return pairs


def _lesson(file: str) -> str:
    """The lasting name of a file: without its number, so that renumbering loses nothing."""
    return re.sub(r"^\d+-", "", file)


def _pairs(gone: Sequence[Unit], come: Sequence[Unit]) -> Iterable[tuple[Unit, Unit]]:
    """The most alike first, each only once."""
    old_words = [_words(unit.text) for unit in gone]
    old_counts = [Counter(words) for words in old_words]
    found = []
    for place, new in enumerate(come):
        words = _words(new.text)
        counts = Counter(words)
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(words)
        for other, was in enumerate(old_words):
            both = len(words) + len(was)
            if 2 * (counts & old_counts[other]).total() < _ALIKE * both or new.context != gone[other].context:
                continue
            matcher.set_seq1(was)
            ratio = matcher.ratio()
            if ratio >= _ALIKE:
                found.append((-ratio, abs(place - other), place, other))
    used_new: set[int] = set()
    used_old: set[int] = set()
    for _, _, place, other in sorted(found):
        if place not in used_new and other not in used_old:
            used_new.add(place)
            used_old.add(other)
            yield come[place], gone[other]


def _words(text: str) -> list[str]:
    """What is compared: “moved.” at the end of a sentence is the word that it was in its middle."""
    return _WORD.findall(text.casefold())


def coverage(occurrences: Sequence[Occurrence], translations: Translations) -> tuple[Coverage, ...]:
    """How far each lesson is translated, in the order of the lessons. A faulty translation does not count."""
    fuzzy = {
        Unit(entry.text, entry.context)
        for entry in translations.document.entries
        if entry.fuzzy and not entry.obsolete and entry.translation
    }
    lessons: dict[str, dict[Unit, None]] = {}
    for occurrence in occurrences:
        lessons.setdefault(occurrence.lesson, {})[occurrence.unit] = None
    good = {unit: _is_good(unit, translations.catalogue) for units in lessons.values() for unit in units}
    return tuple(
        Coverage(lesson, sum(good[unit] for unit in units), sum(unit in fuzzy for unit in units), len(units))
        for lesson, units in lessons.items()
    )


def _is_good(unit: Unit, catalogue: CourseCatalogue) -> bool:
    text = catalogue.get(unit)
    return bool(text) and not translation.faults(unit.text, text or "")


def check(translations: Translations, file: str = "locale/ur.po") -> tuple[Problem, ...]:
    """What is wrong with the translations: an error where the English is shown instead, a warning on how it"
    " is written."""
    report = Report()
    for entry in translations.document.entries:
        if entry.obsolete or entry.fuzzy or not entry.translation:
            continue
        for message, values in translation.faults(entry.text, entry.translation):
            report.error(file, entry.line, message, **values)
        for message, values in translation.blemishes(entry.translation, translations.catalogue.language):
            report.warn(file, entry.line, message, **values)
    return tuple(sorted([*translations.problems, *report.problems()], key=lambda problem: problem.line))
