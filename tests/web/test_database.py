"""One session a request, and what becomes of it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from lms.people.models import Agency, Person
from lms.people.roles import Role
from lms.web.access import public
from lms.web.database import init_app, session


@pytest.fixture
def small(engine: Engine) -> Flask:
    app = Flask("a test", static_folder=None)
    init_app(app, engine)

    @app.post("/kept")
    @public
    def keep() -> str:
        session.add(Agency(code="KEPT", name_en="Kept", name_ur=""))
        session.commit()
        return "kept"

    @app.post("/forgotten")
    @public
    def forget() -> str:
        session.add(Agency(code="LOST", name_en="Lost", name_ur=""))
        session.flush()
        return "lost"

    @app.get("/read")
    @public
    def read() -> str:
        return ",".join(session.scalars(select(Agency.code)))

    return app


def test_what_a_view_does_not_commit_is_lost(small: Flask, stored: Callable[..., list[str]]) -> None:
    browser = small.test_client()
    browser.post("/kept")
    browser.post("/forgotten")
    assert stored(select(Agency.code)) == ["KEPT"]
    assert browser.get("/read").text == "KEPT"


def test_reading_does_not_wait_for_a_writer(small: Flask, engine: Engine) -> None:
    with engine.begin() as writer:
        writer.exec_driver_sql("INSERT INTO agency (code, name_en, name_ur) VALUES ('BUSY', '', '')")
        assert small.test_client().get("/read").text == ""
    assert small.test_client().get("/read").text == "BUSY"


def test_connections_go_back_to_the_pool(small: Flask, engine: Engine) -> None:
    for _ in range(100):
        small.test_client().get("/read")
        small.test_client().post("/forgotten")
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_what_no_database_can_hold_is_refused_or_not_found(
    client: FlaskClient, make_person: Callable[..., Person], sign_in: Callable[..., FlaskClient]
) -> None:
    sign_in(client, make_person(roles=[Role.ADMINISTRATOR]))
    assert client.get("/attempts/2147483648").status_code == 404
    assert client.post("/marking/99999999999999999999", data={"points": "1"}).status_code == 404
    assert client.get("/certificates/register?before=99999999999999999999").status_code == 200
    assert client.get("/certificates/register?before=-99999999999999999999").status_code == 200
    for address in ("/courses/%00", "/certificates/%00", "/courses?q=%00"):
        assert client.get(address).status_code == 400, address
    assert client.post("/certificates/issue", data={"course": "\0"}).status_code == 400
