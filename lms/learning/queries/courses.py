"""The courses that somebody is in, and what a course asks for before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Case, ColumnElement, Text, and_, bindparam, case, cast, exists, select
from sqlalchemy.orm import Session, aliased

from lms.catalog import outline
from lms.catalog import queries as catalog
from lms.catalog.course import QuizKind
from lms.catalog.models import CourseCard, CourseRecord
from lms.catalog.outline import Outline
from lms.learning.models import Enrolment
from lms.learning.progress import Done
from lms.learning.queries import tables
from lms.people.viewer import Viewer
from lms.prepared import Prepared


def open_requirements(session: Session, person_id: int, slugs: tuple[str, ...]) -> set[str]:
    """Which of these courses are published and not completed by the person."""
    if not slugs:
        return set()
    is_completed = exists().where(
        Enrolment.course_id == CourseRecord.id, Enrolment.person_id == person_id, Enrolment.completed_at.is_not(None)
    )
    return set(
        session.scalars(
            select(CourseRecord.slug).where(
                CourseRecord.slug.in_(slugs), CourseRecord.revision_id.is_not(None), ~is_completed
            )
        )
    )


def requires_more(person_id: Any, slugs: tuple[str, ...]) -> ColumnElement[bool]:
    """The same in the database's words: whether the person in a column has one of these still to complete."""
    required, other = aliased(CourseRecord), aliased(Enrolment)
    is_completed = exists().where(
        other.course_id == required.id, other.person_id == person_id, other.completed_at.is_not(None)
    )
    return exists().where(required.slug.in_(slugs), required.revision_id.is_not(None), ~is_completed)


def titles(session: Session, slugs: tuple[str, ...], language: str) -> dict[str, CourseCard]:
    """Cards of courses by slug."""
    if not slugs:
        return {}
    rows = session.execute(
        select(CourseRecord.slug, CourseCard)
        .join(CourseCard, CourseCard.course_id == CourseRecord.id)
        .where(CourseRecord.slug.in_(slugs), CourseCard.language == language)
    )
    return {row.slug: row.CourseCard for row in rows}


@dataclass(frozen=True)
class OwnCourse:
    """A course on the viewer's home page. `open_attempt` is the id of an attempt at the graded quiz that was not handed in, and
    `handed_in` are the quizzes and tests that were handed in.

    Of a completed course, nothing is known of what was done in it.
    """

    slug: str
    title: str
    title_language: str
    certificate: bool
    outline: Outline
    revision_id: int
    digest: str
    due_on: date | None
    opens_on: date | None
    last_lesson: str | None
    completed_at: datetime | None
    done: Done
    open_attempt: int | None
    handed_in: frozenset[QuizKind]
    position: str


def _under_way(*columns: ColumnElement[Any]) -> Case[str]:
    """The rows of an enrolment, unless it is completed: then nobody asks how far it got."""
    return case((tables.enrolment.c.completed_at.is_(None), tables.rows_of(*columns)), else_="[]")


_OWN_COURSES = Prepared(
    select(
        tables.enrolment.c.id,
        tables.enrolment.c.due_on,
        tables.enrolment.c.opens_on,
        tables.enrolment.c.last_lesson,
        tables.enrolment.c.completed_at,
        tables.enrolment.c.attended,
        tables.course.c.slug,
        cast(tables.revision.c.outline, Text).label("outline"),
        tables.revision.c.id.label("revision_id"),
        tables.revision.c.digest,
        tables.card.c.title,
        tables.card.c.title_language,
        tables.card.c.certificate,
        _under_way(
            tables.progress.c.lesson, tables.progress.c.position, tables.is_read, tables.progress.c.digest
        ).label("lessons"),
        _under_way(tables.check.c.question_key).label("checks"),
        _under_way(
            tables.attempt.c.id,
            tables.attempt.c.submitted_at.is_(None),
            tables.attempt.c.passed,
            tables.attempt.c.kind,
        ).label("attempts"),
    )
    .select_from(tables.enrolment)
    .join(tables.course, tables.course.c.id == tables.enrolment.c.course_id)
    .join(tables.revision, tables.revision.c.id == tables.course.c.revision_id)
    .join(
        tables.card,
        and_(tables.card.c.course_id == tables.course.c.id, tables.card.c.language == bindparam("language")),
    )
    .where(tables.enrolment.c.person_id == bindparam("person_id"))
    .order_by(tables.enrolment.c.last_seen_at.desc().nulls_last(), tables.enrolment.c.id.desc())
)


def own_courses(session: Session, viewer: Viewer, language: str) -> list[OwnCourse]:
    """Everything that the viewer is enrolled in, the one used last first. One query, however many there are."""
    return [_own_course(row) for row in _OWN_COURSES.rows(session, person_id=viewer.id, language=language)]


def _own_course(row: Any) -> OwnCourse:
    lessons, checks, attempts = (msgspec.json.decode(rows) for rows in (row.lessons, row.checks, row.attempts))
    tries = [(number, is_open, passed, QuizKind[kind]) for number, is_open, passed, kind in attempts]
    graded = [each for each in tries if each[-1] is QuizKind.GRADED]
    return OwnCourse(
        slug=row.slug,
        title=row.title,
        title_language=row.title_language,
        certificate=row.certificate,
        outline=outline.parse(row.outline),
        revision_id=row.revision_id,
        digest=row.digest,
        due_on=row.due_on,
        opens_on=row.opens_on,
        last_lesson=row.last_lesson,
        completed_at=row.completed_at,
        done=Done(
            {lesson: digest for lesson, _, is_read, digest in lessons if is_read},
            frozenset(key for (key,) in checks),
            any(passed for _, _, passed, _ in graded),
            row.attended,
        ),
        open_attempt=next((number for number, is_open, *_ in graded if is_open), None),
        handed_in=frozenset(kind for _, is_open, _, kind in tries if not is_open),
        position=next((position for lesson, position, *_ in lessons if lesson == row.last_lesson), ""),
    )


def kept_closed(session: Session, viewer: Viewer, courses: Iterable[OwnCourse]) -> set[str]:
    """Which of these courses of the viewer are not open yet, since another one is to be completed first."""
    requires = {
        each.slug: catalog.course_at(session, each.revision_id, each.digest).requires
        for each in courses
        if each.completed_at is None and each.last_lesson is None
    }
    missing = open_requirements(session, viewer.id, tuple({slug for slugs in requires.values() for slug in slugs}))
    return {slug for slug, slugs in requires.items() if missing & set(slugs)}


def enrolled_course_ids(session: Session, viewer: Viewer) -> dict[int, bool]:
    """The courses that the viewer is enrolled in, and whether each is completed."""
    rows = session.execute(select(Enrolment.course_id, Enrolment.completed_at).where(Enrolment.person_id == viewer.id))
    return {row.course_id: row.completed_at is not None for row in rows}
