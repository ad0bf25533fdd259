"""What is asked about the own record, and about wishes for another spelling of a name."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from lms.people.models import Functioning, NameCorrection, Person
from lms.people.queries.agencies import in_scope
from lms.people.queries.directory import PAGE
from lms.people.viewer import Viewer


def own_person(session: Session, viewer: Viewer) -> Person:
    """The viewer's own record, locked until the end of the transaction, so that two wishes at once come one after the other."""
    return session.scalars(select(Person).where(Person.id == viewer.id).with_for_update(of=Person)).one()


def open_correction(session: Session, person_id: int) -> NameCorrection | None:
    """The person's wish for another spelling that nobody has decided yet."""
    return session.scalars(
        select(NameCorrection).where(NameCorrection.person_id == person_id, NameCorrection.decided_at.is_(None))
    ).one_or_none()


def last_decision(session: Session, person_id: int) -> NameCorrection | None:
    """The answer to the wish that was decided last."""
    return session.scalars(
        select(NameCorrection)
        .where(NameCorrection.person_id == person_id, NameCorrection.decided_at.is_not(None))
        .order_by(NameCorrection.id.desc())
        .limit(1)
    ).first()


def corrections(session: Session, viewer: Viewer, after: int = 0) -> Sequence[NameCorrection]:
    """A page of the wishes that wait for the viewer's answer, the oldest first, and one more to know whether there is another."""
    return session.scalars(
        select(NameCorrection)
        .where(
            NameCorrection.decided_at.is_(None),
            NameCorrection.id > after,
            exists().where(Person.id == NameCorrection.person_id, in_scope(viewer, Person.agency_id)),
        )
        .options(selectinload(NameCorrection.person).selectinload(Person.agency))
        .order_by(NameCorrection.id)
        .limit(PAGE + 1)
    ).all()


def correction_in_scope(session: Session, viewer: Viewer, correction_id: int, *, lock: bool = False) -> NameCorrection:
    """A wish with the person, who must be one of the viewer's. With `lock`, both are locked until the end of the transaction."""
    statement = (
        select(NameCorrection)
        .join(Person, Person.id == NameCorrection.person_id)
        .where(NameCorrection.id == correction_id, in_scope(viewer, Person.agency_id))
        .options(
            selectinload(NameCorrection.person).selectinload(Person.agency),
            selectinload(NameCorrection.person).selectinload(Person.grants),
        )
    )
    return session.scalars(statement.with_for_update(of=(NameCorrection, Person)) if lock else statement).one()


def functioning(session: Session, viewer: Viewer) -> Functioning | None:
    """What the viewer has said about functioning. Nobody else's is ever read one by one."""
    return session.get(Functioning, viewer.id)
