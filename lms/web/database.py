"""One database session per request, opened on first use, rolled back at the end unless the view committed."""

from flask import Flask, abort, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy
from werkzeug.routing import IntegerConverter, Map

from lms.prepared import READING

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


LARGEST_KEY = 2**31 - 1


class Key(IntegerConverter):
    """`<int:…>` in addresses: what no key of a table can be is not found, instead of an error of the database."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - Werkzeug's
        super().__init__(map, max=LARGEST_KEY)


def init_app(app: Flask, engine: Engine) -> None:
    app.url_map.converters["int"] = Key
    app.before_request(_refuse_null)
    app.extensions["engine"] = engine
    app.extensions["reading_engine"] = engine.execution_options(read_only=True)
    app.teardown_appcontext(_close)


def _refuse_null() -> None:
    """No text in PostgreSQL can hold the null character, and nobody types it."""
    if (
        "\0" in request.path
        or b"%00" in request.query_string
        or any("\0" in value for values in request.form.listvalues() for value in values)
    ):
        abort(400)


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


def reading_engine() -> Engine:
    """For what is read while an answer is already under way: a file that is made while it is sent has a session of its own."""
    engine: Engine = current_app.extensions["reading_engine"]
    return engine
