"""A translator works by keyboard alone, and nothing that was typed is lost."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from lms.authoring import actions, queries
from lms.authoring.bench import Show
from lms.db import make_engine
from lms.people.roles import Role
from tests.journeys.browser import DESKTOP, PHONE_WITHOUT_SCRIPTS, check_page, check_width, window
from tests.journeys.server import PASSWORD, Server
from tests.sample_course import FILES, URDU, catalogue

pytestmark = pytest.mark.browser

TEXTS = ("Then take notes.", "Write down what was said", "Listen", "Receive a complainant")


@pytest.fixture
def course(server: Server, request: pytest.FixtureRequest) -> str:
    """A course of this test's own in which four texts are not translated."""
    slug = re.sub(r"[^a-z]+", "-", request.node.name.lower()).strip("-")[:60]
    few = {english: urdu for english, urdu in URDU.items() if english not in TEXTS}
    engine = make_engine(server.config.database)
    with Session(engine, expire_on_commit=False) as session:
        record = actions.import_course(session, slug, FILES | {"locale/ur.po": catalogue(few)}, None, datetime.now(UTC))
        actions.publish(session, record, now=datetime.now(UTC))
        session.commit()
    engine.dispose()
    return slug


def sign_in(page: Page, server: Server, number: str, language: str) -> None:
    server.add_person(number, "Sana Mir", "ثنا میر", language, Role.TRANSLATOR)
    page.goto(f"{server.address}/sign-in")
    page.locator("#sign_in_name").fill(number)
    page.locator("#password").fill(PASSWORD)
    page.locator("form[action='/sign-in']").locator("button:not([type=button])").click()
    page.wait_for_url(f"{server.address}/")


def to_do(server: Server, slug: str) -> int:
    engine = make_engine(server.config.database)
    with Session(engine.execution_options(read_only=True)) as session:
        bench = queries.bench(session, session.scalars(queries.course(slug)).one())
    engine.dispose()
    assert bench is not None
    return bench.count.to_do


def test_three_texts_are_translated_with_the_keys_alone(server: Server, chromium: Browser, course: str) -> None:
    with window(chromium, DESKTOP, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "TRANSLATOR-1", DESKTOP.language)
        page.goto(f"{server.address}/translation/{course}/")
        page.get_by_role("link", name="Begin with the first one").press("Enter")
        box = page.locator("#translation")
        expect(box).to_be_focused()

        # a word of the glossary, inserted with its key, and what is wrong told while one types
        expect(page.locator("#source")).to_have_text("Receive a complainant")
        page.keyboard.press("Alt+Digit1")
        term = page.locator(".terms [data-insert]").first.text_content() or ""
        expect(box).to_have_value(term)
        page.keyboard.type(" سے 5 بار ملنا")
        expect(page.locator(".remark.fault")).to_contain_text("The numbers differ")
        for _ in "5 بار ملنا":
            page.keyboard.press("Backspace")
        page.keyboard.type("ملنا")
        expect(page.locator(".remark.good")).to_be_visible()
        expect(page.locator("#look .preview")).to_have_text(f"{term} سے ملنا")
        page.keyboard.press("Control+Enter")

        for text, urdu in (("Write down what was said", "بیان تحریر کرنا"), ("Then take notes.", "پھر نوٹس لیں۔")):
            expect(page.locator("#source")).to_have_text(text)
            expect(box).to_be_focused()
            page.keyboard.type(urdu)
            page.keyboard.press("Control+Enter")

        expect(page.locator("#source")).to_have_text("Listen")
        assert to_do(server, course) == 1
        check_page(page)


def test_one_moves_along_with_the_keys(server: Server, chromium: Browser, course: str) -> None:
    with window(chromium, DESKTOP, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "TRANSLATOR-2", DESKTOP.language)
        page.goto(f"{server.address}/translation/{course}/?show={Show.MISSING}")
        page.locator(".texts a").first.click()
        expect(page.locator("#source")).to_have_text("Receive a complainant")
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator("#source")).to_have_text("Write down what was said")
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator("#source")).to_have_text("Receive a complainant")


def test_what_was_typed_and_not_saved_is_in_the_box_again(server: Server, chromium: Browser, course: str) -> None:
    with window(chromium, DESKTOP, server.address) as context:
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())  # the browser asks whether to leave
        sign_in(page, server, "TRANSLATOR-3", DESKTOP.language)
        page.goto(f"{server.address}/translation/{course}/")
        page.locator(".texts a").first.click()
        address = page.url
        page.locator("#translation").press_sequentially("مدعی")
        page.goto(f"{server.address}/translation/")
        page.goto(address)
        expect(page.locator("#translation")).to_have_value("مدعی")
        expect(page.locator(".recovered")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page).not_to_have_url(address)
        page.goto(address)
        expect(page.locator("#translation")).to_have_value("مدعی")
        expect(page.locator(".recovered")).to_be_hidden()
        assert to_do(server, course) == 3


def test_without_scripts_the_buttons_do_it(server: Server, chromium: Browser, course: str) -> None:
    with window(chromium, PHONE_WITHOUT_SCRIPTS, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "TRANSLATOR-4", PHONE_WITHOUT_SCRIPTS.language)
        page.goto(f"{server.address}/translation/{course}/")
        page.locator(".texts a").first.click()
        first = page.url
        page.locator("#translation").fill("مدعی سے 5 بار ملنا")
        page.locator("[data-without]").click()
        expect(page.locator(".remark.fault")).to_be_visible()
        expect(page.locator("#translation")).to_have_value("مدعی سے 5 بار ملنا")
        check_width(page)
        page.locator("#translation").fill("مدعی سے ملنا")
        page.locator("[data-next]").click()
        expect(page).not_to_have_url(first)
        assert to_do(server, course) == 3
