"""Every page, for everybody who may open it, on both screens: axe-core finds nothing and nothing runs over the edge."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from lms.app import create_app
from lms.config import Config
from lms.days import ZONE
from tests.journeys.browser import DESKTOP, PHONE, Screen, check_page, window
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

SCREENS = [replace(screen, language=language) for screen in (PHONE, DESKTOP) for language in ("ur", "en")]
BANK = "$CATEGORY: A category\n\nمثال: یہ بیان؟ {T}\n\nWhich report is it? {=FIR ~%50%None}\n\nAn old one. {=*}\n"
COURSE, TAKEN, QUIZ = "money-laundering", "human-rights-le", "final-quiz"

# Endpoints that answer with something other than a page, and those that only lead elsewhere.
NO_PAGES = {"static_files.serve", "home.health", "catalog.show_file", "certificates.download"}
NO_PAGES |= {"importing.download_wrong", "importing.download_template"}
NO_PAGES |= {"certificates.show_progress", "certificates.show_sample", "certificates.show_emblem"}
NO_PAGES |= {"workshop.show_media", "workshop.show_changed_file", "workshop.download", "editor.show_draft_file"}
NO_PAGES |= {"workshop.download_questions", "translation.download_file", "glossary.download", "interface.download"}
NO_PAGES |= {"reports.download_questions", "surveys.download_results", "live.download", "live.show_feed"}
NO_PAGES |= {"figures.download_table", "figures.download_workbook", "figures.download_summary", "quiz_figures.download"}


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen.name}-{screen.language}")
def screen(request: pytest.FixtureRequest) -> Screen:
    chosen: Screen = request.param
    return chosen


def sign_in(page: Page, server: Server, number: str, password: str) -> None:
    page.goto(f"{server.address}/sign-in")
    page.locator("#sign_in_name").fill(number)
    page.locator("#password").fill(password)
    page.locator("form[action='/sign-in']").locator("button:not([type=button])").click()
    page.wait_for_url(f"{server.address}/")


def walk(page: Page, server: Server, screen: Screen, *addresses: str) -> None:
    """Look at each address in the language of the screen, whatever the person's own language is."""
    if page.locator("html").get_attribute("lang") != screen.language:
        page.locator(".switch[name=language]").first.click()
    for address in addresses:
        page.goto(server.address + address)
        assert page.locator("html").get_attribute("lang") == screen.language
        check_page(page)


def first_link(page: Page, server: Server, address: str, pattern: str) -> str:
    """The first address on a page that contains `pattern`."""
    page.goto(server.address + address)
    found = page.locator(f"main a[href*='{pattern}']").first.get_attribute("href")
    assert found
    return found


@pytest.fixture(scope="module")
def password(server: Server) -> str:
    return str(server.demo_accounts()[0]["password"])


def test_pages_for_strangers(server: Server, chromium: Browser, screen: Screen) -> None:
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        page.goto(f"{server.address}/sign-in")
        walk(
            page,
            server,
            screen,
            "/sign-in",
            "/first-sign-in",
            "/setup/used-up",
            "/verify",
            "/verify/nonsense",
            "/nothing",
        )
        page.goto(f"{server.address}/sign-in")
        page.locator("form[action='/sign-in']").locator("button:not([type=button])").click()
        check_page(page)  # with its errors


def test_pages_of_an_officer_under_way(server: Server, chromium: Browser, screen: Screen, password: str) -> None:
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "FIA-4001", password)
        lesson = first_link(page, server, f"/courses/{COURSE}", f"/courses/{COURSE}/")
        walk(page, server, screen, "/", "/courses", "/courses?q=nothingatall", f"/courses/{COURSE}", lesson)
        walk(
            page,
            server,
            screen,
            f"/courses/{COURSE}/{QUIZ}",
            "/courses/nothing",
            "/certificates",
            "/account",
            "/marking",
        )
        page.goto(f"{server.address}/courses/{COURSE}/{QUIZ}")
        page.locator("form[action$='/attempts'] button, main a[href*='/attempts/'].button").first.click()
        page.wait_for_url("**/attempts/*")
        attempt = page.url.removeprefix(server.address)
        walk(page, server, screen, attempt, f"{attempt}/review")


def test_pages_of_an_officer_who_is_done(server: Server, chromium: Browser, screen: Screen, password: str) -> None:
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "POL-2002", password)
        result = first_link(page, server, f"/courses/{TAKEN}/{QUIZ}", "/result")
        certificate = first_link(page, server, "/certificates", "/certificates/TRB-")
        verification = first_link(page, server, certificate, "/verify/")
        walk(page, server, screen, "/", f"/courses/{TAKEN}", result, "/certificates", certificate, verification)
        walk(page, server, screen, f"/surveys/{TAKEN}/evaluation")


def test_pages_of_staff(server: Server, chromium: Browser, screen: Screen, password: str) -> None:
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "demo.trainer", password)
        walk(page, server, screen, "/", "/marking", f"/workshop/{TAKEN}/statistics")
        walk(page, server, screen, f"/workshop/{TAKEN}/evaluation", f"/workshop/{TAKEN}/evaluation/9")
        walk(page, server, screen, f"/workshop/{TAKEN}/evaluation?kind=follow-up")
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "demo.translator", password)
        course = f"/translation/{COURSE}/"
        text = first_link(page, server, f"{course}?show=all", f"{course}texts/")
        walk(
            page, server, screen, "/", "/translation/", course, f"{course}?show=all&lesson=final-quiz", f"{course}file"
        )
        walk(
            page, server, screen, text, "/translation/?q=nothingatall", f"{course}?q=nothingatall", "/interface-words/"
        )
        term = first_link(page, server, "/glossary/", "/glossary/1")
        walk(page, server, screen, "/glossary/", "/glossary/?q=nothingatall", "/glossary/new", term)
        walk(page, server, screen, f"{term}/remove", "/glossary/removed")
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "demo.coordinator", password)
        certificate = first_link(page, server, "/certificates/register", "/certificates/TRB-")
        walk(page, server, screen, "/certificates/register", "/certificates/register?q=nobody", certificate)
        walk(page, server, screen, f"{certificate}/revoke", f"{certificate}/reissue")
        walk(
            page,
            server,
            screen,
            "/reports?period=all",
            "/reports",
            "/reports?from=yesterday",
            "/reports?period=2020-q1",
        )
        walk(
            page,
            server,
            screen,
            "/reports/completion?period=all&by=sex",
            "/reports/gain",
            "/reports/participation?by=batch",
            "/reports/evaluation?period=all&by=course",
        )
        walk(
            page,
            server,
            screen,
            "/reports/questions",
            "/reports/questions?period=2020-q1",
            "/reports/questions?sex=male",
        )
        walk(page, server, screen, "/reports/participation?from=2026-01-01&by=disability", "/reports/records")
        walk(page, server, screen, "/batches", "/batches?q=nothingatall", "/batches?show=closed", "/paths", "/paths/1")
        walk(page, server, screen, "/people/import", "/people/slips")
        walk(
            page, server, screen, "/certificates/register?from=never&to=2026-01-01", "/certificates/export?what=ticked"
        )
        signing = first_link(page, server, "/certificates/signatories", "/certificates/signatories/")
        walk(page, server, screen, "/certificates/signatories", signing)
        page.locator("#signatory2-name_en").fill("Sikandar")
        page.locator("main form button").last.click()
        check_page(page)  # with its errors
        walk(page, server, screen, "/certificates/export?course=human-rights-le")
        page.locator("form[action='/certificates/export'] button").click()
        page.wait_for_url("**/certificates/export/*")
        check_page(page)


def test_pages_of_a_batch(server: Server, chromium: Browser, screen: Screen, password: str) -> None:
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "demo.coordinator", password)
        walk(page, server, screen, "/batches/1", "/batches/1/progress?course=money-laundering")
        walk(page, server, screen, "/batches/1/progress", "/batches/1/progress?standing=stuck")
        page.locator("input[name=act]").nth(2).check()
        page.locator("main form .card button").last.click()
        check_page(page)  # with its errors
        walk(page, server, screen, "/batches/new")
        page.locator("main form button").last.click()
        check_page(page)  # with its errors
        name = f"A batch with a long name for {screen.name} in {screen.language}, of the second station"
        page.locator("#name").fill(name)
        page.locator("#starts_on").fill("2030-01-01")
        page.locator("main form button").last.click()
        page.wait_for_url("**/members/add")
        check_page(page)
        batch = page.url.removeprefix(server.address).removesuffix("/members/add")
        page.locator("#numbers").fill("POL-2002\nnobody-has-this")
        page.locator("form[action$='/numbers'] button").click()
        check_page(page)  # with what is left
        walk(page, server, screen, batch, f"{batch}/edit", f"{batch}/members", f"{batch}/members?q=nothingatall")
        removal = first_link(page, server, f"{batch}/members", "/remove")
        walk(page, server, screen, f"{batch}/members/add?q=POL", removal, f"/batches/new?like={batch.split('/')[-1]}")
        walk(page, server, screen, f"{batch}/live", f"{batch}/live/new")
        page.locator("main form button").last.click()
        check_page(page)  # with its errors
        begins = (datetime.now(UTC) + timedelta(minutes=5)).astimezone(ZONE)
        page.locator("#title").fill(f"Interviewing of witnesses, a long title for {screen.name} in {screen.language}")
        page.locator("#starts_on").fill(begins.date().isoformat())
        page.locator("#starts_at").fill(begins.strftime("%H:%M"))
        page.locator("#link").fill(
            "https://example.org/j/123456789?pwd=a-long-word-that-does-not-end-soon-enough-for-a-phone"
        )
        page.locator("main form button").last.click()
        page.wait_for_url("**/live/*")
        live = page.url.removeprefix(server.address)
        walk(page, server, screen, live, f"{live}/edit", f"{live}/cancel", f"{live}/screen", f"{batch}/live")
        walk(page, server, screen, "/live", "/attend", f"{live.replace('live', 'attend')}/ABCDEF")
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "demo.administrator", password)
        walk(page, server, screen, "/paths", "/paths/new", "/paths/1/edit")


def test_pages_of_the_workshop(server: Server, chromium: Browser, screen: Screen, password: str) -> None:
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "demo.trainer", password)
        walk(
            page, server, screen, "/workshop/", "/workshop/?q=nothingatall", "/workshop/?whose=others", "/workshop/new"
        )
        page.locator("form[action$='/new/example'] button").click()
        check_page(page)  # with its errors
        title = f"A long title of a course for {screen.name} in {screen.language}, to be broken over several lines"
        page.locator("#example-title").fill(title)
        page.locator("form[action$='/new/example'] button").click()
        page.wait_for_url("**/workshop/a-long-title-*/")
        check_page(page)
        course = page.url.removeprefix(server.address)
        change = first_link(page, server, f"{course}history", "/history/")
        walk(page, server, screen, f"{course}history", change, f"{course}colleagues", f"{course}publish")
        walk(page, server, screen, f"{course}copy", f"{course}rename/02-five-points.md", f"{course}remove/course.md")
        walk(page, server, screen, f"{course}questions", f"{course}questions/out?format=gift&language=ur&of=draft")
        page.goto(f"{server.address}{course}questions")
        page.locator("form[enctype] button").click()
        check_page(page)  # with its errors
        page.set_input_files("#file", {"name": "bank.gift", "mimeType": "text/plain", "buffer": BANK.encode()})
        page.locator("form[enctype] button").click()
        page.wait_for_url("**/questions/check?*")
        check_page(page)
        walk(page, server, screen, f"/workshop/{COURSE}/publish", f"/workshop/{COURSE}/unpublish")
        walk(page, server, screen, f"/workshop/{COURSE}/revisions/1", f"/workshop/{COURSE}/")


def test_pages_of_people(server: Server, chromium: Browser, screen: Screen, password: str) -> None:
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "POL-2001", password)
        walk(page, server, screen, "/account", "/account/contact", "/account/name", "/account/functioning")
        page.goto(f"{server.address}/account/name")
        if page.locator("#name_en").count():  # else asked for on another screen
            page.locator("#name_en").fill("Ghulam Rasul Brohi")
            page.locator("form[action='/account/name'] button").click()
            check_page(page)
        walk(page, server, screen, "/account/name")
    with window(chromium, screen, server.address) as context:
        page = context.new_page()
        sign_in(page, server, "demo.administrator", password)
        person = first_link(page, server, "/people?q=POL-2002", "/people/").partition("?")[0]
        walk(
            page,
            server,
            screen,
            "/people",
            "/people?q=nobodyatall",
            "/people?state=without-slip",
            "/people/new",
            person,
        )
        walk(page, server, screen, *(f"{person}/{act}" for act in ("edit", "move", "deactivate", "roles", "join")))
        other = first_link(page, server, "/people?q=POL-2001", "/people/").rpartition("/")[2]
        walk(
            page,
            server,
            screen,
            f"{person}/join?q=nobodyatall",
            f"{person}/join/{other}",
            f"{person}/join/{person.rpartition('/')[2]}",
        )
        correction = first_link(page, server, "/people/corrections", "/people/corrections/")
        agency = first_link(page, server, "/agencies", "/agencies/")
        walk(page, server, screen, "/people/corrections", correction, "/agencies", agency, "/agencies/new")
        page.goto(f"{server.address}/people/new")
        page.locator("form[action='/people/new'] button").click()
        check_page(page)  # with its errors


def test_no_page_is_forgotten() -> None:
    """The addresses above are every GET address of the product, but for those that are no pages."""
    app: Flask = create_app(Config(database_url="sqlite:////nowhere/lms.sqlite3", secret_key="only for tests"))
    looked_at = {
        "home.show", "people.show_sign_in", "people.show_first_sign_in", "people.show_setup", "people.show_account",
        "importing.show_form", "importing.show_import", "slips.ask",  # the second in test_coordinator.py, with a list
        "learning.list_courses", "learning.show_course", "learning.show_lesson", "learning.show_attempt",
        "learning.review_attempt", "learning.show_result", "learning.list_waiting", "certificates.list_own",
        "certificates.list_issued", "certificates.show", "certificates.ask_revoke", "certificates.ask_reissue",
        "certificates.ask_code", "certificates.verify", "certificates.ask_export", "certificates.show_export",
        "certificates.list_signatories", "certificates.show_signatories",
        "reports.show_questions", "figures.show_overview", "figures.show_report", "records_of_completion.show_records",
        "quiz_figures.show",
        "surveys.show", "surveys.show_results", "surveys.show_texts",
        "workshop.list_courses", "workshop.show_new", "workshop.show_course",
        "workshop.show_history", "workshop.show_change", "workshop.show_revision", "workshop.show_colleagues",
        "workshop.show_questions", "workshop.check_questions", "workshop.show_export",
        "workshop.ask_copy", "workshop.ask_rename", "workshop.ask_remove", "learning.ask_publish", "learning.ask_unpublish",
        "translation.list_courses", "translation.show_course", "translation.show_unit",
        "translation.show_file", "glossary.list_terms", "glossary.ask_term", "glossary.show_term",
        "glossary.ask_remove", "glossary.list_removed",
        "batches.list_batches", "batches.show_new", "batches.show", "batches.show_edit", "batches.list_members",
        "batches.show_progress",
        "batches.show_adding", "batches.ask_remove", "batches.list_paths", "batches.show_path", "batches.show_new_path",
        "batches.show_edit_path",
        "interface.list_messages", "own.ask_contact", "own.ask_name", "own.ask_functioning",
        "directory.list_people", "directory.ask_new", "directory.ask_change", "directory.ask_move",
        "directory.ask_deactivate", "directory.ask_roles", "records.show_person", "records.ask_join", "records.show_join",
        "corrections.list_open",
        "corrections.ask_decision", "agencies.list_agencies", "agencies.ask_change", "agencies.ask_new",
        "live.list_sessions", "live.show_new", "live.show", "live.show_edit", "live.ask_cancel", "live.show_screen",
        "live.list_own", "live.ask_code", "live.ask_attend",
        "editor.show_file", "editor.show_preview", "editor.show_course_preview",  # in test_editor.py
    }  # fmt: skip
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - NO_PAGES
    assert pages == looked_at
