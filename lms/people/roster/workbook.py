"""XLSX as sheets of text, without trusting it.

openpyxl reads the XML; with defusedxml beside it, definitions of entities are refused where they begin. What a ZIP says that it
holds is looked at before: Python never unpacks more of an entry than that.
"""

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from lms.i18n import N_
from lms.people.roster.limits import (
    MAX_COLUMNS,
    MAX_ENTRIES,
    MAX_PEOPLE,
    MAX_RATIO,
    MAX_ROWS,
    MAX_UNPACKED,
    SMALL,
)
from lms.people.roster.remarks import Unreadable
from lms.people.roster.rows import Cell, Row, Sheet, Spoilt

_LARGEST_EXACT = 10**15
_BOOK = "xl/workbook.xml"
_ENCRYPTED = 0x1


def workbook_sheets(body: bytes) -> Iterator[Sheet]:
    """The sheets of a workbook that can be seen, in their order. Raises `Unreadable`, for whatever is in the bytes."""
    # here, since every start of the server would pay for loading it, and few workers ever read a workbook
    import openpyxl  # noqa: PLC0415

    _check_package(body)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of drawings and validations that it leaves out
        try:
            book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, keep_links=False)
        except Exception as reason:
            raise _damaged() from reason
    try:
        for page in book.worksheets:
            if page.sheet_state == "visible":
                yield Sheet(page.title, list(_rows(page)))
    finally:
        book.close()


def _damaged() -> Unreadable:
    return Unreadable(
        N_("This file is damaged and cannot be opened. Save it again in Excel or LibreOffice, and try once more.")
    )


def _check_package(body: bytes) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(body)).infolist()
    except Exception as reason:
        raise _damaged() from reason
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unreadable(N_("This file is protected with a password. Save it without one, and try once more."))
    if _BOOK not in names:
        raise Unreadable(
            N_(
                "This is not an Excel workbook (XLSX). Open the list in a spreadsheet program and save it as XLSX or CSV."
            )
        )
    if (
        len(entries) > MAX_ENTRIES
        or sum(entry.file_size for entry in entries) > MAX_UNPACKED
        or any(entry.file_size > max(SMALL, MAX_RATIO * entry.compress_size) for entry in entries)
    ):
        raise Unreadable(
            N_(
                "This file would become far too large when it is unpacked. Copy the list into a new workbook, and save that."
            )
        )


def _rows(page: Any) -> Iterator[Row]:
    """The rows that have anything in them. What a sheet says of its own size is not believed."""
    page.reset_dimensions()
    found = 0
    for number, cells in enumerate(_guarded(page.iter_rows()), start=1):
        if number > MAX_ROWS:
            raise _damaged()
        texts = tuple(_text(cell) for cell in cells[:MAX_COLUMNS])
        if not any(texts):
            continue
        found += 1
        # headers, titles and what stands under the list may be more than people
        if found > MAX_PEOPLE + 1_000:
            raise Unreadable(
                N_("This file has more than %(limit)s rows. Split it into several files."), limit=MAX_PEOPLE
            )
        yield Row(number, texts)


def _guarded(rows: Iterable[Any]) -> Iterator[Any]:
    """Whatever is wrong in the XML is found while it is read, and openpyxl raises what comes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield from rows
        except Exception as reason:
            raise _damaged() from reason


def _text(cell: Any) -> Cell:
    """A cell's value as somebody would type it. Dates are ISO 8601; a number has no more digits than were typed."""
    if cell.data_type == "f":
        return Spoilt.FORMULA
    if cell.data_type == "e":
        return Spoilt.ERROR
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value).strip()


def _number(value: float, cell: Any) -> str:
    if abs(value) < _LARGEST_EXACT and "%" in (cell.number_format or ""):
        return f"{value * 100:.10g}%"
    return str(int(value)) if abs(value) < _LARGEST_EXACT and value == int(value) else f"{value:.15g}"
