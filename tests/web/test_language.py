"""Words, dates and names in the language of the page."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from lms.errors import Refused
from lms.web.language import bdi, date_text, moment_text, refusal_text


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "23 November 2026", "24 November 2026, <bdi>02:20</bdi>"),
        ("ur", "23 نومبر 2026", '24 نومبر 2026، <bdi dir="ltr">02:20</bdi>'),
    ],
)
def test_dates_are_written_as_people_write_them_in_pakistan(app: Flask, language: str, day: str, moment: str) -> None:
    with app.test_request_context("/", headers={"Cookie": f"language={language}"}):
        assert date_text(date(2026, 11, 23)) == day
        # twenty past nine in the evening in Greenwich is the next morning in Karachi
        assert moment_text(datetime(2026, 11, 23, 21, 20, tzinfo=UTC)) == moment


def test_a_moment_falls_on_the_day_that_it_is_in_pakistan(app: Flask) -> None:
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert date_text(datetime(2026, 11, 23, 18, 59, tzinfo=UTC)) == "23 November 2026"
        assert date_text(datetime(2026, 11, 23, 19, 0, tzinfo=UTC)) == "24 November 2026"


def test_what_people_typed_is_kept_apart_and_harmless() -> None:
    assert bdi("154(1)") == "<bdi>154(1)</bdi>"
    assert bdi("<script>") == "<bdi>&lt;script&gt;</bdi>"
    assert bdi('x"y', "en") == '<bdi lang="en">x&#34;y</bdi>'


def test_a_refusal_is_said_in_the_language_of_the_page(app: Flask) -> None:
    refused = Refused(
        "You can try again in %(minutes)s minutes. Use the time to read the lessons once more.", minutes=7
    )
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert refusal_text(refused).startswith("You can try again in 7 minutes.")
    with app.test_request_context("/", headers={"Cookie": "language=ur"}):
        assert "7 منٹ" in refusal_text(refused)
