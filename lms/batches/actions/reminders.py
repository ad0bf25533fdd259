"""Reminders: made all at once for every open batch, made for some people at once, put away, and handed over as e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, false, func, literal, not_, or_, select, update
from sqlalchemy.orm import Session

from lms.batches.actions.batches import check_open
from lms.batches.models import Batch, BatchCourse, BatchMember, Reminder, ReminderKind
from lms.batches.standing import SOON
from lms.catalog import queries as catalog
from lms.catalog.models import CourseRecord, Revision
from lms.days import ZONE, day
from lms.db import Timestamp, upsert
from lms.learning import queries as learning
from lms.learning.models import Enrolment
from lms.people.actions import audit
from lms.people.models import Person
from lms.people.viewer import Viewer
from lms.surveys.queries import FOLLOW_UP_AFTER

LATELY = timedelta(days=14)
"""Nobody is written to whose follow-up had its day longer ago: neither after the first run, nor after one that failed for weeks."""


def make_reminders(session: Session, now: datetime) -> int:
    """Remind the members of all open batches of what is due today (`lms.batches.standing.reminder_due`); returns how many
    reminders are new. Each is made once for its kind and day, however often this is run."""
    today = day(now)
    kinds: tuple[tuple[ReminderKind, Any, ColumnElement[bool]], ...] = (
        (ReminderKind.LATE, Enrolment.due_on, Enrolment.due_on < today),
        (ReminderKind.DUE_SOON, Enrolment.due_on, Enrolment.due_on.between(today, today + SOON)),
        (
            ReminderKind.BEGIN,
            Batch.starts_on,
            and_(
                Enrolment.last_lesson.is_(None),
                or_(Enrolment.due_on.is_(None), Enrolment.due_on > today + SOON),
                _is_open(session, today),
            ),
        ),
    )
    return sum(_make(session, kind, on, condition, today, now) for kind, on, condition in kinds)


def _is_open(session: Session, today: date) -> ColumnElement[bool]:
    """Whether an enrolment may be begun: its day has come, and what the course requires is completed."""
    in_batches = select(BatchCourse.course_id).join(Batch, Batch.id == BatchCourse.batch_id)
    begun = in_batches.where(Batch.closed_at.is_(None), Batch.starts_on <= today)
    published = session.execute(
        select(CourseRecord.id, Revision.id, Revision.digest)
        .join(Revision, Revision.id == CourseRecord.revision_id)
        .where(CourseRecord.id.in_(begun))
    ).all()
    required = {
        course_id: catalog.course_at(session, revision, digest).requires for course_id, revision, digest in published
    }
    waits = [
        and_(Enrolment.course_id == course_id, learning.requires_more(Enrolment.person_id, slugs))
        for course_id, slugs in required.items()
        if slugs
    ]
    return and_(or_(Enrolment.opens_on.is_(None), Enrolment.opens_on <= today), not_(or_(false(), *waits)))


def _make(
    session: Session, kind: ReminderKind, on: Any, condition: ColumnElement[bool], today: date, now: datetime
) -> int:
    due = (
        select(
            Enrolment.id,
            literal(kind, Reminder.kind.type),
            on,
            literal(now, Timestamp()),
            func.nullif(Person.email, ""),
        )
        .join(BatchMember, BatchMember.person_id == Enrolment.person_id)
        .join(
            BatchCourse,
            and_(BatchCourse.batch_id == BatchMember.batch_id, BatchCourse.course_id == Enrolment.course_id),
        )
        .join(Batch, Batch.id == BatchMember.batch_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Batch.closed_at.is_(None), Batch.starts_on <= today, Person.is_active.is_(True))
        .where(Enrolment.completed_at.is_(None), condition)
    )
    insert: Any = upsert(session, Reminder).from_select(["enrolment_id", "kind", "due_on", "made_at", "email"], due)
    insert = insert.on_conflict_do_nothing(index_elements=["enrolment_id", "kind", "due_on"])
    return len(session.execute(insert.returning(Reminder.id)).all())


def make_follow_ups(session: Session, now: datetime) -> None:
    """Note who is to be asked by e-mail for the follow-up of a completed course, in a batch or not: everybody with an address whose
    day was lately, once.

    Whoever has answered already is noted, too, and not written to (`queries.outbox`): else it could be told from what is missing
    here between which two mornings somebody answered, and answers have their week (decision 25).
    """
    known = exists().where(Reminder.enrolment_id == Enrolment.id, Reminder.kind == ReminderKind.FOLLOW_UP)
    due = session.execute(
        select(Enrolment.id, Enrolment.completed_at, Person.email)
        .join(Person, Person.id == Enrolment.person_id)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .where(Enrolment.completed_at.between(now - FOLLOW_UP_AFTER - LATELY, now - FOLLOW_UP_AFTER))
        .where(CourseRecord.revision_id.is_not(None), Person.is_active.is_(True), Person.email != "", ~known)
    ).all()
    rows = [
        {
            "enrolment_id": row.id,
            "kind": ReminderKind.FOLLOW_UP,
            "due_on": day(row.completed_at + FOLLOW_UP_AFTER),
            "made_at": now,
            "email": row.email,
        }
        for row in due
    ]
    if rows:
        insert: Any = upsert(session, Reminder)
        session.execute(insert.on_conflict_do_nothing(index_elements=["enrolment_id", "kind", "due_on"]), rows)


@dataclass(frozen=True)
class Reminded:
    """Of how many courses of members reminders were `made`, and why not of the others."""

    made: int
    already_today: int
    completed: int
    inactive: int


def remind_now(session: Session, by: Viewer, batch: Batch, enrolments: Sequence[Enrolment], now: datetime) -> Reminded:
    """Remind these people now, whatever their day (`enrolments` are locked). Whoever was reminded today already is left in peace,
    so that a second click sends nothing more. It takes the place of an earlier one by hand, not of those that are made on their
    days. Raises `BatchClosed`."""
    check_open(batch)
    today = day(now)
    unfinished = [each for each in enrolments if each.completed_at is None]
    asked = [each for each in unfinished if each.person.is_active]
    of_these = Reminder.enrolment_id.in_([each.id for each in asked])
    morning = datetime.combine(today, time(), ZONE)
    done = set(session.scalars(select(Reminder.enrolment_id).where(of_these, Reminder.made_at >= morning)))
    to_remind = [each for each in asked if each.id not in done]
    if to_remind:
        _remind(session, to_remind, today, now)
        people = sorted({each.person_id for each in to_remind})
        audit(session, by.id, "reminded", f"batch {batch.id}", now, people=people)
    return Reminded(len(to_remind), len(done), len(enrolments) - len(unfinished), len(unfinished) - len(asked))


def _remind(session: Session, to_remind: Sequence[Enrolment], today: date, now: datetime) -> None:
    earlier = Reminder.enrolment_id.in_([each.id for each in to_remind]) & (Reminder.kind == ReminderKind.BY_HAND)
    session.execute(delete(Reminder).where(earlier).execution_options(synchronize_session=False))
    session.add_all(
        Reminder(
            enrolment_id=each.id, kind=ReminderKind.BY_HAND, due_on=today, made_at=now, email=each.person.email or None
        )
        for each in to_remind
    )
    session.flush()


def put_away(session: Session, viewer: Viewer, reminder_id: int, now: datetime) -> None:
    """The viewer has seen a reminder and wants it gone; somebody else's stays."""
    own = select(Enrolment.id).where(Enrolment.person_id == viewer.id)
    session.execute(
        update(Reminder)
        .where(Reminder.id == reminder_id, Reminder.enrolment_id.in_(own), Reminder.seen_at.is_(None))
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


def claim(session: Session, ids: Sequence[int], now: datetime) -> list[int]:
    """Take reminders to be sent by this process alone; returns those that no other one has taken. To be committed before they are
    sent: whatever happens then, none goes out twice."""
    return list(
        session.scalars(
            update(Reminder)
            .where(Reminder.id.in_(ids), Reminder.sent_at.is_(None))
            .values(sent_at=now)
            .returning(Reminder.id)
            .execution_options(synchronize_session=False)
        )
    )


def give_back(session: Session, ids: Sequence[int]) -> None:
    """The e-mail with these reminders was refused: they are tried again next time."""
    session.execute(
        update(Reminder).where(Reminder.id.in_(ids)).values(sent_at=None).execution_options(synchronize_session=False)
    )
