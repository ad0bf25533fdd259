"""Who works on a course: its authors, and colleagues who are asked to read it and leave remarks."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring.models import CourseAuthor, Remark, Review
from lms.catalog.models import CourseRecord
from lms.errors import Refused
from lms.i18n import N_
from lms.people.actions import audit
from lms.people.models import Person
from lms.people.roles import GRANTS, Permission, Role
from lms.people.viewer import Viewer

LONGEST_REMARK = 2_000
MOST_REPORTS = 300


def add_author(session: Session, record: CourseRecord, person: Person, by: Viewer, now: datetime) -> None:
    """Make somebody an author of a course. A second time changes nothing. Raises `Refused` if they cannot write courses.

    Who adds the first author to a course that was open to all becomes one too: else they would shut themselves out.
    `person` has its grants loaded.
    """
    if not any(Permission.WRITE_COURSES in GRANTS[grant.role] for grant in person.grants):
        raise Refused(N_("%(name)s is not a trainer and cannot write courses."), name=person.name_en)
    if _author(session, record, person.id) is not None:
        return
    if not _has_author(session, record) and Role.ADMINISTRATOR not in by.roles:
        become_author(session, record, by, now)
    session.add(CourseAuthor(course_id=record.id, person_id=person.id, added_at=now, added_by_id=by.id))
    audit(session, by.id, "added author", f"course {record.slug}", now, person=person.id)


def become_author(session: Session, record: CourseRecord, by: Viewer, now: datetime) -> None:
    """Take a course that has no author. Raises `Refused` if somebody else has taken it meanwhile."""
    if _author(session, record, by.id) is not None:
        return
    if _has_author(session, record):
        raise Refused(N_("This course has an author already. Ask to be added."))
    session.add(CourseAuthor(course_id=record.id, person_id=by.id, added_at=now, added_by_id=by.id))
    audit(session, by.id, "added author", f"course {record.slug}", now, person=by.id)


def remove_author(session: Session, record: CourseRecord, person_id: int, by: Viewer, now: datetime) -> None:
    """Take an author off a course. The last one stays: else the course would be everybody's."""
    author = _author(session, record, person_id)
    if author is None:
        return
    others = select(CourseAuthor.id).where(CourseAuthor.course_id == record.id, CourseAuthor.id != author.id).limit(1)
    if session.scalars(others).first() is None:
        raise Refused(N_("A course keeps its last author. Add another one first."))
    session.delete(author)
    audit(session, by.id, "removed author", f"course {record.slug}", now, person=person_id)


def _has_author(session: Session, record: CourseRecord) -> bool:
    return (
        session.scalars(select(CourseAuthor.id).where(CourseAuthor.course_id == record.id).limit(1)).first() is not None
    )


def _author(session: Session, record: CourseRecord, person_id: int) -> CourseAuthor | None:
    return session.scalars(
        select(CourseAuthor).where(CourseAuthor.course_id == record.id, CourseAuthor.person_id == person_id)
    ).one_or_none()


def ask_review(
    session: Session, record: CourseRecord, reviewer: Person, question: str, by: Viewer, now: datetime
) -> Review:
    """Ask a colleague to read a draft. Who was asked and has not answered yet is not asked twice."""
    if not any(Permission.WRITE_COURSES in GRANTS[grant.role] for grant in reviewer.grants):
        raise Refused(N_("%(name)s is not a trainer and cannot see drafts."), name=reviewer.name_en)
    review = session.scalars(
        select(Review).where(
            Review.course_id == record.id, Review.reviewer_id == reviewer.id, Review.answered_at.is_(None)
        )
    ).one_or_none()
    if review is None:
        review = Review(
            course_id=record.id, reviewer_id=reviewer.id, asked_by_id=by.id, asked_at=now, question=question.strip()
        )
        session.add(review)
        session.flush()
    return review


def answer_review(session: Session, review: Review, is_ready: bool, answer: str, now: datetime) -> None:
    """The reviewer's word on a draft. Raises `Refused` if it was given already."""
    if review.answered_at is not None:
        raise Refused(N_("You have answered this already."))
    review.answered_at, review.is_ready, review.answer = now, is_ready, answer.strip()
    session.flush()


def add_remark(
    session: Session, record: CourseRecord, path: str, line: int, quote: str, text: str, by: Viewer, now: datetime
) -> Remark:
    """Leave a remark on a line of a draft; `quote` is the line. Raises `Refused` if it says nothing or too much."""
    text = text.strip()
    if not text or len(text) > LONGEST_REMARK:
        raise Refused(N_("Write a remark of at most %(limit)s characters."), limit=LONGEST_REMARK)
    remark = Remark(course_id=record.id, path=path, line=line, quote=quote[:500], text=text, by_id=by.id, at=now)
    session.add(remark)
    session.flush()
    return remark


def note_reports(
    session: Session,
    record: CourseRecord,
    reports: Sequence[tuple[str, int, str]],
    files: Mapping[str, bytes],
    by: Viewer,
    now: datetime,
) -> None:
    """Leave what did not come over from a document (file, line, words) as remarks of whoever brought it, on the lines."""
    for path, line, text in reports[:MOST_REPORTS]:
        lines = files.get(path, b"").decode("utf-8", "replace").splitlines()
        quote = lines[line - 1] if 0 < line <= len(lines) else ""
        add_remark(session, record, path, max(1, line), quote, text[:LONGEST_REMARK], by, now)


def settle_remark(session: Session, remark: Remark, by: Viewer, now: datetime) -> None:
    """Say that a remark is dealt with. The first time counts."""
    if remark.settled_at is None:
        remark.settled_at, remark.settled_by_id = now, by.id
        session.flush()
