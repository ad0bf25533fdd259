"""The PDF: valid, the same every time, readable by people, machines and screen readers, whatever the names are."""

import json
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO

import page
import pypdf
import pytest
import zxingcpp
from PIL import Image, ImageChops

from lms.catalog.course import Level
from lms.certificates.artwork import FILE, frame
from lms.certificates.face import CertificateFace, credential
from lms.certificates.pdf import render
from lms.certificates.shapes import FORMS
from tests.certificates.conftest import FACE

pytestmark = pytest.mark.slow

LONG = replace(
    FACE,
    holder_en="Sahibzada Muhammad Abdul Rahman Khan Tareen Qazalbash-Durrani of Chagharzai",
    holder_ur="صاحبزادہ محمد عبدالرحمٰن خان ترین قزلباش درانی چغرزئی المعروف ٹیپو",
    rank_en="Deputy Superintendent of Police",
    rank_ur="ڈپٹی سپرنٹنڈنٹ آف پولیس",
    agency_en="Directorate General of Excise, Taxation and Narcotics Control, Government of Khyber Pakhtunkhwa",
    agency_ur="ڈائریکٹوریٹ جنرل ایکسائز، ٹیکسیشن و نارکوٹکس کنٹرول، حکومتِ خیبر پختونخوا",
    course_en="Risk Profiling, Selection Methods, Document Review, Cargo Risk Indicators and Interdiction for Land "
    "Controls, Airports and Seaports",
    course_ur="زمینی راستوں، ہوائی اڈوں اور بندرگاہوں پر خطرے کی بنیاد پر جانچ (پروفائلنگ)، انتخاب کے طریقے، دستاویزات کا "
    "معائنہ، مشکوک کارگو کی علامات اور ترسیل کی روک تھام",
)
LONGEST = replace(LONG, holder_en="Muhammad Abdul " * 13, holder_ur="محمد نعیم الحسن " * 13)
ONE_WORD = replace(FACE, holder_en="W" * 200, holder_ur="دارا" * 50)
TALL = replace(
    FACE,
    holder_en="Ğulām Ṣāḥibzāda Ǧaʿfar Ṭīpū Ẓafar",
    holder_ur="محمد نعیم الحسن ٹیپو ظفر کھگّہ ججہ جگجیت",
    valid_until=None,
    awaits_review=False,
)
NO_URDU = replace(FACE, holder_ur="", rank_ur="", agency_ur="", course_ur="", hours=1, level=Level.ALL)
NO_LATIN = replace(FACE, holder_en="محمد نعیم", rank_en="", agency_en="")
HOSTILE = replace(
    FACE,
    holder_en='#panic("x") $1$ *b* \\ <b> 日本 😀\u202e',
    holder_ur="#panic() محمد\u200f",
    course_en='"}]\\u0000 //',
)
BARE = replace(FACE, rank_en="", rank_ur="", agency_en="", agency_ur="")

FACES = {
    "usual": FACE, "long": LONG, "longest": LONGEST, "one word": ONE_WORD, "tall": TALL, "no urdu": NO_URDU,
    "no latin": NO_LATIN, "hostile": HOSTILE, "bare": BARE,
}  # fmt: skip

# Printed by poppler, which a bare machine does not have: these are left to .ci/run.
on_paper = pytest.mark.slow

every_form = pytest.mark.parametrize("form", FORMS)
every_face = pytest.mark.parametrize("face", FACES.values(), ids=FACES)


def picture(pdf: bytes, dpi: int) -> Image.Image:
    done = subprocess.run(["pdftoppm", "-r", str(dpi), "-png", "-"], input=pdf, capture_output=True, check=True)
    return Image.open(BytesIO(done.stdout)).convert("RGB")


def text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


@every_form
@every_face
def test_it_is_valid_pdf_ua_1_and_pdf_a_3a(face: CertificateFace, form: str) -> None:
    pdf = render(face, form)
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
        assert report.is_compliant


def test_the_validator_notices_what_is_wrong() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(render(FACE, "en")))
    del writer.root_object["/StructTreeRoot"]
    spoilt = BytesIO()
    writer.write(spoilt)
    assert not page.validate_pdf_bytes(spoilt.getvalue(), profile=page.ValidationProfile.PDF_UA_1).is_compliant


@every_form
def test_it_is_the_same_every_time(form: str) -> None:
    assert render(FACE, form) == render(FACE, form)
    assert render(FACE, form) != render(replace(FACE, issued_on=date(2026, 11, 24)), form)


@every_form
def test_it_names_itself_and_its_holder(form: str) -> None:
    reader = pypdf.PdfReader(BytesIO(render(FACE, form)))
    assert len(reader.pages) == 1
    about = reader.metadata
    assert about is not None
    assert FACE.serial in about.title
    assert FACE.holder_en in about.title
    assert FACE.serial in about["/Keywords"]
    assert about.creation_date is not None
    assert about.creation_date.date() == FACE.issued_on
    assert reader.root_object["/Lang"] == ("ur" if form == "ur" else "en")
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


@every_form
def test_the_credential_is_attached(form: str) -> None:
    reader = pypdf.PdfReader(BytesIO(render(FACE, form)))
    (attached,) = reader.attachments["credential.json"]
    assert json.loads(attached) == credential(FACE)
    assert reader.root_object["/AF"][0].get_object()["/AFRelationship"] == "/Data"
    assert credential(FACE)["course"]["awaiting_expert_review"] is True
    assert credential(FACE)["verification_address"] == FACE.verification_address


@on_paper
@every_form
def test_its_qr_code_is_read_from_a_poor_print(form: str) -> None:
    (found,) = zxingcpp.read_barcodes(picture(render(FACE, form), dpi=130))
    assert found.text == FACE.verification_address


@on_paper
@every_form
@every_face
def test_every_qr_code_is_read_from_a_poor_print(face: CertificateFace, form: str) -> None:
    (found,) = zxingcpp.read_barcodes(picture(render(face, form), dpi=130))
    assert found.text == face.verification_address


@on_paper
def test_a_long_address_is_still_read() -> None:
    face = replace(FACE, verification_address=f"https://{'training-portal.' * 5}gov.pk/verify/7K3M-9QWX-2FHT-C5RV")
    for form in FORMS:
        (found,) = zxingcpp.read_barcodes(picture(render(face, form), dpi=130))
        assert found.text == face.verification_address


@on_paper
@every_form
def test_holder_and_course_stand_there_in_latin_letters(form: str) -> None:
    printed = text(render(FACE, form))
    for words in (FACE.holder_en, FACE.course_en, FACE.serial, FACE.verification_address):
        assert words in printed


@on_paper
def test_english_says_all_of_it() -> None:
    printed = text(render(FACE, "en"))
    for words in ("Inspector, Anti Narcotics Force", "Junior level", "3 (5f2a9c01d4e7)",
                  "1.5 hours of learning", "20 November 2026",
                  "23 November 2026", "20 November 2029", "still awaiting expert review"):  # fmt: skip
        assert words in printed
    assert "awaiting" not in text(render(TALL, "en"))
    assert "no time limit" in text(render(TALL, "en"))


@on_paper
def test_without_an_urdu_name_the_latin_one_stands_in_its_place_once() -> None:
    assert text(render(NO_URDU, "ur")).count(NO_URDU.holder_en) == 1


@on_paper
@every_form
@every_face
def test_nothing_leaves_its_place(face: CertificateFace, form: str) -> None:
    """Above and below the body, and outside of the frame's inner line, the page is as always: only the body differs."""
    usual, other = (picture(render(replace(each, valid_until=None), form), dpi=60) for each in (FACE, face))
    width, height = usual.size
    body = (round(20 / 297 * width), round(38 / 210 * height), round(277 / 297 * width), round(161 / 210 * height))
    if form == "both":
        body = (*body[:3], round(154 / 210 * height))
    for image in (usual, other):
        image.paste("white", body)
    assert ImageChops.difference(usual, other).getbbox() is None


def test_the_frame_is_as_it_is_drawn() -> None:
    assert FILE.read_text(encoding="utf-8") == frame()
