"""A list of people is brought in: looked through, kept, and carried out as it was shown, all or nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.db import dialect_of
from lms.errors import Refused
from lms.i18n import N_
from lms.people import queries
from lms.people.actions.audit import Act, audit_all
from lms.people.models import PeopleImport, Person, PersonWord, RoleGrant, Sex, SignInName
from lms.people.names import search_words, sign_in_name
from lms.people.ranks import band
from lms.people.roles import Role
from lms.people.roster import Agencies, Plan, Planned, Roster, State, make_plan, pack, unpack
from lms.people.roster.plan import STORED
from lms.people.roster.reading import sign_in_names
from lms.people.viewer import Viewer

IMPORT_LOCK = 0x50454F50
_AT_ONCE = 5_000


class PlanChanged(Refused):
    """People have changed since the plan was shown."""

    status = 409


class ImportOver(Refused):
    """The file was carried out or forgotten already."""

    status = 410


def keep_import(
    session: Session,
    by: Viewer,
    body: bytes,
    file_name: str,
    agency_id: int | None,
    looked_through: tuple[Roster, Plan],
    now: datetime,
) -> PeopleImport:
    """Keep for a day what was read from a file and what it would do. The file itself is not kept: what is in its other columns is
    nobody's business here."""
    forget_old_imports(session, now)
    record = PeopleImport(
        by_id=by.id,
        agency_id=agency_id,
        file_name=file_name[:200],
        sha256=sha256(body).hexdigest(),
        content=pack(*looked_through),
        counts=looked_through[1].counts(),
        made_at=now,
    )
    session.add(record)
    session.flush()
    return record


def plan_for(session: Session, by: Viewer | None, roster: Roster, agency_id: int | None) -> Plan:
    """What a list would do now. `by` is None for whoever sits at the machine; `agency_id` is one whose people they keep."""
    agencies = Agencies(queries.agencies_kept(session, by))
    if agency_id is not None and agency_id not in agencies.by_id:
        raise Refused(N_("Choose your agency or a unit under it."))
    names = {name for row in roster.rows for name in sign_in_names(row.written)}
    return make_plan(roster, queries.known_people(session, by, names), agencies, agency_id)


def forget_old_imports(session: Session, now: datetime) -> None:
    """What was looked through and never carried out is not kept longer than a day."""
    session.execute(
        update(PeopleImport)
        .where(PeopleImport.content.is_not(None), PeopleImport.made_at < now - queries.IMPORT_LIFE)
        .values(content=None)
    )


def kept_plan(record: PeopleImport, now: datetime) -> tuple[Roster, Plan]:
    """What was read from a file and what was shown of it. Raises `ImportOver`, also if the day is over and nobody has forgotten
    the list yet."""
    if record.content is None or record.made_at < now - queries.IMPORT_LIFE:
        raise ImportOver(N_("This list is not kept any more. Bring the file in again."))
    return unpack(record.content)


def plan_again(session: Session, by: Viewer, record: PeopleImport, now: datetime) -> None:
    """Put in the place of a plan that does not fit any more the one that does."""
    roster, _ = kept_plan(record, now)
    plan = plan_for(session, by, roster, record.agency_id)
    record.content, record.counts = pack(roster, plan), plan.counts()
    session.flush()


def version(record: PeopleImport) -> str:
    """Which plan it is that a page shows."""
    return sha256(record.content or b"").hexdigest()[:16]


def apply_import(session: Session, by: Viewer, record: PeopleImport, shown: str, now: datetime) -> None:
    """Carry out the plan that was shown, all of it or nothing; rows that are wrong are no part of it. Once: again does nothing.

    Raises `PlanChanged` if people have changed since, or if another plan was shown; `ImportOver`.
    """
    session.refresh(record, with_for_update=True)
    if record.applied_at is not None:
        return
    roster, plan = kept_plan(record, now)
    _one_at_a_time(session)
    if shown != version(record) or plan_for(session, by, roster, record.agency_id) != plan:
        raise PlanChanged(N_("People have changed since this list was looked through."))
    created = carry_out(session, by, plan, f"import {record.id}", record.file_name, now)
    record.counts = plan.counts() | {"people": created}
    record.content, record.applied_at = None, now
    session.flush()


def _one_at_a_time(session: Session) -> None:
    """Two lists with the same people are carried out one after the other, as on SQLite, where every writer is alone anyway."""
    if dialect_of(session) == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(IMPORT_LOCK)))


def carry_out(session: Session, by: Viewer | None, plan: Plan, source: str, file_name: str, now: datetime) -> list[int]:
    """Create and change what a plan says, many rows at a time; returns the ids of new people. Raises `PlanChanged` if somebody has
    taken a number in the same moment."""
    new = [row for row in plan.rows if row.state is State.CREATE]
    changed = [row for row in plan.rows if row.state is State.CHANGE]
    try:
        created = _create(session, new, now)
        _change(session, changed)
    except IntegrityError as taken:
        raise PlanChanged(N_("People have changed since this list was looked through.")) from taken
    acts = [Act("brought in people", source, {"file": file_name, **plan.counts()})]
    acts += [Act("brought in", f"person {person_id}", {"from": source}) for person_id in created]
    acts += [
        Act(
            "changed by a list", f"person {row.person_id}",
            {"from": source} | {change.column: [change.old, change.new] for change in row.changes},
        )
        for row in changed
    ]  # fmt: skip
    audit_all(session, by.id if by else None, acts, now)
    return created


def _create(session: Session, rows: Sequence[Planned], now: datetime) -> list[int]:
    if not rows:
        return []
    records = [_record(row, now) for row in rows]
    numbers = (Person.service_number, Person.user_name)
    # which is whose is told by the numbers, which are each one's own: kept in order, SQLite would take one row at a time
    by_numbers = {
        (number, name): person_id
        for person_id, number, name in session.execute(insert(Person).returning(Person.id, *numbers), records)
    }
    ids = [by_numbers[row.written.service_number, row.written.user_name] for row in rows]
    people = list(zip(ids, (row.written for row in rows), strict=True))
    names = [{"name": name, "person_id": person} for person, it in people for name in sorted(set(sign_in_names(it)))]
    session.execute(insert(SignInName), names)
    session.execute(
        insert(RoleGrant), [{"person_id": person, "role": Role.OFFICER, "agency_id": None} for person in ids]
    )
    _index_words(session, records, ids)
    return ids


def _record(row: Planned, now: datetime) -> dict[str, Any]:
    given = {column: getattr(row.written, column) for column in STORED}
    return given | {
        "name_ur": given["name_ur"] or "",
        "rank": given["rank"] or "",
        "rank_band": band(given["rank"] or ""),
        "sex": given["sex"] or Sex.NOT_STATED,
        "language": given["language"] or "ur",
        "extra_time": given["extra_time"] or 0,
        "agency_id": row.agency_id,
        "is_active": True,
        "created_at": now,
    }


def _index_words(session: Session, records: Iterable[dict[str, Any]], ids: Iterable[int]) -> None:
    """`sign_in_names` of a record are other names by which the person signs in too."""
    words = []
    for person_id, record in zip(ids, records, strict=True):
        numbers = filter(None, (record["service_number"], record["user_name"], *record.get("sign_in_names", ())))
        found = search_words((record["name_en"], record["name_ur"]), numbers)
        words += [{"person_id": person_id, "word": word} for word in sorted(found)]
    session.execute(insert(PersonWord), words)


_FOUND_BY = ("name_en", "name_ur", "service_number", "user_name")


def _change(session: Session, rows: Sequence[Planned]) -> None:
    """Rows that change the same columns are one statement each. Names and numbers are looked up anew where they have changed."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    chosen = _chosen_bands(session, rows)
    for row in rows:
        values = _new_values(row, row.person_id not in chosen)
        by_columns.setdefault(tuple(sorted(values)), []).append(values | {"id": row.person_id})
    for records in by_columns.values():
        session.execute(update(Person), records)
    renamed = [row for row in rows if any(change.column in _FOUND_BY for change in row.changes)]
    for start in range(0, len(renamed), _AT_ONCE):
        _find_anew(session, renamed[start : start + _AT_ONCE])


def _chosen_bands(session: Session, rows: Sequence[Planned]) -> set[int]:
    """Those of the people who get another rank whose level is not that of their rank: somebody has chosen it, and it stays."""
    ids = [row.person_id for row in rows if any(change.column == "rank" for change in row.changes)]
    chosen: set[int] = set()
    for start in range(0, len(ids), _AT_ONCE):
        people = select(Person.id, Person.rank, Person.rank_band).where(Person.id.in_(ids[start : start + _AT_ONCE]))
        chosen |= {person_id for person_id, rank, level in session.execute(people) if level != band(rank)}
    return chosen


def _new_values(row: Planned, has_band_of_rank: bool) -> dict[str, Any]:
    values = {change.column: getattr(row.written, change.column) for change in row.changes if change.column != "agency"}
    if "rank" in values and has_band_of_rank:
        values["rank_band"] = band(values["rank"])
    if any(change.column == "agency" for change in row.changes):
        values["agency_id"] = row.agency_id
    return values


_SIGN_IN = ("service_number", "user_name")


def _find_anew(session: Session, rows: Sequence[Planned]) -> None:
    """Write the sign-in names and the words of people whose names or numbers have changed. Numbers that came from another record
    of the same person stay."""
    renamed = [(row.person_id, change) for row in rows for change in row.changes if change.column in _SIGN_IN]
    given_up = [sign_in_name(change.old) for _, change in renamed if change.old]
    session.execute(delete(SignInName).where(SignInName.name.in_(given_up)))
    taken = [{"name": sign_in_name(change.new), "person_id": person_id} for person_id, change in renamed]
    if taken:
        session.execute(insert(SignInName), taken)
    ids = [row.person_id for row in rows]
    others: dict[int, list[str]] = {}
    for name, person_id in session.execute(
        select(SignInName.name, SignInName.person_id).where(SignInName.person_id.in_(ids))
    ):
        others.setdefault(person_id, []).append(name)
    columns = [getattr(Person, column) for column in _FOUND_BY]
    records = {
        person_id: dict(zip(_FOUND_BY, person, strict=True)) | {"sign_in_names": others.get(person_id, [])}
        for person_id, *person in session.execute(select(Person.id, *columns).where(Person.id.in_(ids)))
    }
    session.execute(delete(PersonWord).where(PersonWord.person_id.in_(ids)))
    _index_words(session, records.values(), records)
