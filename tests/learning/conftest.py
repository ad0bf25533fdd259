"""A published course, and an officer in it."""

import pytest
from sqlalchemy import select

from lms.catalog import queries as catalog
from lms.catalog.models import CourseRecord
from lms.learning import actions, queries
from lms.learning.models import Enrolment
from tests.sample_course import BILINGUAL

SLUG = "front-desk"


@pytest.fixture
def front_desk(publish_course) -> CourseRecord:
    """The sample course, published in English and Urdu."""
    return publish_course(BILINGUAL, slug=SLUG)


class Officer:
    """An officer in the sample course, as actions see it; every step is committed."""

    def __init__(self, session, viewer, now):
        self.session, self.viewer, self.now = session, viewer, now
        actions.enrol(session, viewer, self.place, (), now)
        session.commit()

    @property
    def place(self) -> queries.Place:
        found = queries.place(self.session, self.viewer, SLUG, self.viewer.language)
        assert found is not None
        return found

    @property
    def course(self):
        return catalog.course_at(self.session, self.place.shown.revision_id, self.place.shown.digest)

    @property
    def enrolment(self) -> Enrolment:
        return self.session.scalars(select(Enrolment).where(Enrolment.person_id == self.viewer.id)).one()

    def read(self, *lessons: str) -> None:
        for lesson in lessons or self.place.outline.lessons:
            actions.mark_read(self.session, self.enrolment.id, self.place.outline, lesson, self.now)
        self.session.commit()

    def answer_checks(self, right: bool = True) -> None:
        answers = {"receiving.1": ["2"], "receiving.2": "fir", "writing.1": ["2"]}
        for lesson in self.course.reading:
            for question in lesson.questions:
                answer = answers[question.id] if right else ["1"] if question.options else "something else"
                accepted = [unit.text for unit in question.accepted]
                actions.answer_check(self.session, self.enrolment.id, lesson.slug, question, answer, accepted, self.now)
        self.session.commit()

    def start(self, now=None, extra_time=0, seed=7):
        attempt = actions.start_attempt(
            self.session, self.enrolment.id, self.place, self.course, self.viewer.language,
            extra_time, ACCEPTED, seed, now or self.now,
        )  # fmt: skip
        self.session.commit()
        return attempt

    def save(self, attempt, question_id, answer, counter=1, key=None, now=None):
        question = next(q for q in self.course.graded.questions if q.id == question_id)
        key = key or f"{question_id}-{counter}"
        actions.save_answer(self.session, attempt, question, answer, counter, key, now or self.now)
        self.session.commit()

    def submit(self, attempt, now=None):
        place = queries.own_attempt(self.session, self.viewer, attempt.id, lock="update")
        course = catalog.course_at(self.session, place.shown.revision_id, place.shown.digest)
        actions.submit_attempt(self.session, place, course, ACCEPTED, now or self.now)
        self.session.commit()
        return place.attempt

    def complete(self, now=None):
        done = actions.complete_if_due(self.session, self.enrolment.id, self.place, now or self.now)
        self.session.commit()
        return done

    def answers(self, attempt):
        self.session.expire_all()
        return {q: row.answer for q, row in queries.answers(self.session, attempt.id).items()}


ACCEPTED = {"final-quiz.5": ("FIR", "ایف آئی آر", "ابتدائی اطلاعی رپورٹ")}
RIGHT = {
    "final-quiz.1": ["1", "2"],
    "final-quiz.2": "2",
    "final-quiz.3": {"1": "1", "2": "2"},
    "final-quiz.4": ["1", "2", "3"],
    "final-quiz.5": "f.i.r.",
}


@pytest.fixture
def officer(front_desk, session, make_person, viewer_of, now) -> Officer:
    return Officer(session, viewer_of(make_person()), now)
