"""How many people a change of a course concerns."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from lms.learning.models import Enrolment, LessonProgress


@dataclass(frozen=True)
class Readers:
    """How many people are in a course: enrolled in all, in the middle of it, and done with it."""

    enrolled: int
    under_way: int
    completed: int


def readers(session: Session, course_id: int) -> Readers:
    """How many people a change of a course concerns, whoever they are."""
    begun = or_(Enrolment.last_lesson.is_not(None), exists().where(LessonProgress.enrolment_id == Enrolment.id))
    counts = select(
        func.count(),
        func.count().filter(Enrolment.completed_at.is_(None), begun),
        func.count().filter(Enrolment.completed_at.is_not(None)),
    )
    return Readers(*session.execute(counts.where(Enrolment.course_id == course_id)).one())


def readers_of(session: Session, course_id: int, digests: Mapping[str, str]) -> int:
    """How many people have read one of these lessons with another text: `digests` are the new ones, by lesson."""
    if not digests:
        return 0
    others = [and_(LessonProgress.lesson == lesson, LessonProgress.digest != new) for lesson, new in digests.items()]
    statement = (
        select(func.count(LessonProgress.enrolment_id.distinct()))
        .join(Enrolment, Enrolment.id == LessonProgress.enrolment_id)
        .where(Enrolment.course_id == course_id, LessonProgress.read_at.is_not(None), or_(*others))
    )
    return session.scalars(statement).one()
