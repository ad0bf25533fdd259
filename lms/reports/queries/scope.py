"""Whose figures a viewer sees, and what agencies, courses and batches are called."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.batches.models import Batch, BatchCourse, BatchMember
from lms.catalog.models import CourseCard
from lms.people.models import Agency
from lms.people.queries import in_scope
from lms.people.roles import Role
from lms.people.viewer import Viewer

BATCHES_AT_ONCE, MOST_BATCHES = 25, 1_000
"""Batches on a page, and in a file: the newest ones."""


@dataclass(frozen=True)
class Place:
    """An agency in the tree of those in scope."""

    id: int
    code: str
    name_en: str
    name_ur: str
    parent_id: int | None

    def name(self, language: str) -> str:
        return self.name_ur if language == "ur" and self.name_ur else self.name_en


@dataclass(frozen=True)
class Scope:
    """The agencies whose people a viewer sees; `everybody` is of those too who belong to none."""

    agencies: dict[int, Place]
    everybody: bool

    @property
    def roots(self) -> list[Place]:
        """Those in scope that are under no other one in scope."""
        return [each for each in self.agencies.values() if each.parent_id not in self.agencies]

    def children(self, agency_id: int) -> list[Place]:
        return self._children.get(agency_id, [])

    @cached_property
    def _children(self) -> dict[int | None, list[Place]]:
        found: dict[int | None, list[Place]] = {}
        for each in self.agencies.values():
            found.setdefault(each.parent_id, []).append(each)
        return found

    def under(self, agency_id: int) -> frozenset[int]:
        """An agency and all that is under it."""
        found, todo = {agency_id}, [agency_id]
        while todo:
            todo = [each.id for parent in todo for each in self.children(parent) if each.id not in found]
            found.update(todo)
        return frozenset(found)

    def with_code(self, code: str) -> Place | None:
        return next((each for each in self.agencies.values() if each.code == code), None)

    def whole(self, chosen: Place | None) -> Place | None:
        """The agency whose people, with those of its units, are all that is asked about: the chosen one, or the one that the viewer
        coordinates. None if it is everybody, or nobody."""
        return chosen or (None if self.everybody else next(iter(self.roots), None))

    def lines(self, chosen: Place | None) -> dict[int, frozenset[int]]:
        """What a table by agency shows: the agencies directly under the chosen one (or under the only root), with all that is
        under each, and the chosen one itself for those who belong to none of them."""
        roots = self.roots
        top = chosen or (roots[0] if len(roots) == 1 else None)
        if top is None:
            return {each.id: self.under(each.id) for each in roots}
        below = {each.id: self.under(each.id) for each in self.children(top.id)}
        return {**below, top.id: frozenset({top.id})}


def whole_scope() -> Viewer:
    """For a command at the machine itself: nobody who looks, but everything to be seen."""
    return Viewer(0, "", "", "en", None, frozenset({Role.ADMINISTRATOR}))


def agencies_in_scope(session: Session, viewer: Viewer) -> Scope:
    """The agencies whose people the viewer keeps, in the order of their codes."""
    rows = session.execute(
        select(Agency.id, Agency.code, Agency.name_en, Agency.name_ur, Agency.parent_id)
        .where(in_scope(viewer, Agency.id))
        .order_by(Agency.code)
    )
    return Scope({row.id: Place(*row) for row in rows}, Role.ADMINISTRATOR in viewer.roles)


def course_titles(session: Session, language: str) -> dict[int, str]:
    """Titles of the published courses in a language."""
    rows = session.execute(select(CourseCard.course_id, CourseCard.title).where(CourseCard.language == language))
    return {row.course_id: row.title for row in rows}


@dataclass(frozen=True)
class Group:
    """A batch as reports know it."""

    id: int
    name: str
    agency_id: int
    people: frozenset[int]
    courses: frozenset[int]


def batches_in_scope(
    session: Session, scope: Scope, only: int | None = None, after: int | None = None, most: int = BATCHES_AT_ONCE
) -> list[Group]:
    """At `most` so many batches of the agencies in scope, the newest first, with their members and courses; `only` one, or those
    before `after`."""
    statement = select(Batch.id, Batch.name, Batch.agency_id).where(Batch.agency_id.in_(list(scope.agencies)))
    if only is not None:
        statement = statement.where(Batch.id == only)
    if after is not None:
        statement = statement.where(Batch.id < after)
    rows = session.execute(statement.order_by(Batch.id.desc()).limit(most)).all()
    keys = [row.id for row in rows]
    members = _by_batch(
        session, select(BatchMember.batch_id, BatchMember.person_id).where(BatchMember.batch_id.in_(keys))
    )
    courses = _by_batch(
        session, select(BatchCourse.batch_id, BatchCourse.course_id).where(BatchCourse.batch_id.in_(keys))
    )
    return [
        Group(row.id, row.name, row.agency_id, frozenset(members.get(row.id, ())), frozenset(courses.get(row.id, ())))
        for row in rows
    ]


def _by_batch(session: Session, statement: Select[int, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for batch_id, key in session.execute(statement):
        found.setdefault(batch_id, set()).add(key)
    return found
