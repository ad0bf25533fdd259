"""Attempts at the quiz and what they are pinned to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Result, and_, bindparam, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from lms.catalog.course import QuizKind
from lms.catalog.models import Catalogue, CourseRecord, Revision
from lms.catalog.queries import Shown
from lms.learning.models import Attempt, AttemptAnswer, Enrolment
from lms.learning.queries import tables
from lms.learning.queries.place import Place
from lms.people.models import Person
from lms.people.viewer import Viewer
from lms.prepared import Prepared

_EXTRA_TIME = select(Person.extra_time).where(Person.id == bindparam("person_id"))


def extra_time(session: Session, viewer: Viewer) -> int:
    """The viewer's extra time in quizzes, in per cent."""
    return session.scalars(_EXTRA_TIME, {"person_id": viewer.id}).one()


_ATTEMPTS = (
    select(Attempt)
    .where(Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.kind == bindparam("kind"))
    .order_by(Attempt.number)
)


def attempts(session: Session, enrolment_id: int | None, kind: QuizKind = QuizKind.GRADED) -> list[Attempt]:
    """All attempts of an enrolment at the graded quiz, the first one first; or the one at a test."""
    if enrolment_id is None:
        return []
    return list(session.scalars(_ATTEMPTS, {"enrolment_id": enrolment_id, "kind": kind}))


_TESTS = select(Attempt).where(Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.kind != QuizKind.GRADED)


def tests(session: Session, place: Place) -> dict[QuizKind, Attempt]:
    """What somebody has begun or handed in of the tests before and after a course."""
    if place.enrolment_id is None or not (place.outline.before or place.outline.after):
        return {}
    found = session.scalars(_TESTS, {"enrolment_id": place.enrolment_id})
    return {attempt.kind: attempt for attempt in found}


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
    "update": _own_attempt.with_for_update(of=Attempt),
}


def own_attempt(session: Session, viewer: Viewer, attempt_id: int, lock: str = "") -> AttemptPlace:
    """An attempt of the viewer; `NoResultFound` if it is somebody else's.

    `lock` is `update` while the attempt is closed or a whole page of answers is saved, so that no answer slips in after the marks
    were summed (on SQLite the whole transaction already excludes other writers).
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
        tables.attempt.c.id,
        tables.attempt.c.submitted_at,
        tables.attempt.c.deadline,
        tables.attempt.c.drawn,
        tables.attempt.c.revision_id,
        tables.revision.c.digest,
    )
    .join(tables.enrolment, tables.enrolment.c.id == tables.attempt.c.enrolment_id)
    .join(tables.revision, tables.revision.c.id == tables.attempt.c.revision_id)
    .where(tables.attempt.c.id == bindparam("attempt_id"), tables.enrolment.c.person_id == bindparam("person_id"))
    .with_for_update(read=True, of=tables.attempt)
)


def own_sheet(session: Session, viewer: Viewer, attempt_id: int) -> Sheet:
    """An attempt of the viewer with a lock to share, quicker than `own_attempt`: nothing is asked so often as to save an answer."""
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
