"""What reports ask."""

from lms.reports.queries.asked import Answer, answer, summary
from lms.reports.queries.facts import LIVE, current_facts, gather, gathered_live, kept_at, known_courses
from lms.reports.queries.ground import Asked, Ground, ground
from lms.reports.queries.items import course, current_tallies, gather_all_tallies, gather_tallies, published
from lms.reports.queries.quizzes import QuizAnswer, most_taken, quiz_answer
from lms.reports.queries.records import COLUMNS as RECORD_COLUMNS
from lms.reports.queries.records import Wanted, records, records_page
from lms.reports.queries.scope import (
    MOST_BATCHES,
    Place,
    Scope,
    agencies_in_scope,
    batches_in_scope,
    course_titles,
    whole_scope,
)

__all__ = [
    "LIVE",
    "MOST_BATCHES",
    "RECORD_COLUMNS",
    "Answer",
    "Asked",
    "Ground",
    "Place",
    "QuizAnswer",
    "Scope",
    "Wanted",
    "agencies_in_scope",
    "answer",
    "batches_in_scope",
    "course",
    "course_titles",
    "current_facts",
    "current_tallies",
    "gather",
    "gather_all_tallies",
    "gather_tallies",
    "gathered_live",
    "ground",
    "kept_at",
    "known_courses",
    "most_taken",
    "published",
    "quiz_answer",
    "records",
    "records_page",
    "summary",
    "whole_scope",
]
