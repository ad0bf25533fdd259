"""Making, changing, closing batches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.batches.actions.enrolling import courses_of, enrol_members, members_of, move_due_day, open_in_time
from lms.batches.models import Batch, BatchCourse
from lms.catalog.models import CourseRecord
from lms.errors import Refused
from lms.i18n import N_
from lms.people.actions import audit
from lms.people.viewer import Viewer
from lms.urdu import clean, search

COURSES_CHANGED: list[Callable[[Session, Batch, set[int], datetime], None]] = []
"""What parts above do, in the same transaction, when courses came into a batch or left it: they get the ids of these courses.
This part may not ask for it by name."""


class BatchClosed(Refused):
    """A closed batch is not changed."""


class DueBeforeStart(Refused):
    status = 422


@dataclass(frozen=True)
class Plan:
    """What a batch is to be: `courses` are their lasting names, in order."""

    name: str
    starts_on: date
    due_on: date | None = None
    courses: Sequence[str] = ()
    path_id: int | None = None
    trainer_id: int | None = None
    venue: str = ""
    note: str = ""


def create_batch(session: Session, by: Viewer, agency_id: int, plan: Plan, now: datetime) -> Batch:
    """Make a batch of an agency that the viewer keeps. Raises `DueBeforeStart`."""
    batch = Batch(agency_id=agency_id, created_at=now, created_by_id=by.id, courses=[])
    _follow(session, batch, plan)
    session.add(batch)
    session.flush()
    audit(session, by.id, "made a batch", f"batch {batch.id}", now, name=batch.name)
    return batch


def change_batch(session: Session, by: Viewer, batch: Batch, plan: Plan, now: datetime) -> None:
    """Change a batch, locked by `batch_to_change`. Its members are enrolled in courses that are new, and days that came from it
    move with it; who was taken into a course stays in it when the course leaves the batch. Raises `BatchClosed`."""
    check_open(batch)
    told = {"name": batch.name, "starts_on": batch.starts_on, "due_on": batch.due_on}
    due_on, before = batch.due_on, {course.course_id for course in batch.courses}
    _follow(session, batch, plan)
    session.flush()
    move_due_day(session, batch, due_on)
    enrol_members(session, batch, now)
    courses = [course.course_id for course in batch.courses]
    if changed := before ^ set(courses):
        open_in_time(session, members_of(batch), sorted(before - set(courses)), now)
        for follow in COURSES_CHANGED:
            follow(session, batch, changed, now)
    audit(session, by.id, "changed a batch", f"batch {batch.id}", now, before=told, courses=courses)


def close_batch(session: Session, by: Viewer, batch: Batch, now: datetime) -> None:
    """No more members, changes and reminders; what it kept closed until its first day opens. A second time changes nothing."""
    if batch.closed_at is None:
        batch.closed_at = now
        session.flush()
        open_in_time(session, members_of(batch), courses_of(batch), now)
        audit(session, by.id, "closed a batch", f"batch {batch.id}", now)


def reopen_batch(session: Session, by: Viewer, batch: Batch, now: datetime) -> None:
    if batch.closed_at is not None:
        batch.closed_at = None
        audit(session, by.id, "opened a batch again", f"batch {batch.id}", now)


def check_open(batch: Batch) -> None:
    """Raise `BatchClosed` if a batch is."""
    if batch.closed_at is not None:
        raise BatchClosed(N_("This batch is closed. Open it again first."))


def _follow(session: Session, batch: Batch, plan: Plan) -> None:
    if plan.due_on is not None and plan.due_on < plan.starts_on:
        raise DueBeforeStart(N_("The day by which to finish is before the first day."))
    batch.name = clean(plan.name).strip()
    batch.search_text = search(batch.name)
    batch.starts_on, batch.due_on = plan.starts_on, plan.due_on
    batch.path_id, batch.trainer_id = plan.path_id, plan.trainer_id
    batch.venue, batch.note = clean(plan.venue).strip(), clean(plan.note).strip()
    wanted = {
        record.slug: record
        for record in session.scalars(select(CourseRecord).where(CourseRecord.slug.in_(plan.courses)))
    }
    there = {course.course_id: course for course in batch.courses}
    batch.courses = [
        there.get(wanted[slug].id) or BatchCourse(course=wanted[slug], course_id=wanted[slug].id)
        for slug in dict.fromkeys(plan.courses)
        if slug in wanted
    ]
    for place, course in enumerate(batch.courses, 1):
        course.place = place
