"""The summary of a period on A4, in English, in Urdu, or first in one and then in the other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lms.i18n import N_
from lms.printing.lettering import printable, script
from lms.printing.typeset import typeset
from lms.reports.queries import Answer
from lms.reports.report import Cell
from lms.reports.spoken import Gettext, Spoken, SpokenColumn, figure_text, period_name, speak

TEMPLATE = Path(__file__).parent / "typst" / "summary.typ"
TILES = ("people", "enrolments", "completions", "completion_rate", "certificates", "training_hours")
MOST_BARS = 16


@dataclass(frozen=True)
class Part:
    """The summary in one language; `gettext` gives its words. `about` are label and value of what it is about."""

    language: str
    gettext: Gettext
    period: str
    reports: Sequence[Spoken]
    about: Sequence[tuple[str, str]]


def part_of(answers: Sequence[Answer], language: str, gettext: Gettext) -> Part:
    """The summary of some answers in one language."""
    reports = [speak(answer, language, gettext) for answer in answers]
    asked = answers[0].asked
    about = [(label, value) for label, value in reports[0].facts if label != gettext(N_("Period"))]
    return Part(language, gettext, period_name(asked.period, language, gettext), reports, about)


def summary(parts: Sequence[Part], day: date) -> bytes:
    """The PDF."""
    first = parts[0]
    values = {
        "title": printable(f"{first.gettext(N_('Training in figures'))}: {first.period}"),
        "issuer": first.gettext(N_("Tarbiyat")),
        "parts": [_part(part) for part in parts],
    }
    return typeset(TEMPLATE, "summary", values, day)


def _part(part: Part) -> dict[str, Any]:
    gettext = part.gettext
    shown = [report for report in part.reports if report.lines]
    totals = {key: total for key, total in tiles(part.reports).items() if key in TILES and shown}
    told = {*totals, *(column.key for report in shown for column in report.columns)}
    columns = {each.key: each for report in part.reports for each in report.columns if each.key in told}
    return {
        "language": part.language,
        "issuer": gettext(N_("Tarbiyat")),
        "tagline": gettext(N_("Training for Pakistan’s law enforcement agencies")),
        "title": gettext(N_("Training in figures")),
        "period": _text(part.period),
        "about": [[label, _text(value)] for label, value in part.about],
        "tiles": [
            [totals[key][0].label, figure_text(totals[key][1], totals[key][0].kind, gettext)]
            for key in TILES
            if key in totals
        ],
        "tables": [_table(report, gettext) for report in shown],
        "empty": gettext(N_("Nothing happened in this period")),
        "meaning": gettext(N_("What the figures mean")),
        "definitions": [[column.label, column.definition] for column in columns.values()],
        "page": gettext(N_("Page")),
    }


def tiles(reports: Sequence[Spoken]) -> dict[str, tuple[SpokenColumn, Cell]]:
    """Each column's total, of the first report that has it."""
    found: dict[str, tuple[SpokenColumn, Cell]] = {}
    for report in reports:
        for column, cell in zip(report.columns, report.total.cells, strict=True):
            found.setdefault(column.key, (column, cell))
    return found


def _table(report: Spoken, gettext: Gettext) -> dict[str, Any]:
    def row(cells: Sequence[Cell]) -> list[str]:
        return [figure_text(cell, column.kind, gettext) for cell, column in zip(cells, report.columns, strict=True)]

    return {
        "title": report.title,
        "chart": report.chart.label,
        "bars": [
            [_text(line.label), figure_text(line.figure, report.chart.kind, gettext), line.bar]
            for line in report.chart_lines(MOST_BARS)
        ],
        "head": [report.by_label, *(column.label for column in report.columns)],
        "rows": [[_text(line.label), *row(line.cells)] for line in report.lines],
        "total": [report.total.label, *row(report.total.cells)],
        "notes": list(report.notes),
    }


def _text(value: str) -> dict[str, str]:
    """A value with the script that it is written in: a name may be known in one only."""
    return {"text": printable(value), "language": script(value)}
