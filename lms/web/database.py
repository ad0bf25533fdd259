"""One database session per request, opened on first use, rolled back at the end unless the view committed."""

from flask import Flask, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

from lms.db import READING

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask, engine: Engine) -> None:
    app.extensions["engine"] = engine
    app.extensions["reading_engine"] = engine.execution_options(read_only=True)
    app.teardown_appcontext(_close)


def open_session() -> Session:
    """A session of its own, for what must be committed before the request's own work, or outside a request."""
    return Session(current_app.extensions["engine"], expire_on_commit=False)


def _reading_session() -> Session:
    opened: Session | None = g.get("reading")
    if opened is None:
        engine = current_app.extensions["reading_engine"]
        opened = g.reading = Session(engine, expire_on_commit=False, info={READING: engine.raw_connection()})
    return opened


def _request_session() -> Session:
    opened: Session | None = g.get("session")
    if opened is None:
        reads = request and request.method in SAFE_METHODS
        opened = g.session = _reading_session() if reads else open_session()
    return opened


def _close(_error: BaseException | None) -> None:
    writing, reading = g.pop("session", None), g.pop("reading", None)
    if writing is not None and writing is not reading:
        writing.close()
    if reading is not None:
        reading.close()
        reading.info[READING].close()


session: Session = LocalProxy(_request_session)  # type: ignore[assignment]
reading: Session = LocalProxy(_reading_session)  # type: ignore[assignment]
"""For what is asked before the request's own work: on SQLite, `session` keeps other writers waiting if the request may write."""
