"""A whole handout of a classroom course arrives: every word, every picture, every question."""

import re
from collections import Counter

import pytest

from lms.authoring.intake import Converted, read
from lms.catalog import source
from lms.catalog.course import QuestionType
from tests.authoring.intake import handout as written
from tests.authoring.intake.markdown import errors, mistakes, said, seen, text


@pytest.fixture(scope="module")
def body() -> bytes:
    return written.handout()


@pytest.fixture(scope="module")
def intake(body: bytes) -> Converted:
    return read("handout.docx", body)


@pytest.mark.slow
def test_every_word_arrives(body: bytes, intake: Converted) -> None:
    expected = written.words(body)
    assert len(expected) > 5000
    # The numbers and letters of questions and the lines with answers have become marks; Arabic letters Urdu ones.
    became = set(re.findall(r"\w+", " ".join(["1 Q2 3 a b c d", *(answer for *_, answer in written.QUESTIONS)])))
    became |= set(re.findall(r"\w+", written.ARABIC_KEYBOARD))
    missing = Counter(expected) - Counter(re.findall(r"\w+", seen(intake.files)))
    assert {word for word in missing if word not in became} == set()


def test_headings_are_lessons(intake: Converted) -> None:
    lessons = [path for path in intake.files if path.endswith(".md") and path != "course.md"]
    assert lessons[0] == "01-learning-objectives.md"
    assert [text(intake, path).split("\n")[0] for path in lessons[1:-1]] == [f"# {title}" for title in written.CHAPTERS]
    assert text(intake, "02-before-the-search.md").count("\n## Step 1.") == 4


def test_the_first_page_says_what_the_course_is(intake: Converted) -> None:
    about = text(intake, "course.md")
    assert intake.title == written.TITLE
    assert about.startswith("---\ntrack: core\nlevel: all\nhours: 1.5\nreview: awaiting expert review\n---\n")
    assert f"# {written.TITLE}\n\nHandout for the two-day course" in about
    assert about.endswith("## What you will be able to do\n\n- " + "\n- ".join(written.OBJECTIVES) + "\n")


def test_questions_arrive_with_their_right_options(intake: Converted) -> None:
    described = intake.files | {
        path: body.replace(b"![](", b"![A sealed bag](") for path, body in intake.files.items() if path.endswith(".md")
    }
    course = source.read("handout", described).course
    assert course is not None
    questions = [question for lesson in course.lessons for question in lesson.questions]
    assert [question.type for question in questions] == [
        QuestionType.CHOOSE_ONE,
        QuestionType.CHOOSE_ONE,
        QuestionType.CHOOSE_ALL,
    ]
    assert [question.solution for question in questions] == [["2"], ["3"], ["1", "3"]]
    assert [len(question.options) for question in questions] == [4, 3, 3]
    assert "### Question 2 (choose one)\n\nWho searches a woman?\n" in text(intake, "08-check-yourself.md")


def test_the_only_mistake_is_a_description_that_the_author_must_write(intake: Converted) -> None:
    [error] = errors(intake.files)
    line = text(intake, error.file).split("\n")[error.line - 1]
    assert (error.file, line) == ("05-what-was-found.md", "![](images/picture-02.png)")
    assert mistakes(intake.files) == []


def test_a_picture_keeps_its_description(intake: Converted) -> None:
    assert f"\n![{written.LIGHT}](images/picture-01.png)\n" in text(intake, "04-the-order-of-the-search.md")
    assert {path for path in intake.files if path.startswith("images/")} == {
        "images/picture-01.png",
        "images/picture-02.png",
    }


def test_lists_and_tables_keep_their_form(intake: Converted) -> None:
    lesson = text(intake, "04-the-order-of-the-search.md")
    assert (
        "- What you need\n  - gloves of two sizes\n  - bags that can be sealed\n- a camera with its clock set\n"
        in lesson
    )
    assert "\n7. Walk around the vehicle once\n8. Open the doors" in lesson  # as Word counts on
    assert (
        "| Side | Look into | Who |\n|---|---|---|\n| Front | Bonnet \\| grille | First officer |\n|  | Wheel arches |  |\n"
        in lesson
    )


def test_urdu_is_written_with_urdu_letters(intake: Converted) -> None:
    assert "\nتلاشی کی ترتیب ہمیشہ ایک ہی رہے۔\n" in text(intake, "05-what-was-found.md")


def test_reports_name_the_line_in_the_draft(intake: Converted) -> None:
    places = {
        report.text().split(" ")[0]: text(intake, report.file).split("\n")[report.line - 1] for report in intake.reports
    }
    assert "(Code of Criminal Procedure 1898, as it stood in 2024.), and" in places["A"]
    assert places["Merged"] == "| Side | Look into | Who |"
    assert len(said(intake)) == 6
