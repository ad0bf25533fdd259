"""Tables as files for spreadsheets: CSV and XLSX that every one of them opens rightly, with no cell that is taken for a formula.

Both are written while rows are read: memory does not grow with their number.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil, isfinite
from typing import IO, Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BEGINS_FORMULA = frozenset(_FORMULA)
_AT_ONCE = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 48
LINE = 15
"""The height of a line of text in a row, in points."""


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The whole of `csv_pieces`."""
    return b"".join(csv_pieces(columns, rows))


def csv_pieces(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """UTF-8 with a mark at its start, commas, and lines that end with CR LF (RFC 4180), piece by piece; days as ISO 8601."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(columns)
    yield "\ufeff".encode()
    for number, row in enumerate(rows, start=1):
        table.writerow([_cell(value) for value in row])
        if number % _AT_ONCE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _cell(value: object) -> object:
    if type(value) is str:  # nearly all of them, and half a million rows have ten million
        return f"'{value}" if value[:1] in _BEGINS_FORMULA else value
    if value is None:
        return ""
    if isinstance(value, float):
        if not isfinite(value):
            return ""
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


class Share(float):
    """A number from 0 to 1 that spreadsheets show in per cent. It stays that number."""


class Word(str):
    """What stands in the place of a number, and where one would stand in a spreadsheet: at the right."""

    __slots__ = ()


class Sentence(str):
    """A text that takes as many lines as it needs, read in the direction of its sheet, whatever sign it begins with."""

    __slots__ = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name (31 letters at most), its columns, its rows. `notes` stand above the table, one a line.
    `lengths` are those of the longest text in each column, for rows that are not all there (a list)."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    notes: Sequence[str] = ()
    lengths: Sequence[int] = ()


def write_xlsx(output: IO[bytes], sheets: Iterable[Sheet], right_to_left: bool = False) -> None:
    """Write a workbook: one table a sheet, numbers as numbers, days as days, texts never as formulas or links."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    # here, since every start of the server would pay for loading it, and most processes never write a workbook
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(output, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#e7efe9", "bottom": 1, "text_wrap": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "share": book.add_format({"num_format": "0.0%", "align": "right"}),
            "number": book.add_format({"align": "right"}),
            "note": book.add_format({"text_wrap": True, "valign": "top", "reading_order": 2 if right_to_left else 1}),
            "top": book.add_format({"valign": "top"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats, right_to_left)


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any], right_to_left: bool) -> None:
    if right_to_left:
        page.right_to_left()
    first = len(sheet.notes) + bool(sheet.notes)
    widths = _widths(sheet)
    for number, width in enumerate(widths):
        page.set_column(number, number, width)
    _make_fit_for_paper(page, first)
    for number, note in enumerate(sheet.notes):
        _write_note(page, number, note, widths, formats["note"])
    page.write_row(first, 0, sheet.columns, formats["head"])
    if not sheet.notes:
        page.freeze_panes(1, 0)
    for number, row in enumerate(sheet.rows, start=first + 1):
        if isinstance(sheet.rows, list):
            _make_high(page, number, row, widths, formats["top"])
        for place, value in enumerate(row):
            _write_cell(page, number, place, value, formats)


def _widths(sheet: Sheet) -> list[int]:
    """As wide as the longest text of a column, if the rows are all there (a list) or it is told; else as its head."""
    told = sheet.lengths or [0] * len(sheet.columns)
    longest = [max(len(column), length) for column, length in zip(sheet.columns, told, strict=True)]
    for row in sheet.rows if isinstance(sheet.rows, list) else []:
        for place, value in enumerate(row):
            longest[place] = max(longest[place], len(value) if isinstance(value, str) else 0)
    return [min(WIDEST, max(12, each + 2)) for each in longest]


def _make_fit_for_paper(page: Any, head: int) -> None:
    """A4 across, as wide as the table, its head on every page."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)


def _lines(text: str, width: int) -> int:
    return sum(ceil(max(1, len(part)) / width) for part in text.split("\n"))


def _make_high(page: Any, number: int, row: Sequence[object], widths: Sequence[int], look: Any) -> None:
    """As high as its longest sentence; the rest begins on the first line too."""
    lines = [_lines(value, widths[place]) for place, value in enumerate(row) if type(value) is Sentence]
    if max(lines, default=1) > 1:
        page.set_row(number, LINE * max(lines), look)


def _write_note(page: Any, row: int, note: str, widths: Sequence[int], look: Any) -> None:
    """A sentence over the whole width of the table, on as many lines as it takes."""
    page.set_row(row, LINE * _lines(note, sum(widths)))
    if len(widths) > 1:
        page.merge_range(row, 0, row, len(widths) - 1, "", look)
    page.write_string(row, 0, note, look)


def _write_cell(page: Any, row: int, column: int, value: object, formats: dict[str, Any]) -> None:
    if isinstance(value, datetime):
        page.write_datetime(row, column, value.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])  # noqa: DTZ001
    elif isinstance(value, Share):
        page.write_number(row, column, float(value), formats["share"])
    elif isinstance(value, Word):
        page.write_string(row, column, value, formats["number"])
    elif isinstance(value, Sentence):
        page.write_string(row, column, value, formats["note"])
    elif isinstance(value, bool | str):
        page.write_string(row, column, str(value))
    elif value is not None and not (isinstance(value, float) and not isfinite(value)):
        page.write(row, column, value, formats["number"])
