"""Doing: enrolments, lessons read, checks answered, attempts at the quiz. What happened is never edited."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalog.course import QuizKind
from lms.catalog.models import CourseRecord, Revision
from lms.db import Base
from lms.people.models import Person

COMPLETED = "completed_at IS NOT NULL"
"""What the index of completions holds. With the others in it, SQLite would look among them for one person's open courses: it takes
every value of an index to be as rare as the others, and half of all enrolments may be open."""
WAITING = "waiting"
"""Written answers that wait for a trainer, as the index says it that finds them among millions."""


class Enrolment(Base):
    """A person in a course. Completed once, with the revision that was then taught; never uncompleted.

    `opens_on` is the day before which the course stays closed to somebody who has not begun it; null if it is open at once.
    `extra_attempts` were granted beyond those that the quiz allows. `attended` is how many live sessions of the course the person
    was at, kept by the part that takes attendance.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id"),
        CheckConstraint("(completed_at IS NULL) = (completed_revision_id IS NULL)", name="completed_with_revision"),
        Index(
            "ix_enrolment_completed_at", "completed_at", sqlite_where=text(COMPLETED), postgresql_where=text(COMPLETED)
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    enrolled_at: Mapped[datetime]
    due_on: Mapped[date | None]
    opens_on: Mapped[date | None]
    last_lesson: Mapped[str | None]
    last_seen_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    completed_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"), index=True)
    extra_attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    attended: Mapped[int] = mapped_column(default=0, server_default="0")

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    course: Mapped[CourseRecord] = relationship(lazy="raise_on_sql")
    completed_revision: Mapped[Revision | None] = relationship(lazy="raise_on_sql")


class LessonProgress(Base):
    """How far a person is in one lesson. `position` is the block that was on top of the screen; `read_at` is set once.

    `digest` is of the lesson's source text when it was read, so that a lesson whose text changed can be shown as updated.
    """

    __tablename__ = "lesson_progress"
    __table_args__ = (UniqueConstraint("enrolment_id", "lesson"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lesson: Mapped[str]
    position: Mapped[str] = mapped_column(default="")
    read_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(default="")


class CheckAnswer(Base):
    """The newest answer to an in-lesson check, and the first one, which is never changed."""

    __tablename__ = "check_answer"
    __table_args__ = (UniqueConstraint("enrolment_id", "question_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    question_key: Mapped[str]
    answer: Mapped[Any] = mapped_column(JSON)
    share: Mapped[float]
    first_answer: Mapped[Any] = mapped_column(JSON)
    first_share: Mapped[float]
    tries: Mapped[int] = mapped_column(default=1)
    answered_at: Mapped[datetime]


class Attempt(Base):
    """One attempt at a quiz, pinned to a revision, the questions drawn, the order of options, and a language.

    `drawn` is a list of `{"question": id, "order": [option ids]}`. `deadline` is when the server stops taking answers.
    `score` and `maximum` are in points; `score` is null while written answers wait for a trainer.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "kind", "number"),
        CheckConstraint("number > 0", name="number_from_1"),
        CheckConstraint("passed IS NULL OR submitted_at IS NOT NULL", name="passed_when_submitted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    kind: Mapped[QuizKind] = mapped_column(default=QuizKind.GRADED, server_default=QuizKind.GRADED.name)
    number: Mapped[int]
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    language: Mapped[str]
    seed: Mapped[int]
    drawn: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    started_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    score: Mapped[float | None]
    maximum: Mapped[float]
    passed: Mapped[bool | None]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")


class AttemptAnswer(Base):
    """The answer to one question of an attempt. `counter` and `change_key` come from the browser: the higher counter wins, and
    the same key again changes nothing. `share` (0 to 1) is set when the attempt is submitted, for a written answer by a trainer."""

    __tablename__ = "attempt_answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question_id"),
        Index("ix_attempt_answer_waiting", "id", sqlite_where=text(WAITING), postgresql_where=text(WAITING)),
        CheckConstraint("share IS NULL OR share BETWEEN 0 AND 1", name="share_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    question_id: Mapped[str]
    answer: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    counter: Mapped[int]
    change_key: Mapped[str]
    saved_at: Mapped[datetime]
    share: Mapped[float | None]
    waiting: Mapped[bool] = mapped_column(default=False)
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    marked_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(default="")

    attempt: Mapped[Attempt] = relationship(lazy="raise_on_sql")
