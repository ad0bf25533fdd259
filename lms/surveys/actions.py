"""What officers do with surveys: answer one, or decline. Answers are written so that nothing leads from them to a person."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from lms.catalog.course import Answer, Question
from lms.catalog.quiz import is_well_formed, most_letters
from lms.db import upsert
from lms.errors import Refused
from lms.i18n import N_
from lms.people.models import Sex
from lms.surveys import queries, shipped
from lms.surveys.models import SurveyDone, SurveyKind, SurveyResponse
from lms.surveys.queries import Invitation
from lms.surveys.tally import monday

SHAKEN = 50
"""How many other answers are written anew with each."""

_response = cast(Table, SurveyResponse.__table__)


class AlreadyAnswered(Refused):
    pass


class NothingAnswered(Refused):
    status = 422


class Unreadable(Refused):
    """An answer is too long or no answer to its question. `key` is the question's."""

    status = 422

    def __init__(self, key: str, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self.key = key


def answer(
    session: Session,
    invitation: Invitation,
    questions: Sequence[Question],
    answers: Mapping[str, Answer | None],
    language: str,
    chance: Random,
    today: date,
) -> None:
    """Answer a survey once; `answers` are by the key of the question. Raises `AlreadyAnswered`, `NothingAnswered`, `Unreadable`.

    What is written of the person is only that it is done. `chance` must not be foreseeable: ids and order are made with it.
    """
    given = {question.key: _read(question, answers.get(question.key)) for question in questions}
    chosen = {key: value for key, value in given.items() if isinstance(value, list)}
    said = {key: value for key, value in given.items() if isinstance(value, str)}
    if not chosen and not said:
        raise NothingAnswered(N_("Answer at least one question, or leave the page."))
    decline(session, invitation)
    agency_id, sex = _group(session, invitation)
    _drop_in(
        session,
        {
            "id": f"{chance.getrandbits(128):032x}",
            "course_id": invitation.course_id,
            "revision_id": invitation.revision_id,
            "kind": invitation.kind,
            "week": monday(today),
            "language": language,
            "agency_id": agency_id,
            "sex": sex,
            "answers": chosen,
            "texts": said,
            "standard": shipped.standard(chosen) if invitation.kind is SurveyKind.EVALUATION else "",
        },
        chance,
    )


def decline(session: Session, invitation: Invitation) -> None:
    """Note that a survey need not be offered to the person again. Raises `AlreadyAnswered`."""
    noted = session.execute(
        upsert(session, SurveyDone)
        .values(enrolment_id=invitation.enrolment_id, kind=invitation.kind)
        .on_conflict_do_nothing(index_elements=["enrolment_id", "kind"])
        .returning(SurveyDone.enrolment_id)
    ).first()
    if noted is None:
        raise AlreadyAnswered(N_("You have answered this already. Thank you."))


def _read(question: Question, value: Answer | None) -> Answer | None:
    """An answer as it is kept; None for what was left open."""
    if isinstance(value, str):
        most = most_letters(question)
        if len(value) > most:
            raise Unreadable(
                question.key, N_("This answer is too long. Write at most %(count)s characters."), count=most
            )
    if value and not is_well_formed(question, value):
        raise Unreadable(question.key, N_("This answer cannot be read. Load the page again."))
    return value or None


def _group(session: Session, invitation: Invitation) -> tuple[int | None, Sex]:
    """The agency and sex to be kept with an answer: those of a group in which at least five have completed the course.

    Of the agencies above a unit the first that is large enough; then none; then no sex either.
    """
    for agency_id in queries.agency_and_those_above(session, invitation.agency_id):
        if queries.are_enough(session, invitation.course_id, invitation.sex, agency_id):
            return agency_id, invitation.sex
    if queries.are_enough(session, invitation.course_id, invitation.sex):
        return None, invitation.sex
    return None, Sex.NOT_STATED


def _drop_in(session: Session, response: dict[str, Any], chance: Random) -> None:
    """Put a response into the box, and shake it.

    A database writes rows one after another and with the number of their transaction, from which one could tell which response came
    with which note that somebody was done. So some others, taken by lot, are written anew with it, in an order by lot.
    """
    start = f"{chance.getrandbits(128):032x}"
    by_lot = select(_response).order_by(_response.c.id).limit(SHAKEN).with_for_update(skip_locked=True)
    others = session.execute(by_lot.where(_response.c.id >= start)).mappings().all()
    if len(others) < SHAKEN:
        rest = by_lot.where(_response.c.id < start).limit(SHAKEN - len(others))
        others = [*others, *session.execute(rest).mappings().all()]
    if others:
        session.execute(delete(_response).where(_response.c.id.in_([other["id"] for other in others])))
    rows = [response, *map(dict, others)]
    chance.shuffle(rows)
    session.execute(insert(_response), rows)
