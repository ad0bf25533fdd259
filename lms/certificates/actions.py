"""What people do about certificates: issue what is due, revoke, replace by a corrected one."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.catalog import queries as catalog
from lms.catalog.course import Course
from lms.catalog.models import Catalogue, Revision
from lms.certificates import queries
from lms.certificates.models import Certificate, CertificateCounter, CertificateWord, Revocation
from lms.certificates.numbering import months_later, new_code, serial
from lms.db import upsert
from lms.errors import Refused
from lms.i18n import N_
from lms.learning.models import Enrolment
from lms.people.actions import audit
from lms.people.models import Agency, Person
from lms.people.viewer import Viewer
from lms.urdu import search

ZONE = ZoneInfo("Asia/Karachi")


class AlreadyRevoked(Refused):
    pass


class AlreadyReplaced(Refused):
    pass


class ReasonMissing(Refused):
    status = 422


def issue_due(
    session: Session, now: datetime, person_id: int | None = None, limit: int | None = None
) -> list[Certificate]:
    """Issue a certificate for each completed enrolment that has none, of everybody or of one person.

    Only courses whose completed revision promised a certificate. Asking again issues nothing again; when two ask at once, the
    second waits for the first.
    """
    if not (revisions := _giving_certificates(session, person_id)):
        return []
    year = day(now).year
    number = _lock_counter(session, year)
    enrolments = session.scalars(queries.due_enrolments(list(revisions), person_id, limit)).all()
    issued = []
    for enrolment in enrolments:
        assert enrolment.completed_at is not None
        assert enrolment.completed_revision is not None
        course = revisions[enrolment.completed_revision.id]
        number += 1
        certificate = _copied_from(session, enrolment, enrolment.completed_revision, course)
        _finish(session, certificate, enrolment.person, year, number, now)
        audit(session, person_id, "issued", f"certificate {certificate.serial}", now)
        issued.append(certificate)
    _set_counter(session, year, number)
    return issued


def _giving_certificates(session: Session, person_id: int | None) -> dict[int, Course]:
    """By id, the revisions that somebody completed without having got the certificate that they give."""
    rows = session.execute(queries.due(person_id)).all()
    courses = {row.id: catalog.course_at(session, row.id, row.digest) for row in rows}
    return {revision_id: course for revision_id, course in courses.items() if course.certificate}


def _lock_counter(session: Session, year: int) -> int:
    """The last number given in `year`; nobody else gives one until the transaction ends."""
    insert = upsert(session, CertificateCounter).values(year=year, last=0)
    same = {"last": CertificateCounter.last}
    session.execute(insert.on_conflict_do_update(index_elements=[CertificateCounter.year], set_=same))
    return session.scalars(select(CertificateCounter.last).where(CertificateCounter.year == year)).one()


def _set_counter(session: Session, year: int, last: int) -> None:
    session.execute(update(CertificateCounter).where(CertificateCounter.year == year).values(last=last))


def _copied_from(session: Session, enrolment: Enrolment, revision: Revision, course: Course) -> Certificate:
    assert enrolment.completed_at is not None
    completed_on = day(enrolment.completed_at)
    return Certificate(
        enrolment_id=enrolment.id,
        course_id=enrolment.course_id,
        course_en=_title(session, revision, "en"),
        course_ur=_title(session, revision, "ur"),
        level=course.level,
        hours=course.hours,
        revision_number=revision.number,
        revision_digest=revision.digest,
        review=course.review,
        completed_on=completed_on,
        valid_until=months_later(completed_on, course.valid_for) if course.valid_for else None,
    )


def _title(session: Session, revision: Revision, language: str) -> str:
    """The course's title in a language; "" in Urdu, and the source's title in English, if it is not translated."""
    digest = session.scalars(
        select(Catalogue.digest).where(Catalogue.course_id == revision.course_id, Catalogue.language == language)
    ).one_or_none()
    shown = catalog.Shown(revision.course_id, revision.id, revision.digest, digest)
    title = catalog.edition(session, shown, language).title
    return title.text if language == "en" or title.language == language else ""


def _finish(session: Session, certificate: Certificate, person: Person, year: int, number: int, now: datetime) -> None:
    """Give a certificate its holder, its serial and its code, and store it."""
    agency = session.get(Agency, person.agency_id) if person.agency_id else None
    certificate.serial = serial(year, number)
    certificate.token = new_code()
    certificate.person_id = person.id
    certificate.holder_en = person.name_en
    certificate.holder_ur = person.name_ur
    certificate.rank = person.rank
    certificate.agency_id = person.agency_id
    certificate.agency_en = agency.name_en if agency else ""
    certificate.agency_ur = agency.name_ur if agency else ""
    certificate.issued_on = day(now)
    certificate.issued_at = now
    session.add(certificate)
    session.flush()
    texts = (certificate.serial, person.name_en, person.name_ur, person.service_number or "")
    words = dict.fromkeys(word for text in texts for word in search(text).split())
    session.add_all(CertificateWord(certificate_id=certificate.id, word=word) for word in words)
    session.flush()


def revoke(session: Session, by: Viewer, certificate: Certificate, reason: str, now: datetime) -> Revocation:
    """Take a certificate back. Raises `ReasonMissing` or `AlreadyRevoked`."""
    if certificate.revocation is not None:
        raise AlreadyRevoked(N_("This certificate is revoked already."))
    revocation = Revocation(certificate=certificate, at=now, by_id=by.id, reason=_checked(reason))
    session.add(revocation)
    audit(session, by.id, "revoked", f"certificate {certificate.serial}", now, reason=revocation.reason)
    return revocation


def reissue(session: Session, by: Viewer, certificate: Certificate, reason: str, now: datetime) -> Certificate:
    """A new certificate with the person's name, rank and agency of today; the old one is revoked.

    What it says of the course stays. Raises `ReasonMissing`, or `AlreadyReplaced` if there is a newer one.
    """
    if certificate.replaced_by is not None:
        raise AlreadyReplaced(N_("This certificate was replaced already."))
    reason = _checked(reason)
    year = day(now).year
    number = (
        _lock_counter(session, year) + 1
    )  # before the audit's lock, as in `issue_due`: else two could wait for each other
    if certificate.revocation is None:
        revoke(session, by, certificate, reason, now)
    kept = (
        "enrolment_id", "course_id", "course_en", "course_ur", "level", "hours", "revision_number", "revision_digest",
        "review", "completed_on", "valid_until",
    )  # fmt: skip
    corrected = Certificate(replaces_id=certificate.id, **{name: getattr(certificate, name) for name in kept})
    _finish(session, corrected, session.get_one(Person, certificate.person_id), year, number, now)
    _set_counter(session, year, number)
    details = {"replaces": certificate.serial, "reason": reason}
    audit(session, by.id, "issued again", f"certificate {corrected.serial}", now, **details)
    return corrected


def _checked(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing(N_("Write the reason."))
    return reason.strip()


def day(moment: datetime) -> date:
    """The day in Pakistan on which a moment falls."""
    return moment.astimezone(ZONE).date()
