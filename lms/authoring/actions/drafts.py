"""Working on a draft: files added, changed and removed; nobody's text overwritten."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from lms.authoring import paths, queries, uploads
from lms.authoring.actions.changes import begin_history, changed, keep_up, note_change, note_removal
from lms.authoring.actions.library import import_course
from lms.authoring.actions.names import NameTaken
from lms.authoring.models import CourseAuthor, DraftFile
from lms.catalog import actions as catalog
from lms.catalog.models import CourseRecord
from lms.errors import Refused
from lms.i18n import N_
from lms.people.viewer import Viewer


class EditConflict(Refused):
    """Somebody else changed or removed the file meanwhile; nothing was saved. `theirs` is the file as it is now."""

    def __init__(self, path: str, theirs: DraftFile | None) -> None:
        super().__init__(
            N_("Somebody else has changed “%(path)s” meanwhile. Your text is not lost: compare both."), path=path
        )
        self.theirs = theirs


def create_course(
    session: Session, slug: str, files: Mapping[str, bytes], author: Viewer, now: datetime
) -> CourseRecord:
    """Make a course of the author's from files (translations among them). Raises `NameTaken`, `BadPath`, `TooLarge`."""
    if not slug or paths.slug_of(slug, longest=80) != slug:
        message = N_("A course’s address has small Latin letters, digits and hyphens, for instance front-desk.")
        raise paths.BadPath(message)
    if session.scalars(queries.course(slug)).one_or_none() is not None:
        raise NameTaken(N_("There is a course “%(course)s” already. Choose another address."), course=slug)
    for path, body in files.items():
        if not path.startswith("locale/"):
            paths.check(path, len(body))
    _check_count(len(files))
    record = import_course(session, slug, files, author.id, now)
    record.edited_here = True
    session.add(CourseAuthor(course_id=record.id, person_id=author.id, added_at=now, added_by_id=author.id))
    for row in session.scalars(queries.draft_files(record)).all():
        note_change(session, row, author.id, now)
    session.flush()
    return record


def save_file(
    session: Session,
    record: CourseRecord,
    path: str,
    body: bytes,
    base: str,
    by: Viewer,
    now: datetime,
    apart: bool = False,
) -> DraftFile:
    """Save a file of a draft. `base` is the SHA-256 of the file from which the change began, "" for a new file.

    The same bytes again change nothing. `apart`: the change is an entry of its own in the history.
    Raises `EditConflict`, `BadPath`, `TooLarge`.
    """
    row = session.scalars(queries.draft_file(record, path).with_for_update()).one_or_none()
    digest = catalog.keep_media(session, path, body, now)
    if row is not None and row.media_sha256 == digest:
        return row
    if (row.media_sha256 if row else "") != base:
        raise EditConflict(path, row)
    paths.check(path, len(body))
    if row is None:
        _check_count(len(session.scalars(queries.draft_files(record)).all()) + 1)
        row = DraftFile(course_id=record.id, path=path, version=0)
        session.add(row)
    else:
        begin_history(session, row)
    row.media_sha256, row.version, row.updated_at, row.by_id = digest, row.version + 1, now, by.id
    changed(session, record, row, by, now, apart=apart)
    return row


def add_media(session: Session, record: CourseRecord, name: str, body: bytes, by: Viewer, now: datetime) -> DraftFile:
    """Add an uploaded picture, recording or document under a free path made from `name`. The same file again is that one.

    Raises `BadPath`, `TooLarge`, and `NotWhatItSays` if its content is something else than its name says.
    """
    paths.check(paths.media_path(name), len(body))
    path = paths.media_path(uploads.named(name, body))
    uploads.check(path, body)
    stem, _, suffix = path.partition(".")
    number = 1
    while True:
        row = session.scalars(queries.draft_file(record, path).with_for_update()).one_or_none()
        if row is None or row.media_sha256 == sha256(body).hexdigest():
            return save_file(session, record, path, body, row.media_sha256 if row else "", by, now)
        number += 1
        path = f"{stem}-{number}.{suffix}"


def remove_file(session: Session, record: CourseRecord, path: str, by: Viewer, now: datetime) -> None:
    """Take a file out of a draft; its history can bring it back. `NoResultFound` if there is none."""
    row = session.scalars(queries.draft_file(record, path).with_for_update()).one()
    note_removal(session, row, by.id, now)
    session.delete(row)
    record.edited_here = True
    keep_up(session, record, by.id, now)


def _check_count(count: int) -> None:
    if count > paths.MAX_FILES:
        raise paths.TooLarge(N_("A course can have %(limit)s files at most."), limit=paths.MAX_FILES)
