"""The preview: a draft as officers would get it, with questions that can be tried, and nothing kept of it."""

import re

import pytest
from sqlalchemy import select

from lms.authoring import actions
from lms.learning.models import Attempt, CheckAnswer, Enrolment
from lms.people.roles import Role
from tests.authoring.test_uploads import SVG
from tests.sample_course import BILINGUAL, FILES, URDU

SLUG = "front-desk"
PREVIEW = f"/workshop/{SLUG}/preview"
FETCH = {"X-Requested-With": "fetch"}
PICTURE = b"\n---\n\n![A desk](images/desk.svg)\n\nSee [the quiz](03-final-quiz.md).\n"
POOLS = b"""
## Pool: Second subject (ask 1)

### Question (true or false)

A child may complain.

- [x] True
- [ ] False

### Question (written answer)

What do you say?

Guide: Calm words.
"""
DRAFT = BILINGUAL | {
    "01-receiving.md": FILES["01-receiving.md"] + PICTURE,
    "03-final-quiz.md": FILES["03-final-quiz.md"] + POOLS,
    "images/desk.svg": SVG,
}


@pytest.fixture
def browser(session, client, make_person, viewer_of, sign_in, now):
    trainer = make_person(roles=[Role.TRAINER])
    actions.create_course(session, SLUG, DRAFT, viewer_of(trainer), now)
    session.commit()
    return sign_in(client, trainer)


def article(page):
    return re.search(r"<article.*</article>", page.text, re.DOTALL)[0]


def test_a_lesson_is_what_officers_get(browser, publish_course, make_person, sign_in):
    previewed = article(browser.get(f"{PREVIEW}/receiving?language=en"))
    publish_course(DRAFT, slug=SLUG)
    sign_in(browser, make_person())
    browser.post(f"/courses/{SLUG}/enrol")
    theirs = article(browser.get(f"/courses/{SLUG}/receiving"))

    def words(html):
        """The page without its addresses, and without the two fields in which the preview keeps what it must not store."""
        html = re.sub(r'<input type="hidden"[^>]*>', "", html)
        return re.sub(r' (?:action|href|src|data-position-url)="[^"]*"', "", html).split()

    assert words(previewed) == words(theirs)


def test_the_preview_speaks_urdu_when_asked_to(browser):
    page = browser.get(f"{PREVIEW}/receiving?language=ur")
    assert '<html lang="ur" dir="rtl">' in page.text
    assert URDU["What do you do first?"] in page.text
    english = browser.get(f"{PREVIEW}/receiving?language=en")
    assert '<html lang="en" dir="ltr">' in english.text
    assert URDU["What do you do first?"] not in english.text


def test_it_may_stand_in_a_frame_of_this_site_and_nothing_else_is_loosened(browser):
    policy = browser.get(f"{PREVIEW}/receiving").headers["Content-Security-Policy"]
    assert policy == browser.get("/account").headers["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    )


def test_what_is_typed_is_shown_and_not_saved(browser):
    typed = {"path": "01-receiving.md", "text": "# Typed\n\nNot *saved*."}
    assert "Not <em>saved</em>." in browser.post(f"{PREVIEW}/receiving", data=typed).text
    assert "Typed" not in browser.get(f"{PREVIEW}/receiving").text


def test_a_mistake_elsewhere_does_not_hide_the_lesson(browser):
    broken = FILES["01-receiving.md"].replace(b"- [x] Greet", b"- [ ] Greet").decode()
    page = browser.post(f"{PREVIEW}/receiving", data={"path": "01-receiving.md", "text": broken})
    assert "1 mistake in this course" in page.text
    assert "Then take notes." in page.text
    assert "What do you do first?" not in page.text
    writing = browser.post(f"{PREVIEW}/writing", data={"path": "01-receiving.md", "text": broken})
    assert "Write what was said" in writing.text


def test_a_lesson_without_a_title_says_what_to_mend(browser):
    page = browser.post(f"{PREVIEW}/receiving", data={"path": "01-receiving.md", "text": "no title"})
    assert page.status_code == 200
    assert "Nothing can be shown yet" in page.text
    assert "does not begin with its title" in page.text


def test_the_front_page_is_shown(browser):
    page = browser.get(PREVIEW)
    assert "How to receive a person who comes to the station." in page.text
    assert "Receiving a complainant" in page.text
    typed = FILES["course.md"].replace(b"# The front desk", b"# The other desk").decode()
    assert "The other desk" in browser.post(PREVIEW, data={"path": "course.md", "text": typed}).text


@pytest.mark.parametrize(
    "path", [f"{PREVIEW}/nothing", "/workshop/nothing/preview", "/workshop/nothing/preview/receiving"]
)
def test_what_is_not_there_is_not_found(browser, path):
    assert browser.get(path).status_code == 404


# --- files and links -------------------------------------------------------------------------------------


def test_pictures_of_the_draft_are_shown_to_those_who_may_read_it(browser, make_person, sign_in):
    page = browser.get(f"{PREVIEW}/receiving").text
    address = re.search(r'<img src="([^"]+)"', page)[1]
    assert address.startswith(f"{PREVIEW}/files/images/desk.svg?v=")
    picture = browser.get(address)
    assert picture.data == SVG
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert browser.get(address[:-1] + ("0" if address[-1] != "0" else "1")).status_code == 404
    assert browser.get(address.partition("?")[0]).status_code == 404
    sign_in(browser, make_person())
    assert browser.get(address).status_code == 403


def test_links_lead_to_the_preview_of_other_lessons(browser):
    assert f'href="{PREVIEW}/final-quiz"' in browser.get(f"{PREVIEW}/receiving").text
    assert f'href="{PREVIEW}/writing"' in try_it(browser, "final-quiz", 1, {"final-quiz.1": ["1"]}).text


# --- trying questions ------------------------------------------------------------------------------------


def try_it(browser, lesson, number, answer, **given):
    """Answer a question of the preview as its script does, with what the page says about it."""
    page = browser.get(f"{PREVIEW}/{lesson}").text
    section = re.search(rf'<section class="check" id="q{number}">.*?</section>', page, re.DOTALL)[0]
    hidden = dict(re.findall(r'<input type="hidden" name="(tries|key)" value="([^"]*)">', section))
    action = re.search(r'action="([^"]+)"', section)[1].replace("&amp;", "&")
    return browser.post(action, data=hidden | answer | given, headers=FETCH)


def test_a_question_of_a_lesson_can_be_tried_and_nothing_is_stored(browser, stored):
    wrong = try_it(browser, "receiving", 1, {"receiving.1": "1"})
    assert "She may leave, and the trail goes cold." in wrong.text
    assert "Not right" in wrong.text
    assert "Right answer:" not in wrong.text
    again = try_it(browser, "receiving", 1, {"receiving.1": "1"}, tries="1")
    assert "Right answer:" in again.text
    right = try_it(browser, "receiving", 1, {"receiving.1": "2"})
    assert "People calm down when they feel heard." in right.text
    for table in (CheckAnswer, Attempt, Enrolment):
        assert stored(select(table)) == []


@pytest.mark.parametrize(
    ("number", "answer", "verdict"),
    [
        (1, {"final-quiz.1": ["1"]}, "Partly right"),
        (2, {"final-quiz.2": "۲"}, "Right"),
        (3, {"final-quiz.3:1": "1", "final-quiz.3:2": "2"}, "Right"),
        (4, {"final-quiz.4:1": "2", "final-quiz.4:2": "1", "final-quiz.4:3": "3"}, "Not right"),
        (5, {"final-quiz.5": "f.i.r."}, "2 of 2 marks"),
        (6, {"final-quiz.6": "2"}, "Not right"),
        (7, {"final-quiz.7": "Calm down."}, "A trainer will mark this answer."),
        (2, {}, "Not answered"),
    ],
)
def test_every_question_of_the_quiz_can_be_tried(browser, number, answer, verdict):
    assert verdict in try_it(browser, "final-quiz", number, answer).text


def test_the_quiz_shows_whole_pools_and_its_rules(browser):
    page = browser.get(f"{PREVIEW}/final-quiz").text
    assert len(re.findall(r'<section class="check"', page)) == 7
    assert "Second subject" in page
    assert "asks 1 of 2" in page
    assert "Pass mark" in page
    assert page.index("What belongs in the record?") < page.index("How many minutes decide?")


def test_the_key_of_a_quiz_is_not_in_the_page_before_an_answer(browser):
    assert "a guess is not a fact" not in browser.get(f"{PREVIEW}/final-quiz").text


def test_a_question_that_was_changed_meanwhile_is_not_marked(browser):
    answer = try_it(browser, "receiving", 1, {"receiving.1": "2"}, key="receiving:another")
    assert answer.status_code == 409
    assert "text has changed" in answer.json["error"]
    assert try_it(browser, "receiving", 1, {"receiving.1": ["2", "9"]}, tries="many").status_code == 200


def test_without_a_script_the_page_comes_back_with_the_answer(browser):
    page = browser.get(f"{PREVIEW}/receiving").text
    key = re.search(r'name="key" value="([^"]*)"', page)[1]
    answer = browser.post(f"{PREVIEW}/receiving/checks/1", data={"receiving.1": "2", "key": key, "tries": "0"})
    assert "Yes. People calm down when they feel heard." in answer.text
    assert "<html" in answer.text


@pytest.mark.parametrize("number", [0, 9])
def test_a_question_that_is_not_there_is_not_found(browser, number):
    assert browser.post(f"{PREVIEW}/receiving/checks/{number}", data={}).status_code == 404
