"""The editor and the preview in a real browser: what only it can show."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import actions, queries
from lms.db import make_engine
from lms.people import queries as people
from lms.people.models import Person
from lms.people.roles import Role
from lms.people.viewer import Viewer
from tests.authoring.test_uploads import PNG, SVG
from tests.journeys.browser import DESKTOP, PHONE, Screen, check_page, window
from tests.journeys.server import PASSWORD, Server
from tests.sample_course import BILINGUAL

pytestmark = pytest.mark.browser

LESSON = "01-receiving.md"
ENGLISH_PHONE = replace(PHONE, language="en")
SCREENS = [replace(screen, language=language) for screen in (PHONE, DESKTOP) for language in ("ur", "en")]
WITHOUT_SCRIPTS = replace(DESKTOP, scripts=False)
numbers = count(1)


def viewer(person: Person, *roles: Role) -> Viewer:
    return Viewer(person.id, person.name_en, person.name_ur, person.language, None, frozenset(roles))


@contextmanager
def database(server: Server) -> Iterator[Session]:
    engine = make_engine(server.config.database)
    with Session(engine, expire_on_commit=False) as session:
        yield session
        session.commit()
    engine.dispose()


@pytest.fixture(scope="module")
def trainers(server: Server) -> list[Person]:
    return [
        server.add_person("EDIT-1", "Sadia Noor", "سعدیہ نور", "en", Role.TRAINER),
        server.add_person("EDIT-2", "Imran Shah", "عمران شاہ", "en", Role.TRAINER),
    ]


@pytest.fixture
def course(server: Server, trainers: list[Person]) -> str:
    """The address of a course of both trainers, each test's own."""
    return make_course(server, trainers, BILINGUAL)


def make_course(server: Server, trainers: list[Person], files: dict[str, bytes]) -> str:
    slug = f"written-{next(numbers)}"
    now = datetime.now(UTC)
    with database(server) as session:
        author = viewer(trainers[0], Role.TRAINER)
        record = actions.create_course(session, slug, files, author, now)
        actions.add_author(session, record, people.person_with_roles(session, trainers[1].id), author, now)
    return slug


def saved(server: Server, slug: str, path: str = LESSON) -> str:
    with database(server) as session:
        record = session.scalars(queries.course(slug)).one()
        return queries.draft_text(session, record, path)[1].decode()


def sign_in(context: BrowserContext, server: Server, number: str = "EDIT-1") -> Page:
    page = context.new_page()
    page.goto(f"{server.address}/sign-in")
    page.locator("#sign_in_name").fill(number)
    page.locator("#password").fill(PASSWORD)
    page.locator("form[action='/sign-in']").locator("button:not([type=button])").click()
    page.wait_for_url(f"{server.address}/")
    return page


@contextmanager
def editor(
    chromium: Browser, server: Server, slug: str, screen: Screen = DESKTOP, number: str = "EDIT-1"
) -> Iterator[Page]:
    with window(chromium, screen, server.address) as context:
        page = sign_in(context, server, number)
        page.goto(f"{server.address}/workshop/{slug}/edit/{LESSON}")
        if screen.scripts:
            expect(field(page)).to_be_visible()
        yield page


def field(page: Page):
    return page.locator(".code [role=textbox]")


def state(page: Page):
    return page.locator("[data-state]")


def write(page: Page, where: str, words: str) -> None:
    field(page).click()
    page.keyboard.press(where)
    page.keyboard.insert_text(words)


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("[data-inside]")


# --- saving ----------------------------------------------------------------------------------------------


def test_typing_is_saved_by_itself_and_the_styles_keep_the_policy(chromium, server, course):
    with editor(chromium, server, course) as page:  # the window fails at its end if the policy was broken
        assert page.evaluate("document.querySelector('.code').shadowRoot.adoptedStyleSheets.length") >= 1
        assert page.evaluate("document.querySelectorAll('style').length") == 0
        write(page, "Control+End", "\nMore words.\n")
        expect(state(page)).to_have_text(re.compile(r"Saved at \d\d:\d\d"))
        assert saved(server, course).endswith("\nMore words.\n")
        assert page.evaluate("localStorage.length") == 0


def test_two_trainers_saving_one_lesson_lose_nothing(chromium, server, course):
    with editor(chromium, server, course) as sadia, editor(chromium, server, course, number="EDIT-2") as imran:
        write(sadia, "Control+End", "\nFrom Sadia.\n")
        expect(state(sadia)).to_have_text(re.compile("Saved at"))
        write(imran, "Control+Home", "<!-- From Imran. -->\n\n")
        conflict = imran.locator("[data-conflict]")
        expect(conflict).to_be_focused()
        expect(conflict).to_contain_text("Sadia Noor")
        expect(conflict.locator("mark").filter(has_text="From Imran.")).to_be_visible()
        expect(state(imran)).to_contain_text("somebody else changed this text")
        assert "Imran" not in saved(server, course)
        check_page(imran)
        imran.keyboard.press("Tab")
        conflict.get_by_role("button", name="Put both together").click()
        expect(state(imran)).to_have_text(re.compile("Saved at"))
        text = saved(server, course)
        assert text.startswith("<!-- From Imran. -->")
        assert text.endswith("From Sadia.\n")
        expect(conflict).to_have_count(0)


@pytest.mark.parametrize(
    ("button", "kept", "gone"), [("Save mine over it", "Mine", "Theirs"), ("Take the saved text", "Theirs", "Mine")]
)
def test_one_of_two_texts_is_chosen(chromium, server, course, button, kept, gone):
    with editor(chromium, server, course) as one, editor(chromium, server, course, number="EDIT-2") as other:
        write(one, "Control+Home", "<!-- Theirs -->\n\n")
        expect(state(one)).to_have_text(re.compile("Saved at"))
        write(other, "Control+Home", "<!-- Mine -->\n\n")
        other.get_by_role("button", name=button).click()
        expect(other.locator("[data-conflict]")).to_have_count(0)
        other.keyboard.insert_text("!")
        expect(state(other)).to_have_text(re.compile("Saved at"))
        assert f"<!-- {kept} -->" in saved(server, course)
        assert f"<!-- {gone} -->" not in saved(server, course)


def test_a_page_that_is_killed_while_somebody_types_loses_two_seconds_at_most(chromium, server, course):
    with window(chromium, DESKTOP, server.address) as context:
        page = sign_in(context, server)
        page.goto(f"{server.address}/workshop/{course}/edit/{LESSON}")
        field(page).click()
        page.keyboard.press("Control+End")
        with page.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
            page.keyboard.type("written without a pause, letter by letter, for three seconds", delay=50)
    assert "written without" in saved(server, course)


def test_what_was_not_saved_is_offered_when_the_page_is_opened_again(chromium, server, course):
    with window(chromium, DESKTOP, server.address) as context:
        page = sign_in(context, server)
        address = f"{server.address}/workshop/{course}/edit/{LESSON}"
        page.goto(address)
        context.set_offline(True)
        write(page, "Control+End", "\nWritten without a line.\n")
        expect(state(page)).to_have_text("Not saved: no connection – your text is kept on this device", timeout=10_000)
        page.close()
        context.set_offline(False)
        assert "without a line" not in saved(server, course)
        page = context.new_page()
        page.goto(address)
        expect(page.locator("[data-offer-place]")).to_contain_text("was not saved is kept on this device")
        check_page(page)
        page.get_by_role("button", name="Bring it back").click()
        expect(state(page)).to_have_text(re.compile("Saved at"))
        assert saved(server, course).endswith("\nWritten without a line.\n")
        page.reload()
        expect(field(page)).to_be_visible()
        expect(page.locator("[data-offer-place]")).to_be_hidden()


def test_a_lost_line_comes_back_and_the_text_is_saved(chromium, server, course):
    with editor(chromium, server, course) as page:
        page.context.set_offline(True)
        write(page, "Control+End", "\nWaiting.\n")
        expect(state(page)).to_contain_text("no connection", timeout=10_000)
        page.context.set_offline(False)
        expect(state(page)).to_have_text(re.compile("Saved at"), timeout=20_000)
        assert saved(server, course).endswith("\nWaiting.\n")


def test_the_copy_of_one_person_is_not_shown_to_another(chromium, server, course):
    with window(chromium, DESKTOP, server.address) as context:
        page = sign_in(context, server)
        address = f"{server.address}/workshop/{course}/edit/{LESSON}"
        page.goto(address)
        page.route("**/edit/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
        write(page, "Control+End", "\nPrivate.\n")
        expect(state(page)).to_contain_text("no connection")
        page.close()
        context.clear_cookies()
        context.add_cookies([{"name": "language", "value": "en", "url": server.address}])
        other = sign_in(context, server, "EDIT-2")
        other.goto(address)
        expect(field(other)).to_be_visible()
        expect(other.locator("[data-offer-place]")).to_be_hidden()


# --- the checker and the preview -------------------------------------------------------------------------


def test_problems_are_shown_as_one_types_and_lead_to_their_lines(chromium, server, course):
    with editor(chromium, server, course) as page:
        write(page, "Control+End", "\n### Question (choose one)\n\nWhich?\n\n- [ ] One\n- [ ] Two\n")
        problem = page.locator(".problems li.error")
        expect(problem).to_contain_text("No option is marked as right")
        line = problem.locator("a").inner_text().removeprefix("Line ")
        expect(page.locator(".code .mark.error")).to_have_count(1)
        field(page).click()
        page.keyboard.press("Control+Home")
        problem.locator("a").click()
        expect(field(page)).to_be_focused()
        expect(page.locator(".code .cm-activeLine")).to_have_text("### Question (choose one)")
        assert page.url.endswith(f"#L{line}")
        page.goto(f"{server.address}/workshop/{course}/edit/{LESSON}#L3")
        expect(page.locator(".code .cm-activeLine")).to_contain_text("The first two minutes")


def test_the_preview_follows_what_is_typed_and_questions_can_be_tried(chromium, server, course):
    with editor(chromium, server, course) as page:
        preview = inside(page)
        expect(preview.get_by_text("Then take notes.")).to_be_visible()
        preview.get_by_label("Ask her to wait outside").check()
        preview.get_by_role("button", name="Check answer").first.click()
        expect(preview.get_by_text("She may leave, and the trail goes cold.")).to_be_visible()
        write(page, "Control+End", "\n---\n\nA new *last* paragraph.\n")
        expect(preview.locator("em")).to_have_text("last")
        expect(preview.get_by_text("She may leave, and the trail goes cold.")).to_be_visible()  # the try is still there
        page.locator("[name=preview-language][value=ur]").check(force=True)
        expect(preview.get_by_text("آپ سب سے پہلے کیا کریں گے؟")).to_be_visible()
        expect(preview.locator("html")).to_have_attribute("lang", "ur")
        page.locator("[name=preview-width][value=desktop]").check(force=True)
        assert page.locator("[data-inside]").evaluate("frame => frame.contentWindow.innerWidth") == 1024
        expect(page.locator("[data-weight]")).to_contain_text("On a slow line")


def test_a_colleague_leaves_a_remark_on_a_line(chromium, server, course):
    with editor(chromium, server, course, number="EDIT-2") as page:
        page.get_by_text("Leave a remark on a line").click()
        page.get_by_label("Line number").fill("3")
        page.get_by_role("button", name="Leave the remark").click()
        expect(page.locator("[data-remark-error]")).to_contain_text("Write a remark")
        page.get_by_label("Remark", exact=True).fill("Is it two, or three?")
        page.get_by_role("button", name="Leave the remark").click()
        expect(page.locator(".remarks")).to_contain_text("Is it two, or three?")
        expect(page.locator(".code .mark.remark")).to_have_count(1)
        page.get_by_role("button", name="Settled").click()
        expect(page.locator(".code .mark.remark")).to_have_count(0)


# --- inserting -------------------------------------------------------------------------------------------


def test_a_picture_is_pasted_described_and_shown(chromium, server, course):
    with editor(chromium, server, course) as page:
        field(page).click()
        page.keyboard.press("Control+End")
        page.evaluate(
            """bytes => {
              const data = new DataTransfer();
              data.items.add(new File([new Uint8Array(bytes)], "My desk.png", { type: "image/png" }));
              document.querySelector(".code").shadowRoot.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, composed: true, cancelable: true }));
            }""",
            list(PNG),
        )
        dialog = page.get_by_role("dialog", name="Add a picture or recording")
        expect(dialog.get_by_label("What does it show?")).to_be_focused()
        check_page(page)
        page.keyboard.press("Enter")
        expect(dialog.get_by_role("alert")).to_contain_text("Say what the file shows")
        page.keyboard.type("A desk")
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        expect(field(page)).to_be_focused()
        expect(state(page)).to_have_text(re.compile("Saved at"))
        assert saved(server, course).rstrip().endswith("![A desk](images/my-desk.png)")
        expect(inside(page).get_by_alt_text("A desk")).to_have_attribute(
            "src", re.compile(r"/preview/files/images/my-desk\.png\?v=")
        )


def test_text_from_word_is_pasted_without_its_styles(chromium, server, course):
    with editor(chromium, server, course) as page:
        field(page).click()
        page.keyboard.press("Control+End")
        page.evaluate(
            """html => {
              const data = new DataTransfer();
              data.setData("text/html", html);
              data.setData("text/plain", "Bold words");
              document.querySelector(".code").shadowRoot.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, composed: true, cancelable: true }));
            }""",
            "<p class=MsoNormal style='color:red'><b>Bold</b> words</p>",
        )
        expect(state(page)).to_have_text(re.compile("Saved at"))
        assert saved(server, course).endswith("**Bold** words")


@pytest.mark.parametrize("point", ["- ", "1. ", "- [ ] "])
def test_enter_on_an_empty_point_ends_the_list(chromium, server, course, point):
    with editor(chromium, server, course) as page:
        field(page).click()
        page.keyboard.press("Control+End")
        page.keyboard.type(f"\n\n## Here\n\n{point}one")
        for key in ("Enter", "Enter"):
            page.keyboard.press(key)
        page.keyboard.type("after\n\n- two")
        for key in ("Enter", "Tab", "Enter"):
            page.keyboard.press(key)
        page.keyboard.type("three")
        assert page.locator("#text").input_value().endswith(f"\n\n{point}one\n\nafter\n\n- two\n- three")


def test_the_editor_is_used_with_the_keyboard_alone(chromium, server, course):
    with editor(chromium, server, course) as page:
        page.locator("[data-insert] summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Choose one")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("[data-insert] summary")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(field(page)).to_be_focused()
        page.keyboard.press("Control+End")
        page.keyboard.type("- one")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("two")
        assert page.locator("#text").input_value().endswith("- one\n  - two")
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Save", exact=True)).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(field(page)).to_be_focused()
        page.keyboard.press("Control+s")
        expect(state(page)).to_have_text(re.compile("Saved at"))
        assert "### Question (choose one)\n\nWhat do you ask here?" in saved(server, course)


def test_urdu_and_english_lines_each_have_their_own_direction(chromium, server, course):
    with editor(chromium, server, course) as page:
        write(page, "Control+End", "\nیہ اردو ہے۔ (154)\nThis is English.\n- [ ] ایک انتخاب\n")
        lines = page.locator(".code .cm-line")
        directions = lines.evaluate_all("all => all.map(line => [line.textContent, getComputedStyle(line).direction])")
        found = dict(directions)
        assert found["یہ اردو ہے۔ (154)"] == "rtl"
        assert found["This is English."] == "ltr"
        assert next(direction for text, direction in found.items() if "انتخاب" in text) == "rtl"


# --- everybody can use it --------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen.name}-{screen.language}")
def test_the_pages_are_accessible_and_fit_their_screen(chromium, server, course, screen):
    with editor(chromium, server, course, screen) as page:
        if page.locator("html").get_attribute("lang") != screen.language:
            page.locator(".switch[name=language]").first.click()
            expect(field(page)).to_be_visible()
        expect(inside(page).locator("h1")).to_be_visible()
        write(page, "Control+End", "\n### Question (choose one)\n\nWhich?\n\n- [ ] One\n- [ ] Two\n")
        expect(page.locator(".problems li.error")).to_be_visible()
        check_page(page)
        page.locator("[data-insert] summary").click()
        page.get_by_text("True or false").or_(page.get_by_text("درست یا غلط")).first.wait_for()
        check_page(page)
        for address in ("receiving", "final-quiz", ""):
            page.goto(f"{server.address}/workshop/{course}/preview/{address}".rstrip("/"))
            check_page(page)


@pytest.mark.parametrize("screen", [WITHOUT_SCRIPTS, replace(ENGLISH_PHONE, scripts=False)], ids=["desktop", "phone"])
def test_without_scripts_a_lesson_is_written_checked_previewed_and_saved(chromium, server, course, screen):
    with editor(chromium, server, course, screen) as page:
        text = page.locator("#text")
        wrong = text.input_value().replace("- [x] Greet", "- [ ] Greet")
        text.fill(wrong)
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.locator(".problems")).to_contain_text("No option is marked as right")
        assert text.input_value() == wrong
        text.fill(wrong.replace("- [ ] Greet", "- [x] Greet") + "\n---\n\nWritten without scripts.\n")
        page.get_by_role("button", name="Save and preview").click()
        expect(page.get_by_text("Written without scripts.")).to_be_visible()
        page.get_by_label("Ask her to wait outside").check()
        page.get_by_role("button", name="Check answer").first.click()
        expect(page.get_by_text("She may leave, and the trail goes cold.")).to_be_visible()
        page.get_by_role("link", name="Back to the editor").click()
        text.fill(text.input_value() + "Once more.\n")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        assert saved(server, course).endswith("Written without scripts.\nOnce more.\n")


# --- attacks ---------------------------------------------------------------------------------------------

ATTACKS = [
    "<script>parent.pwned = window.pwned = 1</script>",
    '<img src=x onerror="parent.pwned = 1">',
    "<svg/onload=parent.pwned=1>",
    "[click](javascript:parent.pwned=1)",
    "[click](data:text/html,<script>parent.pwned=1</script>)",
    "![x](javascript:parent.pwned=1)",
    '!["><script>pwned=1</script>](images/desk.svg "\'><img src=x onerror=pwned=1>")',
    '**bold" onmouseover="pwned=1"**',
    "`</textarea><script>pwned=1</script>`",
    "</textarea></form><style>body{display:none}</style><script>pwned=1</script>",
    "<base href=//evil.invalid/><meta http-equiv=refresh content='0;url=//evil.invalid/'>",
    "<iframe srcdoc='<script>top.pwned=1</script>'></iframe><form action=//evil.invalid><button>x</button></form>",
    "<!-- --!><script>pwned=1</script> -->",
    "{{ 7 * 7 }} {% raw %}",
]
WRITTEN = (
    "# Title <img src=x onerror=pwned=1>\n\n"
    + "\n\n".join(ATTACKS)
    + "\n\n### Question (choose one)\n\n"
    + ATTACKS[1]
    + (
        '\n\n- [x] <b onclick=pwned=1>Right</b>\n  - <script>pwned=1</script> feedback\n- [ ] Wrong " autofocus onfocus=pwned=1\n'
    )
)
ACTIVE = SVG.replace(b"/>", b' onload="parent.pwned=1"><script>parent.pwned=1</script></svg>')
PO = """msgid ""
msgstr ""
"Language: ur\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "The front desk"
msgstr "<script>parent.pwned=1</script><img src=x onerror=parent.pwned=1>"

msgid "Then take notes."
msgstr "[x](javascript:parent.pwned=1) <svg onload=parent.pwned=1>"
"""


def test_nothing_that_is_written_runs_or_changes_what_is_around_the_preview(chromium, server, trainers):
    files = BILINGUAL | {
        LESSON: WRITTEN.encode() + BILINGUAL[LESSON].partition(b"\n")[2],
        "images/desk.svg": SVG,
        "locale/ur.po": PO.encode(),
    }
    slug = make_course(server, trainers, files)
    with database(server) as session:  # a drawing that came in with a folder, which takes everything
        record = session.scalars(queries.course(slug)).one()
        author = viewer(trainers[0], Role.TRAINER)
        base = session.scalars(queries.draft_file(record, "images/desk.svg")).one().media_sha256
        actions.save_file(session, record, "images/desk.svg", ACTIVE, base, author, datetime.now(UTC))
        text = '"><script>pwned=1</script></textarea>'
        actions.add_remark(
            session, record, LESSON, 1, "</textarea><script>pwned=1</script>", text, author, datetime.now(UTC)
        )
    with editor(chromium, server, slug) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.evaluate("window.frameOf = document.querySelector('header').outerHTML")
        for language in ("en", "ur"):
            page.locator(f"[name=preview-language][value={language}]").check(force=True)
            expect(inside(page).locator("html")).to_have_attribute("lang", language)
            expect(inside(page).locator("h1")).to_be_visible()
            write(page, "Control+End", "\n" + "\n\n".join(ATTACKS) + "\n")
            expect(state(page)).to_have_text(re.compile("Saved at"))
            expect(page.locator(".problems li.error").first).to_be_visible()
        checker = page.locator(".problems").inner_text()
        assert "<script>" in checker  # told as text
        for frame in page.frames:
            assert frame.evaluate("[window.pwned, document.querySelectorAll('script:not([src])').length]") == [None, 0]
            active = "[onerror], [onload], [onclick], [onmouseover], [onfocus], base, iframe[srcdoc]"
            assert frame.locator(active).count() == 0
            assert (
                frame.evaluate(
                    "[...document.querySelectorAll('a[href]')].some(a => /^(javascript|data):/i.test(a.href))"
                )
                is False
            )
        assert page.evaluate("document.querySelector('header').outerHTML === window.frameOf")
        assert "evil.invalid" not in "".join(frame.url for frame in page.frames)
        assert page.locator("#text").input_value().startswith(WRITTEN[:40])
        for address in ("receiving", "final-quiz", ""):
            page.goto(f"{server.address}/workshop/{slug}/preview/{address}?language=ur".replace("/?", "?"))
            assert page.evaluate("window.pwned") is None


def test_an_active_drawing_of_a_draft_does_nothing_even_by_itself(chromium, server, trainers):
    slug = make_course(server, trainers, BILINGUAL | {"images/desk.svg": ACTIVE})
    with database(server) as session:
        record = session.scalars(queries.course(slug)).one()
        digest = session.scalars(select(queries.draft_file(record, "images/desk.svg").subquery().c.media_sha256)).one()
    context = chromium.new_context()
    page = sign_in(context, server)
    page.goto(f"{server.address}/workshop/{slug}/preview/files/images/desk.svg?v={digest[:12]}")
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert page.evaluate("window.origin") == "null"
    context.close()
