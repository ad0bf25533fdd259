"""Aiken: the simplest of them."""

from lms.catalog.course import QuestionType
from tests.catalog.exchange.foreign_files import imported, question, questions, said


def test_questions_with_both_kinds_of_letters() -> None:
    first, second = questions("What is it?\nA. one\nB. two\nANSWER: B\n\nAnd now?\nA) x\nB) y\nC) z\nANSWER: A\n")
    assert (first.type, first.solution) == (QuestionType.CHOOSE_ONE, ["2"])
    assert [option.unit.text for option in second.options] == ["x", "y", "z"]


def test_signs_of_markdown_stay_themselves() -> None:
    found = question("*What* is # it?\nA. - [x] one\nB. <b>two</b>\nANSWER: B")
    assert found.options[0].unit.text == "- \\[x\\] one"
    assert found.options[1].unit.text == "\\<b>two\\</b>"


def test_several_lines_are_one_question() -> None:
    result = imported("A man comes in.\nWhat now?\nA. x\nB. y\nANSWER: A")
    assert "A man comes in.\\\nWhat now?" in result.markdown


def test_several_letters_are_several_right_options() -> None:
    found = question("Which?\nA. x\nB. y\nC. z\nANSWER: A, C")
    assert (found.type, found.solution) == (QuestionType.CHOOSE_ALL, ["1", "3"])


def test_feedback_becomes_the_explanation() -> None:
    found = question("Which?\nA. x\nB. y\nANSWER: A\nFEEDBACK: Because.\n")
    assert found.explanation is not None
    assert found.explanation.text == "Because."


def test_what_is_not_whole_is_reported_by_line() -> None:
    text = (
        "No answer?\nA. x\nB. y\n\nWrong letter?\nA. x\nB. y\nANSWER: D\n\nGood?\nA. x\nB. y\nANSWER: A\n\nOnly text\n"
    )
    result = imported(text)
    assert result.count == 1
    assert [line.split(" ")[0] for line in said(result)] == ["1:", "8:", "15:"]


def test_an_option_twice_or_empty_is_reported() -> None:
    result = imported("Which?\nA. x\nB. x\nC. y\nANSWER: B")
    assert said(result) == ["3: “x” stands in this question twice. One of the two is left out."]
    assert question("Which?\nA. x\nB. x\nC. y\nANSWER: B").solution == ["1"], "the right one is kept"
