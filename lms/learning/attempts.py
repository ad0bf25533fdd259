"""The rules of attempts at a quiz: when one may start, how long it lasts, what it comes to. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.catalog.course import Quiz, QuizKind
from lms.errors import Refused
from lms.i18n import N_


class NoAttemptsLeft(Refused):
    """All attempts that the quiz allows are used."""


class MustWait(Refused):
    """The waiting time after a failed attempt is not over. `until` is when it is."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            N_("You can try again after %(until)s. Use the time to read the lessons once more."), until=until
        )
        self.until = until


class AlreadyPassed(Refused):
    pass


class WaitingForTrainer(Refused):
    pass


class TestTaken(Refused):
    pass


class TestClosed(Refused):
    """It is too late for the test before the course, or too early for that after it."""


@dataclass(frozen=True)
class Past:
    """An attempt that was submitted; `passed` is None while written answers wait for a trainer."""

    submitted_at: datetime
    passed: bool | None


def check_may_start(quiz: Quiz, past: Sequence[Past], now: datetime, granted: int = 0) -> None:
    """Raise a `Refused` if another attempt may not start now. `granted` attempts come on top of those that the quiz allows, and
    without its waiting time: a coordinator has decided that it is time."""
    if any(attempt.passed for attempt in past):
        raise AlreadyPassed(N_("You have passed this quiz already."))
    if any(attempt.passed is None for attempt in past):
        raise WaitingForTrainer(N_("A trainer has still to mark your last attempt."))
    if quiz.attempts is not None and len(past) >= quiz.attempts + granted:
        raise NoAttemptsLeft(N_("No attempts are left. Ask your coordinator for another one."))
    is_granted = quiz.attempts is not None and len(past) >= quiz.attempts
    if quiz.wait and past and not is_granted:
        until = max(attempt.submitted_at for attempt in past) + timedelta(seconds=quiz.wait)
        if until > now:
            raise MustWait(until)


def check_may_take(kind: QuizKind, taken: int, read: int, lessons: int) -> None:
    """Raise a `Refused` if a test cannot be taken: each once, the first before the first of the `lessons` is read, the second when
    all are."""
    if taken:
        raise TestTaken(N_("You have taken this test. It is taken only once."))
    if kind is QuizKind.BEFORE and read:
        raise TestClosed(N_("This test is for those who have read nothing yet. Go on with the lessons."))
    if kind is QuizKind.AFTER and read < lessons:
        raise TestClosed(N_("This test opens when you have read all lessons."))


def deadline(quiz: Quiz, started_at: datetime, extra_time: int) -> datetime | None:
    """When the server stops taking answers; `extra_time` is the person's extra time in per cent. None without a time limit."""
    if quiz.time_limit is None:
        return None
    return started_at + timedelta(seconds=quiz.time_limit * (100 + extra_time) / 100)


def score(shares: Iterable[tuple[float, float]]) -> float:
    """Points reached, from (share, points) of each question; rounded to a thousandth so that thirds add up."""
    return round(sum(share * points for share, points in shares), 3)


def is_passed(reached: float, maximum: float, pass_mark: float) -> bool:
    """Whether `reached` of `maximum` points is at least the pass mark (a share)."""
    return maximum > 0 and reached + 0.0005 >= maximum * pass_mark
