"""Two things at the same moment: each test holds one transaction open while another one does its work."""

from sqlalchemy import select

from lms.learning import actions, queries
from lms.learning.models import Attempt, AttemptAnswer, Enrolment
from lms.people.roles import Role
from tests.learning.conftest import ACCEPTED, RIGHT, SLUG
from tests.sample_course import BILINGUAL

WRITTEN = "\n### Question (written answer)\n\nWhat did you see?\n\nGuide: Facts, no guesses.\n"


def test_the_last_lesson_and_the_quiz_at_once_complete_the_course(officer, stored, meanwhile):
    officer.read("receiving")
    officer.answer_checks()
    attempt = officer.start()
    for question, answer in RIGHT.items():
        officer.save(attempt, question, answer)
    enrolment, place, course = officer.enrolment.id, officer.place, officer.course

    def read_the_last_lesson(session):
        actions.mark_read(session, enrolment, place.outline, "writing", officer.now)
        actions.complete_if_due(session, enrolment, place, officer.now)

    attempt_place = queries.own_attempt(officer.session, officer.viewer, attempt.id, lock="update")
    actions.submit_attempt(officer.session, attempt_place, course, ACCEPTED, officer.now)
    actions.complete_if_due(officer.session, enrolment, place, officer.now)
    assert meanwhile(officer.session, read_the_last_lesson) == []
    assert [row.completed_at for row in stored(select(Enrolment))] == [officer.now]


def test_two_trainers_who_mark_the_last_two_answers_at_once_decide_the_attempt(
    officer, publish_course, make_person, viewer_of, stored, meanwhile
):
    quiz = BILINGUAL["03-final-quiz.md"] + (WRITTEN + WRITTEN.replace("see", "hear")).encode()
    publish_course(BILINGUAL | {"03-final-quiz.md": quiz}, slug=SLUG)
    attempt = officer.start()
    for question, answer in (RIGHT | {"final-quiz.6": "A man.", "final-quiz.7": "A shot."}).items():
        officer.save(attempt, question, answer)
    officer.submit(attempt)
    first, second = stored(select(AttemptAnswer.id).where(AttemptAnswer.waiting))
    trainers = [viewer_of(make_person(roles=[Role.TRAINER])) for _ in range(2)]
    course = officer.course

    def mark(session, trainer, answer_id):
        row = queries.waiting_answer(session, trainer, answer_id)
        actions.mark_written(session, trainer, row, course, 1, "", officer.now)

    mark(officer.session, trainers[0], first)
    assert meanwhile(officer.session, lambda session: mark(session, trainers[1], second)) == []
    assert [row.passed for row in stored(select(Attempt))] == [True]
