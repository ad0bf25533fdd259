"""What two records of one person are together: whose value holds, which came first. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from lms.people.models import Sex

FILLED = (
    "name_ur", "service_number", "user_name", "rank", "rank_band", "agency_id", "province", "sex", "born_on", "phone",
    "email", "password_hash",
)  # fmt: skip
"""Fields that the kept record takes from the other one if it has nothing there itself."""


def filled(kept: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that the kept record takes from the other one. Of extra time, the longer holds."""
    taken = {name: other[name] for name in FILLED if _is_empty(kept[name]) and not _is_empty(other[name])}
    if other["extra_time"] > kept["extra_time"]:
        taken["extra_time"] = other["extra_time"]
    return taken


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value is Sex.NOT_STATED


class Lesson(Protocol):
    position: Any
    read_at: Any
    digest: Any


class Check(Protocol):
    answer: Any
    share: Any
    first_answer: Any
    first_share: Any
    tries: Any
    answered_at: Any


class Enrolled(Protocol):
    enrolled_at: Any
    opens_on: Any
    due_on: Any
    last_lesson: Any
    last_seen_at: Any
    completed_at: Any
    completed_revision_id: Any
    extra_attempts: Any


def joined_lesson(kept: Lesson, other: Lesson) -> dict[str, Any]:
    """A lesson that was begun or read twice: read when it was read first, in the text that was read last."""
    times: list[datetime] = [each.read_at for each in (kept, other) if each.read_at is not None]
    if not times:
        return {"position": kept.position or other.position}
    last = max((each for each in (kept, other) if each.read_at is not None), key=lambda each: each.read_at)
    return {"read_at": min(times), "digest": last.digest, "position": kept.position or other.position}


def joined_check(earlier: Check, later: Check) -> dict[str, Any]:
    """A question that was answered in both: the newest answer of the two, and the first one of the enrolment that began first."""
    newest = max((earlier, later), key=lambda each: each.answered_at)
    return {
        "answer": newest.answer,
        "share": newest.share,
        "answered_at": newest.answered_at,
        "first_answer": earlier.first_answer,
        "first_share": earlier.first_share,
        "tries": earlier.tries + later.tries,
    }


def joined_enrolment(kept: Enrolled, other: Enrolled) -> dict[str, Any]:
    """Two enrolments in one course: open from the earlier day, due on the later one, completed when it was completed first."""
    done = [each for each in (kept, other) if each.completed_at is not None]
    first = min(done, key=lambda each: each.completed_at) if done else kept
    seen = [each for each in (kept, other) if each.last_seen_at is not None]
    last = max(seen, key=lambda each: each.last_seen_at) if seen else kept
    due: list[date] = [each.due_on for each in (kept, other) if each.due_on is not None]
    return {
        "enrolled_at": min(kept.enrolled_at, other.enrolled_at),
        "opens_on": None if None in (kept.opens_on, other.opens_on) else min(kept.opens_on, other.opens_on),
        "due_on": max(due, default=None),
        "last_lesson": last.last_lesson,
        "last_seen_at": last.last_seen_at,
        "completed_at": first.completed_at,
        "completed_revision_id": first.completed_revision_id,
        "extra_attempts": kept.extra_attempts + other.extra_attempts,
    }
