"""How far somebody is, and when a course is completed."""

import pytest

from lms.catalog.outline import Outline
from lms.learning.progress import Done, LessonState, go_on_with, is_complete, lesson_state, steps_done

OUTLINE = Outline(
    lessons=("arrive", "search"),
    checks={"arrive": ("arrive:a",), "search": ("search:a", "search:b")},
    quiz="final-quiz",
    digests={"arrive": "one", "search": "two"},
)
READ_ALL = {"arrive": "one", "search": "two"}
ANSWERED_ALL = frozenset({"arrive:a", "search:a", "search:b"})


def test_each_lesson_each_check_and_the_quiz_is_a_step():
    assert OUTLINE.steps == 6
    assert steps_done(OUTLINE, Done()) == 0
    assert steps_done(OUTLINE, Done({"arrive": "one"}, frozenset({"arrive:a"}), passed=True)) == 3


def test_what_the_course_no_longer_asks_for_does_not_count():
    gone = Done({"arrive": "one", "gone": "x"}, frozenset({"gone:a"}))
    assert steps_done(OUTLINE, gone) == 1


@pytest.mark.parametrize(
    ("done", "complete"),
    [
        (Done(READ_ALL, ANSWERED_ALL, passed=True), True),
        (Done({"arrive": "one"}, ANSWERED_ALL, passed=True), False),
        (Done(READ_ALL, ANSWERED_ALL - {"search:b"}, passed=True), False),
        (Done(READ_ALL, ANSWERED_ALL, passed=False), False),
        (Done(READ_ALL | {"arrive": "older"}, ANSWERED_ALL, passed=True), True),
    ],
    ids=["all", "a lesson unread", "a check open", "quiz not passed", "a lesson changed since"],
)
def test_completion_needs_lessons_checks_and_quiz(done, complete):
    assert is_complete(OUTLINE, done) is complete


@pytest.mark.parametrize(("attended", "steps", "complete"), [(0, 1, False), (1, 2, False), (2, 3, True), (3, 3, True)])
def test_live_sessions_that_a_course_asks_for_are_steps_of_it(attended, steps, complete):
    outline = Outline(("arrive",), {"arrive": ()}, None, {"arrive": "one"}, live_sessions=2)
    done = Done({"arrive": "one"}, attended=attended)
    assert (outline.steps, steps_done(outline, done), is_complete(outline, done)) == (3, steps, complete)


def test_a_course_without_quiz_is_complete_when_read():
    outline = Outline(("arrive",), {"arrive": ()}, None, {"arrive": "one"})
    assert is_complete(outline, Done({"arrive": "one"}))


@pytest.mark.parametrize(
    ("done", "state"),
    [
        (Done(), LessonState.NOT_STARTED),
        (Done(checks=frozenset({"search:a"})), LessonState.IN_PROGRESS),
        (Done({"search": "two"}, frozenset({"search:a"})), LessonState.IN_PROGRESS),
        (Done({"search": "two"}, ANSWERED_ALL), LessonState.COMPLETE),
        (Done({"search": "older"}, ANSWERED_ALL), LessonState.UPDATED),
    ],
)
def test_the_state_of_a_lesson(done, state):
    assert lesson_state(OUTLINE, done, "search") is state


@pytest.mark.parametrize(
    ("done", "last", "expected"),
    [
        (Done(), None, "arrive"),
        (Done(), "search", "search"),
        (Done({"arrive": "one"}, frozenset({"arrive:a"})), "arrive", "search"),
        (Done({"arrive": "one"}), None, "arrive"),
        (Done(READ_ALL, ANSWERED_ALL), "search", "final-quiz"),
        (Done(READ_ALL, ANSWERED_ALL, passed=True), "search", None),
        (Done(), "renamed-away", "arrive"),
    ],
)
def test_going_on_where_one_was(done, last, expected):
    assert go_on_with(OUTLINE, done, last) == expected
