"""An officer takes a course from the test before it to a certificate that anyone can verify, and says what to think of it."""

import re

import pytest
from playwright.sync_api import Browser, expect

from lms.catalog.course import Course
from tests.journeys.browser import DESKTOP, PHONE, PHONE_WITHOUT_SCRIPTS, Screen, window
from tests.journeys.officer import Officer, shipped_course
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

SLUG = "money-laundering"
# Typed with the Arabic letters that many keyboards give: ي for ی, ك for ک.
SEARCHED = {"ur": "مني لانڈرنگ كو", "en": "laundering"}
TITLES = {"ur": "منی لانڈرنگ کو سمجھنا", "en": "Understanding Money Laundering"}
HOLDERS = {"ur": "زرینہ خٹک", "en": "Zarina Khattak"}


@pytest.mark.parametrize("screen", [PHONE, DESKTOP, PHONE_WITHOUT_SCRIPTS], ids=lambda screen: screen.name)
def test_from_the_first_page_to_a_verified_certificate(server: Server, chromium: Browser, screen: Screen) -> None:
    course = shipped_course(SLUG)
    number = f"KHI-{screen.width}-{screen.scripts:d}"
    server.add_person(number, HOLDERS["en"], HOLDERS["ur"], screen.language)

    def officer_in(context: object) -> Officer:
        return Officer(context.new_page(), server.address, screen.language, screen.scripts)  # type: ignore[attr-defined]

    with window(chromium, screen, server.address) as first:
        officer = officer_in(first)
        officer.sign_in(number)
        officer.find_course(SEARCHED[screen.language], TITLES[screen.language])
        officer.take_test(course, right=2)
        expect(officer.page.get_by_text(officer.words("Thank you. Your answers are kept."))).to_be_visible()
        officer.link("Go on with the course").click()
        officer.read_course(course)
        officer.take_test(course, right=10)
        expect(officer.page.get_by_text(officer.words("You know more than before."))).to_be_visible()
        officer.link("To the final quiz").click()
        officer.start_quiz()
        officer.look()
        questions = officer.asked(course)
        half = questions[: len(questions) // 2]
        officer.answer_quiz(half, right=True)

    with window(chromium, screen, server.address) as second:
        officer = officer_in(second)
        officer.sign_in(number)
        officer.link("Continue the quiz").click()
        officer.sees_answers(half)
        officer.answer_quiz(questions[len(half) :], right=False)
        officer.hand_in()
        expect(officer.page.get_by_text(officer.words("Not passed yet"))).to_be_visible()

        officer.link("To the quiz page").click()
        officer.start_quiz(again=True)
        officer.answer_quiz(officer.asked(course), right=True)
        officer.hand_in()
        expect(officer.page.get_by_text(officer.words("You have passed"))).to_be_visible()
        take_certificate(officer, screen, course)
        officer.link("Say what you think of this course").click()
        officer.evaluate()


def take_certificate(officer: Officer, screen: Screen, course: Course) -> None:
    officer.button("Open the certificate").click()
    expect(officer.page).to_have_url(re.compile(r"/certificates/TRB-\d{4}-\d{6}$"))
    officer.look()
    expect(officer.page.locator(".holder")).to_have_text(HOLDERS[screen.language])
    read = officer.qr_code()
    assert read.startswith(f"{officer.address}/verify/")
    with window(officer.page.context.browser, screen, officer.address) as stranger:  # type: ignore[arg-type]
        page = stranger.new_page()
        page.goto(read)
        expect(page.get_by_text(officer.words("Genuine"), exact=True)).to_be_visible()
        expect(page.get_by_text(HOLDERS[screen.language])).to_be_visible()
        expect(page.get_by_text(TITLES[screen.language])).to_be_visible()
