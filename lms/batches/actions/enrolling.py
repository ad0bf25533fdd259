"""Enrolling the members of a batch in its courses, all at once: a statement for each rule, however many they are."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Select, and_, case, func, literal, null, or_, select, update
from sqlalchemy.orm import Session

from lms.batches.models import Batch, BatchCourse, BatchMember
from lms.days import day
from lms.db import Timestamp, upsert
from lms.learning.models import Enrolment


def enrol_members(session: Session, batch: Batch, now: datetime) -> None:
    """Every member is in every course of the batch after this, with its day; a later day of one's own is kept.

    Who is newly enrolled in a batch that has not begun finds its courses closed until it does. Who was in a course already goes on;
    if another batch keeps the course closed, it opens with the one that begins first.
    """
    opens_on = batch.starts_on if batch.starts_on > day(now) else None
    pairs = (
        select(
            BatchMember.person_id,
            BatchCourse.course_id,
            literal(now, Timestamp()),
            literal(batch.due_on, Date()),
            literal(opens_on, Date()),
        )
        .join(BatchCourse, BatchCourse.batch_id == BatchMember.batch_id)
        .where(BatchMember.batch_id == batch.id)
        .order_by(BatchMember.person_id, BatchCourse.course_id)
    )
    columns = ["person_id", "course_id", "enrolled_at", "due_on", "opens_on"]
    insert: Any = upsert(session, Enrolment).from_select(columns, pairs)
    pair = ["person_id", "course_id"]
    if batch.due_on is None:
        session.execute(insert.on_conflict_do_nothing(index_elements=pair))
    else:
        due_on = insert.excluded.due_on
        earlier = or_(Enrolment.due_on.is_(None), Enrolment.due_on < due_on)
        session.execute(
            insert.on_conflict_do_update(
                index_elements=pair, set_={"due_on": due_on}, where=and_(Enrolment.completed_at.is_(None), earlier)
            )
        )
    open_in_time(session, members_of(batch), courses_of(batch), now)


def open_in_time(session: Session, people: Select[int], courses: Select[int] | Sequence[int], now: datetime) -> None:
    """Of enrolments that batches keep closed, let each open with the first of the open batches in which the person is to take the
    course; at once if there is none, or if it has begun. What is open is never closed."""
    begins = (
        select(func.min(Batch.starts_on))
        .join(BatchMember, BatchMember.batch_id == Batch.id)
        .join(BatchCourse, BatchCourse.batch_id == Batch.id)
        .where(
            Batch.closed_at.is_(None),
            BatchMember.person_id == Enrolment.person_id,
            BatchCourse.course_id == Enrolment.course_id,
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
    statement = update(Enrolment).where(
        Enrolment.opens_on.is_not(None), Enrolment.person_id.in_(people), Enrolment.course_id.in_(courses)
    )
    opens_on = case((begins > day(now), begins), else_=null())
    session.execute(statement.values(opens_on=opens_on).execution_options(synchronize_session=False))


def move_due_day(session: Session, batch: Batch, due_on: date | None) -> None:
    """After a batch's day by which to finish was changed from this one: whoever had it has the new one, and a later day of one's
    own is kept."""
    if batch.due_on != due_on:
        moved = Enrolment.due_on == due_on
        if batch.due_on is not None:
            moved = or_(moved, Enrolment.due_on.is_(None), Enrolment.due_on < batch.due_on)
        of_batch = (Enrolment.person_id.in_(members_of(batch)), Enrolment.course_id.in_(courses_of(batch)))
        statement = update(Enrolment).where(*of_batch, Enrolment.completed_at.is_(None), moved)
        session.execute(statement.values(due_on=batch.due_on).execution_options(synchronize_session=False))


def members_of(batch: Batch) -> Select[int]:
    """The ids of all members of a batch."""
    return select(BatchMember.person_id).where(BatchMember.batch_id == batch.id)


def courses_of(batch: Batch) -> Select[int]:
    """The ids of its courses."""
    return select(BatchCourse.course_id).where(BatchCourse.batch_id == batch.id)
