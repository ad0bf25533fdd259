"""Taking questions of other programs into a draft."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.authoring import queries
from lms.authoring.actions.drafts import save_file
from lms.authoring.queries import Proposal
from lms.catalog import actions as catalog
from lms.catalog.models import CourseRecord
from lms.errors import Refused
from lms.i18n import N_
from lms.people.viewer import Viewer


class NotAsSeen(Refused):
    """The draft is another one than what was shown. Nothing was saved."""


class NotAddable(Refused):
    """There is no question, or the course would have mistakes with them."""

    status = 422


def keep_question_file(session: Session, body: bytes, now: datetime) -> str:
    """Keep an uploaded file until its questions are added; returns its SHA-256. Whoever collects media deletes it afterwards."""
    return catalog.keep_media(session, "questions", body, now)


def add_questions(
    session: Session, record: CourseRecord, proposal: Proposal, seen: str, by: Viewer, now: datetime
) -> None:
    """Put the questions of a proposal, and their pictures, into the draft. `seen` is the `Proposal.seen` that was shown.

    Raises `NotAsSeen`, `NotAddable`, and what `save_file` raises. A second click changes nothing.
    """
    queries.hold_draft(session, record)
    path = proposal.target.path
    lesson = session.scalars(queries.draft_file(record, path)).one()
    if lesson.media_sha256 == seen:
        return
    if not proposal.is_possible:
        raise NotAddable(N_("These questions cannot be added."))
    if proposal.seen != seen:
        raise NotAsSeen(N_("The course has been changed since you saw this page. Look again at what will be added."))
    for picture, body in proposal.imported.files.items():
        save_file(session, record, picture, body, "", by, now)
    save_file(session, record, path, proposal.placed.body, lesson.media_sha256, by, now, apart=True)
