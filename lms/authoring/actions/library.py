"""Taking courses in as files, the shipped library among them, and giving them back byte for byte."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lms.authoring import queries
from lms.authoring.actions.catalogues import count_translations, keep_catalogue, note_translations
from lms.authoring.actions.changes import begin_history, keep_up, note_change, note_removal
from lms.authoring.actions.publishing import publish
from lms.authoring.library import course_folders
from lms.authoring.models import DraftFile
from lms.catalog import actions as catalog
from lms.catalog import folder as course_folder
from lms.catalog.course import Level, Track
from lms.catalog.models import CourseRecord
from lms.i18n import LANGUAGES


def catalogue_path(language: str) -> str:
    """Where a course's translations into `language` stand among its files."""
    return f"locale/{language}.po"


CATALOGUE_PATHS = {catalogue_path(code): code for code in LANGUAGES}


def import_course(
    session: Session, slug: str, files: Mapping[str, bytes], by_id: int | None, now: datetime
) -> CourseRecord:
    """Take a course's files in as its draft and its translations; what the draft held and `files` does not is gone from it.

    Files are kept whatever is wrong with them, so that an author can go on; publishing is what asks for no mistakes. What was
    edited here stays in the history, files and translations.
    """
    record = _take_in(session, slug, files, by_id, now)
    count_translations(session, record, now)
    return record


def _take_in(session: Session, slug: str, files: Mapping[str, bytes], by_id: int | None, now: datetime) -> CourseRecord:
    record = session.scalars(queries.course(slug)).one_or_none()
    if record is None:
        record = CourseRecord(slug=slug, track=Track.ANNEX_G, level=Level.ALL)
        session.add(record)
        session.flush()
    _take_files(session, record, {path: files[path] for path in files if path not in CATALOGUE_PATHS}, by_id, now)
    keep_up(session, record, by_id, now)
    for path, language in CATALOGUE_PATHS.items():
        if path in files:
            if record.edited_here:
                note_translations(session, record, language, files[path], by_id, now)
            keep_catalogue(session, record, language, files[path], now)
    return record


def _take_files(
    session: Session, record: CourseRecord, files: Mapping[str, bytes], by_id: int | None, now: datetime
) -> None:
    kept = {row.path: row for row in session.scalars(queries.draft_files(record).with_for_update())}
    for path, body in files.items():
        digest = catalog.keep_media(session, path, body, now)
        row = kept.pop(path, None)
        if row is not None and row.media_sha256 == digest:
            continue
        if row is None:
            row = DraftFile(course_id=record.id, path=path, version=0)
            session.add(row)
        elif record.edited_here:
            begin_history(session, row)
        row.media_sha256, row.version, row.updated_at, row.by_id = digest, row.version + 1, now, by_id
        session.flush()
        if record.edited_here:
            note_change(session, row, by_id, now, apart=True)
    for row in kept.values():
        if record.edited_here:
            note_removal(session, row, by_id, now)
        session.delete(row)


def export_course(session: Session, record: CourseRecord) -> dict[str, bytes]:
    """All files of a course's draft and its translations, exactly as they came in."""
    return queries.draft_bodies(session, record) | queries.catalogue_bodies(session, record)


def load_library(session: Session, folder: Path, now: datetime) -> list[str]:
    """Import and publish the shipped courses that are new or have changed; returns their slugs.

    A course that was edited in the product is left alone.
    """
    published = []
    loaded = queries.loaded(session)
    for path in course_folders(folder):
        files = course_folder.read(path)
        stored = loaded.get(path.name)
        if stored and (stored.edited_here or stored.same_files(files)):
            continue
        record = _take_in(session, path.name, files, None, now)
        publish(session, record, now=now)  # which counts the translations
        published.append(path.name)
    return published
