"""What is asked about agencies, and whose people a viewer sees."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.orm import Session, aliased

from lms.people.models import Agency, Person
from lms.people.roles import Role
from lms.people.viewer import Viewer


def agency_and_units(agency_id: int) -> Select[int]:
    """The ids of an agency and of all units under it. (Unnamed, so that it can be asked twice in one statement.)"""
    tree = select(Agency.id).where(Agency.id == agency_id).cte(recursive=True)
    tree = tree.union(select(Agency.id).where(Agency.parent_id == tree.c.id))
    return select(tree.c.id)


def in_scope(viewer: Viewer, agency: Any) -> ColumnElement[bool]:
    """Whether the agency in a column is one whose people and records the viewer keeps: all for an administrator, the own
    agency and its units for a coordinator, none for anybody else. What belongs to no agency is the administrators'."""
    if Role.ADMINISTRATOR in viewer.roles:
        return true()
    if viewer.coordinates is None:
        return false()
    within: ColumnElement[bool] = agency.in_(agency_and_units(viewer.coordinates))
    return within


def within(session: Session, viewer: Viewer, agency_id: int | None = None) -> ColumnElement[bool]:
    """Of the viewer's agencies, and of one of them with its units if it is named: a condition about `Person`. The agencies are read
    first: so the database knows how many people they have, and takes the index if those are few."""
    if Role.ADMINISTRATOR in viewer.roles and agency_id is None:
        return true()
    root = viewer.coordinates if agency_id is None else agency_id
    if root is None:
        return false()
    all_agencies = select(func.count()).select_from(aliased(Agency)).scalar_subquery()
    rows = session.execute(
        select(Agency.id, all_agencies).where(Agency.id.in_(agency_and_units(root)), in_scope(viewer, Agency.id))
    ).all()
    ids = [row[0] for row in rows]
    if rows and 2 * len(ids) > rows[0][1]:
        # most agencies have nearly everybody: then the newest are found soonest by going through people by number
        return func.coalesce(Person.agency_id, 0).in_(ids)
    return Person.agency_id.in_(ids)


def agencies_in_scope(session: Session, viewer: Viewer) -> Sequence[Agency]:
    """The agencies whose people the viewer keeps."""
    return session.scalars(select(Agency).where(in_scope(viewer, Agency.id))).all()


def agency_in_scope(session: Session, viewer: Viewer, agency_id: int, *, lock: bool = False) -> Agency:
    """One of them; `NoResultFound` if it is not."""
    statement = select(Agency).where(Agency.id == agency_id, in_scope(viewer, Agency.id))
    return session.scalars(statement.with_for_update(of=Agency) if lock else statement).one()


def people_of_agencies(session: Session, viewer: Viewer, most: int) -> dict[int, int]:
    """How many active people are in each agency itself, without its units, up to `most` and one more."""
    some = (
        select(Person.id)
        .where(Person.agency_id == Agency.id, Person.is_active)
        .limit(most + 1)
        .correlate(Agency)
        .subquery()
    )
    count = select(func.count()).select_from(some).scalar_subquery()
    rows = session.execute(select(Agency.id, count).where(in_scope(viewer, Agency.id)))
    return {row[0]: row[1] for row in rows}
