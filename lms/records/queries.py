"""What the page of one person asks: courses and how far they are, certificates, batches, devices, wishes for another spelling."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Text, and_, cast, func, select
from sqlalchemy.orm import Session, selectinload

from lms.batches.models import Batch, BatchMember
from lms.batches.queries import visible as batches_visible
from lms.catalog import outline
from lms.catalog.course import QuizKind
from lms.certificates.models import Certificate
from lms.certificates.queries import visible
from lms.learning.progress import Done, steps_done
from lms.learning.queries import tables
from lms.live.models import Attendance
from lms.people.models import NameCorrection, Person, SignInCode, SignInSession
from lms.people.queries import found_by, in_scope, person_to_change
from lms.people.viewer import Viewer

MOST_CANDIDATES = 20


@dataclass(frozen=True)
class CourseOfPerson:
    """A person in a course. `steps` is 0 while the course is not published; `attempts` are those at the quiz that were handed in,
    `best` the highest share of the points in them."""

    enrolment_id: int
    slug: str
    title: str
    title_language: str
    enrolled_at: datetime
    due_on: date | None
    last_seen_at: datetime | None
    completed_at: datetime | None
    done: int
    steps: int
    attempts: int
    best: float | None
    passed: bool


def courses(session: Session, person_id: int, language: str) -> list[CourseOfPerson]:
    """All courses that a person is in, the one used last first. One query."""
    handed_in = (
        tables.attempt.c.enrolment_id == tables.enrolment.c.id,
        tables.attempt.c.kind == QuizKind.GRADED,
        tables.attempt.c.submitted_at.is_not(None),
    )
    share = tables.attempt.c.score / func.nullif(tables.attempt.c.maximum, 0)
    rows = session.execute(
        select(
            tables.enrolment,
            tables.course.c.slug,
            cast(tables.revision.c.outline, Text).label("outline"),
            tables.card.c.title,
            tables.card.c.title_language,
            tables.passed.label("passed"),
            tables.rows_of(tables.progress.c.lesson, tables.is_read).label("lessons"),
            tables.rows_of(tables.check.c.question_key).label("checks"),
            select(func.count()).where(*handed_in).correlate(tables.enrolment).scalar_subquery().label("attempts"),
            select(func.max(share)).where(*handed_in).correlate(tables.enrolment).scalar_subquery().label("best"),
        )
        .join(tables.course, tables.course.c.id == tables.enrolment.c.course_id)
        .outerjoin(tables.revision, tables.revision.c.id == tables.course.c.revision_id)
        .outerjoin(tables.card, and_(tables.card.c.course_id == tables.course.c.id, tables.card.c.language == language))
        .where(tables.enrolment.c.person_id == person_id)
        .order_by(tables.enrolment.c.last_seen_at.desc().nulls_last(), tables.enrolment.c.id.desc())
    )
    return [_course(row) for row in rows]


def _course(row: Any) -> CourseOfPerson:
    done = steps = 0
    if row.outline is not None:
        asked = outline.parse(row.outline)
        lessons = {lesson: "" for lesson, is_read in msgspec.json.decode(row.lessons) if is_read}
        checks = frozenset(key for (key,) in msgspec.json.decode(row.checks))
        done, steps = steps_done(asked, Done(lessons, checks, bool(row.passed), row.attended)), asked.steps
    return CourseOfPerson(
        enrolment_id=row.id,
        slug=row.slug,
        title=row.title or row.slug,
        title_language=row.title_language or "en",
        enrolled_at=row.enrolled_at,
        due_on=row.due_on,
        last_seen_at=row.last_seen_at,
        completed_at=row.completed_at,
        done=done,
        steps=steps,
        attempts=row.attempts,
        best=row.best,
        passed=bool(row.passed),
    )


def certificates(session: Session, viewer: Viewer, person_id: int) -> Sequence[tuple[Certificate, bool]]:
    """A person's certificates, the newest first, and whether the viewer may open each: it stays in the register of its agency."""
    rows = session.execute(
        select(Certificate, visible(viewer))
        .where(Certificate.person_id == person_id)
        .options(selectinload(Certificate.revocation), selectinload(Certificate.replaced_by))
        .order_by(Certificate.id.desc())
    )
    return [(certificate, bool(may_open)) for certificate, may_open in rows]


def batches(session: Session, viewer: Viewer, person_id: int) -> Sequence[tuple[Batch, bool]]:
    """The batches that a person is in, the newest first, and whether the viewer may open each."""
    rows = session.execute(
        select(Batch, batches_visible(viewer))
        .join(BatchMember, BatchMember.batch_id == Batch.id)
        .where(BatchMember.person_id == person_id)
        .order_by(Batch.starts_on.desc(), Batch.id.desc())
    )
    return [(batch, bool(may_open)) for batch, may_open in rows]


def corrections(session: Session, person_id: int) -> Sequence[NameCorrection]:
    """A person's wishes for another spelling, the newest first."""
    return session.scalars(
        select(NameCorrection).where(NameCorrection.person_id == person_id).order_by(NameCorrection.id.desc())
    ).all()


@dataclass(frozen=True)
class SignIn:
    """How a person stands with signing in: when a browser that is signed in was last used, until when a slip's code works."""

    last_seen_at: datetime | None
    code_until: datetime | None


def sign_in(session: Session, person_id: int, now: datetime) -> SignIn:
    last_seen = select(func.max(SignInSession.last_seen_at)).where(SignInSession.person_id == person_id)
    until = select(func.max(SignInCode.expires_at)).where(
        SignInCode.person_id == person_id, SignInCode.used_at.is_(None), SignInCode.expires_at > now
    )
    row = session.execute(select(last_seen.scalar_subquery(), until.scalar_subquery())).one()
    return SignIn(*row)


def joined_records(session: Session, person: Person) -> Sequence[Person]:
    """The records that went into this one."""
    return session.scalars(select(Person).where(Person.merged_into_id == person.id).order_by(Person.id)).all()


def pair_to_join(session: Session, viewer: Viewer, kept_id: int, other_id: int) -> tuple[Person, Person]:
    """Two records whose people the viewer keeps, locked until the end of the transaction. `NoResultFound` if one is not."""
    found = {
        each: person_to_change(session, viewer, each) for each in sorted({kept_id, other_id})
    }  # always in the same order, so that two who join the same records do not wait for each other
    return found[kept_id], found[other_id]


@dataclass(frozen=True)
class Holding:
    """What a record has, for the page on which two are compared."""

    courses: list[CourseOfPerson]
    certificates: int
    batches: int
    attended: int


def holding(session: Session, person_id: int, language: str) -> Holding:
    counted = session.execute(
        select(
            *(
                select(func.count()).where(table.person_id == person_id).scalar_subquery()
                for table in (Certificate, BatchMember, Attendance)
            )
        )
    ).one()
    return Holding(courses(session, person_id, language), *counted)


def candidates(session: Session, viewer: Viewer, person: Person, words: str) -> Sequence[Person]:
    """Records of the viewer's people that may be of the same person, by the words of a name or a number."""
    found = found_by(words)
    if not found:
        return []
    return session.scalars(
        select(Person)
        .where(in_scope(viewer, Person.agency_id), *found, Person.id != person.id, Person.merged_into_id.is_(None))
        .options(selectinload(Person.agency), selectinload(Person.grants))
        .order_by(Person.id.desc())
        .limit(MOST_CANDIDATES)
    ).all()
