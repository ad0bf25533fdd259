"""What is taught: courses, their immutable revisions, their media and their translation catalogues."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    media, `compiled` is the course as `lms.catalog.compiled` stores it, `outline` what has to be done (`lms.catalog.outline`)."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("course_id", "number"), CheckConstraint("number > 0", name="number_from_1"))

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    files: Mapped[dict[str, str]] = mapped_column(JSON, deferred=True)
    compiled: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    outline: Mapped[dict[str, Any]] = mapped_column(JSON)
    kind: Mapped[RevisionKind]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    course: Mapped[CourseRecord] = relationship(foreign_keys=[course_id], lazy="raise_on_sql")


class Media(Base):
    """The bytes of a file, kept once however many revisions and drafts hold it; `sha256` in hex.

    `kept_at` is when somebody last put these bytes into a course; null if that was before it was noted.
    """

    __tablename__ = "media"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content_type: Mapped[str]
    size: Mapped[int]
    kept_at: Mapped[datetime | None]
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Catalogue(Base):
    """A course's translations into one language, as PO text. Found by English text, so not part of a revision."""

    __tablename__ = "catalogue"
    __table_args__ = (UniqueConstraint("course_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    language: Mapped[str]
    po: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str]
    updated_at: Mapped[datetime]


class CourseCard(Base):
    """What lists show of a published course in one language, kept up by whoever publishes or translates.

    `title_language` and `summary_language` say in which language the text really is; `search_text` is folded (`lms.urdu.search`)
    and holds title, summary and objectives in every language; `translated` is the share (0 to 1) of units in this language.
    """

    __tablename__ = "course_card"
    __table_args__ = (UniqueConstraint("course_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    language: Mapped[str]
    title: Mapped[str]
    title_language: Mapped[str]
    summary: Mapped[str]
    summary_language: Mapped[str]
    hours: Mapped[float]
    lessons: Mapped[int]
    review: Mapped[str]
    certificate: Mapped[bool]
    translated: Mapped[float]
    search_text: Mapped[str]
