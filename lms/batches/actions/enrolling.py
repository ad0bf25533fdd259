"""Enrolling the members of a batch in its courses, all at once: a statement for each rule, however many they are."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, literal, or_, select, update
from sqlalchemy.orm import Session

from lms.batches.models import Batch, BatchCourse, BatchMember
from lms.days import day
from lms.db import Timestamp, upsert
from lms.learning.models import Enrolment


def enrol_members(session: Session, batch: Batch, now: datetime) -> None:
    """Every member is in every course of the batch after this, with its day; a later day of one's own is kept.

    Who is newly enrolled in a batch that has not begun finds its courses closed until it does. Who was in a course already goes on.
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
        return
    due_on = insert.excluded.due_on
    earlier = or_(Enrolment.due_on.is_(None), Enrolment.due_on < due_on)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=pair, set_={"due_on": due_on}, where=and_(Enrolment.completed_at.is_(None), earlier)
        )
    )


def move_days(session: Session, batch: Batch, starts_on: date, due_on: date | None, now: datetime) -> None:
    """After a batch's days were changed from these: whoever had its day has the new one, and a later day of one's own is kept."""
    if batch.due_on != due_on:
        moved = Enrolment.due_on == due_on
        if batch.due_on is not None:
            moved = or_(moved, Enrolment.due_on.is_(None), Enrolment.due_on < batch.due_on)
        statement = update(Enrolment).where(_is_of(batch), Enrolment.completed_at.is_(None), moved)
        session.execute(statement.values(due_on=batch.due_on).execution_options(synchronize_session=False))
    if batch.starts_on != starts_on:
        opens = batch.starts_on if batch.starts_on > day(now) else None
        statement = update(Enrolment).where(_is_of(batch), Enrolment.opens_on == starts_on)
        session.execute(statement.values(opens_on=opens).execution_options(synchronize_session=False))


def _is_of(batch: Batch) -> ColumnElement[bool]:
    """Whether an enrolment is one of a member of the batch in one of its courses."""
    members = select(BatchMember.person_id).where(BatchMember.batch_id == batch.id)
    courses = select(BatchCourse.course_id).where(BatchCourse.batch_id == batch.id)
    return and_(Enrolment.person_id.in_(members), Enrolment.course_id.in_(courses))
