"""Taking courses in as files, the shipped library among them, and giving them back byte for byte."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.authoring import queries
from lms.authoring.actions.catalogues import count_translations, keep_catalogue
from lms.authoring.actions.changes import keep_up
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

    Files are kept whatever is wrong with them, so that an author can go on; publishing is what asks for no mistakes.
    """
    record = session.scalars(queries.course(slug)).one_or_none()
    if record is None:
        record = CourseRecord(slug=slug, track=Track.ANNEX_G, level=Level.ALL)
        session.add(record)
        session.flush()
    kept = {row.path: row for row in session.scalars(queries.draft_files(record))}
    for path, body in files.items():
        if path in CATALOGUE_PATHS:
            continue
        digest = catalog.keep_media(session, path, body, now)
        row = kept.pop(path, None)
        if row is None:
            session.add(DraftFile(course_id=record.id, path=path, media_sha256=digest, updated_at=now, by_id=by_id))
        elif row.media_sha256 != digest:
            row.media_sha256, row.version, row.updated_at, row.by_id = digest, row.version + 1, now, by_id
    if kept:
        session.execute(delete(DraftFile).where(DraftFile.id.in_([row.id for row in kept.values()])))
    keep_up(session, record, by_id, now)
    for path, language in CATALOGUE_PATHS.items():
        if path in files:
            keep_catalogue(session, record, language, files[path], now)
    count_translations(session, record, now)
    return record


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
        record = import_course(session, path.name, files, None, now)
        publish(session, record, now=now)
        published.append(path.name)
    return published
