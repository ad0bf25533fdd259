"""Who has completed a course and has no certificate of it yet."""

from datetime import date

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, selectinload

from lms.catalog.models import Revision
from lms.certificates.criteria import Criteria, State
from lms.certificates.models import Certificate
from lms.certificates.queries.register import (
    MOST_WORDS,
    agencies_in_question,
    check_batch,
    course_id,
    in_batch,
)
from lms.learning.models import Enrolment
from lms.people.models import Person, PersonWord
from lms.people.viewer import Viewer
from lms.urdu import search


def due(*among: ColumnElement[bool]) -> Select[int, str]:
    """The revisions (id, digest) in which enrolments were completed that have no certificate yet."""
    return (
        select(Revision.id, Revision.digest)
        .join(Enrolment, Enrolment.completed_revision_id == Revision.id)
        .where(_has_none(), *among)
        .distinct()
    )


def due_enrolments(
    revision_ids: list[int], among: tuple[ColumnElement[bool], ...], limit: int | None
) -> Select[Enrolment]:
    """Enrolments completed in one of the revisions that have no certificate yet, with what a certificate copies."""
    statement = (
        select(Enrolment)
        .where(Enrolment.completed_revision_id.in_(revision_ids), _has_none(), *among)
        .options(selectinload(Enrolment.person), selectinload(Enrolment.completed_revision))
        .order_by(Enrolment.completed_at, Enrolment.id)
    )
    return statement if limit is None else statement.limit(limit)


def _has_none() -> ColumnElement[bool]:
    return ~exists().where(Certificate.enrolment_id == Enrolment.id).correlate(Enrolment)


def of_person(person_id: int) -> ColumnElement[bool]:
    return Enrolment.person_id == person_id


def would_meet(
    session: Session, viewer: Viewer, criteria: Criteria, today: date
) -> tuple[ColumnElement[bool], ...] | None:
    """Which completed enrolments would, with a certificate of today, meet the criteria; None if none can.

    Raises `NoResultFound` as the register does.
    """
    if criteria.ticked or criteria.state not in (None, State.VALID):
        return None
    if (criteria.start and criteria.start > today) or (criteria.end and criteria.end < today):
        return None
    found: list[ColumnElement[bool]] = []
    ids, _ = agencies_in_question(session, viewer, criteria.agency)
    if ids is not None:
        found.append(Enrolment.person_id.in_(select(Person.id).where(Person.agency_id.in_(ids))))
    if criteria.batch is not None:
        check_batch(session, viewer, criteria.batch)
        found += in_batch(criteria.batch, Enrolment.person_id, Enrolment.course_id)
    if criteria.course:
        found.append(Enrolment.course_id == course_id(session, criteria.course))
    for word in search(criteria.words).split()[:MOST_WORDS]:
        named = select(PersonWord.person_id).where(PersonWord.word >= word, PersonWord.word < word + "\U0010ffff")
        found.append(Enrolment.person_id.in_(named))
    return (Enrolment.completed_at.is_not(None), *found)
