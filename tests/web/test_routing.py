"""Addresses: rules that are made ready when they are first used, and where a page is opened again."""

import re

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from lms.web.routing import LateRule, way_back


def test_addresses_are_built_as_ever(app: Flask) -> None:
    assert {type(rule) for rule in app.url_map.iter_rules()} == {LateRule}
    with app.test_request_context("/"):
        for _ in range(2):
            assert url_for("learning.show_course", slug="a b") == "/courses/a%20b"
            assert url_for("learning.show_course", slug="x", rule="y", self="z") == "/courses/x?rule=y&self=z"


def test_whatever_was_sent_the_way_back_leads_to_a_page(app: Flask) -> None:
    sent = [
        re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda found: "1" if found[1] == "int" else "word", rule.rule)
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
    ]
    assert len(sent) > 100
    for path in sent:
        with app.test_request_context(path, method="POST"):
            again = way_back()
        assert app.url_map.bind("localhost").test(again, "GET"), path


@pytest.mark.parametrize(
    ("sent", "referrer", "back"),
    [
        ("/people/new", None, "/people/new"),
        ("/batches/5/members/numbers", "http://localhost/batches/5/members?agency=2", "/batches/5/members?agency=2"),
        ("/batches/5/members/numbers", "http://localhost/batches/5/members/numbers", "/batches/5/members"),
        ("/batches/5/members/numbers", "https://elsewhere.example/batches", "/batches/5/members"),
        ("/live/5/participants", None, "/live/5"),
        ("/nothing/here", None, "/"),
    ],
)
def test_a_page_without_an_address_of_its_own_leads_to_the_form_from_which_it_came(
    app: Flask, sent: str, referrer: str | None, back: str
) -> None:
    with app.test_request_context(sent, method="POST", headers={"Referer": referrer} if referrer else {}):
        assert way_back() == back


def test_a_page_that_is_read_leads_back_to_itself_also_where_nothing_is(app: Flask) -> None:
    for path in ("/people?q=a&state=active", "/nothing/here"):
        with app.test_request_context(path):
            assert way_back() == path


def test_the_switch_of_languages_never_ends_where_nothing_can_be_opened(client: FlaskClient) -> None:
    page = client.get("/people/import/5/apply")
    assert page.status_code == 405
    assert 'name="next" value="/people/import/5"' in page.text
