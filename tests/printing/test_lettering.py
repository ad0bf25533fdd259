import re

import pytest
from fontTools.ttLib import TTFont

from lms.printing.lettering import ARABIC_LETTERS, LATIN_LETTERS, printable, script
from lms.printing.typeset import FONTS


def letters_of(font: str) -> set[str]:
    return {chr(code) for code in TTFont(FONTS / font).getBestCmap()}


def listed(ranges: str) -> set[str]:
    return {chr(code) for code in range(0x20, 0x3000) if re.match(f"[{ranges}]", chr(code))}


@pytest.mark.parametrize("font", ["NotoSerif-Regular", "NotoSerifDisplay-Regular", "NotoSerifDisplay-Italic"])
def test_latin_fonts_have_the_letters_that_are_listed(font: str) -> None:
    assert listed(LATIN_LETTERS) <= letters_of(f"{font}.ttf")


def test_the_nastaliq_font_has_the_letters_that_are_listed() -> None:
    assert listed(ARABIC_LETTERS) <= letters_of("NotoNastaliqUrdu-Regular.ttf")


@pytest.mark.parametrize("alphabet", ["ٹڈڑںےھہۂۓئ", "ټډړڼښږځڅېۍګ", "ٻڀٺڃڄڇڏڊڌڙڱڳڻ"], ids=["Urdu", "Pashto", "Sindhi"])
def test_the_languages_of_pakistan_can_be_printed(alphabet: str) -> None:
    assert printable(alphabet) == alphabet
    assert printable("ڪ") == "ک"


def test_fonts_have_their_licence_beside_them_and_stay_small() -> None:
    fonts = list((FONTS).glob("*.ttf"))
    assert sum(font.stat().st_size for font in fonts) < 2_500_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Ğulām  Ṣāḥibzāda\tǦaʿfar", "Ğulām Ṣāḥibzāda Ǧaʿfar"),
        ("محمد نعیم كھگّہ", "محمد نعیم کھگّہ"),
        ("Ali 😀 日本", "Ali ? ??"),
        ("\ufeffAli\u202e \x00Khan", "Ali Khan"),
        ("Ａli", "Ali"),
        ("", "?"),
    ],
)
def test_what_has_no_glyph_is_replaced(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_a_value_is_in_the_script_of_most_of_its_letters() -> None:
    assert script("محمد (Muhammad نعیم الحسن") == "ur"
    assert script("Muhammad Naeem محمد") == "en"
    assert script("123") == "en"
