"""Sign-in slips on paper: valid for screen readers, read by telephones, whole whatever the names are."""

import io
import subprocess
from dataclasses import replace
from datetime import date

import page
import pypdf
import pytest
import zxingcpp
from PIL import Image

from lms.people.slips import Slip, render, sign_in_address

ADDRESS = "https://training.example.gov.pk"
TODAY = date(2026, 11, 25)
USUAL = Slip(
    "Ayesha Bibi", "عائشہ بی بی", "LHR-0001", "Punjab Police", "پنجاب پولیس", "ABCD-2345-EFGH", date(2026, 12, 25)
)
SLIPS = {
    "usual": USUAL,
    "long": replace(
        USUAL,
        name_en="Sahibzada Muhammad Abdul Rahman Khan Tareen Qazalbash-Durrani of Chagharzai",
        name_ur="صاحبزادہ محمد عبدالرحمٰن خان ترین قزلباش درانی چغرزئی المعروف ٹیپو",
        agency_en="Directorate General of Excise, Taxation and Narcotics Control, Government of Khyber Pakhtunkhwa",
        agency_ur="ڈائریکٹوریٹ جنرل ایکسائز، ٹیکسیشن و نارکوٹکس کنٹرول، حکومتِ خیبر پختونخوا",
        number="EXCISE-KP-2019/00012345-PESHAWAR",
    ),
    "longest": replace(USUAL, name_en="W" * 200, name_ur="محمد نعیم الحسن " * 12, number="9" * 60, agency_en="W" * 150),
    "rare letters": replace(USUAL, name_en="Ğulām Ṣāḥibzāda", name_ur="ڄاموٽ ڙينب ګل ښځه", agency_ur="ڪراچي"),
    "one script": replace(USUAL, name_en="علی خان", name_ur="علی خان", number="پی-۱۲"),
    "no urdu": replace(USUAL, name_ur="", agency_en="", agency_ur=""),
    "hostile": replace(
        USUAL, name_en='#panic("x") $1$ \\ <b> 日本 😀\u202e', name_ur="#let x", number='"}]\\u0000&?=/%'
    ),
}
every_slip = pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)

# Printed by poppler, which a bare machine does not have: these are left to .ci/run.
on_paper = pytest.mark.slow


def pictures(pdf: bytes, dpi: int = 150) -> Image.Image:
    command = ["pdftoppm", "-r", str(dpi), "-png", "-f", "1", "-l", "1", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("L")


@every_slip
def test_it_is_valid_pdf_ua_and_has_one_page(slip: Slip) -> None:
    pdf = render([slip], ADDRESS, TODAY)
    assert page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1).is_compliant
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1


def test_eight_slips_make_a_page() -> None:
    counts = [len(pypdf.PdfReader(io.BytesIO(render([USUAL] * people, ADDRESS, TODAY))).pages) for people in (8, 9, 17)]
    assert counts == [1, 2, 3]


def test_what_stands_on_it() -> None:
    words = pypdf.PdfReader(io.BytesIO(render([USUAL], ADDRESS, TODAY))).pages[0].extract_text().replace("\u00a0", " ")
    for expected in ("Ayesha Bibi", "LHR-0001", "Punjab Police", "ABCD\u20112345\u2011EFGH", "25 December 2026"):
        assert expected in words
    assert "training.example.gov.pk/first-sign-in" in words


@on_paper
@every_slip
def test_a_telephone_reads_the_address_with_the_number(slip: Slip) -> None:
    [code] = zxingcpp.read_barcodes(pictures(render([slip], ADDRESS, TODAY)))
    assert code.text == sign_in_address(f"{ADDRESS}/first-sign-in", slip.number)


@on_paper
@every_slip
def test_nothing_runs_over_the_edge_of_a_slip(slip: Slip) -> None:
    """Where scissors cut around the first of eight slips there is nothing but the pale marks."""
    image = pictures(render([slip], ADDRESS, TODAY))
    width, height = image.width // 2, image.height // 4
    dark = image.point(lambda level: 255 if level < 90 else 0)
    right = dark.crop((width - 20, 0, image.width, image.height))
    below = dark.crop((0, height - 12, image.width, image.height))
    assert right.getbbox() is None
    assert below.getbbox() is None
