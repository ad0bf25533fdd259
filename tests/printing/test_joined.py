"""Many pages in one PDF."""

import io
from dataclasses import replace

import pypdf
import pytest

from lms.certificates.pdf import render
from lms.printing.joined import JoinedPdf, loose_page
from tests.certificates.conftest import FACE


class Forwards(io.RawIOBase):
    """Takes bytes and cannot go back."""

    def __init__(self) -> None:
        self.taken = io.BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, piece) -> int:
        return self.taken.write(piece)


def joined(*pages: tuple[bytes, str]) -> pypdf.PdfReader:
    output = Forwards()
    made = JoinedPdf(output, "تین صفحے (three)")
    for pdf, name in pages:
        made.add(loose_page(pdf), name)
    made.close()
    return pypdf.PdfReader(io.BytesIO(output.taken.getvalue()), strict=True)


@pytest.fixture(scope="module")
def pdfs() -> list[bytes]:
    return [render(replace(FACE, serial=f"TRB-2026-00000{n}"), "both") for n in (1, 2, 3)]


@pytest.mark.slow
def test_pages_stand_in_their_order_and_are_named(pdfs) -> None:
    reader = joined(*zip(pdfs, ("1: Naeem (a\\b)", "2: نعیم", "3: Saima"), strict=True))
    assert [f"TRB-2026-00000{n}" in page.extract_text() for n, page in enumerate(reader.pages, 1)] == [True] * 3
    assert [line["/Title"] for line in reader.outline] == ["1: Naeem (a\\b)", "2: نعیم", "3: Saima"]
    assert [reader.get_destination_page_number(line) for line in reader.outline] == [0, 1, 2]
    assert reader.metadata.title == "تین صفحے (three)"


def test_each_page_is_drawn_as_in_its_own_file(pdfs) -> None:
    [page] = joined((pdfs[0], "one")).pages
    alone = pypdf.PdfReader(io.BytesIO(pdfs[0])).pages[0]
    assert page.get_contents().get_data() == alone.get_contents().get_data()
    assert page.mediabox == alone.mediabox
    fonts = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]
    assert fonts == [font.get_object()["/BaseFont"] for font in alone["/Resources"]["/Font"].values()]


def test_what_is_the_same_on_two_pages_is_written_once(pdfs) -> None:
    once, twice = (len(joined(*[(pdfs[0], "x")] * n).stream.getbuffer()) for n in (1, 2))
    assert twice < once * 1.5


def test_without_pages_it_is_a_pdf_all_the_same() -> None:
    assert len(joined().pages) == 0
