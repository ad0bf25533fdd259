"""A trainer makes a course in the browser and officers take it: a folder is sent as a folder, and all works without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lms.people.roles import Role
from tests.journeys.browser import DESKTOP, PHONE_WITHOUT_SCRIPTS, window
from tests.journeys.officer import Officer
from tests.journeys.server import Server
from tests.sample_course import BILINGUAL

pytestmark = pytest.mark.browser


def test_a_folder_becomes_a_course(server: Server, chromium: Browser, tmp_path: Path) -> None:
    for path, body in BILINGUAL.items():
        (tmp_path / "my desk" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "my desk" / path).write_bytes(body)
    server.add_person("TR-1", "Sadia Noor", "سعدیہ نور", "en", Role.TRAINER)
    with window(chromium, DESKTOP, server.address) as context:
        trainer = Officer(context.new_page(), server.address, "en")
        page = trainer.page
        trainer.sign_in("TR-1")
        trainer.link("Workshop").click()
        trainer.look()
        trainer.link("New course").click()
        trainer.look()
        page.get_by_label("Or a whole folder").set_input_files(tmp_path / "my desk")
        trainer.button("Upload the files").click()
        expect(page).to_have_url(f"{server.address}/workshop/the-front-desk/")
        expect(page.get_by_text("No mistakes")).to_be_visible()
        expect(page.locator("text=left out")).to_have_count(0)
        trainer.look()
        page.get_by_label("Move down: Receiving a complainant").click()
        expect(page.locator(".files h3").nth(2)).to_have_text("Receiving a complainant")
        for name in ("History", "Colleagues and remarks"):
            trainer.link(name).first.click()
            trainer.look()
            page.go_back()
        trainer.link("Publish").click()
        trainer.look()
        trainer.button("Publish now").click()
        expect(page.get_by_text("Revision 1 is published")).to_be_visible()
        trainer.link("See it as officers do").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The front desk")


def test_the_workshop_on_a_telephone_without_scripts(server: Server, chromium: Browser) -> None:
    server.add_person("TR-2", "Imran Shah", "عمران شاہ", "ur", Role.TRAINER)
    with window(chromium, PHONE_WITHOUT_SCRIPTS, server.address) as context:
        trainer = Officer(context.new_page(), server.address, "ur", scripts=False)
        page = trainer.page
        trainer.sign_in("TR-2")
        page.goto(f"{server.address}/workshop/new")
        trainer.look()
        page.get_by_label(trainer.words("Title of the course")).first.fill("Guarding a scene")
        trainer.button("Make the course").click()
        expect(page).to_have_url(f"{server.address}/workshop/guarding-a-scene/")
        trainer.look()
        page.locator("summary", has_text=trainer.words("Add a lesson")).click()
        page.get_by_label(trainer.words("Title of the lesson")).fill("Who may enter")
        trainer.button("Add the lesson").click()
        page.goto(f"{server.address}/workshop/guarding-a-scene/remove/03-who-may-enter.md")
        trainer.look()
        trainer.button("Remove from the draft").click()
        trainer.link("Bring it back").click()
        trainer.look()
        page.get_by_role("link", name="03-who-may-enter.md").first.click()
        trainer.button("Bring back the state before it").click()
        expect(page.get_by_role("heading", name="Who may enter")).to_be_visible()
        trainer.look()
