"""Bringing people into a batch, and taking them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, literal, select
from sqlalchemy.orm import Session

from lms.batches import queries
from lms.batches.actions.batches import check_open
from lms.batches.actions.enrolling import courses_of, enrol_members, open_in_time
from lms.batches.models import Batch, BatchMember
from lms.batches.queries.members import is_officer, may_join
from lms.db import Timestamp, upsert
from lms.errors import Refused
from lms.i18n import N_
from lms.people.actions import audit
from lms.people.models import Person
from lms.people.names import sign_in_name
from lms.people.queries import agency_and_units
from lms.people.viewer import Viewer
from lms.urdu import clean

LONGEST_LIST = 5000


class NotInScope(Refused):
    """Somebody is not of the agency of the batch, or not active."""

    status = 422


@dataclass(frozen=True)
class Pasted:
    """What became of pasted numbers: how many people were added and were in already, and the numbers that nobody has, whose
    owners may not be in the batch, or that are too many. As they were typed."""

    added: int
    already: int
    unknown: Sequence[str]
    outside: Sequence[str]
    too_many: Sequence[str] = ()

    @property
    def left(self) -> list[str]:
        """The lines that are still to be mended."""
        return [*self.unknown, *self.outside, *self.too_many]


def add_people(session: Session, by: Viewer, batch: Batch, person_ids: Sequence[int], now: datetime) -> int:
    """Add people and enrol them in all courses of the batch; returns how many were not in it yet.

    Raises `NotInScope` if one of them may not be in the batch, and `BatchClosed`.
    """
    ids = list(dict.fromkeys(person_ids))
    allowed = set(session.scalars(select(Person.id).where(Person.id.in_(ids), may_join(batch.agency_id))))
    if len(allowed) < len(ids):
        raise NotInScope(N_("Somebody chosen is not of the agency of this batch any more. Search again."))
    return _add(session, by, batch, select(Person.id).where(Person.id.in_(ids)), now, "people")


def add_numbers(session: Session, by: Viewer, batch: Batch, lines: Sequence[str], now: datetime) -> Pasted:
    """Add the people with these service numbers, and tell what became of each line."""
    # what has neither letter nor digit is nobody's number, and is told like one
    typed = {sign_in_name(line) or line.strip(): line.strip() for line in lines if clean(line).strip()}
    taken = dict(list(typed.items())[:LONGEST_LIST])
    known = queries.people_by_number(session, batch, taken)
    to_add = {each.person_id for each in known.values() if each.may_join and not each.is_member}
    # read back from the numbers, since so many ids may not stand in one statement
    added = 0
    ids = sorted(to_add)
    for start in range(0, len(ids), _AT_ONCE):
        part = select(Person.id).where(Person.id.in_(ids[start : start + _AT_ONCE]))
        added += _insert(session, by, batch, part, now)
    if added:
        _finish(session, by, batch, added, "numbers", now)
    else:
        check_open(batch)
    return Pasted(
        added=added,
        already=len({each.person_id for each in known.values() if each.is_member}),
        unknown=[line for name, line in taken.items() if name not in known],
        outside=[line for name, line in taken.items() if name in known and not _may_be_in(known[name])],
        too_many=list(typed.values())[LONGEST_LIST:],
    )


_AT_ONCE = 1000


def _may_be_in(named: queries.Named) -> bool:
    return named.may_join or named.is_member


def add_unit(session: Session, by: Viewer, batch: Batch, agency_id: int, now: datetime) -> int:
    """Add every officer of an agency and the units under it; returns how many were not in the batch yet."""
    of_unit = select(Person.id).where(
        Person.agency_id.in_(agency_and_units(agency_id)), may_join(batch.agency_id), is_officer()
    )
    return _add(session, by, batch, of_unit, now, f"agency {agency_id}")


def add_batch(session: Session, by: Viewer, batch: Batch, other: Batch, now: datetime) -> int:
    """Add the members of another batch that may be in this one; returns how many were not in it yet."""
    of_other = (
        select(Person.id)
        .join(BatchMember, BatchMember.person_id == Person.id)
        .where(BatchMember.batch_id == other.id, may_join(batch.agency_id))
    )
    return _add(session, by, batch, of_other, now, f"batch {other.id}")


def _add(session: Session, by: Viewer, batch: Batch, people: Select[int], now: datetime, source: str) -> int:
    added = _insert(session, by, batch, people, now)
    if added:
        _finish(session, by, batch, added, source, now)
    return added


def _insert(session: Session, by: Viewer, batch: Batch, people: Select[int], now: datetime) -> int:
    """Make people members; returns how many were none. Those newly in are told apart by the newest id that was there before."""
    check_open(batch)
    chosen = people.add_columns(literal(batch.id), literal(now, Timestamp()), literal(by.id)).order_by(Person.id)
    members = select(func.count()).where(BatchMember.batch_id == batch.id)
    insert: Any = upsert(session, BatchMember).from_select(["person_id", "batch_id", "added_at", "added_by_id"], chosen)
    before = session.scalars(members).one()
    session.execute(insert.on_conflict_do_nothing(index_elements=["batch_id", "person_id"]))
    return session.scalars(members).one() - before


def _finish(session: Session, by: Viewer, batch: Batch, added: int, source: str, now: datetime) -> None:
    enrol_members(session, batch, now)
    newest = select(BatchMember.person_id).where(BatchMember.batch_id == batch.id).order_by(BatchMember.id.desc())
    people = sorted(session.scalars(newest.limit(added)))
    audit(session, by.id, "added to a batch", f"batch {batch.id}", now, people=people, source=source)


def remove_member(session: Session, by: Viewer, batch: Batch, person: Person, now: datetime) -> None:
    """Take somebody out of a batch. What was begun in its courses stays, with the day to finish by; what only this batch kept
    closed until its first day opens."""
    gone = session.execute(
        delete(BatchMember)
        .where(BatchMember.batch_id == batch.id, BatchMember.person_id == person.id)
        .returning(BatchMember.id)
    ).all()
    if gone:
        open_in_time(session, select(Person.id).where(Person.id == person.id), courses_of(batch), now)
        audit(session, by.id, "took out of a batch", f"person {person.id}", now, batch=batch.id)
