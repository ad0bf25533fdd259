"""Two records of one person become one: everything goes to the record that is kept, nothing is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.authoring.models import CourseAuthor, Review
from lms.batches.models import Batch, BatchMember
from lms.certificates.models import Certificate
from lms.errors import Refused
from lms.i18n import N_
from lms.live.models import Attendance, CalendarFeed, LiveSession
from lms.people import actions as people
from lms.people import queries as people_queries
from lms.people.models import Functioning, NameCorrection, Person, PersonWord, RoleGrant, SignInName
from lms.people.roles import Role
from lms.people.viewer import Viewer
from lms.records.actions.enrolments import Moved, complete_joined, join_enrolments
from lms.records.joining import FILLED, filled

MOVE_AS_THEY_ARE: tuple[tuple[Any, str], ...] = (
    (SignInName, "person_id"),
    (NameCorrection, "person_id"),
    (Certificate, "person_id"),
    (Batch, "trainer_id"),
    (LiveSession, "trainer_id"),
    (Review, "reviewer_id"),
    (Person, "merged_into_id"),
)

PLACES: tuple[tuple[Any, str], ...] = (
    (BatchMember, "batch_id"),
    (Attendance, "live_session_id"),
    (CourseAuthor, "course_id"),
)


class CannotJoin(Refused):
    """These two records cannot be joined, or not by this person; the message says why and what to do."""


def check_may_join(session: Session, by: Viewer, kept: Person, other: Person) -> None:
    """Raises `CannotJoin` or `Forbidden`."""
    if kept.id == other.id:
        raise CannotJoin(N_("This is one record. Choose another one of the same person."))
    for person in (kept, other):
        people.check_may_change(session, by, person)
    if other.id == by.id:
        raise CannotJoin(N_("You are signed in with the record that would be given up. Keep that one instead."))
    if not kept.is_active:
        raise CannotJoin(N_("The record to keep is deactivated. Activate it first, or keep the other one."))
    mine = {grant.role: grant.agency_id for grant in kept.grants}
    theirs = {grant.role: grant.agency_id for grant in other.grants}
    if theirs.keys() - mine.keys() - {Role.OFFICER} and Role.ADMINISTRATOR not in by.roles:
        raise CannotJoin(N_("The other record has roles that the kept one has not. An administrator can join them."))
    if Role.COORDINATOR in mine.keys() & theirs.keys() and mine[Role.COORDINATOR] != theirs[Role.COORDINATOR]:
        raise CannotJoin(
            N_("Both are coordinators of different agencies. An administrator takes one of the roles first.")
        )
    if all(people_queries.open_correction(session, person.id) for person in (kept, other)):
        raise CannotJoin(N_("Both have asked for another spelling of the name. Decide one of the two first."))


def join_records(session: Session, by: Viewer, kept: Person, other: Person, now: datetime) -> None:
    """Join `other` into `kept`, both locked, with agency and roles loaded. Raises what `check_may_join` raises.

    What the other did for others (audit, remarks, marks) keeps its name. The other record stays, deactivated, and says where it
    went.
    """
    check_may_join(session, by, kept, other)
    moved: Moved = {}
    taken = _fill(kept, other)
    _move_roles(session, kept, other, moved)
    join_enrolments(session, kept.id, other.id, moved)
    _join_places(session, kept.id, other.id, moved)
    complete_joined(session, kept.id, now)
    _join_functioning(session, kept.id, other.id)
    _join_feed(session, kept.id, other.id)
    for table, column in MOVE_AS_THEY_ARE:
        _move(session, table, column, kept.id, other.id, moved)
    _close(session, kept, other, now)
    details = {"joined": other.id, "moved": {name: ids for name, ids in moved.items() if ids}, "taken": taken}
    people.audit(session, by.id, "joined two records", f"person {kept.id}", now, "", **details)


def _fill(kept: Person, other: Person) -> dict[str, Any]:
    """Fill what is empty in the kept record; returns it for the audit, without the password."""
    names = (*FILLED, "extra_time")
    taken = filled({name: getattr(kept, name) for name in names}, {name: getattr(other, name) for name in names})
    for name, value in taken.items():
        setattr(kept, name, value)
    if "agency_id" in taken:
        kept.agency = other.agency
    return {name: value for name, value in taken.items() if name != "password_hash"}


def _move_roles(session: Session, kept: Person, other: Person, moved: Moved) -> None:
    mine = {grant.role for grant in kept.grants}
    for grant in list(other.grants):
        if grant.role in mine:
            session.execute(delete(RoleGrant).where(RoleGrant.id == grant.id))
        else:
            session.execute(update(RoleGrant).where(RoleGrant.id == grant.id).values(person_id=kept.id))
            moved.setdefault("role_grant", []).append(grant.id)
    session.expire(kept, ["grants"])
    session.expire(other, ["grants"])


def _move(session: Session, table: Any, column: str, kept_id: int, other_id: int, moved: Moved) -> None:
    """Everything in a table that points to the other record points to the kept one."""
    where = getattr(table, column) == other_id
    key = table.__table__.primary_key.columns[0]
    moved.setdefault(f"{table.__tablename__}.{column}", []).extend(session.scalars(select(key).where(where)))
    session.execute(update(table).where(where).values({column: kept_id}))


def _join_places(session: Session, kept_id: int, other_id: int, moved: Moved) -> None:
    """Batches, lists of live sessions and courses that somebody writes: in each once."""
    for table, key in PLACES:
        rows: Any = session.scalars(select(table).where(table.person_id == kept_id))
        mine = {getattr(row, key): row for row in rows}
        theirs: Any = session.scalars(select(table).where(table.person_id == other_id)).all()
        for row in theirs:
            moved.setdefault(table.__tablename__, []).append(row.id)
            same = mine.get(getattr(row, key))
            if same is None:
                row.person_id = kept_id
                continue
            if isinstance(row, Attendance):  # in the room with two names: the longer time holds
                same.minutes = max(filter(None, (same.minutes, row.minutes)), default=None)
            session.delete(row)
    session.flush()


def _join_functioning(session: Session, kept_id: int, other_id: int) -> None:
    """The newer answers stay. Nobody is told of them, the audit neither."""
    mine, theirs = session.get(Functioning, kept_id), session.get(Functioning, other_id)
    if theirs is None:
        return
    if mine is None or mine.answered_at < theirs.answered_at:
        session.execute(delete(Functioning).where(Functioning.person_id == kept_id))
        session.execute(update(Functioning).where(Functioning.person_id == other_id).values(person_id=kept_id))
    else:
        session.delete(theirs)
    session.flush()


def _join_feed(session: Session, kept_id: int, other_id: int) -> None:
    """A calendar goes on reading the address that it knows; of two, that of the kept record."""
    if session.get(CalendarFeed, kept_id) is None:
        session.execute(update(CalendarFeed).where(CalendarFeed.person_id == other_id).values(person_id=kept_id))
    else:
        session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == other_id))


def _close(session: Session, kept: Person, other: Person, now: datetime) -> None:
    """The other record keeps nothing to sign in with, and is found no more."""
    people.end_sign_in(session, other, now)
    session.execute(delete(PersonWord).where(PersonWord.person_id == other.id))
    other.is_active, other.password_hash, other.merged_into_id = False, None, kept.id
    people.index_words(session, kept)
