"""What is asked when sign-in slips are printed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.people.models import Agency, Person, SignInCode
from lms.people.queries.agencies import within
from lms.people.queries.importing import is_above
from lms.people.viewer import Viewer

MOST_SLIPS = 1_000
"""Slips in one file; what is beyond is another part. A printer needs a quarter of an hour for as many."""
_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Holder:
    """Somebody for whom a slip may be printed. `has_slip` says that an earlier one still works."""

    id: int
    name_en: str
    name_ur: str
    number: str
    agency_en: str
    agency_ur: str
    has_password: bool
    has_slip: bool


def slip_holders(
    session: Session, viewer: Viewer, ids: Collection[int] | None, now: datetime, after: int = 0
) -> list[Holder]:
    """Active people whom the viewer may let sign in, of `ids`, or all who have no password yet, in the order in which they were
    added; `MOST_SLIPS` and one more, to know whether there is another part."""
    open_code = exists().where(
        SignInCode.person_id == Person.id, SignInCode.used_at.is_(None), SignInCode.expires_at > now
    )
    statement = (
        select(
            Person.id,
            Person.name_en,
            Person.name_ur,
            Person.service_number,
            Person.user_name,
            Agency.name_en,
            Agency.name_ur,
            Person.password_hash.is_not(None),
            open_code,
        )
        .outerjoin(Agency, Agency.id == Person.agency_id)
        .where(Person.is_active, within(session, viewer), ~is_above(viewer, Person.id), Person.id > after)
        .order_by(Person.id)
        .limit(MOST_SLIPS + 1)
    )
    if ids is None:
        statement = statement.where(Person.password_hash.is_(None))
    else:
        part = sorted(each for each in ids if after < each <= _LARGEST)
        statement = statement.where(Person.id.in_(part))
    return [_holder(*row) for row in session.execute(statement)]


def _holder(
    person_id: int,
    name_en: str,
    name_ur: str,
    service_number: str | None,
    user_name: str | None,
    agency_en: str | None,
    agency_ur: str | None,
    has_password: bool,
    has_slip: bool,
) -> Holder:
    number = service_number or user_name or ""
    return Holder(person_id, name_en, name_ur, number, agency_en or "", agency_ur or "", has_password, has_slip)
