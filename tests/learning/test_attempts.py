"""When an attempt may start, how long it lasts, and what it comes to."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.catalog.course import Quiz
from lms.learning.attempts import (
    AlreadyPassed,
    MustWait,
    NoAttemptsLeft,
    Past,
    WaitingForTrainer,
    check_may_start,
    deadline,
    is_passed,
    score,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def failed(minutes_ago: int) -> Past:
    return Past(NOW - timedelta(minutes=minutes_ago), passed=False)


def test_the_first_attempt_may_always_start():
    check_may_start(Quiz(0.8, attempts=1, wait=3600), [], NOW)


def test_no_attempt_after_the_last_allowed_one():
    with pytest.raises(NoAttemptsLeft):
        check_may_start(Quiz(0.8, attempts=2), [failed(90), failed(30)], NOW)
    check_may_start(Quiz(0.8, attempts=3), [failed(90), failed(30)], NOW)


def test_waiting_time_counts_from_the_last_attempt():
    quiz = Quiz(0.8, wait=15 * 60)
    with pytest.raises(MustWait) as refused:
        check_may_start(quiz, [failed(60), failed(5)], NOW)
    assert refused.value.until == NOW + timedelta(minutes=10)
    check_may_start(quiz, [failed(15)], NOW)


def test_not_again_once_passed_or_while_a_trainer_marks():
    with pytest.raises(AlreadyPassed):
        check_may_start(Quiz(0.8), [Past(NOW, passed=True)], NOW)
    with pytest.raises(WaitingForTrainer):
        check_may_start(Quiz(0.8), [Past(NOW, passed=None)], NOW)


@pytest.mark.parametrize(("extra", "minutes"), [(0, 30), (25, 37.5), (100, 60)])
def test_extra_time_lengthens_the_limit(extra, minutes):
    assert deadline(Quiz(0.8, time_limit=1800), NOW, extra) == NOW + timedelta(minutes=minutes)


def test_without_limit_there_is_no_deadline():
    assert deadline(Quiz(0.8), NOW, 50) is None


def test_three_thirds_are_one_whole():
    assert score([(1 / 3, 1), (1 / 3, 1), (1 / 3, 1), (0.5, 2)]) == 2.0


@pytest.mark.parametrize(
    ("reached", "maximum", "passed"),
    [(8, 10, True), (7.99, 10, False), (9.6, 12, True), (9.5, 12, False), (0, 0, False)],
)
def test_the_pass_mark_itself_is_enough(reached, maximum, passed):
    assert is_passed(reached, maximum, 0.8) is passed
