"""How many members of a batch stand where, counted by the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Case, ColumnElement, Integer, Select, and_, case, func, literal, select
from sqlalchemy.orm import Session

from lms.batches.models import Batch, BatchCourse, BatchMember
from lms.batches.queries.batches import of_batch
from lms.batches.standing import SILENCE, Standing
from lms.catalog import outline
from lms.catalog import queries as catalog
from lms.catalog.course import QuizKind
from lms.catalog.models import CourseCard, CourseRecord, Revision
from lms.catalog.outline import Outline
from lms.days import day
from lms.learning.models import Attempt, Enrolment
from lms.people.viewer import Viewer


@dataclass(frozen=True)
class Taught:
    """A course of a batch. `attempts` is how many its quiz allows, None for any number. Not published (any more), it has neither
    title nor outline."""

    id: int
    slug: str
    title: str | None
    title_language: str | None
    outline: Outline | None
    attempts: int | None

    @property
    def name(self) -> str:
        return self.title or self.slug


def taught(session: Session, batch_id: int, language: str) -> list[Taught]:
    """The courses of a batch in their order."""
    rows = session.execute(
        select(
            CourseRecord.id, CourseRecord.slug, CourseCard.title, CourseCard.title_language,
            Revision.id, Revision.digest, Revision.outline,
        )
        .join(BatchCourse, BatchCourse.course_id == CourseRecord.id)
        .outerjoin(Revision, Revision.id == CourseRecord.revision_id)
        .outerjoin(CourseCard, and_(CourseCard.course_id == CourseRecord.id, CourseCard.language == language))
        .where(BatchCourse.batch_id == batch_id)
        .order_by(BatchCourse.place)
    )  # fmt: skip
    return [_taught(session, *row) for row in rows]


def _taught(
    session: Session,
    course_id: int,
    slug: str,
    title: str,
    language: str,
    revision: int | None,
    digest: str,
    stored: Any,
) -> Taught:
    if revision is None:
        return Taught(course_id, slug, None, None, None, None)
    course = catalog.course_at(session, revision, digest)
    attempts = course.quiz_settings.attempts if course.quiz else None
    return Taught(course_id, slug, title, language, outline.load(stored), attempts)


_failed = (
    select(func.count())
    .where(Attempt.enrolment_id == Enrolment.id, Attempt.kind == QuizKind.GRADED, Attempt.passed.is_(False))
    .correlate(Enrolment)
    .scalar_subquery()
)


def standing_of(courses: Iterable[Taught], now: datetime) -> Case[str]:
    """`lms.batches.standing.standing` of an enrolment, in the database's words."""
    out: ColumnElement[bool] = literal(False)
    if limits := {course.id: course.attempts for course in courses if course.attempts is not None}:
        allowed = case(limits, value=Enrolment.course_id) + Enrolment.extra_attempts
        out = and_(Enrolment.course_id.in_(limits), _failed >= allowed)
    return case(
        (Enrolment.completed_at.is_not(None), Standing.DONE.value),
        (Enrolment.last_lesson.is_(None), Standing.NOT_STARTED.value),
        (Enrolment.last_seen_at <= now - SILENCE, Standing.STUCK.value),
        (out, Standing.STUCK.value),
        else_=Standing.UNDER_WAY.value,
    )


def late_by(today: date) -> ColumnElement[bool]:
    return and_(Enrolment.completed_at.is_(None), Enrolment.due_on.is_not(None), Enrolment.due_on < today)


def enrolments_of(viewer: Viewer, found: Batch) -> Select[int, int]:
    """The member and the enrolment of every member in every course of a batch."""
    return (
        select(BatchMember.id.label("member_id"), Enrolment.id.label("enrolment_id"))
        .join(BatchCourse, BatchCourse.batch_id == BatchMember.batch_id)
        .join(
            Enrolment,
            and_(Enrolment.person_id == BatchMember.person_id, Enrolment.course_id == BatchCourse.course_id),
        )
        .where(of_batch(viewer, found))
    )


@dataclass(frozen=True)
class Figures:
    """How many stand where, in one course or over all; `late` are counted in their standing as well."""

    standings: Mapping[Standing, int]
    late: int = 0

    @property
    def all(self) -> int:
        return sum(self.standings.values())


def _figures(rows: Iterable[tuple[str, bool, int]]) -> Figures:
    counts, late = dict.fromkeys(Standing, 0), 0
    for value, is_late_there, count in rows:
        counts[Standing(value)] += count
        late += count if is_late_there else 0
    return Figures(counts, late)


def figures(
    session: Session, viewer: Viewer, found: Batch, courses: Sequence[Taught], now: datetime
) -> dict[int | None, Figures]:
    """The figures of each course by its id, and those of the people over all courses under None. Two queries."""
    stands, late = standing_of(courses, now).label("standing"), late_by(day(now)).label("late")
    each = (
        enrolments_of(viewer, found)
        .with_only_columns(Enrolment.course_id, stands, late)
        .subquery()
    )  # fmt: skip
    counted = session.execute(
        select(each.c.course_id, each.c.standing, each.c.late, func.count()).group_by(
            each.c.course_id, each.c.standing, each.c.late
        )
    ).all()
    people = over_all(viewer, found, courses, now).subquery()
    counted_people = session.execute(
        select(people.c.standing, people.c.late, func.count()).group_by(people.c.standing, people.c.late)
    ).all()
    return {None: _figures((value, bool(late), n) for value, late, n in counted_people)} | {
        course.id: _figures((value, bool(late), n) for course_id, value, late, n in counted if course_id == course.id)
        for course in courses
    }


def over_all(viewer: Viewer, found: Batch, courses: Iterable[Taught], now: datetime) -> Select[int, str, bool]:
    """Each member (id) with the standing over all courses (`lms.batches.standing.overall`), and whether late in any."""
    each = (
        enrolments_of(viewer, found)
        .with_only_columns(
            BatchMember.id.label("member_id"),
            standing_of(courses, now).label("standing"),
            late_by(day(now)).label("late"),
        )
        .subquery()
    )

    def how_many(value: Standing) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((each.c.standing == value.value, 1), else_=0)), 0)

    known = func.count(each.c.standing)
    return (
        select(
            BatchMember.id.label("member_id"),
            case(
                (how_many(Standing.STUCK) > 0, Standing.STUCK.value),
                (how_many(Standing.NOT_STARTED) == known, Standing.NOT_STARTED.value),
                (how_many(Standing.DONE) == known, Standing.DONE.value),
                else_=Standing.UNDER_WAY.value,
            ).label("standing"),
            (func.coalesce(func.max(func.cast(each.c.late, Integer)), 0) > 0).label("late"),
        )
        .outerjoin(each, each.c.member_id == BatchMember.id)
        .where(of_batch(viewer, found))
        .group_by(BatchMember.id)
    )
