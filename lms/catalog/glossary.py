"""The glossary: one Urdu word for a concept, everywhere. Read from CSV, written to it, and asked about texts.

Translators see its terms underlined in the English, and the checker asks which of them a translation has not rendered.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from lms.catalog import inflection, translation
from lms.catalog.problems import Problem, Report, shorten
from lms.i18n import N_

FILE = "glossary.csv"
COLUMNS = ("english", "urdu", "domain", "note")


class Domain(StrEnum):
    """Where a term belongs."""

    LEARNING = "lms"
    PEOPLE = "people"
    SCREEN = "ui"
    LAW_ENFORCEMENT = "law-enforcement"


# Words of learning and of the screen ("start", "home", "option") mean other things in a lesson.
_IN_LESSONS = (Domain.PEOPLE, Domain.LAW_ENFORCEMENT)


@dataclass(frozen=True)
class Term:
    """One line: `urdu` holds the accepted forms with `؛` between, the preferred one first. `note` is for people."""

    english: str
    urdu: str
    domain: Domain
    note: str = ""
    line: int = field(default=0, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called in English: several for `hawala / hundi`."""
        return inflection.names(self.english)

    @property
    def accepted(self) -> tuple[str, ...]:
        """Its Urdu forms; the first is the one to write."""
        return translation.accepted(self.urdu)

    @property
    def preferred(self) -> str:
        return self.accepted[0]


@dataclass(frozen=True)
class Found:
    """A term in a text, from character `start` up to, not including, `end`."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True)
class Glossary:
    """Terms in the order of the English alphabet, and what was wrong with the lines that are not among them."""

    terms: tuple[Term, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @cached_property
    def for_lessons(self) -> "Glossary":
        """The terms that mean the same in a lesson: without the words of learning and of the screen."""
        return Glossary(tuple(term for term in self.terms if term.domain in _IN_LESSONS))

    def find(self, text: str) -> tuple[Found, ...]:
        """The terms in an English text, which may be inline Markdown, from left to right; the longer name goes first."""
        if not self.terms:
            return ()
        words = inflection.only_text(text)
        titles = inflection.titles(words)
        return tuple(
            Found(match.start(), match.end(), self._named[match.lastindex - 1][1])
            for match in self._pattern.finditer(words)
            # Not inside the title of a law, unless the term is the title or its end.
            if match.lastindex and not any(start <= match.start() and match.end() < end for start, end in titles)
        )

    def missing(self, text: str, rendered: str) -> tuple[Term, ...]:
        """The terms in the English `text` for which its translation `rendered` has none of their Urdu forms.

        Each once, in the order of the text. A name that was left in Latin letters is not missing.
        """
        terms: dict[Term, set[str]] = {}
        for found in self.find(text):
            terms.setdefault(found.term, set()).add(text[found.start : found.end])
        return tuple(term for term, written in terms.items() if not _is_rendered(term, written, rendered))

    @cached_property
    def _named(self) -> list[tuple[str, Term]]:
        named = [(name, term) for term in self.terms for name in term.names]
        return sorted(named, key=lambda pair: (_initial(pair[0]), -len(pair[0].split()), -len(pair[0]), pair[0]))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """All names at once, by their first letter: trying each of hundreds at every word takes seconds for a course."""
        verbs = {term: any(inflection.is_verb(form) for form in term.accepted) for term in self.terms}
        initials = []
        for initial, named in groupby(self._named, key=lambda pair: _initial(pair[0])):
            names = "|".join(f"({inflection.pattern(name, verbs[term])})" for name, term in named)
            initials.append(f"(?=(?i:{re.escape(initial)}))(?:{names})")
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(initials)})(?![^\W_])")


def _initial(name: str) -> str:
    return next(letter for letter in name.casefold() if letter.isalnum())


def _is_rendered(term: Term, written: Iterable[str], rendered: str) -> bool:
    kept = inflection.only_text(rendered).casefold()
    return any(name.casefold() in kept for name in (*written, *term.names)) or any(
        inflection.says(rendered, form) for form in term.accepted
    )


def read(body: bytes, file: str = FILE) -> Glossary:
    """The glossary in a CSV file. Never raises; a line with a mistake is left out and told."""
    report = Report()
    terms: dict[str, Term] = {}
    for line, cells in _rows(_text(body, file, report), file, report):
        term = _term(cells, line, file, report)
        if term is None:
            continue
        names = [name.casefold() for name in (term.english, *term.names)]
        first = next((terms[name] for name in names if name in terms), None)
        if first:
            message = N_("“%(seen)s” stands here a second time (first on line %(first)s). Delete one of them.")
            report.error(file, line, message, seen=shorten(term.english), first=first.line)
        else:
            terms |= dict.fromkeys(names, term)
    return Glossary(_sorted(set(terms.values())), report.problems())


def _sorted(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: (term.english.casefold(), term.english)))


def _text(body: bytes, file: str, report: Report) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        message = N_("This file is not saved as UTF-8. Save it again with the encoding UTF-8.")
        report.error(file, body[: reason.start].count(b"\n") + 1, message)
        return ""


def _rows(text: str, file: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """The lines with the right number of cells. Each line is read by itself: an open quotation mark spoils only one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if text and tuple(cell.lower() for cell in _cells(lines[0])) != COLUMNS:
        message = N_("The first line does not name the columns, with commas between. Write: %(wanted)s")
        report.error(file, 1, message, wanted=",".join(COLUMNS))
        return
    for line, content in enumerate(lines[1:], start=2):
        cells = _cells(content)
        if len(cells) == len(COLUMNS):
            yield line, cells
        elif content.strip():
            message = N_(
                "“%(seen)s” is not a term: four cells with commas between (%(wanted)s)."
                " Put a cell that has a comma in it between quotation marks."
            )
            report.error(file, line, message, seen=shorten(content), wanted=",".join(COLUMNS))


def _cells(line: str) -> list[str]:
    """The cells of a line, trimmed; none if its quotation marks are wrong."""
    try:
        return [" ".join(cell.split()) for cell in next(csv.reader([line], strict=True), [])]
    except csv.Error:
        return []


def _term(cells: list[str], line: int, file: str, report: Report) -> Term | None:
    english, urdu, domain, note = cells
    if not inflection.names(english) or not translation.accepted(urdu):
        message = N_("A term needs its English and its Urdu. Fill in both, or delete the line.")
        report.error(file, line, message)
    elif domain not in list(Domain):
        message = N_("“%(seen)s” is not a domain. Write one of: %(known)s.")
        report.error(file, line, message, seen=shorten(domain), known=", ".join(Domain))
    else:
        for message, values in translation.blemishes(urdu, "ur"):
            report.warn(file, line, message, **values)
        return Term(english, urdu, Domain(domain), note, line)
    return None


def write(glossary: Glossary) -> bytes:
    """The file: sorted by the English, one line a term, the same bytes for the same terms."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((term.english, term.urdu, term.domain.value, term.note) for term in _sorted(glossary.terms))
    return out.getvalue().encode()
