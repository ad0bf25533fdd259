"""Running text: units, what a translation must keep, safe HTML, and the direction of what is foreign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalog import inline
from lms.catalog.addresses import is_outside


def render(text: str, language: str = "en") -> str:
    return inline.render(text, language, lambda target: target if is_outside(target) else None)


@pytest.mark.parametrize(
    ("content", "msgid"),
    [
        ("one  two\n three", "one two three"),
        ("one  \ntwo", "one\\\ntwo"),
        ("one\\\n two", "one\\\ntwo"),
        ("one\\\\\ntwo", "one\\\\ two"),
        ("a\u00a0b", "a\u00a0b"),
    ],
)
def test_a_msgid_has_single_spaces_and_keeps_hard_breaks(content: str, msgid: str) -> None:
    assert inline.msgid(content) == msgid


@pytest.mark.parametrize(
    "text", ["`FIR`", "154(1)", "<https://www.un.org>", "https://un.org/a", "a@b.pk", "[5](x.md)", "**12**", "–"]
)
def test_what_has_no_words_is_not_translated(text: str) -> None:
    assert inline.is_plain(text)


@pytest.mark.parametrize("text", ["a", "15 °C", "see https://un.org", "![a](x.svg)", "گواہ"])
def test_what_has_words_is_translated(text: str) -> None:
    assert not inline.is_plain(text)


@given(st.text("aZ7 ,.،۔؛؟\u200c'’“”()–-ںھé_*`[]!&\\\n<>~:\u064e", max_size=12))
def test_text_without_marks_is_read_as_the_parser_reads_it(text: str) -> None:
    theirs = inline._PARSER.parseInline(text)[0].children or []
    assert [token.as_dict() for token in inline.parse(text)] == [token.as_dict() for token in theirs]


def test_the_plain_text_is_what_a_reader_sees() -> None:
    assert inline.plain("A **b** [c](d.md) `e` ![f *g*](h.svg)\ni &amp; \\*") == "A b c e f g i & *"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Pay 1,000 or 10,00,000 by 8.5", {"1000", "1000000", "8.5"}),
        ("the 1st of H2O", set()),
        ("154(1) and 2020-21.", {"154", "1", "2020", "21"}),
        ("`5` [6](7.md) https://un.org/8", {"6"}),
    ],
)
def test_the_numbers_of_a_text(text: str, numbers: set[str]) -> None:
    assert inline.facts(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("دفعہ 154(1) کے تحت", 'دفعہ <bdi dir="ltr">154(1)</bdi> کے تحت'),
        ("فون 0300-1234567 ہے", 'فون <bdi dir="ltr">0300-1234567</bdi> ہے'),
        ("حساب 3 × 2 = 6 ہے", 'حساب <bdi dir="ltr">3 × 2 = 6</bdi> ہے'),
        ("یعنی (5 + 7) ÷ 4 = 3۔", 'یعنی <bdi dir="ltr">(5 + 7) ÷ 4 = 3</bdi>۔'),
        ("رقم 1,000 روپے", 'رقم <bdi dir="ltr">1,000</bdi> روپے'),
        ("2026-11-01 کو", '<bdi dir="ltr">2026-11-01</bdi> کو'),
        ("15 افراد", "15 افراد"),
        ("80% اور 5۔", "80% اور 5۔"),
        ("15 FIR درج", '15 <bdi lang="en">FIR</bdi> درج'),
        ("Police Order 2002 کے مطابق", '<bdi lang="en">Police Order 2002</bdi> کے مطابق'),
        ("(FIR) درج", '(<bdi lang="en">FIR</bdi>) درج'),
        ("ضابطہ Cr.P.C. کی", 'ضابطہ <bdi lang="en">Cr.P.C.</bdi> کی'),
        ("UNODC، FATF", '<bdi lang="en">UNODC</bdi>، <bdi lang="en">FATF</bdi>'),
        ("`a-b` لکھیں", '<code dir="ltr">a-b</code> لکھیں'),
        ("**اہم**۔", "<strong>اہم</strong>۔"),
    ],
)
def test_what_runs_the_other_way_is_isolated_in_urdu(text: str, shown: str) -> None:
    assert render(text, "ur") == shown


@pytest.mark.parametrize(
    "report", ["2023 SCMR 1144", "2004 PCrLJ 88", "1998 CLC 5", "2010 P Cr. L. J. 123", "PLD 2004 SC 219", "1899 YLR 7"]
)
@pytest.mark.parametrize("around", ["{} کے مطابق", "دیکھیں {}۔", "مقدمہ ({}) میں", "{}، اور", "سن 15 {}"])
def test_a_law_report_is_read_from_its_year_in_urdu(report: str, around: str) -> None:
    assert f'<bdi lang="en">{report}</bdi>' in render(around.format(report), "ur")


@pytest.mark.parametrize(
    "text", ["2023 FIR درج", "15 FIR 20 گواہ", "2023 Police Order 5", "2123 SCMR 5", "12023 SCMR 5", "2023 SCMR کے 5"]
)
def test_any_other_number_before_a_latin_word_stays_outside(text: str) -> None:
    number, _, _ = text.partition(" ")
    assert render(text, "ur").startswith(f'{number} <bdi lang="en">')


def test_urdu_words_are_isolated_in_english() -> None:
    assert render("a ناکہ، چوکی b") == 'a <bdi lang="ur" dir="rtl">ناکہ، چوکی</bdi> b'


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#10;script:alert(1))",
    "[a](&#x6A;avascript:alert(1))",
    "[a](data:text/html,<script>)",
    "[a](vbscript:x)",
    "[a](//evil.org)",
    "[a](/sign-out)",
    '[a](https://a.org/"onmouseover="alert(1))',
    "[a](https://a.org 'title\"onclick=x')",
    '![a" onerror="alert(1)](x.svg)',
    "<javascript:alert(1)>",
    "`<script>`",
    "<!-- --> <svg onload=x>",
    "<!--><script>alert(1)</script>-->",
    "&lt;script&gt;",
    '<a href="javascript:x">y</a>',
    "**<b onclick=x>**",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_attack_is_only_text(attack: str, language: str) -> None:
    shown = render(attack, language)
    allowed = ('<a href="https://a.org', "</a>", "<bdi", "</bdi>", "<code dir", "</code>", "<strong>", "</strong>")
    rest = shown
    for tag in allowed:
        rest = rest.replace(tag, "")
    assert "<" not in rest
    for attribute in ("onerror", "onclick", "onmouseover", "onload"):
        assert f' {attribute}="' not in shown
    assert 'href="javascript' not in shown.lower()
