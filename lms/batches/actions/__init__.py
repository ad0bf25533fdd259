"""What coordinators do with batches: make, change, close them; bring people in; enrol them all. And learning paths."""

from lms.batches.actions.batches import (
    BatchClosed,
    DueBeforeStart,
    Plan,
    change_batch,
    close_batch,
    create_batch,
    reopen_batch,
)
from lms.batches.actions.enrolling import enrol_members
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

__all__ = [
    "LONGEST_LIST",
    "BatchClosed",
    "DueBeforeStart",
    "NotInScope",
    "Pasted",
    "PathNameTaken",
    "Plan",
    "add_batch",
    "add_missing_paths",
    "add_numbers",
    "add_people",
    "add_unit",
    "change_batch",
    "change_path",
    "close_batch",
    "create_batch",
    "create_path",
    "enrol_members",
    "remove_member",
    "remove_path",
    "reopen_batch",
]
