"""What was: the changes of a draft, and the revisions of a course."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload, undefer

from lms.authoring.models import DraftChange
from lms.catalog.models import CourseRecord, Media, Revision
from lms.people.models import Person

PAGE_OF_CHANGES = 30


def published_since(session: Session, course_id: int, moment: datetime) -> bool:
    """Whether the course was published after `moment`."""
    return (
        session.scalars(
            select(Revision.id).where(Revision.course_id == course_id, Revision.at >= moment).limit(1)
        ).first()
        is not None
    )


def changes(record: CourseRecord, path: str | None = None) -> Select[DraftChange]:
    """The history of a draft, or of one of its files, the newest first; with the person."""
    statement = select(DraftChange).where(DraftChange.course_id == record.id).options(selectinload(DraftChange.by))
    if path is not None:
        statement = statement.where(DraftChange.path == path)
    return statement.order_by(DraftChange.id.desc())


def page_of_changes(
    session: Session, record: CourseRecord, path: str | None, before: int | None
) -> tuple[list[DraftChange], int | None]:
    """A page of the history, and the key of the next one (None if there is none)."""
    statement = changes(record, path)
    if before is not None:
        statement = statement.where(DraftChange.id < before)
    rows = session.scalars(statement.limit(PAGE_OF_CHANGES + 1)).all()
    shown = list(rows[:PAGE_OF_CHANGES])
    return shown, shown[-1].id if len(rows) > PAGE_OF_CHANGES else None


def change(session: Session, record: CourseRecord, change_id: int) -> DraftChange:
    """One entry of the history; `NoResultFound` if the course has none with this number."""
    return session.scalars(changes(record).where(DraftChange.id == change_id)).one()


def change_before(session: Session, entry: DraftChange) -> DraftChange | None:
    """What the file was before a change: the entry before it, under the name that it had then."""
    return session.scalars(
        select(DraftChange)
        .where(
            DraftChange.course_id == entry.course_id,
            DraftChange.path == (entry.was_path or entry.path),
            DraftChange.id < entry.id,
        )
        .options(selectinload(DraftChange.by))
        .order_by(DraftChange.id.desc())
        .limit(1)
    ).first()


def revisions(record: CourseRecord) -> Select[*tuple[Any, ...]]:
    """The revisions of a course with who published each, the newest first."""
    return (
        select(Revision, Person)
        .outerjoin(Person, Person.id == Revision.by_id)
        .where(Revision.course_id == record.id)
        .order_by(Revision.number.desc())
    )


def revision(session: Session, record: CourseRecord, number: int) -> Revision:
    """A revision with its files; `NoResultFound` if there is none with this number."""
    return session.scalars(
        select(Revision)
        .where(Revision.course_id == record.id, Revision.number == number)
        .options(undefer(Revision.files))
    ).one()


def revision_before(session: Session, record: CourseRecord, number: int) -> Revision | None:
    """The revision before the one with this number, with its files."""
    return session.scalars(
        select(Revision)
        .where(Revision.course_id == record.id, Revision.number < number)
        .options(undefer(Revision.files))
        .order_by(Revision.number.desc())
        .limit(1)
    ).first()


def media_with_body(session: Session, sha256: str) -> Media:
    """A file that is kept, with its bytes."""
    return session.scalars(select(Media).where(Media.sha256 == sha256).options(undefer(Media.body))).one()


def bodies(session: Session, digests: set[str]) -> dict[str, bytes]:
    """The bytes of files by their SHA-256."""
    rows = session.execute(select(Media.sha256, Media.body).where(Media.sha256.in_(digests)))
    return {row.sha256: row.body for row in rows}
