"""From a Word file to an officer who reads it in Urdu, and one sentence that is corrected afterwards."""

import re
from io import BytesIO
from pathlib import Path

import docx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from lms.authoring.snippets import Group, fitting
from lms.people.roles import Role
from tests.journeys.browser import DESKTOP, PHONE, check_page, window
from tests.journeys.officer import Officer
from tests.journeys.server import Server
from tests.journeys.test_editor import field, inside, saved, state

pytestmark = pytest.mark.browser

SLUG = "guarding-a-gate"
ENGLISH, URDU = "Ask for a name. Write down the time.", "نام پوچھیں۔ وقت لکھیں۔"
CORRECTED = "Ask for a name. Write down the exact time."
OBJECTIVES = "- Decide who may enter.\n- Close the gate in time.\n- Write down who came.\n"


def handout(path: Path) -> Path:
    """A page of classroom notes with a picture that nobody has described."""
    document = docx.Document()
    document.add_heading("Guarding a gate", 0)
    document.add_heading("Who may enter", 1)
    document.add_paragraph(ENGLISH)
    picture = BytesIO()
    Image.new("RGB", (40, 30), "#0b5d3b").save(picture, "PNG")
    picture.seek(0)
    document.add_picture(picture)
    document.add_heading("When a crowd comes", 1)
    document.add_paragraph("Close the gate and call for help.")
    document.save(path)
    return path


def open_file(page: Page, path: str) -> None:
    page.goto(f"{page.url.split('/workshop/')[0]}/workshop/{SLUG}/edit/{path}")
    expect(field(page)).to_be_visible()


def replace_text(page: Page, text: str) -> None:
    field(page).click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    expect(state(page)).to_have_text(re.compile("Saved at"))


def publish(page: Page, server: Server, revision: int) -> None:
    page.goto(f"{server.address}/workshop/{SLUG}/publish")
    check_page(page)
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text(f"Revision {revision} is published")).to_be_visible()


def test_a_word_file_becomes_a_course_that_an_officer_reads_in_urdu(
    server: Server, chromium: Browser, tmp_path: Path
) -> None:
    server.add_person("WORD-1", "Sadia Noor", "سعدیہ نور", "en", Role.TRAINER)
    server.add_person("WORD-2", "Sana Mir", "ثنا میر", "en", Role.TRANSLATOR)
    server.add_person("WORD-3", "Zahra Baloch", "زہرا بلوچ", "ur", Role.OFFICER)
    with (
        window(chromium, DESKTOP, server.address) as trainers,
        window(chromium, DESKTOP, server.address) as translators,
        window(chromium, PHONE, server.address) as officers,
    ):
        trainer = Officer(trainers.new_page(), server.address, "en")
        translator = Officer(translators.new_page(), server.address, "en")
        officer = Officer(officers.new_page(), server.address, "ur")
        trainer.sign_in("WORD-1")
        translator.sign_in("WORD-2")
        officer.sign_in("WORD-3")

        bring_and_mend(trainer, server, handout(tmp_path / "gate.docx"))
        publish(trainer.page, server, 1)
        translate(translator, server)
        reads(officer, server, URDU, "ur")

        open_file(trainer.page, "01-who-may-enter.md")
        replace_text(trainer.page, saved(server, SLUG, "01-who-may-enter.md").replace(ENGLISH, CORRECTED))
        publish(trainer.page, server, 2)
        sees_one_change(translator.page, server)
        reads(officer, server, CORRECTED, "en")


def bring_and_mend(trainer: Officer, server: Server, file: Path) -> None:
    """The file is sent, its mistakes are mended, and a question of every type is added from the menu."""
    page = trainer.page
    page.goto(f"{server.address}/workshop/new")
    page.get_by_label("Files", exact=True).set_input_files(file)
    trainer.button("Upload the files").click()
    expect(page).to_have_url(f"{server.address}/workshop/{SLUG}/")
    expect(page.get_by_text("This picture has no description").first).to_be_visible()
    trainer.look()
    open_file(page, "course.md")
    replace_text(page, saved(server, SLUG, "course.md").rstrip() + f"\n\n{OBJECTIVES}")
    open_file(page, "01-who-may-enter.md")
    lesson = saved(server, SLUG, "01-who-may-enter.md")
    replace_text(page, lesson.replace("![]", "![A guard stands at a gate]").rstrip() + "\n\n")
    for snippet in fitting(is_survey=False, quiz=None):
        if snippet.group is Group.QUESTION:
            page.locator("details[data-insert] > summary").click()
            page.locator(f"button[name=insert][value={snippet.name}]").click()
    expect(state(page)).to_have_text(re.compile("Saved at"))
    expect(page.locator("[data-problems] li.error")).to_have_count(0)
    for language in ("ur", "en"):
        page.locator(f"input[name=preview-language][value={language}]").check(force=True)
        expect(inside(page).locator("article")).to_contain_text("Ask for a name.")
        expect(inside(page).locator("fieldset, .question").first).to_be_visible()
    trainer.look()


def translate(translator: Officer, server: Server) -> None:
    page = translator.page
    page.goto(f"{server.address}/translation/{SLUG}/?q=exact+nothing")
    translator.look()
    page.goto(f"{server.address}/translation/{SLUG}/?q=Ask+for+a+name")
    page.locator(".texts a").first.click()
    expect(page.locator("#source")).to_have_text(ENGLISH)
    page.locator("#translation").fill(URDU)
    translator.button("Save").click()
    expect(page.locator("#translation")).to_have_value(URDU)


def sees_one_change(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/translation/{SLUG}/?show=changed")
    expect(page.locator(".texts li")).to_have_count(1)
    page.locator(".texts a").first.click()
    expect(page.locator("#source")).to_have_text(CORRECTED)
    expect(page.locator("ins")).to_contain_text("exact")
    check_page(page)


def reads(officer: Officer, server: Server, text: str, language: str) -> None:
    """The officer, in Urdu, finds the text in this language; its first paragraph and nothing else is what changed."""
    page = officer.page
    page.goto(f"{server.address}/courses/{SLUG}")
    if page.get_by_role("button", name=officer.words("Join this course")).count():
        officer.button("Join this course").click()
    page.goto(f"{server.address}/courses/{SLUG}/who-may-enter")
    shown = page.locator("article p", has_text=text).first
    expect(shown).to_be_visible()
    of_element = shown.evaluate("e => e.closest('[lang]').lang")
    assert of_element == language
    officer.look()
