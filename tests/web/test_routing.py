"""Rules of addresses that are made ready when they are first used."""

from flask import Flask, url_for

from lms.web.routing import LateRule


def test_addresses_are_built_as_ever(app: Flask) -> None:
    assert {type(rule) for rule in app.url_map.iter_rules()} == {LateRule}
    with app.test_request_context("/"):
        for _ in range(2):
            assert url_for("learning.show_course", slug="a b") == "/courses/a%20b"
            assert url_for("learning.show_course", slug="x", rule="y", self="z") == "/courses/x?rule=y&self=z"
