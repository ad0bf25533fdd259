"""What is asked about agencies, and whose people a viewer sees."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, select, true

from lms.people.models import Agency
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
