"""Questions are drawn as the author says, and answers are marked by one rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalog.course import Answer, Lesson, Question
from lms.catalog.quiz import Drawn, Mark, draw, is_well_formed, mark
from tests.catalog.small_course import lesson_of, question_of

ONE = question_of("### Question (choose one)\n\nQ?\n\n- [ ] A\n- [x] B\n- [ ] C\n")
ALL = question_of("### Question (choose all)\n\nQ?\n\n- [x] A\n- [x] B\n- [ ] C\n- [ ] D\n")
TRUE = question_of("### Question (true or false)\n\nQ?\n\n- [x] True\n- [ ] False\n")
SHORT = question_of("### Question (short answer)\n\nQ?\n\n- Answer: F.I.R.\n- Answer: first *information* report\n")
NUMBER = question_of("### Question (number)\n\nQ?\n\n- Answer: 8.5 ± 0.1\n- Answer: 10,000\n")
MATCH = question_of("### Question (match)\n\nQ.\n\n| A | B |\n|---|---|\n| a | X |\n| b | Y |\n| c | Z |\n|  | W |\n")
ORDER = question_of("### Question (put in order)\n\nQ.\n\n1. a\n2. b\n3. c\n4. d\n")
WRITTEN = question_of("### Question (written answer)\n\nWhy?\n\nGuide: G.\n")
EVERY = [ONE, ALL, TRUE, SHORT, NUMBER, MATCH, ORDER, WRITTEN]


@pytest.mark.parametrize(
    ("question", "answer", "share"),
    [
        (ONE, ["2"], 1.0),
        (ONE, ["1"], 0.0),
        (TRUE, ["1"], 1.0),
        (TRUE, ["2"], 0.0),
        (ALL, ["1", "2"], 1.0),
        (ALL, ["2", "1"], 1.0),
        (ALL, ["1"], 0.5),
        (ALL, ["1", "2", "3"], 0.5),
        (ALL, ["1", "3"], 0.0),
        (ALL, ["1", "2", "3", "4"], 0.0),
        (ALL, [], 0.0),
        (MATCH, {"1": "1", "2": "2", "3": "3"}, 1.0),
        (MATCH, {"1": "1", "2": "2"}, 2 / 3),
        (MATCH, {"1": "1", "2": "2", "3": "4"}, 1 / 3),
        (MATCH, {"1": "2", "2": "1", "3": "3"}, 0.0),
        (MATCH, {}, 0.0),
        (ORDER, ["1", "2", "3", "4"], 1.0),
        (ORDER, ["2", "1", "3", "4"], 0.0),
        (ORDER, ["4", "3", "2", "1"], 0.0),
        (NUMBER, "8.5", 1.0),
        (NUMBER, "8.6", 1.0),
        (NUMBER, "8.4", 1.0),
        (NUMBER, "8,5", 1.0),
        (NUMBER, "۸٫۵", 1.0),
        (NUMBER, "8.61", 0.0),
        (NUMBER, "10000", 1.0),
        (NUMBER, "١٠٬٠٠٠", 1.0),
        (NUMBER, "ten thousand", 0.0),
        (NUMBER, "nan", 0.0),
        (SHORT, "fir", 1.0),
        (SHORT, " First information REPORT ", 1.0),
        (SHORT, "report", 0.0),
        (SHORT, "", 0.0),
        (SHORT, "؟", 0.0),
    ],
)
def test_an_answer_is_marked(question: Question, answer: Answer, share: float) -> None:
    found = mark(question, answer)
    assert found.share == pytest.approx(share)
    assert found.right == (share == 1.0)
    assert not found.waiting


def test_five_steps_with_two_exchanged_earn_the_right_places_minus_the_wrong_ones() -> None:
    question = question_of("### Question (put in order)\n\nQ.\n\n1. a\n2. b\n3. c\n4. d\n5. e\n")
    assert mark(question, ["1", "2", "3", "5", "4"]).share == pytest.approx(0.2)


@pytest.mark.parametrize("question", EVERY)
def test_no_answer_earns_nothing(question: Question) -> None:
    assert mark(question, None) == Mark(0.0, False, False)


def test_a_written_answer_waits_for_a_trainer() -> None:
    assert mark(WRITTEN, "Because.") == Mark(0.0, False, True)
    assert not mark(WRITTEN, "").waiting


def test_answers_of_another_language_are_accepted() -> None:
    assert mark(SHORT, "ایف آئی آر", ["ایف آئی آر"]).right
    assert not mark(SHORT, "ایف آئی آر").right


def test_signs_are_compared_as_they_are() -> None:
    question = question_of("### Question (short answer)\n\nWhich sign?\n\n- Answer: \\%\n")
    assert mark(question, " % ").right
    assert not mark(question, "&").right


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (ONE, ["4"]),
        (ONE, ["1", "2"]),
        (ONE, []),
        (ONE, "2"),
        (ONE, [2]),
        (ONE, {"1": "2"}),
        (ALL, ["1", "1"]),
        (ALL, None),
        (ORDER, ["1", "2", "3"]),
        (ORDER, ["1", "2", "3", "3"]),
        (ORDER, {"1": ["1"]}),
        (ORDER, {"1": "9"}),
        (MATCH, {"4": "1"}),
        (MATCH, {"1": "9"}),
        (MATCH, {"1": ["1"]}),
        (MATCH, [["1", "1"]]),
        (SHORT, "x" * 501),
        (SHORT, "a\0b"),
        (SHORT, "\ud800"),
        (NUMBER, 5),
        (WRITTEN, "x" * 20_001),
    ],
)
def test_a_hostile_form_stores_no_nonsense(question: Question, answer: object) -> None:
    assert not is_well_formed(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        *((ONE, ["3"]), (TRUE, ["2"]), (ALL, []), (ALL, ["4"]), (ORDER, ["4", "3", "2", "1"])),
        *((MATCH, {}), (MATCH, {"1": "4"}), (SHORT, "کچھ"), (NUMBER, "about 5"), (WRITTEN, "x\n" * 5000)),
    ],
)
def test_an_honest_answer_is_stored_even_if_it_is_wrong(question: Question, answer: object) -> None:
    assert is_well_formed(question, answer)


LEAVES = st.text(max_size=3) | st.integers() | st.none() | st.sampled_from(["1", "2", "3"])


@pytest.mark.slow
@given(st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=2), inner), max_leaves=6))
def test_marking_never_fails_and_stays_between_nothing_and_all(answer: object) -> None:
    for question in EVERY:
        if is_well_formed(question, answer):
            assert 0.0 <= mark(question, answer).share <= 1.0  # type: ignore[arg-type]
        else:
            assert mark(question, answer).share == 0.0  # type: ignore[arg-type]


def quiz(settings: str, *parts: str) -> Lesson:
    return lesson_of(f"---\nquiz: graded\n{settings}---\n# T\n\n" + "".join(parts))


def asked(count: int, word: str = "Q") -> str:
    each = "### Question (choose one)\n\n{} {}?\n\n- [x] A\n- [ ] B\n- [ ] C\n- [ ] D\n\n"
    return "".join(each.format(word, number) for number in range(count))


POOLS = quiz("", asked(1, "Always"), "## Pool: A (ask 2)\n\n", asked(5, "A"), "## Pool: B (ask 1)\n\n", asked(3, "B"))


@given(st.integers(0, 2**63))
def test_a_draw_has_what_each_pool_says_and_is_the_same_for_the_same_seed(seed: int) -> None:
    drawn = draw(POOLS, seed)
    pools = {question.id: question.pool for question in POOLS.questions}
    assert sorted((pools[found.question] is None, pools[found.question] or 0) for found in drawn) == [
        *((False, 0), (False, 0), (False, 1), (True, 0)),
    ]
    assert len({found.question for found in drawn}) == 4
    assert all(sorted(found.order) == ["1", "2", "3", "4"] for found in drawn)
    assert draw(POOLS, seed) == drawn


def test_people_do_not_all_get_the_same() -> None:
    draws = [draw(POOLS, seed) for seed in range(50)]
    assert {found.question for drawn in draws for found in drawn} == {question.id for question in POOLS.questions}
    assert len({tuple(found.question for found in drawn) for drawn in draws}) > 20
    assert {found.order[0] for drawn in draws for found in drawn} == {"1", "2", "3", "4"}


def test_draw_asks_so_many_of_all() -> None:
    assert len(draw(quiz("draw: 3\n", asked(8)), 1)) == 3


def test_without_shuffle_everything_keeps_the_authors_order() -> None:
    lesson = quiz("shuffle: no\n", asked(6))
    drawn = draw(lesson, 7)
    assert [found.question for found in drawn] == [question.id for question in lesson.questions]
    assert {found.order for found in drawn} == {("1", "2", "3", "4")}


def test_the_checks_of_a_lesson_stand_where_they_are() -> None:
    lesson = lesson_of("# T\n\n" + asked(3))
    assert draw(lesson, 3) == tuple(Drawn(f"first.{n}", ("1", "2", "3", "4")) for n in (1, 2, 3))


STEPS = "### Question (put in order)\n\nSort.\n\n1. a\n2. b\n\n"
PAIRS = "### Question (match)\n\nMatch.\n\n| A | B |\n|---|---|\n| a | X |\n| b | Y |\n\n"
TRUTH = "### Question (true or false)\n\nSo?\n\n- [x] True\n- [ ] False\n\n"


@given(st.integers(0, 10_000), st.sampled_from(["quiz", "plain", "lesson"]))
def test_steps_and_pairs_are_never_shown_solved_and_true_comes_before_false(seed: int, kind: str) -> None:
    lesson = {"quiz": QUIZ_OF_THREE, "plain": PLAIN_OF_THREE, "lesson": LESSON_OF_THREE}[kind]
    orders = {found.question: found.order for found in draw(lesson, seed)}
    assert [orders[f"first.{n}"] for n in (1, 2, 3)] == [("2", "1"), ("2", "1"), ("1", "2")]


QUIZ_OF_THREE = quiz("", STEPS, PAIRS, TRUTH)
PLAIN_OF_THREE = quiz("shuffle: no\n", STEPS, PAIRS, TRUTH)
LESSON_OF_THREE = lesson_of("# T\n\n" + STEPS + PAIRS + TRUTH)
