"""A form that is sent without a connection stays as it is."""

import pytest
from playwright.sync_api import Browser, expect

from lms.people.roles import Role
from tests.journeys.browser import PHONE, window
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
