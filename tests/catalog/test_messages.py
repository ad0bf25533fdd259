"""Catalogues keep their Urdu through every change of the English, and never pass it off for other English."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalog import messages
from lms.catalog.course import Unit
from lms.catalog.page import Occurrence
from lms.catalog.po import Document, Entry
from tests.catalog.small_course import read

WORDS = ["greet", "offer", "seat", "ask", "calm", "listen", "write", "sign", "seal", "weigh", "count", "label", "send"]


def course(*lessons: list[str]) -> list[Occurrence]:
    """Units by lesson: `01-a.md`, `02-b.md` …, one a line."""
    return [
        Occurrence(Unit(text), f"{number:02}-{chr(96 + number)}.md", line, chr(96 + number))
        for number, texts in enumerate(lessons, start=1)
        for line, text in enumerate(texts, start=1)
    ]


def translated(occurrences: list[Occurrence]) -> Document:
    template = messages.template("small", occurrences)
    return replace(template, entries=tuple(replace(entry, translation=f"«{entry.text}»") for entry in template.entries))


def merge(document: Document, occurrences: list[Occurrence]) -> Document:
    return messages.merge(document, occurrences, "small", "ur")


def entry(document: Document, text: str) -> Entry:
    return next(found for found in document.entries if found.text == text)


FIRST = [
    "Greet the person and offer a seat.",
    "Write down what was said.",
    "Seal the bag and sign it.",
    "Tell the station.",
]


def test_a_template_has_each_unit_once_with_its_places_and_notes() -> None:
    reading = read("# T\n\n<!-- translators: Of a river. -->\n<!-- meaning: river -->\n\nBank\n\nBank\n\nBank\n")
    found = [item for item in messages.template("small", reading.occurrences).entries if item.text == "Bank"]
    assert [(item.context, item.notes, item.references) for item in found] == [
        ("river", ("Of a river.",), ("01-first.md:6",)),
        ("", (), ("01-first.md:8", "01-first.md:10")),
    ]


def test_a_first_merge_makes_a_whole_catalogue() -> None:
    document = merge(Document(), course(FIRST))
    assert [found.text for found in document.entries] == FIRST
    assert document.value("Language") == "ur"
    assert document.value("Plural-Forms") == "nplurals=2; plural=(n != 1);"
    assert not any(found.fuzzy for found in document.entries)


def test_equal_english_keeps_its_urdu_wherever_it_goes() -> None:
    before = translated(course(FIRST, ["Another lesson."]))
    after = merge(before, course(["Another lesson.", FIRST[3]], [FIRST[0], "New.", FIRST[2], FIRST[1]]))
    assert {found.text: found.translation for found in after.entries if found.text != "New."} == {
        found.text: found.translation for found in before.entries
    }
    assert not any(found.fuzzy or found.obsolete for found in after.entries)
    assert entry(after, "New.").translation == ""


def test_changed_english_is_fuzzy_beside_what_it_was() -> None:
    changed = [FIRST[0], "Write down exactly what was said.", *FIRST[2:]]
    after = merge(translated(course(FIRST)), course(changed))
    found = entry(after, changed[1])
    assert (found.fuzzy, found.previous, found.translation) == (True, FIRST[1], f"«{FIRST[1]}»")
    assert entry(after, FIRST[1]).obsolete
    assert [item.text for item in after.entries if item.fuzzy] == [changed[1]]


def test_undoing_a_change_revives_the_urdu() -> None:
    before = translated(course(FIRST))
    after = merge(merge(before, course([FIRST[0], "Write down exactly what was said.", *FIRST[2:]])), course(FIRST))
    assert after == replace(before, header=after.header)


def test_a_text_changed_twice_remembers_the_english_that_its_urdu_was_made_for() -> None:
    once = merge(translated(course(FIRST)), course(["Greet the person and offer a chair.", *FIRST[1:]]))
    twice = merge(once, course(["Greet each person and offer a chair.", *FIRST[1:]]))
    found = entry(twice, "Greet each person and offer a chair.")
    assert (found.fuzzy, found.previous, found.translation) == (True, FIRST[0], f"«{FIRST[0]}»")


def test_what_is_gone_is_kept_and_what_is_other_is_not_paired() -> None:
    after = merge(translated(course(FIRST)), course([FIRST[0], "A wholly different matter.", *FIRST[2:]]))
    assert entry(after, "A wholly different matter.").translation == ""
    assert entry(after, FIRST[1]).obsolete
    assert entry(after, FIRST[1]).translation == f"«{FIRST[1]}»"


def test_texts_are_paired_within_their_lesson_only() -> None:
    after = merge(
        translated(course(FIRST, ["Last."])), course([FIRST[0], *FIRST[2:]], ["Write down what was done.", "Last."])
    )
    assert entry(after, "Write down what was done.").translation == ""


def test_renumbering_a_file_does_not_hinder_pairing() -> None:
    moved = [replace(item, file="07-a.md") for item in course([*FIRST[:3], "Tell the station at once."])]
    assert entry(merge(translated(course(FIRST)), moved), "Tell the station at once.").previous == FIRST[3]


def test_each_of_several_changed_texts_finds_its_own() -> None:
    changed = [
        "Greet each person and offer a seat.",
        "Write down all that was said.",
        "Seal each bag and sign it.",
        FIRST[3],
    ]
    after = merge(translated(course(FIRST)), course(changed))
    assert [entry(after, new).previous for new in changed[:3]] == FIRST[:3]


def test_a_translators_remarks_and_header_lines_stay() -> None:
    before = translated(course(FIRST))
    before = replace(
        before,
        entries=(replace(before.entries[0], comments=("Ask Sana.",)), *before.entries[1:]),
        header=(*before.header, ("Last-Translator", "Sana")),
        comments=("Urdu of the small course",),
    )
    after = merge(before, course(FIRST))
    assert entry(after, FIRST[0]).comments == ("Ask Sana.",)
    assert after.value("Last-Translator") == "Sana"
    assert after.comments == ("Urdu of the small course",)


def test_a_fuzzy_translation_that_is_given_up_stays_fuzzy_when_it_comes_back() -> None:
    before = translated(course(FIRST))
    before = replace(
        before, entries=tuple(replace(found, fuzzy=True, translation="!" + found.text) for found in before.entries)
    )
    away = messages.read(messages.write(merge(before, course(["Other."])))).document
    back = merge(away, course(FIRST))
    assert all(found.fuzzy for found in back.entries if not found.obsolete)
    assert messages.read(messages.write(back)).catalogue.texts == {}


def test_an_obsolete_text_is_not_served() -> None:
    after = merge(translated(course(FIRST)), course(FIRST[:1]))
    assert set(messages.read(messages.write(after)).catalogue.texts) == {Unit(FIRST[0])}


SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
LESSONS = st.lists(st.lists(SENTENCE, max_size=6), min_size=1, max_size=3)


@pytest.mark.slow
@given(LESSONS, LESSONS, LESSONS)
@settings(max_examples=150, deadline=None)
def test_through_any_changes_urdu_is_shown_only_for_its_own_english(
    one: list[list[str]], two: list[list[str]], three: list[list[str]]
) -> None:
    document = translated(course(*one))
    own = {found.text: found.translation for found in document.entries}
    for lessons in (two, three, one):
        document = messages.read(messages.write(merge(document, course(*lessons)))).document
        served = messages.read(messages.write(document)).catalogue.texts
        assert all(own.get(unit.text) == translation for unit, translation in served.items())
        units = {text for texts in lessons for text in texts}
        assert units & set(own) == {unit.text for unit in served}
        assert {found.text for found in document.entries if not found.obsolete} == units
        assert merge(document, course(*lessons)) == document
    assert {unit.text for unit in served} == {text for texts in one for text in texts}


def test_coverage_counts_what_may_be_shown_of_each_lesson() -> None:
    occurrences = course(["One.", "Two.", "Three."], ["Two.", "Four 4."])
    entries = (Entry("One.", "ایک۔"), Entry("Two.", "دو۔", fuzzy=True), Entry("Four 4.", "چار 5۔"))
    found = messages.coverage(occurrences, messages.read(messages.write(Document(entries))))
    assert [(item.lesson, item.translated, item.fuzzy, item.units) for item in found] == [
        ("a", 1, 1, 3),
        ("b", 0, 1, 2),
    ]
    assert not found[0].is_complete


CHECKS = {
    "another link": ("See [it](a.md).", "[یہ](b.md) دیکھیں۔", True, "links"),
    "another number": ("Within 24 hours.", "25 گھنٹے میں۔", True, "24 is missing, 25"),
    "another code": ("Write `FIR`.", "`پرچہ` لکھیں۔", True, "FIR"),
    "HTML": ("One.", "<b>ایک</b>۔", True, "HTML"),
    "a direction mark": ("One.", "ایک\u200f۔", True, "direction mark"),
    "left-over stars": ("**One.** Two", "**ایک۔**دو", True, "did not make bold"),
    "Latin punctuation": ("One, two", "ایک, دو", False, "Latin punctuation"),
    "a Latin full stop": ("One.", "ایک.", False, "Latin punctuation"),
    "a Latin question mark": ("One?", "ایک?", False, "Latin punctuation"),
    "an Arabic letter": ("One", "ايك", False, "Urdu letter “ی”"),
    "Arabic he": ("This", "یه", False, "Urdu letter “ہ”"),
    "too long": ("One", "ایک " * 3000, True, "longer"),
    "two spaces": ("One two", "ایک  دو", False, "two spaces"),
}


@pytest.mark.parametrize(("english", "urdu", "is_error", "words"), CHECKS.values(), ids=CHECKS.keys())
def test_what_is_wrong_with_a_translation_is_told(english: str, urdu: str, is_error: bool, words: str) -> None:
    found = messages.check(messages.read(messages.write(Document((Entry(english, urdu),), (("Language", "ur"),)))))
    assert [(problem.file, problem.line, problem.is_error) for problem in found] == [("locale/ur.po", 5, is_error)]
    assert words in found[0].text()


@pytest.mark.parametrize(
    ("english", "urdu"),
    [
        ("See [it](a.md), 24 hours.", "[یہ](a.md) دیکھیں، ۲۴ گھنٹے۔"),
        ("**One.** Two", "**ایک**۔ دو"),
        ("FIR (Cr.P.C., section 154)", "ایف آئی آر (Cr.P.C.، دفعہ 154)"),
        ("UNODC", "UNODC"),
        ("at 21:40, plate 417", "21:40 پر، نمبر 417"),
        ("24 hours", "24 گھنٹے؛ 24 گھنٹہ"),
    ],
)
def test_a_good_translation_has_no_problem(english: str, urdu: str) -> None:
    assert messages.check(messages.read(messages.write(Document((Entry(english, urdu),), (("Language", "ur"),))))) == ()


def test_the_same_entry_twice_is_a_problem() -> None:
    found = messages.read(b'msgid "A"\nmsgstr "a"\n\nmsgid "A"\nmsgstr "b"\n')
    assert [(problem.line, "first on line 1" in problem.text()) for problem in found.problems] == [(4, True)]
    assert found.catalogue.get(Unit("A")) == "a"
