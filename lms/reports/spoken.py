"""A report in the words of one language: what pages, spreadsheets and paper show alike. Pure: `gettext` gives the words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime

from lms.days import ZONE, day
from lms.i18n import LANGUAGES, N_
from lms.reports.periods import Period
from lms.reports.queries import Answer, Place, Scope
from lms.reports.report import DIMENSIONS, HIDDEN, TITLES, Cell, Hidden, Kind
from lms.reports.words import HIDDEN_WORDS, LEVELS, NOTE_HIDDEN, NOTE_WEEK, TRACKS, TRAITS

Gettext = Callable[..., str]


@dataclass(frozen=True)
class SpokenColumn:
    key: str
    label: str
    kind: Kind
    definition: str


@dataclass(frozen=True)
class SpokenLine:
    """A line: `code` is its name in files, `label` in words; `bar` how long its bar is (0 to 1), `figure` what the bar shows."""

    key: str
    code: str
    label: str
    cells: tuple[Cell, ...]
    bar: float = 0.0
    figure: Cell = None


@dataclass(frozen=True)
class Spoken:
    """A report in words. `facts` are label and value of what it is about; `notes` whole sentences under it."""

    name: str
    by: str
    title: str
    by_label: str
    columns: tuple[SpokenColumn, ...]
    lines: tuple[SpokenLine, ...]
    total: SpokenLine
    chart: SpokenColumn
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    def chart_lines(self, most: int) -> list[SpokenLine]:
        """What the chart shows: the lines, or where there are too many, those with the longest bars."""
        if len(self.lines) <= most:
            return list(self.lines)
        return sorted(self.lines, key=lambda line: -line.bar)[:most]


def speak(answer: Answer, language: str, gettext: Gettext) -> Spoken:
    """The words of a report."""
    report = answer.report
    columns = tuple(
        SpokenColumn(each.key, gettext(each.label), each.kind, gettext(each.definition)) for each in report.form.columns
    )
    bars = {line.key: (length, figure) for line, figure, length in report.bars()}
    lines = tuple(
        SpokenLine(
            line.key, answer.code(line.key), answer.label(line.key, language, gettext), line.cells, *bars[line.key]
        )
        for line in report.lines
    )
    title = gettext(TITLES[report.by], report=gettext(report.form.title))
    by_label = gettext(DIMENSIONS[report.by])
    notes = [gettext(each) for each in (report.form.dimensions[report.by], report.form.note) if each]
    if answer.week is not None:
        moment, week = moment_name(answer.made_at, language), day_name(answer.week, language)
        notes.append(gettext(NOTE_WEEK, moment=moment, week=week))
    if report.has_hidden:
        notes.append(gettext(NOTE_HIDDEN))
    return Spoken(
        report.form.name,
        report.by,
        title,
        by_label,
        columns,
        lines,
        SpokenLine("", "all", gettext(N_("In all")), report.total.cells),
        next(each for each in columns if each.key == report.form.chart.key),
        _facts(answer, language, gettext),
        tuple(notes),
    )


def _facts(answer: Answer, language: str, gettext: Gettext) -> tuple[tuple[str, str], ...]:
    asked, n = answer.asked, answer.report.n
    found = [(gettext(N_("Period")), period_name(asked.period, language, gettext))]
    found.append((gettext(N_("Agency")), whose_name(answer.scope, answer.whole, language, gettext)))
    if asked.course:
        course = next(each for each in answer.courses.values() if each.slug == asked.course)
        found.append((gettext(N_("Course")), answer.titles.get(language, {}).get(course.id, course.slug)))
    for name, words in (("track", TRACKS), ("level", LEVELS)):
        if value := getattr(asked, name):
            found.append((gettext(DIMENSIONS[name]), gettext(words[value])))
    found += [(gettext(DIMENSIONS[trait]), gettext(TRAITS[trait][value])) for trait, value in asked.traits.items()]
    if asked.batch is not None and answer.batch_name:
        found.append((gettext(N_("Batch")), answer.batch_name))
    behind = gettext(N_("hidden")) if n is HIDDEN else f"{n:,}"
    found.append((gettext(N_("Number of people (n)")), behind))
    found.append((gettext(N_("Made on")), moment_name(answer.made_at, language)))
    return tuple(found)


def whose_name(scope: Scope, whole: Place | None, language: str, gettext: Gettext) -> str:
    """Whose people figures are about: an agency with its units, or all agencies."""
    if whole is None:
        return gettext(N_("All agencies")) if scope.everybody else gettext(N_("No agency"))
    name = whole.name(language)
    return gettext(N_("%(agency)s and its units"), agency=name) if scope.children(whole.id) else name


def period_name(period: Period, language: str, gettext: Gettext) -> str:
    """What a period is called, with its days."""
    message, values = period.words
    first, last = day_name(period.first, language), day_name(period.last, language)
    if period.key == "all":
        return gettext(message, **values)
    days = gettext(N_("%(first)s to %(last)s"), first=first, last=last)
    return f"{gettext(message, **values)} ({days})" if message else days


def day_name(of: date, language: str) -> str:
    return format_date(of, "d MMMM y", locale=LANGUAGES[language].locale)


def moment_name(moment: datetime, language: str) -> str:
    """A day with the time in Pakistan, 24 hours."""
    time = format_datetime(moment, "HH:mm", tzinfo=ZONE, locale="en_GB")
    return f"{day_name(day(moment), language)}{'،' if language == 'ur' else ','} {time}"


def figure_text(cell: Cell, kind: Kind, gettext: Gettext) -> str:
    """A figure as it is read: `1,234`, `61.5 %` (`61.5 فیصد`), `2.4`, as an index `0.40`; a dash where there is nothing to say."""
    if cell is None:
        return "–"
    if isinstance(cell, Hidden):
        return gettext(HIDDEN_WORDS[cell])
    if kind is Kind.SHARE:
        return _share(f"{cell * 100:,.1f}", gettext)
    if kind is Kind.INDEX:
        return f"{cell:.2f}"
    return f"{cell:,}" if kind is Kind.COUNT else f"{cell:,.2f}".rstrip("0").rstrip(".")


def _share(number: str, gettext: Gettext) -> str:
    said = gettext(N_("%(number)s %%"), number=number)
    if said.isascii() or not number.startswith("-"):
        return said
    return said.replace(number, f"\u2066{number}\u2069")  # before an Urdu word, a minus would go behind its number


def words_of(translations: Any) -> Gettext:
    """The words of one catalogue, with their values filled in, whatever language is spoken elsewhere."""

    def gettext(message: str, **values: Any) -> str:
        text: str = translations.gettext(message)
        return text % values if values else text

    return gettext
