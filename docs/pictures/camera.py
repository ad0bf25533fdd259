"""A demonstration that is started for pictures, browsers in it, and pictures that stay small."""

import json
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
from playwright.sync_api import Browser, Locator, Page

from docs.examples import SLUG, every_construct

HERE = Path(__file__).parent
LARGEST = 80 * 1024
PHONE = {"width": 360, "height": 640}
LMS = Path(sys.executable).with_name("lms")


@contextmanager
def demonstration(*options: str) -> Iterator[tuple[str, dict[str, str]]]:
    """A running demonstration with the course of every construct: its address, and passwords by sign-in name. `options` are of
    a first `lms demo`; the second one issues the certificates of whoever it invented."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "courses" / SLUG
        for path, body in every_construct().items():
            (course / path).parent.mkdir(parents=True, exist_ok=True)
            (course / path).write_bytes(body)
        environment = environ | {"LMS_INSTANCE": f"{folder}/instance"}
        if options:
            subprocess.run([LMS, "demo", *options], env=environment, stdout=subprocess.DEVNULL, check=True)
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
    for _ in range(600):
        try:
            urlopen(address).close()
            return
        except URLError:
            time.sleep(0.1)
    raise SystemExit(f"Nothing answers at {address}")


def new_page(browser: Browser, address: str, language: str, width: int = PHONE["width"], scale: float = 2) -> Page:
    """A browser of its own in which nobody is signed in. Fonts are waited for, so that Urdu is in Nastaliq."""
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": PHONE["height"]}, device_scale_factor=scale
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
