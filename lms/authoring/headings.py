"""The title of a file of a course, found without reading the rest: also where the file has mistakes."""

import re

from lms.catalog import inline

_SETTINGS = re.compile(r"---[ \t]*\n.*?\n---[ \t]*(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"^ {0,3}#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_FURTHEST = 20_000
_LONGEST = 300


def title_of(body: bytes) -> str:
    """The first heading of a Markdown file as plain text; "" if it has none near its beginning."""
    text = body[:_FURTHEST].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\0", "")
    settings = _SETTINGS.match(text)
    found = _TITLE.search(text, settings.end() if settings else 0)
    return inline.plain(found[1]).strip()[:_LONGEST] if found else ""


def with_title(body: bytes, title: str) -> bytes:
    """A Markdown file with another first heading, or with one if it has none."""
    text = body.decode("utf-8-sig", "replace")
    heading = f"# {' '.join(title.split())}"
    settings = _SETTINGS.match(text)
    start = settings.end() if settings else 0
    found = _TITLE.search(text, start)
    if found is None:
        return f"{text[:start]}\n{heading}\n{text[start:]}".lstrip("\n").encode()
    return f"{text[: found.start()]}{heading}{text[found.end() :]}".encode()


def quiz_kind(body: bytes) -> str:
    """What the settings of a lesson say after `quiz:`: graded, before, after; "" if it is no quiz."""
    settings = _SETTINGS.match(body[:_FURTHEST].decode("utf-8-sig", "replace").replace("\r\n", "\n"))
    found = re.search(r"^\s*quiz\s*:[ \t]*(\S*)", settings[0], re.MULTILINE) if settings else None
    return (found[1].lower() or "graded") if found else ""
