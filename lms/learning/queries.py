"""What pages of learning ask. Every answer is about the viewer."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, select
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

ALL_RIGHT = 0.999


@dataclass(frozen=True)
class Place:
    """Where the viewer stands in a course: what is shown, whether enrolled, what is read. `positions` are blocks by lesson."""

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

    def done(self, checks: dict[str, "CheckRow"]) -> Done:
        return Done(self.read, frozenset(checks), self.passed)


@dataclass(frozen=True)
class CheckRow:
    """The newest answer to an in-lesson check."""

    answer: Any
    share: float
    tries: int

    @property
    def mark(self) -> Mark:
        return Mark(share=self.share, right=self.share > ALL_RIGHT, waiting=False)


_passed = exists().where(Attempt.enrolment_id == Enrolment.id, Attempt.passed.is_(True)).correlate(Enrolment)

_PLACE = (
    select(
        CourseRecord.id.label("course_id"),
        CourseRecord.slug,
        Revision.id.label("revision_id"),
        Revision.number,
        Revision.digest,
        Revision.outline,
        Catalogue.digest.label("catalogue_digest"),
        Enrolment.id.label("enrolment_id"),
        Enrolment.enrolled_at,
        Enrolment.due_on,
        Enrolment.last_lesson,
        Enrolment.completed_at,
        _passed.label("passed"),
        LessonProgress.lesson,
        LessonProgress.position,
        LessonProgress.read_at,
        LessonProgress.digest.label("read_digest"),
    )
    .select_from(CourseRecord)
    .join(Revision, Revision.id == CourseRecord.revision_id)
    .outerjoin(Catalogue, and_(Catalogue.course_id == CourseRecord.id, Catalogue.language == bindparam("language")))
    .outerjoin(Enrolment, and_(Enrolment.course_id == CourseRecord.id, Enrolment.person_id == bindparam("person_id")))
    .outerjoin(LessonProgress, LessonProgress.enrolment_id == Enrolment.id)
    .where(CourseRecord.slug == bindparam("slug"))
)


def place(session: Session, viewer: Viewer, slug: str, language: str) -> Place | None:
    """The viewer's place in a published course, or None if there is no such course. One query."""
    return place_of(session, viewer.id, slug, language)


def place_of(session: Session, person_id: int, slug: str, language: str) -> Place | None:
    """A person's place in a published course, for whoever has the right to change it."""
    rows = session.execute(_PLACE, {"slug": slug, "language": language, "person_id": person_id}).all()
    if not rows:
        return None
    first = rows[0]
    return Place(
        shown=Shown(first.course_id, first.revision_id, first.digest, first.catalogue_digest),
        slug=first.slug,
        revision_number=first.number,
        outline=outline.load(first.outline),
        enrolment_id=first.enrolment_id,
        enrolled_at=first.enrolled_at,
        due_on=first.due_on,
        last_lesson=first.last_lesson,
        completed_at=first.completed_at,
        passed=bool(first.passed) if first.enrolment_id else False,
        read={row.lesson: row.read_digest for row in rows if row.read_at is not None},
        positions={row.lesson: row.position for row in rows if row.lesson and row.position},
    )


_CHECKS = select(CheckAnswer.question_key, CheckAnswer.answer, CheckAnswer.share, CheckAnswer.tries).where(
    CheckAnswer.enrolment_id == bindparam("enrolment_id")
)


def checks(session: Session, enrolment_id: int | None) -> dict[str, CheckRow]:
    """The answers to in-lesson checks of one enrolment, by question key. One query; none without an enrolment."""
    if enrolment_id is None:
        return {}
    rows = session.execute(_CHECKS, {"enrolment_id": enrolment_id})
    return {row.question_key: CheckRow(row.answer, row.share, row.tries) for row in rows}


def own_enrolment(viewer: Viewer, slug: str) -> Select[Enrolment]:
    return (
        select(Enrolment)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .where(CourseRecord.slug == slug, Enrolment.person_id == viewer.id)
    )


def completed_slugs(session: Session, person_id: int) -> set[str]:
    """The courses that a person has completed."""
    return set(
        session.scalars(
            select(CourseRecord.slug)
            .join(Enrolment, Enrolment.course_id == CourseRecord.id)
            .where(Enrolment.person_id == person_id, Enrolment.completed_at.is_not(None))
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


def extra_time(session: Session, viewer: Viewer) -> int:
    """The viewer's extra time in quizzes, in per cent."""
    return session.scalars(select(Person.extra_time).where(Person.id == viewer.id)).one()


def attempts(session: Session, enrolment_id: int | None) -> list[Attempt]:
    """All attempts of an enrolment, the first one first."""
    if enrolment_id is None:
        return []
    return list(session.scalars(select(Attempt).where(Attempt.enrolment_id == enrolment_id).order_by(Attempt.number)))


@dataclass(frozen=True)
class AttemptPlace:
    """An attempt of the viewer with what it is pinned to, and the course it belongs to."""

    attempt: Attempt
    shown: Shown
    slug: str


def own_attempt(session: Session, viewer: Viewer, attempt_id: int, lock: str = "") -> AttemptPlace:
    """An attempt of the viewer; `NoResultFound` if it is somebody else's.

    `lock` is `share` while an answer is saved and `update` while the attempt is closed, so that no answer slips in after the
    marks were summed (on SQLite the whole transaction already excludes other writers).
    """
    statement = _pinned().where(Attempt.id == attempt_id, Enrolment.person_id == viewer.id)
    if lock:
        statement = statement.with_for_update(read=lock == "share", of=Attempt)
    return _attempt_place(session, statement)


def pinned(session: Session, attempt_id: int) -> AttemptPlace:
    """An attempt with what it is pinned to, for whoever marks it."""
    return _attempt_place(session, _pinned().where(Attempt.id == attempt_id))


def _pinned() -> Select[Attempt, int, str, int, str, str]:
    return (
        select(Attempt, Revision.id, Revision.digest, CourseRecord.id, CourseRecord.slug, Catalogue.digest)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Revision, Revision.id == Attempt.revision_id)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .outerjoin(Catalogue, and_(Catalogue.course_id == CourseRecord.id, Catalogue.language == Attempt.language))
    )


def _attempt_place(session: Session, statement: Select[Attempt, int, str, int, str, str]) -> AttemptPlace:
    attempt, revision_id, digest, course_id, slug, catalogue_digest = session.execute(statement).one()
    return AttemptPlace(attempt, Shown(course_id, revision_id, digest, catalogue_digest), slug)


def answers(session: Session, attempt_id: int) -> dict[str, AttemptAnswer]:
    """The saved answers of an attempt by question id."""
    rows = session.scalars(select(AttemptAnswer).where(AttemptAnswer.attempt_id == attempt_id))
    return {row.question_id: row for row in rows}


@dataclass(frozen=True)
class CourseUnderWay:
    """A course on the viewer's home page. `open_attempt` is an attempt that was started and not handed in."""

    slug: str
    card: CourseCard
    outline: Outline
    enrolment: Enrolment
    done: Done
    open_attempt: Attempt | None
    position: str


def own_courses(session: Session, viewer: Viewer, language: str) -> list[CourseUnderWay]:
    """Everything that the viewer is enrolled in, the one used last first. Four queries, however many there are."""
    rows = session.execute(
        select(Enrolment, CourseRecord.slug, Revision.outline, CourseCard)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .join(Revision, Revision.id == CourseRecord.revision_id)
        .join(CourseCard, and_(CourseCard.course_id == CourseRecord.id, CourseCard.language == language))
        .where(Enrolment.person_id == viewer.id)
        .order_by(Enrolment.last_seen_at.desc().nulls_last(), Enrolment.id.desc())
    ).all()
    under_way = [row.Enrolment.id for row in rows if row.Enrolment.completed_at is None]
    progress: dict[int, list[LessonProgress]] = defaultdict(list)
    for lesson in session.scalars(select(LessonProgress).where(LessonProgress.enrolment_id.in_(under_way))):
        progress[lesson.enrolment_id].append(lesson)
    answered: dict[int, set[str]] = defaultdict(set)
    for enrolment_id, key in session.execute(
        select(CheckAnswer.enrolment_id, CheckAnswer.question_key).where(CheckAnswer.enrolment_id.in_(under_way))
    ):
        answered[enrolment_id].add(key)
    tries: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in session.scalars(select(Attempt).where(Attempt.enrolment_id.in_(under_way))):
        tries[attempt.enrolment_id].append(attempt)
    return [
        CourseUnderWay(
            slug=row.slug,
            card=row.CourseCard,
            outline=outline.load(row.outline),
            enrolment=row.Enrolment,
            done=Done(
                {p.lesson: p.digest for p in progress[row.Enrolment.id] if p.read_at},
                frozenset(answered[row.Enrolment.id]),
                any(attempt.passed for attempt in tries[row.Enrolment.id]),
            ),
            open_attempt=next((a for a in tries[row.Enrolment.id] if a.submitted_at is None), None),
            position=next(
                (p.position for p in progress[row.Enrolment.id] if p.lesson == row.Enrolment.last_lesson), ""
            ),
        )
        for row in rows
    ]


def enrolled_course_ids(session: Session, viewer: Viewer) -> dict[int, bool]:
    """The courses that the viewer is enrolled in, and whether each is completed."""
    rows = session.execute(select(Enrolment.course_id, Enrolment.completed_at).where(Enrolment.person_id == viewer.id))
    return {row.course_id: row.completed_at is not None for row in rows}


def waiting_answers(limit: int = 50, after: int = 0) -> Select[AttemptAnswer, Attempt, str]:
    """Written answers that wait for a trainer, the oldest first, with attempt and course slug."""
    return (
        select(AttemptAnswer, Attempt, CourseRecord.slug)
        .join(Attempt, Attempt.id == AttemptAnswer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .where(AttemptAnswer.waiting.is_(True), AttemptAnswer.id > after)
        .order_by(AttemptAnswer.id)
        .limit(limit)
    )


def waiting_answer(session: Session, answer_id: int) -> AttemptAnswer:
    """A written answer with its attempt and enrolment, locked for marking; `NoResultFound` if there is none."""
    return session.scalars(
        select(AttemptAnswer)
        .where(AttemptAnswer.id == answer_id)
        .options(selectinload(AttemptAnswer.attempt).selectinload(Attempt.enrolment))
        .with_for_update()
    ).one()
