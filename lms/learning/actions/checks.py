"""Answering the checks inside lessons."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lms.catalog.course import Answer, Question
from lms.catalog.quiz import is_well_formed, mark
from lms.db import upsert
from lms.i18n import N_
from lms.learning.actions.answers import AnswerMisshapen, check_length
from lms.learning.actions.reading import note_use
from lms.learning.models import CheckAnswer


def answer_check(
    session: Session,
    enrolment_id: int,
    lesson: str,
    question: Question,
    answer: Answer,
    accepted: Sequence[str],
    now: datetime,
) -> None:
    """Answer an in-lesson check. The newest answer is kept, and the first one beside it. Raises `AnswerMisshapen`."""
    check_length(question, answer)
    if not answer or not is_well_formed(question, answer):
        raise AnswerMisshapen(N_("Choose or write an answer first."))
    share = mark(question, answer, accepted).share
    statement = upsert(session, CheckAnswer).values(
        enrolment_id=enrolment_id,
        question_key=question.key,
        answer=answer,
        share=share,
        first_answer=answer,
        first_share=share,
        tries=1,
        answered_at=now,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["enrolment_id", "question_key"],
            set_={
                "answer": statement.excluded.answer,
                "share": share,
                "tries": CheckAnswer.tries + 1,
                "answered_at": now,
            },
        )
    )
    note_use(session, enrolment_id, lesson, now)
