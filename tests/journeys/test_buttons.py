"""Buttons that only a browser can judge: what a second press does, and what is copied."""

import pytest
from playwright.sync_api import Browser, Request, expect

from lms.people.roles import Role
from tests.journeys.browser import DESKTOP, PHONE, window
from tests.journeys.officer import Officer
from tests.journeys.server import Server

pytestmark = pytest.mark.browser


def test_one_download_holds_up_itself_alone(server: Server, chromium: Browser) -> None:
    password = str(server.demo_accounts()[0]["password"])
    with window(chromium, DESKTOP, server.address) as context:
        page = context.new_page()
        coordinator = Officer(page, server.address, "en")
        page.goto(server.address)
        coordinator.sign_in("demo.coordinator", password)
        coordinator.link("People").first.click()
        sent: list[str] = []

        def note(asked: Request) -> None:
            if asked.method == "POST":
                sent.append((asked.post_data or "").rpartition("form=")[2])

        page.on("request", note)
        workbook, table = coordinator.button("For Excel (XLSX)"), coordinator.button("As CSV")
        with page.expect_download():
            workbook.dblclick()
        with page.expect_download():
            table.click()
        assert sent == ["xlsx", "csv"]


def test_the_address_of_a_calendar_is_copied(server: Server, chromium: Browser) -> None:
    number = server.add_person("CAL-1", "Sana Khan", "ثنا خان", "ur", Role.OFFICER).service_number
    with window(chromium, PHONE, server.address) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.address)
        page = context.new_page()
        officer = Officer(page, server.address, "ur")
        page.goto(server.address)
        officer.sign_in(number)
        page.goto(f"{server.address}/live")
        officer.button("Make the address").click()
        field = page.get_by_label(officer.words("Secret address of your calendar"))
        expect(field).to_be_visible()
        officer.look()
        officer.button("Copy").click()
        expect(officer.button("Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == field.input_value()
        assert field.input_value().endswith(".ics")
