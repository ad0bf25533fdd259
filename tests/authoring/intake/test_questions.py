"""Multiple choice as trainers type it: recognised where it is plain, left alone and said where it is not."""

import re

import pytest

from lms.authoring.intake import Converted, read
from lms.authoring.intake.blocks import Block, Item, Numbers, Paragraph, Question, Span
from lms.authoring.intake.quizzes import with_questions
from lms.config import ROOT
from tests.authoring.intake.documents import plain
from tests.authoring.intake.markdown import mistakes, only_lesson, said

pytestmark = pytest.mark.slow


def converted(*texts: str) -> Converted:
    """A lesson of these paragraphs; the first one is no part of a question."""
    return read("a.docx", plain("A lesson.", *texts))


STEM, OPTIONS = "1. What do you do first?", ("a) Ask him to wait", "b) Greet him", "c) Write")
WRITTEN = (
    "### Question 1 (choose one)\n\nWhat do you do first?\n\n- [ ] Ask him to wait\n- [x] Greet him\n- [ ] Write\n"
)


@pytest.mark.parametrize(
    "answer",
    [
        "Answer: b",
        "Ans. (b)",
        "Correct answer: B",
        "ANSWER - b)",
        "Answer: Greet him",
        "Answer is: b) Greet him.",
        "Key: b",
        "جواب: ب",
    ],
)
def test_an_answer_may_be_written_in_many_ways(answer: str) -> None:
    assert only_lesson(converted(STEM, *OPTIONS, answer)) == f"A lesson.\n\n{WRITTEN}"


@pytest.mark.parametrize(
    "stem", ["Q1. What do you do first?", "Question 1: What do you do first?", "1) What do you do first?"]
)
def test_a_question_may_be_numbered_in_many_ways(stem: str) -> None:
    assert WRITTEN in only_lesson(converted(stem, *OPTIONS, "Answer: b"))


def test_a_question_without_a_number_needs_none() -> None:
    intake = converted("What do you do first?", *OPTIONS, "Answer: b")
    assert "### Question (choose one)\n\nWhat do you do first?" in only_lesson(intake)


def test_a_heading_with_only_a_number_goes_into_the_questions_own() -> None:
    assert WRITTEN in only_lesson(converted("Question 1", "What do you do first?", *OPTIONS, "Answer: b"))


def test_options_may_stand_on_lines_of_one_paragraph() -> None:
    assert WRITTEN in only_lesson(converted("\n".join([STEM, *OPTIONS, "Answer: b"])))


def test_several_right_answers_make_another_type() -> None:
    assert "(choose all)" in only_lesson(converted(STEM, *OPTIONS, "Answers: a, c"))


def test_true_and_false_make_another_type() -> None:
    intake = converted("1. A child may complain.", "a) TRUE", "b) false", "Answer: a")
    assert "### Question 1 (true or false)\n\nA child may complain.\n\n- [x] True\n- [ ] False\n" in only_lesson(intake)
    assert mistakes(intake.files) == []


def test_an_explanation_comes_along_and_the_lesson_goes_on() -> None:
    intake = converted(STEM, *OPTIONS, "Answer: b", "Explanation: People calm down.", "The lesson goes on.")
    assert only_lesson(intake).endswith("- [ ] Write\n\nExplanation: People calm down.\n\n---\n\nThe lesson goes on.\n")
    assert mistakes(intake.files) == []


def test_urdu_questions_with_urdu_letters() -> None:
    intake = converted("سوال 1: پہلے کیا کریں گے؟", "(الف) انتظار کرائیں", "(ب) سلام کریں", "(ج) لکھیں", "درست جواب: ب")
    assert only_lesson(intake).endswith(
        "### Question 1 (choose one)\n\nپہلے کیا کریں گے؟\n\n- [ ] انتظار کرائیں\n- [x] سلام کریں\n- [ ] لکھیں\n"
    )


def test_options_that_word_counts_in_letters() -> None:
    def item(level: int, text: str, numbers: Numbers, number: int) -> Item:
        return Item(level, (Span(text),), numbers, number)

    options = [item(1, text, Numbers.LETTERS, number) for number, text in enumerate(("Wait", "Greet"), start=1)]
    blocks: list[Block] = [item(0, "What first?", Numbers.DIGITS, 7), *options, Paragraph((Span("Answer: b"),))]
    [question] = with_questions(blocks)
    assert isinstance(question, Question)
    assert (question.label, question.right) == ("7", {1})


@pytest.mark.parametrize(
    "texts",
    [
        (STEM, *OPTIONS),  # no answer
        (STEM, *OPTIONS, "Answer: d"),  # of an option that is not there
        (STEM, *OPTIONS, "Answer: discuss in class"),
        (STEM, "a) Greet", "b) Greet", "Answer: a"),  # the same twice
        (STEM, *OPTIONS, "Answer: b) Ask him to wait"),  # letter and text differ
        (STEM, *OPTIONS, "Answer: b\nand then the lesson goes on"),  # the end is not plain
    ],
)
def test_what_is_not_plain_stays_text_and_is_said(texts: tuple[str, ...]) -> None:
    intake = converted(*texts)
    assert "### Question" not in only_lesson(intake)
    lesson = only_lesson(intake).replace("\\:", ":")
    assert all(line in lesson for text in texts for line in text.removeprefix("1. ").split("\n"))
    assert any("line 5: This looks like a question" in report for report in said(intake))
    assert mistakes(intake.files) == []


def test_the_example_of_the_documents_is_recognised() -> None:
    example = re.search(r"```text\n(.*?)```", (ROOT / "docs" / "from-word.md").read_text("utf-8"), re.DOTALL)
    assert example is not None
    lesson = only_lesson(converted(*example[1].splitlines()))
    assert "- [x] A woman officer\n\nExplanation: Section 52 of the Code.\n" in lesson


def test_a_list_with_letters_is_no_question() -> None:
    intake = converted("Bring with you:", "a) gloves", "b) bags")
    assert not any("question" in report for report in said(intake))
