"""Many certificates in one ZIP file, written while it is read: a PDF each, and the register of all of them.

Memory does not grow with the number of certificates: rows come in batches, a few PDFs are under way in each process, and
the register is kept in temporary files until the last certificate is known.
"""

import csv
import io
import os
import re
import tempfile
import unicodedata
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from typing import IO, Any

import xlsxwriter

from lms.certificates.face import CertificateFace
from lms.certificates.pdf import Form, render

COLUMNS = (
    "serial", "holder", "holder_ur", "rank", "agency", "agency_ur", "course", "course_title", "course_title_ur", "level",
    "hours", "completed_on", "issued_on", "valid_until", "revoked_on", "revision", "revision_digest",
    "verification_address", "file",
)  # fmt: skip
UNDER_WAY = 8
EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Entry:
    """One certificate of a bundle, with the slug of its course. A revoked one stands in the register but has no PDF."""

    face: CertificateFace
    course: str
    revoked_on: date | None


def file_name(face: CertificateFace, form: Form) -> str:
    """`TRB-2026-000123-Muhammad-Naeem-en.pdf`: safe on every system, tells serial and holder."""
    plain = unicodedata.normalize("NFKD", face.holder_en).encode("ascii", "ignore").decode()
    name = "-".join(re.findall(r"[A-Za-z0-9]+", plain))[:60].strip("-")
    return "-".join(part for part in (face.serial, name, form) if part) + ".pdf"


def write_bundle(entries: Iterable[Entry], form: Form, output: IO[bytes], processes: int | None = None) -> int:
    """Write the ZIP into `output`, which need not be seekable; returns how many PDFs are in it."""
    count = 0
    with (
        zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive,
        tempfile.TemporaryFile() as lines,
        tempfile.TemporaryFile() as sheet,
    ):
        text = io.TextIOWrapper(lines, "utf-8-sig", newline="")
        table = csv.writer(text)
        table.writerow(COLUMNS)
        with xlsxwriter.Workbook(
            sheet, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        ) as book:
            page = book.add_worksheet("register")
            page.freeze_panes(1, 0)
            page.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
            for number, (entry, pdf) in enumerate(_rendered(entries, form, processes), start=1):
                row = _row(entry, form)
                table.writerow([_as_text(value) for value in row])
                page.write_row(number, 0, row)
                if pdf is not None:
                    archive.writestr(_member(file_name(entry.face, form), entry.face.issued_on), pdf)
                    count += 1
        text.flush()
        lines.seek(0)
        sheet.seek(0)
        _copy(archive, "register.csv", lines)
        _copy(archive, "register.xlsx", sheet)
    return count


def _rendered(entries: Iterable[Entry], form: Form, processes: int | None) -> Iterator[tuple[Entry, bytes | None]]:
    """Each entry with its PDF, in order, made by one process per core."""
    processes = processes or os.cpu_count() or 1
    # spawn: the processes must not inherit connections to the database
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[tuple[Entry, Future[bytes] | None]] = deque()
        for entry in entries:
            waiting.append((entry, None if entry.revoked_on else pool.submit(render, entry.face, form)))
            if len(waiting) >= processes * UNDER_WAY:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())


def _finished(entry: Entry, pdf: Future[bytes] | None) -> tuple[Entry, bytes | None]:
    return entry, pdf.result() if pdf else None


def _row(entry: Entry, form: Form) -> list[Any]:
    face = entry.face
    return [
        face.serial, face.holder_en, face.holder_ur, face.rank_en or face.rank_ur, face.agency_en, face.agency_ur,
        entry.course, face.course_en, face.course_ur, str(face.level), face.hours, face.completed_on.isoformat(),
        face.issued_on.isoformat(), face.valid_until.isoformat() if face.valid_until else "",
        entry.revoked_on.isoformat() if entry.revoked_on else "", face.revision_number, face.revision_digest,
        face.verification_address, "" if entry.revoked_on else file_name(face, form),
    ]  # fmt: skip


def _as_text(value: Any) -> Any:
    """A cell that a spreadsheet would take for a formula is made text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


def _member(name: str, day: date | None = None) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0) if day else EARLIEST)
    member.external_attr = 0o644 << 16
    return member


def _copy(archive: zipfile.ZipFile, name: str, source: IO[bytes]) -> None:
    with archive.open(_member(name), "w") as target:
        while piece := source.read(64 * 1024):
            target.write(piece)
