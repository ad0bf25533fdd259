"""Makes every picture of the documents anew, from a demonstration that is started for it: `python -m docs.pictures.make`.

Needs what the tests need (`pip install -e '.[dev]'`) and Chromium on the PATH.
"""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from os import environ
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from docs.examples import SLUG, every_construct

HERE = Path(__file__).parent
LARGEST = 80 * 1024
PHONE = {"width": 360, "height": 640}
LMS = Path(sys.executable).with_name("lms")
COURSE = "human-rights-le"
# who is shown in which language: somebody who begins, somebody who goes on, somebody who is done
PEOPLE = {"ur": ("ANF-1001", "FIA-4001", "POL-2002"), "en": ("CUS-3001", "CUS-3001", "CUS-3001")}
WORDS = {"ur": "انسانی حقوق", "en": "human rights"}


@contextmanager
def demonstration() -> Iterator[tuple[str, dict[str, str]]]:
    """A running demonstration with the course of every construct: its address, and passwords by sign-in name."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "courses" / SLUG
        for path, body in every_construct().items():
            (course / path).parent.mkdir(parents=True, exist_ok=True)
            (course / path).write_bytes(body)
        environment = environ | {"LMS_INSTANCE": f"{folder}/instance"}
        said = subprocess.run([LMS, "demo", "--json"], env=environment, capture_output=True, check=True).stdout
        subprocess.run([LMS, "courses", "import", course, "--publish"], env=environment, check=True)
        passwords = {each["sign_in_name"]: each["password"] for each in json.loads(said)["accounts"]}
        address = f"http://127.0.0.1:{free_port()}"
        server = subprocess.Popen([LMS, "serve", "--port", address.rpartition(":")[2]], env=environment)
        try:
            wait_for(f"{address}/health")
            yield address, passwords
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(address).close()
            return
        except URLError:
            time.sleep(0.1)
    raise SystemExit(f"Nothing answers at {address}")


def new_page(browser: Browser, address: str, language: str, width: int = PHONE["width"]) -> Page:
    """A browser of its own in which nobody is signed in. Fonts are waited for, so that Urdu is in Nastaliq."""
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": PHONE["height"]}, device_scale_factor=2
    )
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    page = context.new_page()
    for _ in range(2):  # the Urdu letters are fetched with the first page and used from the second on
        page.goto("/sign-in")
        page.wait_for_load_state("networkidle")
    return page


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/sign-in")
    page.locator("input[name=sign_in_name]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button:not([type=button])").last.click()
    page.wait_for_url(lambda address: "sign-in" not in address)


def keep(name: str, *shots: bytes) -> None:
    """Write screenshots side by side as one picture, with as many colours as its size allows."""
    images = [ImageOps.expand(Image.open(BytesIO(shot)).convert("RGB"), 2, "#d8cfbd") for shot in shots]
    whole = Image.new(
        "RGB", (sum(i.width for i in images) + 32 * (len(images) - 1), max(i.height for i in images)), "white"
    )
    left = 0
    for image in images:
        whole.paste(image, (left, 0))
        left += image.width + 32
    for colours, scale in ((128, 1.0), (64, 1.0), (32, 1.0), (64, 0.75), (32, 0.75), (32, 0.5)):
        size = (round(whole.width * scale), round(whole.height * scale))
        smaller = whole.resize(size, Image.Resampling.LANCZOS) if scale < 1 else whole
        body = BytesIO()
        smaller.quantize(colours, dither=Image.Dither.NONE).save(body, "PNG", optimize=True)
        if len(body.getvalue()) <= LARGEST:
            break
    (HERE / name).write_bytes(body.getvalue())
    print(f"{name}: {len(body.getvalue()) // 1024} KB")


def screen(page: Page, name: str, language: str, top: Locator | None = None, bottom: Locator | None = None) -> bytes:
    """What a phone shows: from the top of the page or of an element on, or as far as the bottom of an element."""
    page.wait_for_load_state("networkidle")
    if box := (top or bottom) and (top or bottom).bounding_box():  # type: ignore[union-attr]
        above = page.evaluate("scrollY") + box["y"]
        page.evaluate("y => scrollTo(0, y)", above - 8 if top else above + box["height"] + 16 - PHONE["height"])
    shot = page.screenshot()
    keep(f"{name}.{language}.png", shot)
    return shot


def answer_first(question: Locator) -> None:
    question.locator("input[type=radio], input[type=checkbox]").first.check()


def officers(browser: Browser, address: str, passwords: dict[str, str], language: str) -> bytes:
    """The pictures of the page for officers. Returns the lesson, for the README."""
    beginner, reader, finisher = PEOPLE[language]
    page = new_page(browser, address, language)
    page.goto("/first-sign-in")
    page.locator("input[name=sign_in_name]").fill("ANF-1003")
    page.locator("input[name=code]").fill("K7RW-2MXD-9QHT")
    page.locator("input[name=new_password]").fill("four words of my own")
    screen(page, "first-sign-in", language, top=page.locator(".page"))

    sign_in(page, beginner, passwords[beginner])
    page.goto("/courses")
    page.locator("input[name=q]").fill(WORDS[language])
    page.locator("main form button").first.click()
    screen(page, "courses", language, top=page.locator("h1"))
    page.goto(f"/courses/{COURSE}")
    page.locator("main form button").first.click()
    page.wait_for_load_state("networkidle")
    lesson = page.screenshot()
    screen(page, "lesson", language, top=page.locator(".kicker"))

    check = page.locator("section.check").first
    check.locator("input[type=radio], input[type=checkbox]").nth(1).check()
    check.locator("button").last.click()
    page.locator("section.check .feedback").first.wait_for()
    screen(page, "check", language, bottom=check.locator(".feedback"))

    page.goto(f"/courses/{COURSE}/final-quiz")
    page.locator("main form button").first.click()
    chosen = page.locator("fieldset[data-question]:has(input[type=radio])")
    for number in range(min(3, chosen.count())):
        answer_first(chosen.nth(number))
        chosen.nth(number).locator(".save-state.saved").wait_for()
    screen(page, "quiz", language, bottom=chosen.nth(1))
    page.goto(f"{page.url.partition('#')[0].partition('?')[0]}/review")
    screen(page, "review", language, top=page.locator(".page"))
    page.locator("main form button").last.click()
    screen(page, "result", language, top=page.locator(".page"))

    page = new_page(browser, address, language)
    sign_in(page, reader, passwords[reader])
    page.goto("/")
    screen(page, "home", language)
    page = new_page(browser, address, language)
    sign_in(page, finisher, passwords[finisher])
    page.goto("/certificates")
    page.locator("main a[href*='/certificates/']").first.click()
    screen(page, "certificate", language)
    return lesson


def of_format(browser: Browser, address: str, passwords: dict[str, str]) -> None:
    """The pictures of the reference for trainers."""
    page = new_page(browser, address, "en", width=560)
    sign_in(page, PEOPLE["en"][0], passwords[PEOPLE["en"][0]])
    page.goto(f"/courses/{SLUG}")
    page.locator("main form button").first.click()
    page.wait_for_load_state("networkidle")
    first, last = (page.locator(f".callout.{name}").first.bounding_box() for name in ("note", "caution"))
    assert first
    assert last
    area = {"x": 0, "y": first["y"] - 12, "width": 560, "height": last["y"] + last["height"] - first["y"] + 24}
    keep("format-callouts.png", page.screenshot(full_page=True, clip=area))
    keep("format-picture.png", page.locator("figure:has(img)").first.screenshot())
    kinds = ("choose-one", "choose-all", "true-or-false", "short-answer", "number", "match", "put-in-order")
    for number, kind in enumerate(kinds, 1):
        check = page.locator(f"#q{number}")
        if kind in ("choose-one", "choose-all"):
            for option in (0, 2)[: 1 if kind == "choose-one" else 2]:
                check.locator("input").nth(option).check()
            check.locator("button").last.click()
            check.locator(".feedback").wait_for()
        if kind == "short-answer":
            check.locator("summary").click()
        keep(f"format-{kind}.png", check.screenshot())
    page.goto(f"/courses/{SLUG}/final-quiz")
    page.locator("main form button").first.click()
    keep("format-written-answer.png", page.locator(".question:has(textarea)").first.screenshot())


def main() -> None:
    with demonstration() as (address, passwords), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        of_format(browser, address, passwords)
        lessons = [officers(browser, address, passwords, language) for language in ("ur", "en")]
        keep("lesson-in-both-languages.png", *lessons)
        browser.close()


if __name__ == "__main__":
    main()
