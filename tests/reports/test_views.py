"""The page on which an author sees how the questions of a quiz do."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from lms.catalog import queries as catalog
from lms.demo import right_answer
from lms.learning import actions as learning
from lms.learning import queries as places
from lms.people.roles import Role
from lms.people.viewer import Viewer
from tests.sample_course import BILINGUAL

SLUG = "front-desk"
PAGE = f"/workshop/{SLUG}/statistics"


@pytest.fixture
def course(publish_course):
    return publish_course(BILINGUAL, slug=SLUG)


@pytest.fixture
def trainer(client, make_person, sign_in):
    return sign_in(client, make_person(roles=[Role.TRAINER]))


@pytest.fixture
def take_quiz(course, engine, make_person, now):
    """`take_quiz(30, wrong={"final-quiz.2"})`: so many officers hand in a first attempt; with `tries=2` then one that is right."""

    def take(count: int, language: str = "en", wrong: frozenset[str] = frozenset(), left_out: str = "", tries: int = 1):
        for _ in range(count):
            person = make_person(language=language)
            viewer = Viewer(person.id, "", "", language, None, frozenset({Role.OFFICER}))
            with Session(engine, expire_on_commit=False) as session:
                place = places.place(session, viewer, SLUG, language)
                assert place is not None
                learning.enrol(session, viewer, place, (), now)
                for number in range(tries):
                    _attempt(session, viewer, language, wrong if number == 0 else frozenset(), left_out, number, now)
                session.commit()

    return take


def _attempt(session, viewer, language, wrong, left_out, number, now):
    now += timedelta(days=number)
    place = places.place(session, viewer, SLUG, language)
    assert place is not None
    assert place.enrolment_id is not None
    read = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    attempt = learning.start_attempt(session, place.enrolment_id, place, read, language, 0, {}, number, now)
    questions = {question.id: question for question in read.graded.questions}
    for item in attempt.drawn:
        question = questions[item["question"]]
        if question.id == left_out:
            continue
        answer = wrong_answer(question) if question.id in wrong else right_answer(question)
        learning.save_answer(session, attempt, question, answer, 1, f"{question.id}", now)
    learning.submit_attempt(session, places.own_attempt(session, viewer, attempt.id), read, {}, now)


def wrong_answer(question):
    options = [option.id for option in question.options if option.id not in (question.solution or ())]
    return options[:1] or "987654"


def text_of(page: str) -> str:
    return " ".join(page.split())


@pytest.mark.slow
def test_nothing_is_shown_of_fewer_than_thirty(trainer, take_quiz):
    take_quiz(29)
    page = trainer.get(PAGE).text
    assert "Asked in 29 first attempts: too few to show." in page
    assert "How often each option was chosen" not in page


def test_one_attempt_is_told_as_one(trainer, take_quiz):
    take_quiz(1)
    assert "Asked in 1 first attempt: too few to show." in text_of(trainer.get(PAGE).text)


@pytest.mark.slow
def test_the_figures_of_first_attempts_are_shown_and_second_ones_do_not_count(trainer, take_quiz):
    take_quiz(18)
    take_quiz(12, wrong=frozenset({"final-quiz.1", "final-quiz.2", "final-quiz.5"}), tries=2)
    page = text_of(trainer.get(PAGE).text)
    assert "Asked in first attempts</dt><dd>30" in page
    first = page[page.index('id="q1"') : page.index('id="q2"')]
    assert "Facility index</dt><dd>60 %" in first
    assert first.count("40 %") == 1  # of them chose the wrong option
    tables = re.findall(r'role="region" tabindex="0" aria-label="([^"]*)"', page)
    assert "Question 1: How often each option was chosen" in tables
    assert len(set(tables)) == len(tables) >= 2


@pytest.mark.slow
def test_who_left_a_question_out_counts_as_asked(trainer, take_quiz):
    take_quiz(15)
    take_quiz(15, left_out="final-quiz.1")
    page = text_of(trainer.get(PAGE).text)
    first = page[page.index('id="q1"') : page.index('id="q2"')]
    assert "Facility index</dt><dd>50 %" in first
    assert 'Left out</td><td class="num">50 %' in first


@pytest.mark.slow
def test_a_question_that_nobody_of_the_urdu_readers_gets_right_is_pointed_out(trainer, take_quiz):
    take_quiz(20)
    take_quiz(12, wrong=frozenset({"final-quiz.1"}))
    take_quiz(20, language="ur", wrong=frozenset({"final-quiz.2"}))
    take_quiz(12, language="ur", wrong=frozenset({"final-quiz.1", "final-quiz.2"}))
    page = text_of(trainer.get(PAGE).text)
    looked_at = page[page.index("Look at these questions") : page.index("All questions")]
    assert "Question 2" in looked_at
    assert "Harder in Urdu than in English" in looked_at


def test_a_course_without_attempts_or_without_a_quiz_has_a_page(trainer, course, publish_course):
    assert "Asked in 0 first attempts" in trainer.get(PAGE).text
    publish_course({path: body for path, body in BILINGUAL.items() if "quiz" not in path}, slug="no-quiz")
    assert "No quiz is published" in trainer.get("/workshop/no-quiz/statistics").text
    assert trainer.get("/workshop/nothing/statistics").status_code == 404


@pytest.mark.slow
def test_the_table_can_be_downloaded(trainer, take_quiz):
    take_quiz(30)
    answer = trainer.get(f"{PAGE}.csv")
    lines = answer.data.decode("utf-8-sig").split("\r\n")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert lines[0].startswith("question,pool,prompt,n,facility")
    assert lines[2].split(",")[3:5] == ["30", "1"]


def test_officers_translators_and_coordinators_do_not_see_it(client, course, make_agency, make_person, sign_in):
    for role in (Role.OFFICER, Role.TRANSLATOR, Role.COORDINATOR):
        sign_in(client, make_person(roles=[role], agency=make_agency()))
        assert client.get(PAGE).status_code == 403


@pytest.mark.slow
def test_the_page_asks_as_little_for_many_as_for_few(trainer, take_quiz, count_queries):
    take_quiz(3)
    trainer.get(PAGE)
    with count_queries() as few:
        trainer.get(PAGE)
    take_quiz(40)
    with count_queries() as many:
        trainer.get(PAGE)
    assert len(few) == len(many) <= 12
