"""The pages of learning as an officer meets them."""

import re
from datetime import timedelta

import brotli
import pytest
from sqlalchemy import select

from lms.catalog.models import RevisionKind
from lms.learning.models import Attempt, AttemptAnswer, CheckAnswer, Enrolment, LessonProgress
from lms.people.models import Person, RoleGrant
from lms.people.roles import Role
from tests.learning.conftest import SLUG
from tests.sample_course import BILINGUAL, FILES, URDU, catalogue

RIGHT_FORM = {
    "final-quiz.1": ["1", "2"],
    "final-quiz.2": "2",
    "final-quiz.3:1": "1",
    "final-quiz.3:2": "2",
    "final-quiz.4:1": "1",
    "final-quiz.4:2": "2",
    "final-quiz.4:3": "3",
    "final-quiz.5": "FIR",
}
FETCH = {"X-Requested-With": "fetch"}
LESSON = f"/courses/{SLUG}/receiving"


@pytest.fixture
def browser(front_desk, client, make_person, sign_in):
    """An officer's browser in English, enrolled in the sample course."""
    sign_in(client, make_person())
    client.post(f"/courses/{SLUG}/enrol")
    return client


@pytest.fixture
def urdu_browser(front_desk, client, make_person, sign_in):
    sign_in(client, make_person(language="ur"))
    client.post(f"/courses/{SLUG}/enrol")
    return client


def article(page: str) -> str:
    """The content of a page, without the frame around it."""
    found = re.search(r"<article.*</article>", page, re.S)
    assert found
    return found[0]


def start_quiz(browser) -> str:
    return browser.post(f"/courses/{SLUG}/final-quiz/attempts").location


# --- finding and joining ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["front desk", "FRONT  Desk", "فرنٹ ڈیسک", "فرنٹ ڈيسك", "complainant", "مدعی", "مدعي"]
)
def test_search_finds_a_course_however_it_is_typed(browser, typed):
    assert "The front desk" in browser.get("/courses", query_string={"q": typed}).text


@pytest.mark.parametrize("typed", ["helicopter", "front helicopter", "100%"])
def test_search_says_when_nothing_is_found(browser, typed):
    page = browser.get("/courses", query_string={"q": typed})
    assert page.status_code == 200
    assert "No course was found" in page.text


def test_courses_are_filtered_by_track_and_level(browser):
    assert "The front desk" in browser.get("/courses?track=core&level=junior").text
    assert "The front desk" not in browser.get("/courses?track=pandemic").text
    assert "The front desk" not in browser.get("/courses?level=senior").text
    assert "The front desk" in browser.get("/courses?track=nonsense").text


def test_a_course_is_joined_once_and_opens_its_first_lesson(front_desk, client, make_person, sign_in, stored):
    sign_in(client, make_person())
    page = client.get(f"/courses/{SLUG}")
    assert "Join this course" in page.text
    for _ in range(2):
        assert client.post(f"/courses/{SLUG}/enrol").location == LESSON
    assert len(stored(select(Enrolment))) == 1
    assert "Join this course" not in client.get(f"/courses/{SLUG}").text


def test_lessons_are_for_those_who_joined(front_desk, client, make_person, sign_in):
    sign_in(client, make_person())
    assert client.get(LESSON).location == f"/courses/{SLUG}"


@pytest.mark.parametrize(
    "path", ["/courses/nothing", f"/courses/{SLUG}/nothing", "/attempts/999", "/attempts/999/result"]
)
def test_what_is_not_there_is_not_found(browser, path):
    assert browser.get(path).status_code == 404


def test_a_course_says_that_no_expert_has_reviewed_it(browser):
    assert "Awaiting review by a subject expert" in browser.get(f"/courses/{SLUG}").text


# --- reading ---------------------------------------------------------------------------------------------------------------


def test_a_lesson_in_urdu_is_urdu(urdu_browser):
    page = urdu_browser.get(LESSON).text
    assert '<html lang="ur" dir="rtl"' in page
    assert URDU["Receiving a complainant"] in page
    assert 'lang="en"' not in article(page)


def test_a_changed_sentence_is_shown_in_marked_english_and_undoing_it_revives_the_urdu(urdu_browser, publish_course):
    changed = BILINGUAL["01-receiving.md"].replace(b"Then take notes.", b"Then write notes at once.")
    publish_course(BILINGUAL | {"01-receiving.md": changed}, slug=SLUG)
    page = article(urdu_browser.get(LESSON).text)
    assert re.search(r'<p[^>]*lang="en" dir="ltr"[^>]*>Then write notes at once\.', page)
    assert page.count('lang="en"') == 1
    publish_course(BILINGUAL, slug=SLUG)
    page = article(urdu_browser.get(LESSON).text)
    assert URDU["Then take notes."] in page
    assert 'lang="en"' not in page


def test_a_course_without_urdu_says_so(publish_course, client, make_person, sign_in):
    publish_course(FILES, slug="english-only")
    sign_in(client, make_person(language="ur"))
    client.post("/courses/english-only/enrol")
    page = client.get("/courses/english-only/receiving").text
    assert '<html lang="ur" dir="rtl"' in page
    assert '<article lang="en" dir="ltr"' in page


def test_marking_as_read_goes_on_to_the_next_lesson_and_then_to_the_quiz(browser, stored):
    assert browser.post(LESSON + "/read").location == f"/courses/{SLUG}/writing"
    assert browser.post(f"/courses/{SLUG}/writing/read").location == f"/courses/{SLUG}/final-quiz"
    assert {row.lesson for row in stored(select(LessonProgress))} == {"receiving", "writing"}


def test_going_on_leads_to_the_place_where_one_was(browser):
    assert browser.post(f"/courses/{SLUG}/writing/position", data={"position": "b2"}).status_code == 204
    link = f'href="/courses/{SLUG}/writing#b2"'
    assert link in browser.get("/").text
    assert link in browser.get(f"/courses/{SLUG}").text


@pytest.mark.parametrize("position", ["", "b", "<script>", "b99999999", "x1"])
def test_a_position_that_is_none_is_refused(browser, position):
    assert browser.post(LESSON + "/position", data={"position": position}).status_code == 400


def test_switching_the_language_comes_back_to_the_same_place(browser):
    answer = browser.post("/language", data={"language": "ur", "next": LESSON, "at": "b1"})
    assert answer.location == f"{LESSON}#b1"
    page = browser.get(LESSON).text
    assert URDU["Receiving a complainant"] in page
    assert 'id="b1"' in page


def test_a_lesson_changed_since_is_shown_as_updated_but_a_correction_is_not(browser, publish_course):
    browser.post(LESSON + "/read")
    new = BILINGUAL["01-receiving.md"].replace(b"Then take notes.", b"Then take notes at once.")
    publish_course(BILINGUAL | {"01-receiving.md": new}, slug=SLUG, kind=RevisionKind.CORRECTION)
    assert "Updated since you read it" not in browser.get(f"/courses/{SLUG}").text
    publish_course(BILINGUAL | {"01-receiving.md": new.replace(b"at once", b"at the desk")}, slug=SLUG)
    assert "Updated since you read it" in browser.get(f"/courses/{SLUG}").text


def test_a_corrected_lesson_is_not_updated_by_a_later_change_elsewhere(browser, publish_course):
    """Also when the lesson has got another number meanwhile."""
    browser.post(LESSON + "/read")
    corrected = BILINGUAL["01-receiving.md"].replace(b"Then take notes.", b"Then take a note.")
    publish_course(BILINGUAL | {"01-receiving.md": corrected}, slug=SLUG, kind=RevisionKind.CORRECTION)
    moved = {path: body for path, body in BILINGUAL.items() if path != "01-receiving.md"}
    moved |= {"02-writing.md": BILINGUAL["02-writing.md"].replace(b"what was said", b"all that was said")}
    publish_course(moved | {"05-receiving.md": corrected}, slug=SLUG)
    assert "Updated since you read it" not in browser.get(f"/courses/{SLUG}").text
    publish_course(moved | {"05-receiving.md": corrected.replace(b"a note", b"notes at once")}, slug=SLUG)
    assert "Updated since you read it" in browser.get(f"/courses/{SLUG}").text


# --- checks ----------------------------------------------------------------------------------------------------------------


def test_a_check_shows_the_feedback_of_the_option_chosen(browser, stored):
    url = LESSON + "/checks/1"
    assert "the trail goes cold" not in browser.get(LESSON).text
    assert browser.post(url, data={"receiving.1": "1"}).location == f"{LESSON}#q1"
    page = browser.get(LESSON).text
    assert "the trail goes cold" in page
    assert "feel heard" not in page
    assert [row.answer for row in stored(select(CheckAnswer))] == [["1"]]


def test_a_check_answers_a_script_with_the_question_alone(browser):
    part = browser.post(LESSON + "/checks/1", data={"receiving.1": "2"}, headers=FETCH).text
    assert part.lstrip().startswith('<section class="check" id="q1">')
    assert "feel heard" in part
    assert "<html" not in part


def test_a_check_without_an_answer_says_so(browser):
    answer = browser.post(LESSON + "/checks/1", headers=FETCH)
    assert (answer.status_code, answer.json["error"]) == (422, "Choose or write an answer first.")
    assert browser.post(LESSON + "/checks/1").status_code == 422


def test_a_short_answer_is_right_in_either_language(browser, stored):
    browser.post(LESSON + "/checks/2", data={"receiving.2": "ایف آئی آر"})
    assert [row.share for row in stored(select(CheckAnswer))] == [1]


# --- the quiz --------------------------------------------------------------------------------------------------------------


def test_the_quiz_page_tells_the_rules(browser):
    page = browser.get(f"/courses/{SLUG}/final-quiz").text
    assert "Pass mark" in page
    assert "60 %" in page
    assert "What belongs in the record?" not in page


def test_an_attempt_never_shows_the_key(browser):
    page = browser.get(start_quiz(browser)).text
    assert "What belongs in the record?" in page
    assert "a guess is not a fact" not in page
    assert "See <a" not in page


def test_an_answer_is_saved_when_the_server_says_so(browser, stored):
    attempt = start_quiz(browser)
    data = {"question": "final-quiz.2", "final-quiz.2": "2", "key": "k1", "counter": "1"}
    answer = browser.post(attempt + "/answers", data=data, headers=FETCH)
    assert answer.json["saved"] is True
    assert [(row.question_id, row.answer) for row in stored(select(AttemptAnswer))] == [("final-quiz.2", "2")]


@pytest.mark.parametrize(("typed", "said"), [("2", "Saved"), ("2 minutes", "Saved"), ("many", "not a number")])
def test_an_answer_that_is_no_number_is_saved_and_says_so(browser, typed, said):
    attempt = start_quiz(browser)
    data = {"question": "final-quiz.2", "final-quiz.2": typed, "key": "k1", "counter": "1"}
    answer = browser.post(attempt + "/answers", data=data, headers=FETCH).json
    assert answer["saved"] is True
    assert said in answer["text"]


def test_without_a_script_all_answers_are_saved_at_once(browser, stored):
    attempt = start_quiz(browser)
    data = {"final-quiz.1": ["1", "2"], "final-quiz.4:1": "1", "final-quiz.4:2": "2", "go": "3"}
    assert browser.post(attempt + "/answers", data=data).location == f"{attempt}?saved=1#q3"
    saved = {row.question_id: row.answer for row in stored(select(AttemptAnswer)) if row.answer is not None}
    assert saved == {"final-quiz.1": ["1", "2"], "final-quiz.4": {"1": "1", "2": "2"}}
    page = browser.get(attempt).text
    assert re.search(r'name="final-quiz.1" value="1" checked', page)


def test_a_page_opened_before_takes_no_newer_answer_back_and_saves_the_others(browser, stored):
    attempt = start_quiz(browser)
    newer = {"question": "final-quiz.2", "final-quiz.2": "2", "key": "in another tab", "counter": "1"}
    assert browser.post(f"{attempt}/answers", data=newer, headers=FETCH).json["saved"]
    page = {"final-quiz.2": "", "final-quiz.2:counter": "0", "final-quiz.5": "FIR", "final-quiz.5:counter": "0"}
    answer = browser.post(f"{attempt}/answers", data=page | {"go": "review"})
    assert answer.status_code == 409
    assert "A newer answer from another device is kept" in answer.text
    assert {row.question_id: row.answer for row in stored(select(AttemptAnswer))} == {
        "final-quiz.2": "2",
        "final-quiz.5": "FIR",
    }


def test_a_page_that_knows_the_answer_changes_it_and_takes_it_back(browser, stored):
    attempt = start_quiz(browser)
    for counter, typed in enumerate(("2", "3", "")):
        form = {"final-quiz.2": typed, "final-quiz.2:counter": str(counter)}
        assert browser.post(f"{attempt}/answers", data=form).status_code == 303
        assert [row.answer for row in stored(select(AttemptAnswer))] == [typed or None]


def test_an_answer_that_is_too_long_is_not_cut_and_the_others_are_saved(browser, stored):
    attempt = start_quiz(browser)
    long = {"question": "final-quiz.5", "final-quiz.5": "a" * 501, "key": "k", "counter": "1"}
    answer = browser.post(f"{attempt}/answers", data=long, headers=FETCH)
    assert (answer.status_code, "at most 500" in answer.json["error"]) == (422, True)
    answer = browser.post(f"{attempt}/answers", data={"final-quiz.2": "2", "final-quiz.5": "a" * 501})
    assert (answer.status_code, "at most 500" in answer.text) == (422, True)
    assert [row.answer for row in stored(select(AttemptAnswer))] == ["2"]


def test_a_line_ends_in_one_way(browser, stored):
    attempt = start_quiz(browser)
    browser.post(f"{attempt}/answers", data={"final-quiz.5": "one\r\ntwo"})
    assert [row.answer for row in stored(select(AttemptAnswer))] == ["one\ntwo"]


def test_the_answers_are_there_on_another_device(browser, app, make_person, sign_in, stored):
    attempt = start_quiz(browser)
    browser.post(attempt + "/answers", data={"final-quiz.2": "42"})
    other = app.test_client()
    token = browser.get_cookie("session_token").value
    other.set_cookie("session_token", token)
    assert 'value="42"' in other.get(attempt).text


OPTIONS = {"1": "The time", "2": "The words that were used", "3": "Your guess"}


@pytest.fixture
def sit(app, client, front_desk, make_person, sign_in, session):
    """`sit(order)`: another officer, for whom the choices of the first question and the steps of the fourth were drawn so."""

    def do(order: list[str]):
        browser = app.test_client()
        sign_in(browser, make_person())
        browser.post(f"/courses/{SLUG}/enrol")
        address = start_quiz(browser)
        attempt = session.get(Attempt, int(address.rpartition("/")[2]))
        reordered = {"final-quiz.1": order, "final-quiz.4": order}
        attempt.drawn = [{**item, "order": reordered.get(item["question"], item["order"])} for item in attempt.drawn]
        session.commit()
        return browser, address

    return do


@pytest.mark.parametrize("order", [["2", "1", "3"], ["3", "2", "1"], ["1", "3", "2"]])
def test_choices_stand_in_the_order_drawn_for_each_officer(sit, order):
    before, address = sit(["1", "2", "3"])
    before.get(address)  # somebody has seen the same questions in another order
    browser, address = sit(order)
    page = browser.get(address).text
    assert re.findall('name="final-quiz.1" value="(.)"', page) == order
    assert re.findall('<select id="q-final-quiz.4-(.)"', page) == order
    assert "<!--" not in page
    assert re.findall(r"Question (. of .)", page) == ["1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5"]
    assert re.findall('<section id="q(.)"', page) == ["1", "2", "3", "4", "5"]
    browser.post(f"{address}/answers", data={"final-quiz.1": order[0], "final-quiz.5": "<!--cut-->"})
    page = browser.get(address).text
    assert re.findall('name="final-quiz.1" value="(.)"( checked)?', page)[0] == (order[0], " checked")
    assert 'value="&lt;!--cut--&gt;"' in page
    browser.post(f"{address}/submit")
    result = browser.get(f"{address}/result").text
    question = result[result.index("What belongs in the record?") :]
    assert sorted(order, key=lambda option: question.index(OPTIONS[option])) == order
    assert "&lt;!--cut--&gt;" in result
    assert "<!--" not in result


def test_each_item_of_a_match_shows_what_was_chosen_for_it(browser):
    attempt = start_quiz(browser)
    browser.post(attempt + "/answers", data={"final-quiz.3:1": "2"})
    page = browser.get(attempt).text
    first, second = (page[page.index(f'name="final-quiz.3:{left}"') :].partition("</select>")[0] for left in ("1", "2"))
    assert re.findall(r'value="(.?)" selected', first) == ["2"]
    assert "selected" not in second
    assert sorted(re.findall('value="(.?)"', first)) == ["", "1", "2"]


def test_nobody_is_shown_the_answers_of_another(sit):
    order = ["1", "2", "3"]
    browser, address = sit(order)
    browser.post(f"{address}/answers", data={"final-quiz.1": "2", "final-quiz.2": "42"})
    assert " checked" in browser.get(address).text
    browser, address = sit(order)
    page = browser.get(address).text
    assert " checked" not in page
    assert 'value="42"' not in page


def test_looking_over_shows_what_is_open(browser):
    attempt = start_quiz(browser)
    browser.post(attempt + "/answers", data={"final-quiz.2": "2", "go": "review"})
    page = browser.get(attempt + "/review").text
    assert "4 questions have no answer yet" in page


@pytest.mark.parametrize(
    "data",
    [
        {"final-quiz.3:1": "1"},
        {"final-quiz.4:1": "1", "final-quiz.4:2": "1", "final-quiz.4:3": "1"},
        {"final-quiz.4:1": "1"},
    ],
)
def test_looking_over_shows_what_is_answered_only_in_part(browser, data):
    attempt = start_quiz(browser)
    browser.post(attempt + "/answers", data=data | {"go": "review"})
    page = browser.get(attempt + "/review").text
    assert "1 question is answered only in part" in page
    assert "Answered and saved" not in page


def test_failing_says_what_to_read_again_and_does_not_tell_the_key(browser):
    attempt = start_quiz(browser)
    browser.post(attempt + "/answers", data={"final-quiz.1": ["3"]})
    assert browser.post(attempt + "/submit").location == f"{attempt}/result"
    page = browser.get(attempt + "/result").text
    assert "Not passed yet" in page
    assert f'<a href="/courses/{SLUG}/writing">' in page
    assert "Right answer:" not in page


def pass_quiz(browser) -> str:
    attempt = start_quiz(browser)
    browser.post(attempt + "/answers", data=RIGHT_FORM)
    browser.post(attempt + "/submit")
    return attempt


def test_a_course_is_completed_by_reading_answering_and_passing(browser, stored):
    for lesson, answers in (("receiving", {"receiving.1": "1", "receiving.2": "x"}), ("writing", {"writing.1": "2"})):
        for number, (name, value) in enumerate(answers.items(), 1):
            browser.post(f"/courses/{SLUG}/{lesson}/checks/{number}", data={name: value})
        browser.post(f"/courses/{SLUG}/{lesson}/read")
    attempt = pass_quiz(browser)
    page = browser.get(attempt + "/result").text
    assert "You have passed" in page
    assert "Your certificate is ready" in page
    assert stored(select(Enrolment))[0].completed_at is not None


def test_a_question_that_stands_twice_in_a_lesson_is_answered_twice(browser, publish_course, stored):
    lesson = b"# Twice\n\nRead.\n" + 2 * b"\n### Question (true or false)\n\nIs it so?\n\n- [x] True\n- [ ] False\n"
    publish_course({"course.md": BILINGUAL["course.md"], "01-twice.md": lesson}, slug="twice")
    browser.post("/courses/twice/enrol")
    browser.post("/courses/twice/twice/read")
    browser.post("/courses/twice/twice/checks/1", data={"twice.1": "1"})
    completed = select(Enrolment.completed_at).order_by(Enrolment.id.desc()).limit(1)
    assert stored(completed) == [None]
    browser.post("/courses/twice/twice/checks/2", data={"twice.2": "2"})
    assert [row.answer for row in stored(select(CheckAnswer).order_by(CheckAnswer.id))] == [["1"], ["2"]]
    assert stored(completed) != [None]


def test_passing_first_leaves_the_lessons_to_read(browser):
    page = browser.get(pass_quiz(browser) + "/result").text
    assert "finish the lessons that are still open" in page


def test_a_quiz_that_is_not_all_in_urdu_is_given_in_english(urdu_browser, publish_course, stored):
    partial = {english: urdu for english, urdu in URDU.items() if english != "Put the steps in order."}
    publish_course(BILINGUAL | {"locale/ur.po": catalogue(partial)}, slug=SLUG)
    start_quiz(urdu_browser)
    assert [attempt.language for attempt in stored(select(Attempt))] == ["en"]


def test_an_attempt_keeps_its_language(urdu_browser):
    attempt = start_quiz(urdu_browser)
    urdu_browser.post("/language", data={"language": "en", "next": attempt})
    page = urdu_browser.get(attempt).text
    assert '<html lang="en"' in page
    assert URDU["What belongs in the record?"] in page
    assert "this quiz stays in" in page


@pytest.mark.parametrize("data", [{"final-quiz.2": ["x"], "final-quiz.1": ["77"]}, {"final-quiz.3:1": "<script>"}])
def test_hostile_forms_store_nothing(browser, stored, data):
    attempt = start_quiz(browser)
    answer = browser.post(attempt + "/answers", data=data)
    assert answer.status_code in {303, 422}
    assert all(row.answer in (None, "x") for row in stored(select(AttemptAnswer)))


def test_a_trainer_marks_a_written_answer_and_is_told_what_is_wrong(
    browser, publish_course, make_person, sign_in, stored
):
    written = b"\n### Question (written answer)\n\nTell what you would say.\n\nGuide: Calm words.\nPoints: 4\n"
    publish_course(BILINGUAL | {"03-final-quiz.md": BILINGUAL["03-final-quiz.md"] + written}, slug=SLUG)
    attempt = start_quiz(browser)
    browser.post(attempt + "/answers", data={"final-quiz.6": "I would greet her."})
    browser.post(attempt + "/submit")
    assert "A trainer has still to mark" in browser.get(attempt + "/result").text
    sign_in(browser, make_person(roles=[Role.TRAINER]))
    page = browser.get("/marking").text
    assert "I would greet her." in page
    assert "Calm words." in page
    waiting = next(row.id for row in stored(select(AttemptAnswer)) if row.waiting)
    for points, wrong in (
        ("", "Enter a number"),
        ("many", "Enter a number"),
        ("5", "worth 4 points at most"),
        ("-1", ""),
    ):
        answer = browser.post(f"/marking/{waiting}", data={"points": points, "remark": "Kept"})
        assert answer.status_code == 422
        assert wrong in answer.text
        assert "Kept" in answer.text
        assert f'href="#points-{waiting}"' in answer.text
    assert browser.post(f"/marking/{waiting}", data={"points": "3", "remark": "Good."}).location == "/marking"
    assert "The mark is saved." in browser.get("/marking").text
    assert [row.score for row in stored(select(Attempt))] == [3]
    assert browser.post(f"/marking/{waiting}", data={"points": "3"}).status_code == 409


def test_marking_is_for_trainers(browser, app, make_person, sign_in):
    assert browser.get("/marking").status_code == 403
    sign_in(browser, make_person(roles=[Role.TRAINER]))
    assert "Nothing is waiting" in browser.get("/marking").text


@pytest.fixture
def written_answer(browser, publish_course, stored):
    """A written answer of 4 points in a quiz that is handed in with all else right; the lessons are read."""
    written = b"\n### Question (written answer)\n\nWhat would you say?\n\nGuide: Calm words.\nPoints: 4\n"
    publish_course(BILINGUAL | {"03-final-quiz.md": BILINGUAL["03-final-quiz.md"] + written}, slug=SLUG)
    for number, data in enumerate(({"receiving.1": "2"}, {"receiving.2": "fir"}), 1):
        browser.post(f"{LESSON}/checks/{number}", data=data)
    browser.post(f"/courses/{SLUG}/writing/checks/1", data={"writing.1": "2"})
    browser.post(f"{LESSON}/read")
    browser.post(f"/courses/{SLUG}/writing/read")
    attempt = start_quiz(browser)
    browser.post(f"{attempt}/answers", data={"final-quiz.6": "I would greet her.", **RIGHT_FORM})
    browser.post(f"{attempt}/submit")
    (waiting,) = stored(select(AttemptAnswer).where(AttemptAnswer.waiting))
    return waiting


def test_a_trainer_marks_and_the_course_is_completed(browser, written_answer, make_person, sign_in, stored):
    sign_in(browser, make_person(roles=[Role.TRAINER]))
    page = browser.get("/marking")
    assert "I would greet her." in page.text
    assert page.headers["Cache-Control"] == "no-store"
    answer = browser.post(f"/marking/{written_answer.id}", data={"points": "3", "remark": "Good."})
    assert answer.location == "/marking"
    assert [(row.score, row.passed) for row in stored(select(Attempt))] == [(9, True)]
    assert [row.completed_at is not None for row in stored(select(Enrolment))] == [True]
    assert "Nothing is waiting" in browser.get("/marking").text


@pytest.mark.parametrize("points", ["", "many", "-1", "NaN", "sNaN", "Infinity"])
def test_what_is_no_mark_is_refused(browser, written_answer, make_person, sign_in, stored, points):
    sign_in(browser, make_person(roles=[Role.TRAINER]))
    answer = browser.post(f"/marking/{written_answer.id}", data={"points": points})
    assert (answer.status_code, "Enter a number" in answer.text) == (422, True)
    assert [row.passed for row in stored(select(Attempt))] == [None]


def test_nobody_marks_their_own_answer(browser, written_answer, session, stored):
    person = stored(select(Person))[0]
    session.add(RoleGrant(person_id=person.id, role=Role.TRAINER))
    session.commit()
    assert "Nothing is waiting" in browser.get("/marking").text
    assert browser.post(f"/marking/{written_answer.id}", data={"points": "4"}).status_code == 404
    assert [row.passed for row in stored(select(Attempt))] == [None]


# --- home ------------------------------------------------------------------------------------------------------------------


def test_a_newcomer_is_shown_the_way_to_the_courses(client, make_person, sign_in):
    sign_in(client, make_person())
    page = client.get("/").text
    assert "You have no course yet" in page
    assert 'href="/courses"' in page


def test_home_shows_what_is_late(browser, session, now):
    enrolment = session.scalars(select(Enrolment)).one()
    enrolment.due_on = (now - timedelta(days=2)).date()
    session.commit()
    assert "Overdue" in browser.get("/").text


# --- what a page costs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "most"),
    [(LESSON, 3), ("/", 6), ("/courses", 6), (f"/courses/{SLUG}", 6), (f"/courses/{SLUG}/final-quiz", 6)],
)
def test_queries_of_a_page(browser, count_queries, path, most):
    browser.get(path)
    with count_queries() as queries:
        assert browser.get(path).status_code == 200
    assert len(queries) <= most, "\n".join(queries)


def test_queries_of_an_attempt_and_of_saving(browser, count_queries):
    attempt = start_quiz(browser)
    browser.get(attempt)
    with count_queries() as queries:
        browser.get(attempt)
    assert len(queries) <= 4, "\n".join(queries)
    data = {"question": "final-quiz.2", "final-quiz.2": "2", "key": "k1", "counter": "1"}
    with count_queries() as queries:
        assert browser.post(attempt + "/answers", data=data, headers=FETCH).status_code == 200
    assert len(queries) <= 3, "\n".join(queries)


@pytest.mark.parametrize("path", ["/", "/courses", f"/courses/{SLUG}", LESSON, f"/courses/{SLUG}/final-quiz"])
def test_pages_fit_the_first_round_trip(urdu_browser, path):
    page = urdu_browser.get(path, headers={"Accept-Encoding": "br"})
    assert page.headers["Content-Encoding"] == "br"
    assert brotli.decompress(page.data)
    assert len(page.data) <= 14 * 1024


def test_what_a_page_loads_besides_itself_is_within_budget(urdu_browser):
    page = urdu_browser.get(LESSON).text
    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    sizes = {}
    for url in set(linked):
        sizes[url] = len(urdu_browser.get(url, headers={"Accept-Encoding": "br"}).data)
    assert sum(size for url, size in sizes.items() if url.endswith(".css")) <= 8 * 1024
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= 8 * 1024
    html = len(urdu_browser.get(LESSON, headers={"Accept-Encoding": "br"}).data)
    assert html + sum(sizes.values()) <= 32 * 1024
