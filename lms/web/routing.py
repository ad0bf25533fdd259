"""Addresses: rules that are made ready when the first address is built, and where a page is opened again.

Werkzeug writes and compiles two functions for every rule when it is added, a quarter of a second for all of ours at each start.
Should it come to do so in another way, `_compile_builder` is not called any more, and rules are as Werkzeug makes them.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import Rule

from lms.web.database import SAFE_METHODS


class LateRule(Rule):
    """A rule whose functions that build addresses are written when they are first called."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Any]:
        made: list[Callable[..., Any]] = []

        def build(rule: Rule, /, **values: Any) -> Any:
            if not made:
                made.append(Rule._compile_builder(rule, append_unknown))
            return made[0](rule, **values)

        return build


def way_back() -> str:
    """The address at which this page is opened again, for the switch of languages. What answers something that was sent may have
    none: then it is the page from which it was sent, or else the nearest above it."""
    own = request.full_path if request.query_string else request.path
    is_read = request.method in SAFE_METHODS and not isinstance(request.routing_exception, MethodNotAllowed)
    if is_read or _opens(request.path):
        return own
    before = urlsplit(request.referrer or "")
    path = before.path.removeprefix(request.script_root)
    if before.netloc == request.host and _opens(path):
        return f"{path}?{before.query}" if before.query else path
    above = request.path
    while above and not _opens(above):
        above = above.rpartition("/")[0]
    return above or "/"


def _opens(path: str) -> bool:
    """Whether there is a page at an address."""
    addresses = current_app.create_url_adapter(request)
    return addresses is not None and bool(path) and addresses.test(path, "GET")
