"""A file as sheets of text: which kind of file it is, by its content and not by its name."""

from collections.abc import Iterator

from lms.i18n import N_
from lms.people.roster.limits import MAX_BYTES
from lms.people.roster.remarks import Unreadable
from lms.people.roster.rows import Sheet
from lms.people.roster.separated import separated_sheets
from lms.people.roster.workbook import workbook_sheets

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ",
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<meta")


def sheets(body: bytes) -> Iterator[Sheet]:
    """The sheets of a file that may hold a list, the most likely first. Raises `Unreadable`."""
    if len(body) > MAX_BYTES:
        raise Unreadable(
            N_("This file is larger than %(limit)s MB. Save only the list of people in a file of its own."),
            limit=MAX_BYTES // 1024**2,
        )
    if not body.strip():
        raise Unreadable(N_("This file is empty."))
    start = body[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if body.startswith(_OLE):
        raise Unreadable(
            N_(
                "This is an old Excel file (XLS), or one that is protected with a password. Open it, choose “Save as”, "
                "take “Excel Workbook (.xlsx)” without a password, and bring in that file."
            )
        )
    if body.startswith(b"PK"):
        return workbook_sheets(body)
    if start.startswith(_MARKUP):
        raise Unreadable(
            N_(
                "This file is a web page with the name of a spreadsheet. Open it in Excel or LibreOffice, save it as "
                "“Excel Workbook (.xlsx)”, and bring in that file."
            )
        )
    if body.startswith(_OTHER):
        raise Unreadable(N_("This is not a spreadsheet. Bring in an XLSX or a CSV file."))
    return separated_sheets(body)
