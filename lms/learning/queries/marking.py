"""Written answers that wait for a trainer."""

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session, selectinload

from lms.catalog.models import CourseRecord
from lms.learning.models import WAITING, Attempt, AttemptAnswer, Enrolment
from lms.people.viewer import Viewer


def waiting_answers(viewer: Viewer, limit: int = 50) -> Select[AttemptAnswer, Attempt, str]:
    """Written answers of others that wait for a trainer, the oldest first, with attempt and course slug."""
    return (
        select(AttemptAnswer, Attempt, CourseRecord.slug)
        .join(Attempt, Attempt.id == AttemptAnswer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .where(text(WAITING), Enrolment.person_id != viewer.id)
        .order_by(AttemptAnswer.id)
        .limit(limit)
    )


def answers_waiting(session: Session, course_id: int) -> int:
    """How many written answers in a course wait for a trainer. Few wait of all that were given, so those are looked through."""
    of_course = (
        select(Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Attempt.id == AttemptAnswer.attempt_id, Enrolment.course_id == course_id)
        .correlate(AttemptAnswer)
    )
    return session.scalars(select(func.count(AttemptAnswer.id)).where(text(WAITING), of_course.exists())).one()


def waiting_answer(session: Session, viewer: Viewer, answer_id: int) -> AttemptAnswer:
    """A written answer of somebody else with its attempt and enrolment, locked for marking; `NoResultFound` if there is none."""
    return session.scalars(
        select(AttemptAnswer)
        .join(Attempt, Attempt.id == AttemptAnswer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(AttemptAnswer.id == answer_id, Enrolment.person_id != viewer.id)
        .options(selectinload(AttemptAnswer.attempt).selectinload(Attempt.enrolment))
        .with_for_update(of=AttemptAnswer)
    ).one()
