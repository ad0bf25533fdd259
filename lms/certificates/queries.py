"""What is asked about certificates. Whose a person sees is decided by `visible`."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Select, exists, false, or_, select, true
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql import ColumnElement

from lms.catalog.models import CourseRecord, Revision
from lms.certificates.models import Certificate, CertificateWord
from lms.learning.models import Enrolment
from lms.people.models import Agency, Person
from lms.people.queries import agency_and_units
from lms.people.roles import Permission, Role
from lms.people.viewer import Viewer
from lms.urdu import search

PAGE = 50
BATCH = 500
MOST_WORDS = 6

_with_state = (selectinload(Certificate.revocation), selectinload(Certificate.replaced_by))


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """One's own; a coordinator also the agency's (with its units, as it was at issue); an administrator all."""
    if not viewer.may(Permission.SEE_CERTIFICATES):
        return Certificate.person_id == viewer.id
    if Role.ADMINISTRATOR in viewer.roles:
        return true()
    of_agency = Certificate.agency_id.in_(agency_and_units(viewer.coordinates)) if viewer.coordinates else false()
    return or_(of_agency, Certificate.person_id == viewer.id)


def own(session: Session, viewer: Viewer) -> list[Certificate]:
    """The viewer's own certificates that were not replaced by a corrected one, the newest first."""
    return list(
        session.scalars(
            select(Certificate)
            .where(Certificate.person_id == viewer.id, ~_is_replaced())
            .options(selectinload(Certificate.revocation))
            .order_by(Certificate.id.desc())
        )
    )


def _is_replaced() -> ColumnElement[bool]:
    later = Certificate.__table__.alias("later")
    return exists().where(later.c.replaces_id == Certificate.id).correlate(Certificate)


def own_of_course(session: Session, viewer: Viewer, slug: str) -> Certificate | None:
    """The viewer's newest certificate of a course."""
    return session.scalars(
        select(Certificate)
        .join(CourseRecord, CourseRecord.id == Certificate.course_id)
        .where(Certificate.person_id == viewer.id, CourseRecord.slug == slug)
        .order_by(Certificate.id.desc())
        .limit(1)
    ).first()


def by_serial(session: Session, viewer: Viewer, serial: str) -> Certificate:
    """A certificate that the viewer may see, with its state; `NoResultFound` if there is none."""
    return session.scalars(
        select(Certificate).where(Certificate.serial == serial, visible(viewer)).options(*_with_state)
    ).one()


def to_change(session: Session, viewer: Viewer, serial: str) -> Certificate:
    """The same, locked until the end of the transaction."""
    return session.scalars(
        select(Certificate)
        .where(Certificate.serial == serial, visible(viewer))
        .options(*_with_state)
        .with_for_update(of=Certificate)
    ).one()


def holder(session: Session, certificate: Certificate) -> Person:
    """The person as known today, whose name a corrected certificate would carry."""
    return session.scalars(
        select(Person).where(Person.id == certificate.person_id).options(selectinload(Person.agency))
    ).one()


def by_token(session: Session, token: str) -> Certificate | None:
    """The certificate with a verification code, for anybody who knows the code."""
    return session.scalars(
        select(Certificate).where(Certificate.token == token).options(selectinload(Certificate.revocation))
    ).one_or_none()


def register(session: Session, viewer: Viewer, words: str = "", before: int | None = None) -> Sequence[Certificate]:
    """A page of the register that staff keep, the newest first, and one more to know whether there is another page.

    Each of `words` must begin a word of the holder's names, the serial or the service number.
    """
    statement = select(Certificate).options(*_with_state)
    if Role.ADMINISTRATOR not in viewer.roles:
        # read first: the database knows how many certificates these agencies have, and takes the index if they are few
        agencies = session.scalars(agency_and_units(viewer.coordinates)).all() if viewer.coordinates else []
        statement = statement.where(Certificate.agency_id.in_(agencies))
    for word in search(words).split()[:MOST_WORDS]:
        found = select(CertificateWord.certificate_id).where(
            CertificateWord.word >= word, CertificateWord.word < word + "\U0010ffff"
        )
        statement = statement.where(Certificate.id.in_(found))
    if before is not None:
        statement = statement.where(Certificate.id < before)
    return session.scalars(statement.order_by(Certificate.id.desc()).limit(PAGE + 1)).all()


def due(person_id: int | None = None) -> Select[int, str]:
    """The revisions (id, digest) in which enrolments were completed that have no certificate yet."""
    statement = (
        select(Revision.id, Revision.digest)
        .join(Enrolment, Enrolment.completed_revision_id == Revision.id)
        .where(_has_none())
        .distinct()
    )
    return statement if person_id is None else statement.where(Enrolment.person_id == person_id)


def due_enrolments(revision_ids: list[int], person_id: int | None, limit: int | None) -> Select[Enrolment]:
    """Enrolments completed in one of the revisions that have no certificate yet, with what a certificate copies."""
    statement = (
        select(Enrolment)
        .where(Enrolment.completed_revision_id.in_(revision_ids), _has_none())
        .options(selectinload(Enrolment.person), selectinload(Enrolment.completed_revision))
        .order_by(Enrolment.completed_at, Enrolment.id)
    )
    if person_id is not None:
        statement = statement.where(Enrolment.person_id == person_id)
    return statement if limit is None else statement.limit(limit)


def _has_none() -> ColumnElement[bool]:
    return ~exists().where(Certificate.enrolment_id == Enrolment.id).correlate(Enrolment)


def issued(
    session: Session,
    course: str | None = None,
    agency: str | None = None,
    start: date | None = None,
    end: date | None = None,
) -> Iterator[tuple[Certificate, str]]:
    """Certificates with the slug of their course in the order of issue, both days included, read in batches.

    `agency` is the code of an agency; certificates of its units are among them. Raises `NoResultFound` if there is no such one.
    """
    statement = (
        select(Certificate, CourseRecord.slug)
        .join(CourseRecord, CourseRecord.id == Certificate.course_id)
        .options(selectinload(Certificate.revocation))
        .order_by(Certificate.id)
        .limit(BATCH)
    )
    if course:
        statement = statement.where(CourseRecord.slug == course)
    if agency:
        agency_id = session.scalars(select(Agency.id).where(Agency.code == agency)).one()
        statement = statement.where(Certificate.agency_id.in_(agency_and_units(agency_id)))
    if start:
        statement = statement.where(Certificate.issued_on >= start)
    if end:
        statement = statement.where(Certificate.issued_on <= end)
    return _in_batches(session, statement)


def _in_batches(session: Session, statement: Select[Certificate, str]) -> Iterator[tuple[Certificate, str]]:
    """No transaction stays open while what was read is worked on: that may take minutes."""
    last = 0
    while batch := session.execute(statement.where(Certificate.id > last)).all():
        session.expunge_all()
        session.rollback()
        yield from ((certificate, slug) for certificate, slug in batch)
        last = batch[-1][0].id
