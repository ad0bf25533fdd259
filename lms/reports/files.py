"""Reports as files: sheets of a workbook with their codebook, and rows of a CSV. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from lms.i18n import N_
from lms.reports.report import Cell, Hidden, Kind
from lms.reports.spoken import Gettext, Spoken, SpokenColumn
from lms.tables import Share, Sheet

LONGEST_NAME = 31


def sheets(reports: Sequence[Spoken], gettext: Gettext) -> Iterator[Sheet]:
    """One sheet for each report, and at the end the codebook: what every column means."""
    taken: set[str] = set()
    for report in reports:
        yield Sheet(
            _name(report, taken),
            [report.by_label, *(column.label for column in report.columns)],
            [
                [line.label, *_cells(line.cells, report.columns, gettext)]
                for line in (*report.lines, report.total)
            ],
            [report.title, *(f"{label}: {value}" for label, value in report.facts), *report.notes],
        )  # fmt: skip
    yield codebook(reports, gettext)


def codebook(reports: Iterable[Spoken], gettext: Gettext) -> Sheet:
    """Each column once: its name, its name in CSV files, its unit, what it means."""
    columns = {column.key: column for report in reports for column in report.columns}
    units = {
        Kind.COUNT: gettext(N_("whole number")),
        Kind.NUMBER: gettext(N_("number")),
        Kind.SHARE: gettext(N_("share of 1, shown in per cent")),
    }
    return Sheet(
        gettext(N_("Codebook")),
        [gettext(N_("Column")), gettext(N_("In CSV files")), gettext(N_("Unit")), gettext(N_("Definition"))],
        [[each.label, each.key, units[each.kind], each.definition] for each in columns.values()],
    )


def _name(report: Spoken, taken: set[str]) -> str:
    """The title as far as a sheet's name may be long, without the signs that it may not have, and unlike any other."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in report.title)[:LONGEST_NAME].strip()
    name, number = plain, 2
    while name.casefold() in taken:
        name = f"{plain[: LONGEST_NAME - 3]} {number}"
        number += 1
    taken.add(name.casefold())
    return name


def _cells(cells: Sequence[Cell], columns: Sequence[SpokenColumn], gettext: Gettext) -> list[object]:
    return [_cell(cell, column.kind, gettext) for cell, column in zip(cells, columns, strict=True)]


def _cell(cell: Cell, kind: Kind, gettext: Gettext) -> object:
    if isinstance(cell, Hidden):
        return gettext(N_("hidden"))
    if kind is Kind.SHARE and cell is not None:
        return Share(cell)
    return round(cell, 2) if kind is Kind.NUMBER and cell is not None else cell


def csv_columns(report: Spoken) -> list[str]:
    """The heads of the CSV: always English, so that programs read every file alike."""
    return [report.by, "name", *(column.key for column in report.columns), "period_from", "period_to", "made_at"]


def csv_rows(report: Spoken, period_from: str, period_to: str, made_at: datetime) -> Iterator[list[object]]:
    """The lines, the total last, each with what it is of; shares from 0 to 1, `hidden` for what is not shown."""
    about = [period_from, period_to, made_at.isoformat(timespec="seconds")]
    for line in (*report.lines, report.total):
        cells = [cell.value if isinstance(cell, Hidden) else cell for cell in line.cells]
        yield [line.code, line.label, *cells, *about]
