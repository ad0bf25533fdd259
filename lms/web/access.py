"""Who may open a page: every view says so, or the application does not start.

`@requires(permission)` asks the signed-in person's `may(permission)`; `@public` lets anybody in. Whose rows a person sees
is decided in the queries, by `viewer`.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask_login import current_user

from lms.web.database import SAFE_METHODS

View = TypeVar("View", bound=Callable[..., Any])


def requires(permission: StrEnum) -> Callable[[View], View]:
    """Only signed-in persons who hold `permission` may open the view."""

    def declare(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]
        return view

    return declare


def public(view: View) -> View:
    """Anybody may open the view."""
    view.access = None  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    app.before_request(_check)


def undeclared(app: Flask) -> list[str]:
    """The endpoints whose view says neither `@requires` nor `@public`."""
    return sorted(name for name, view in app.view_functions.items() if not hasattr(view, "access"))


def refuse_undeclared(app: Flask) -> None:
    """Raise `RuntimeError` if a view does not say who may open it."""
    if names := undeclared(app):
        raise RuntimeError(f"These views do not say who may open them: {', '.join(names)}")


def signed_in() -> Any:
    """Who is signed in, looked up once a request, or None. Flask-Login's `current_user` is a proxy, and slow to ask often."""
    person = current_user._get_current_object()
    return person if person.is_authenticated else None


def _check() -> Any:
    if request.endpoint is None:
        return None
    permission = getattr(current_app.view_functions[request.endpoint], "access")  # noqa: B009 - set by the decorators above
    if permission is None and request.method in SAFE_METHODS:
        return None
    # asked now even where anybody may: once the view writes, on SQLite, to note that somebody was seen would wait for itself
    person = signed_in()
    if permission is None:
        return None
    if person is None:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if not person.may(permission):
        abort(403)
    return None
