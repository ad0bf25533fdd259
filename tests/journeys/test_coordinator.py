"""A coordinator brings four hundred officers in from a messy list, mends it, prints slips, and one of them signs in with his."""

import io
import re
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import DESKTOP, PHONE, window
from tests.journeys.officer import Officer
from tests.journeys.server import PASSWORD, Server
from tests.people.messy import ALL, HEADERS_MENDED, MENDED, WRONG_ROWS, Faults, messy_book

pytestmark = pytest.mark.browser

PEOPLE = 400


def choose(page: Page, folder: Path, faults: Faults) -> None:
    path = folder / "nominations.xlsx"
    path.write_bytes(messy_book(PEOPLE, faults))
    page.locator("#file").set_input_files(path)
    page.locator("form[enctype] button").click()


def codes_by_number(pdf: bytes) -> dict[str, str]:
    """The one-time codes by service number, as they stand on the slips."""
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    numbers = re.findall(r"LHR-\d{4}", text)
    codes = re.findall(r"[2-9A-Z]{4}\u2011[2-9A-Z]{4}\u2011[2-9A-Z]{4}", text)
    return dict(zip(numbers, codes, strict=True))


def test_four_hundred_officers_come_in_and_one_signs_in(server: Server, chromium: Browser, tmp_path: Path) -> None:
    password = str(server.demo_accounts()[0]["password"])
    with window(chromium, DESKTOP, server.address) as context:
        coordinator = Officer(context.new_page(), server.address, "en")
        page = coordinator.page
        coordinator.sign_in("demo.coordinator", password)
        page.get_by_role("link", name="Bring people in from a spreadsheet").click()
        coordinator.look()
        choose(page, tmp_path, ALL)
        expect(page.locator("#file-error")).to_contain_text("No column with service numbers was found")
        coordinator.look()
        choose(page, tmp_path, HEADERS_MENDED)
        expect(page.get_by_text(f"{WRONG_ROWS} rows are wrong")).to_be_visible()
        expect(page.get_by_text("There is no such day as")).to_be_visible()
        expect(page.get_by_text("There is a formula in this cell")).to_be_visible()
        coordinator.look()
        coordinator.link("Another file").click()
        choose(page, tmp_path, MENDED)
        expect(page.get_by_text(f"{PEOPLE} people are new")).to_be_visible()
        expect(page.get_by_text("are wrong")).to_have_count(0)
        coordinator.look()
        coordinator.button(f"Bring in {PEOPLE} people").click()
        expect(page.get_by_text(f"{PEOPLE} people were added")).to_be_visible()
        coordinator.look()
        coordinator.link("Print slips for the new ones").click()
        coordinator.look()
        with page.expect_download() as download:
            coordinator.button(f"Make {PEOPLE} slips (PDF)").click()
        codes = codes_by_number(Path(download.value.path()).read_bytes())
        assert len(codes) == len(set(codes.values())) == PEOPLE
    with window(chromium, PHONE, server.address) as context:
        officer = Officer(context.new_page(), server.address, "ur")
        page = officer.page
        page.goto(f"{server.address}/first-sign-in?name=LHR-0042")
        expect(page.locator("#sign_in_name")).to_have_value("LHR-0042")
        page.locator("#code").fill(codes["LHR-0042"])
        page.locator("#new_password").fill(PASSWORD)
        officer.button("Save password and sign in").click()
        expect(page).to_have_url(f"{server.address}/")
        officer.look()
