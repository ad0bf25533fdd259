"""Taking questions of other programs into a draft."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.authoring import queries
from lms.authoring.actions.drafts import EditConflict, save_file
from lms.authoring.queries import Asked, Proposal
from lms.catalog import actions as catalog
from lms.catalog.models import CourseRecord
from lms.errors import Refused
from lms.i18n import N_
from lms.people.viewer import Viewer

_CHANGED = N_("The course has been changed since you saw this page. Look again at what will be added.")


class NotAsSeen(Refused):
    """The draft is another one than what was shown. Nothing was saved."""


class NotAddable(Refused):
    """There is no question, or the course would have mistakes with them."""

    status = 422


def keep_question_file(session: Session, body: bytes, now: datetime) -> str:
    """Keep an uploaded file until its questions are added; returns its SHA-256. Whoever collects media deletes it afterwards."""
    return catalog.keep_media(session, "questions", body, now)


def add_questions(
    session: Session, record: CourseRecord, asked: Asked, seen: str, by: Viewer, now: datetime
) -> Proposal:
    """Put the questions that somebody asked for, and their pictures, into the draft. `seen` is the `Proposal.seen` that was shown.

    Returns what was done. What comes of them is seen once more when nobody else can change the lesson, which is locked before
    the draft, as `save_file` does. Raises `NotAsSeen`, `NotAddable`, and what `save_file` raises. A second click changes nothing.
    """
    row = queries.draft_file(record, asked.path).with_for_update().execution_options(populate_existing=True)
    lesson = session.scalars(row).one_or_none()
    queries.hold_draft(session, record)
    proposal = queries.proposal(session, record, asked)
    if lesson is None or proposal is None:
        raise NotAsSeen(_CHANGED)
    if lesson.media_sha256 == seen:
        return proposal
    if not proposal.is_possible:
        raise NotAddable(N_("These questions cannot be added."))
    if proposal.seen != seen:
        raise NotAsSeen(_CHANGED)
    try:
        for picture, body in proposal.imported.files.items():
            save_file(session, record, picture, body, "", by, now)
        save_file(session, record, asked.path, proposal.placed.body, proposal.base, by, now, apart=True)
    except EditConflict:
        raise NotAsSeen(_CHANGED) from None
    return proposal
