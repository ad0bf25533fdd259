"""Agencies, as they are set up."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.agencies import AGENCIES, PROGRAMME
from lms.people.models import Agency
from lms.urdu import clean


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
