"""What a coordinator does in the browser, step by step: people, slips, a batch, a webinar, certificates, figures."""

import re
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Locator, expect

from lms.days import ZONE, day
from tests.journeys.officer import Officer
from tests.people.messy import ALL, HEADERS_MENDED, MENDED, WRONG_ROWS, Faults, messy_book


def printed(pdf: bytes) -> str:
    """What stands in a PDF, page after page. Read by poppler, since pypdf needs a second for a page in Nastaliq."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().replace("\u00a0", " ")


@dataclass
class Coordinator(Officer):
    """`folder` is where files lie that are brought in."""

    folder: Path = field(default_factory=Path)

    def downloaded(self, button: Locator, wait: float = 60_000) -> bytes:
        """What pressing a button, or following a link, brings as a file."""
        with self.page.expect_download(timeout=wait) as download:
            button.click()
        return Path(download.value.path()).read_bytes()

    # --- people ----------------------------------------------------------------------------------------------------

    def add_unit(self, name: str, name_ur: str, code: str) -> None:
        """A unit under the coordinator's agency."""
        page = self.page
        self.link("People").first.click()
        self.link("Agencies and units").click()
        self.link("New unit").click()
        page.get_by_label("Name in English").fill(name)
        page.get_by_label("Name in Urdu").fill(name_ur)
        page.get_by_label("Code").fill(code)
        self.button("Add").click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()

    def choose(self, people: int, faults: Faults, unit: str) -> None:
        path = self.folder / "nominations.xlsx"
        path.write_bytes(messy_book(people, faults))
        self.page.get_by_label("Spreadsheet").set_input_files(path)
        self.page.get_by_label("Agency of new people").select_option(label=unit)
        self.button("Look the list through").click()

    def bring_in(self, people: int, unit: str) -> None:
        """A list that is wrong in every way, mended step by step."""
        page = self.page
        self.link("People").first.click()
        self.link("Bring people in from a spreadsheet").click()
        self.look()
        self.choose(people, ALL, unit)
        expect(page.locator("#file-error")).to_contain_text("No column with service numbers was found")
        self.look()
        self.choose(people, HEADERS_MENDED, unit)
        expect(page.get_by_text(f"{WRONG_ROWS} rows are wrong")).to_be_visible()
        expect(page.get_by_text("There is no such day as")).to_be_visible()
        expect(page.get_by_text("There is a formula in this cell")).to_be_visible()
        self.look()
        self.link("Another file").click()
        self.choose(people, MENDED, unit)
        expect(page.get_by_text(f"{people} people are new")).to_be_visible()
        expect(page.get_by_text("are wrong")).to_have_count(0)
        self.look()
        self.button(f"Bring in {people} people").click()
        expect(page.get_by_text(f"{people} people were added")).to_be_visible()
        self.look()

    def print_slips(self, people: int) -> dict[str, str]:
        """The one-time codes by service number, as they stand on the slips of those who were just brought in."""
        self.link("Print slips for the new ones").click()
        self.look()
        pdf = self.downloaded(self.button(f"Make {people} slips (PDF)"))
        text = printed(pdf)
        numbers = re.findall(r"LHR-\d{4}", text)
        codes = re.findall(r"[2-9A-Z]{4}\u2011[2-9A-Z]{4}\u2011[2-9A-Z]{4}", text)
        return dict(zip(numbers, codes, strict=True))

    # --- a batch and its webinar -----------------------------------------------------------------------------------

    def make_batch(self, name: str, courses: list[str], numbers: list[str]) -> None:
        """A batch of courses with these titles, into which people come by their numbers; one line is of nobody."""
        page = self.page
        self.link("Batches").first.click()
        self.link("New batch").first.click()
        page.get_by_label("Name of the batch").fill(name)
        page.get_by_label("First day").fill(day(datetime.now(UTC)).isoformat())
        for title in courses:
            page.get_by_label(title, exact=True).check()
        self.button("Make the batch").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.get_by_label("Service numbers, one a line").fill("\n".join([*numbers, "LHR-9999"]))
        self.button("Add these people").click()
        expect(page.get_by_text(f"{len(numbers)} people were added.")).to_be_visible()
        expect(page.get_by_label("Service numbers, one a line")).to_have_value("LHR-9999")
        self.look()

    def open_batch(self, name: str, tab: str = "Overview") -> None:
        self.link("Batches").first.click()
        self.page.get_by_role("link", name=name).click()
        self.page.get_by_role("navigation", name="Of this batch").get_by_role("link", name=tab).click()

    def standings(self, title: str) -> dict[str, str]:
        """The figures of a course of the batch of which the page is open, by the heads of their columns."""
        table = self.page.locator("table").filter(has_text="Stuck")
        cells = table.locator("tr", has=self.page.get_by_role("rowheader", name=title)).locator("th, td")
        heads = table.locator("thead th").all_inner_texts()
        return dict(zip(heads, (each.strip() for each in cells.all_inner_texts()), strict=True))

    def plan_webinar(self, title: str, link: str) -> None:
        """One that begins in some minutes. The page of the batch's live sessions is open."""
        page = self.page
        begins = (datetime.now(UTC) + timedelta(minutes=5)).astimezone(ZONE)
        self.link("Plan a session").click()
        page.get_by_label("What it is about").fill(title)
        page.get_by_label("Day", exact=True).fill(begins.date().isoformat())
        page.get_by_label("Begins at").fill(f"{begins:%H:%M}")
        page.get_by_label("Link to the webinar").fill(link)
        self.button("Plan the session").click()
        expect(page.get_by_text("The session is planned.")).to_be_visible()
        self.look()

    # --- certificates ----------------------------------------------------------------------------------------------

    def certificates(self, batch: str, course: str) -> bytes:
        """The ZIP file of all certificates of a batch in a course; those who have none yet get theirs now."""
        page = self.page
        self.link("Certificate register").first.click()
        page.get_by_label("Batch").select_option(label=batch)
        page.get_by_label("Course").select_option(label=course)
        self.button("Search").click()
        self.look()
        self.button("Issue what is due").click()
        self.look()
        page.get_by_role("button", name=re.compile("^Download all [0-9]+ that were found$")).click()
        self.look()
        self.button("Go on").click()
        self.look()
        return self.downloaded(self.button("Download the ZIP file"), wait=120_000)

    # --- figures ---------------------------------------------------------------------------------------------------

    def figures(self, unit: str) -> dict[str, str]:
        """What stands in large letters above the tables of this quarter, of one unit: people, enrolments, completions …"""
        self.link("Reports").first.click()
        self.page.get_by_label("Agency", exact=True).select_option(label=unit)
        self.button("Show").click()
        self.look()
        tiles = self.page.locator(".tiles")
        labels, told = (tiles.locator(each).all_inner_texts() for each in ("dt", "dd"))
        return dict(zip(labels, told, strict=True))

    def summary(self) -> bytes:
        """The quarter at a glance on paper, in both languages; the page of reports is open."""
        return self.downloaded(self.link("Summary for printing (PDF)"))

    def urdu_table(self) -> bytes:
        """The workbook of completion by sex, of the same quarter and unit, asked for in Urdu."""
        page = self.page
        self.link("Completion").click()
        page.locator(".switch[name=language]").first.click()
        self.language = "ur"
        page.get_by_label(self.words("Told apart by")).select_option(label=self.words("Sex"))
        self.button("Show").click()
        self.look()
        return self.downloaded(self.link("Download as a spreadsheet (XLSX)"))
