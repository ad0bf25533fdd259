"""What a file is, by its content. What cannot be read is named, with what to do instead."""

import re

from lms.authoring.intake.archive import Archive, Unreadable
from lms.authoring.intake.package import Package
from lms.i18n import N_

_PDF = N_(
    "This is a PDF, in which texts have no structure. Bring in the Word or PowerPoint file from which it was made."
)
_OLD = N_(
    "This file has the format of Office before 2007, or a password. Save it as .docx or .pptx without a password."
)
_LOCKED = N_("This file is protected with a password. Take the password off and bring it in again.")
_RTF = N_("This is an RTF file. Open it in Word and save it as .docx.")
_PACKED = N_(
    "This archive is not a ZIP (a Moodle backup is such a one). Unpack it, and bring in a ZIP of the course’s folder."
)
_PICTURE = N_("This is a picture. Make a course first, and add the picture in its editor.")
_TEXT = N_(
    "This is plain text. Paste it into a new course, or bring in a ZIP of the folder with course.md and the lessons."
)
_UNKNOWN = N_("This file is neither a Word document (.docx), a PowerPoint presentation (.pptx) nor a ZIP of a course.")
_EMPTY = N_("This file is empty.")

_SIGNATURES = (
    (b"%PDF", _PDF),
    (b"{\\rtf", _RTF),
    (b"\x1f\x8b", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"Rar!", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")

_MOODLE = N_(
    "This is a course of Moodle or another learning platform. Export its texts as Word files and bring these in."
)
_KOLIBRI = N_(
    "This is an export of Kolibri. Its lessons are not text: bring in the documents from which they were made."
)
_OPEN = N_("This is a document of LibreOffice or another program. Save it as .docx or .pptx and bring that in.")
_PACKAGES = (
    (
        re.compile(r"(?:.*/)?(?:moodle_backup\.xml|imsmanifest\.xml|h5p\.json|cmi5\.xml|tincan\.xml)", re.IGNORECASE),
        _MOODLE,
    ),
    (
        re.compile(r".*\.(?:sqlite3|perseus)|(?:.*/)?kolibri[^/]*(?:/.*)?|(?:.*/)?content/databases/.*", re.IGNORECASE),
        _KOLIBRI,
    ),
    (re.compile(r"mimetype|META-INF/container\.xml"), _OPEN),
)


def check_signature(body: bytes) -> None:
    """Raise `Unreadable` for everything that is not a ZIP, as Word and PowerPoint files are."""
    if body.startswith(_ZIP):
        return
    if not body:
        raise Unreadable(_EMPTY)
    if body.startswith(_OLE):
        raise Unreadable(_LOCKED if "EncryptedPackage".encode("utf-16-le") in body else _OLD)
    for signature, message in _SIGNATURES:
        if body.startswith(signature):
            raise Unreadable(message)
    raise Unreadable(_TEXT if _is_text(body) else _UNKNOWN)


def _is_text(body: bytes) -> bool:
    try:
        return "\0" not in body[:4096].decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        return reason.start > 4000


def check_packages(archive: Archive) -> None:
    """Raise `Unreadable` for what other programs pack as a ZIP."""
    for path in archive.paths:
        for pattern, message in _PACKAGES:
            if pattern.fullmatch(path):
                raise Unreadable(message)


def is_archive(body: bytes) -> bool:
    """Whether a file is itself packed, so that what is in it cannot be seen."""
    packed = [signature for signature, message in _SIGNATURES if message is _PACKED]
    return body.startswith((*_ZIP, *packed))


def ending(archive: Archive) -> str:
    """The ending of names of such files: .docx, .pptx or .zip. Raises `Unreadable` for other documents of Office."""
    names = {path.lower() for path in archive.paths}
    if "[content_types].xml" not in names:
        return ".zip"
    if any(path.endswith("vbaproject.bin") for path in names):
        raise Unreadable(N_("This document holds macros. Save it in Office as .docx or .pptx, without them."))
    package = Package(archive)
    root = package.xml(package.main_part())
    kind = {"w:document": ".docx", "p:presentation": ".pptx"}.get(root.name if root else "")
    if kind is None:
        raise Unreadable(N_("This is a file of Office, but neither a Word document nor a PowerPoint presentation."))
    return kind
