"""Learning paths, and what of them is published."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, selectinload

from lms.batches.models import LearningPath, LearningPathCourse
from lms.catalog.models import CourseCard, CourseRecord


@dataclass(frozen=True)
class PathRow:
    """A learning path in the list: how many courses it names, and how many of them are published."""

    path: LearningPath
    courses: int
    published: int


@dataclass(frozen=True)
class PathCourse:
    """A course that a path names; without a title if it is not published (yet, or any more)."""

    slug: str
    course_id: int | None
    title: str | None
    title_language: str | None


def paths(session: Session) -> list[PathRow]:
    """All learning paths; there are few."""
    statement = (
        select(LearningPath, func.count(LearningPathCourse.id), func.count(CourseRecord.id))
        .outerjoin(LearningPathCourse, LearningPathCourse.path_id == LearningPath.id)
        .outerjoin(
            CourseRecord, and_(CourseRecord.slug == LearningPathCourse.slug, CourseRecord.revision_id.is_not(None))
        )
        .group_by(LearningPath.id)
        .order_by(LearningPath.id)
    )
    return [PathRow(*row) for row in session.execute(statement)]


def path(session: Session, path_id: int) -> LearningPath:
    """A learning path with its courses; `NoResultFound` if there is none."""
    return session.scalars(
        select(LearningPath).where(LearningPath.id == path_id).options(selectinload(LearningPath.courses))
    ).one()


def path_by_slug(session: Session, slug: str) -> LearningPath | None:
    return session.scalars(select(LearningPath).where(LearningPath.slug == slug)).one_or_none()


def path_choices(session: Session) -> Sequence[LearningPath]:
    return session.scalars(select(LearningPath).order_by(LearningPath.id)).all()


def path_courses(session: Session, path_id: int, language: str) -> list[PathCourse]:
    """The courses that a path names, in its order."""
    rows = session.execute(
        select(LearningPathCourse.slug, CourseRecord.id, CourseCard.title, CourseCard.title_language)
        .outerjoin(
            CourseRecord, and_(CourseRecord.slug == LearningPathCourse.slug, CourseRecord.revision_id.is_not(None))
        )
        .outerjoin(CourseCard, and_(CourseCard.course_id == CourseRecord.id, CourseCard.language == language))
        .where(LearningPathCourse.path_id == path_id)
        .order_by(LearningPathCourse.place)
    )
    return [PathCourse(*row) for row in rows]
