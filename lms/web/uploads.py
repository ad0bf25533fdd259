"""Requests that bring files: larger than a form, from those who may use the page, and from nobody else."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from lms.web.access import signed_in

View = TypeVar("View", bound=Callable[..., Any])

LARGEST_TEXT = 2 * 1024 * 1024
"""Bytes of what is typed, not chosen as a file: a text over the limit of a course's files is to be refused with it in the page."""


def accepts(size: int) -> Callable[[View], View]:
    """The view takes requests of up to `size` bytes. Stands under `@requires`."""

    def declare(view: View) -> View:
        view.accepts = size  # type: ignore[attr-defined]
        return view

    return declare


def init_app(app: Flask) -> None:
    """Before all that reads forms: the limit counts when a request is first read."""
    app.before_request(_raise_limit)


def _raise_limit() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    size: int | None = getattr(view, "accepts", None)
    if size is not None and (person := signed_in()) and person.may(getattr(view, "access")):  # noqa: B009 - set by @requires
        request.max_content_length = size
        request.max_form_memory_size = min(size, LARGEST_TEXT)
