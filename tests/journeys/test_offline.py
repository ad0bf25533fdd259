"""A form that is sent without a connection stays as it is."""

import pytest
from playwright.sync_api import Browser, expect

from lms.people.roles import Role
from tests.journeys.browser import DESKTOP, PHONE, window
from tests.journeys.officer import Officer
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

SAID = "No connection: nothing was sent, and what you wrote is still here. Press again when the connection is back."
WISHED = "Sana Bibi Khan"


def test_what_was_typed_outlives_a_lost_connection(server: Server, chromium: Browser) -> None:
    number = server.add_person("OFF-1", "Sana Khan", "ثنا خان", "ur", Role.OFFICER).service_number
    with window(chromium, PHONE, server.address) as context:
        page = context.new_page()
        officer = Officer(page, server.address, "ur")
        page.goto(server.address)
        officer.sign_in(number)
        page.goto(f"{server.address}/account/name")
        field = page.locator("[name=name_en]")
        field.fill(WISHED)
        context.set_offline(True)
        send = page.locator("main form button.button:not(.secondary)").last
        send.click()
        said = page.get_by_role("alert").filter(has_text=officer.words(SAID))
        expect(said).to_be_visible()
        officer.look()
        page.locator("form.language button").click()  # leaves the page as it is too
        expect(said).to_have_count(1)
        expect(field).to_have_value(WISHED)
        context.set_offline(False)
        expect(said).to_have_count(0)
        send.click()
        page.wait_for_url(lambda address: not address.endswith("/account/name"))
        expect(page.locator(".flash.success")).to_be_visible()


def test_a_check_in_a_lesson_outlives_a_lost_connection(server: Server, chromium: Browser) -> None:
    number = server.add_person("OFF-2", "Bilal Khan", "بلال خان", "en", Role.OFFICER).service_number
    with window(chromium, DESKTOP, server.address) as context:
        page = context.new_page()
        officer = Officer(page, server.address, "en")
        officer.sign_in(number)
        page.goto(f"{server.address}/courses/human-rights-le")
        page.locator("main form button").first.click()
        check = page.locator("section.check").first
        check.locator("input").first.check()
        context.set_offline(True)
        check.locator("form button").last.click()
        expect(page.get_by_role("alert").filter(has_text=SAID)).to_be_visible()
        expect(check.locator("input").first).to_be_checked()
        context.set_offline(False)
        check.locator("form button").last.click()
        expect(check.locator(".feedback")).to_be_visible()


def test_a_server_that_is_near_needs_no_network(server: Server, chromium: Browser) -> None:
    number = server.add_person("OFF-3", "Nida Khan", "ندا خان", "en", Role.OFFICER).service_number
    with window(chromium, DESKTOP, server.address) as context:
        context.add_init_script("Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })")
        officer = Officer(context.new_page(), server.address, "en")
        officer.sign_in(number)
