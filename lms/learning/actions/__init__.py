"""What officers do in a course: enrol, read, answer checks, attempt the quiz. And what trainers do with written answers."""

from lms.learning.actions.answers import (
    AnswerMisshapen,
    AttemptClosed,
    NewerAnswerKept,
    TimeOver,
    check_open,
    save_answer,
    save_answers,
)
from lms.learning.actions.attempts import Accepted, start_attempt, submit_attempt
from lms.learning.actions.checks import answer_check
from lms.learning.actions.marking import AlreadyMarked, TooManyPoints, mark_written
from lms.learning.actions.reading import (
    NotOpenYet,
    RequirementsOpen,
    check_open_to,
    complete_if_due,
    enrol,
    mark_read,
    position_is_valid,
    save_position,
)

__all__ = [
    "Accepted",
    "AlreadyMarked",
    "AnswerMisshapen",
    "AttemptClosed",
    "NewerAnswerKept",
    "NotOpenYet",
    "RequirementsOpen",
    "TimeOver",
    "TooManyPoints",
    "answer_check",
    "check_open",
    "check_open_to",
    "complete_if_due",
    "enrol",
    "mark_read",
    "mark_written",
    "position_is_valid",
    "save_answer",
    "save_answers",
    "save_position",
    "start_attempt",
    "submit_attempt",
]
