"""Live sessions of a batch: webinars and classes, who was there, and calendars."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.batches.models import Batch
from lms.catalog.models import CourseRecord
from lms.db import Base
from lms.people.models import Person

LONGEST_SESSION = 24 * 60
"""How many minutes a session can last."""


class LiveKind(StrEnum):
    WEBINAR = "webinar"
    CLASSROOM = "classroom"


class LiveSession(Base):
    """A webinar or a class of a batch; of one of its courses, or of all of them. `minutes` is how long it is to last.

    `changes` counts the changes of time and place, for calendars (RFC 5545, SEQUENCE).
    """

    __tablename__ = "live_session"
    __table_args__ = (
        Index("ix_live_session_batch_id_starts_at", "batch_id", "starts_at"),
        CheckConstraint("minutes > 0", name="minutes_from_1"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_from_1"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), index=True)
    kind: Mapped[LiveKind]
    title: Mapped[str]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    link: Mapped[str] = mapped_column(default="")
    venue: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    changes: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    batch: Mapped[Batch] = relationship(lazy="raise_on_sql")
    course: Mapped[CourseRecord | None] = relationship(lazy="raise_on_sql")
    trainer: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class AttendanceWay(StrEnum):
    LIST = "list"
    CODE = "code"
    FILE = "file"


class Attendance(Base):
    """That a person was at a live session, and how that is known: ticked in the list, by the code on the screen, or from the file
    of participants, which also tells the `minutes`."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("live_session_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    live_session_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    way: Mapped[AttendanceWay]
    minutes: Mapped[int | None]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class CalendarFeed(Base):
    """The address from which a person's calendar program reads the own live sessions. A new one takes the place of the old one."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
