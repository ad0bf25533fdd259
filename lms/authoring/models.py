"""Making it: drafts file by file and their history, authors and reviewers, changes of translations, the glossary."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalog.models import CourseRecord
from lms.db import Base
from lms.people.models import Person


class Draft(Base):
    """A course's draft as a whole: what lists show of it, kept up by whoever changes a file.

    `title` is the heading of `course.md`; `search_text` is folded (`lms.urdu.search`) and holds title and address; `digest` is
    that of a revision with the same files (`catalog.actions.digest_of_files`), so a draft that was not changed since has its.
    """

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_updated_at", "updated_at", "course_id"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class DraftFile(Base):
    """One file of a course's draft. `version` counts its changes."""

    __tablename__ = "draft_file"
    __table_args__ = (UniqueConstraint("course_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    path: Mapped[str]
    media_sha256: Mapped[str] = mapped_column(ForeignKey("media.sha256"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class DraftChange(Base):
    """What somebody did to a file of a draft, for its history. `media_sha256` is the file afterwards, null if it was removed;
    `was_path` is set if it was renamed. Saves of one person that follow each other closely are one change, but nothing is added to
    one that stands `apart`."""

    __tablename__ = "draft_change"
    __table_args__ = (Index("ix_draft_change_course_id_path", "course_id", "path", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    path: Mapped[str]
    was_path: Mapped[str | None]
    media_sha256: Mapped[str | None] = mapped_column(ForeignKey("media.sha256"), index=True)
    apart: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    begun_at: Mapped[datetime]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class CourseAuthor(Base):
    """A person who may change a course's draft and publish it. A course that has no author is open to every trainer."""

    __tablename__ = "course_author"
    __table_args__ = (UniqueConstraint("course_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")


class Review(Base):
    """A colleague was asked to read a draft. `answered_at` and `answer` are theirs; `is_ready` is whether it may be published."""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_course_id_asked_at", "course_id", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    question: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    is_ready: Mapped[bool | None]

    reviewer: Mapped[Person] = relationship(foreign_keys=[reviewer_id], lazy="raise_on_sql")


class Remark(Base):
    """A remark on a line of a draft. `quote` is the line as it was, by which the remark is found again when lines move."""

    __tablename__ = "remark"
    __table_args__ = (Index("ix_remark_course_id_path", "course_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    path: Mapped[str]
    line: Mapped[int]
    quote: Mapped[str]
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise_on_sql")


class TranslationChange(Base):
    """What somebody did to the translation of one unit: `before` and `after` are the translation, "" if there was none.

    A file that is uploaded is compared with what was changed since it was downloaded, so that no newer edit is lost.
    """

    __tablename__ = "translation_change"
    __table_args__ = (Index("ix_translation_change_course_id_language_at", "course_id", "language", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    language: Mapped[str]
    text: Mapped[str]
    context: Mapped[str] = mapped_column(default="")
    before: Mapped[str]
    after: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class GlossaryTerm(Base):
    """An English term and its Urdu, one word for one concept; the columns are those of `courses/glossary.csv`.

    `by_id` is null as long as the term is as it was shipped; a term that was removed (`removed_at`) stays here, or the next upgrade
    would ship it again. `sort_key` is the English in small letters, `search_text` is all of
    it folded (`lms.urdu.search`).
    """

    __tablename__ = "glossary_term"
    __table_args__ = (Index("ix_glossary_term_sort_key", "sort_key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    english: Mapped[str] = mapped_column(unique=True)
    urdu: Mapped[str]
    domain: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str]
    search_text: Mapped[str]
    updated_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class TranslationCount(Base):
    """What lists show of a course's translation into one language, kept up by whoever changes the text or the translation.

    `digest` is of the files and the catalogue that were counted: with another one the figures are old. `title` is in the
    course's own language, `search_text` folded (`lms.urdu.search`) and holds the title in both and the address. `units` is 0
    where nothing can be read.
    """

    __tablename__ = "translation_count"
    __table_args__ = (
        UniqueConstraint("course_id", "language"),
        Index("ix_translation_count_to_do", "language", "to_do", "course_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    language: Mapped[str]
    digest: Mapped[str]
    title: Mapped[str]
    title_language: Mapped[str]
    search_text: Mapped[str]
    units: Mapped[int]
    missing: Mapped[int]
    changed: Mapped[int]
    failing: Mapped[int]
    to_do: Mapped[int]
    counted_at: Mapped[datetime]

    course: Mapped[CourseRecord] = relationship(lazy="raise_on_sql")


class KnownTranslation(Base):
    """A translation that may be shown, found by the SHA-256 of its English: what other courses say in the same place."""

    __tablename__ = "known_translation"
    __table_args__ = (
        Index("ix_known_translation_course_id_language", "course_id", "language"),
        Index("ix_known_translation_digest_language", "digest", "language"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    language: Mapped[str]
    digest: Mapped[str]
    translation: Mapped[str]
