"""The tests before and after a course: what authors write, what is asked, and the mistakes in between."""

from collections import Counter

import pytest

from lms.catalog import compiled, source
from lms.catalog.course import Course, QuizKind
from lms.catalog.outline import dump, load, outline_of
from lms.catalog.quiz import draw, number_asked
from tests.catalog.small_course import errors, files, read, warnings

BEFORE = "---\nquiz: before\ndraw: 3\n---\n# Before\n\nYou cannot fail.\n"
AFTER = "---\nquiz: after\ndraw: 3\n---\n# After\n"


def ask(name: str, kind: str = "number") -> str:
    answer = "Guide: Be fair." if kind == "written answer" else "- Answer: 1"
    return f"### Question ({kind})\n\nHow many {name}?\n\n{answer}\n\n"


POOLS = "".join(f"## Pool: {pool} (ask 2)\n\n" + "".join(ask(f"{pool}{n}") for n in range(4)) for pool in "ab")
QUIZ = f"---\nquiz: graded\n---\n# Quiz\n\n{ask('always')}{POOLS}"


def course_of(**more: str) -> Course:
    course = read("# T\n", **more).course
    assert course is not None, errors(read("# T\n", **more))
    return course


WHOLE = {"00-before.md": BEFORE, "07-after.md": AFTER, "08-quiz.md": QUIZ}


def test_tests_take_their_questions_from_the_graded_quiz() -> None:
    course = course_of(**WHOLE)
    before, after = course.quiz_of(QuizKind.BEFORE), course.quiz_of(QuizKind.AFTER)
    assert before is not None
    assert after is not None
    assert [lesson.slug for lesson in course.reading] == ["first", "next"]
    assert course.graded.slug == "quiz"
    for test in (before, after):
        stock = course.stock_of(test)
        assert stock is course.graded
        assert number_asked(test, stock) == 3
        pools = {question.id: question.pool for question in stock.questions}
        for seed in range(20):
            # one of each in turn, so that the two tests ask as much of every pool
            assert Counter(pools[drawn.question] for drawn in draw(test, seed, stock)) == {None: 1, 0: 1, 1: 1}


def test_without_a_number_a_test_asks_what_the_quiz_asks() -> None:
    course = course_of(
        **WHOLE | {"00-before.md": "---\nquiz: before\n---\n# B\n", "07-after.md": "---\nquiz: after\n---\n# A\n"}
    )
    before = course.quiz_of(QuizKind.BEFORE)
    assert before is not None
    assert number_asked(before, course.graded) == number_asked(course.graded) == 5


def test_a_test_asks_no_written_answers() -> None:
    quiz = QUIZ + "## Pool: c (ask 1)\n\n" + ask("w1", "written answer") + ask("w2", "written answer")
    course = course_of(**WHOLE | {"08-quiz.md": quiz})
    before = course.quiz_of(QuizKind.BEFORE)
    assert before is not None
    types = {question.id: question.type.value for question in course.graded.questions}
    assert {types[drawn.question] for seed in range(9) for drawn in draw(before, seed, course.graded)} == {"number"}


def test_without_a_graded_quiz_one_test_asks_what_the_other_has() -> None:
    own = BEFORE.replace("draw: 3\n", "") + POOLS
    course = course_of(**{"00-before.md": own, "07-after.md": AFTER.replace("draw: 3\n", "")})
    before, after = course.quiz_of(QuizKind.BEFORE), course.quiz_of(QuizKind.AFTER)
    assert before is not None
    assert after is not None
    assert course.stock_of(after) is before
    assert number_asked(after, before) == number_asked(before) == 4


def test_tests_are_no_steps_of_a_course() -> None:
    written = files("# T\n", **WHOLE)
    plain = {name: body for name, body in written.items() if "before" not in name and "after" not in name}
    with_tests, without = (source.read("small", each).course for each in (written, plain))
    assert with_tests is not None
    assert without is not None
    outline = outline_of(with_tests, written)
    assert (outline.before, outline.after) == ("before", "after")
    assert outline.steps == outline_of(without, plain).steps
    assert load(dump(outline)) == outline
    stored = dump(outline)
    del stored["before"], stored["after"]
    assert load(stored).before is None


def test_a_course_with_tests_comes_back_without_loss() -> None:
    course = course_of(**WHOLE)
    assert compiled.load(compiled.dump(course)) == course


UNEVEN = "".join(
    f"## Pool: {pool} (ask {number})\n\n" + "".join(ask(f"{pool}{n}") for n in range(4))
    for pool, number in (("a", 3), ("b", 1))
)
MISTAKES = {
    "two tests before": (WHOLE | {"09-x.md": BEFORE}, "already the test before"),
    "two tests after": (WHOLE | {"09-x.md": AFTER}, "already the test after"),
    "a pass mark": (WHOLE | {"00-before.md": BEFORE.replace("draw: 3", "pass mark: 80 %")}, "Delete “pass mark”"),
    "attempts": (WHOLE | {"07-after.md": AFTER.replace("draw: 3", "attempts: 2")}, "Delete “attempts”"),
    "a time limit": (WHOLE | {"07-after.md": AFTER.replace("draw: 3", "time limit: 1 hour")}, "Delete “time limit”"),
    "nothing to ask": ({"00-before.md": BEFORE}, "nothing to ask"),
    "too many": (WHOLE | {"00-before.md": BEFORE.replace("3", "30")}, "draws 30 questions but 08-quiz.md has only 9"),
    "another number": (WHOLE | {"07-after.md": AFTER.replace("3", "4")}, "asks 3 questions and this test 4"),
    "as many of other pools": (
        {"00-before.md": BEFORE.replace("draw: 3\n", "") + UNEVEN, "07-after.md": AFTER.replace("3", "4")},
        "of each pool, so that the two cannot be compared. Delete draw: in 07-after.md",
    ),
    "fewer of the pools of the other": (
        {"00-before.md": BEFORE, "07-after.md": AFTER.replace("draw: 3\n", "") + UNEVEN},
        "of each pool, so that the two cannot be compared. Delete draw: in 00-before.md",
    ),
    "a number where the quiz has pools": (
        {"00-before.md": BEFORE.replace("draw: 3\n", ""), "07-after.md": AFTER.replace("3", "4"),
         "08-quiz.md": "---\nquiz: graded\n---\n# Quiz\n" + UNEVEN},
        "of each pool, so that the two cannot be compared. Delete draw: in 07-after.md",
    ),
    "two stocks": (
        {"00-before.md": BEFORE.replace("3", "1") + ask("x"), "07-after.md": AFTER.replace("3", "1") + ask("x")},
        "Both 00-before.md and this test",
    ),
    "a pool without questions": (WHOLE | {"00-before.md": BEFORE + "## Pool: a (ask 1)\n"}, "Delete this heading"),
    "a written answer": (WHOLE | {"00-before.md": BEFORE.replace("3", "1") + ask("x", "written answer")}, "Nobody marks"),
    "another word": (WHOLE | {"00-before.md": BEFORE.replace("quiz: before", "quiz: first")}, "quiz: before or quiz: after"),
    "an evaluation with a number": ({"09-evaluation.md": "---\nsurvey: evaluation\n---\n# E\n"}, "Call its file evaluation.md"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_once(written: dict[str, str], words: str) -> None:
    told = [str(problem) for problem in errors(read("# T\n", **written))]
    assert len(told) == 1, told
    assert words in told[0]
    if " Delete draw: in " in told[0]:
        file = told[0].partition(" Delete draw: in ")[2].partition(";")[0]
        followed = written | {file: "".join(row for row in written[file].splitlines(True) if "draw:" not in row)}
        assert not errors(read("# T\n", **followed))


ADVICE = {
    "only before": ({"00-before.md": BEFORE, "08-quiz.md": QUIZ}, "none after it"),
    "only after": ({"07-after.md": AFTER, "08-quiz.md": QUIZ}, "none before it"),
    "before too late": (
        {"06-before.md": BEFORE, "07-after.md": AFTER, "08-quiz.md": QUIZ},
        "for instance 00-before.md",
    ),
    "after too early": (
        {"00-before.md": BEFORE, "02-next.md": AFTER, "03-more.md": "# More\n", "08-quiz.md": QUIZ},
        "comes after all lessons",
    ),
}


@pytest.mark.parametrize(("written", "words"), ADVICE.values(), ids=ADVICE.keys())
def test_tests_that_show_nothing_are_advised_against(written: dict[str, str], words: str) -> None:
    found = read("# T\n", **written)
    assert any(words in text for text in warnings(found)), warnings(found)


def test_in_its_place_a_test_gets_no_advice() -> None:
    assert not [text for text in warnings(read("# T\n", **WHOLE)) if "The test" in text or "a test" in text]
