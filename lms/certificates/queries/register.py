"""The register of everything that was issued: filtered, page by page, counted, and in batches for exports.

The order is that of the days of issue. Every index on certificates ends with it, so a page costs what it shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, intersect, or_, select, true, tuple_, union
from sqlalchemy.orm import Session, selectinload

from lms.batches.models import Batch, BatchCourse, BatchMember
from lms.catalog.models import CourseCard, CourseRecord
from lms.certificates.criteria import Criteria, State
from lms.certificates.models import Certificate, CertificateWord, Revocation
from lms.certificates.numbering import serial_of
from lms.certificates.queries.certificates import is_replaced, with_state
from lms.certificates.queries.signatories import drawings
from lms.people.models import Agency
from lms.people.names import LONGEST_WORD, sign_in_name
from lms.people.queries import agency_and_units, in_scope
from lms.people.roles import Role
from lms.people.viewer import Viewer
from lms.urdu import search

PAGE = 50
BATCH = 500
MOST = 10_000
"""Certificates in one download: five minutes' work. Whoever wants more takes them by year or by agency."""
MOST_WORDS = 6
MOST_BATCHES = 200

_ORDER = (Certificate.issued_on, Certificate.id)

Place = tuple[date, int]
"""Where in the register a page begins or ends: a certificate's day and key."""


@dataclass(frozen=True)
class Page:
    """A page of the register, the newest first; whether there are others on both sides of it; how many certificates are on all of
    them, `MOST + 1` if more than a download may hold."""

    certificates: list[Certificate]
    has_newer: bool = False
    has_older: bool = False
    count: int = 0


def register(
    session: Session,
    viewer: Viewer | None,
    criteria: Criteria,
    today: date,
    before: Place | None = None,
    after: Place | None = None,
) -> Page:
    """The page after (older than) `before`, or the one before (newer than) `after`, or the first one.

    Raises `NoResultFound` if the criteria name an agency, a course or a batch that is not there for the viewer.
    """
    meant = conditions(session, viewer, criteria, today)
    statement = select(Certificate).options(*with_state).where(*meant)
    found = _counted(session, meant)
    if after is not None:
        rows = session.scalars(statement.where(tuple_(*_ORDER) > after).order_by(*_ORDER).limit(PAGE + 1)).all()
        return Page(list(reversed(rows[:PAGE])), len(rows) > PAGE, True, found)
    if before is not None:
        statement = statement.where(tuple_(*_ORDER) < before)
    rows = session.scalars(statement.order_by(*(column.desc() for column in _ORDER)).limit(PAGE + 1)).all()
    return Page(list(rows[:PAGE]), before is not None, len(rows) > PAGE, found)


def count(session: Session, viewer: Viewer | None, criteria: Criteria, today: date, last_id: int | None = None) -> int:
    """How many certificates meet the criteria; `MOST + 1` if there are more than a download may hold."""
    return _counted(session, [*conditions(session, viewer, criteria, today), _up_to(last_id)])


def _counted(session: Session, meant: list[ColumnElement[bool]]) -> int:
    matching = select(Certificate.id).where(*meant).limit(MOST + 1).subquery()
    return session.scalars(select(func.count()).select_from(matching)).one()


def newest_id(session: Session) -> int:
    return session.scalars(select(func.max(Certificate.id))).one() or 0


def issued(
    session: Session, viewer: Viewer | None, criteria: Criteria, today: date, last_id: int | None = None
) -> Iterator[tuple[Certificate, str, Mapping[str, str]]]:
    """What meets the criteria, with the slug of its course and pictures as SVG, in the order of issue, read in batches.

    No transaction stays open while what was read is worked on: that may take minutes.
    """
    statement = (
        select(Certificate, CourseRecord.slug)
        .join(CourseRecord, CourseRecord.id == Certificate.course_id)
        .where(*conditions(session, viewer, criteria, today), _up_to(last_id))
        .options(selectinload(Certificate.revocation))
        .order_by(*_ORDER)
        .limit(BATCH)
    )
    return _in_batches(session, statement)


def _in_batches(
    session: Session, statement: Select[Certificate, str]
) -> Iterator[tuple[Certificate, str, Mapping[str, str]]]:
    following = statement
    pictures: dict[str, str] = {}
    while batch := session.execute(following).all():
        carried = {digest for certificate, _ in batch for digest in certificate.emblems}
        pictures = {digest: pictures[digest] for digest in carried & pictures.keys()}
        pictures |= drawings(session, carried - pictures.keys())
        session.expunge_all()
        session.rollback()
        yield from ((certificate, slug, pictures) for certificate, slug in batch)
        last = batch[-1][0]
        following = statement.where(tuple_(*_ORDER) > (last.issued_on, last.id))


def _up_to(last_id: int | None) -> ColumnElement[bool]:
    return true() if last_id is None else Certificate.id <= last_id


def conditions(session: Session, viewer: Viewer | None, criteria: Criteria, today: date) -> list[ColumnElement[bool]]:
    """What a certificate must be to be in the viewer's register and meet the criteria; the command line has no viewer."""
    found = [*_of_agencies(session, viewer, criteria.agency), *_found_by_words(criteria.words)]
    if criteria.batch is not None:
        check_batch(session, viewer, criteria.batch)
        found += in_batch(criteria.batch, Certificate.person_id, Certificate.course_id)
    if criteria.course:
        found.append(Certificate.course_id == course_id(session, criteria.course))
    if criteria.start:
        found.append(Certificate.issued_on >= criteria.start)
    if criteria.end:
        found.append(Certificate.issued_on <= criteria.end)
    if criteria.state:
        found += _in_state(criteria.state, today)
    if criteria.ticked:
        found.append(Certificate.id.in_(sorted(criteria.ticked)))
    return found


def agencies_in_question(session: Session, viewer: Viewer | None, code: str) -> tuple[list[int] | None, bool]:
    """The agencies that are meant, None if all are; and whether they are so many that an index by agency is of no use."""
    if code:
        within = true() if viewer is None else in_scope(viewer, Agency.id)
        root = session.scalars(select(Agency.id).where(Agency.code == code, within)).one()
    elif viewer is None or Role.ADMINISTRATOR in viewer.roles:
        return None, True
    elif viewer.coordinates is None:
        return [], False
    else:
        root = viewer.coordinates
    rows = session.execute(select(Agency.id, Agency.id.in_(agency_and_units(root)))).all()
    ids = [agency_id for agency_id, is_meant in rows if is_meant]
    return ids, len(ids) * 2 > len(rows)


def _of_agencies(session: Session, viewer: Viewer | None, code: str) -> list[ColumnElement[bool]]:
    """The keys are read first, so that the database sees how many there are."""
    ids, are_most = agencies_in_question(session, viewer, code)
    if ids is None:
        return []
    # most of the register is in question: it is walked in its order instead of being sorted anew, agency by agency
    column: Any = func.coalesce(Certificate.agency_id, 0) if are_most else Certificate.agency_id
    return [column.in_(ids)]


def _found_by_words(words: str) -> list[ColumnElement[bool]]:
    """Each word must begin a word of the holder's names, the serial or the service number; or all together, without spaces and
    dashes, are a serial, or begin the service number (`POL-2002` is found by `pol2002`). All as it was on the day of issue: which
    number the holder has since, perhaps in another agency, is not told."""
    typed = search(words).split()[:MOST_WORDS]
    if not typed:
        return []
    each = [_beginning(word) for word in typed]
    found: Any = each[0] if len(each) == 1 else select(intersect(*each).subquery().c.certificate_id)
    if any(letter.isdigit() for letter in words):
        found = union(found, *_numbered(sign_in_name(words)))
    return [Certificate.id.in_(found)]


def _numbered(number: str) -> list[Select[int]]:
    """The certificates with a service number that begins like this, and that with this serial."""
    written = serial_of(number)
    begun = _beginning(number)
    return [begun, select(Certificate.id).where(Certificate.serial == written)] if written else [begun]


def _beginning(typed: str) -> Select[int]:
    word = typed[:LONGEST_WORD]
    return select(CertificateWord.certificate_id).where(
        CertificateWord.word >= word, CertificateWord.word < word + "\U0010ffff"
    )


def check_batch(session: Session, viewer: Viewer | None, batch_id: int) -> None:
    """Raise `NoResultFound` if the viewer has no such batch."""
    within = true() if viewer is None else in_scope(viewer, Batch.agency_id)
    session.scalars(select(Batch.id).where(Batch.id == batch_id, within)).one()


def in_batch(batch_id: int, person: Any, course: Any) -> list[ColumnElement[bool]]:
    """Whether somebody is in a batch, and a course one of its courses."""
    return [
        person.in_(select(BatchMember.person_id).where(BatchMember.batch_id == batch_id)),
        course.in_(select(BatchCourse.course_id).where(BatchCourse.batch_id == batch_id)),
    ]


def course_id(session: Session, slug: str) -> int:
    return session.scalars(select(CourseRecord.id).where(CourseRecord.slug == slug)).one()


def _in_state(state: State, today: date) -> list[ColumnElement[bool]]:
    is_revoked = Certificate.id.in_(select(Revocation.certificate_id))
    ended = select(Certificate.id).where(Certificate.valid_until < today).correlate(None)
    match state:
        case State.REPLACED:
            later = Certificate.__table__.alias("later")
            return [Certificate.id.in_(select(later.c.replaces_id).where(later.c.replaces_id.is_not(None)))]
        case State.REVOKED:
            return [is_revoked, ~is_replaced()]
        case State.EXPIRED:
            return [Certificate.id.in_(ended), ~_was_revoked()]
        case State.VALID:
            return [or_(Certificate.valid_until.is_(None), Certificate.valid_until >= today), ~_was_revoked()]


def _was_revoked() -> ColumnElement[bool]:
    return exists().where(Revocation.certificate_id == Certificate.id).correlate(Certificate)


# --- what can be chosen ----------------------------------------------------------------------------------


def agencies(session: Session, viewer: Viewer) -> Sequence[Agency]:
    """The agencies whose certificates the viewer keeps, by name."""
    return session.scalars(select(Agency).where(in_scope(viewer, Agency.id)).order_by(Agency.name_en)).all()


def courses(session: Session, language: str) -> Sequence[Row[str, str, str]]:
    """Courses (slug, title, language of the title) by which certificates can be filtered."""
    return session.execute(
        select(CourseRecord.slug, CourseCard.title, CourseCard.title_language)
        .join(CourseCard, CourseCard.course_id == CourseRecord.id)
        .where(CourseCard.language == language)
        .order_by(CourseRecord.id)
    ).all()


def batches(session: Session, viewer: Viewer, chosen: int | None) -> Sequence[Row[int, str]]:
    """The viewer's newest batches, and the chosen one however old it is: key and name."""
    kept = select(Batch.id, Batch.name).where(in_scope(viewer, Batch.agency_id))
    newest = list(session.execute(kept.order_by(Batch.id.desc()).limit(MOST_BATCHES)))
    if chosen is not None and chosen not in {row.id for row in newest}:
        newest += session.execute(kept.where(Batch.id == chosen)).all()
    return newest
