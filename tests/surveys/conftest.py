"""A published course, and people who have completed it."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from lms.catalog.models import CourseRecord, Revision
from lms.learning.models import Enrolment
from lms.surveys import actions, queries, shipped
from lms.surveys.models import SurveyKind
from tests.sample_course import BILINGUAL

SLUG = "front-desk"
QUESTIONS = shipped.edition(SurveyKind.EVALUATION, "en").survey.lesson.questions
USEFUL, CLEAR, *_ = QUESTIONS
LENGTH, RECOMMENDED, GOOD, BETTER = QUESTIONS[-4:]


@pytest.fixture
def front_desk(publish_course) -> CourseRecord:
    return publish_course(BILINGUAL, slug=SLUG)


@pytest.fixture
def completed(session, front_desk, make_person, viewer_of, now):
    """`completed(sex=…, agency=…, days=…)`: somebody who completed the course so many days ago, as a viewer."""
    revision = session.scalars(select(Revision).where(Revision.id == front_desk.revision_id)).one()
    session.commit()

    def make(days=0, **given):
        session.commit()
        person = make_person(**given)
        at = now - timedelta(days=days)
        session.add(
            Enrolment(
                person_id=person.id,
                course_id=front_desk.id,
                enrolled_at=at,
                completed_at=at,
                completed_revision_id=revision.id,
            )
        )
        session.commit()
        return viewer_of(person)

    return make


@pytest.fixture
def answer(session, now):
    """`answer(viewer, {key: answer}, weeks=1)`: the person answers the evaluation, so many weeks ago."""

    def give(viewer, answers, weeks=0, chance=None, kind=SurveyKind.EVALUATION, language="en"):
        invitation = queries.invitation(session, viewer, SLUG, kind)
        questions = shipped.edition(kind, "en").survey.lesson.questions
        today = (now - timedelta(days=7 * weeks)).date()
        actions.answer(session, invitation, questions, answers, language, chance or Random(viewer.id), today)
        session.commit()

    return give
