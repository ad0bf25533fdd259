"""Keeping up what lists show of a draft."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import queries
from lms.authoring.headings import title_of
from lms.authoring.models import Draft, DraftFile
from lms.catalog import actions as catalog
from lms.catalog.models import CourseRecord
from lms.urdu import search


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
