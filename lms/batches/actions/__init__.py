"""What coordinators do with batches: make, change, close them; bring people in; enrol them all. And learning paths."""

from lms.batches.actions.batches import (
    COURSES_CHANGED,
    BatchClosed,
    DueBeforeStart,
    Plan,
    change_batch,
    check_open,
    close_batch,
    create_batch,
    reopen_batch,
)
from lms.batches.actions.enrolling import enrol_members
from lms.batches.actions.following import (
    DayOver,
    ReasonMissing,
    allow_attempt,
    set_due_day,
    take_back_attempt,
)
from lms.batches.actions.members import (
    LONGEST_LIST,
    NotInScope,
    Pasted,
    add_batch,
    add_numbers,
    add_people,
    add_unit,
    remove_member,
)
from lms.batches.actions.paths import PathNameTaken, add_missing_paths, change_path, create_path, remove_path
from lms.batches.actions.reminders import (
    Reminded,
    claim,
    give_back,
    make_follow_ups,
    make_reminders,
    put_away,
    remind_now,
)

__all__ = [
    "COURSES_CHANGED",
    "LONGEST_LIST",
    "BatchClosed",
    "DayOver",
    "DueBeforeStart",
    "NotInScope",
    "Pasted",
    "PathNameTaken",
    "Plan",
    "ReasonMissing",
    "Reminded",
    "add_batch",
    "add_missing_paths",
    "add_numbers",
    "add_people",
    "add_unit",
    "allow_attempt",
    "change_batch",
    "change_path",
    "check_open",
    "claim",
    "close_batch",
    "create_batch",
    "create_path",
    "enrol_members",
    "give_back",
    "make_follow_ups",
    "make_reminders",
    "put_away",
    "remind_now",
    "remove_member",
    "remove_path",
    "reopen_batch",
    "set_due_day",
    "take_back_attempt",
]
