"""A question on the page: what is asked, how the fields are named, and that nothing tells the key before its time."""

import re
from dataclasses import replace

import pytest

from lms.catalog.course import Question, QuestionType
from lms.catalog.edition import Choice, Phrase, QuestionText
from lms.catalog.questions import QUIZ_TYPES
from lms.catalog.quiz import Mark
from tests.templates.pieces import pieces

QUESTIONS = pieces("_questions.html")
RIGHT = Mark(share=1.0, right=True, waiting=False)
PARTLY = Mark(share=0.5, right=False, waiting=False)
WRONG = Mark(share=0.0, right=False, waiting=False)
WAITING = Mark(share=0.0, right=False, waiting=True)

GIVEN = {
    QuestionType.CHOOSE_ONE: ["1"],
    QuestionType.CHOOSE_ALL: ["1", "3"],
    QuestionType.TRUE_OR_FALSE: ["2"],
    QuestionType.SHORT_ANSWER: "FIR",
    QuestionType.NUMBER: "24",
    QuestionType.MATCH: {"1": "2"},
    QuestionType.ORDER: {"1": "2", "2": "1", "3": "3"},
    QuestionType.WRITTEN: "I wrote it down.",
}
SOLUTIONS = {
    QuestionType.CHOOSE_ONE: ["2"],
    QuestionType.CHOOSE_ALL: ["1", "2"],
    QuestionType.TRUE_OR_FALSE: ["1"],
    QuestionType.MATCH: {"1": "1", "2": "2"},
    QuestionType.ORDER: ["1", "2", "3"],
}


def phrase(text: str, language: str = "en") -> Phrase:
    return Phrase(html=text, text=text, language=language)


def question(kind: QuestionType, **changes: object) -> QuestionText:
    choices = tuple(Choice(n, phrase(f"choice {n}"), phrase(f"feedback {n}")) for n in "123")
    has_choices = kind in SOLUTIONS
    compiled = Question(
        id="stop.1", key="k", type=kind, prompt=(), solution=SOLUTIONS.get(kind), ranges=((23.0, 25.0),), points=2.0
    )
    made = QuestionText(
        question=compiled,
        prompt="<p>What do you do?</p>",
        choices=choices if has_choices else (),
        lefts=tuple(Choice(n, phrase(f"left {n}")) for n in "12") if kind is QuestionType.MATCH else (),
        explanation=phrase("the explanation"),
        guide=phrase("the guide"),
        accepted=("accepted answer",),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def shown(text: QuestionText, **options: object) -> str:
    return str(QUESTIONS.question(text, 1, language="en", **options))


@pytest.mark.parametrize("kind", list(QUIZ_TYPES))
@pytest.mark.parametrize("locked", [False, True])
@pytest.mark.parametrize("is_answered", [False, True])
def test_without_a_result_the_page_is_the_same_whatever_the_key_says(kind, locked, is_answered):
    answer = GIVEN[kind] if is_answered else None
    text = question(kind)
    without_key = replace(
        text,
        question=replace(text.question, solution=None, ranges=(), accepted=()),
        choices=tuple(replace(choice, feedback=None) for choice in text.choices),
        explanation=None,
        guide=None,
        accepted=(),
    )
    assert shown(text, answer=answer, locked=locked) == shown(without_key, answer=answer, locked=locked)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (QuestionType.CHOOSE_ONE, {"stop.1"}),
        (QuestionType.CHOOSE_ALL, {"stop.1"}),
        (QuestionType.TRUE_OR_FALSE, {"stop.1"}),
        (QuestionType.SHORT_ANSWER, {"stop.1"}),
        (QuestionType.NUMBER, {"stop.1"}),
        (QuestionType.WRITTEN, {"stop.1"}),
        (QuestionType.MATCH, {"stop.1:1", "stop.1:2"}),
        (QuestionType.ORDER, {"stop.1:1", "stop.1:2", "stop.1:3"}),
    ],
)
def test_fields_are_named_after_the_question_and_its_parts(kind, names):
    assert set(re.findall(r' name="([^"]+)"', shown(question(kind)))) == names


@pytest.mark.parametrize("kind", list(QUIZ_TYPES))
def test_an_answer_that_was_given_is_found_again(kind):
    page = shown(question(kind), answer=GIVEN[kind])
    chosen = re.findall(r'value="(\d)" checked', page) or re.findall(r'<option(?: value="(\d)")?[^>]* selected', page)
    expected = {QuestionType.MATCH: ["2"], QuestionType.ORDER: ["", "", ""]}.get(kind, GIVEN[kind])
    assert chosen == expected or str(GIVEN[kind]) in page


def test_the_steps_of_an_answer_in_order_keep_their_places():
    page = shown(question(QuestionType.ORDER), answer={"1": "2", "2": "1", "3": "3"})
    assert re.findall(r"<option selected>(\d)", page) == ["2", "1", "3"]
    assert page == shown(question(QuestionType.ORDER), answer=["2", "1", "3"])


def test_an_order_with_a_place_taken_twice_is_shown_as_it_was_given():
    text = question(QuestionType.ORDER)
    page = shown(text, order=("3", "1", "2"), answer={"1": "1", "2": "1", "3": "1"}, locked=True, result=WRONG)
    steps = re.findall(r"<li><span>choice (\d)</span>.*?class=\"given (\w+)\".*?</span> (\d)</span></li>", page, re.S)
    assert steps == [("3", "wrong", "1"), ("1", "right", "1"), ("2", "wrong", "1")]


@pytest.mark.parametrize("kind", list(QUIZ_TYPES))
def test_a_locked_question_has_no_controls(kind):
    assert not re.search(r"<(input|select|textarea|button)", shown(question(kind), answer=GIVEN[kind], locked=True))


def test_options_stand_in_the_order_that_was_drawn():
    page = shown(question(QuestionType.CHOOSE_ONE), order=("3", "1", "2"))
    assert re.findall(r"choice \d", page) == ["choice 3", "choice 1", "choice 2"]


@pytest.mark.parametrize(
    ("mark", "word"),
    [(RIGHT, "Right"), (PARTLY, "Partly right"), (WRONG, "Not right"), (WAITING, "A trainer will mark this answer.")],
)
def test_a_result_is_said_in_a_word_beside_its_icon(mark, word):
    verdict = re.search(
        r'class="verdict">(.*?)</p>', shown(question(QuestionType.WRITTEN), answer="x", result=mark), re.S
    )
    assert verdict is not None
    assert word in verdict[1]
    assert "<svg" in verdict[1]


def test_a_result_shows_the_feedback_of_what_was_chosen_only():
    page = shown(question(QuestionType.CHOOSE_ALL), answer=["1", "3"], locked=True, result=PARTLY)
    assert "feedback 1" in page
    assert "feedback 3" in page
    assert "feedback 2" not in page
    assert "the explanation" in page


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (QuestionType.CHOOSE_ONE, "choice 2"),
        (QuestionType.SHORT_ANSWER, "accepted answer"),
        (QuestionType.NUMBER, "23"),
        (QuestionType.MATCH, "left 2 – choice 2"),
        (QuestionType.ORDER, "<ol><li>choice 1</li><li>choice 2</li><li>choice 3</li></ol>"),
    ],
)
def test_the_key_is_printed_only_when_asked_for(kind, key):
    given = {"answer": GIVEN[kind], "locked": True, "result": WRONG}
    solution = shown(question(kind), **given, reveal=True).partition("Right answer:")[2]
    assert key in solution
    assert "Right answer:" not in shown(question(kind), **given)


@pytest.mark.parametrize("kind", list(QUIZ_TYPES))
def test_the_guide_for_markers_is_never_shown_to_the_officer(kind):
    assert "the guide" not in shown(question(kind), answer=GIVEN[kind], locked=True, result=WRONG, reveal=True)


def test_a_phrase_in_another_language_is_marked_with_its_language_and_direction():
    choices = (Choice("1", phrase("جواب", "ur")), Choice("2", phrase("choice 2")))
    page = shown(question(QuestionType.CHOOSE_ONE, choices=choices))
    assert '<span lang="ur" dir="rtl">جواب</span>' in page
    assert page.count(" lang=") == 1


def test_what_a_person_wrote_is_escaped():
    attack = '"><script>alert(1)</script>'
    for locked in (False, True):
        for kind in (QuestionType.SHORT_ANSWER, QuestionType.NUMBER, QuestionType.WRITTEN):
            page = shown(question(kind), answer=attack, locked=locked, result=WRONG, remark=attack)
            assert "<script" not in page


@pytest.mark.parametrize(
    ("ranges", "words"),
    [
        (((1_345_000.0, 1_345_000.0),), '<bdi dir="ltr">1,345,000</bdi></p>'),
        (((8.4, 8.6),), '<bdi dir="ltr">8.4</bdi> to <bdi dir="ltr">8.6</bdi></p>'),
    ],
)
def test_a_right_number_is_written_out(ranges: tuple[tuple[float, float], ...], words: str) -> None:
    text = question(QuestionType.NUMBER)
    text = replace(text, question=replace(text.question, ranges=ranges))
    assert words in shown(text, answer="7", locked=True, result=WRONG, reveal=True)


@pytest.mark.parametrize("kind", list(QUIZ_TYPES))
@pytest.mark.parametrize(
    "options", [{"saves": True}, {"locked": True}, {"locked": True, "result": WRONG, "reveal": True, "remark": "x"}]
)
def test_words_of_the_interface_are_marked_inside_a_course_in_another_language(kind, options):
    """English words of the interface around a question whose texts are Urdu: each stands in an element that says so."""
    text = question(
        kind, hint=phrase("اشارہ", "ur"), explanation=phrase("وضاحت", "ur"), accepted=("جواب",), prompt="<p>سوال؟</p>"
    )
    text = replace(
        text,
        choices=tuple(Choice(each.id, phrase("انتخاب", "ur"), phrase("رائے", "ur")) for each in text.choices),
        lefts=tuple(Choice(each.id, phrase("لفظ", "ur")) for each in text.lefts),
    )
    answer = "15" if isinstance(GIVEN[kind], str) else GIVEN[kind]
    page = str(QUESTIONS.question(text, 1, answer=answer, language="ur", total=3, **options))
    marked = re.sub(r'<(span|p|option)\b[^>]* lang="en" dir="ltr"[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
    assert re.findall(r">[^<]*[A-Za-z]{2,}[^<]*<", marked) == []
