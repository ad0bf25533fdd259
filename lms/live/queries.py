"""What pages of live sessions ask. Staff see those of batches that they keep or teach, officers those of batches they are in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, and_, bindparam, extract, func, or_, select
from sqlalchemy.orm import Session, selectinload

from lms.batches.models import Batch, BatchCourse, BatchMember
from lms.batches.queries import of_batch as members_of
from lms.batches.queries import seen
from lms.batches.queries import visible as visible_batches
from lms.catalog.models import CourseCard, CourseRecord
from lms.learning.models import Enrolment
from lms.live.models import LONGEST_SESSION, Attendance, CalendarFeed, LiveSession
from lms.people.models import Person
from lms.people.viewer import Viewer
from lms.prepared import Prepared

PAGE = 100
SHOWN_AFTER = timedelta(days=90)
"""How long a session that is over stays in a person's own list and calendar."""
MOST_OWN = 200
MOST_LOOKED_AFTER = 20
STAYS = timedelta(hours=3)
"""How long one that has begun stands in a list of what is coming, for those who are late or have lost the connection."""


def taught(viewer: Viewer) -> ColumnElement[bool]:
    """The sessions that a viewer of the staff looks after: of batches that are visible, and those with the viewer as trainer."""
    return or_(
        LiveSession.batch_id.in_(select(Batch.id).where(visible_batches(viewer))), LiveSession.trainer_id == viewer.id
    )


def _whole() -> Select[LiveSession]:
    return select(LiveSession).options(
        selectinload(LiveSession.batch).selectinload(Batch.agency),
        selectinload(LiveSession.batch).selectinload(Batch.trainer),
        selectinload(LiveSession.course),
        selectinload(LiveSession.trainer),
    )


def live_session(session: Session, viewer: Viewer, session_id: int) -> LiveSession:
    """A session for its trainer or coordinator; `NoResultFound` for everybody else."""
    return session.scalars(_whole().where(LiveSession.id == session_id, taught(viewer))).one()


def session_to_change(session: Session, viewer: Viewer, session_id: int) -> LiveSession:
    """The same, locked until the end of the transaction."""
    return session.scalars(
        _whole().where(LiveSession.id == session_id, taught(viewer)).with_for_update(of=LiveSession, key_share=True)
    ).one()


def own_session(session: Session, viewer: Viewer, session_id: int) -> LiveSession:
    """A session of a batch that the viewer is in; `NoResultFound` for everybody else."""
    return session.scalars(
        _whole().where(LiveSession.id == session_id, LiveSession.batch_id.in_(_batches(viewer.id)))
    ).one()


def seen_session(session: Session, viewer: Viewer, session_id: int) -> LiveSession:
    """A session that the viewer attends or looks after."""
    mine = or_(LiveSession.batch_id.in_(_batches(viewer.id)), taught(viewer))
    return session.scalars(_whole().where(LiveSession.id == session_id, mine)).one()


def _batches(person_id: int | BindParameter[int]) -> Select[int]:
    return select(BatchMember.batch_id).where(BatchMember.person_id == person_id)


@dataclass(frozen=True)
class SessionRow:
    """A session in a list, with how many were there."""

    live: LiveSession
    present: int


def of_batch(session: Session, viewer: Viewer, batch: Batch) -> list[SessionRow]:
    """All sessions of a batch in the order of time."""
    present = (
        select(func.count())
        .select_from(Attendance)
        .where(Attendance.live_session_id == LiveSession.id, seen(viewer, batch.agency_id, Attendance.person_id))
        .correlate(LiveSession)
        .scalar_subquery()
    )
    statement = (
        select(LiveSession, present)
        .where(LiveSession.batch_id == batch.id)
        .options(selectinload(LiveSession.course), selectinload(LiveSession.trainer))
        .order_by(LiveSession.starts_at, LiveSession.id)
    )
    return [SessionRow(*row) for row in session.execute(statement)]


@dataclass(frozen=True)
class OwnSession:
    """A session in a person's own list: whether they teach it, and whether they were there."""

    live: LiveSession
    teaches: bool
    was_there: bool


def sessions_of(session: Session, person_id: int, now: datetime) -> list[OwnSession]:
    """What a person attends or teaches, from 90 days ago on, in the order of time."""
    teaches = _teaches(person_id)
    there = (
        select(Attendance.id)
        .where(Attendance.live_session_id == LiveSession.id, Attendance.person_id == person_id)
        .correlate(LiveSession)
        .exists()
    )
    statement = (
        select(LiveSession, teaches, there)
        .join(Batch, Batch.id == LiveSession.batch_id)
        .where(or_(LiveSession.batch_id.in_(_batches(person_id)), teaches), LiveSession.starts_at > now - SHOWN_AFTER)
        .options(selectinload(LiveSession.course), selectinload(LiveSession.trainer), selectinload(LiveSession.batch))
        .order_by(LiveSession.starts_at, LiveSession.id)
        .limit(MOST_OWN)
    )
    return [OwnSession(live, bool(as_trainer), bool(was)) for live, as_trainer, was in session.execute(statement)]


def _teaches(person_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Whether a person holds a session: its trainer, or that of its batch if it names none. Asks for `Batch` beside it."""
    return or_(
        LiveSession.trainer_id == person_id, and_(LiveSession.trainer_id.is_(None), Batch.trainer_id == person_id)
    )


def looked_after(session: Session, viewer: Viewer, now: datetime) -> Sequence[LiveSession]:
    """The sessions that are on and the next ones of the batches that a viewer of the staff may look at, with their batches; so many
    and no more."""
    ends = extract("epoch", LiveSession.starts_at) + LiveSession.minutes * 60
    return session.scalars(
        select(LiveSession)
        .where(
            LiveSession.batch_id.in_(select(Batch.id).where(visible_batches(viewer))),
            LiveSession.cancelled_at.is_(None),
            LiveSession.starts_at > now - timedelta(minutes=LONGEST_SESSION),
            ends > now.timestamp(),
        )
        .options(selectinload(LiveSession.batch))
        .order_by(LiveSession.starts_at, LiveSession.id)
        .limit(MOST_LOOKED_AFTER)
    ).all()


_viewer = bindparam("person_id", type_=Integer)
_COMING = Prepared(
    select(LiveSession.title, LiveSession.starts_at, LiveSession.venue, LiveSession.link)
    .join(Batch, Batch.id == LiveSession.batch_id)
    .where(
        or_(LiveSession.batch_id.in_(_batches(_viewer)), _teaches(_viewer)),
        LiveSession.cancelled_at.is_(None),
        LiveSession.starts_at > bindparam("since"),
    )
    .order_by(LiveSession.starts_at)
    .limit(3)
)


def coming(session: Session, viewer: Viewer, now: datetime) -> list[Any]:
    """The next three sessions that the viewer attends or teaches (title, starts_at, venue, link), for the first page. One query."""
    return _COMING.rows(session, person_id=viewer.id, since=now - STAYS)


def ends_at(live: LiveSession) -> datetime:
    return live.starts_at + timedelta(minutes=live.minutes)


@dataclass(frozen=True)
class MemberRow:
    """A member in the list of a session: the membership's id (to page by), and whether and how the person was there."""

    id: int
    person: Person
    attendance: Attendance | None


def members(
    session: Session, viewer: Viewer, live: LiveSession, after: int = 0, limit: int | None = PAGE
) -> list[MemberRow]:
    """A page of the members of a session's batch in the order in which they came, and one more to know whether there is another."""
    statement = (
        select(BatchMember.id, Person, Attendance)
        .join(Person, Person.id == BatchMember.person_id)
        .outerjoin(Attendance, and_(Attendance.person_id == Person.id, Attendance.live_session_id == live.id))
        .where(members_of(viewer, live.batch), BatchMember.id > after)
        .order_by(BatchMember.id)
    )
    return [MemberRow(*row) for row in session.execute(statement if limit is None else statement.limit(limit + 1))]


def present_count(session: Session, viewer: Viewer, live: LiveSession) -> int:
    shown = seen(viewer, live.batch.agency_id, Attendance.person_id)
    present = select(func.count()).select_from(Attendance).where(Attendance.live_session_id == live.id, shown)
    return session.scalars(present).one()


def member_ids(session: Session, viewer: Viewer, batch: Batch) -> set[int]:
    return set(session.scalars(select(BatchMember.person_id).where(members_of(viewer, batch))))


def attendance(session: Session, live: LiveSession) -> dict[int, Attendance]:
    """Who was at a session, by person."""
    return {
        row.person_id: row for row in session.scalars(select(Attendance).where(Attendance.live_session_id == live.id))
    }


def attended(session: Session, viewer: Viewer, live: LiveSession) -> Attendance | None:
    return session.scalars(
        select(Attendance).where(Attendance.live_session_id == live.id, Attendance.person_id == viewer.id)
    ).one_or_none()


def open_for(session: Session, viewer: Viewer, earliest: datetime, latest: datetime) -> Sequence[LiveSession]:
    """The sessions of the viewer's batches that began within a period and were not cancelled, for a code that was typed."""
    return session.scalars(
        _whole().where(
            LiveSession.batch_id.in_(_batches(viewer.id)),
            LiveSession.cancelled_at.is_(None),
            LiveSession.starts_at.between(earliest, latest),
        )
    ).all()


def course_cards(session: Session, batch_id: int, language: str) -> Sequence[CourseCard]:
    """Cards of a batch's courses, to choose the one that a session is about."""
    return session.scalars(
        select(CourseCard)
        .join(BatchCourse, BatchCourse.course_id == CourseCard.course_id)
        .where(BatchCourse.batch_id == batch_id, CourseCard.language == language)
        .order_by(BatchCourse.place)
    ).all()


def course_titles(session: Session, course_ids: set[int], language: str) -> dict[int, CourseCard]:
    cards = session.scalars(
        select(CourseCard).where(CourseCard.course_id.in_(course_ids), CourseCard.language == language)
    )
    return {card.course_id: card for card in cards}


def courses_of(session: Session, live: LiveSession) -> set[int]:
    """The courses in which a session counts."""
    if live.course_id is not None:
        return {live.course_id}
    return set(session.scalars(select(BatchCourse.course_id).where(BatchCourse.batch_id == live.batch_id)))


def who_attended_in(session: Session, batch: Batch) -> set[int]:
    """Everybody who was at a session of a batch that was about all of its courses."""
    return set(
        session.scalars(
            select(Attendance.person_id)
            .join(LiveSession, LiveSession.id == Attendance.live_session_id)
            .where(LiveSession.batch_id == batch.id, LiveSession.course_id.is_(None))
        )
    )


def enrolments_to_count(session: Session, person_ids: set[int], course_ids: set[int]) -> list[tuple[Enrolment, str]]:
    """The enrolments of these people in these courses, with the courses' slugs; locked, and as they are now."""
    statement = (
        select(Enrolment, CourseRecord.slug)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .where(Enrolment.person_id.in_(person_ids), Enrolment.course_id.in_(course_ids))
        .order_by(Enrolment.id)
        .with_for_update(of=Enrolment, key_share=True)
        .execution_options(populate_existing=True)
    )
    return [(enrolment, slug) for enrolment, slug in session.execute(statement)]


def counted_sessions(session: Session, person_ids: set[int], course_id: int) -> dict[int, int]:
    """How many sessions of a course each person was at: those about it, and those about all courses of a batch that has it."""
    about_all = and_(
        LiveSession.course_id.is_(None),
        LiveSession.batch_id.in_(select(BatchCourse.batch_id).where(BatchCourse.course_id == course_id)),
    )
    rows = session.execute(
        select(Attendance.person_id, func.count().label("sessions"))
        .join(LiveSession, LiveSession.id == Attendance.live_session_id)
        .where(
            Attendance.person_id.in_(person_ids),
            LiveSession.cancelled_at.is_(None),
            or_(LiveSession.course_id == course_id, about_all),
        )
        .group_by(Attendance.person_id)
    )
    return {row.person_id: row.sessions for row in rows}


def feed_owner(session: Session, token_hash: str) -> Person | None:
    """Whose calendar has this address; nobody's if the person may not sign in any more."""
    return session.scalars(
        select(Person)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.token_hash == token_hash, Person.is_active.is_(True))
    ).one_or_none()


def feed(session: Session, viewer: Viewer) -> CalendarFeed | None:
    return session.get(CalendarFeed, viewer.id)
