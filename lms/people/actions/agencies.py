"""Agencies, as they are set up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import Refused
from lms.i18n import N_
from lms.people import queries
from lms.people.actions.audit import audit
from lms.people.agencies import AGENCIES, PROGRAMME
from lms.people.models import Agency
from lms.people.viewer import Viewer
from lms.urdu import clean


class CodeTaken(Refused):
    pass


class UnderItself(Refused):
    status = 422


def add_agency(session: Session, code: str, name_en: str, name_ur: str, parent: Agency | None = None) -> Agency:
    agency = Agency(code=code, name_en=name_en, name_ur=clean(name_ur), parent_id=parent.id if parent else None)
    session.add(agency)
    session.flush()
    return agency


def add_missing_agencies(session: Session) -> None:
    """Add the agencies of the programme that are not there yet, under the programme; what was changed here stays as it is."""
    known = {agency.code: agency for agency in session.scalars(select(Agency))}
    programme = known.get(PROGRAMME[0])
    if programme is None:
        programme = add_agency(session, *PROGRAMME)
        for agency in known.values():
            agency.parent_id = agency.parent_id or programme.id
    for code, name_en, name_ur in AGENCIES:
        if code not in known:
            add_agency(session, code, name_en, name_ur, programme)


def found_agency(
    session: Session, by: Viewer, code: str, name_en: str, name_ur: str, parent: Agency | None, now: datetime
) -> Agency:
    """Add an agency, or a unit under `parent`. Raises `CodeTaken`; codes are compared without regard to case."""
    code = code.strip().upper()
    if session.scalars(select(Agency.id).where(Agency.code == code)).first() is not None:
        raise CodeTaken(N_("The code “%(code)s” is taken already."), code=code)
    agency = add_agency(session, code, clean(name_en).strip(), name_ur.strip(), parent)
    audit(session, by.id, "added an agency", f"agency {agency.id}", now, code=code, under=agency.parent_id)
    return agency


def change_agency(session: Session, by: Viewer, agency: Agency, changes: Mapping[str, Any], now: datetime) -> None:
    """Rename an agency, or move it with its units under another one (`parent_id`). Raises `UnderItself`."""
    parent_id = changes.get("parent_id")
    if parent_id is not None and parent_id in session.scalars(queries.agency_and_units(agency.id)).all():
        raise UnderItself(N_("An agency cannot be under itself or under one of its units."))
    told = {name: [getattr(agency, name), value] for name, value in changes.items()}
    for name, value in changes.items():
        setattr(agency, name, clean(value).strip() if isinstance(value, str) else value)
    if told:
        audit(session, by.id, "changed an agency", f"agency {agency.id}", now, changes=told)
