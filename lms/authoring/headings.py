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
