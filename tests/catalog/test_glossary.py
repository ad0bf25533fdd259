"""The glossary: its file, finding its terms in English, and whether a translation has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalog import glossary, inflection
from lms.catalog.glossary import Domain, Glossary, Term
from lms.catalog.translation import blemishes
from lms.config import ROOT

HEAD = "english,urdu,domain,note\n"
SHIPPED = (ROOT / "courses" / glossary.FILE).read_bytes()
CELLS = st.text(st.characters(codec="utf-8"), max_size=12)
LINES = st.lists(
    st.one_of(CELLS, st.tuples(CELLS, CELLS, st.sampled_from(list(Domain)), CELLS).map(",".join)), max_size=8
)


def terms(*lines: str) -> Glossary:
    """A glossary of law enforcement's terms, each line `english,urdu`."""
    found = glossary.read((HEAD + "".join(f"{line},law-enforcement,\n" for line in lines)).encode())
    assert found.problems == ()
    return found


# --- the file --------------------------------------------------------------------------------------------


@given(st.binary(max_size=200))
def test_reading_never_fails(body: bytes) -> None:
    glossary.read(body)
    glossary.read(HEAD.encode() + body)


@pytest.mark.slow
@given(LINES)
def test_what_was_read_is_written_and_read_again_the_same(lines: list[str]) -> None:
    found = glossary.read((HEAD + "\n".join(lines)).encode())
    written = glossary.write(found)
    again = glossary.read(written)
    assert again == found
    assert not any(problem.is_error for problem in again.problems)
    assert glossary.write(again) == written


@given(st.text(max_size=60), LINES)
def test_any_text_can_be_searched(text: str, lines: list[str]) -> None:
    found = glossary.read((HEAD + "\n".join(lines)).encode())
    for place in found.find(text):
        assert 0 <= place.start < place.end <= len(text)
    found.missing(text, text[::-1])


def test_the_shipped_glossary_is_in_order() -> None:
    found = glossary.read(SHIPPED)
    assert found.problems == ()
    assert len(found.terms) > 400
    assert glossary.write(found) == SHIPPED
    assert [term.english for term in found.terms for form in term.accepted if blemishes(form, "ur")] == []


def test_a_term_has_its_line_and_its_forms() -> None:
    (term,) = glossary.read(f'{HEAD}"seize , hold",ضبط کریں؛ قبضے میں لیں ,law-enforcement,"P, S"\n'.encode()).terms
    assert term == Term("seize , hold", "ضبط کریں؛ قبضے میں لیں", Domain.LAW_ENFORCEMENT, "P, S")
    assert term.line == 2
    assert term.preferred == "ضبط کریں"
    assert term.accepted == ("ضبط کریں", "قبضے میں لیں")


def test_lines_may_stand_in_any_order_and_come_from_a_spreadsheet() -> None:
    one, two = "court,عدالت,law-enforcement,", "Bail,ضمانت,law-enforcement,P"
    first = glossary.read((HEAD + f"{one}\n{two}\n").encode())
    second = glossary.read("\ufeff".encode() + (HEAD + f"{two}\n\n{one}").replace("\n", "\r\n").encode())
    assert first == second
    assert [term.english for term in first.terms] == ["Bail", "court"]
    assert glossary.write(second) == (HEAD + f"{two}\n{one}\n").encode()


MISTAKES = {
    "no head": ("court,عدالت,law-enforcement,", 1, "does not name the columns"),
    "semicolons": ("english;urdu;domain;note", 1, "does not name the columns"),
    "three cells": (f"{HEAD}court,عدالت,law-enforcement", 2, "“court,عدالت,law-enforcement” is not a term"),
    "an open quotation mark": (f'{HEAD}"court,عدالت,law-enforcement,', 2, "is not a term"),
    "no Urdu": (f"{HEAD}court,,law-enforcement,", 2, "its English and its Urdu"),
    "no English": (f"{HEAD} ,عدالت,law-enforcement,", 2, "its English and its Urdu"),
    "another domain": (f"{HEAD}court,عدالت,police,", 2, "“police” is not a domain"),
    "twice": (
        f"{HEAD}FIR,ایف آئی آر,people,\n\nreport / fir,رپورٹ,ui,",
        4,
        "“report / fir” stands here a second time (first on line 2)",
    ),
    "Arabic letters": (f"{HEAD}Act,ايكٹ,law-enforcement,", 2, "is Arabic"),
}


@pytest.mark.parametrize(("body", "line", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_with_its_line(body: str, line: int, words: str) -> None:
    ((found),) = glossary.read(body.encode()).problems
    assert (found.file, found.line) == ("glossary.csv", line)
    assert words in found.text()


def test_other_encodings_are_told_with_the_line() -> None:
    ((found),) = glossary.read(HEAD.encode() + b"court,\xff,ui,\n").problems
    assert (found.line, found.is_error) == (2, True)


def test_a_mistake_spoils_its_line_only() -> None:
    found = glossary.read(f'{HEAD}"bail,ضمانت,people,\ncourt,عدالت,people,\n'.encode())
    assert [term.english for term in found.terms] == ["court"]


# --- finding terms in English ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("english", "names"),
    [
        ("court", ("court",)),
        ("hawala / hundi", ("hawala", "hundi")),
        ("suspicious transaction report (STR)", ("suspicious transaction report", "STR")),
        ("FIR (first information report)", ("FIR", "first information report")),
        ("station (police)", ("police station",)),
        ("…", ()),
    ],
)
def test_an_entry_may_have_several_names(english: str, names: tuple[str, ...]) -> None:
    assert inflection.names(english) == names


@pytest.mark.parametrize(
    ("urdu", "verb"), [("ضبط کریں", True), ("کوششیں", False), ("ضبط کیا گیا", False), ("عدالت", False)]
)
def test_a_polite_imperative_is_a_verb(urdu: str, verb: bool) -> None:
    assert inflection.is_verb(urdu) is verb


WORDS = terms(
    "court,عدالت",
    "seize,ضبط کریں",
    "bribery,رشوت",
    "firearms,آتشیں اسلحہ",
    "chain of custody,شواہد کی تحویل کا تسلسل",
    "custody,تحویل",
    "customs,کسٹمز",
    "witness,گواہ",
    "FIR,ایف آئی آر",
    "counter-narcotics,انسدادِ منشیات",
    "arrest,گرفتاری؛ گرفتار کریں",
    "X-ray scanner,ایکسرے اسکینر",
    "suspicious transaction report (STR),مشکوک لین دین کی رپورٹ",
    "Control of Narcotic Substances Act,کنٹرول آف نارکوٹک سبسٹانسز ایکٹ",
    "Customs Act,کسٹمز ایکٹ",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The court sits. COURTS sit.", ["court", "COURTS"]),
        ("The court's courtyard, the courtesy", ["court"]),
        ("He seizes, seized and is seizing; a seizure is another word.", ["seizes", "seized", "seizing"]),
        ("Briberies and a firearm", ["Briberies", "firearm"]),
        ("He witnessed it. Two witnesses saw it.", ["witnesses"]),
        ("It is the custom at customs.", ["customs"]),
        ("The chain of custody, chains of\ncustody, custody", ["chain of custody", "chains of\ncustody", "custody"]),
        ("a chain-of-custody form for counter narcotics", ["chain-of-custody", "counter narcotics"]),
        ("the **chain** of *custody* and _court_", ["chain** of *custody", "court"]),
        ("Two FIRs under a fir.", ["FIRs"]),
        ("He was arrested. An x-ray scanner", ["arrested", "x-ray scanner"]),
        ("`court` and [the court](court.md) or <court@court.pk> https://court.pk/court", ["court"]),
        ("the Arrest and Custody Order 2020, an arrest", ["arrest"]),
        ("the Control of Narcotic Substances Act", ["Control of Narcotic Substances Act"]),
        ("the Old Customs Act of 1969", ["Customs Act"]),
        ("", []),
    ],
)
def test_terms_are_found_as_whole_words_in_their_forms(text: str, found: list[str]) -> None:
    assert [text[place.start : place.end] for place in WORDS.find(text)] == found


def test_what_was_found_names_its_term() -> None:
    (place,) = WORDS.find("two Courts")
    assert (place.start, place.end, place.term.preferred) == (4, 10, "عدالت")


def test_no_terms_are_found_without_a_glossary() -> None:
    assert Glossary().find("court") == ()
    assert Glossary().missing("court", "") == ()


def test_words_of_the_screen_are_none_of_a_lessons() -> None:
    both = glossary.read(
        f"{HEAD}home,ہوم,ui,\nofficer,افسر,people,\nlesson,سبق,lms,\ncourt,عدالت,law-enforcement,".encode()
    )
    assert [term.english for term in both.for_lessons.terms] == ["court", "officer"]


# --- the Urdu --------------------------------------------------------------------------------------------

ALIKE = [
    ("کورس", "کورسز"),
    ("کورس", "کورسوں میں"),
    ("صوبہ", "تمام صوبے"),
    ("صوبہ", "صوبوں سے"),
    ("تھانہ", "تھانے کا عملہ"),
    ("جج", "ججوں"),
    ("جیل", "جیلیں"),
    ("ڈبہ", "ڈبے میں"),
    ("ڈبہ", "ڈبوں کا"),
    ("گرفتاری", "وہ گرفتار ہوا"),
    ("گواہ", "گواہوں"),
    ("ملزم", "ملزمان کو"),
    ("ضبط کریں", "اسے ضبط کیا گیا"),
    ("اقرارِ جرم", "اقرار جرم"),
    ("شواہد کی تحویل کا تسلسل", "تحویلِ شواہد کے تسلسل"),
    ("شرکاء", "شرکا"),
    ("نظر بندی", "نظربندی"),
    ("نظربندی", "نظر بندی"),
    ("کسٹمز", "كسٹمز"),
    ("متاثرہ فرد", "**متاثرہ** [فرد](05-court.md)"),
]


@pytest.mark.parametrize(("urdu", "text"), ALIKE)
def test_urdu_words_are_alike_in_their_forms(urdu: str, text: str) -> None:
    assert inflection.says(text, urdu)


@pytest.mark.parametrize(
    ("urdu", "text"),
    [("کورس", "سبق"), ("عدالت", "عدل"), ("گواہ", "گوالا"), ("منی لانڈرنگ", "منی"), ("جج", "حج"), ("ضبط کریں", "کریں")],
)
def test_other_urdu_words_are_not(urdu: str, text: str) -> None:
    assert not inflection.says(text, urdu)


def missing(text: str, urdu: str) -> list[str]:
    return [term.english for term in WORDS.missing(text, urdu)]


def test_a_term_is_missing_when_none_of_its_forms_is_there() -> None:
    both = terms("evidence,شواہد؛ ثبوت", "court,عدالت")
    assert [term.english for term in both.missing("Evidence goes to court.", "گواہ کچہری جاتے ہیں۔")] == [
        "evidence",
        "court",
    ]
    assert both.missing("Evidence goes to court. Courts wait.", "ثبوت عدالت جاتا ہے۔") == ()


def test_the_longer_term_counts_and_not_the_one_inside_it() -> None:
    assert missing("The chain of custody", "شواہد کی تحویل کا تسلسل") == []
    assert missing("The chain of custody", "تحویل") == ["chain of custody"]


def test_a_name_in_latin_letters_is_not_missing() -> None:
    assert missing("The FIR is read.", "FIR پڑھی جاتی ہے۔") == []
    assert missing("The suspicious transaction report is read.", "STR پڑھی جاتی ہے۔") == []
    assert missing("[The court](02-court.md)", "[کچہری](02-court.md)") == ["court"]
