"""What tests are given, in the words of the domain. Whatever uses the database runs on SQLite and on PostgreSQL.

Builders (`make_person` …) commit, so that pages see what they made. Tests look at the outcome with `stored`, which sees
only what was committed: a view that forgets its commit fails.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, Executable, event
from sqlalchemy.orm import Session

from lms.app import create_app
from lms.authoring import actions as authoring
from lms.config import Config
from lms.db import make_engine
from lms.people import actions as people
from lms.people import queries as people_queries
from lms.people.models import Agency, Person
from lms.people.passwords import token_hash
from lms.people.roles import Role
from lms.people.viewer import Viewer
from tests.databases import MEMORY, PostgreSQL, SQLite, short_folder

BOTH = {"learning/test_actions.py", "learning/test_attempts.py", "learning/test_races.py", "people/test_actions.py"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What keeps answers and accounts is tried on both databases every time, all else on PostgreSQL among the slow tests."""
    for item in items:
        if "[postgresql" in item.name and f"{item.path.parent.name}/{item.path.name}" not in BOTH:
            item.add_marker(pytest.mark.slow)


# --- the database ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite() -> Iterator[SQLite]:
    with short_folder(MEMORY) as folder:
        yield SQLite(folder)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    with short_folder() as folder:
        server = PostgreSQL(folder)
        yield server
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database with all tables."""
    with request.getfixturevalue(request.param).copy() as url:
        yield url


@pytest.fixture(scope="session")
def engines() -> dict[str, Engine]:
    """By the address of a database. An engine remembers the statements that it has written out, which takes a third of a test."""
    return {}


@pytest.fixture
def engine(database_url: str, engines: dict[str, Engine]) -> Iterator[Engine]:
    made = engines.setdefault(database_url, make_engine(database_url))
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """The session in which a test calls actions. Commit before a page is asked for: SQLite has one writer at a time."""
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def stored(engine: Engine) -> Callable[[Executable], Sequence[Any]]:
    """`stored(select(Person))`: what is in the database for everybody, read in a session of its own."""

    def read(statement: Executable) -> Sequence[Any]:
        with Session(engine.execution_options(read_only=True), expire_on_commit=False) as opened:
            return opened.scalars(statement).all()

    return read


A_MOMENT = 0.5
"""Seconds in which the second of two transactions does its work, unless it waits for the first."""


@pytest.fixture
def meanwhile(engine: Engine) -> Callable[..., list[Exception]]:
    """`meanwhile(session, work)`: `work(another session)` is done and committed while the transaction of `session` is open; if it
    waits for that, then after its commit, before which `rest()` is done. Returns what `work` raised."""

    def run(
        session: Session, work: Callable[[Session], object], rest: Callable[[], object] = lambda: None
    ) -> list[Exception]:
        raised: list[Exception] = []

        def other() -> None:
            try:
                with Session(engine, expire_on_commit=False) as opened:
                    work(opened)
                    opened.commit()
            except Exception as problem:
                raised.append(problem)

        thread = Thread(target=other)
        thread.start()
        thread.join(A_MOMENT)
        rest()
        session.commit()
        thread.join()
        return raised

    return run


@pytest.fixture
def while_reading(engine: Engine) -> Callable[..., AbstractContextManager[None]]:
    """`with while_reading("FROM person", update(…)): …`: what is done meanwhile by another connection, and committed, as soon as
    somebody has asked that. Fails if nobody does, or if it has to wait."""

    @contextmanager
    def listen(asked: str, statement: Executable | Callable[[Session], object]) -> Iterator[None]:
        raised: list[Exception] = []
        done: list[bool] = []

        def work(_connection: Any, _cursor: Any, seen: str, *_rest: Any) -> None:
            if asked not in seen.replace("\n", "") or done:
                return
            done.append(True)
            try:
                with Session(engine) as opened:
                    opened.execute(statement) if isinstance(statement, Executable) else statement(opened)
                    opened.commit()
            except Exception as problem:
                raised.append(problem)

        event.listen(Engine, "after_cursor_execute", work)
        try:
            yield
        finally:
            event.remove(Engine, "after_cursor_execute", work)
        assert done
        assert raised == []

    return listen


@pytest.fixture
def count_queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """`with count_queries() as queries: …`: the statements that were sent to the database meanwhile."""

    @contextmanager
    def listen() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return listen


@pytest.fixture
def now() -> datetime:
    """The present, in whole seconds: pages look at the clock themselves, and what tests prepare must fit it."""
    return datetime.now(UTC).replace(microsecond=0)


# --- people ----------------------------------------------------------------------------------------------

PASSWORD = "seven brown camels sleep"


@pytest.fixture
def make_agency(engine: Engine) -> Callable[..., Agency]:
    """`make_agency()`, `make_agency("ANF", parent=…)`."""
    numbers = count(1)

    def make(code: str | None = None, name_en: str = "", name_ur: str = "", parent: Agency | None = None) -> Agency:
        code = code or f"AGENCY{next(numbers)}"
        with Session(engine, expire_on_commit=False) as opened:
            agency = people.add_agency(opened, code, name_en or f"Agency {code}", name_ur or "ادارہ", parent)
            opened.commit()
        return agency

    return make


@pytest.fixture
def make_person(engine: Engine, now: datetime) -> Callable[..., Person]:
    """`make_person()` is an officer without a password; `make_person(roles=[Role.TRAINER], password=PASSWORD)`."""
    numbers = count(1001)

    def make(roles: Sequence[Role] = (Role.OFFICER,), password: str | None = None, **given: Any) -> Person:
        number = str(next(numbers))
        given = {"name_en": f"Officer {number}", "service_number": number, "language": "en", "now": now} | given
        with Session(engine, expire_on_commit=False) as opened:
            person = people.add_person(opened, roles=tuple(roles), **given)
            if password:
                people.choose_password(opened, people_queries.person_with_roles(opened, person.id), password)
            opened.commit()
        return person

    return make


@pytest.fixture
def viewer_of(engine: Engine) -> Callable[[Person], Viewer]:
    """The person as queries and actions know somebody who is signed in."""

    def make(person: Person) -> Viewer:
        with Session(engine) as opened:
            moment = datetime.now(UTC)
            token = people.start_session(
                opened, people_queries.person_with_roles(opened, person.id), False, "127.0.0.1", "a test", moment
            )
            opened.commit()
            found = people_queries.viewer(opened, token_hash(token), moment)
        assert found is not None
        return found[0]

    return make


# --- courses ---------------------------------------------------------------------------------------------


@pytest.fixture
def publish_course(engine: Engine, now: datetime) -> Callable[..., Any]:
    """`publish_course({"course.md": …, "01-one.md": …}, slug="one")` imports and publishes; texts may be str or bytes.

    Again with the same slug, it publishes the next revision. Returns the course's record.
    """

    def publish(files: Mapping[str, str | bytes], slug: str = "a-course", **given: Any) -> Any:
        bodies = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
        with Session(engine, expire_on_commit=False) as opened:
            record = authoring.import_course(opened, slug, bodies, None, now)
            authoring.publish(opened, record, now=now, **given)
            opened.commit()
        return record

    return publish


# --- pages -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Made once a run, since compressing the static files and compiling templates takes longer than most tests."""
    nowhere = f"sqlite:///{tmp_path_factory.mktemp('application') / 'never-opened.sqlite3'}"
    return create_app(Config(database_url=nowhere, secret_key="only for tests"))


@pytest.fixture
def app(application: Flask, engine: Engine, database_url: str, tmp_path: Path) -> Flask:
    """The application as people meet it, on this test's database.

    A fault in it is a page with status 500, and its traceback is in the log.
    """
    application.extensions |= {
        "engine": engine,
        "reading_engine": engine.execution_options(read_only=True),
        "config": replace(application.extensions["config"], instance=tmp_path, database_url=database_url),
    }
    return application


class Browser(FlaskClient):
    """Asks for pages as a browser does that stands on this site already."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        self.environ_base.setdefault("HTTP_SEC_FETCH_SITE", "same-origin")
        return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in, in English."""
    app.test_client_class = Browser
    made = app.test_client()
    made.set_cookie("language", "en")
    return made


@pytest.fixture
def sign_in(engine: Engine) -> Callable[[FlaskClient, Person], FlaskClient]:
    """`sign_in(client, person)`: the browser holds a session of the person's, as after the sign-in page."""

    def start(client: FlaskClient, person: Person, shared_computer: bool = False) -> FlaskClient:
        with Session(engine) as opened:
            token = people.start_session(
                opened,
                people_queries.person_with_roles(opened, person.id),
                shared_computer,
                "127.0.0.1",
                "a test",
                datetime.now(UTC),
            )
            opened.commit()
        client.set_cookie("session_token", token)
        return client

    return start
