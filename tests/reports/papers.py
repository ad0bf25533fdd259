"""First attempts that are there without anybody having taken them: fast, and as many as a test of figures needs."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.catalog.course import Course, QuizKind
from lms.learning.models import Attempt, AttemptAnswer, Enrolment


def enrolment(session: Session, course_id: int, person_id: int, at: datetime) -> int:
    made = Enrolment(person_id=person_id, course_id=course_id, enrolled_at=at)
    session.add(made)
    session.flush()
    return made.id


def add_paper(
    session: Session, course: Course, enrolment_id: int, shares: dict[str, float], at: datetime, **given: Any
) -> None:
    """An attempt at the graded quiz that was handed in at `at`. `shares` say what each question drawn was worth, by its id."""
    points = {question.id: question.points for question in course.graded.questions}
    values: dict[str, Any] = {
        "kind": QuizKind.GRADED, "number": 1, "language": "en", "submitted_at": at,
        "score": sum(share * points[key] for key, share in shares.items()),
    } | given  # fmt: skip
    attempt = Attempt(
        enrolment_id=enrolment_id, seed=1, drawn=[], started_at=at - timedelta(minutes=9),
        maximum=sum(points[key] for key in shares), **values,
    )  # fmt: skip
    session.add(attempt)
    session.flush()
    session.add_all(
        AttemptAnswer(
            attempt_id=attempt.id, question_id=key, answer="2", counter=1, change_key=key, saved_at=at, share=share
        )
        for key, share in shares.items()
    )
