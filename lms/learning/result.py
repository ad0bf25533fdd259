"""What an officer is shown of a marked attempt: what was right, and what to read again. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from lms.catalog.edition import Edition, LessonText, Phrase, QuestionText
from lms.catalog.quiz import Mark
from lms.learning.models import Attempt, AttemptAnswer


class Outcome(StrEnum):
    RIGHT = "right"
    PARTLY = "partly right"
    WRONG = "wrong"
    UNANSWERED = "not answered"
    WAITING = "waiting for a trainer"


class Asked(Protocol):
    """A question of the attempt in the order drawn."""

    @property
    def text(self) -> QuestionText: ...
    @property
    def order(self) -> tuple[str, ...]: ...
    @property
    def number(self) -> int: ...


@dataclass(frozen=True)
class Marked:
    """One question of the result. `share` of `text.question.points`."""

    text: QuestionText
    order: tuple[str, ...]
    number: int
    answer: Any
    outcome: Outcome
    share: float
    remark: str

    @property
    def points(self) -> float:
        return round(self.share * self.text.question.points, 3)

    @property
    def mark(self) -> Mark:
        return Mark(self.share, self.outcome is Outcome.RIGHT, self.outcome is Outcome.WAITING)


@dataclass(frozen=True)
class ObjectiveResult:
    """How the questions that test one objective went: `points` of `maximum`."""

    phrase: Phrase
    points: float
    maximum: float


@dataclass(frozen=True)
class Result:
    """A marked attempt. `percent` is None while a written answer waits; `show_key` tells whether right answers are shown."""

    questions: tuple[Marked, ...]
    percent: float | None
    objectives: tuple[ObjectiveResult, ...]
    read_again: tuple[LessonText, ...]
    show_key: bool


def result_of(
    attempt: Attempt,
    edition: Edition,
    drawn: Sequence[Asked],
    answers: Mapping[str, AttemptAnswer],
    show_key: bool,
) -> Result:
    """The result of a submitted attempt.

    Right answers are shown (`show_key`) once the quiz is passed; before that the feedback and the lessons say what to learn, so
    that the next attempt is not a matter of remembering letters.
    """
    marked = tuple(_marked(asked, answers.get(asked.text.id)) for asked in drawn)
    percent = None if attempt.score is None else 100 * attempt.score / attempt.maximum if attempt.maximum else 0.0
    return Result(
        questions=marked,
        percent=percent,
        objectives=_by_objective(edition, marked),
        read_again=_lessons_to_read(edition, marked),
        show_key=show_key,
    )


def _marked(asked: Asked, row: AttemptAnswer | None) -> Marked:
    share = (row.share or 0.0) if row else 0.0
    if row is not None and row.waiting:
        outcome = Outcome.WAITING
    elif row is None or row.answer is None:
        outcome = Outcome.UNANSWERED
    else:
        outcome = Outcome.RIGHT if share > 0.999 else Outcome.PARTLY if share > 0 else Outcome.WRONG
    return Marked(
        asked.text,
        asked.order,
        asked.number,
        row.answer if row else None,
        outcome,
        share,
        row.remark if row else "",
    )


def _by_objective(edition: Edition, marked: Sequence[Marked]) -> tuple[ObjectiveResult, ...]:
    results = []
    for number, phrase in enumerate(edition.objectives, 1):
        of_this = [m for m in marked if m.text.question.objective == number]
        if of_this:
            maximum = sum(m.text.question.points for m in of_this)
            results.append(ObjectiveResult(phrase, round(sum(m.points for m in of_this), 3), maximum))
    return tuple(results)


def _lessons_to_read(edition: Edition, marked: Sequence[Marked]) -> tuple[LessonText, ...]:
    """The lessons that the explanations of questions not fully right point to, in the order of the course."""
    linked = {
        slug
        for m in marked
        if m.outcome in {Outcome.PARTLY, Outcome.WRONG, Outcome.UNANSWERED} and m.text.explanation
        for slug in re.findall(r'href="/courses/[^"/]+/([^"/#]+)', m.text.explanation.html)
    }
    return tuple(lesson for lesson in edition.lessons if lesson.slug in linked and not lesson.lesson.quiz)
