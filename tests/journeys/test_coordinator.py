"""A coordinator's work from a messy list of four hundred officers to their certificates and a quarter's figures."""

import csv
import io
import re
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import DESKTOP, PHONE, window
from tests.journeys.coordinator import Coordinator, printed
from tests.journeys.learning import complete, read
from tests.journeys.officer import Officer, shipped_course
from tests.journeys.server import PASSWORD, Server
from tests.people import messy

pytestmark = pytest.mark.browser

PEOPLE = 400
NUMBERS = [f"LHR-{number:04}" for number in range(1, PEOPLE + 1)]
ONE = NUMBERS[41]
"""The officer whom we see in the browser."""
BATCH = "لاہور، پہلا گروپ"
TAKEN, OTHER = "human-rights-le", "info-gathering-analysis-junior"
UNIT, UNIT_IN_LISTS = "Lahore District", "Lahore District (LHR)"
FIGURES = {
    "People": "400",
    "Enrolments": "800",
    "Completions": "400",
    "Completion rate": "50.0 %",
    "Certificates": "400",
}
WEBINAR, LINK = "Questions about arrest", "https://example.org/j/123456789"


def test_from_a_messy_list_to_certificates_and_figures(server: Server, chromium: Browser, tmp_path: Path) -> None:
    password = str(server.demo_accounts()[0]["password"])
    titles = [shipped_course(slug).title.text for slug in (TAKEN, OTHER)]
    with window(chromium, DESKTOP, server.address) as context:
        coordinator = Coordinator(context.new_page(), server.address, "en", folder=tmp_path)
        coordinator.sign_in("demo.coordinator", password)
        coordinator.add_unit(UNIT, "لاہور ڈسٹرکٹ", "LHR")
        coordinator.bring_in(PEOPLE, UNIT_IN_LISTS)
        codes = coordinator.print_slips(PEOPLE)
        assert sorted(codes) == NUMBERS
        assert len(set(codes.values())) == PEOPLE
        signs_in_with_the_slip(server, chromium, codes[ONE])

        coordinator.make_batch(BATCH, titles, NUMBERS)
        coordinator.open_batch(BATCH, "Live sessions")
        coordinator.plan_webinar(WEBINAR, LINK)
        coordinator.link("Show the code for attendance").click()
        coordinator.look()
        is_there(server, chromium, coordinator.qr_code(".screen-code"))
        coordinator.link("Back to the session").click()
        expect(coordinator.page.get_by_text(f"1 of {PEOPLE} members were there")).to_be_visible()

        complete(server, [number for number in NUMBERS if number != ONE], TAKEN)
        read(server, ONE, TAKEN)
        passes_the_quiz(server, chromium)
        coordinator.open_batch(BATCH)
        coordinator.look()
        standings = [coordinator.standings(title) for title in titles]
        assert [(each["Done"], each["Not started"]) for each in standings] == [("400", "0"), ("0", "400")]

        certificates_are_genuine(server, coordinator.certificates(BATCH, titles[0]))
        told = coordinator.figures(UNIT)
        assert told == FIGURES | {"Training hours": f"{PEOPLE * shipped_course(TAKEN).hours:g}"}
        is_told_on_paper(coordinator.summary())
        is_told_in_urdu(coordinator.urdu_table(), coordinator)


def signs_in_with_the_slip(server: Server, chromium: Browser, code: str) -> None:
    with window(chromium, PHONE, server.address) as context:
        officer = Officer(context.new_page(), server.address, "ur")
        page = officer.page
        page.goto(f"{server.address}/first-sign-in?name={ONE}")
        expect(page.locator("#sign_in_name")).to_have_value(ONE)
        page.locator("#code").fill(code)
        page.locator("#new_password").fill(PASSWORD)
        officer.button("Save password and sign in").click()
        expect(page).to_have_url(f"{server.address}/")
        officer.look()


def is_there(server: Server, chromium: Browser, address: str) -> None:
    """A telephone that is not signed in yet opens what the code on the screen holds."""
    assert address.startswith(f"{server.address}/attend/")
    with window(chromium, PHONE, server.address) as context:
        officer = Officer(context.new_page(), server.address, "ur")
        page = officer.page
        page.goto(address)
        page.locator("#sign_in_name").fill(ONE)
        page.locator("#password").fill(PASSWORD)
        officer.button("Sign in").click()
        expect(page).to_have_url(address)
        officer.look()
        officer.button("I am here").click()
        expect(page.get_by_text(officer.words("It is noted that you are here."))).to_be_visible()
        expect(officer.link("Open the webinar")).to_have_attribute("href", LINK)
        officer.look()


def passes_the_quiz(server: Server, chromium: Browser) -> None:
    course = shipped_course(TAKEN)
    with window(chromium, PHONE, server.address) as context:
        officer = Officer(context.new_page(), server.address, "ur")
        officer.sign_in(ONE)
        officer.page.goto(f"{server.address}/courses/{TAKEN}/{course.graded.slug}")
        officer.start_quiz()
        officer.answer_quiz(officer.asked(course), right=True)
        officer.hand_in()
        expect(officer.page.get_by_text(officer.words("You have passed"))).to_be_visible()


def certificates_are_genuine(server: Server, body: bytes) -> None:
    """Every file of the download opens, and names an address at which anybody is told that its holder's certificate is genuine."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        register = openpyxl.load_workbook(io.BytesIO(archive.read("register.xlsx")), read_only=True).active
        _, *rows = [[cell or "" for cell in row] for row in register.iter_rows(values_only=True)]
        head = next(csv.reader(io.StringIO(archive.read("register.csv").decode("utf-8-sig"))))
        listed = {row["file"]: row for row in (dict(zip(head, row, strict=True)) for row in rows)}
        files = {name: archive.read(name) for name in archive.namelist() if name.endswith(".pdf")}
    assert sorted(files) == sorted(listed)
    assert len(files) == PEOPLE
    assert all(len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1 for pdf in files.values())
    with ThreadPoolExecutor(2) as together:
        texts = dict(zip(files, together.map(printed, files.values()), strict=True))
    for name, row in listed.items():
        [address] = set(re.findall(rf"{re.escape(server.address)}/verify/[0-9A-Z-]+", texts[name]))
        assert address == row["verification_address"]
        assert row["serial"] in texts[name]
        assert row["holder"] in texts[name]
        is_genuine(address, row["holder"])
    assert len({row["verification_address"] for row in listed.values()}) == PEOPLE
    names = "".join(row["holder_ur"] for row in listed.values())
    assert "ی" in names
    assert not set(names) & set("يىكه"), "Arabic letters in Urdu names"


def is_genuine(address: str, holder: str) -> None:
    request = urllib.request.Request(address, headers={"Cookie": "language=en"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        page = unescape(answer.read().decode())
    assert "This certificate was issued here and is valid." in page
    assert holder in page


def is_told_on_paper(pdf: bytes) -> None:
    """The figures stand on the first page of the English half and on the first one of the Urdu half."""
    pages = printed(pdf).removesuffix("\f").split("\f")
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == len(pages)
    english = [page for page in pages if "Tarbiyat" in page]
    urdu = [page for page in pages if page not in english]
    assert f"Agency: {UNIT}" in english[0]
    for page in (english[0], urdu[0]):
        numbers = re.findall(r"\d+(?:\.\d+)?", page)
        for figure in FIGURES.values():
            assert figure.removesuffix(" %") in numbers
    assert "ادارہ" in urdu[0]


def is_told_in_urdu(book: bytes, coordinator: Coordinator) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    assert sheet.sheet_view.rightToLeft
    told = [row for row in sheet.iter_rows(values_only=True) if row[1] is not None]
    heads = ("Sex", "Enrolments", "Completed of these", "Completion rate", "Completions")
    women = sum(row[5] in {"F", "عورت"} for row in messy.rows(PEOPLE, messy.MENDED, "LHR"))
    assert [row[:5] for row in told] == [
        tuple(coordinator.words(head) for head in heads),
        (coordinator.words("Women"), 2 * women, women, 0.5, women),
        (coordinator.words("Men"), 2 * (PEOPLE - women), PEOPLE - women, 0.5, PEOPLE - women),
        (coordinator.words("In all"), 2 * PEOPLE, PEOPLE, 0.5, PEOPLE),
    ]
