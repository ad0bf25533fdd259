"""What the pages of people ask: lists, and one person. Whose are shown is decided by `in_scope`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, intersect, select, text, union
from sqlalchemy.orm import Session, selectinload

from lms.people.models import DEACTIVATED, NEVER, Agency, NameCorrection, Person, PersonWord, RoleGrant, SignInCode
from lms.people.names import LONGEST_WORD, sign_in_name
from lms.people.queries.agencies import in_scope, within
from lms.people.roles import Role
from lms.people.viewer import Viewer
from lms.urdu import search

PAGE = 50
BATCH = 1000
MOST_WORDS = 6
MOST_COUNTED = 1000
"""Beyond this many it is not counted how many there are, so that counting costs the same however many people there are."""


class State(StrEnum):
    """The lists of people: all who are active, some of them, and those who were deactivated."""

    ACTIVE = "active"
    NEVER_SIGNED_IN = "never"
    WITHOUT_SLIP = "without-slip"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True)
class Wanted:
    """What is looked for: words of names or a number, an agency with its units, and the list."""

    words: str = ""
    agency_id: int | None = None
    state: State = State.ACTIVE


def people(
    session: Session, viewer: Viewer, wanted: Wanted, now: datetime, before: int | None = None
) -> Sequence[Person]:
    """A page of a list, the newest first, and one more to know whether there is another page; with agencies and roles."""
    statement = select(Person).where(
        within(session, viewer, wanted.agency_id), *_wanted(wanted.words, wanted.state, now)
    )
    if before is not None:
        statement = statement.where(Person.id < before)
    shown = statement.order_by(Person.id.desc()).limit(PAGE + 1)
    return session.scalars(shown.options(selectinload(Person.agency), selectinload(Person.grants))).all()


def counts(session: Session, viewer: Viewer, wanted: Wanted, now: datetime) -> dict[State, int]:
    """How many people are in each of the lists with these words and this agency, up to `MOST_COUNTED` and one more."""
    theirs = within(session, viewer, wanted.agency_id)
    columns = []
    for state in State:
        some = select(Person.id).where(theirs, *_wanted(wanted.words, state, now)).limit(MOST_COUNTED + 1).subquery()
        columns.append(select(func.count()).select_from(some).scalar_subquery())
    return dict(zip(State, session.execute(select(*columns)).one(), strict=True))


def every(
    session: Session, viewer: Viewer, wanted: Wanted, now: datetime, batch: int = BATCH
) -> Iterator[tuple[Person, Agency | None]]:
    """All people of a list with their agencies, in the order in which they were added, read in batches."""
    statement = (
        select(Person, Agency)
        .outerjoin(Agency, Agency.id == Person.agency_id)
        .where(within(session, viewer, wanted.agency_id), *_wanted(wanted.words, wanted.state, now))
        .order_by(Person.id)
        .limit(batch)
    )
    last = 0
    while rows := session.execute(statement.where(Person.id > last)).all():
        session.expunge_all()
        session.rollback()  # no transaction stays open while somebody on a slow line downloads
        yield from ((person, agency) for person, agency in rows)
        last = rows[-1][0].id


def _wanted(words: str, state: State, now: datetime) -> list[ColumnElement[bool]]:
    return [*found_by(words), *_in_list(state, now)]


def found_by(words: str) -> list[ColumnElement[bool]]:
    """Each word must begin a word of a name or a part of a number; or all together, without spaces, begin a number."""
    typed = search(words).split()[:MOST_WORDS]
    if not typed:
        return []
    each = [_beginning(word) for word in typed]
    found: Any = each[0] if len(each) == 1 else select(intersect(*each).subquery().c.person_id)
    if any(letter.isdigit() for letter in words) and len(typed) > 1:
        found = union(found, _beginning(sign_in_name(words)))
    return [Person.id.in_(found)]


def _beginning(typed: str) -> Select[Any]:
    word = typed[:LONGEST_WORD]
    return select(PersonWord.person_id).where(PersonWord.word >= word, PersonWord.word < word + "\U0010ffff")


def _in_list(state: State, now: datetime) -> list[ColumnElement[bool]]:
    match state:
        case State.ACTIVE:
            return [Person.is_active.is_(True)]
        case State.DEACTIVATED:
            return [_said(DEACTIVATED)]
        case State.NEVER_SIGNED_IN:
            return [_said(NEVER)]
        case State.WITHOUT_SLIP:
            return [_said(NEVER), ~has_open_code(now)]


def _said(condition: str) -> ColumnElement[bool]:
    return text(condition.replace("is_active", "person.is_active"))  # type: ignore[return-value]


def has_open_code(now: datetime) -> ColumnElement[bool]:
    """Whether a person holds a slip whose code still works."""
    return (
        exists()
        .where(SignInCode.person_id == Person.id, SignInCode.used_at.is_(None), SignInCode.expires_at > now)
        .correlate(Person)
    )


def with_open_code(session: Session, people: Sequence[Person], now: datetime) -> set[int]:
    """Which of these people hold a slip whose code still works."""
    return set(
        session.scalars(select(Person.id).where(Person.id.in_([person.id for person in people]), has_open_code(now)))
    )


def person_in_scope(session: Session, viewer: Viewer, person_id: int) -> Person:
    """A person whose record the viewer keeps, with agency and roles. `NoResultFound` if it is not one of theirs."""
    return session.scalars(
        select(Person)
        .where(Person.id == person_id, in_scope(viewer, Person.agency_id))
        .options(selectinload(Person.agency), selectinload(Person.grants))
    ).one()


def person_to_change(session: Session, viewer: Viewer, person_id: int) -> Person:
    """The same, locked until the end of the transaction."""
    return session.scalars(
        select(Person)
        .where(Person.id == person_id, in_scope(viewer, Person.agency_id))
        .options(selectinload(Person.agency), selectinload(Person.grants))
        .with_for_update(of=Person)
        .execution_options(populate_existing=True)
    ).one()


def may_change(session: Session, viewer: Viewer, person: Person) -> bool:
    """Whether the viewer may change this account and let its holder sign in: not if it may do more than the viewer may, or
    reaches over agencies that the viewer's does not."""
    if not viewer.may_keep(frozenset(grant.role for grant in person.grants)):
        return False
    over = [grant.agency_id for grant in person.grants if grant.role is Role.COORDINATOR]
    if not over or Role.ADMINISTRATOR in viewer.roles:
        return True
    return bool(session.scalars(select(exists().where(Agency.id.in_(over), in_scope(viewer, Agency.id)))).one())


def other_administrators(session: Session, person_id: int) -> Sequence[RoleGrant]:
    """Active administrators other than this person; all grants of the role are locked, so that two cannot go at once."""
    grants = session.scalars(select(RoleGrant).where(RoleGrant.role == Role.ADMINISTRATOR).with_for_update()).all()
    holders = [grant.person_id for grant in grants if grant.person_id != person_id]
    active = set(session.scalars(select(Person.id).where(Person.id.in_(holders), Person.is_active)))
    return [grant for grant in grants if grant.person_id in active]


def open_corrections(session: Session, viewer: Viewer) -> int:
    """How many wishes for another spelling wait for the viewer's answer."""
    waiting = (
        select(NameCorrection.id)
        .where(
            NameCorrection.decided_at.is_(None),
            exists().where(Person.id == NameCorrection.person_id, in_scope(viewer, Person.agency_id)),
        )
        .limit(MOST_COUNTED + 1)
    )
    return session.scalars(select(func.count()).select_from(waiting.subquery())).one()
