"""What is taught: courses, their immutable revisions, their media and their translation catalogues."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from lms.catalog.course import Level, Track
from lms.db import Base


class RevisionKind(StrEnum):
    FIRST = "first"
    CORRECTION = "correction"
    CONTENT_CHANGE = "content change"


class CourseRecord(Base):
    """A course by its lasting name. `revision_id` is the published revision, or null while there is none."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    track: Mapped[Track]
    level: Mapped[Level]
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", use_alter=True), index=True)
    edited_here: Mapped[bool] = mapped_column(default=False)
    """Whether the course was edited in the browser, so that an upgrade of the shipped library leaves it alone."""

    revision: Mapped["Revision | None"] = relationship(foreign_keys=[revision_id], lazy="raise_on_sql")


class Revision(Base):
    """A published state of a course; never changed. `digest` is over its files, `files` maps each path to the SHA-256 of its
    media, `compiled` is the course as `lms.catalog.compiled` stores it."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("course_id", "number"), CheckConstraint("number > 0", name="number_from_1"))

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    files: Mapped[dict[str, str]] = deferred(mapped_column(JSON))
    compiled: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    kind: Mapped[RevisionKind]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    course: Mapped[CourseRecord] = relationship(foreign_keys=[course_id], lazy="raise_on_sql")


class Media(Base):
    """The bytes of a file, kept once however many revisions and drafts hold it; `sha256` in hex."""

    __tablename__ = "media"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content_type: Mapped[str]
    size: Mapped[int]
    body: Mapped[bytes] = deferred(mapped_column(LargeBinary))


class Catalogue(Base):
    """A course's translations into one language, as PO text. Found by English text, so not part of a revision."""

    __tablename__ = "catalogue"
    __table_args__ = (UniqueConstraint("course_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    language: Mapped[str]
    po: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    digest: Mapped[str]
    updated_at: Mapped[datetime]
