"""What is asked about drafts. Every trainer may read every draft; who may change one is decided by `editable`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Select, exists, or_, select, true
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql import ColumnElement

from lms.authoring.models import CourseAuthor, DraftChange, DraftFile, Remark, Review
from lms.catalog.models import Catalogue, CourseRecord, Media, Revision
from lms.people.models import Person
from lms.people.roles import Permission, Role
from lms.people.viewer import Viewer


def course(slug: str) -> Select[CourseRecord]:
    return select(CourseRecord).where(CourseRecord.slug == slug)


def editable(viewer: Viewer) -> ColumnElement[bool]:
    """Courses that the viewer may change: one's own, those that have no author yet, and for an administrator all."""
    if Role.ADMINISTRATOR in viewer.roles:
        return true()
    authored = exists().where(CourseAuthor.course_id == CourseRecord.id).correlate(CourseRecord)
    own = authored.where(CourseAuthor.person_id == viewer.id)
    return or_(own, ~authored) if viewer.may(Permission.WRITE_COURSES) else own


def to_edit(session: Session, viewer: Viewer, slug: str) -> CourseRecord:
    """A course that the viewer may change; `NoResultFound` if there is none."""
    return session.scalars(course(slug).where(editable(viewer))).one()


def may_edit(session: Session, viewer: Viewer, record: CourseRecord) -> bool:
    return session.scalars(course(record.slug).where(editable(viewer))).one_or_none() is not None


def authors(session: Session, record: CourseRecord) -> list[Person]:
    """The authors of a course, the first one first."""
    return list(
        session.scalars(
            select(Person)
            .join(CourseAuthor, CourseAuthor.person_id == Person.id)
            .where(CourseAuthor.course_id == record.id)
            .order_by(CourseAuthor.id)
        )
    )


def draft_file(record: CourseRecord, path: str) -> Select[DraftFile]:
    return select(DraftFile).where(DraftFile.course_id == record.id, DraftFile.path == path)


def media_body(session: Session, sha256: str) -> bytes:
    """The bytes of a file by their SHA-256."""
    return session.scalars(select(Media.body).where(Media.sha256 == sha256)).one()


def published_since(session: Session, course_id: int, moment: datetime) -> bool:
    """Whether the course was published after `moment`."""
    return (
        session.scalars(
            select(Revision.id).where(Revision.course_id == course_id, Revision.at >= moment).limit(1)
        ).first()
        is not None
    )


def changes(record: CourseRecord, path: str | None = None) -> Select[DraftChange]:
    """The history of a draft, or of one of its files, the newest first; with the person."""
    statement = select(DraftChange).where(DraftChange.course_id == record.id).options(selectinload(DraftChange.by))
    if path is not None:
        statement = statement.where(DraftChange.path == path)
    return statement.order_by(DraftChange.id.desc())


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


def open_remarks(record: CourseRecord, path: str | None = None) -> Select[Remark]:
    """Remarks that are not settled, in the order of the text; with who left them."""
    statement = select(Remark).where(Remark.course_id == record.id, Remark.settled_at.is_(None))
    if path is not None:
        statement = statement.where(Remark.path == path)
    return statement.options(selectinload(Remark.by)).order_by(Remark.path, Remark.line, Remark.id)


def draft_files(record: CourseRecord) -> Select[DraftFile]:
    return select(DraftFile).where(DraftFile.course_id == record.id).order_by(DraftFile.path)


def draft_bodies(session: Session, record: CourseRecord) -> dict[str, bytes]:
    """The files of a draft by path, translations not among them."""
    rows = session.execute(
        select(DraftFile.path, Media.body)
        .join(Media, Media.sha256 == DraftFile.media_sha256)
        .where(DraftFile.course_id == record.id)
        .order_by(DraftFile.path)
    )
    return {row.path: row.body for row in rows}


def catalogue_bodies(session: Session, record: CourseRecord) -> dict[str, bytes]:
    """A course's translations as files."""
    rows = session.execute(select(Catalogue.language, Catalogue.po).where(Catalogue.course_id == record.id))
    return {f"locale/{row.language}.po": row.po for row in rows}


@dataclass
class Loaded:
    """What of a course is in the database already: SHA-256 by path of its draft and of its translations."""

    edited_here: bool
    files: dict[str, str] = field(default_factory=dict)

    def same_files(self, files: Mapping[str, bytes]) -> bool:
        return self.files == {path: sha256(body).hexdigest() for path, body in files.items()}


def loaded(session: Session) -> dict[str, Loaded]:
    """All courses by slug, with the digests of their files. Three queries, no file is read."""
    records = {record.id: record for record in session.scalars(select(CourseRecord))}
    found = {record.slug: Loaded(record.edited_here) for record in records.values()}
    for course_id, path, digest in session.execute(select(DraftFile.course_id, DraftFile.path, DraftFile.media_sha256)):
        found[records[course_id].slug].files[path] = digest
    for course_id, language, digest in session.execute(
        select(Catalogue.course_id, Catalogue.language, Catalogue.digest)
    ):
        found[records[course_id].slug].files[f"locale/{language}.po"] = digest
    return found
