"""GIFT as Moodle's documentation shows it, and as people write it."""

import pytest

from lms.catalog.course import QuestionType
from tests.catalog.exchange.foreign_files import checked, imported, question, questions, said


def texts(found: object) -> list[str]:
    return [option.unit.text for option in found]  # type: ignore[attr-defined]


def feedback(found: object) -> list[str]:
    return [option.feedback.text if option.feedback else "" for option in found]  # type: ignore[attr-defined]


def test_one_right_option_with_feedback_and_an_explanation() -> None:
    found = question("::Q1:: Whose tomb? {\n~Grant#No.\n=no one#Yes.\n~%0%Lee\n####See the book.\n}")
    assert found.type is QuestionType.CHOOSE_ONE
    assert texts(found.options) == ["Grant", "no one", "Lee"]
    assert feedback(found.options) == ["No.", "Yes.", ""]
    assert found.solution == ["2"]
    assert found.explanation is not None
    assert found.explanation.text == "See the book."


def test_the_missing_word_becomes_a_gap() -> None:
    result = imported("Grant is {~buried =entombed} in the tomb.")
    assert "Grant is \\_\\_\\_\\_\\_ in the tomb." in result.markdown
    checked(result)


def test_several_right_options() -> None:
    found = question("Who? {~%50%Ali ~%50%Sana ~%-50%Omar}")
    assert found.type is QuestionType.CHOOSE_ALL
    assert found.solution == ["1", "2"]
    assert said(imported("Who? {~%50%Ali ~%50%Sana ~%-50%Omar}")) == []


@pytest.mark.parametrize("weights", ["~%60%a ~%40%b ~c", "~%50%a ~%50%b ~%-25%c", "=a ~%50%b ~c"])
def test_other_weights_are_reported(weights: str) -> None:
    (report,) = said(imported(f"Who? {{{weights}}}"))
    assert report.startswith("1: The options were worth ")


@pytest.mark.parametrize(("word", "right"), [("T", "1"), ("TRUE", "1"), ("F", "2"), ("false", "2")])
def test_true_or_false(word: str, right: str) -> None:
    found = question(f"Is it so? {{{word}}}")
    assert (found.type, found.solution) == (QuestionType.TRUE_OR_FALSE, [right])


def test_the_first_feedback_of_true_or_false_is_for_the_wrong_one() -> None:
    found = question("Is it so? {F#wrong#right####because}")
    assert texts(found.options) == ["True", "False"]
    assert feedback(found.options) == ["wrong", "right"]


def test_short_answers() -> None:
    found = question("Which report? {=FIR =First Information Report}")
    assert found.type is QuestionType.SHORT_ANSWER
    assert [unit.text for unit in found.accepted] == ["FIR", "First Information Report"]


def test_short_answers_that_cannot_be_carried_are_reported() -> None:
    result = imported("Which report? {=FIR#Yes =%50%report#Almost =fir* =a \\* b}")
    assert [line.split("“")[0] for line in said(result)] == [
        "1: The answer ",
        "1: The feedback ",
        "1: ",
        "1: Feedback on a right answer has become part of the explanation.",
    ]
    assert [unit.text for unit in question("W? {=FIR =fir*}").accepted] == ["FIR"]
    assert "Explanation: Yes" in result.markdown


def test_two_things_of_one_line_are_two_reports() -> None:
    assert len(said(imported("Which? {=x =a* =b*}"))) == 2


def test_a_question_whose_answers_all_go_is_left_out() -> None:
    result = imported("Which? {=*}")
    assert result.markdown == ""
    assert said(result)[-1] == "1: No right answer of this question can be kept. It is left out."


@pytest.mark.parametrize(
    ("answer", "ranges"),
    [
        ("24", ((24, 24),)),
        ("1822:5", ((1817, 1827),)),
        ("8.4..8.6", ((8.4, 8.6),)),
        ("-1.5..-1", ((-1.5, -1),)),
        ("=1.5e3:1 =7", ((1499, 1501), (7, 7))),
        ("=%100%3 =%50%4 ~#no", ((3, 3),)),
    ],
)
def test_numbers(answer: str, ranges: object) -> None:
    found = question(f"How many? {{#{answer}}}")
    assert (found.type, found.ranges) == (QuestionType.NUMBER, ranges)


@pytest.mark.parametrize("answer", ["many", "1..", "2..1", "1e99", "1:x", "9" * 60])
def test_what_is_no_number_is_reported(answer: str) -> None:
    assert any("is not a number" in line for line in said(imported(f"How many? {{#{answer}}}")))


def test_pairs_with_an_extra_choice() -> None:
    found = question("Match. {\n=Canada -> Ottawa\n=Italy->Rome\n= -> Paris\n}")
    assert found.type is QuestionType.MATCH
    assert texts(found.lefts) == ["Canada", "Italy"]
    assert texts(found.options) == ["Ottawa", "Rome", "Paris"]
    assert found.solution == {"1": "1", "2": "2"}


def test_a_pair_without_its_other_half_is_reported_on_its_line() -> None:
    result = imported("Match. {\n=a -> 1\n=b -> 2\n=c\n=a -> 3\n}")
    assert "4: “c” has nothing to be matched with. It is left out." in said(result)
    assert "5: “a” stands in this question twice. One of the two is left out." in said(result)
    checked(result)


def test_steps_in_order() -> None:
    found = question("Order {>3 ALL VERTICAL ABSOLUTE_POSITION SHOW\nfirst\nsecond = 2\nthird ~ 3\n}")
    assert found.type is QuestionType.ORDER
    assert texts(found.options) == ["first", "second = 2", "third ~ 3"]


def test_a_written_answer_and_a_text() -> None:
    result = imported("Read this.\n\nWhat do you think? {}\n\nAnd this.")
    assert result.markdown.startswith("---\n\nRead this.\n\n### Question (written answer)")
    assert result.markdown.endswith("---\n\nAnd this.\n")
    assert result.count == 1


def test_escaped_signs_are_themselves() -> None:
    found = question("a\\=b\\{c\\}\\~\\#\\:\\\\ {=x\\=y ~z\\#1}")
    assert "a=b{c}~#:\\\\" in imported("a\\=b\\{c\\}\\~\\#\\:\\\\ {=x\\=y ~z\\#1}").markdown
    assert texts(found.options) == ["x=y", "z#1"]


def test_formats_of_text() -> None:
    assert "**bold** a \\*" in imported("[html]<b>bold</b> a * {T}").markdown
    assert "**bold**" in imported("[markdown]**bold** {T}").markdown
    assert "\\<b>bold\\</b>" in imported("[plain]<b>bold</b> {T}").markdown
    assert "one\\\ntwo\n\n- [" in imported("[moodle]one\\ntwo {T}").markdown
    assert "List\\<int>" in imported("What is List<int>? {T}").markdown


def test_answers_are_written_as_the_question_is() -> None:
    assert texts(question("[html]What? {=<i>a</i> ~b &amp; c}").options) == ["*a*", "b & c"]


@pytest.mark.parametrize(
    "broken", ["What? {=a", "What? =a}", "What? }=a{", "What? {=a ~b} or {=c}", "{1:SHORTANSWER:=x} is it."]
)
def test_what_is_not_whole_is_left_out_with_its_line(broken: str) -> None:
    result = imported(f"First? {{T}}\n\n{broken}\n\nLast? {{T}}\n")
    assert result.count == 2
    (problem,) = result.problems
    assert (problem.line, problem.is_error) == (3, True)


def test_comments_are_reported_once_and_keep_the_lines_true() -> None:
    result = imported("// one\n// question: 7  name: x\n\nWhat? {\n// two\n=a -> 1\n=b\n}")
    lines = said(result)
    assert lines[0] == "1: Comments (lines that begin with //) are left out."
    assert sum("Comments" in line for line in lines) == 1
    assert any(line.startswith("7: “b” has nothing") for line in lines)


def test_categories_become_pools() -> None:
    text = "$CATEGORY: $course$/top/Law/Arrest//search\n\nA? {T}\n\nB? {T}\n\n$CATEGORY: Law/Court\nC? {F}\n"
    result = imported(text, ask=1)
    pools = checked(result, in_quiz=True).quiz_settings.pools
    assert [(pool.name.text, pool.ask) for pool in pools] == [("Arrest/search", 1), ("Court", 1)]
    assert [found.pool for found in questions(text, ask=1)] == [0, 0, 1]


def test_a_named_pool_takes_all_and_asks_no_more_than_there_are() -> None:
    result = imported("$CATEGORY: x\n\nA? {T}\n\n$CATEGORY: y\n\nB? {T}", ask=5, pool="Law (old) #1")
    (pool,) = checked(result, in_quiz=True).quiz_settings.pools
    assert (pool.name.text, pool.ask) == ("Law (old) #1", 2)
    assert len(said(result)) == 1


def test_without_pools_each_category_is_reported() -> None:
    result = imported("$CATEGORY: x\n\nA? {T}\n\nB? {T}\n\n$CATEGORY: y/z\n\nC? {T}")
    assert [line.partition("is left out")[0] for line in said(result)] == [
        "3: The category “x” ",
        "9: The category “y / z” ",
    ]
