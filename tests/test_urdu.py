"""The three normalisations of Urdu text, numbers as people write them, and the alphabet."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms import urdu


@pytest.mark.parametrize(
    ("written", "saved"),
    [
        ("ﻛﺘﺎﺏ", "کتاب"),
        ("كتاب", "کتاب"),
        ("علي", "علی"),
        ("على", "علی"),
        ("ه", "ہ"),
        ("تقر\u0640\u0640یب", "تقریب"),
        ("\ufeffقانون\u200f", "قانون"),
        ("\u2067154(1)\u2069", "154(1)"),
        ("ا\u0653", "آ"),
        ("ہ\u0654", "ۂ"),
        ("ي\u0654", "ئ"),
        ("ی\u0654", "ئ"),
        ("ﷲ", "اللہ"),
        ("می\u200cکند", "می\u200cکند"),
        ("cafe\u0301", "café"),
        ("Plain text.", "Plain text."),
        ("۱۲۳ گھوڑا", "۱۲۳ گھوڑا"),
    ],
)
def test_what_is_saved_has_one_code_point_for_one_letter(written: str, saved: str) -> None:
    assert urdu.clean(written) == saved


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("F.I.R.", "fir"),
        ("F.I.R", "FIR"),
        ("F. I. R.", "FIR"),
        ("۱۵", "15"),
        ("١٥", "15"),
        ("1,000", "1000"),
        ("۱٬۰۰۰", "1000"),
        ("10,00,000", "1000000"),
        ("قُرآن", "قرآن"),
        ("گئے", "گیے"),
        ("می\u200cکند", "می کند"),
        ("ثبوت،  گواہ۔", "ثبوت گواہ"),
        ("chain-of-custody", "Chain of Custody"),
        ("don’t", "dont"),
        ("«ثبوت»", "ثبوت"),
        ("كتاب", "کتاب"),
        ("دفعہ 154(1)", "دفعہ 154 1"),
        ("8٫5", "8.5"),
        ("80 %", "80"),
    ],
)
def test_an_answer_is_right_however_it_is_spelt(one: str, other: str) -> None:
    assert urdu.grade(one) == urdu.grade(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("کھا", "کہا"), ("ماں", "مان"), ("8.5", "85"), ("آم", "ام"), ("10, 15", "1015")]
)
def test_different_words_stay_different_when_marked(one: str, other: str) -> None:
    assert urdu.grade(one) != urdu.grade(other)


def test_text_without_a_letter_or_digit_folds_to_nothing() -> None:
    assert urdu.grade(" ؟! _ ۔ ") == ""


@pytest.mark.parametrize(
    ("one", "other"), [("آم", "ام"), ("إسلام", "اسلام"), ("مؤثر", "موثر"), ("ماں", "مان"), ("گھوڑا", "گہوڑا")]
)
def test_search_also_finds_letters_that_people_mix_up(one: str, other: str) -> None:
    assert urdu.search(one) == urdu.search(other)


@given(st.text())
def test_each_level_is_stable_and_holds_the_level_before(text: str) -> None:
    assert urdu.clean(urdu.clean(text)) == urdu.clean(text)
    assert urdu.grade(urdu.grade(text)) == urdu.grade(text)
    assert urdu.search(urdu.clean(text)) == urdu.search(text)


@given(st.text(alphabet="يىكهەیکہۀۂئئ\u0654\u0653\u0670\u064eـاآأ.۔ FIRab'1,2\u200c\u0640ﻛﺎﺏ"))
def test_each_level_is_stable_on_letters_that_matter(text: str) -> None:
    assert urdu.clean(urdu.clean(text)) == urdu.clean(text)
    assert urdu.grade(urdu.grade(text)) == urdu.grade(text)


def test_names_are_sorted_by_the_urdu_alphabet_not_by_code_points() -> None:
    names = ["ہما", "ٹیپو", "گلزار", "کامران", "پرویز", "تنویر", "آمنہ", "احمد", "یاسر", "ڈار", "نادیہ"]
    in_order = ["احمد", "آمنہ", "پرویز", "تنویر", "ٹیپو", "ڈار", "کامران", "گلزار", "نادیہ", "ہما", "یاسر"]
    assert sorted(names, key=urdu.sort_key) == in_order
    assert sorted(["ثبوت", "FIR", "15"], key=urdu.sort_key) == ["15", "FIR", "ثبوت"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("15", "15"),
        (" ۱۵ ", "15"),
        ("٨٫٥", "8.5"),
        ("8,5", "8.5"),
        ("0,125", "0.125"),
        ("1,234", "1234"),
        ("1,234.5", "1234.5"),
        ("10,00,000", "1000000"),
        ("10 000", "10000"),
        ("-5", "-5"),
        ("−5", "-5"),
        (".5", "0.5"),
        ("80 %", "80"),
        ("۸۰٪", "80"),
        ("007", "7"),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, meant: str) -> None:
    assert urdu.number(written) == Decimal(meant)


@pytest.mark.parametrize(
    "written", ["", "about 5", "1e5", "nan", "inf", "--5", "1,2,3", "5 6", ".", "-", "½", "9" * 50, "²"]
)
def test_what_is_not_a_number_is_not_taken_for_one(written: str) -> None:
    assert urdu.number(written) is None


@given(st.text(max_size=60))
def test_reading_a_number_never_fails(text: str) -> None:
    found = urdu.number(text)
    assert found is None or found.is_finite()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("26 hours", 26),
        ("Rs 13,45,000", 1345000),
        ("Rs. 500", 500),
        ("75 فیصد", 75),
        ("۲۶ گھنٹے", 26),
        ("-4 degrees", -4),
        ("about 8.5", Decimal("8.5")),
        ("10-12", None),
        ("10 to 12", None),
        ("3/4", None),
        ("hours", None),
        ("", None),
    ],
)
def test_a_number_may_have_its_unit_beside_it(typed, expected):
    assert urdu.number_with_unit(typed) == expected
