"""Chromium as our readers use it, and what every page must be in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Screen:
    """What somebody reads on, and in which language."""

    name: str
    width: int
    height: int
    language: str
    scripts: bool = True


PHONE = Screen("phone", 360, 740, "ur")
DESKTOP = Screen("desktop", 1280, 800, "en")
PHONE_WITHOUT_SCRIPTS = Screen("phone without scripts", 360, 740, "ur", scripts=False)


def launch(playwright: Playwright) -> Browser:
    """Chromium of this machine. Raises if there is none: a journey is never skipped."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError(f"No browser: none of {', '.join(NAMES)} is installed.")
    return playwright.chromium.launch(executable_path=found, args=ARGUMENTS)


@contextmanager
def window(browser: Browser, screen: Screen, address: str) -> Iterator[BrowserContext]:
    """A browser that has never been here. Fails at its end if a page broke a script, or asked another host for anything."""
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        java_script_enabled=screen.scripts,
        locale="en-GB" if screen.language == "en" else "ur-PK",
        timezone_id="Asia/Karachi",
    )
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "language", "value": screen.language, "url": address}])
    complaints: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: complaints.append(f"{page.url}: {said.text}") if is_complaint(said.type, said.text) else None,
        )
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((address, "data:")) else complaints.append(f"asked {asked.url}"),
        )

    context.on("page", watch)
    yield context
    context.close()
    assert not complaints, "\n".join(complaints)


def is_complaint(kind: str, text: str) -> bool:
    """Errors, of which the browser reports refused requests (a 404 page is one) as "Failed to load resource"."""
    return kind == "error" and "Failed to load resource" not in text


@cache
def axe_source() -> str:
    [path] = Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")
    return path.read_text("utf-8")


def accessibility_faults(page: Page) -> list[str]:
    """What axe-core finds on a page (WCAG 2.2 A and AA, and its best practices), each with the elements in question."""
    page.evaluate(axe_source())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: dict[str, Any] = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    return [
        f"{fault['id']}: {fault['help']} – " + " | ".join(node["html"][:160] for node in fault["nodes"][:4])
        for fault in found["violations"]
    ]


def check_page(page: Page) -> None:
    """What holds for every page: axe finds nothing, nothing runs over the edge, and it has a title."""
    faults = accessibility_faults(page)
    assert not faults, "\n".join([page.url, *faults])
    check_width(page)


def check_width(page: Page) -> None:
    """All that can be looked at where a page may run nothing, and axe neither."""
    wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen"
    assert page.title().strip()
