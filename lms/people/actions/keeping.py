"""What coordinators and administrators do about people's records: change, move, deactivate, give roles."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from lms.errors import Forbidden, Refused
from lms.i18n import N_
from lms.people import queries
from lms.people.actions.accounts import SignInNameTaken, add_person, index_words
from lms.people.actions.audit import audit
from lms.people.models import Agency, Person, RoleGrant, SignInCode, SignInName, SignInSession
from lms.people.names import sign_in_name
from lms.people.ranks import band, spelt
from lms.people.roles import Role
from lms.people.viewer import Viewer
from lms.urdu import clean

SIGN_IN_FIELDS = ("service_number", "user_name")
NEEDS_SIGN_IN_NAME = N_("Give a service number or a user name: one of them is needed to sign in.")
CLEANED = {"name_en", "name_ur"}


class ChangedMeanwhile(Refused):
    """Somebody else has changed the same. `fields` are those that both changed."""

    def __init__(self, fields: tuple[str, ...] = ()) -> None:
        super().__init__(
            N_("Somebody else has changed this record since you opened it. Look at it again, then decide.")
        )
        self.fields = fields


class NoWayToSignIn(Refused):
    status = 422


class NotNow(Refused):
    """What is asked does not fit the state of the record."""


class ReasonMissing(Refused):
    status = 422


class NoRole(Refused):
    status = 422


def check_may_change(session: Session, by: Viewer, person: Person) -> None:
    """Raises `Forbidden` if the account may do more than whoever wants to change it, `NotNow` if it went into another record."""
    if person.merged_into_id is not None:
        raise NotNow(N_("This record was joined to another one of the same person. Change that one."))
    if not queries.may_change(session, by, person):
        raise Forbidden(N_("This account may do things that yours may not. An administrator can change it."))


def register(session: Session, by: Viewer, agency: Agency | None, given: Mapping[str, Any], now: datetime) -> Person:
    """Add an officer with the fields of a record. Raises `NoWayToSignIn` or `SignInNameTaken`."""
    if not given["service_number"] and not given["user_name"]:
        raise NoWayToSignIn(NEEDS_SIGN_IN_NAME)
    later = {"born_on", "phone", "extra_time", "rank_band"}
    at_once = {name: value for name, value in given.items() if name not in later}
    person = add_person(session, agency=agency, now=now, **at_once)
    person.born_on, person.phone, person.extra_time = given["born_on"], given["phone"], given["extra_time"]
    person.rank_band = given["rank_band"] or person.rank_band
    audit(session, by.id, "added a person", f"person {person.id}", now, agency=agency.id if agency else None)
    return person


def change_person(session: Session, by: Viewer, person: Person, changes: Mapping[str, Any], now: datetime) -> None:
    """Change fields of a record. `rank_band` None means that of the rank. Raises `SignInNameTaken` and what may forbid it."""
    check_may_change(session, by, person)
    before = {name: getattr(person, name) for name in changes}
    chosen = None if person.rank_band == band(person.rank) else person.rank_band
    for name, value in changes.items():
        setattr(person, name, clean(value).strip() if name in CLEANED else value)
    if "rank" in changes:
        person.rank = spelt(changes["rank"])
    if changes.keys() & {"rank", "rank_band"}:
        person.rank_band = changes.get("rank_band", chosen) or band(person.rank)
    if changes.keys() & set(SIGN_IN_FIELDS):
        _change_sign_in_names(session, person, before)
    if changes.keys() & {*CLEANED, *SIGN_IN_FIELDS}:
        index_words(session, person)
    told = {name: [value, getattr(person, name)] for name, value in before.items()}
    audit(session, by.id, "changed a record", f"person {person.id}", now, changes=told)


def _change_sign_in_names(session: Session, person: Person, before: Mapping[str, Any]) -> None:
    """Names that are no longer the person's can be somebody else's. Those that came with another record stay."""
    if not person.service_number and not person.user_name:
        raise NoWayToSignIn(NEEDS_SIGN_IN_NAME)
    kept = {sign_in_name(name) for name in (person.service_number, person.user_name) if name}
    given_up = {sign_in_name(before[field]) for field in SIGN_IN_FIELDS if before.get(field)} - kept
    with session.no_autoflush:
        session.execute(delete(SignInName).where(SignInName.name.in_(given_up), SignInName.person_id == person.id))
        for name in filter(None, (person.service_number, person.user_name)):
            taken = session.get(SignInName, sign_in_name(name))
            if taken is not None and taken.person_id != person.id:
                raise SignInNameTaken(N_("Somebody already signs in with “%(name)s”."), name=name)
            if taken is None:
                session.add(SignInName(name=sign_in_name(name), person_id=person.id))
                session.flush()


def move_person(
    session: Session, by: Viewer, person: Person, agency: Agency, seen: int | None, reason: str, now: datetime
) -> None:
    """Move a person to another agency; `seen` is the agency that the page showed. What was issued before keeps the old one."""
    check_may_change(session, by, person)
    if person.agency_id != seen:
        raise ChangedMeanwhile(("agency_id",))
    if person.agency_id == agency.id:
        raise NotNow(N_("The person is in this agency already."))
    details: dict[str, Any] = {"from": person.agency_id, "to": agency.id, "reason": reason.strip()}
    person.agency_id = agency.id
    person.agency = agency
    audit(session, by.id, "moved a person", f"person {person.id}", now, **details)


def deactivate(session: Session, by: Viewer, person: Person, reason: str, now: datetime) -> None:
    """The person cannot sign in any more: sessions end and codes die. What was done and issued stays."""
    check_may_change(session, by, person)
    if not reason.strip():
        raise ReasonMissing(N_("Write the reason."))
    if person.id == by.id:
        raise NotNow(N_("You cannot deactivate your own account."))
    if not person.is_active:
        raise NotNow(N_("This account is deactivated already."))
    keep_an_administrator(session, person)
    person.is_active = False
    end_sign_in(session, person, now)
    audit(session, by.id, "deactivated", f"person {person.id}", now, reason=reason.strip())


def end_sign_in(session: Session, person: Person, now: datetime) -> None:
    """End every session of a person, and let every code die."""
    session.execute(delete(SignInSession).where(SignInSession.person_id == person.id))
    is_open = (SignInCode.person_id == person.id, SignInCode.used_at.is_(None), SignInCode.expires_at > now)
    session.execute(update(SignInCode).where(*is_open).values(expires_at=now))


def keep_an_administrator(session: Session, person: Person) -> None:
    """Raises `NotNow` if without this person nobody would be an administrator."""
    is_one = any(grant.role is Role.ADMINISTRATOR for grant in person.grants)
    if is_one and person.is_active and not queries.other_administrators(session, person.id):
        raise NotNow(N_("This is the last administrator. Make somebody else an administrator first."))


def reactivate(session: Session, by: Viewer, person: Person, now: datetime) -> None:
    """The person may sign in again, with the old password or a new slip."""
    check_may_change(session, by, person)
    if person.is_active:
        raise NotNow(N_("This account is active."))
    person.is_active = True
    audit(session, by.id, "activated again", f"person {person.id}", now)


def set_roles(
    session: Session,
    by: Viewer,
    person: Person,
    roles: frozenset[Role],
    coordinates: Agency | None,
    seen: frozenset[tuple[Role, int | None]],
    now: datetime,
) -> None:
    """Give a person exactly these roles; a coordinator's reaches over `coordinates`. `seen` are role and reach as the page showed
    them. Only for administrators; there is always one."""
    check_may_change(session, by, person)
    if {(grant.role, grant.agency_id) for grant in person.grants} != seen:
        raise ChangedMeanwhile(("roles",))
    if not roles:
        raise NoRole(N_("Choose one role at least."))
    if Role.COORDINATOR in roles and coordinates is None:
        raise NoRole(N_("Choose the agency that the coordinator looks after."))
    if Role.ADMINISTRATOR not in roles:
        keep_an_administrator(session, person)
    wanted = {role: coordinates.id if coordinates and role is Role.COORDINATOR else None for role in roles}
    for grant in person.grants:
        if grant.role not in wanted:
            session.delete(grant)
        else:
            grant.agency_id = wanted.pop(grant.role)
    session.add_all(RoleGrant(person_id=person.id, role=role, agency_id=over) for role, over in wanted.items())
    session.flush()
    over = coordinates.id if coordinates and Role.COORDINATOR in roles else None
    audit(
        session,
        by.id,
        "set roles",
        f"person {person.id}",
        now,
        before=dict(seen),
        roles=sorted(roles),
        coordinates=over,
    )
