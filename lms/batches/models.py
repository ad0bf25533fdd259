"""Groups that go through courses together: batches, learning paths, and the reminders that are sent."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalog.models import CourseRecord
from lms.db import Base
from lms.learning.models import Enrolment
from lms.people.models import Agency, Person


class LearningPath(Base):
    """An ordered set of courses under one name, such as "Core curriculum – junior"."""

    __tablename__ = "learning_path"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name_en: Mapped[str]
    name_ur: Mapped[str]

    courses: Mapped[list["LearningPathCourse"]] = relationship(
        order_by="LearningPathCourse.place", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    def name(self, language: str) -> str:
        return self.name_ur if language == "ur" and self.name_ur else self.name_en


class LearningPathCourse(Base):
    """A course of a learning path, by its lasting name: a path may name a course that is still being written. `place` counts
    from 1."""

    __tablename__ = "learning_path_course"
    __table_args__ = (UniqueConstraint("path_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    path_id: Mapped[int] = mapped_column(ForeignKey("learning_path.id"))
    slug: Mapped[str]
    place: Mapped[int]


class Batch(Base):
    """A named group of an agency with courses, a start and a due day. Closed, it takes no more members and sends no reminders.

    `search_text` is the name, folded (`lms.urdu.search`).
    """

    __tablename__ = "batch"
    __table_args__ = (
        Index("ix_batch_agency_id_id", "agency_id", "id"),
        CheckConstraint("due_on IS NULL OR due_on >= starts_on", name="due_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str]
    search_text: Mapped[str]
    path_id: Mapped[int | None] = mapped_column(ForeignKey("learning_path.id"), index=True)
    starts_on: Mapped[date]
    due_on: Mapped[date | None]
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    venue: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    closed_at: Mapped[datetime | None]

    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")
    trainer: Mapped[Person | None] = relationship(foreign_keys=[trainer_id], lazy="raise_on_sql")
    courses: Mapped[list["BatchCourse"]] = relationship(
        order_by="BatchCourse.place", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class BatchCourse(Base):
    """A course of a batch. `place` counts from 1."""

    __tablename__ = "batch_course"
    __table_args__ = (UniqueConstraint("batch_id", "course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    place: Mapped[int]

    course: Mapped[CourseRecord] = relationship(lazy="raise_on_sql")


class BatchMember(Base):
    """A person in a batch. Whoever is taken out keeps enrolments and what was done in them."""

    __tablename__ = "batch_member"
    __table_args__ = (UniqueConstraint("batch_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")


class ReminderKind(StrEnum):
    BEGIN = "begin"
    DUE_SOON = "due soon"
    LATE = "late"
    BY_HAND = "by hand"
    FOLLOW_UP = "follow-up"


class Reminder(Base):
    """That somebody was reminded of a course: shown in the product until `seen_at`, and sent to `email` if there was one. Once for
    each kind and due day; by hand, `due_on` is the day on which it was made. A follow-up is sent only, since home pages offer the
    survey itself; `due_on` is the day from which it is asked, and `sent_at` says that it need not be sent, not that it was."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("enrolment_id", "kind", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    kind: Mapped[ReminderKind]
    due_on: Mapped[date]
    made_at: Mapped[datetime]
    email: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")
