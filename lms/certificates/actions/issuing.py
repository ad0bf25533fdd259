"""Certificates are issued: to those who completed a course and have none."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from lms.catalog import queries as catalog
from lms.catalog.course import Course
from lms.catalog.models import Catalogue, Revision
from lms.certificates import queries
from lms.certificates.models import Certificate, CertificateCounter, CertificateWord
from lms.certificates.numbering import months_later, new_code, serial
from lms.days import day
from lms.db import upsert
from lms.learning.models import Enrolment
from lms.people.actions import audit_each
from lms.people.models import Agency, Person
from lms.people.names import search_words


def issue_due(
    session: Session,
    now: datetime,
    by_id: int | None = None,
    among: tuple[ColumnElement[bool], ...] = (),
    limit: int | None = None,
) -> list[Certificate]:
    """Issue a certificate for each completed enrolment that has none, of everybody or of those `among` whom it is asked for.

    Only courses whose completed revision promised a certificate. Asking again issues nothing again; when two ask at once, the
    second waits for the first.
    """
    if not (revisions := _giving_certificates(session, among)):
        return []
    year = day(now).year
    number = lock_counter(session, year)
    enrolments = session.scalars(queries.due_enrolments(list(revisions), among, limit)).all()
    titles = _titles(session)
    made = []
    for enrolment in enrolments:
        assert enrolment.completed_revision is not None
        course = revisions[enrolment.completed_revision.id]
        certificate = _copied_from(enrolment, enrolment.completed_revision, course, titles)
        made.append((certificate, enrolment.person))
    finish(session, made, year, number, now)
    issued = [certificate for certificate, _ in made]
    audit_each(session, by_id, "issued", [f"certificate {certificate.serial}" for certificate in issued], now)
    set_counter(session, year, number + len(issued))
    return issued


def _giving_certificates(session: Session, among: tuple[ColumnElement[bool], ...]) -> dict[int, Course]:
    """By id, the revisions that somebody completed without having got the certificate that they give."""
    rows = session.execute(queries.due(*among)).all()
    courses = {row.id: catalog.course_at(session, row.id, row.digest) for row in rows}
    return {revision_id: course for revision_id, course in courses.items() if course.certificate}


def lock_counter(session: Session, year: int) -> int:
    """The last number given in `year`; nobody else gives one until the transaction ends."""
    first = upsert(session, CertificateCounter).values(year=year, last=0)
    same = {"last": CertificateCounter.last}
    session.execute(first.on_conflict_do_update(index_elements=[CertificateCounter.year], set_=same))
    return session.scalars(select(CertificateCounter.last).where(CertificateCounter.year == year)).one()


def set_counter(session: Session, year: int, last: int) -> None:
    session.execute(update(CertificateCounter).where(CertificateCounter.year == year).values(last=last))


Titles = Callable[[Revision, str], str]


def _copied_from(enrolment: Enrolment, revision: Revision, course: Course, titles: Titles) -> Certificate:
    assert enrolment.completed_at is not None
    completed_on = day(enrolment.completed_at)
    return Certificate(
        enrolment_id=enrolment.id,
        course_id=enrolment.course_id,
        course_en=titles(revision, "en"),
        course_ur=titles(revision, "ur"),
        level=course.level,
        hours=course.hours,
        revision_number=revision.number,
        revision_digest=revision.digest,
        review=course.review,
        completed_on=completed_on,
        valid_until=months_later(completed_on, course.valid_for) if course.valid_for else None,
    )


def _titles(session: Session) -> Titles:
    """A course's title in a language, asked for once; "" in Urdu, and the source's in English, if it is not translated."""

    @cache
    def title(revision: Revision, language: str) -> str:
        digest = session.scalars(
            select(Catalogue.digest).where(Catalogue.course_id == revision.course_id, Catalogue.language == language)
        ).one_or_none()
        shown = catalog.Shown(revision.course_id, revision.id, revision.digest, digest)
        title = catalog.edition(session, shown, language).title
        return title.text if language == "en" or title.language == language else ""

    return title


def finish(session: Session, made: Sequence[tuple[Certificate, Person]], year: int, last: int, now: datetime) -> None:
    """Give certificates their holders, the serials after `last` and codes, and store them."""
    ids = {person.agency_id for _, person in made}
    agencies = {agency.id: agency for agency in session.scalars(select(Agency).where(Agency.id.in_(ids - {None})))}
    signing = queries.signing(session)
    for number, (certificate, person) in enumerate(made, start=last + 1):
        agency = agencies.get(person.agency_id or 0)
        certificate.serial = serial(year, number)
        certificate.token = new_code()
        certificate.person_id = person.id
        certificate.holder_en = person.name_en
        certificate.holder_ur = person.name_ur
        certificate.rank = person.rank
        certificate.agency_id = person.agency_id
        certificate.agency_en = agency.name_en if agency else ""
        certificate.agency_ur = agency.name_ur if agency else ""
        _sign(certificate, signing(person.agency_id))
        certificate.issued_on = day(now)
        certificate.issued_at = now
        session.add(certificate)
    session.flush()
    if words := [word for certificate, person in made for word in _words(certificate, person)]:
        session.execute(insert(CertificateWord), words)


def _sign(certificate: Certificate, signing: queries.Signing) -> None:
    copied = ("name_en", "name_ur", "title_en", "title_ur", "signature")
    certificate.signatories = [{name: getattr(each, name) for name in copied} for each in signing.signatories]
    certificate.logo = signing.logo


def _words(certificate: Certificate, person: Person) -> list[dict[str, object]]:
    texts = (certificate.serial, person.name_en, person.name_ur)
    words = search_words(texts, (person.service_number or "",))
    return [{"certificate_id": certificate.id, "word": word} for word in sorted(words)]
