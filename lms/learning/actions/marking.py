"""What trainers do with written answers."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.course import Course
from lms.errors import Refused
from lms.i18n import N_
from lms.learning import queries
from lms.learning.actions.attempts import decide
from lms.learning.actions.reading import LOCK
from lms.learning.models import Attempt, AttemptAnswer
from lms.people.viewer import Viewer


class TooManyPoints(Refused):
    status = 422


class AlreadyMarked(Refused):
    pass


def mark_written(
    session: Session, marker: Viewer, row: AttemptAnswer, course: Course, points: float, remark: str, now: datetime
) -> Attempt:
    """A trainer's mark for a written answer, in points. When the last one of an attempt is marked, the attempt is decided.

    Raises `AlreadyMarked` if somebody was faster, and `TooManyPoints`.
    """
    if not row.waiting:
        raise AlreadyMarked(N_("This answer is marked already."))
    most = course.question(row.question_id).points
    if points > most:
        raise TooManyPoints(N_("This answer is worth %(most)s points at most."), most=f"{most:g}")
    # of two trainers with the last two answers, the second one must see what the first one did
    session.execute(select(Attempt.id).where(Attempt.id == row.attempt_id).with_for_update(**LOCK))
    row.share = points / most
    row.waiting, row.marked_by_id, row.marked_at, row.remark = False, marker.id, now, remark
    session.flush()
    rows = queries.answers(session, row.attempt_id).values()
    if not any(other.waiting for other in rows):
        decide(
            row.attempt,
            [(r.share or 0.0, course.question(r.question_id).points) for r in rows],
            course.quiz_settings.pass_mark,
        )
        session.flush()
    return row.attempt
