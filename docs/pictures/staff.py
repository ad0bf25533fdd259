"""The pictures of the guides for trainers and translators: in English on a computer, in Urdu on a phone."""

import re
from io import BytesIO

import docx
from PIL import Image
from playwright.sync_api import Browser, Page

from docs.pictures.camera import new_page, screen, sign_in

ADDRESS = "guarding-a-gate"
WIDTHS = {"en": (1120, 1.0), "ur": (360, 2.0)}


def handout() -> bytes:
    """A page of classroom notes as a Word file, with a picture that nobody has described."""
    document = docx.Document()
    document.add_heading("Guarding a gate", 0)
    document.add_heading("Objectives", 1)
    for objective in ("Decide who may enter", "Close the gate in time", "Write down who came"):
        document.add_paragraph(objective, style="List Bullet")
    document.add_heading("Who may enter", 1)
    document.add_paragraph("Ask each visitor for a name, and write down the time. Stand where you see both hands.")
    picture = BytesIO()
    Image.new("RGB", (240, 120), "#0b5d3b").save(picture, "PNG")
    picture.seek(0)
    document.add_picture(picture)
    document.add_heading("When a crowd comes", 1)
    document.add_paragraph("Close the gate and call for help. Do not argue through the bars.")
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def trainer(browser: Browser, address: str, passwords: dict[str, str], language: str) -> None:
    """From a Word file to a course, and what its author does with it."""
    page = _desk(browser, address, passwords, "demo.trainer", language)
    page.goto("/workshop/new")
    files = page.locator("#upload-files")
    file = {"name": "gate.docx", "mimeType": "application/octet-stream", "buffer": handout()}
    files.set_input_files(file)  # type: ignore[arg-type]
    screen(page, "trainer-new", language, top=page.locator("section:has(#upload-files)"))
    page.locator("#upload-address").fill(f"{ADDRESS}-{language}")
    page.locator("form:has(#upload-files) button").click()
    page.wait_for_url(f"**/{ADDRESS}-{language}/")
    screen(page, "trainer-course", language, top=page.locator("main h1"))
    page.locator("#mistakes a").first.click()
    line = page.locator(".cm-line", has_text="![](")
    line.wait_for()
    screen(page, "trainer-editor", language, top=page.locator(".tools"))
    line.click()
    for key in ("Home", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.insert_text("A guard stands at a closed gate")
    _saved(page)
    page.locator("details[data-insert] > summary").click()
    screen(page, "trainer-insert", language, top=page.locator(".tools"))
    page.goto("/workshop/money-laundering/questions")
    bank = "Which report is it? {=FIR ~%50%None}\n\nA child may complain. {T}\n\nAn old one. {=*}\n"
    page.set_input_files("#file", {"name": "bank.gift", "mimeType": "text/plain", "buffer": bank.encode()})
    page.locator("form:has(#file) button").click()
    page.wait_for_url("**/questions/check?*")
    screen(page, "trainer-questions", language, top=page.locator("main h1"))
    _change(page)
    page.goto("/workshop/human-rights-le/publish")
    screen(page, "trainer-publish", language, top=page.locator("main h1"))


def _change(page: Page) -> None:
    """A sentence more in a lesson that people have read."""
    page.goto("/workshop/human-rights-le/")
    page.locator("ol.files > li h3 a").nth(1).click()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\n\nA sentence more.\n")
    _saved(page)


def _saved(page: Page) -> None:
    """The state beside the buttons names the time at which the text was saved."""
    page.locator("[data-state]", has_text=re.compile(r"\d\d:\d\d")).wait_for()


def translator(browser: Browser, address: str, passwords: dict[str, str], language: str) -> None:
    """The course that the trainer has begun, one of its texts, and the glossary."""
    page = _desk(browser, address, passwords, "demo.translator", language)
    course = f"/translation/{ADDRESS}-{language}/"
    page.goto(course)
    screen(page, "translator-course", language, top=page.locator("main h1"))
    page.goto(f"{course}?q=visitor")
    page.locator(".texts a").first.click()
    page.locator("#translation").fill("ہر آنے والے سے نام پوچھیں, اور وقت لکھیں۔")
    page.locator(".remarks .remark").first.wait_for()
    screen(page, "translator-text", language, top=page.locator("main h1"))
    page.goto("/glossary/?q=seiz")
    screen(page, "translator-glossary", language, top=page.locator("main h1"))


def _desk(browser: Browser, address: str, passwords: dict[str, str], name: str, language: str) -> Page:
    """The browser of somebody of the staff, in this language whatever their own is."""
    width, scale = WIDTHS[language]
    page = new_page(browser, address, language, width, scale)
    sign_in(page, name, passwords[name])
    if page.locator("html").get_attribute("lang") != language:
        page.locator("form.language button").click()
    return page
