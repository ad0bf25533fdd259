"""The module that saves answers, in real Chromium, against a server that can be told to fail."""

import shutil
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from lms.config import ROOT

pytestmark = pytest.mark.browser

SITE = "http://portal.test"  # not https: as on a station's own server, where crypto.randomUUID is missing
PAGE = """<!doctype html><html lang="en"><title>Quiz</title>
<p data-deadline="{seconds}" data-five="Five." data-one="One." data-over="Over.">
<bdi data-clock></bdi><span data-announce></span></p>
<form method="post" action="/whole" data-save="/save"
 data-saving="Saving" data-saved="Saved" data-unsaved="Not saved" data-waiting="Waiting">
<fieldset data-question="a.1" data-counter="4"><label><input type="radio" name="a.1" value="1">one</label>
<label><input type="radio" name="a.1" value="2">two</label>
<input type="hidden" name="a.1:counter" value="4" data-counter-field><p data-state></p></fieldset>
<fieldset data-question="a.2" data-counter="0"><label>text<textarea name="a.2"></textarea></label>
<input type="hidden" name="a.2:counter" value="0" data-counter-field><p data-state></p></fieldset>
<button name="go" value="review">Review</button></form>
<script type="module" src="/quiz.js"></script></html>"""


class Server:
    """Keeps what it was sent. `answer` is what it says next: `saved`, `down`, `signed out`, `refused` or `not json`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answer = "saved"
        self.seconds = 1740
        self.loads = 0
        self.saves: list[dict[str, list[str]]] = []
        self.whole: list[dict[str, list[str]]] = []
        page.route(f"{SITE}/**", self.serve)

    def serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path == "/quiz.js":
            route.fulfill(path=ROOT / "lms" / "static" / "quiz.js", content_type="text/javascript")
        elif path == "/save":
            self.saves.append(parse_qs(route.request.post_data or ""))
            self.reply(route)
        elif path == "/whole":
            self.whole.append(parse_qs(route.request.post_data or ""))
            route.fulfill(body="<p>Review</p>", content_type="text/html")
        else:
            self.loads += 1
            route.fulfill(body=PAGE.format(seconds=self.seconds), content_type="text/html")
            self.seconds = 0

    def reply(self, route: Route) -> None:
        if self.answer == "saved":
            route.fulfill(json={"saved": True, "counter": int(self.saves[-1]["counter"][0]), "text": "Saved"})
        elif self.answer == "signed out":
            route.fulfill(status=401, json={"error": "Sign in again"})
        elif self.answer == "refused":
            route.fulfill(status=409, json={"error": "Too late"})
        elif self.answer == "not json":
            route.fulfill(body="<p>A captive portal</p>", content_type="text/html")
        else:
            route.abort()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def server(page: Page) -> Server:
    """The server, with the quiz open in the page and the page's clock in the test's hand."""
    made = Server(page)
    page.clock.install()
    page.goto(SITE)
    return made


def state(page: Page, question: str):
    return page.locator(f'[data-question="{question}"] [data-state]')


def test_an_answer_is_saved_as_it_is_given(server, page):
    page.get_by_label("two").check()
    page.clock.run_for(50)
    expect(state(page, "a.1")).to_have_text("Saved")
    (sent,) = server.saves
    assert sent["question"] == ["a.1"]
    assert sent["a.1"] == ["2"]
    assert sent["counter"] == ["5"]
    assert len(sent["key"][0]) >= 32
    assert "a.1:counter" not in sent


def test_typing_is_saved_after_a_pause(server, page):
    page.get_by_label("text").press_sequentially("note")
    expect(state(page, "a.2")).to_have_text("Saving")
    assert server.saves == []
    page.clock.run_for(1000)
    expect(state(page, "a.2")).to_have_text("Saved")
    assert [sent["a.2"] for sent in server.saves] == [["note"]]


def test_typing_without_a_pause_is_saved_all_the_same(server, page):
    for letter in "abcdefghijklmnop":
        page.get_by_label("text").press(letter)
        page.clock.run_for(500)
    assert server.saves


@pytest.mark.parametrize("failure", ["down", "signed out", "not json"])
def test_what_the_server_has_not_acknowledged_is_never_called_saved_and_goes_again_under_the_same_key(
    server, page, failure
):
    server.answer = failure
    page.get_by_label("one").check()
    page.clock.run_for(50)
    expect(state(page, "a.1")).to_have_text("Sign in again" if failure == "signed out" else "Not saved")
    server.answer = "saved"
    page.clock.run_for(2000)
    expect(state(page, "a.1")).to_have_text("Saved")
    assert len(server.saves) == 2
    assert server.saves[0] == server.saves[1]


def test_a_refused_answer_says_why_and_is_not_sent_again(server, page):
    server.answer = "refused"
    page.get_by_label("one").check()
    page.clock.run_for(50)
    expect(state(page, "a.1")).to_have_text("Too late")
    page.clock.run_for(60_000)
    assert len(server.saves) == 1


def test_a_newer_answer_takes_the_place_of_one_that_did_not_arrive(server, page):
    server.answer = "down"
    page.get_by_label("one").check()
    page.clock.run_for(50)
    expect(state(page, "a.1")).to_have_text("Not saved")
    server.answer = "saved"
    page.get_by_label("two").check()
    page.clock.run_for(50)
    expect(state(page, "a.1")).to_have_text("Saved")
    assert server.saves[-1]["a.1"] == ["2"]
    assert server.saves[-1]["counter"] == ["6"]
    assert server.saves[-1]["key"] != server.saves[0]["key"]


def test_the_form_waits_until_the_last_answer_is_saved(server, page):
    server.answer = "down"
    page.get_by_label("one").check()
    page.clock.run_for(50)
    expect(state(page, "a.1")).to_have_text("Not saved")
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text("Waiting")
    assert server.whole == []
    server.answer = "saved"
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_url(f"{SITE}/whole")
    assert server.whole[0]["go"] == ["review"]


def test_a_second_press_sends_the_form_at_once_with_every_answer_and_its_counter(server, page):
    server.answer = "down"
    page.get_by_label("two").check()
    page.clock.run_for(50)
    expect(state(page, "a.1")).to_have_text("Not saved")
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text("Waiting")
    page.get_by_role("button").click()
    page.wait_for_url(f"{SITE}/whole")
    assert server.whole[0]["a.1"] == ["2"]
    assert server.whole[0]["a.1:counter"] == ["5"]


@pytest.mark.parametrize(("answer", "warnings"), [("down", ["beforeunload"]), ("saved", [])])
def test_leaving_warns_only_if_something_is_unsent(server, page, answer, warnings):
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(dialog.type), dialog.accept()))
    server.answer = answer
    page.get_by_label("one").check()
    page.clock.run_for(50)
    expect(state(page, "a.1")).to_have_text("Not saved" if answer == "down" else "Saved")
    page.goto(f"{SITE}/elsewhere")
    assert seen == warnings


def test_the_time_left_is_shown_and_announced_and_at_its_end_the_page_asks_the_server(server, page):
    clock, announced = page.locator("[data-clock]"), page.locator("[data-announce]")
    expect(clock).to_have_text("29:00")
    page.clock.run_for(60_000)
    expect(clock).to_have_text("28:00")
    expect(announced).to_have_text("")
    page.clock.run_for(23 * 60_000)
    expect(announced).to_have_text("Five.")
    page.clock.run_for(4 * 60_000)
    expect(announced).to_have_text("One.")
    page.clock.run_for(61_000)
    expect(announced).to_have_text("Over.")
    with page.expect_navigation():
        page.clock.run_for(2500)
    page.clock.run_for(10_000)
    assert page.evaluate("fetch('/').then(() => 'still here')") == "still here"
    assert server.loads == 3  # the first visit, one question to the server, and the fetch: not again and again
