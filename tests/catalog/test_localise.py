"""A course in Urdu: good translations are shown, everything else is English that says so."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalog import messages, po, source
from lms.catalog.course import Block, Literal, Unit
from lms.catalog.edition import Edition, QuestionText
from lms.catalog.localise import cover, localise
from lms.catalog.messages import CourseCatalogue
from tests import sample_course
from tests.catalog import whole_course
from tests.catalog.small_course import SVG, compiled, files, read
from tests.catalog.test_inline import ATTACKS

LESSON = """# The title

First **bold** text.

Second text with 5 pens, see [it](02-next.md) and `code`.

- Item one
- Item two

![The desk](images/desk.svg "A caption")

> [!TIP]
> Be calm.

### Question 1 (short answer)

What is it called?

- Answer: FIR

Hint: Three letters.
"""
SECOND = "Second text with 5 pens, see [it](02-next.md) and `code`."


def in_urdu(texts: dict[str, str], lesson: str = LESSON, **more: bytes | str) -> Edition:
    found = {Unit(text): translation for text, translation in texts.items()}
    return localise(compiled(lesson, **more), "ur", CourseCatalogue("ur", found))


def shown(edition: Edition) -> str:
    return "\n".join(part if isinstance(part, str) else part.prompt for part in edition.lessons[0].parts)


def question(edition: Edition) -> QuestionText:
    return edition.lessons[0].questions[0]


def test_without_translations_each_block_is_marked_as_english() -> None:
    edition = in_urdu({})
    html = shown(edition)
    assert '<p id="b1" lang="en" dir="ltr">First <strong>bold</strong> text.</p>' in html
    assert '<li lang="en" dir="ltr">Item one</li>' in html
    assert "<ul id" in html
    assert 'lang="en" dir="ltr"' in re.search("<img[^>]*>", html)[0]  # type: ignore[index]
    assert '<figcaption lang="en" dir="ltr">A caption</figcaption>' in html
    assert (edition.title.language, edition.title.text) == ("en", "A small course")
    assert (question(edition).hint.language, edition.lessons[0].complete, edition.translated) == ("en", False, 0.0)  # type: ignore[union-attr]


def test_a_translation_takes_the_place_of_its_block_and_only_of_it() -> None:
    edition = in_urdu({"Item one": "پہلی بات", "The title": "عنوان", "Three letters.": "تین حروف۔"})
    assert '<li>پہلی بات</li><li lang="en" dir="ltr">Item two</li>' in shown(edition)
    assert edition.lessons[0].title.language == "ur"
    assert question(edition).hint.html == "تین حروف۔"  # type: ignore[union-attr]
    assert 0 < edition.translated < 1


def test_the_english_edition_marks_nothing_and_is_complete() -> None:
    edition = localise(compiled(LESSON), "en", None)
    assert "lang=" not in shown(edition)
    assert edition.translated == 1.0
    assert all(lesson.complete for lesson in edition.lessons)


def test_the_formats_own_words_are_in_the_language_of_the_edition() -> None:
    assert ">مشورہ</p>" in shown(in_urdu({}))
    assert ">Tip</p>" in shown(localise(compiled(LESSON), "en", None))


@pytest.mark.parametrize(
    "translation",
    [
        "5 قلم، [یہ](03-other.md) اور `code`۔",
        "5 قلم، یہ اور `code`۔",
        "5 قلم، [یہ](02-next.md) [یہ](02-next.md) اور `code`۔",
        "5 قلم، [یہ](02-next.md) اور `کوڈ`۔",
        "5 قلم، [یہ](02-next.md) اور کوڈ۔",
        "6 قلم، [یہ](02-next.md) اور `code`۔",
        "قلم، [یہ](02-next.md) اور `code`۔",
        "5 قلم 7، [یہ](02-next.md) اور `code`۔",
        "5 <b>قلم</b>، [یہ](02-next.md) اور `code`۔",
        "5 قلم <!-- x -->، [یہ](02-next.md) اور `code`۔",
        "5 قلم\u200f، [یہ](02-next.md) اور `code`۔",
        "5 **قلم۔**آگے، [یہ](02-next.md) اور `code`۔",
        "![5](x.svg) قلم، [یہ](02-next.md) اور `code`۔",
    ],
)
def test_a_translation_that_fails_a_check_is_not_shown(translation: str) -> None:
    edition = in_urdu({SECOND: translation})
    assert '<p id="b2" lang="en" dir="ltr">Second text' in shown(edition)
    assert edition.translated == 0.0


@pytest.mark.parametrize(
    "translation",
    [
        "5 قلم، [یہ](02-next.md) اور `code`۔",
        "۵ قلم، [**یہ**](02-next.md) اور `code`۔",
        "`code` اور [یہ](02-next.md) اور 5 قلم۔",
    ],
)
def test_a_translation_that_keeps_what_it_must_is_shown(translation: str) -> None:
    assert '<p id="b2">' in shown(in_urdu({SECOND: translation}))


def test_a_link_in_urdu_leads_where_the_english_one_does() -> None:
    assert '<a href="/courses/small/next">یہ</a>' in shown(in_urdu({SECOND: "5 قلم، [یہ](02-next.md) اور `code`۔"}))


def test_a_translation_cannot_change_structure() -> None:
    html = shown(in_urdu({"Item one": "# عنوان\n- [ ] ایک\n- دو", "What is it called?": "| ا | ب |\n|---|---|"}))
    assert "<li># عنوان - [ ] ایک - دو</li>" in html
    assert "<table" not in html


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_a_translation_or_a_lesson_is_never_live(attack: str) -> None:
    edition = in_urdu({"Item one": attack, "The desk": attack, "A caption": attack, "The title": attack})
    every = [shown(edition), edition.lessons[0].title.html]
    reading = read(f"# T\n\n- {attack}\n\n| a | b |\n|---|---|\n| {attack} | c |\n\n## {attack}\n\n{attack}\n")
    if reading.course:
        every.append(shown(localise(reading.course, "en", None)))
    for html in every:
        for tag in re.findall(r"<[a-zA-Z][^>]*>", html):
            assert not re.search(
                r"(?i)^<(script|svg|iframe|object|b\b)|\son\w+\s*=(?=[^\"]*(\"[^\"]*\"[^\"]*)*$)", tag
            ), tag
            assert not re.search(r"(?i)href=\"\s*(javascript|data|vbscript|//)", tag), tag


def test_the_second_wall_holds_when_the_first_does_not() -> None:
    course = compiled("# T\n\nText.\n")
    pieces = (Literal('<p onclick="x()"><script>alert(1)</script><a href="javascript:x">a</a><b style="x">b</b></p>'),)
    lesson = replace(course.lessons[0], parts=(Block("b1", pieces),))
    html = shown(localise(replace(course, lessons=(lesson,)), "en", None))
    assert html == "<p><a>a</a>b</p>"


def test_a_picture_has_its_urdu_version_if_there_is_one() -> None:
    digest = {media.path: media.digest[:12] for media in compiled(LESSON, **{"images/desk.ur.svg": SVG + b" "}).media}
    html = shown(in_urdu({}, **{"images/desk.ur.svg": SVG.replace(b"360", b"300")}))
    assert "images/desk.ur.svg?v=" in html
    assert 'width="300"' in html
    assert f"images/desk.svg?v={digest['images/desk.svg']}" in shown(in_urdu({}))


def test_the_captions_of_the_edition_are_on() -> None:
    more: dict[str, bytes | str] = {"a.mp4": b"", "a.en.vtt": b"e", "a.ur.vtt": b"u"}
    html = shown(in_urdu({}, "# T\n\n[Film](a.mp4)\n", **more))
    assert re.findall(r"<track[^>]*default[^>]*>", html) == [re.search(r'<track[^>]*srclang="ur"[^>]*>', html)[0]]  # type: ignore[index]


def test_accepted_answers_are_those_of_both_languages() -> None:
    assert question(in_urdu({"FIR": "ایف آئی آر؛ پرچہ; مقدمہ"})).accepted == ("FIR", "ایف آئی آر", "پرچہ", "مقدمہ")
    assert question(in_urdu({})).accepted == ("FIR",)
    assert question(localise(compiled(LESSON), "en", None)).accepted == ("FIR",)


def test_what_has_no_words_needs_no_translation() -> None:
    edition = in_urdu({"T": "ت", "A": "ا", "B": "ب"}, "# T\n\n| A | B |\n|---|---|\n| 154(1) | `code` |\n")
    assert edition.lessons[0].complete
    assert '<td><bdi dir="ltr">154(1)</bdi></td><td><code dir="ltr">code</code></td>' in shown(edition)


def test_a_lesson_is_complete_when_every_unit_of_it_is_translated() -> None:
    quiz = (
        "---\nquiz: graded\n---\n# T\n\n## Pool: Signs (ask 1)\n\n### Question (number)\n\nHow many?\n\n- Answer: 5\n"
    )
    texts = {"T": "ت", "How many?": "کتنے؟"}
    assert not in_urdu(texts, quiz).lessons[0].complete
    edition = in_urdu(texts | {"Signs": "نشانیاں"}, quiz)
    assert edition.lessons[0].complete
    assert not edition.lessons[1].complete
    assert [pool.text for pool in edition.lessons[0].pools] == ["نشانیاں"]


def test_a_meaning_parts_two_words_that_are_one_in_english() -> None:
    lesson = "# T\n\n<!-- meaning: river -->\n\nBank\n\nBank\n"
    found = CourseCatalogue("ur", {Unit("Bank", "river"): "کنارا", Unit("Bank"): "بینک"})
    assert re.findall("کنارا|بینک", shown(localise(compiled(lesson), "ur", found))) == ["کنارا", "بینک"]


def test_fuzzy_urdu_is_never_shown() -> None:
    entry = po.Entry("Never handcuff", "ہمیشہ ہتھکڑی لگائیں", fuzzy=True, previous="Always handcuff")
    found = messages.read(messages.write(po.Document((entry,)))).catalogue
    assert "ہمیشہ" not in shown(localise(compiled("# T\n\nNever handcuff\n"), "ur", found))


SENTENCES = ["Greet the person.", "Write it down.", "Ask what happened.", "Seal the bag.", "Tell the station."]


@pytest.mark.slow
@given(st.permutations(SENTENCES), st.integers(0, 4), st.sampled_from(["Never ", "Do not "]))
@settings(max_examples=40, deadline=None)
def test_an_edited_sentence_is_english_again_and_undoing_the_edit_brings_its_urdu_back(
    order: list[str], place: int, before: str
) -> None:
    def lesson(sentences: list[str]) -> dict[str, bytes]:
        return files("# T\n\n" + "\n\n".join(sentences) + "\n")

    def merged(document: po.Document, found: dict[str, bytes]) -> po.Document:
        return messages.merge(document, source.read("small", found).occurrences, "small", "ur")

    def english(document: po.Document, found: dict[str, bytes]) -> list[int]:
        course = source.read("small", found).course
        assert course is not None
        html = shown(localise(course, "ur", messages.read(messages.write(document)).catalogue))
        return [number for number in range(1, 6) if f'<p id="b{number}" lang="en" dir="ltr">' in html]

    first = lesson(order)
    template = messages.template("small", source.read("small", first).occurrences)
    translated = po.Document(tuple(replace(entry, translation="اردو") for entry in template.entries))
    assert english(translated, first) == []

    changed = list(order)
    changed[place] = before + order[place].lower()
    after = merged(translated, lesson(changed))
    assert english(after, lesson(changed)) == [place + 1]

    undone = merged(after, first)
    assert english(undone, first) == []


def test_a_text_that_is_also_an_accepted_answer_is_shown_by_its_first_spelling() -> None:
    lesson = sample_course.FILES["02-writing.md"].replace(b"Write what was said,", b"FIR\n\nWrite what was said,")
    course = source.read("front-desk", sample_course.FILES | {"02-writing.md": lesson}).course
    assert course
    edition = localise(course, "ur", messages.read(sample_course.catalogue()).catalogue)
    shown = edition.lesson("writing")
    assert shown
    assert ">ایف آئی آر<" in str(shown.parts[0])
    assert "ابتدائی اطلاعی رپورٹ" not in str(shown.parts[0])
    accepted = edition.lesson("receiving")
    assert accepted
    assert {"FIR", "ایف آئی آر", "ابتدائی اطلاعی رپورٹ"} <= set(accepted.questions[1].accepted)


@pytest.mark.parametrize("share", [0, 0.4, 1])
def test_a_cover_says_what_the_edition_says(share: float) -> None:
    found = source.read("whole-course", whole_course.files())
    assert found.course
    units = list(dict.fromkeys(each.unit for each in found.occurrences))
    texts = {unit: f"اردو {unit.text}" for unit in units[: round(share * len(units))]}
    for language, catalogue in (("en", None), ("ur", CourseCatalogue("ur", texts)), ("ur", None)):
        edition, short = (make(found.course, language, catalogue) for make in (localise, cover))
        assert (short.title, short.lead, short.objectives) == (edition.title, edition.lead, edition.objectives)
        assert [title.text for title in short.lessons] == [lesson.title.text for lesson in edition.lessons]
        assert short.translated == edition.translated
