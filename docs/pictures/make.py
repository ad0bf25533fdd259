"""Makes every picture of the documents anew, from a demonstration that is started for it: `python -m docs.pictures.make`.

`python -m docs.pictures.make coordinators` makes only those of the guide for coordinators. Needs what the tests need
(`pip install -e '.[dev]'`) and, on the PATH, Chromium and `pdftoppm`.
"""

import shutil
import sys

from playwright.sync_api import Browser, Locator, sync_playwright

from docs.examples import SLUG
from docs.pictures.camera import demonstration, keep, new_page, screen, sign_in
from docs.pictures.coordinator import coordinator
from docs.pictures.staff import trainer, translator

COURSE = "human-rights-le"
# who is shown in which language: somebody who begins, somebody who goes on, somebody who is done
PEOPLE = {"ur": ("ANF-1001", "FIA-4001", "POL-2002"), "en": ("CUS-3001", "CUS-3001", "CUS-3001")}
CROWD = "900"
"""Officers that are invented for the guide of coordinators, so that there is something to count."""
WORDS = {"ur": "انسانی حقوق", "en": "human rights"}


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
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        if "coordinators" not in sys.argv[1:]:
            with demonstration() as (address, passwords):
                of_format(browser, address, passwords)
                lessons = [officers(browser, address, passwords, language) for language in ("ur", "en")]
                keep("lesson-in-both-languages.png", *lessons)
                for language in ("en", "ur"):
                    trainer(browser, address, passwords, language)
                    translator(browser, address, passwords, language)
        with demonstration("--size", CROWD) as (address, passwords):
            for language in ("en", "ur"):
                coordinator(browser, address, passwords, language)
        browser.close()


if __name__ == "__main__":
    main()
