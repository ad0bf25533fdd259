"""What pages of learning ask. Every answer is about the viewer."""

from lms.learning.queries.attempts import (
    AttemptPlace,
    Sheet,
    answers,
    attempts,
    change_key,
    extra_time,
    own_attempt,
    own_sheet,
    pinned,
    tests,
)
from lms.learning.queries.courses import (
    OwnCourse,
    enrolled_course_ids,
    kept_closed,
    open_requirements,
    own_courses,
    requires_more,
    titles,
)
from lms.learning.queries.marking import answers_waiting, waiting_answer, waiting_answers
from lms.learning.queries.place import CheckRow, Place, check, done, place, place_of
from lms.learning.queries.readers import Readers, readers, readers_of

__all__ = [
    "AttemptPlace",
    "CheckRow",
    "OwnCourse",
    "Place",
    "Readers",
    "Sheet",
    "answers",
    "answers_waiting",
    "attempts",
    "change_key",
    "check",
    "done",
    "enrolled_course_ids",
    "extra_time",
    "kept_closed",
    "open_requirements",
    "own_attempt",
    "own_courses",
    "own_sheet",
    "pinned",
    "place",
    "place_of",
    "readers",
    "readers_of",
    "requires_more",
    "tests",
    "titles",
    "waiting_answer",
    "waiting_answers",
]
