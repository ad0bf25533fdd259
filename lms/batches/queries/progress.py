"""The people behind the figures of a batch: how far each is in each course, and the enrolments that are acted upon."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from lms.batches.models import Batch, BatchMember, Reminder, ReminderKind
from lms.batches.queries.batches import PAGE, of_batch
from lms.batches.queries.figures import Taught, enrolments_of, late_by, over_all, standing_of
from lms.batches.standing import History, Standing, is_late, overall, standing
from lms.catalog.course import QuizKind
from lms.days import day
from lms.learning.models import Enrolment
from lms.learning.progress import Done, steps_done
from lms.learning.queries import tables
from lms.people.models import Agency, Person
from lms.people.viewer import Viewer


@dataclass(frozen=True)
class Wanted:
    """Whom a list shows: of one course or (None) over all, with one standing or any, only who is late or not."""

    course: Taught | None = None
    standing: Standing | None = None
    late: bool = False


@dataclass(frozen=True)
class Step:
    """A member in one course: how far, with which attempts, by when, and when last reminded. `steps` of `total` are done."""

    enrolment_id: int
    course: Taught
    history: History
    standing: Standing
    late: bool
    steps: int
    total: int
    attempts: int
    granted: int
    completed_at: datetime | None
    reminded_at: datetime | None


@dataclass(frozen=True)
class Member:
    """A person in a batch, with every course that the list is about."""

    member_id: int
    person: Person
    agency: Agency | None
    steps: Sequence[Step]

    @property
    def standing(self) -> Standing:
        return overall(step.standing for step in self.steps)

    @property
    def late(self) -> bool:
        return any(step.late for step in self.steps)


def followed(
    session: Session,
    viewer: Viewer,
    batch: Batch,
    courses: Sequence[Taught],
    wanted: Wanted,
    now: datetime,
    after: int = 0,
    limit: int = PAGE,
) -> list[Member]:
    """A page of the members that are wanted, in the order in which they were added, and one more. Two queries."""
    found: Select[*tuple[Any, ...]]
    if wanted.course is not None:
        found = enrolments_of(viewer, batch).where(Enrolment.course_id == wanted.course.id).with_only_columns(
            BatchMember.id.label("member_id"),
            standing_of(courses, now).label("standing"),
            late_by(day(now)).label("late"),
        )  # fmt: skip
    elif wanted.standing is not None or wanted.late:
        found = over_all(viewer, batch, courses, now)
    else:
        found = select(BatchMember.id.label("member_id")).where(of_batch(viewer, batch))
    these = found.where(BatchMember.id > after).subquery()
    statement = (
        select(BatchMember.id, Person, Agency)
        .join(these, these.c.member_id == BatchMember.id)
        .join(Person, Person.id == BatchMember.person_id)
        .outerjoin(Agency, Agency.id == Person.agency_id)
        .order_by(BatchMember.id)
        .limit(limit + 1)
    )
    if wanted.standing is not None:
        statement = statement.where(these.c.standing == wanted.standing.value)
    if wanted.late:
        statement = statement.where(these.c.late)
    rows = session.execute(statement).all()
    shown = courses if wanted.course is None else [wanted.course]
    steps = _steps(session, [person.id for _, person, _ in rows], shown, now)
    return [Member(member_id, person, agency, steps.get(person.id, [])) for member_id, person, agency in rows]


def every(
    session: Session,
    viewer: Viewer,
    batch: Batch,
    courses: Sequence[Taught],
    wanted: Wanted,
    now: datetime,
    at_once: int = 500,
) -> Iterator[Member]:
    """All the members that are wanted, read in pieces."""
    after = 0
    while rows := followed(session, viewer, batch, courses, wanted, now, after, at_once - 1):
        session.expunge_all()
        yield from rows
        after = rows[-1].member_id


_LAST_REMINDER = (
    select(func.max(Reminder.made_at))
    .where(Reminder.enrolment_id == Enrolment.id, Reminder.kind != ReminderKind.FOLLOW_UP)
    .correlate(Enrolment)
    .scalar_subquery()
)
_COLUMNS = (
    Enrolment.id,
    Enrolment.person_id,
    Enrolment.course_id,
    Enrolment.last_lesson,
    Enrolment.last_seen_at,
    Enrolment.completed_at,
    Enrolment.due_on,
    Enrolment.extra_attempts,
    Enrolment.attended,
    tables.rows_of(tables.progress.c.lesson, tables.is_read, tables.progress.c.digest).label("lessons"),
    tables.rows_of(tables.check.c.question_key).label("checks"),
    tables.rows_of(tables.attempt.c.kind, tables.attempt.c.passed).label("attempts"),
    _LAST_REMINDER.label("reminded_at"),
)


def _steps(
    session: Session, person_ids: Sequence[int], courses: Sequence[Taught], now: datetime
) -> dict[int, list[Step]]:
    """By person, where they are in each of these courses, in the order of the courses."""
    by_id = {course.id: course for course in courses}
    rows = session.execute(
        select(*_COLUMNS).where(Enrolment.person_id.in_(person_ids), Enrolment.course_id.in_(by_id))
    ).all()
    places = {course.id: place for place, course in enumerate(courses)}
    found: dict[int, list[Step]] = {}
    for row in sorted(rows, key=lambda row: places[row.course_id]):
        found.setdefault(row.person_id, []).append(_step(row, by_id[row.course_id], now))
    return found


def _step(row: Any, course: Taught, now: datetime) -> Step:
    lessons, checks, tries = (msgspec.json.decode(text) for text in (row.lessons, row.checks, row.attempts))
    graded = [passed for kind, passed in tries if kind == QuizKind.GRADED.name]
    done = Done(
        {lesson: digest for lesson, is_read, digest in lessons if is_read},
        frozenset(key for (key,) in checks),
        any(graded),
        row.attended,
    )
    history = History(
        is_begun=row.last_lesson is not None,
        is_completed=row.completed_at is not None,
        last_seen_at=row.last_seen_at,
        due_on=row.due_on,
        # SQLite has 0 for false
        failed=sum(passed is not None and not passed for passed in graded),
        allowed=None if course.attempts is None else course.attempts + row.extra_attempts,
    )
    total = course.outline.steps if course.outline else 0
    return Step(
        enrolment_id=row.id,
        course=course,
        history=history,
        standing=standing(history, now),
        late=is_late(history, day(now)),
        steps=total if row.completed_at else steps_done(course.outline, done) if course.outline else 0,
        total=total,
        attempts=len(graded),
        granted=row.extra_attempts,
        completed_at=row.completed_at,
        reminded_at=row.reminded_at,
    )


def enrolments_to_change(session: Session, viewer: Viewer, batch: Batch, ids: Sequence[int]) -> Sequence[Enrolment]:
    """Those of these enrolments that are of members of the batch in its courses, with their persons, locked."""
    these = enrolments_of(viewer, batch).with_only_columns(Enrolment.id).where(Enrolment.id.in_(ids))
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.id.in_(these))
        .options(selectinload(Enrolment.person))
        .order_by(Enrolment.id)
        .with_for_update(of=Enrolment, key_share=True)
    ).all()
