"""What a file is, by its content and never by its name; its bytes as text."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from enum import StrEnum

from lms.catalog.exchange.intake import Intake
from lms.catalog.problems import shorten
from lms.i18n import N_

MAX_FILE = 10 * 1024 * 1024
MAX_TEXT = 2 * 1024 * 1024

# The old encoding of Windows for Arabic script. Its other half has the letters of French and the quotation marks of Word where
# the western one has them, so that it is right for both.
OLD_WINDOWS = "cp1256"
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    # What says so of itself and is not has been decoded by another program.
    "utf-16": "utf-8",
    "windows-1256": "cp1256",
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
    "iso-8859-6": "iso-8859-6",
}
_DISGUISES = (
    (b"PK\x03\x04", "ZIP, DOCX, XLSX"),
    (b"PK\x05\x06", "ZIP"),
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "DOC, XLS"),
    (b"\x1f\x8b", "MBZ, GZ"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPG"),
    (b"GIF8", "GIF"),
)
_DECLARED = re.compile(rb"""\A\s{0,100}<\?xml[^>]{0,200}?\bencoding\s{0,10}=\s{0,10}["']([\w.:-]{1,40})["']""")
_HTML = re.compile(r"\s*<(?:!doctype html|html|body)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<(?:\?xml|!|[\w:.-]+[\s/>])")
_AIKEN_ANSWER = re.compile(r"^[ \t]*ANSWER[ \t]*:[ \t]*[A-Z][^{}\n]*$", re.MULTILINE)
_GIFT_NAME = re.compile(r"^[ \t]*::", re.MULTILINE)
_AIKEN_OPTION = re.compile(r"^[ \t]*[A-Z][.)][ \t]", re.MULTILINE)

NO_QUESTION = N_("No question was found here. Files in the formats GIFT, Aiken and Moodle XML can be read.")


class Origin(StrEnum):
    """The formats that are read."""

    GIFT = "GIFT"
    AIKEN = "Aiken"
    MOODLE_XML = "Moodle XML"


@dataclass(frozen=True)
class Found:
    """A file as text with simple line ends, and the format that it is in."""

    origin: Origin
    text: str


def read(body: bytes, intake: Intake) -> Found | None:
    """What `body` is, or None with a report of what it is instead."""
    disguise = next((name for sign, name in _DISGUISES if body.startswith(sign)), None)
    text = "" if disguise or len(body) > MAX_FILE else _text(body, intake)
    if text is None:
        return None
    is_xml = _XML.match(text) is not None
    origin = Origin.MOODLE_XML if is_xml else _origin(text)
    limit = MAX_FILE if is_xml or len(body) > MAX_FILE else MAX_TEXT
    if disguise or _HTML.match(text):
        message = N_(
            "By its content this is no file with questions but a %(kind)s file, whatever its name says."
            " Export the questions as GIFT, Aiken or Moodle XML."
        )
        intake.error(0, message, kind=disguise or "HTML")
    elif len(body) > limit:
        message = N_("This file is larger than %(limit)s MB. Export fewer questions at a time.")
        intake.error(0, message, limit=limit // 1024**2)
    elif origin is None:
        intake.error(0, NO_QUESTION)
    else:
        return Found(origin, text)
    return None


def _origin(text: str) -> Origin | None:
    if _AIKEN_ANSWER.search(text) and _AIKEN_OPTION.search(text):
        return Origin.AIKEN
    return Origin.GIFT if "{" in text or "}" in text or _GIFT_NAME.search(text) else None


def _text(body: bytes, intake: Intake) -> str | None:
    encoding = _encoding(body, intake)
    if encoding is None:
        return None
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as reason:
        at = body[: reason.start].count(b"\n") + 1
        message = N_(
            "This file is not saved as UTF-8. From here on it was read as Windows-1256, the old encoding for Urdu and Arabic."
            " Look whether the letters are right; if not, save it again with the encoding UTF-8."
        )
        if encoding == "utf-8":
            intake.warn(at, message)
            # The beginning is the same in both.
            text = body.decode(OLD_WINDOWS, "replace")
        else:
            text = "\0"
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" not in text:
        return text
    message = N_("This file holds signs that are not text. Save it again as plain text with the encoding UTF-8.")
    intake.error(text[: text.index("\0")].count("\n") + 1, message)
    return None


def _encoding(body: bytes, intake: Intake) -> str | None:
    """By the byte order mark, by the zeros that UTF-16 has between Latin letters, by what XML declares, else UTF-8."""
    if body.startswith(BOM_UTF8):
        return "utf-8-sig"
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if body[:1] and body[1:4:2] == b"\0\0":
        return "utf-16-le"
    if body[:4:2] == b"\0\0":
        return "utf-16-be"
    declared = _DECLARED.match(body)
    if not declared:
        return "utf-8"
    name = declared[1].decode().lower()
    if name not in _ENCODINGS:
        message = N_("The encoding “%(seen)s” cannot be read. Save the file again with the encoding UTF-8.")
        intake.error(1, message, seen=shorten(name))
    return _ENCODINGS.get(name)
