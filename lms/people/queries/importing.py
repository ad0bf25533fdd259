"""What is asked when a list of people is brought in."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from lms.people.models import Agency, PeopleImport, Person, RoleGrant, SignInName
from lms.people.queries.agencies import in_scope
from lms.people.roles import Role, permissions
from lms.people.roster.plan import STORED, AgencyName, Known
from lms.people.roster.reading import Written
from lms.people.viewer import Viewer

IMPORT_LIFE = timedelta(days=1)
"""How long a list that was looked through and not brought in is kept."""
_AT_ONCE = 10_000
"""Names in one query; both databases take more."""


def _kept_by(viewer: Viewer | None, agency: Any) -> ColumnElement[bool]:
    """Whether the viewer keeps an agency's people. None is whoever sits at the machine itself, and keeps all."""
    return true() if viewer is None else in_scope(viewer, agency)


def is_above(viewer: Viewer | None, person_id: Any) -> ColumnElement[bool]:
    """Whether an account may do more than the viewer's, or reaches over agencies that the viewer's does not."""
    if viewer is None or Role.ADMINISTRATOR in viewer.roles:
        return false()
    above = [role for role in Role if not permissions(frozenset({role})) <= permissions(viewer.roles)]
    further = (RoleGrant.role == Role.COORDINATOR) & ~in_scope(viewer, RoleGrant.agency_id)
    return exists().where(RoleGrant.person_id == person_id, or_(RoleGrant.role.in_(above), further))


def agencies_kept(session: Session, viewer: Viewer | None) -> list[AgencyName]:
    """The agencies whose people the viewer keeps, by code."""
    rows = session.execute(
        select(Agency.id, Agency.code, Agency.name_en, Agency.name_ur)
        .where(_kept_by(viewer, Agency.id))
        .order_by(Agency.code)
    )
    return [AgencyName(*row) for row in rows]


def known_people(session: Session, viewer: Viewer | None, names: Collection[str]) -> dict[str, Known]:
    """Who signs in with these names, wherever they belong, and whether the viewer keeps them. (Of a record that was joined to
    another one, the names are that one's.)"""
    statement = select(
        SignInName.name,
        Person.id,
        func.coalesce(_kept_by(viewer, Person.agency_id), False),
        is_above(viewer, Person.id),
        Person.is_active,
        Person.agency_id,
        *(getattr(Person, column) for column in STORED),
    ).join(Person, Person.id == SignInName.person_id)
    wanted, found = sorted(names), {}
    for start in range(0, len(wanted), _AT_ONCE):
        for row in session.execute(
            statement.where(SignInName.name.in_(wanted[start : start + _AT_ONCE])).order_by(SignInName.name)
        ):
            name, person_id, in_reach, above, is_active, agency_id, *record = row
            written = Written(**dict(zip(STORED, record, strict=True)))
            found[name] = Known(person_id, bool(in_reach), bool(above), is_active, agency_id, written)
    return found


def own_import(session: Session, viewer: Viewer, import_id: int) -> PeopleImport:
    """A list that the viewer has brought in; nobody else's."""
    return session.scalars(
        select(PeopleImport).where(PeopleImport.id == import_id, PeopleImport.by_id == viewer.id)
    ).one()


def new_people(session: Session, viewer: Viewer, ids: Collection[int]) -> Sequence[Person]:
    """Those of these people whom the viewer keeps, with their agencies, in the order in which they were added."""
    return session.scalars(
        select(Person)
        .where(Person.id.in_(ids), in_scope(viewer, Person.agency_id))
        .options(selectinload(Person.agency))
        .order_by(Person.id)
    ).all()


def newest_imports(session: Session, viewer: Viewer, now: datetime, count: int = 10) -> list[PeopleImport]:
    """The viewer's own lists, the newest first, without what is in them."""
    rows = session.execute(
        select(
            PeopleImport.id,
            PeopleImport.file_name,
            PeopleImport.counts,
            PeopleImport.made_at,
            PeopleImport.applied_at,
            (PeopleImport.content.is_not(None) & (PeopleImport.made_at >= now - IMPORT_LIFE)).label("is_open"),
        )
        .where(PeopleImport.by_id == viewer.id)
        .order_by(PeopleImport.id.desc())
        .limit(count)
    )
    return list(rows)  # type: ignore[arg-type]
