"""Publishing a course's draft as a revision, and taking a course out of the catalogue again."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.authoring import queries, script
from lms.authoring.actions.catalogues import count_translations
from lms.catalog import actions as catalog
from lms.catalog.models import CourseRecord, Revision, RevisionKind
from lms.catalog.problems import Problem
from lms.errors import Refused
from lms.i18n import N_
from lms.people.actions import audit
from lms.people.viewer import Viewer


class NotPublishable(Refused):
    """The files have mistakes. `problems` says each with file and line."""

    status = 422

    def __init__(self, slug: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(N_("“%(course)s” cannot be published yet: its files have mistakes."), course=slug)
        self.problems = problems


def publish(
    session: Session,
    record: CourseRecord,
    *,
    kind: RevisionKind = RevisionKind.CONTENT_CHANGE,
    note: str = "",
    by_id: int | None = None,
    now: datetime,
) -> Revision:
    """Publish a course's draft as its next revision. Raises `NotPublishable`. Publishing what is published changes nothing."""
    files = queries.draft_bodies(session, record)
    reading = script.read(record.slug, script.Files.of(files))
    if reading.course is None:
        raise NotPublishable(record.slug, reading.problems)
    revision = catalog.add_revision(session, record, reading.course, files, kind, note, by_id, now)
    count_translations(session, record, now)
    return revision


def unpublish(session: Session, record: CourseRecord, by: Viewer, now: datetime) -> None:
    """Take a course out of the catalogue. Its revisions, and all that people did with them, stay."""
    if record.revision_id is None:
        return
    record.revision_id, record.edited_here = None, True
    session.flush()
    catalog.refresh_cards(session, record)
    audit(session, by.id, "unpublished", f"course {record.slug}", now)
