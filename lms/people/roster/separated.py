"""CSV as a sheet of text: in every encoding and with every separator that Excel writes in Pakistan."""

import csv
import io
from collections.abc import Iterator

from lms.i18n import N_
from lms.people.roster.columns import recognised
from lms.people.roster.limits import MAX_COLUMNS, MAX_HEADER_ROW, MAX_PEOPLE
from lms.people.roster.remarks import Unreadable
from lms.people.roster.rows import Row, Sheet

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",;\t|"
_ENOUGH = 64 * 1024


def separated_sheets(body: bytes) -> Iterator[Sheet]:
    """The one sheet of a text file, read in the encoding and with the separator that make most of its headers known."""
    best = max(
        ((text, separator) for text in _texts(body) for separator in _SEPARATORS),
        key=lambda way: _headers_known(*way),
    )
    yield Sheet("", list(_rows(*best)))


def _texts(body: bytes) -> list[str]:
    """The text in each encoding that it may be in; only one where that is certain. Raises `Unreadable`."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return [_decoded(body, encoding)]
    try:
        return [_plain(body.decode("utf-8"))]
    except UnicodeDecodeError:
        pass
    if b"\0" in body:
        return [_decoded(body, "utf-16-le" if body[1::2].count(0) > body[::2].count(0) else "utf-16-be")]
    return [body.decode("cp1252", "replace"), body.decode("cp1256", "replace")]


def _decoded(body: bytes, encoding: str) -> str:
    try:
        return _plain(body.decode(encoding))
    except UnicodeError as reason:
        raise _no_text() from reason


def _plain(text: str) -> str:
    if "\0" in text:
        raise _no_text()
    return text


def _no_text() -> Unreadable:
    return Unreadable(N_("This is not a spreadsheet. Bring in an XLSX or a CSV file."))


def _headers_known(text: str, separator: str) -> tuple[int, int]:
    """How many headers are known, and how often the separator stands, at the start of a text."""
    start = text[:_ENOUGH]
    lines = start.splitlines()[:MAX_HEADER_ROW]
    known = max((sum(bool(recognised(cell)) for cell in line.split(separator)) for line in lines), default=0)
    return known, start.count(separator)


def _rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before, found = 0, 0
    try:
        for cells in reader:
            # a row may be several lines long: it is called by its first one, as an editor counts
            number, before = before + 1, reader.line_num
            texts = tuple(cell.strip() for cell in cells[:MAX_COLUMNS])
            if not any(texts):
                continue
            found += 1
            if found > MAX_PEOPLE + 1_000:
                message = N_("This file has more than %(limit)s rows. Split it into several files.")
                raise Unreadable(message, limit=MAX_PEOPLE)
            yield Row(number, texts)
    except csv.Error as reason:
        raise Unreadable(
            N_("Line %(line)s of this file cannot be read as a row. Save the list as XLSX, and try once more."),
            line=reader.line_num,
        ) from reason
