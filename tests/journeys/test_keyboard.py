"""The same journey without a mouse: everything is reached with Tab, seen when it is reached, and worked with the keys."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lms.catalog.course import Question, QuestionType
from lms.demo import right_answer
from tests.journeys.browser import DESKTOP, PHONE, Screen, window
from tests.journeys.officer import Officer, shipped_course
from tests.journeys.server import PASSWORD, Server

pytestmark = pytest.mark.browser

SLUG = "human-rights-le"
FURTHEST = 150

IS_IN_SIGHT = """element => {
  const box = element.getBoundingClientRect();
  const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 2);
  const y = Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 2);
  const top = document.elementFromPoint(x, y);
  return element.contains(top) || top?.contains(element) || element.labels && [...element.labels].some(l => l.contains(top));
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; wherever the focus comes by, it can be seen and nothing lies over it."""
    handle = wanted.element_handle()
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        focused = page.evaluate_handle("document.activeElement").as_element()
        assert focused is not None
        if focused.evaluate("element => element === document.body"):
            continue
        assert focused.evaluate(IS_IN_SIGHT), focused.evaluate("element => element.outerHTML")
        if focused.evaluate("(element, wanted) => element === wanted", handle):
            outline = focused.evaluate(
                "element => getComputedStyle(element).outlineStyle + getComputedStyle(element).outlineWidth"
            )
            assert outline not in {"none", "none0px", "solid0px"}, "the focus cannot be seen"
            return
    raise AssertionError(f"{wanted} is not reached with Tab")


def press(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def answer(page: Page, section: Locator, question: Question) -> None:
    """Give the right answer with keys alone."""
    solution = right_answer(question)
    if question.type in {QuestionType.CHOOSE_ONE, QuestionType.TRUE_OR_FALSE}:
        boxes = section.locator(f'input[name="{question.id}"]')
        wanted = section.locator(f'input[name="{question.id}"][value="{solution[0]}"]')
        tab_to(page, boxes.first)
        page.keyboard.press("Space")
        for _ in range(boxes.count()):
            if wanted.is_checked():
                break
            page.keyboard.press("ArrowDown")
    elif question.type is QuestionType.CHOOSE_ALL:
        for option in solution:
            tab_to(page, section.locator(f'input[name="{question.id}"][value="{option}"]'))
            page.keyboard.press("Space")
    elif isinstance(solution, dict | list):
        places = solution if isinstance(solution, dict) else {step: str(n) for n, step in enumerate(solution, 1)}
        selects = section.locator("select")
        for number in range(selects.count()):
            select = selects.nth(number)
            tab_to(page, select)
            wanted_value = places[(select.get_attribute("name") or "").rpartition(":")[2]]
            for _ in range(select.locator("option").count()):
                if select.input_value() == wanted_value:
                    break
                page.keyboard.press("ArrowDown")
    else:
        tab_to(page, section.locator(f'[name="{question.id}"]'))
        page.keyboard.type(solution)


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=lambda screen: screen.name)
def test_a_lesson_and_a_quiz_with_the_keyboard(server: Server, chromium: Browser, screen: Screen) -> None:
    course = shipped_course(SLUG)
    number = f"KEYS-{screen.width}"
    server.add_person(number, "Zarina Khattak", "زرینہ خٹک", screen.language)
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        officer = Officer(page, server.address, screen.language)
        page.goto(server.address)
        tab_to(page, page.get_by_label(officer.words("Service number or user name")))
        page.keyboard.type(number)
        tab_to(page, page.get_by_label(officer.words("Password"), exact=True))
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{server.address}/")

        press(page, officer.link("See all courses").first)
        expect(page).to_have_url(re.compile("/courses$"))
        press(page, page.locator(f"a[href='/courses/{SLUG}']"))
        press(page, officer.button("Join this course"))

        lesson = course.reading[0]
        expect(page).to_have_url(re.compile(f"/{lesson.slug}$"))
        for place, question in enumerate(lesson.questions, 1):
            section = page.locator(f"section#q{place}")
            answer(page, section, question)
            press(page, section.get_by_role("button"))
            expect(section.locator(".feedback")).to_have_class(re.compile("right"))
            expect(section.locator(".feedback")).to_be_focused()
        press(page, officer.button("Mark as read and go on"))
        expect(page).to_have_url(re.compile(f"/{course.reading[1].slug}$"))

        page.goto(f"{server.address}/courses/{SLUG}/{course.graded.slug}")
        press(page, officer.button("Start the quiz"))
        expect(page).to_have_url(re.compile(r"/attempts/\d+$"))
        for place, question in officer.asked(course):
            section = page.locator(f"section#q{place}")
            answer(page, section, question)
            expect(section.locator("[data-state]")).to_have_text(officer.words("Saved"))
        press(page, officer.button("Look over your answers"))
        press(page, officer.button("Hand in the quiz"))
        expect(page.get_by_text(officer.words("You have passed"))).to_be_visible()
