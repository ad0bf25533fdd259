"""Many certificates in one ZIP file, written while it is read: the PDFs, and the register of all of them.

Memory does not grow with the number of certificates: rows come in batches, a few PDFs are under way in each process, and
the register is kept in a temporary file until the last certificate is known.
"""

import io
import os
import pickle
import re
import tempfile
import unicodedata
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from typing import IO, Any

from lms.certificates.face import CertificateFace
from lms.certificates.pdf import render
from lms.certificates.shapes import Arrangement, Form
from lms.i18n import N_
from lms.tables import Sheet, csv_pieces, write_xlsx

COLUMNS = (
    "serial", "holder", "holder_ur", "rank", "agency", "agency_ur", "course", "course_title", "course_title_ur", "level",
    "hours", "completed_on", "issued_on", "valid_until", "revoked_on", "revision", "revision_digest",
    "verification_address", "file",
)  # fmt: skip
"""The heads of register.csv; they stay as they are, for programs."""
HEADINGS = (
    N_("Number"), N_("Holder"), N_("Name in Urdu"), N_("Rank"), N_("Agency"), N_("Agency in Urdu"), N_("Course’s web name"),
    N_("Course"), N_("Course in Urdu"), N_("Level"), N_("Hours"), N_("Completed on"), N_("Issued on"), N_("Valid until"),
    N_("Revoked on"), N_("Revision"), N_("Digest of the revision"), N_("Verification address"), N_("File"),
)  # fmt: skip
"""Those of register.xlsx, for people."""
ABOUT, PRINTOUT = "about.txt", "certificates.pdf"
UNDER_WAY = 8
EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Entry:
    """One certificate of a bundle, with the slug of its course. A revoked one stands in the register but has no PDF."""

    face: CertificateFace
    course: str
    revoked_on: date | None


@dataclass(frozen=True)
class Piece:
    """Bytes of the ZIP that follow those before; `done` certificates are in it so far."""

    body: bytes
    done: int


def file_name(face: CertificateFace, form: Form) -> str:
    """`TRB-2026-000123-Muhammad-Naeem-en.pdf`: safe on every system, tells serial and holder."""
    plain = unicodedata.normalize("NFKD", face.holder_en).encode("ascii", "ignore").decode()
    name = "-".join(re.findall(r"[A-Za-z0-9]+", plain))[:60].strip("-")
    return "-".join(part for part in (face.serial, name, form) if part) + ".pdf"


def bundle(
    entries: Iterable[Entry],
    form: Form,
    arrangement: Arrangement = "files",
    about: str = "",
    headings: Sequence[str] = HEADINGS,
    right_to_left: bool = False,
    processes: int | None = None,
) -> Iterator[Piece]:
    """The ZIP, piece by piece; the first one at once, with `about`, a text that says what this is.

    Whoever stops reading (`close`) stops the work. The sheet of the register has these `headings`, and runs from right to left if
    that is asked for.
    """
    onward, rows = _Onward(), _Rows()
    done = 0
    with zipfile.ZipFile(onward, "w", zipfile.ZIP_STORED) as archive, rows:
        archive.writestr(_member(ABOUT), ("\ufeff" + about.replace("\n", "\r\n")).encode())
        yield Piece(onward.taken(), done)
        with _sink(archive, arrangement) as put:
            for done, (entry, pdf) in enumerate(_made(entries, form, arrangement, processes), start=1):
                rows.add(_row(entry, form, arrangement))
                if pdf is not None:
                    put(entry.face, form, pdf)
                yield Piece(onward.taken(), done)
        yield Piece(onward.taken(), done)
        with archive.open(_member("register.csv"), "w") as target:
            for piece in csv_pieces(COLUMNS, rows):
                target.write(piece)
        yield Piece(onward.taken(), done)
        with tempfile.TemporaryFile() as sheet:
            write_xlsx(sheet, [Sheet("register", headings, rows, lengths=rows.longest)], right_to_left)
            sheet.seek(0)
            with archive.open(_member("register.xlsx"), "w") as target:
                while piece := sheet.read(64 * 1024):
                    target.write(piece)
    yield Piece(onward.taken(), done)


def write_bundle(
    entries: Iterable[Entry],
    form: Form,
    output: IO[bytes],
    processes: int | None = None,
    arrangement: Arrangement = "files",
    about: str = "",
) -> int:
    """Write the ZIP into `output`, which need not be seekable; returns how many certificates are in it as PDF."""
    count = 0

    def counted() -> Iterator[Entry]:
        nonlocal count
        for entry in entries:
            count += not entry.revoked_on
            yield entry

    for piece in bundle(counted(), form, arrangement, about, processes=processes):
        output.write(piece.body)
    return count


class _Onward(io.RawIOBase):
    """What is written here is taken away again, piece by piece."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.waiting.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        taken = b"".join(self.waiting)
        self.waiting.clear()
        return taken


class _Rows:
    """The rows of the register, kept in a temporary file, to be read as often as there are tables; of each column, how long its
    longest text is."""

    def __enter__(self) -> None:
        self.file = tempfile.TemporaryFile()
        self.longest = [0] * len(COLUMNS)

    def __exit__(self, *_raised: object) -> None:
        self.file.close()

    def add(self, row: list[object]) -> None:
        pickle.dump(row, self.file)
        lengths = (len(value) if isinstance(value, str) else 0 for value in row)
        self.longest = list(map(max, self.longest, lengths))

    def __iter__(self) -> Iterator[list[object]]:
        end = self.file.tell()
        self.file.seek(0)
        while self.file.tell() < end:
            yield pickle.load(self.file)


Put = Callable[[CertificateFace, Form, Any], None]


@contextmanager
def _sink(archive: zipfile.ZipFile, arrangement: Arrangement) -> Iterator[Put]:
    """Where PDFs are put in the archive: each in a file of its own, or page after page in one file."""
    if arrangement == "files":
        yield lambda face, form, pdf: archive.writestr(_member(file_name(face, form), face.issued_on), pdf)
        return
    # here and below, since pypdf takes a thirtieth of every start of the server, and most processes never print
    from lms.printing.joined import JoinedPdf  # noqa: PLC0415

    with archive.open(_member(PRINTOUT), "w", force_zip64=True) as target:
        joined = JoinedPdf(target, "Certificates")
        yield lambda face, _form, page: joined.add(page, f"{face.serial}  {face.holder_en}")
        joined.close()


def printed(face: CertificateFace, form: Form) -> Any:
    """A certificate as a `LoosePage` of a printout. Taken apart where it was made, since that takes as long again."""
    # see `_sink`
    from lms.printing.joined import loose_page  # noqa: PLC0415

    return loose_page(render(face, form))


def _made(
    entries: Iterable[Entry], form: Form, arrangement: Arrangement, processes: int | None
) -> Iterator[tuple[Entry, Any]]:
    """Each entry with its PDF (a revoked one with None), in order, made by one process per core."""
    processes = processes or os.cpu_count() or 1
    make = render if arrangement == "files" else printed
    # spawn: the processes must not inherit connections to the database
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        waiting: deque[tuple[Entry, Future[Any] | None]] = deque()
        for entry in entries:
            waiting.append((entry, None if entry.revoked_on else pool.submit(make, entry.face, form)))
            if len(waiting) >= processes * UNDER_WAY:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _finished(entry: Entry, made: Future[Any] | None) -> tuple[Entry, Any]:
    return entry, made.result() if made else None


def _row(entry: Entry, form: Form, arrangement: Arrangement) -> list[object]:
    face = entry.face
    file = PRINTOUT if arrangement == "printing" else file_name(face, form)
    return [
        face.serial, face.holder_en, face.holder_ur, face.rank_en or face.rank_ur, face.agency_en, face.agency_ur,
        entry.course, face.course_en, face.course_ur, str(face.level), face.hours, face.completed_on, face.issued_on,
        face.valid_until, entry.revoked_on, face.revision_number, face.revision_digest, face.verification_address,
        "" if entry.revoked_on else file,
    ]  # fmt: skip


def _member(name: str, day: date | None = None) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0) if day else EARLIEST)
    member.external_attr = 0o644 << 16
    return member
