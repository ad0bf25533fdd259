"""Bringing back what was: a file, or a whole revision. Always as a new change, so that nothing is lost by it either."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.authoring import paths, queries
from lms.authoring.actions.changes import begin_history, keep_up, note_change
from lms.authoring.actions.drafts import remove_file, save_file
from lms.authoring.actions.names import order_lessons
from lms.authoring.models import DraftChange, DraftFile
from lms.catalog.models import CourseRecord, Revision
from lms.errors import Refused
from lms.i18n import N_
from lms.people.viewer import Viewer


def restore_file(session: Session, record: CourseRecord, change: DraftChange, by: Viewer, now: datetime) -> DraftFile:
    """Bring a file back to what it was after `change`. Raises `Refused` if it was removed then.

    A lesson that has another number or place by now keeps it; one whose number is taken by now gets a free one.
    """
    if change.media_sha256 is None:
        raise Refused(N_("The file was removed by this change: there is nothing to bring back."))
    rows = {row.path: row for row in session.scalars(queries.draft_files(record).with_for_update())}
    slug = paths.lesson_slug(change.path)
    same = (path for path in rows if path == change.path or (slug and paths.lesson_slug(path) == slug))
    path = next(same, change.path)
    body = queries.media_body(session, change.media_sha256)
    row = save_file(session, record, path, body, rows[path].media_sha256 if path in rows else "", by, now)
    order = paths.in_order({*rows, path})
    if len({int(lesson.partition("-")[0]) for lesson in order}) < len(order):
        order_lessons(session, record, order, by, now)
    return row


def restore_revision(session: Session, record: CourseRecord, revision: Revision, by: Viewer, now: datetime) -> None:
    """Make the draft what it was when `revision` was published. Its translations stay as they are.

    `revision` has its `files` loaded.
    """
    rows = {row.path: row for row in session.scalars(queries.draft_files(record).with_for_update())}
    for path in rows.keys() - revision.files.keys():
        remove_file(session, record, path, by, now)
    for path, digest in revision.files.items():
        row = rows.get(path)
        if row is None:
            row = DraftFile(course_id=record.id, path=path, version=0)
            session.add(row)
        elif row.media_sha256 == digest:
            continue
        else:
            begin_history(session, row)
        row.media_sha256, row.version, row.updated_at, row.by_id = digest, row.version + 1, now, by.id
        session.flush()
        note_change(session, row, by.id, now)
    record.edited_here = True
    keep_up(session, record, by.id, now)
