"""Who works on a course: authors, reviewers, and what they remarked."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, selectinload

from lms.authoring.models import CourseAuthor, Draft, Remark, Review
from lms.catalog.models import CourseRecord
from lms.people.models import Person, RoleGrant, SignInName
from lms.people.names import sign_in_name
from lms.people.roles import GRANTS, Permission
from lms.people.viewer import Viewer
from lms.urdu import clean

MOST_FOUND = 10
_WRITERS = [role for role, granted in GRANTS.items() if Permission.WRITE_COURSES in granted]


def authors(session: Session, record: CourseRecord) -> list[Person]:
    """The authors of a course, the first one first."""
    return list(
        session.scalars(
            select(Person)
            .join(CourseAuthor, CourseAuthor.person_id == Person.id)
            .where(CourseAuthor.course_id == record.id)
            .options(selectinload(Person.agency))
            .order_by(CourseAuthor.id)
        )
    )


def _colleagues(viewer: Viewer) -> Select[Person]:
    """Everybody else who may write courses, with roles and agency."""
    writes = exists().where(RoleGrant.person_id == Person.id, RoleGrant.role.in_(_WRITERS)).correlate(Person)
    return (
        select(Person)
        .where(Person.is_active, Person.id != viewer.id, writes)
        .options(selectinload(Person.grants), selectinload(Person.agency))
    )


def colleagues(session: Session, viewer: Viewer, words: str) -> list[Person]:
    """Colleagues whose name has all of `words` in it, or whose service number or user name they are; at most ten."""
    named: ColumnElement[bool] = (
        exists().where(SignInName.person_id == Person.id, SignInName.name == sign_in_name(words)).correlate(Person)
    )
    in_names = [
        or_(Person.name_en.icontains(word, autoescape=True), Person.name_ur.contains(word, autoescape=True))
        for word in clean(words).split()
    ]
    exact = session.scalars(_colleagues(viewer).where(named)).all()
    if exact or not in_names:
        return list(exact)
    found = _colleagues(viewer).where(*in_names).order_by(Person.name_en, Person.id).limit(MOST_FOUND)
    return list(session.scalars(found))


def colleague(session: Session, viewer: Viewer, person_id: int) -> Person:
    """A colleague by key; `NoResultFound` if there is none."""
    return session.scalars(_colleagues(viewer).where(Person.id == person_id)).one()


def reviews(record: CourseRecord) -> Select[Review]:
    """All reviews of a course, the newest first; with the reviewer."""
    return (
        select(Review)
        .where(Review.course_id == record.id)
        .options(selectinload(Review.reviewer))
        .order_by(Review.id.desc())
    )


def open_review(session: Session, viewer: Viewer, record: CourseRecord) -> Review | None:
    """What the viewer was asked about a course and has not answered yet."""
    return session.scalars(
        reviews(record).where(Review.reviewer_id == viewer.id, Review.answered_at.is_(None)).limit(1)
    ).first()


def asked_reviews(viewer: Viewer) -> Select[str, str, str, datetime]:
    """What the viewer was asked to read and has not answered yet, the oldest first: address, title, question, and since when."""
    return (
        select(CourseRecord.slug, Draft.title, Review.question, Review.asked_at)
        .join(CourseRecord, CourseRecord.id == Review.course_id)
        .join(Draft, Draft.course_id == Review.course_id)
        .where(Review.reviewer_id == viewer.id, Review.answered_at.is_(None))
        .order_by(Review.id)
        .limit(MOST_FOUND)
    )


def open_remarks(record: CourseRecord, path: str | None = None) -> Select[Remark]:
    """Remarks that are not settled, in the order of the text; with who left them."""
    statement = select(Remark).where(Remark.course_id == record.id, Remark.settled_at.is_(None))
    if path is not None:
        statement = statement.where(Remark.path == path)
    return statement.options(selectinload(Remark.by)).order_by(Remark.path, Remark.line, Remark.id)


def remark(session: Session, record: CourseRecord, remark_id: int) -> Remark:
    """A remark on a course; `NoResultFound` if it has none with this number."""
    return session.scalars(select(Remark).where(Remark.course_id == record.id, Remark.id == remark_id)).one()
