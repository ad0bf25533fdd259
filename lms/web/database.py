"""One database session per request, opened on first use, rolled back at the end unless the view committed."""

from flask import Flask, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask, engine: Engine) -> None:
    app.extensions["engine"] = engine
    app.extensions["reading_engine"] = engine.execution_options(read_only=True)
    app.teardown_appcontext(_close)


def open_session() -> Session:
    """A session of its own, for what must be committed before the request's own work, or outside a request."""
    return Session(current_app.extensions["engine"], expire_on_commit=False)


def _request_session() -> Session:
    if "session" not in g:
        name = "reading_engine" if request and request.method in SAFE_METHODS else "engine"
        g.session = Session(current_app.extensions[name], expire_on_commit=False)
    opened: Session = g.session
    return opened


def _close(_error: BaseException | None) -> None:
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()


session: Session = LocalProxy(_request_session)  # type: ignore[assignment]
