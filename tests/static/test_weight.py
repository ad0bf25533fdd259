"""What a first visit weighs, and that one stylesheet serves both directions (the budgets are in docs: how the page is made)."""

import re

import brotli

from lms.config import ROOT

STATIC = ROOT / "lms" / "static"
STAFF = {"editor.js", "export.js"}
"""Modules that only pages of the staff load."""
STYLESHEET = (STATIC / "app.css").read_text(encoding="utf-8")


def compressed(*names: str) -> int:
    return sum(len(brotli.compress((STATIC / name).read_bytes(), quality=11)) for name in names)


def test_the_stylesheet_and_the_modules_stay_light():
    assert compressed("app.css") <= 8 * 1024
    officers = (path.name for path in STATIC.glob("*.js") if path.name not in STAFF)
    assert compressed(*officers) <= 8 * 1024


def test_the_urdu_font_stays_light():
    assert sum(path.stat().st_size for path in STATIC.rglob("*.woff2")) <= 115_000


def test_the_stylesheet_knows_no_left_and_right():
    physical = (
        r"(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right|float)\s*:|text-align:\s*(?:left|right)"
    )
    assert re.findall(physical, STYLESHEET) == []


def test_every_file_that_the_stylesheet_names_is_there():
    names = re.findall(r'url\("([^"]+)"\)', STYLESHEET)
    assert names
    assert [name for name in names if not (STATIC / name).is_file()] == []


def test_modules_have_no_words_of_their_own():
    """Words for people stand in data attributes of the page, where they are translated."""
    for path in [*STATIC.glob("*.js"), *STATIC.glob("editor/*.js")]:
        code = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
        sentences = [
            text for text in re.findall(r'"([^"]*)"|`([^`]*)`', code) if re.search(r"[A-Z][a-z]+ [a-z]+", "".join(text))
        ]
        assert sentences == [], path.name
