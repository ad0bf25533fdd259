"""What officers do in a course, on a real database."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from lms.learning import actions, queries
from lms.learning.attempts import AlreadyPassed, MustWait
from lms.learning.models import Attempt, AttemptAnswer, CheckAnswer, Enrolment, LessonProgress
from tests.learning.conftest import RIGHT, SLUG
from tests.sample_course import BILINGUAL


def test_enrolling_twice_is_enrolling_once(officer, stored):
    actions.enrol(officer.session, officer.viewer, officer.place, (), officer.now + timedelta(days=1))
    officer.session.commit()
    assert [e.enrolled_at for e in stored(select(Enrolment))] == [officer.now]


def test_a_required_course_comes_first(officer):
    with pytest.raises(actions.RequirementsOpen) as refused:
        actions.enrol(officer.session, officer.viewer, officer.place, ("not-published", SLUG), officer.now)
    assert refused.value.slugs == (SLUG,)


def test_the_first_reading_stays(officer, stored):
    officer.read("receiving")
    actions.mark_read(
        officer.session, officer.enrolment.id, officer.place.outline, "receiving", officer.now + timedelta(days=2)
    )
    officer.session.commit()
    assert [row.read_at for row in stored(select(LessonProgress))] == [officer.now]


def test_a_position_does_not_take_reading_back(officer):
    officer.read("receiving")
    actions.save_position(officer.session, officer.enrolment.id, "receiving", "b2", officer.now)
    officer.session.commit()
    assert officer.place.read.keys() == {"receiving"}
    assert officer.place.positions == {"receiving": "b2"}
    assert officer.place.last_lesson == "receiving"


def test_a_check_keeps_the_first_and_the_newest_answer(officer, stored):
    officer.answer_checks(right=False)
    officer.answer_checks(right=True)
    row = next(row for row in stored(select(CheckAnswer)) if row.question_key.startswith("writing:"))
    assert (row.first_answer, row.first_share, row.answer, row.share, row.tries) == (["1"], 0, ["2"], 1, 2)


@pytest.mark.parametrize("nonsense", [["9"], ["1", "2"], "1", {"1": "1"}, []])
def test_a_check_refuses_an_answer_that_is_none(officer, nonsense):
    question = officer.course.reading[0].questions[0]
    with pytest.raises(actions.AnswerMisshapen):
        actions.answer_check(officer.session, officer.enrolment.id, "receiving", question, nonsense, (), officer.now)


def test_a_check_is_not_answered_with_nothing(officer, stored):
    question = officer.course.reading[0].questions[1]
    with pytest.raises(actions.AnswerMisshapen):
        actions.answer_check(officer.session, officer.enrolment.id, "receiving", question, "", (), officer.now)
    assert stored(select(CheckAnswer)) == []


def test_a_course_is_completed_when_all_is_done_and_stays_so(officer, publish_course, stored):
    officer.read()
    officer.answer_checks(right=False)
    assert not officer.complete()
    attempt = officer.start()
    for question, answer in RIGHT.items():
        officer.save(attempt, question, answer)
    officer.submit(attempt)
    assert officer.complete(officer.now + timedelta(hours=1))
    first = stored(select(Enrolment))[0]
    assert (first.completed_at, first.completed_revision_id) == (
        officer.now + timedelta(hours=1),
        officer.place.shown.revision_id,
    )
    officer.session.rollback()
    publish_course(BILINGUAL | {"04-more.md": b"# More\n\nMore to read.\n"}, slug=SLUG)
    officer.session.expire_all()
    assert officer.complete(officer.now + timedelta(days=9))
    assert stored(select(Enrolment.completed_at)) == [officer.now + timedelta(hours=1)]


def test_an_attempt_pins_what_was_drawn(officer, publish_course):
    attempt = officer.start(seed=11)
    again = officer.start(seed=99)
    assert again.id == attempt.id, "the open attempt is continued"
    pinned = attempt.revision_id
    changed = BILINGUAL["03-final-quiz.md"].replace(b"What belongs in the record?", b"What must be in the record?")
    publish_course(BILINGUAL | {"03-final-quiz.md": changed}, slug=SLUG)
    officer.session.expire_all()
    place = queries.own_attempt(officer.session, officer.viewer, attempt.id)
    assert place.shown.revision_id == pinned != officer.place.shown.revision_id


def test_all_right_passes_with_full_marks_and_urdu_counts_too(officer):
    attempt = officer.start()
    for question, answer in (RIGHT | {"final-quiz.5": "ایف۔آئی۔آر", "final-quiz.2": "۲"}).items():
        officer.save(attempt, question, answer)
    marked = officer.submit(attempt)
    assert (marked.score, marked.maximum, marked.passed) == (6, 6, True)


def test_partial_credit_adds_up(officer):
    attempt = officer.start()
    # half of choose-all is one right part of three (two right less one wrong would be one); match all wrong is nothing
    officer.save(attempt, "final-quiz.1", ["1"])
    officer.save(attempt, "final-quiz.3", {"1": "2", "2": "1"})
    officer.save(attempt, "final-quiz.5", "FIR")
    marked = officer.submit(attempt)
    shares = {q: row.share for q, row in queries.answers(officer.session, attempt.id).items()}
    assert 0 < shares["final-quiz.1"] < 1
    assert shares["final-quiz.3"] == 0
    assert marked.score == pytest.approx(2 + shares["final-quiz.1"])
    assert marked.passed is False


def test_unanswered_questions_get_no_marks(officer):
    marked = officer.submit(officer.start())
    assert (marked.score, marked.maximum, marked.passed) == (0, 6, False)


def test_an_answer_is_replaced_and_taken_back(officer):
    attempt = officer.start()
    officer.save(attempt, "final-quiz.2", "5", counter=1)
    officer.save(attempt, "final-quiz.2", "2", counter=2)
    assert officer.answers(attempt) == {"final-quiz.2": "2"}
    officer.save(attempt, "final-quiz.2", None, counter=3)
    assert officer.answers(attempt) == {"final-quiz.2": None}


def test_the_same_change_again_changes_nothing(officer, stored):
    attempt = officer.start()
    officer.save(attempt, "final-quiz.2", "2", counter=4, key="one-change")
    officer.save(attempt, "final-quiz.2", "7", counter=4, key="one-change", now=officer.now + timedelta(minutes=1))
    assert [(row.answer, row.saved_at) for row in stored(select(AttemptAnswer))] == [("2", officer.now)]


def test_an_older_change_that_arrives_late_is_refused_and_says_so(officer):
    attempt = officer.start()
    officer.save(attempt, "final-quiz.2", "2", counter=9)
    with pytest.raises(actions.NewerAnswerKept):
        officer.save(attempt, "final-quiz.2", "8", counter=3)
    officer.session.rollback()
    assert officer.answers(attempt) == {"final-quiz.2": "2"}


def test_nothing_is_saved_after_handing_in_and_the_first_handing_in_counts(officer):
    attempt = officer.start()
    officer.save(attempt, "final-quiz.2", "2")
    officer.submit(attempt)
    with pytest.raises(actions.AttemptClosed):
        officer.save(attempt, "final-quiz.2", "3", counter=2)
    officer.session.rollback()
    again = officer.submit(attempt, officer.now + timedelta(hours=2))
    assert again.submitted_at == officer.now


@pytest.fixture
def timed(officer, publish_course):
    """The sample course with ten minutes for the quiz and a quarter of an hour between attempts."""
    quiz = BILINGUAL["03-final-quiz.md"].replace(b"shuffle: yes", b"time limit: 10 minutes\nwait: 15 minutes")
    publish_course(BILINGUAL | {"03-final-quiz.md": quiz}, slug=SLUG)
    officer.session.expire_all()
    return officer


def test_the_server_keeps_the_time(timed):
    attempt = timed.start()
    timed.save(attempt, "final-quiz.2", "2", now=timed.now + timedelta(minutes=10))
    with pytest.raises(actions.TimeOver):
        timed.save(attempt, "final-quiz.2", "3", counter=2, now=timed.now + timedelta(minutes=10, seconds=1))
    timed.session.rollback()
    marked = timed.submit(attempt, timed.now + timedelta(hours=1))
    assert marked.submitted_at == timed.now + timedelta(minutes=10)
    assert marked.score == 1


def test_extra_time_is_the_persons_own(timed):
    attempt = timed.start(extra_time=50)
    timed.save(attempt, "final-quiz.2", "2", now=timed.now + timedelta(minutes=15))


def test_a_forgotten_attempt_is_handed_in_before_the_next_one_starts(timed, stored):
    first = timed.start()
    timed.save(first, "final-quiz.2", "2")
    with pytest.raises(MustWait):
        timed.start(timed.now + timedelta(minutes=20))
    timed.session.rollback()
    second = timed.start(timed.now + timedelta(minutes=26))
    assert (second.number, second.submitted_at) == (2, None)
    assert [a.score for a in stored(select(Attempt).order_by(Attempt.number))] == [1, None]


def test_no_attempt_after_passing(officer):
    attempt = officer.start()
    for question, answer in RIGHT.items():
        officer.save(attempt, question, answer)
    officer.submit(attempt)
    with pytest.raises(AlreadyPassed):
        officer.start()


def test_somebody_elses_attempt_does_not_exist(officer, make_person, viewer_of):
    attempt = officer.start()
    with pytest.raises(NoResultFound):
        queries.own_attempt(officer.session, viewer_of(make_person()), attempt.id)


def test_a_written_answer_waits_for_a_trainer(officer, publish_course, make_person, viewer_of, stored):
    written = (
        BILINGUAL["03-final-quiz.md"]
        + b"\n### Question (written answer)\n\nTell what you would say.\n\nGuide: Calm words.\nPoints: 4\n"
    )
    publish_course(BILINGUAL | {"03-final-quiz.md": written}, slug=SLUG)
    officer.session.expire_all()
    attempt = officer.start()
    for question, answer in (RIGHT | {"final-quiz.6": "I would greet her."}).items():
        officer.save(attempt, question, answer)
    waiting = officer.submit(attempt)
    assert (waiting.score, waiting.passed) == (None, None)
    row = next(row for row in stored(select(AttemptAnswer)) if row.waiting)
    trainer = viewer_of(make_person())
    locked = queries.waiting_answer(officer.session, trainer, row.id)
    actions.mark_written(officer.session, trainer, locked, officer.course, 3, "Good.", officer.now)
    officer.session.commit()
    marked = stored(select(Attempt))[0]
    assert (marked.score, marked.maximum, marked.passed) == (9, 10, True)
    with pytest.raises(actions.AlreadyMarked):
        actions.mark_written(officer.session, trainer, locked, officer.course, 4, "", officer.now)


def test_two_enrolments_of_one_person_are_impossible(officer, stored):
    for _ in range(2):
        actions.enrol(officer.session, officer.viewer, officer.place, (), officer.now)
    officer.session.commit()
    assert stored(select(func.count()).select_from(Enrolment)) == [1]
