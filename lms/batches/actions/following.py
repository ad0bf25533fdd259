"""What coordinators do for members who are late or stuck. Each act is for some enrolments of one batch, with a reason."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.batches.models import Batch
from lms.batches.queries.figures import Taught
from lms.catalog.course import QuizKind
from lms.days import day
from lms.errors import Refused
from lms.i18n import N_
from lms.learning.models import Attempt, Enrolment
from lms.people.actions import audit
from lms.people.viewer import Viewer


class ReasonMissing(Refused):
    status = 422


class DayOver(Refused):
    status = 422


def allow_attempt(
    session: Session,
    by: Viewer,
    batch: Batch,
    courses: Sequence[Taught],
    enrolments: Sequence[Enrolment],
    reason: str,
    now: datetime,
) -> int:
    """Allow another attempt to those who have used all of theirs and failed; returns to how many.

    Whoever has one left is passed over, so that a second click gives nothing more. The attempt may be begun at once, without the
    waiting time. Raises `ReasonMissing`.
    """
    reason = _checked(reason)
    limits = {course.id: course.attempts for course in courses}
    used = _used(session, enrolments)

    def has_none_left(enrolment: Enrolment) -> bool:
        limit = limits.get(enrolment.course_id)
        begun, failed = used.get(enrolment.id, (0, 0))
        return limit is not None and begun == failed >= limit + enrolment.extra_attempts

    chosen = [each for each in enrolments if each.completed_at is None and has_none_left(each)]
    for enrolment in chosen:
        enrolment.extra_attempts += 1
        _note(session, by, batch, enrolment, "allowed another attempt", reason, now, granted=enrolment.extra_attempts)
    return len(chosen)


def take_back_attempt(
    session: Session,
    by: Viewer,
    batch: Batch,
    courses: Sequence[Taught],
    enrolments: Sequence[Enrolment],
    reason: str,
    now: datetime,
) -> int:
    """Take back an attempt that was allowed and has not been begun; returns from how many. Raises `ReasonMissing`."""
    reason = _checked(reason)
    limits = {course.id: course.attempts for course in courses}
    used = _used(session, enrolments)

    def has_one_left(enrolment: Enrolment) -> bool:
        limit = limits.get(enrolment.course_id) or 0
        return enrolment.extra_attempts > 0 and used.get(enrolment.id, (0, 0))[0] < limit + enrolment.extra_attempts

    chosen = [each for each in enrolments if each.completed_at is None and has_one_left(each)]
    for enrolment in chosen:
        enrolment.extra_attempts -= 1
        _note(session, by, batch, enrolment, "took back an attempt", reason, now, granted=enrolment.extra_attempts)
    return len(chosen)


def set_due_day(
    session: Session,
    by: Viewer,
    batch: Batch,
    enrolments: Sequence[Enrolment],
    due_on: date,
    reason: str,
    now: datetime,
) -> int:
    """Give members a day of their own by which to finish; returns to how many. Done again with the day before, it is undone.

    Raises `ReasonMissing`, and `DayOver` if the day is over.
    """
    reason = _checked(reason)
    if due_on < day(now):
        raise DayOver(N_("This day is over. Choose today or a later day."))
    chosen = [each for each in enrolments if each.completed_at is None and each.due_on != due_on]
    for enrolment in chosen:
        before, enrolment.due_on = enrolment.due_on, due_on
        _note(session, by, batch, enrolment, "set the day to finish by", reason, now, before=before, after=due_on)
    return len(chosen)


def _checked(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing(N_("Write the reason."))
    return reason.strip()


def _note(
    session: Session,
    by: Viewer,
    batch: Batch,
    enrolment: Enrolment,
    act: str,
    reason: str,
    now: datetime,
    **details: object,
) -> None:
    details |= {"batch": batch.id, "course": enrolment.course_id, "reason": reason}
    audit(session, by.id, act, f"person {enrolment.person_id}", now, "", **details)


def _used(session: Session, enrolments: Sequence[Enrolment]) -> dict[int, tuple[int, int]]:
    """By enrolment, how many attempts at the graded quiz were begun, and how many of them failed."""
    rows = session.execute(
        select(Attempt.enrolment_id, func.count(), func.count().filter(Attempt.passed.is_(False)))
        .where(Attempt.enrolment_id.in_([each.id for each in enrolments]), Attempt.kind == QuizKind.GRADED)
        .group_by(Attempt.enrolment_id)
    )
    return {enrolment_id: (begun, failed) for enrolment_id, begun, failed in rows}
