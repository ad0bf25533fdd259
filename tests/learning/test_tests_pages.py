"""The tests before and after a course as an officer meets them: offered, skipped, taken once, compared, never counted."""

import html
import re

import pytest
from sqlalchemy import select

from lms.catalog.course import QuizKind
from lms.catalog.models import CourseRecord
from lms.learning.models import Attempt, AttemptAnswer, Enrolment
from lms.reports import queries as reports
from tests.learning.conftest import SLUG
from tests.learning.test_pages import RIGHT_FORM
from tests.sample_course import BILINGUAL

BEFORE = b"---\nquiz: before\ndraw: 3\n---\n# What do you know already?\n\nThree questions.\n"
AFTER = b"---\nquiz: after\ndraw: 3\n---\n# What do you know today?\n\nThree questions again.\n"
WITH_TESTS = {
    **{path: body for path, body in BILINGUAL.items() if "quiz" not in path},
    "00-before.md": BEFORE,
    "03-after.md": AFTER,
    "04-final-quiz.md": BILINGUAL["03-final-quiz.md"],
}
COURSE = f"/courses/{SLUG}"


@pytest.fixture
def browser(publish_course, client, make_person, sign_in):
    publish_course(WITH_TESTS, slug=SLUG)
    sign_in(client, make_person())
    return client


def page(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.location
    return html.unescape(answer.text)


def words(shown: str) -> str:
    """What is read of a page."""
    return re.sub(r"\s*%", "%", re.sub(r"<[^>]+>|[\u2066-\u2069]", "", shown))


def read_all(browser) -> str:
    location = ""
    for lesson in ("receiving", "writing"):
        location = browser.post(f"{COURSE}/{lesson}/read").location
    return location


def take(browser, slug: str, right: bool) -> str:
    """Take a test without a script: its answers are sent, looked over and handed in. Returns where the result is."""
    address = browser.post(f"{COURSE}/{slug}/attempts").location
    shown = page(browser, address)
    names = set(re.findall(r'name="(final-quiz[^"]*)"', shown))
    form = {name: value for name, value in RIGHT_FORM.items() if name in names} if right else {}
    browser.post(f"{address}/answers", data={**form, "go": "review"})
    assert "Hand in the test" in page(browser, f"{address}/review")
    return browser.post(f"{address}/submit").location


def test_who_joins_is_offered_the_test_and_may_skip_it(browser):
    assert browser.post(f"{COURSE}/enrol").location == f"{COURSE}/before"
    shown = page(browser, f"{COURSE}/before")
    assert "Nobody passes or fails here" in shown
    assert "Start the test" in shown
    assert f'href="{COURSE}/receiving"' in shown
    assert "Skip the test and begin with the first lesson" in shown
    course = page(browser, COURSE)
    assert "Before you begin: a short test" in course
    assert "you may skip it" in course
    assert "Start the course" in course


def test_the_test_before_tells_no_answers(browser, stored):
    browser.post(f"{COURSE}/enrol")
    result = page(browser, take(browser, "before", right=True))
    assert "Your answers are kept" in result
    assert "You answered 3 of 3 questions" in result
    assert "%" not in re.search(r"<main.*</main>", result, re.S)[0]
    assert "Right" not in result
    (attempt,) = stored(select(Attempt))
    assert (attempt.kind, attempt.number, attempt.passed, attempt.score) == (
        QuizKind.BEFORE,
        1,
        None,
        attempt.maximum,
    )
    again = page(browser, f"{COURSE}/before")
    assert "You have taken this test" in again
    assert "To the result" not in again
    refused = browser.post(f"{COURSE}/before/attempts")
    assert refused.status_code == 409
    assert "taken only once" in refused.text


def test_the_test_before_is_over_when_a_lesson_is_read(browser, stored):
    browser.post(f"{COURSE}/enrol")
    address = browser.post(f"{COURSE}/before/attempts").location
    question = stored(select(Attempt))[0].drawn[0]["question"]
    form = {name: value for name, value in RIGHT_FORM.items() if name.startswith(question)}
    browser.post(f"{address}/answers", data=form)
    browser.post(f"{COURSE}/receiving/read")
    assert "This test takes no more answers" in page(browser, address)
    assert browser.post(f"{address}/answers", data=RIGHT_FORM).status_code == 409
    assert "You answered 1 of 3" in page(browser, browser.post(f"{address}/submit").location)


def test_who_has_read_cannot_begin_the_test_before(browser):
    browser.post(f"{COURSE}/enrol")
    browser.post(f"{COURSE}/receiving/read")
    assert "Before you begin" not in page(browser, COURSE)
    assert "Not taken" in page(browser, COURSE)
    shown = page(browser, f"{COURSE}/before")
    assert "for those who have read nothing yet" in shown
    assert "Start the test" not in shown
    assert browser.post(f"{COURSE}/before/attempts").status_code == 409


def test_the_test_after_opens_when_all_is_read(browser):
    browser.post(f"{COURSE}/enrol")
    assert "when you have read all lessons" in page(browser, f"{COURSE}/after")
    assert browser.post(f"{COURSE}/after/attempts").status_code == 409
    assert read_all(browser) == f"{COURSE}/after"
    assert "Start the test" in page(browser, f"{COURSE}/after")
    course = page(browser, COURSE)
    assert "What you know now: a short test" in course


def test_the_result_shows_both_and_no_right_answers_before_the_quiz_is_passed(browser, stored):
    browser.post(f"{COURSE}/enrol")
    take(browser, "before", right=False)
    read_all(browser)
    address = take(browser, "after", right=False)
    shown = page(browser, address)
    assert "Before the course: 0%. Now: 0%." in words(shown)
    assert "Right answer:" not in shown
    assert "when you have passed the final quiz" in shown
    assert "To the final quiz" in shown or "Go on with the course" in shown
    quiz = browser.post(f"{COURSE}/final-quiz/attempts").location
    browser.post(f"{quiz}/answers", data=RIGHT_FORM)
    browser.post(f"{quiz}/submit")
    assert "Right answer:" in page(browser, address)


def test_knowing_more_is_said(browser):
    browser.post(f"{COURSE}/enrol")
    take(browser, "before", right=False)
    read_all(browser)
    shown = page(browser, take(browser, "after", right=True))
    assert "Before the course: 0%. Now: 100%." in words(shown)
    assert "You know more than before" in shown


@pytest.mark.parametrize("setting", [b"draw: 3\n", b""])
def test_questions_are_called_different_only_if_they_were(browser, publish_course, stored, setting):
    publish_course({path: body.replace(b"draw: 3\n", setting) for path, body in WITH_TESTS.items()}, slug=SLUG)
    browser.post(f"{COURSE}/enrol")
    take(browser, "before", right=False)
    publish_course({path: body.replace(b"draw: 3\n", setting) + b"\n" for path, body in WITH_TESTS.items()}, slug=SLUG)
    read_all(browser)
    shown = page(browser, take(browser, "after", right=False))
    first, second = ({item["question"] for item in attempt.drawn} for attempt in stored(select(Attempt)))
    assert ("The questions were the same" in shown) == (first == second)
    assert ("The questions were not the same" in shown) == (first != second)
    assert setting or first == second


def test_the_first_page_leads_to_the_test_before_and_then_to_the_lessons(browser):
    browser.post(f"{COURSE}/enrol")
    assert go_on(browser) == (f"{COURSE}/before", "Start the course")
    browser.post(f"{COURSE}/before/attempts")
    assert go_on(browser) == (f"{COURSE}/before", "Continue")
    take(browser, "before", right=True)
    assert go_on(browser)[0] == f"{COURSE}/receiving"


def test_the_first_page_does_not_lead_back_to_a_test_that_was_skipped(browser):
    browser.post(f"{COURSE}/enrol")
    browser.post(f"{COURSE}/receiving/position", data={"position": "b1"})
    assert go_on(browser) == (f"{COURSE}/receiving#b1", "Continue")


def test_the_first_page_leads_past_no_test_after_the_lessons(browser):
    browser.post(f"{COURSE}/enrol")
    read_all(browser)
    for lesson, number, answer in (("receiving", 1, "2"), ("receiving", 2, "FIR"), ("writing", 1, "2")):
        browser.post(f"{COURSE}/{lesson}/checks/{number}", data={f"{lesson}.{number}": answer})
    assert go_on(browser) == (COURSE, "Open the course")
    take(browser, "after", right=True)
    assert go_on(browser) == (f"{COURSE}/final-quiz", "Continue")


def go_on(browser) -> tuple[str, str]:
    """Where the button of the course on the first page leads, and its words."""
    found = re.search(r'<a class="button" href="([^"]+)">(?:<svg.*?</svg>)?([^<]+)</a>', page(browser, "/"), re.DOTALL)
    assert found
    return found[1], found[2]


QUESTION = b"\n### Question (number)\n\nHow many minutes decide?\n\n- Answer: 2\n"


def test_who_completes_a_course_by_reading_is_offered_the_test_after_it(browser, publish_course):
    lessons = {"01-one.md": b"# One\n\nRead.\n", "02-after.md": b"---\nquiz: after\n---\n# Now\n" + QUESTION}
    course = BILINGUAL["course.md"].replace(b"certificate: yes\n", b"")
    publish_course({"course.md": course, **lessons}, slug="only-read")
    browser.post("/courses/only-read/enrol")
    assert browser.post("/courses/only-read/one/read").location == "/courses/only-read"
    shown = page(browser, "/courses/only-read")
    assert "You completed this course" in shown
    assert "What you know now: a short test" in shown
    assert "Start the test" in page(browser, "/courses/only-read/after")
    address = browser.post("/courses/only-read/after/attempts").location
    browser.post(f"{address}/submit")
    assert "What you know now: a short test" not in page(browser, "/courses/only-read")


@pytest.mark.parametrize("has_second", [True, False])
def test_a_second_test_is_promised_only_where_there_is_one(browser, publish_course, has_second):
    publish_course({path: body for path, body in WITH_TESTS.items() if has_second or path != "03-after.md"}, slug=SLUG)
    browser.post(f"{COURSE}/enrol")
    shown = page(browser, f"{COURSE}/before")
    assert "leave it open. It does not count" in shown
    assert ("that of the test after the lessons" in shown) == has_second


def test_without_the_first_test_there_is_nothing_to_compare(browser):
    browser.post(f"{COURSE}/enrol")
    read_all(browser)
    assert "nothing to compare" in page(browser, take(browser, "after", right=True))


def test_tests_count_neither_for_the_quiz_nor_for_completion(browser, stored):
    browser.post(f"{COURSE}/enrol")
    take(browser, "before", right=True)
    read_all(browser)
    take(browser, "after", right=True)
    quiz = page(browser, f"{COURSE}/final-quiz")
    assert "Your attempts" not in quiz
    assert "Start the quiz" in quiz
    for lesson, number, answer in (("receiving", 1, "2"), ("receiving", 2, "FIR"), ("writing", 1, "2")):
        browser.post(f"{COURSE}/{lesson}/checks/{number}", data={f"{lesson}.{number}": answer})
    assert stored(select(Enrolment.completed_at)) == [None]
    address = browser.post(f"{COURSE}/final-quiz/attempts").location
    browser.post(f"{address}/answers", data=RIGHT_FORM)
    browser.post(f"{address}/submit")
    assert stored(select(Enrolment.completed_at)) != [None]
    assert sorted(attempt.number for attempt in stored(select(Attempt))) == [1, 1, 1]


def test_an_open_test_is_no_quiz_under_way(browser):
    browser.post(f"{COURSE}/enrol")
    browser.post(f"{COURSE}/before/attempts")
    home = page(browser, "/")
    assert "Quiz under way" not in home
    assert "Continue the test" in page(browser, COURSE)


def test_one_answer_is_saved_at_a_time(browser, stored):
    browser.post(f"{COURSE}/enrol")
    address = browser.post(f"{COURSE}/before/attempts").location
    question = stored(select(Attempt))[0].drawn[0]["question"]
    form = {name: value for name, value in RIGHT_FORM.items() if name.startswith(question)}
    sent = {**form, "question": question, "counter": "1", "key": "a"}
    saved = browser.post(f"{address}/answers", data=sent, headers={"X-Requested-With": "fetch"})
    assert saved.json["saved"] is True
    assert len(stored(select(AttemptAnswer))) == 1


def test_a_test_that_is_not_translated_is_taken_in_english(browser, stored):
    browser.post(f"{COURSE}/enrol")
    browser.post("/language", data={"language": "ur", "next": "/"})
    browser.post(f"{COURSE}/before/attempts")
    assert [attempt.language for attempt in stored(select(Attempt))] == ["en"]


def test_the_course_page_costs_one_query_more(browser, count_queries, publish_course, stored):
    browser.post(f"{COURSE}/enrol")
    browser.get(COURSE)
    with count_queries() as statements:
        browser.get(COURSE)
    assert len(statements) <= 6


def test_the_figures_of_the_quiz_know_nothing_of_tests(browser, stored, session, now):
    browser.post(f"{COURSE}/enrol")
    take(browser, "before", right=True)
    record = session.scalars(select(CourseRecord)).one()
    tallies = reports.gather_tallies(session, record.id)
    assert tallies.people() == {}
    assert tallies.items() == {}
