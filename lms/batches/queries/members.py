"""Who is in a batch, and who could be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from lms.batches.models import Batch, BatchMember
from lms.batches.queries.batches import PAGE, of_batch, visible
from lms.people.models import Agency, Person, RoleGrant, SignInName
from lms.people.names import sign_in_name
from lms.people.queries import agency_and_units, found_by
from lms.people.roles import Role
from lms.people.viewer import Viewer
from lms.urdu import search

MOST_CANDIDATES = 30
_AT_ONCE = 500


@dataclass(frozen=True)
class MemberRow:
    """A person in a batch, or one who could be: `member_id` is null then."""

    person: Person
    agency: Agency | None
    member_id: int | None


def members(
    session: Session, viewer: Viewer, found: Batch, words: str = "", after: int | None = None, limit: int = PAGE
) -> list[MemberRow]:
    """A page of a batch's members in the order in which they were added, and one more."""
    statement = (
        select(Person, Agency, BatchMember.id)
        .join(BatchMember, BatchMember.person_id == Person.id)
        .outerjoin(Agency, Agency.id == Person.agency_id)
        .where(of_batch(viewer, found), *found_by(words))
        .order_by(BatchMember.id)
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(BatchMember.id > after)
    return [MemberRow(*row) for row in session.execute(statement)]


def member_count(session: Session, viewer: Viewer, found: Batch) -> int:
    return session.scalars(select(func.count()).select_from(BatchMember).where(of_batch(viewer, found))).one()


def member(session: Session, viewer: Viewer, found: Batch, person_id: int) -> Person:
    """Somebody who is in a batch; `NoResultFound` otherwise."""
    return session.scalars(
        select(Person)
        .join(BatchMember, BatchMember.person_id == Person.id)
        .where(of_batch(viewer, found), Person.id == person_id)
    ).one()


def may_join(agency_id: int) -> ColumnElement[bool]:
    """Whether a person may be in a batch of an agency: active, and of this agency or a unit under it."""
    return Person.is_active.is_(True) & Person.agency_id.in_(agency_and_units(agency_id))


def is_officer() -> ColumnElement[bool]:
    return exists().where(RoleGrant.person_id == Person.id, RoleGrant.role == Role.OFFICER)


def candidates(session: Session, found: Batch, words: str) -> list[MemberRow]:
    """People who may be in a batch, found by words of their names or numbers, and whether each is in it already: of many, those who
    were added last."""
    if not search(words):
        return []
    theirs = [unit.id for unit in units(session, found)]  # read first: so the database knows how many people these have
    newest = (
        select(Person.id)
        .where(Person.is_active.is_(True), Person.agency_id.in_(theirs), *found_by(words))
        .order_by(Person.id.desc())
        .limit(MOST_CANDIDATES)
    )
    statement = (
        select(Person, Agency, BatchMember.id)
        .join(Agency, Agency.id == Person.agency_id)
        .outerjoin(BatchMember, (BatchMember.person_id == Person.id) & (BatchMember.batch_id == found.id))
        .where(Person.id.in_(newest))
        .order_by(Person.name_en, Person.id)
    )
    return [MemberRow(*row) for row in session.execute(statement)]


@dataclass(frozen=True)
class Named:
    """Whom a service number means, and whether that person may be in the batch and is."""

    person_id: int
    may_join: bool
    is_member: bool


def people_by_number(session: Session, found: Batch, numbers: Iterable[str]) -> dict[str, Named]:
    """Whom numbers mean, by the folded number; who is unknown is left out."""
    statement = (
        select(SignInName.name, Person.id, may_join(found.agency_id), BatchMember.id.is_not(None))
        .join(Person, Person.id == SignInName.person_id)
        .outerjoin(BatchMember, (BatchMember.person_id == Person.id) & (BatchMember.batch_id == found.id))
    )
    known: dict[str, Named] = {}
    folded = list(dict.fromkeys(sign_in_name(number) for number in numbers))
    for start in range(0, len(folded), _AT_ONCE):
        part = folded[start : start + _AT_ONCE]
        for name, person_id, may, is_in in session.execute(statement.where(SignInName.name.in_(part))):
            known[name] = Named(person_id, bool(may), is_in)
    return known


def units(session: Session, found: Batch) -> Sequence[Agency]:
    """The batch's agency and the units under it."""
    return session.scalars(select(Agency).where(Agency.id.in_(agency_and_units(found.agency_id)))).all()


def other_batches(session: Session, viewer: Viewer, found: Batch) -> Sequence[Batch]:
    """The newest other batches that the viewer sees, to take members over from."""
    return session.scalars(
        select(Batch).where(visible(viewer), Batch.id != found.id).order_by(Batch.id.desc()).limit(PAGE)
    ).all()
