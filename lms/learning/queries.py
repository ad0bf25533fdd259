"""What pages of learning ask. Every answer is about the viewer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Case,
    ColumnElement,
    FromClause,
    Result,
    ScalarSelect,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, selectinload

from lms.catalog import outline
from lms.catalog.models import Catalogue, CourseCard, CourseRecord, Revision
from lms.catalog.outline import Outline
from lms.catalog.queries import Shown
from lms.catalog.quiz import Mark
from lms.learning.models import Attempt, AttemptAnswer, CheckAnswer, Enrolment, LessonProgress
from lms.learning.progress import Done
from lms.people.models import Person
from lms.people.viewer import Viewer
from lms.prepared import JsonRows, Prepared

ALL_RIGHT = 0.999


@dataclass(frozen=True)
class Place:
    """Where the viewer stands in a course: what is shown, whether enrolled, what is read and answered.

    `read` is the digest of the text that was read, by lesson; `positions` are blocks by lesson; `checks` are by question key.
    """

    shown: Shown
    slug: str
    revision_number: int
    outline: Outline
    enrolment_id: int | None = None
    enrolled_at: datetime | None = None
    due_on: date | None = None
    last_lesson: str | None = None
    completed_at: datetime | None = None
    passed: bool = False
    read: dict[str, str] = field(default_factory=dict)
    positions: dict[str, str] = field(default_factory=dict)
    checks: dict[str, "CheckRow"] = field(default_factory=dict)

    @property
    def done(self) -> Done:
        return Done(self.read, frozenset(self.checks), self.passed)


@dataclass(frozen=True)
class CheckRow:
    """The newest answer to an in-lesson check."""

    answer: Any
    share: float
    tries: int

    @property
    def mark(self) -> Mark:
        return Mark(share=self.share, right=self.share > ALL_RIGHT, waiting=False)


# Tables instead of classes: these rows are read for every page, and the object mapper would take longer than the database.
_course, _revision, _catalogue, _card = (
    CourseRecord.__table__,
    Revision.__table__,
    Catalogue.__table__,
    CourseCard.__table__,
)
_enrolment, _progress, _check, _attempt = (
    Enrolment.__table__,
    LessonProgress.__table__,
    CheckAnswer.__table__,
    Attempt.__table__,
)

_is_read = _progress.c.read_at.is_not(None)


def _rows_of(enrolment: FromClause, *columns: ColumnElement[Any]) -> ScalarSelect[str]:
    """The rows of an enrolment in the table of these columns, as JSON."""
    table = columns[0].table
    return (
        select(JsonRows(*columns)).where(table.c.enrolment_id == enrolment.c.id).correlate(enrolment).scalar_subquery()
    )


_passed = exists().where(_attempt.c.enrolment_id == _enrolment.c.id, _attempt.c.passed.is_(True)).correlate(_enrolment)

_PLACE = Prepared(
    select(
        _course.c.id.label("course_id"),
        _course.c.slug,
        _revision.c.id.label("revision_id"),
        _revision.c.number,
        _revision.c.digest,
        cast(_revision.c.outline, Text).label("outline"),
        _catalogue.c.digest.label("catalogue_digest"),
        _enrolment.c.id.label("enrolment_id"),
        _enrolment.c.enrolled_at,
        _enrolment.c.due_on,
        _enrolment.c.last_lesson,
        _enrolment.c.completed_at,
        _passed.label("passed"),
        _rows_of(_enrolment, _progress.c.lesson, _progress.c.position, _is_read, _progress.c.digest).label("lessons"),
        _rows_of(_enrolment, _check.c.question_key, _check.c.answer, _check.c.share, _check.c.tries).label("checks"),
    )
    .select_from(_course)
    .join(_revision, _revision.c.id == _course.c.revision_id)
    .outerjoin(_catalogue, and_(_catalogue.c.course_id == _course.c.id, _catalogue.c.language == bindparam("language")))
    .outerjoin(
        _enrolment, and_(_enrolment.c.course_id == _course.c.id, _enrolment.c.person_id == bindparam("person_id"))
    )
    .where(_course.c.slug == bindparam("slug"))
)


def place(session: Session, viewer: Viewer, slug: str, language: str) -> Place | None:
    """The viewer's place in a published course, or None if there is no such course. One query."""
    return place_of(session, viewer.id, slug, language)


def place_of(session: Session, person_id: int, slug: str, language: str) -> Place | None:
    """A person's place in a published course, for whoever has the right to change it."""
    rows = _PLACE.rows(session, slug=slug, language=language, person_id=person_id)
    if not rows:
        return None
    (row,) = rows
    lessons = msgspec.json.decode(row.lessons)
    return Place(
        shown=Shown(row.course_id, row.revision_id, row.digest, row.catalogue_digest),
        slug=row.slug,
        revision_number=row.number,
        outline=outline.parse(row.outline),
        enrolment_id=row.enrolment_id,
        enrolled_at=row.enrolled_at,
        due_on=row.due_on,
        last_lesson=row.last_lesson,
        completed_at=row.completed_at,
        passed=bool(row.passed) if row.enrolment_id else False,
        read={lesson: digest for lesson, _, is_read, digest in lessons if is_read},
        positions={lesson: position for lesson, position, *_ in lessons if position},
        checks={key: CheckRow(*answered) for key, *answered in msgspec.json.decode(row.checks)},
    )


_DONE = Prepared(
    select(
        _passed.label("passed"),
        _rows_of(_enrolment, _progress.c.lesson, _is_read, _progress.c.digest).label("lessons"),
        _rows_of(_enrolment, _check.c.question_key).label("checks"),
    ).where(_enrolment.c.id == bindparam("enrolment_id"))
)


def done(session: Session, enrolment_id: int) -> Done:
    """What somebody has done in a course so far."""
    (row,) = _DONE.rows(session, enrolment_id=enrolment_id)
    return Done(
        {lesson: digest for lesson, is_read, digest in msgspec.json.decode(row.lessons) if is_read},
        frozenset(key for (key,) in msgspec.json.decode(row.checks)),
        bool(row.passed),
    )


_CHECK = select(_check.c.answer, _check.c.share, _check.c.tries).where(
    _check.c.enrolment_id == bindparam("enrolment_id"), _check.c.question_key == bindparam("question_key")
)


def check(session: Session, enrolment_id: int, question_key: str) -> CheckRow | None:
    """The answer to one in-lesson check."""
    row = session.execute(_CHECK, {"enrolment_id": enrolment_id, "question_key": question_key}).one_or_none()
    return CheckRow(row.answer, row.share, row.tries) if row else None


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


_EXTRA_TIME = select(Person.extra_time).where(Person.id == bindparam("person_id"))


def extra_time(session: Session, viewer: Viewer) -> int:
    """The viewer's extra time in quizzes, in per cent."""
    return session.scalars(_EXTRA_TIME, {"person_id": viewer.id}).one()


_ATTEMPTS = select(Attempt).where(Attempt.enrolment_id == bindparam("enrolment_id")).order_by(Attempt.number)


def attempts(session: Session, enrolment_id: int | None) -> list[Attempt]:
    """All attempts of an enrolment, the first one first."""
    if enrolment_id is None:
        return []
    return list(session.scalars(_ATTEMPTS, {"enrolment_id": enrolment_id}))


@dataclass(frozen=True)
class AttemptPlace:
    """An attempt of the viewer with what it is pinned to, and the course it belongs to."""

    attempt: Attempt
    shown: Shown
    slug: str


_PINNED = (
    select(Attempt, Revision.id, Revision.digest, CourseRecord.id, CourseRecord.slug, Catalogue.digest)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Revision, Revision.id == Attempt.revision_id)
    .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
    .outerjoin(Catalogue, and_(Catalogue.course_id == CourseRecord.id, Catalogue.language == Attempt.language))
    .where(Attempt.id == bindparam("attempt_id"))
)
_own_attempt = _PINNED.where(Enrolment.person_id == bindparam("person_id"))
_OWN_ATTEMPT = {
    "": _own_attempt,
    "share": _own_attempt.with_for_update(read=True, of=Attempt),
    "update": _own_attempt.with_for_update(of=Attempt),
}


def own_attempt(session: Session, viewer: Viewer, attempt_id: int, lock: str = "") -> AttemptPlace:
    """An attempt of the viewer; `NoResultFound` if it is somebody else's.

    `lock` is `share` while an answer is saved and `update` while the attempt is closed, so that no answer slips in after the
    marks were summed (on SQLite the whole transaction already excludes other writers).
    """
    own = {"attempt_id": attempt_id, "person_id": viewer.id}
    return _attempt_place(session.execute(_OWN_ATTEMPT[lock], own))


def pinned(session: Session, attempt_id: int) -> AttemptPlace:
    """An attempt with what it is pinned to, for whoever marks it."""
    return _attempt_place(session.execute(_PINNED, {"attempt_id": attempt_id}))


def _attempt_place(found: Result[Attempt, int, str, int, str, str]) -> AttemptPlace:
    attempt, revision_id, digest, course_id, slug, catalogue_digest = found.one()
    return AttemptPlace(attempt, Shown(course_id, revision_id, digest, catalogue_digest), slug)


@dataclass(frozen=True)
class Sheet:
    """What is to be known of an open attempt while one of its answers is saved; `drawn` as in `Attempt`."""

    id: int
    submitted_at: datetime | None
    deadline: datetime | None
    drawn: list[dict[str, Any]]
    revision_id: int
    digest: str


_SHEET = Prepared(
    select(
        _attempt.c.id,
        _attempt.c.submitted_at,
        _attempt.c.deadline,
        _attempt.c.drawn,
        _attempt.c.revision_id,
        _revision.c.digest,
    )
    .join(_enrolment, _enrolment.c.id == _attempt.c.enrolment_id)
    .join(_revision, _revision.c.id == _attempt.c.revision_id)
    .where(_attempt.c.id == bindparam("attempt_id"), _enrolment.c.person_id == bindparam("person_id"))
    .with_for_update(read=True, of=_attempt)
)


def own_sheet(session: Session, viewer: Viewer, attempt_id: int) -> Sheet:
    """The same as `own_attempt` with a lock to share, and quicker: nothing is asked so often as to save an answer."""
    rows = _SHEET.rows(session, attempt_id=attempt_id, person_id=viewer.id)
    if not rows:
        raise NoResultFound
    return Sheet(*rows[0])


_ANSWERS = select(AttemptAnswer).where(AttemptAnswer.attempt_id == bindparam("attempt_id"))


def answers(session: Session, attempt_id: int) -> dict[str, AttemptAnswer]:
    """The saved answers of an attempt by question id."""
    return {row.question_id: row for row in session.scalars(_ANSWERS, {"attempt_id": attempt_id})}


def change_key(session: Session, attempt_id: int, question_id: str) -> str | None:
    """The key of the change that is stored for a question of an attempt."""
    return session.scalars(
        select(AttemptAnswer.change_key).where(
            AttemptAnswer.attempt_id == attempt_id, AttemptAnswer.question_id == question_id
        )
    ).one_or_none()


@dataclass(frozen=True)
class OwnCourse:
    """A course on the viewer's home page. `open_attempt` is the id of an attempt that was started and not handed in.

    Of a completed course, nothing is known of what was done in it.
    """

    slug: str
    title: str
    title_language: str
    certificate: bool
    outline: Outline
    due_on: date | None
    last_lesson: str | None
    completed_at: datetime | None
    done: Done
    open_attempt: int | None
    position: str


def _under_way(*columns: ColumnElement[Any]) -> Case[str]:
    """The rows of an enrolment, unless it is completed: then nobody asks how far it got."""
    return case((_enrolment.c.completed_at.is_(None), _rows_of(_enrolment, *columns)), else_="[]")


_OWN_COURSES = Prepared(
    select(
        _enrolment.c.id,
        _enrolment.c.due_on,
        _enrolment.c.last_lesson,
        _enrolment.c.completed_at,
        _course.c.slug,
        cast(_revision.c.outline, Text).label("outline"),
        _card.c.title,
        _card.c.title_language,
        _card.c.certificate,
        _under_way(_progress.c.lesson, _progress.c.position, _is_read, _progress.c.digest).label("lessons"),
        _under_way(_check.c.question_key).label("checks"),
        _under_way(_attempt.c.id, _attempt.c.submitted_at.is_(None), _attempt.c.passed).label("attempts"),
    )
    .select_from(_enrolment)
    .join(_course, _course.c.id == _enrolment.c.course_id)
    .join(_revision, _revision.c.id == _course.c.revision_id)
    .join(_card, and_(_card.c.course_id == _course.c.id, _card.c.language == bindparam("language")))
    .where(_enrolment.c.person_id == bindparam("person_id"))
    .order_by(_enrolment.c.last_seen_at.desc().nulls_last(), _enrolment.c.id.desc())
)


def own_courses(session: Session, viewer: Viewer, language: str) -> list[OwnCourse]:
    """Everything that the viewer is enrolled in, the one used last first. One query, however many there are."""
    return [_own_course(row) for row in _OWN_COURSES.rows(session, person_id=viewer.id, language=language)]


def _own_course(row: Any) -> OwnCourse:
    lessons, checks, tries = (msgspec.json.decode(rows) for rows in (row.lessons, row.checks, row.attempts))
    return OwnCourse(
        slug=row.slug,
        title=row.title,
        title_language=row.title_language,
        certificate=row.certificate,
        outline=outline.parse(row.outline),
        due_on=row.due_on,
        last_lesson=row.last_lesson,
        completed_at=row.completed_at,
        done=Done(
            {lesson: digest for lesson, _, is_read, digest in lessons if is_read},
            frozenset(key for (key,) in checks),
            any(passed for _, _, passed in tries),
        ),
        open_attempt=next((number for number, is_open, _ in tries if is_open), None),
        position=next((position for lesson, position, *_ in lessons if lesson == row.last_lesson), ""),
    )


def enrolled_course_ids(session: Session, viewer: Viewer) -> dict[int, bool]:
    """The courses that the viewer is enrolled in, and whether each is completed."""
    rows = session.execute(select(Enrolment.course_id, Enrolment.completed_at).where(Enrolment.person_id == viewer.id))
    return {row.course_id: row.completed_at is not None for row in rows}


def waiting_answers(viewer: Viewer, limit: int = 50) -> Select[AttemptAnswer, Attempt, str]:
    """Written answers of others that wait for a trainer, the oldest first, with attempt and course slug."""
    return (
        select(AttemptAnswer, Attempt, CourseRecord.slug)
        .join(Attempt, Attempt.id == AttemptAnswer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .where(AttemptAnswer.waiting.is_(True), Enrolment.person_id != viewer.id)
        .order_by(AttemptAnswer.id)
        .limit(limit)
    )


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
