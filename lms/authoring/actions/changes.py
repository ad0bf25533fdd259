"""What follows from every change to a draft: its history, and what lists show of it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import queries
from lms.authoring.headings import title_of
from lms.authoring.models import Draft, DraftChange, DraftFile
from lms.catalog import actions as catalog
from lms.catalog.models import CourseRecord
from lms.people.viewer import Viewer
from lms.urdu import search

ONE_CHANGE = timedelta(minutes=10)
"""Saves of one person to one file within this time of the first are one entry in the history."""


def keep_up(session: Session, record: CourseRecord, by_id: int | None, now: datetime) -> None:
    """Bring what lists show of a course's draft in step with its files. Whoever changed a file calls it."""
    draft = session.scalars(select(Draft).where(Draft.course_id == record.id).with_for_update()).one_or_none()
    if draft is None:
        draft = Draft(course_id=record.id)
        session.add(draft)
    draft.updated_at, draft.by_id = now, by_id
    session.flush()
    rows = session.execute(select(DraftFile.path, DraftFile.media_sha256).where(DraftFile.course_id == record.id))
    files = {row.path: row.media_sha256 for row in rows}
    head = files.get("course.md")
    draft.title = title_of(queries.media_body(session, head)) if head else ""
    draft.search_text = f"{search(draft.title)} {search(record.slug)}"
    draft.digest = catalog.digest_of_files(record.slug, files)
    session.flush()


def changed(
    session: Session, record: CourseRecord, row: DraftFile, by: Viewer, now: datetime, was_path: str | None = None
) -> None:
    """Note that a file of a draft was changed here."""
    record.edited_here = True
    session.flush()
    note_change(session, row, by, now, was_path)
    keep_up(session, record, by.id, now)


def begin_history(session: Session, row: DraftFile) -> None:
    """What a file was before its first change here, if it came in with a folder: nothing that was there is forgotten."""
    known = select(DraftChange.id).where(DraftChange.course_id == row.course_id, DraftChange.path == row.path).limit(1)
    if session.scalars(known).first() is None:
        at = row.updated_at
        session.add(
            DraftChange(
                course_id=row.course_id,
                path=row.path,
                media_sha256=row.media_sha256,
                begun_at=at,
                at=at,
                by_id=row.by_id,
            )
        )
        session.flush()


def note_change(session: Session, row: DraftFile, by: Viewer, now: datetime, was_path: str | None = None) -> None:
    """Write a change into the history, or the newest entry on if the same person is still at it and nothing was published."""
    newest = session.scalars(
        select(DraftChange)
        .where(DraftChange.course_id == row.course_id, DraftChange.path == row.path)
        .order_by(DraftChange.id.desc())
        .limit(1)
    ).one_or_none()
    if (
        newest is not None
        and was_path is None
        and newest.media_sha256 is not None
        and newest.by_id == by.id
        and now - newest.begun_at < ONE_CHANGE
        and not queries.published_since(session, row.course_id, newest.at)
    ):
        newest.media_sha256, newest.at = row.media_sha256, now
    else:
        session.add(
            DraftChange(
                course_id=row.course_id,
                path=row.path,
                was_path=was_path,
                media_sha256=row.media_sha256,
                begun_at=now,
                at=now,
                by_id=by.id,
            )
        )
    session.flush()
