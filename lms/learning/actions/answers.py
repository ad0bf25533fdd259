"""Saving the answers of an attempt."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from lms.catalog.course import Answer, Course, Question
from lms.catalog.quiz import is_well_formed, most_letters
from lms.db import dialect_of, insert_into
from lms.errors import Refused
from lms.i18n import N_
from lms.learning import queries
from lms.learning.models import Attempt, AttemptAnswer
from lms.learning.queries import Sheet
from lms.prepared import Prepared


class AnswerMisshapen(Refused):
    status = 422


class NewerAnswerKept(Refused):
    """Another device was faster; what it saved stays."""

    def __init__(self) -> None:
        super().__init__(N_("A newer answer from another device is kept. Load the page again to see it."))


class AttemptClosed(Refused):
    pass


class TimeOver(Refused):
    pass


def check_length(question: Question, answer: Answer | None) -> None:
    """Raise `AnswerMisshapen` if an answer is too long: nobody is told that it is saved when its end is not."""
    if isinstance(answer, str) and len(answer) > (most := most_letters(question)):
        raise AnswerMisshapen(N_("This answer is too long. Write at most %(count)s characters."), count=most)


def save_answer(
    session: Session,
    attempt: Attempt | Sheet,
    question: Question,
    answer: Answer | None,
    counter: int,
    change_key: str,
    now: datetime,
) -> None:
    """Save the answer to one question of an open attempt; `None` takes an answer back.

    The same change (by its key) again changes nothing. Raises `NewerAnswerKept` if a change with a higher counter is stored
    already, and `AttemptClosed`, `TimeOver`, `AnswerMisshapen`.
    """
    check_open(attempt, now)
    check_length(question, answer)
    if answer is not None and not is_well_formed(question, answer):
        raise AnswerMisshapen(N_("This answer cannot be read. Load the page again."))
    saved = _saving(dialect_of(session)).rows(
        session,
        attempt_id=attempt.id,
        question_id=question.id,
        answer=answer,
        counter=counter,
        change_key=change_key,
        saved_at=now,
        waiting=False,
        remark="",
    )
    if not saved and queries.change_key(session, attempt.id, question.id) != change_key:
        raise NewerAnswerKept


@cache
def _saving(dialect: str) -> Prepared:
    table = AttemptAnswer.__table__
    statement = insert_into(dialect, table)
    return Prepared(
        statement.on_conflict_do_update(
            index_elements=["attempt_id", "question_id"],
            set_={name: statement.excluded[name] for name in ("answer", "counter", "change_key", "saved_at")},
            where=(table.c.counter <= statement.excluded.counter)
            & (table.c.change_key != statement.excluded.change_key),
        ).returning(table.c.id)
    )


def save_answers(
    session: Session,
    attempt: Attempt,
    course: Course,
    given: Mapping[str, tuple[Answer | None, int]],
    change_key: str,
    now: datetime,
) -> Refused | None:
    """Save all answers of a page: by question id, the answer and the counter of the one that the page knew.

    What is stored already is left alone. Returns why one of them was not saved, if so; the others are. That may be
    `NewerAnswerKept`: a page that was opened before cannot know a newer answer, and its blank field takes nothing back. The
    attempt must be locked for `update`.
    """
    check_open(attempt, now)
    stored = queries.answers(session, attempt.id)
    refused: Refused | None = None
    for question_id, (answer, counter) in given.items():
        known = stored.get(question_id)
        if answer == (known.answer if known else None):
            continue
        try:
            if known and known.counter > counter:
                raise NewerAnswerKept
            save_answer(session, attempt, course.question(question_id), answer, counter + 1, change_key, now)
        except (NewerAnswerKept, AnswerMisshapen) as reason:
            refused = reason
    return refused


def check_open(attempt: Attempt | Sheet, now: datetime) -> None:
    """Raise `AttemptClosed` or `TimeOver` if an attempt takes no more answers."""
    if attempt.submitted_at is not None:
        raise AttemptClosed(N_("This quiz is handed in already."))
    if attempt.deadline is not None and now > attempt.deadline:
        raise TimeOver(N_("The time is over. What was saved before counts."))
