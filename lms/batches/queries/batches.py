"""Batches, and what there is to choose for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from lms.batches.models import Batch, BatchCourse, BatchMember
from lms.catalog.models import CourseCard, CourseRecord
from lms.people.models import Person, RoleGrant, SignInName
from lms.people.names import sign_in_name
from lms.people.queries import agency_and_units, in_scope
from lms.people.roles import GRANTS, Permission
from lms.people.viewer import Viewer
from lms.urdu import search

PAGE = 50
MOST_TRAINERS = 200
TEACHING = [role for role, granted in GRANTS.items() if Permission.TEACH_LIVE in granted]


def kept(viewer: Viewer) -> ColumnElement[bool]:
    """The batches that a viewer may change: of the agencies whose people the viewer keeps."""
    return in_scope(viewer, Batch.agency_id)


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The batches that a viewer may look at: those that may be changed, and those of which the viewer is the trainer."""
    return or_(kept(viewer), Batch.trainer_id == viewer.id)


def seen(viewer: Viewer, agency_id: int | None, person_id: Any) -> ColumnElement[bool]:
    """Whether the person in a column is shown to a viewer who may look at a batch of this agency: who is in the agency or a unit
    under it now, and all whose records the viewer keeps. Who has moved to another agency since is that one's affair. (`None` stands
    for an agency that the viewer keeps: there is nobody in it but the viewer's own.)"""
    # a scalar subquery is never made a join: each person is looked up by the key, and people are not read whole
    person = aliased(Person)
    agency = select(person.agency_id).where(person.id == person_id).scalar_subquery()
    kept_ones = in_scope(viewer, agency)
    return kept_ones if agency_id is None else or_(kept_ones, agency.in_(agency_and_units(agency_id)))


def of_batch(viewer: Viewer, found: Batch) -> ColumnElement[bool]:
    """The members of a batch whom the viewer sees: for every list, figure and act that is about them."""
    return and_(BatchMember.batch_id == found.id, seen(viewer, found.agency_id, BatchMember.person_id))


@dataclass(frozen=True)
class BatchRow:
    """A batch in the list, with how many members and courses it has."""

    batch: Batch
    members: int
    courses: int


def batches(
    session: Session, viewer: Viewer, words: str = "", closed: bool = False, before: int | None = None
) -> list[BatchRow]:
    """A page of the viewer's batches, the newest first, and one more to know whether there is another page."""
    statement = (
        select(Batch, _courses, kept(viewer).label("is_kept"))
        .where(visible(viewer), Batch.closed_at.is_not(None) if closed else Batch.closed_at.is_(None))
        .options(selectinload(Batch.agency), selectinload(Batch.trainer))
        .order_by(Batch.id.desc())
        .limit(PAGE + 1)
    )
    for word in search(words).split():
        statement = statement.where(Batch.search_text.contains(word, autoescape=True))
    if before is not None:
        statement = statement.where(Batch.id < before)
    rows = session.execute(statement).all()
    members = _member_counts(session, viewer, [(found, is_kept) for found, _, is_kept in rows]) if rows else {}
    return [BatchRow(found, members.get(found.id, 0), courses) for found, courses, _ in rows]


_courses = select(func.count()).where(BatchCourse.batch_id == Batch.id).correlate(Batch).scalar_subquery()


def _member_counts(session: Session, viewer: Viewer, found: Sequence[tuple[Batch, bool]]) -> dict[int, int]:
    """How many members of each batch the viewer sees (`seen`), in one query. With each batch: whether the viewer keeps its agency,
    and so all units under that."""
    by_agency: dict[int | None, list[int]] = {}
    for each, is_kept in found:
        by_agency.setdefault(None if is_kept else each.agency_id, []).append(each.id)
    theirs = [
        and_(BatchMember.batch_id.in_(ids), seen(viewer, agency_id, BatchMember.person_id))
        for agency_id, ids in by_agency.items()
    ]
    counted = session.execute(
        select(BatchMember.batch_id, func.count().label("members")).where(or_(*theirs)).group_by(BatchMember.batch_id)
    )
    return {row.batch_id: row.members for row in counted}


def batch(session: Session, viewer: Viewer, batch_id: int) -> Batch:
    """A batch that the viewer may look at, with its agency, trainer and courses; `NoResultFound` if there is none."""
    return session.scalars(_whole().where(Batch.id == batch_id, visible(viewer))).one()


def may_change(session: Session, viewer: Viewer, found: Batch) -> bool:
    """Whether the viewer may change a batch that is visible."""
    return session.scalars(select(Batch.id).where(Batch.id == found.id, kept(viewer))).first() is not None


def kept_batch(session: Session, viewer: Viewer, batch_id: int) -> Batch:
    """A batch that the viewer may change, for a page that asks how."""
    return session.scalars(_whole().where(Batch.id == batch_id, kept(viewer))).one()


def batch_to_change(session: Session, viewer: Viewer, batch_id: int) -> Batch:
    """The same, locked until the end of the transaction: members and courses are enrolled pair by pair, and of two changes at
    once the second must see the first."""
    return session.scalars(
        _whole().where(Batch.id == batch_id, kept(viewer)).with_for_update(of=Batch, key_share=True)
    ).one()


def _whole() -> Select[Batch]:
    return select(Batch).options(
        selectinload(Batch.agency),
        selectinload(Batch.trainer),
        selectinload(Batch.courses).selectinload(BatchCourse.course),
    )


def course_choices(session: Session, language: str) -> list[tuple[str, str, str]]:
    """Every published course: its name, its title, and in which language the title is."""
    rows = session.execute(
        select(CourseRecord.slug, CourseCard.title, CourseCard.title_language)
        .join(CourseCard, CourseCard.course_id == CourseRecord.id)
        .where(CourseRecord.revision_id.is_not(None), CourseCard.language == language)
        .order_by(CourseRecord.track, CourseRecord.id)
    )
    return [(row.slug, row.title, row.title_language) for row in rows]


def trainers(session: Session, viewer: Viewer) -> Sequence[Person]:
    """Those of the viewer's own people who may teach a batch."""
    return session.scalars(
        select(Person)
        .where(Person.is_active.is_(True), in_scope(viewer, Person.agency_id), _may_teach())
        .order_by(Person.name_en)
        .limit(MOST_TRAINERS)
    ).all()


def trainer_named(session: Session, typed: str) -> Person | None:
    """Whoever signs in with a name and may teach a batch: of any agency, for trainers go where they are needed."""
    return session.scalars(
        select(Person)
        .join(SignInName, SignInName.person_id == Person.id)
        .where(SignInName.name == sign_in_name(typed), Person.is_active.is_(True), _may_teach())
    ).one_or_none()


def _may_teach() -> ColumnElement[bool]:
    may: ColumnElement[bool] = Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role.in_(TEACHING)))
    return may
