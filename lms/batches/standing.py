"""Where the members of a batch stand. Pure; `queries/figures.py` says the same in the database's words, for counting.

Every enrolment is in exactly one of four standings. Whether it is late is another question: somebody who is stuck may be.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lms.batches.models import ReminderKind

SILENCE = timedelta(days=7)
"""So long without any step, and somebody who has begun needs a call."""
SOON = timedelta(days=3)
"""So long before the day by which to finish, a reminder goes out."""


class Standing(StrEnum):
    NOT_STARTED = "not started"
    UNDER_WAY = "under way"
    STUCK = "stuck"
    DONE = "done"


@dataclass(frozen=True)
class History:
    """What is known of an enrolment. `failed` counts the failed attempts at the graded quiz; `allowed` is how many attempts this
    person has, those that were granted among them, or None if there is no limit. `is_open` says that the course may be begun."""

    is_begun: bool
    is_completed: bool
    last_seen_at: datetime | None = None
    due_on: date | None = None
    failed: int = 0
    allowed: int | None = None
    is_open: bool = True


def standing(history: History, now: datetime) -> Standing:
    """Done, not begun, stuck (nothing done for seven days, or every attempt failed), or else under way."""
    if history.is_completed:
        return Standing.DONE
    if not history.is_begun:
        return Standing.NOT_STARTED
    is_silent = history.last_seen_at is not None and history.last_seen_at <= now - SILENCE
    is_out = history.allowed is not None and history.failed >= history.allowed
    return Standing.STUCK if is_silent or is_out else Standing.UNDER_WAY


def is_late(history: History, today: date) -> bool:
    """Whether the day by which to finish is over, and the course is not completed."""
    return not history.is_completed and history.due_on is not None and history.due_on < today


def overall(standings: Iterable[Standing]) -> Standing:
    """Where a person stands in a whole batch: stuck if in any course, done or not started if in all, else under way."""
    known = set(standings)
    if Standing.STUCK in known:
        return Standing.STUCK
    if known == {Standing.DONE}:
        return Standing.DONE
    return Standing.NOT_STARTED if known <= {Standing.NOT_STARTED} else Standing.UNDER_WAY


def reminder_due(history: History, starts_on: date, today: date) -> ReminderKind | None:
    """Of what somebody is to be reminded today, if of anything: only the most pressing."""
    if history.is_completed or starts_on > today:
        return None
    if is_late(history, today):
        return ReminderKind.LATE
    if history.due_on is not None and history.due_on <= today + SOON:
        return ReminderKind.DUE_SOON
    return ReminderKind.BEGIN if history.is_open and not history.is_begun else None
