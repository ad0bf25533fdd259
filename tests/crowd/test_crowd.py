"""The crowd that measurements are made with is plausible, the same again with the same seed, and can sign in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalog.course import QuizKind
from lms.crowd.filling import COLUMNS, AlreadyThere, fill
from lms.crowd.ground import add_units
from lms.db import Base
from lms.learning.models import Attempt, AttemptAnswer, Enrolment, LessonProgress
from lms.people.actions import add_missing_agencies, add_person
from lms.people.models import Agency, Person, SignInName
from lms.people.queries import person_signing_in
from lms.people.roles import Role
from tests.sample_course import FILES


def rows(session: Session, model: type[Base]) -> list[Any]:
    table = model.__table__
    return list(session.execute(select(*(table.c[name] for name in COLUMNS[model])).order_by(*table.primary_key)))


@pytest.fixture
def ground(session: Session, publish_course: Callable[..., Any], now: datetime) -> Session:
    """Two courses, the agencies, and a coordinator who can have made batches."""
    for slug in ("one", "two"):
        publish_course(FILES, slug=slug)
    add_missing_agencies(session)
    programme = session.scalars(select(Agency).where(Agency.code == "PK")).one()
    add_person(session, name_en="C", user_name="c", agency=programme, roles=(Role.COORDINATOR,), now=now)
    session.commit()
    return session


def test_a_crowd_has_histories_that_hang_together(ground: Session, now: datetime) -> None:
    enrolments = fill(ground, 60, 7, now, "hash")
    ground.commit()
    assert len(rows(ground, Person)) == 61
    assert enrolments == len(rows(ground, Enrolment)) == 120
    completed = ground.scalars(select(Enrolment).where(Enrolment.completed_at.is_not(None))).all()
    assert 20 < len(completed) < 110
    for enrolment in completed:
        passed = ground.scalars(
            select(Attempt).where(Attempt.enrolment_id == enrolment.id, Attempt.kind == QuizKind.GRADED, Attempt.passed)
        ).all()
        assert len(passed) == 1
        read = ground.scalars(select(LessonProgress).where(LessonProgress.enrolment_id == enrolment.id)).all()
        assert read
        assert enrolment.enrolled_at < read[0].read_at < passed[0].submitted_at < enrolment.completed_at <= now


def test_nothing_of_a_crowd_lies_in_the_future(ground: Session, now: datetime) -> None:
    fill(ground, 60, 8, now)
    for column in (Enrolment.enrolled_at, Enrolment.completed_at, LessonProgress.read_at, Attempt.submitted_at):
        assert ground.scalar(select(func.count()).where(column > now)) == 0


def test_answers_add_up_to_the_score_of_their_attempt(ground: Session, now: datetime) -> None:
    fill(ground, 300, 9, now)
    answered = ground.scalars(select(Attempt).where(Attempt.id.in_(select(AttemptAnswer.attempt_id)))).all()
    assert answered
    for attempt in answered:
        answers = ground.scalars(select(AttemptAnswer).where(AttemptAnswer.attempt_id == attempt.id)).all()
        assert {answer.question_id for answer in answers} == {each["question"] for each in attempt.drawn}
        assert 0 <= (attempt.score or 0) <= attempt.maximum


def test_the_same_seed_makes_the_same_crowd(ground: Session, now: datetime) -> None:
    add_units(ground)
    ground.commit()  # PostgreSQL does not give their keys again after a rollback
    seen = []
    for seed in (3, 3, 4):
        fill(ground, 50, seed, now)
        seen.append({model: rows(ground, model) for model in COLUMNS})
        ground.rollback()
    assert seen[0] == seen[1]
    assert seen[0][Person] != seen[2][Person]


def test_a_second_crowd_is_refused(ground: Session, now: datetime) -> None:
    fill(ground, 10, 1, now)
    with pytest.raises(AlreadyThere):
        fill(ground, 10, 2, now)


def test_keys_go_on_after_a_crowd_and_its_people_can_sign_in(ground: Session, now: datetime) -> None:
    fill(ground, 10, 1, now, "hash")
    ground.commit()
    person = ground.scalars(select(Person).where(Person.service_number.is_not(None)).limit(1)).one()
    found = person_signing_in(ground, (person.service_number or "").lower())
    assert found is not None
    assert found.id == person.id
    before = ground.scalar(select(func.max(Person.id))) or 0
    later = add_person(ground, name_en="Later", service_number="L-1", now=now)
    assert later.id == before + 1
    assert ground.get(SignInName, "l1") is not None
