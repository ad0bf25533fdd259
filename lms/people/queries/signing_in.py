"""What is asked when somebody signs in, and on every request after."""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, selectinload

from lms.people.models import (
    Invitation,
    Person,
    RoleGrant,
    SignInCode,
    SignInFailure,
    SignInName,
    SignInSession,
)
from lms.people.names import sign_in_name
from lms.people.roles import STAFF, Role
from lms.people.throttle import ACCOUNT_LIMITS, ADDRESS_LIMITS, Limit
from lms.people.viewer import Viewer, is_over
from lms.prepared import Prepared

# Tables instead of classes, here and wherever every page asks: the rows are read as they are, without the object mapper.
_person, _grant, _signed_in = Person.__table__, RoleGrant.__table__, SignInSession.__table__

_VIEWER = Prepared(
    select(
        _person.c.id,
        _person.c.name_en,
        _person.c.name_ur,
        _person.c.language,
        _person.c.agency_id,
        _grant.c.role,
        _grant.c.agency_id.label("over"),
        _signed_in.c.id.label("sign_in_session_id"),
        _signed_in.c.shared_computer,
        _signed_in.c.started_at,
        _signed_in.c.last_seen_at,
    )
    .select_from(_signed_in)
    .join(_person, _person.c.id == _signed_in.c.person_id)
    .outerjoin(_grant, _grant.c.person_id == _person.c.id)
    .where(_signed_in.c.token_hash == bindparam("token_hash"), _person.c.is_active)
)


def viewer(session: Session, token_hash: str, now: datetime) -> tuple[Viewer, datetime] | None:
    """The signed-in person behind a cookie's hashed token, and when the session was last seen; or None. One query."""
    rows = _VIEWER.rows(session, token_hash=token_hash)
    if not rows:
        return None
    first = rows[0]
    roles = frozenset(row.role for row in rows if row.role is not None)
    if is_over(bool(roles & STAFF), first.shared_computer, first.started_at, first.last_seen_at, now):
        return None
    found = Viewer(
        id=first.id,
        name_en=first.name_en,
        name_ur=first.name_ur,
        language=first.language,
        agency_id=first.agency_id,
        roles=roles,
        coordinates=next((row.over for row in rows if row.role is Role.COORDINATOR), None),
        sign_in_session_id=first.sign_in_session_id,
    )
    return found, first.last_seen_at


def person_signing_in(session: Session, typed: str) -> Person | None:
    """The active person with this service number or user name, with roles."""
    return session.scalars(
        select(Person)
        .join(SignInName, SignInName.person_id == Person.id)
        .where(SignInName.name == sign_in_name(typed), Person.is_active)
        .options(selectinload(Person.grants))
    ).one_or_none()


def person_with_roles(session: Session, person_id: int) -> Person:
    return session.scalars(
        select(Person).where(Person.id == person_id).options(selectinload(Person.grants), selectinload(Person.agency))
    ).one()


def open_code(session: Session, person_id: int, code_hash: str, now: datetime) -> SignInCode | None:
    """The person's one-time code, if it is neither used nor too old."""
    return session.scalars(
        select(SignInCode).where(
            SignInCode.person_id == person_id,
            SignInCode.code_hash == code_hash,
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > now,
        )
    ).one_or_none()


def open_invitation(session: Session, token_hash: str, now: datetime) -> Invitation | None:
    return session.scalars(
        select(Invitation).where(
            Invitation.token_hash == token_hash, Invitation.used_at.is_(None), Invitation.expires_at > now
        )
    ).one_or_none()


def recent_failures(session: Session, account: str, address: str, now: datetime) -> dict[Limit, int]:
    """How many tries of this account and from this address fall within each limit's period."""
    counts: dict[Limit, int] = {}
    for column, value, limits in (
        (SignInFailure.account, account, ACCOUNT_LIMITS),
        (SignInFailure.address, address, ADDRESS_LIMITS),
    ):
        for limit in limits:
            counts[limit] = session.scalars(
                select(func.count()).where(column == value, SignInFailure.at > now - limit.period)
            ).one()
    return counts


def own_sessions(session: Session, viewer: Viewer, now: datetime) -> list[SignInSession]:
    """The viewer's browsers that are signed in, the newest first."""
    rows = session.scalars(
        select(SignInSession).where(SignInSession.person_id == viewer.id).order_by(SignInSession.last_seen_at.desc())
    )
    return [
        row for row in rows if not is_over(viewer.is_staff, row.shared_computer, row.started_at, row.last_seen_at, now)
    ]


def has_administrator(session: Session) -> bool:
    return (
        session.scalars(select(RoleGrant.id).where(RoleGrant.role == Role.ADMINISTRATOR).limit(1)).first() is not None
    )
