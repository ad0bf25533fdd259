"""Reports as files: sheets of a workbook with their codebook, and rows of a CSV. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from lms.i18n import N_
from lms.reports.queries import Place
from lms.reports.quiz_table import QuizTable
from lms.reports.report import Cell, Hidden, Kind
from lms.reports.spoken import Gettext, Spoken, SpokenColumn
from lms.reports.words import HIDDEN_WORDS
from lms.tables import Sentence, Share, Sheet, Word

LONGEST_NAME = 31


def sheets(reports: Sequence[Spoken], gettext: Gettext) -> Iterator[Sheet]:
    """One sheet for each report, and at the end the codebook: what every column means."""
    taken: set[str] = set()
    for report in reports:
        yield Sheet(
            _name(report.title, taken),
            [report.by_label, *(column.label for column in report.columns)],
            [
                [line.label, *_cells(line.cells, report.columns, gettext)]
                for line in (*report.lines, report.total)
            ],
            [report.title, *(f"{label}: {value}" for label, value in report.facts), *report.notes],
        )  # fmt: skip
    yield codebook((column for report in reports for column in report.columns), gettext, reports[0].facts)


def codebook(columns: Iterable[SpokenColumn], gettext: Gettext, facts: Iterable[tuple[str, str]]) -> Sheet:
    """Each column once: its name, its name in CSV files, its unit, what it means. Above them stands whose figures they
    are and of which period, if `facts` say so."""
    labels = {gettext(N_("Period")), gettext(N_("Agency"))}
    told = {column.key: column for column in columns}
    units = {
        Kind.COUNT: gettext(N_("whole number")),
        Kind.NUMBER: gettext(N_("number")),
        Kind.INDEX: gettext(N_("number")),
        Kind.SHARE: gettext(N_("share of 1, shown in per cent")),
        Kind.TEXT: gettext(N_("text")),
    }
    return Sheet(
        gettext(N_("Codebook")),
        [gettext(N_("Column")), gettext(N_("In CSV files")), gettext(N_("Unit")), gettext(N_("Definition"))],
        [[each.label, each.key, units[each.kind], Sentence(each.definition)] for each in told.values()],
        [f"{label}: {value}" for label, value in facts if label in labels],
    )


def file_name(name: str, form: str, whole: Place | None) -> str:
    """What a file is called when it is downloaded, with the code of the agency that it is about."""
    return f"{name}-{whole.code}.{form}" if whole else f"{name}.{form}"


def quiz_sheets(table: QuizTable, gettext: Gettext) -> Iterator[Sheet]:
    """The table of a quiz's questions, and the codebook."""
    yield Sheet(
        _name(table.title, set()),
        [column.label for column in table.columns],
        [
            [line.number, line.pool, line.objective, *_cells(line.cells, table.figures, gettext), " · ".join(line.look_at)]
            for line in table.lines
        ],
        [table.title, *(f"{label}: {value}" for label, value in table.facts), *table.notes],
    )  # fmt: skip
    yield codebook(table.columns, gettext, table.facts)


def quiz_rows(table: QuizTable) -> tuple[list[str], Iterator[list[object]]]:
    """The heads and the lines of the CSV, each line with what it is of."""
    rows = (
        [line.number, line.pool, line.objective, *_plain(line.cells), " ".join(line.codes), *table.about]
        for line in table.lines
    )
    return [*(column.key for column in table.columns), "course", "agency", "period_from", "period_to", "made_at"], rows


def _plain(cells: Sequence[Cell]) -> list[object]:
    return [cell.value if isinstance(cell, Hidden) else cell for cell in cells]


def _name(title: str, taken: set[str]) -> str:
    """The title as far as a sheet's name may be long, without the signs that it may not have, and unlike any other."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:LONGEST_NAME].strip()
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
        return Word(gettext(HIDDEN_WORDS[cell]))
    if kind is Kind.SHARE and cell is not None:
        return Share(cell)
    return round(cell, 2) if kind in {Kind.NUMBER, Kind.INDEX} and cell is not None else cell


def csv_columns(report: Spoken) -> list[str]:
    """The heads of the CSV: always English, so that programs read every file alike."""
    return [report.by, "name", *(column.key for column in report.columns), "period_from", "period_to", "made_at"]


def csv_rows(report: Spoken, period_from: str, period_to: str, made_at: datetime) -> Iterator[list[object]]:
    """The lines, the total last, each with what it is of; shares from 0 to 1, `hidden` for what is not shown."""
    about = [period_from, period_to, made_at.isoformat(timespec="seconds")]
    for line in (*report.lines, report.total):
        yield [line.code, line.label, *_plain(line.cells), *about]
