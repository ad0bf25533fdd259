"""What is asked about one certificate. Whose a person sees is decided by `visible`."""

from sqlalchemy import exists, false, or_, select, true
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql import ColumnElement

from lms.catalog.models import CourseRecord
from lms.certificates.models import Certificate
from lms.people.models import Person
from lms.people.queries import agency_and_units, in_scope
from lms.people.roles import Permission, Role
from lms.people.viewer import Viewer

with_state = (selectinload(Certificate.revocation), selectinload(Certificate.replaced_by))


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
            .where(Certificate.person_id == viewer.id, ~is_replaced())
            .options(*with_state)
            .order_by(Certificate.id.desc())
        )
    )


def is_replaced() -> ColumnElement[bool]:
    """Whether a corrected certificate was issued in the place of this one."""
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
        select(Certificate).where(Certificate.serial == serial, visible(viewer)).options(*with_state)
    ).one()


def to_change(session: Session, viewer: Viewer, serial: str) -> Certificate:
    """The same, locked until the end of the transaction."""
    return session.scalars(
        select(Certificate)
        .where(Certificate.serial == serial, visible(viewer))
        .options(*with_state)
        .with_for_update(of=Certificate)
    ).one()


def holder(session: Session, certificate: Certificate) -> Person:
    """The person as known today, whose name a corrected certificate would carry."""
    return session.scalars(
        select(Person).where(Person.id == certificate.person_id).options(selectinload(Person.agency))
    ).one()


def holder_kept(session: Session, viewer: Viewer, certificate: Certificate) -> Person | None:
    """The same if the viewer keeps the person today; None of whoever has gone to another agency since the day of issue."""
    return session.scalars(
        select(Person).where(Person.id == certificate.person_id, in_scope(viewer, Person.agency_id))
    ).one_or_none()


def by_token(session: Session, token: str) -> Certificate | None:
    """The certificate with a verification code, for anybody who knows the code."""
    return session.scalars(
        select(Certificate).where(Certificate.token == token).options(selectinload(Certificate.revocation))
    ).one_or_none()
