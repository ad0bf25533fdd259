"""What somebody's home page shows of batches: those that the person is in, and reminders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, literal_column, or_, select
from sqlalchemy.orm import Session

from lms.batches.models import Batch, BatchCourse, BatchMember, Reminder, ReminderKind
from lms.catalog.models import CourseCard, CourseRecord
from lms.learning.models import Enrolment
from lms.people.models import Person
from lms.people.viewer import Viewer
from lms.prepared import Prepared
from lms.surveys.models import SurveyDone, SurveyKind

_batch, _member, _batch_course = Batch.__table__, BatchMember.__table__, BatchCourse.__table__
_enrolment, _person, _reminder = Enrolment.__table__, Person.__table__, Reminder.__table__
_card, _course = CourseCard.__table__, CourseRecord.__table__

PRESSING = {
    kind: place
    for place, kind in enumerate(
        (ReminderKind.LATE, ReminderKind.BY_HAND, ReminderKind.DUE_SOON, ReminderKind.BEGIN, ReminderKind.FOLLOW_UP)
    )
}
# as they are stored: a prepared question has no other way to say it
_BEGIN: ColumnElement[str] = literal_column(f"'{ReminderKind.BEGIN.name}'")
_BY_HAND: ColumnElement[str] = literal_column(f"'{ReminderKind.BY_HAND.name}'")
STALE = timedelta(days=14)
"""An e-mail that could not be handed over for so long is not sent any more."""
_AT_ONCE = 200


@dataclass(frozen=True)
class OwnBatch:
    """A batch that the viewer is in: its days and place, its trainer, how many courses it has and how many are completed."""

    id: int
    name: str
    starts_on: date
    due_on: date | None
    venue: str
    trainer_en: str | None
    trainer_ur: str | None
    courses: int
    completed: int

    def trainer(self, language: str) -> str | None:
        return self.trainer_ur if language == "ur" and self.trainer_ur else self.trainer_en


_in_batch = select(func.count()).select_from(_batch_course).where(_batch_course.c.batch_id == _batch.c.id)
_OWN_BATCHES = Prepared(
    select(
        _batch.c.id,
        _batch.c.name,
        _batch.c.starts_on,
        _batch.c.due_on,
        _batch.c.venue,
        _person.c.name_en.label("trainer_en"),
        _person.c.name_ur.label("trainer_ur"),
        _in_batch.correlate(_batch).scalar_subquery().label("courses"),
        select(func.count())
        .select_from(_batch_course)
        .join(_enrolment, _enrolment.c.course_id == _batch_course.c.course_id)
        .where(
            _batch_course.c.batch_id == _batch.c.id,
            _enrolment.c.person_id == _member.c.person_id,
            _enrolment.c.completed_at.is_not(None),
        )
        .correlate(_batch, _member)
        .scalar_subquery()
        .label("completed"),
    )
    .select_from(_member)
    .join(_batch, _batch.c.id == _member.c.batch_id)
    .outerjoin(_person, _person.c.id == _batch.c.trainer_id)
    .where(_member.c.person_id == bindparam("person_id"), _batch.c.closed_at.is_(None))
    .order_by(_batch.c.starts_on, _batch.c.id)
)


def own_batches(session: Session, viewer: Viewer) -> list[OwnBatch]:
    """The open batches that the viewer is in, the one that begins first first."""
    return [OwnBatch(*row) for row in _OWN_BATCHES.rows(session, person_id=viewer.id)]


@dataclass(frozen=True)
class OwnReminder:
    """A reminder on the home page or in a letter; `day` is the day by which to finish, or the first day of the batch, or (by hand)
    that on which it was made, or (follow-up) from which it is asked."""

    id: int
    kind: ReminderKind
    day: date
    slug: str
    title: str
    title_language: str
    due_on: date | None


def _holds(reminder: Any, enrolment: Any) -> ColumnElement[bool]:
    """Whether a reminder still says something true: the course is not completed; unless it was made by hand, its day is still that
    day."""
    is_begin = reminder.kind == _BEGIN
    return and_(
        enrolment.completed_at.is_(None),
        or_(
            and_(is_begin, enrolment.last_lesson.is_(None)),
            reminder.kind == _BY_HAND,
            and_(~is_begin, enrolment.due_on == reminder.due_on),
        ),
    )


_OWN_REMINDERS = Prepared(
    select(
        _reminder.c.id,
        _reminder.c.enrolment_id,
        _reminder.c.kind,
        _reminder.c.due_on.label("day"),
        _course.c.slug,
        _card.c.title,
        _card.c.title_language,
        _enrolment.c.due_on,
    )
    .select_from(_enrolment)
    .join(_reminder, _reminder.c.enrolment_id == _enrolment.c.id)
    .join(_course, _course.c.id == _enrolment.c.course_id)
    .join(_card, and_(_card.c.course_id == _course.c.id, _card.c.language == bindparam("language")))
    .where(
        _enrolment.c.person_id == bindparam("person_id"),
        _reminder.c.seen_at.is_(None),
        _course.c.revision_id.is_not(None),
        _holds(_reminder.c, _enrolment.c),
    )
    .order_by(_reminder.c.due_on, _reminder.c.id)
)


def own_reminders(session: Session, viewer: Viewer, language: str) -> list[OwnReminder]:
    """The viewer's reminders that were not put away, of each course the most pressing one; what is late first."""
    by_enrolment: dict[int, Any] = {}
    for row in _OWN_REMINDERS.rows(session, person_id=viewer.id, language=language):
        kept = by_enrolment.get(row.enrolment_id)
        if kept is None or PRESSING[row.kind] < PRESSING[kept.kind]:
            by_enrolment[row.enrolment_id] = row
    found = [
        OwnReminder(row.id, row.kind, row.day, row.slug, row.title, row.title_language, row.due_on)
        for row in by_enrolment.values()
    ]
    return sorted(found, key=lambda each: (PRESSING[each.kind], each.day))


@dataclass(frozen=True)
class Post:
    """What is to be e-mailed to one person, in one letter. `settled` are the follow-ups that this person has answered or declined:
    nothing is written of them, and they are claimed like the others."""

    email: str
    name: str
    language: str
    reminders: tuple[OwnReminder, ...]
    settled: tuple[int, ...] = ()


def outbox(session: Session, now: datetime) -> Iterator[Post]:
    """Reminders that are to be e-mailed and were not, person by person; read in pieces, so that sending may commit between."""
    last = 0
    while people := session.scalars(_waiting(now, last)).all():
        last = people[-1]
        yield from [_post(rows) for rows in _by_person(session, now, people)]


def _to_send(now: datetime) -> ColumnElement[bool]:
    return and_(
        Reminder.email.is_not(None),
        Reminder.sent_at.is_(None),
        Reminder.made_at > now - STALE,
        Person.email.is_not(None),
        Person.email != "",
        Person.is_active.is_(True),
        or_(_holds(Reminder, Enrolment), and_(_IS_FOLLOW_UP, CourseRecord.revision_id.is_not(None))),
    )


_IS_FOLLOW_UP = Reminder.kind == ReminderKind.FOLLOW_UP
_IS_SETTLED = and_(
    _IS_FOLLOW_UP,
    exists()
    .where(SurveyDone.enrolment_id == Enrolment.id, SurveyDone.kind == SurveyKind.FOLLOW_UP)
    .correlate(Enrolment),
)


def _waiting(now: datetime, after: int) -> Any:
    return (
        select(Person.id)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .join(Reminder, Reminder.enrolment_id == Enrolment.id)
        .where(_to_send(now), Person.id > after)
        .group_by(Person.id)
        .order_by(Person.id)
        .limit(_AT_ONCE)
    )


def _by_person(session: Session, now: datetime, people: Any) -> Iterator[list[Any]]:
    rows = session.execute(
        select(
            Reminder,
            Person,
            CourseRecord.slug,
            CourseCard.title,
            CourseCard.title_language,
            Enrolment.due_on,
            _IS_SETTLED,
        )
        .join(Enrolment, Enrolment.id == Reminder.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .join(CourseCard, and_(CourseCard.course_id == CourseRecord.id, CourseCard.language == Person.language))
        .where(_to_send(now), Person.id.in_(people))
        .order_by(Person.id, Reminder.due_on, Reminder.id)
    ).all()
    for _person_id, group in groupby(rows, key=lambda row: row[1].id):
        yield list(group)


def _post(rows: list[Any]) -> Post:
    person = rows[0][1]
    reminders = [
        OwnReminder(reminder.id, reminder.kind, reminder.due_on, slug, title, language, due_on)
        for reminder, _person, slug, title, language, due_on, is_settled in rows
        if not is_settled
    ]
    settled = tuple(row[0].id for row in rows if row[-1])
    ordered = sorted(reminders, key=lambda each: (PRESSING[each.kind], each.day))
    return Post(person.email, person.name(person.language), person.language, tuple(ordered), settled)
