"""What people do about live sessions: plan, change, cancel, take attendance, say that they are there, read a calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.batches.actions import COURSES_CHANGED
from lms.batches.models import Batch
from lms.db import upsert
from lms.errors import Refused
from lms.i18n import N_
from lms.learning import actions as learning
from lms.learning import queries as places
from lms.live import queries
from lms.live.codes import is_open, is_right
from lms.live.models import Attendance, AttendanceWay, CalendarFeed, LiveKind, LiveSession
from lms.people.actions import audit
from lms.people.models import Person
from lms.people.passwords import new_token, token_hash
from lms.people.viewer import Viewer
from lms.urdu import clean

AT_ONCE = 400


class SessionCancelled(Refused):
    status = 409


class CodeRefused(Refused):
    status = 422


@dataclass(frozen=True)
class Plan:
    """What is planned of a session; `course_id` is one of the batch's courses, or None for all of them. A webinar has no venue,
    whatever stands there."""

    kind: LiveKind
    title: str
    starts_at: datetime
    minutes: int
    course_id: int | None = None
    link: str = ""
    venue: str = ""
    capacity: int | None = None
    trainer: Person | None = None
    note: str = ""


IN_CALENDARS = ("title", "starts_at", "minutes", "link", "venue")


def plan(session: Session, by: Viewer, batch: Batch, planned: Plan, now: datetime) -> LiveSession:
    """Plan a session of a batch that `by` looks after."""
    live = LiveSession(batch_id=batch.id, changed_at=now, changes=0)
    _take(live, planned)
    session.add(live)
    session.flush()
    audit(session, by.id, "planned a live session", f"live session {live.id}", now, batch=batch.id, title=live.title)
    return live


def change(session: Session, by: Viewer, live: LiveSession, planned: Plan, now: datetime) -> None:
    """Change a session. Calendars are told when something that stands in them is another one."""
    before = {name: getattr(live, name) for name in IN_CALENDARS}
    courses_before = queries.courses_of(session, live)
    _take(live, planned)
    if before != {name: getattr(live, name) for name in IN_CALENDARS}:
        live.changes += 1
        live.changed_at = now
    session.flush()
    courses = queries.courses_of(session, live)
    if courses != courses_before:
        recount(session, courses | courses_before, set(queries.attendance(session, live)), now)
    audit(session, by.id, "changed a live session", f"live session {live.id}", now, title=live.title)


def _take(live: LiveSession, planned: Plan) -> None:
    live.kind, live.course_id = planned.kind, planned.course_id
    live.title, live.note, live.venue = (clean(text).strip() for text in (planned.title, planned.note, planned.venue))
    live.starts_at, live.minutes, live.capacity = planned.starts_at, planned.minutes, planned.capacity
    live.link = planned.link.strip()
    if live.kind is LiveKind.WEBINAR:
        live.venue = ""
    live.trainer_id = planned.trainer.id if planned.trainer else None


def cancel(session: Session, by: Viewer, live: LiveSession, now: datetime) -> None:
    """Call a session off; it counts for nobody. Again changes nothing."""
    if live.cancelled_at is None:
        live.cancelled_at = live.changed_at = now
        live.changes += 1
        session.flush()
        recount(session, queries.courses_of(session, live), set(queries.attendance(session, live)), now)
        audit(session, by.id, "cancelled a live session", f"live session {live.id}", now)


def hold_after_all(session: Session, by: Viewer, live: LiveSession, now: datetime) -> None:
    """Take a cancellation back."""
    if live.cancelled_at is not None:
        live.cancelled_at = None
        live.changed_at = now
        live.changes += 1
        session.flush()
        recount(session, queries.courses_of(session, live), set(queries.attendance(session, live)), now)
        audit(session, by.id, "took back the cancelling of a live session", f"live session {live.id}", now)


def take_attendance(
    session: Session,
    by: Viewer,
    live: LiveSession,
    present: Mapping[int, int | None],
    absent: set[int],
    way: AttendanceWay,
    now: datetime,
) -> int:
    """Note who was there (`present`: person to minutes, None if not known) and who was not; of both, only members count.

    Whoever is in neither stays as it is: two people may tick at once. Returns how many were changed. Raises `SessionCancelled`.
    """
    _check_held(live)
    members = queries.member_ids(session, by, live.batch)
    known = queries.attendance(session, live)
    came = {
        person_id: minutes for person_id, minutes in present.items() if person_id in members and person_id not in known
    }
    gone = absent & known.keys() & members
    rows = [
        {"live_session_id": live.id, "person_id": person_id, "way": way, "minutes": minutes, "at": now, "by_id": by.id}
        for person_id, minutes in came.items()
    ]
    if rows:
        statement = upsert(session, Attendance).on_conflict_do_nothing(index_elements=["live_session_id", "person_id"])
        session.execute(statement, rows)
    for person_id in known.keys() & present.keys() & members:
        if present[person_id] is not None:
            known[person_id].minutes = present[person_id]
    if gone:
        session.execute(delete(Attendance).where(Attendance.live_session_id == live.id, Attendance.person_id.in_(gone)))
    session.flush()
    recount(session, queries.courses_of(session, live), came.keys() | gone, now)
    if came or gone:
        subject = f"live session {live.id}"
        audit(session, by.id, "took attendance", subject, now, way=way.value, present=sorted(came), absent=sorted(gone))
    return len(came) + len(gone)


def attend(session: Session, viewer: Viewer, live: LiveSession, typed: str, secret: str, now: datetime) -> None:
    """Say that one is there, by the code on the screen. Again changes nothing. Raises `SessionCancelled`, `CodeRefused`."""
    _check_held(live)
    if not is_open(live.starts_at, live.minutes, now) or not is_right(secret, live.id, typed, now):
        raise CodeRefused(N_("This code is not, or no longer, right. Take the one that the screen shows now."))
    session.execute(
        upsert(session, Attendance)
        .values(
            live_session_id=live.id, person_id=viewer.id, way=AttendanceWay.CODE, minutes=None, at=now, by_id=viewer.id
        )
        .on_conflict_do_nothing(index_elements=["live_session_id", "person_id"])
    )
    session.flush()
    recount(session, queries.courses_of(session, live), {viewer.id}, now)


def _check_held(live: LiveSession) -> None:
    if live.cancelled_at is not None:
        raise SessionCancelled(N_("This session is cancelled. Take that back first."))


def recount(session: Session, course_ids: set[int], person_ids: set[int], now: datetime) -> None:
    """Count again at how many sessions of these courses these people were; who has thereby done all that there is to do is
    through the course. The enrolments are locked first: of two who note the same person at once, the second counts both."""
    people = sorted(person_ids)
    for start in range(0, len(people), AT_ONCE):
        some = set(people[start : start + AT_ONCE])
        locked = queries.enrolments_to_count(session, some, course_ids)
        counts = {course_id: queries.counted_sessions(session, some, course_id) for course_id in course_ids}
        for enrolment, slug in locked:
            count = counts[enrolment.course_id].get(enrolment.person_id, 0)
            if enrolment.attended != count:
                enrolment.attended = count
                session.flush()
                place = places.place_of(session, enrolment.person_id, slug, "en")
                if place is not None:
                    learning.complete_if_due(session, enrolment.id, place, now)


def follow_courses(session: Session, batch: Batch, course_ids: set[int], now: datetime) -> None:
    """After courses came into a batch or left it: sessions about all courses count in those that are in it now."""
    recount(session, course_ids, queries.who_attended_in(session, batch), now)


COURSES_CHANGED.append(follow_courses)


def make_feed(session: Session, viewer: Viewer, now: datetime) -> str:
    """A new secret address for the viewer's calendar; the one before it leads nowhere any more. Returns its token."""
    token = new_token()
    values = {"token_hash": token_hash(token), "made_at": now}
    session.execute(
        upsert(session, CalendarFeed)
        .values(person_id=viewer.id, **values)
        .on_conflict_do_update(index_elements=["person_id"], set_=values)
    )
    return token
