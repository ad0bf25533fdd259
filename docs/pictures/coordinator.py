"""The pictures of the guide for coordinators: in English on a computer, in Urdu on a phone."""

import re
import subprocess
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from playwright.sync_api import Browser

from docs.pictures.camera import keep, new_page, screen, sign_in
from lms.days import ZONE

WIDTHS = {"en": (1120, 1.0), "ur": (360, 2.0)}
SESSION = {"en": "Questions from the field", "ur": "میدانِ عمل کے سوالات"}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIST = {
    "en": (
        ("Belt No.", "Name of officer", "Rank", "Date of birth", "Mobile", "Station"),
        ("7001", "Shazia Kanwal", "ASI", "14/03/1991", "0300 1234567", "Police Lines"),
        ("7002", "M. Imran Sethi", "Head Constable", "31/02/1988", "0301 7654321", "Police Lines"),
        ("7003", "Farhana Yasmin", "SI", "2 May 1986", "0333 1112223", "Police Lines"),
        ("7003", "Farhana Yasmeen", "SI", "2 May 1986", "0333 1112223", "Police Lines"),
        ("7004", "", "Constable", "1995-11-30", "0345 9998887", "Police Lines"),
        ("7005", "Adeel Anjum", "Constable", "19.08.1993", "0321 5556667", "Kotwali"),
        ("7006", "Rukhsana Parveen", "ASI", "7/1/1990", "0302 4443332", "Kotwali"),
        ("7007", "Tariq Mehmood Gondal", "SI", "23-09-1984", "", "Kotwali"),
        ("7008", "Sobia Iqbal", "Constable", "", "0311 2223334", "Kotwali"),
    ),
    "ur": (
        ("بیلٹ نمبر", "نام", "عہدہ", "تاریخ پیدائش", "موبائل", "تھانہ"),
        ("7101", "شازیہ کنول", "ASI", "14/03/1991", "0300 1234567", "پولیس لائنز"),
        ("7102", "محمد عمران سیٹھی", "Head Constable", "31/02/1988", "0301 7654321", "پولیس لائنز"),
        ("7103", "فرحانہ یاسمین", "SI", "2 مئی 1986", "0333 1112223", "پولیس لائنز"),
        ("7103", "فرحانہ یاسمن", "SI", "2 مئی 1986", "0333 1112223", "پولیس لائنز"),
        ("7104", "", "Constable", "1995-11-30", "0345 9998887", "پولیس لائنز"),
        ("7105", "عدیل انجم", "Constable", "19.08.1993", "0321 5556667", "کوتوالی"),
        ("7106", "رخسانہ پروین", "ASI", "7/1/1990", "0302 4443332", "کوتوالی"),
        ("7107", "طارق محمود گوندل", "SI", "23-09-1984", "", "کوتوالی"),
        ("7108", "ثوبیہ اقبال", "Constable", "", "0311 2223334", "کوتوالی"),
    ),
}
"""A list as it comes: an impossible day, a number twice, a name that is missing."""


def workbook(language: str) -> bytes:
    book = Workbook()
    for row in LIST[language]:
        book.worksheets[0].append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def first_page(pdf: bytes) -> bytes:
    """A picture of the upper part of a PDF's first page."""
    command = ["pdftoppm", "-png", "-r", "60", "-f", "1", "-l", "1", "-singlefile", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def coordinator(browser: Browser, address: str, passwords: dict[str, str], language: str) -> None:
    """From a list of people to slips, a batch, a session, certificates and figures."""
    width, scale = WIDTHS[language]
    page = new_page(browser, address, language, width, scale)
    sign_in(page, "demo.coordinator", passwords["demo.coordinator"])
    if page.locator("html").get_attribute("lang") != language:
        page.locator("form.language button").click()
    page.goto("/people")
    screen(page, "coordinator-people", language, top=page.locator("main h1"))
    page.goto("/people/import")
    file = {"name": "officers.xlsx", "mimeType": SHEET, "buffer": workbook(language)}
    page.set_input_files("input[type=file]", file)  # type: ignore[arg-type]
    page.locator("form:has(input[type=file]) button").click()
    page.wait_for_url("**/people/import/*")
    screen(page, "coordinator-import", language, top=page.locator("main nav.tabs"))
    page.locator("main form[action*='/import/'] button").last.click()
    page.locator("a[href*='/people/slips']").first.click()
    page.wait_for_url("**/slips?*")
    with page.expect_download() as download:
        page.locator("main form button").last.click()
    keep(f"coordinator-slips.{language}.png", first_page(download.value.path().read_bytes()))

    page.goto("/batches")
    page.locator("main li h2 a").first.click()
    page.wait_for_url("**/batches/*")
    batch = page.url
    screen(page, "coordinator-batch", language, top=page.locator("section:has(#glance-title)"))
    page.goto(f"{batch}/progress")
    screen(page, "coordinator-progress", language, top=page.locator("main nav.tabs").last)
    moment = datetime.now(ZONE)
    page.goto(f"{batch}/live/new")
    page.locator("[name=title]").fill(SESSION[language])
    page.locator("[name=kind]").first.check()
    page.locator("[name=starts_on]").fill(f"{moment:%Y-%m-%d}")
    page.locator("[name=starts_at]").fill(f"{moment:%H:%M}")
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"/live/\d+$"))
    screen(page, "coordinator-session", language, top=page.locator("main h1"))
    page.goto(f"{page.url}/screen")
    screen(page, "coordinator-screen", language)
    page.goto("/certificates/register")
    screen(page, "coordinator-certificates", language, top=page.locator("main p[role=status]").first)
    page.goto("/reports?period=all")
    screen(page, "coordinator-summary", language, top=page.locator(".tiles"))
    page.goto("/reports/completion?by=course&period=all")
    screen(page, "coordinator-report", language, top=page.locator("main .bars").first)
