"""Pages of many PDFs in one, written while they come: memory does not grow with their number, but for a few numbers for each.

Made for the printer: pages in their order, and a table of contents that names each. Tags and attachments stay in the single files.
"""

import io
import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import IO, Any, cast

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject, TextStringObject

_TO_THE_REST = {"/Parent", "/StructParents", "/StructParent", "/Tabs", "/Annots"}
_PARENT = -1
_CATALOG, _PAGES, _CONTENTS = 1, 2, 3
_WORTH_SHARING = 4096
_REMEMBERED = 512


@dataclass(frozen=True)
class LoosePage:
    """A page out of its file. Each object is a row of pieces: bytes as they are written, and numbers, which stand for references to
    the objects of the same page. The first object is the page."""

    objects: list[list[bytes | int]]


def loose_page(pdf: bytes) -> LoosePage:
    """The first page of a PDF, with all that it shows."""
    return _Loosening(pypdf.PdfReader(io.BytesIO(pdf))).page()


class _Loosening:
    def __init__(self, reader: pypdf.PdfReader) -> None:
        self.reader = reader
        self.numbers: dict[int, int] = {}
        self.found: list[Any] = []

    def page(self) -> LoosePage:
        first = self.reader.pages[0]
        assert first.indirect_reference is not None
        self.number_of(first.indirect_reference)
        objects: list[list[bytes | int]] = []
        for found in self.found:  # grows while objects name others
            pieces = list(self.written(found, is_page=not objects))
            objects.append(_put_together(pieces))
        return LoosePage(objects)

    def number_of(self, reference: IndirectObject) -> int:
        if reference.idnum not in self.numbers:
            self.numbers[reference.idnum] = len(self.found)
            self.found.append(reference.get_object())
        return self.numbers[reference.idnum]

    def written(self, value: Any, is_page: bool = False) -> Iterator[bytes | int]:
        if isinstance(value, IndirectObject):
            yield self.number_of(value)
        elif isinstance(value, DictionaryObject):
            yield b"<<"
            if is_page:
                yield b"/Parent "
                yield _PARENT
            yield from self.entries(value)
            if isinstance(value, StreamObject):
                body = value._data  # as it is compressed
                yield b"/Length %d>>\nstream\n%b\nendstream" % (len(body), body)
            else:
                yield b">>"
        elif isinstance(value, ArrayObject):
            yield b"["
            for item in list.__iter__(value):
                yield from self.written(item)
                yield b" "
            yield b"]"
        else:
            yield _plain(value)

    def entries(self, value: DictionaryObject) -> Iterator[bytes | int]:
        for name in value:
            if name in _TO_THE_REST or (name == "/Length" and isinstance(value, StreamObject)):
                continue
            yield _plain(NameObject(name)) + b" "
            yield from self.written(value.raw_get(name))


def _plain(value: Any) -> bytes:
    written = io.BytesIO()
    value.write_to_stream(written)
    return written.getvalue()


def _put_together(pieces: list[bytes | int]) -> list[bytes | int]:
    """The same with bytes that follow each other in one."""
    together: list[bytes | int] = []
    for kind, run in groupby(pieces, key=type):
        if kind is bytes:
            together.append(b"".join(cast("Iterator[bytes]", run)))
        else:
            together.extend(run)
    return together


class JoinedPdf:
    """One PDF of many loose pages, written into `output`, which need not be seekable."""

    def __init__(self, output: IO[bytes], title: str) -> None:
        self.output = output
        self.title = title
        self.place = 0
        self.offsets = [0] * 4
        self.pages: list[tuple[int, str]] = []
        self.shared: OrderedDict[bytes, int] = OrderedDict()
        self.put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def put(self, piece: bytes) -> None:
        self.output.write(piece)
        self.place += len(piece)

    def add(self, page: LoosePage, name: str) -> None:
        """Write a page; `name` is its line in the table of contents."""
        digests = [self._digest(pieces) for pieces in page.objects]
        numbers = [self.shared.get(digest) if digest else None for digest in digests]
        known = [number is not None for number in numbers]
        for index, digest in enumerate(digests):
            if numbers[index] is None:
                self.offsets.append(0)
                numbers[index] = len(self.offsets) - 1
            if digest:
                self._remember(digest, numbers[index] or 0)
        for index, pieces in enumerate(page.objects):
            if not known[index]:
                self._object(numbers[index] or 0, b"".join(self._piece(piece, numbers) for piece in pieces))
        self.pages.append((numbers[0] or 0, name))

    def _digest(self, pieces: list[bytes | int]) -> bytes | None:
        """Of what may be the same on many pages: pictures. Anything else is hardly ever, and is small."""
        if len(pieces) != 1 or not isinstance(pieces[0], bytes) or len(pieces[0]) < _WORTH_SHARING:
            return None
        return sha256(pieces[0]).digest()

    def _remember(self, digest: bytes, number: int) -> None:
        self.shared[digest] = number
        self.shared.move_to_end(digest)
        if len(self.shared) > _REMEMBERED:
            self.shared.popitem(last=False)

    @staticmethod
    def _piece(piece: bytes | int, numbers: list[int | None]) -> bytes:
        if isinstance(piece, bytes):
            return piece
        return b"%d 0 R" % (_PAGES if piece == _PARENT else numbers[piece] or 0)

    def _object(self, number: int, body: bytes) -> None:
        self.offsets[number] = self.place
        self.put(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def close(self) -> None:
        """Write the table of contents and what else comes last."""
        first = len(self.offsets)
        last = first + len(self.pages) - 1
        for number, (page, name) in enumerate(self.pages, start=first):
            beside = (b"/Prev %d 0 R" % (number - 1) if number > first else b"") + (
                b"/Next %d 0 R" % (number + 1) if number < last else b""
            )
            self.offsets.append(0)
            line = b"<</Title %b/Parent %d 0 R%b/Dest[%d 0 R/Fit]>>"
            self._object(number, line % (_text(name), _CONTENTS, beside, page))
        kids = b" ".join(b"%d 0 R" % page for page, _ in self.pages)
        self._object(_PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(self.pages), kids))
        ends = b"/First %d 0 R/Last %d 0 R/Count %d" % (first, last, len(self.pages)) if self.pages else b""
        self._object(_CONTENTS, b"<</Type/Outlines%b>>" % ends)
        shows = b"/PageMode/UseOutlines/ViewerPreferences<</DisplayDocTitle true>>"
        self._object(_CATALOG, b"<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R%b>>" % (_PAGES, _CONTENTS, shows))
        self.offsets.append(0)
        self._object(len(self.offsets) - 1, b"<</Title %b>>" % _text(self.title))
        self._end()

    def _end(self) -> None:
        start, size = self.place, len(self.offsets)
        self.put(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for offset in self.offsets[1:]:
            self.put(b"%010d 00000 n \n" % offset)
        self.put(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
            % (size, _CATALOG, size - 1, start)
        )


def _text(text: str) -> bytes:
    """A text of any script, as PDF writes it."""
    clean = re.sub(r"[\x00-\x1f]", " ", text)
    return _plain(TextStringObject(clean))
