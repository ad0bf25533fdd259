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
    session: Session,
    record: CourseRecord,
    row: DraftFile,
    by: Viewer,
    now: datetime,
    was_path: str | None = None,
    apart: bool = False,
) -> None:
    """Note that a file of a draft was changed here."""
    record.edited_here = True
    session.flush()
    note_change(session, row, by.id, now, was_path, apart)
    keep_up(session, record, by.id, now)


def _newest(session: Session, row: DraftFile) -> DraftChange | None:
    """The last entry of a file in the history of its draft."""
    return session.scalars(
        select(DraftChange)
        .where(DraftChange.course_id == row.course_id, DraftChange.path == row.path)
        .order_by(DraftChange.id.desc())
        .limit(1)
    ).one_or_none()


def begin_history(session: Session, row: DraftFile) -> None:
    """What a file is before a change, if that came in with a folder: nothing that was there is forgotten."""
    newest = _newest(session, row)
    if newest is None or newest.media_sha256 != row.media_sha256:
        _add(session, row, row.by_id, row.updated_at)


def note_change(
    session: Session,
    row: DraftFile,
    by_id: int | None,
    now: datetime,
    was_path: str | None = None,
    apart: bool = False,
) -> None:
    """Write a change into the history, or the newest entry on if the same person is still at it and nothing was published.

    What is done with one click to many lines stands `apart`: what is typed before or after it is another entry, so that it can be
    taken back by itself.
    """
    newest = _newest(session, row)
    if (
        newest is not None
        and was_path is None
        and not apart
        and not newest.apart
        and newest.media_sha256 is not None
        and newest.by_id == by_id
        and now - newest.begun_at < ONE_CHANGE
        and not queries.published_since(session, row.course_id, newest.at)
    ):
        newest.media_sha256, newest.at = row.media_sha256, now
        session.flush()
    else:
        _add(session, row, by_id, now, was_path, apart)


def note_removal(session: Session, row: DraftFile, by_id: int | None, now: datetime) -> None:
    """Write into the history what a file was, and that it is taken out of the draft."""
    begin_history(session, row)
    removal = DraftChange(course_id=row.course_id, path=row.path, media_sha256=None, begun_at=now, at=now, by_id=by_id)
    session.add(removal)
    session.flush()


def _add(
    session: Session,
    row: DraftFile,
    by_id: int | None,
    at: datetime,
    was_path: str | None = None,
    apart: bool = False,
) -> None:
    session.add(
        DraftChange(
            course_id=row.course_id,
            path=row.path,
            was_path=was_path,
            media_sha256=row.media_sha256,
            apart=apart,
            begun_at=at,
            at=at,
            by_id=by_id,
        )
    )
    session.flush()
