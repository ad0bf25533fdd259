"""What a person sees when something is refused, missing or broken."""

import logging
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine

from lms.people.models import Person
from tests.sample_course import FILES


def test_a_page_that_is_not_there_says_so_in_both_languages(client: FlaskClient) -> None:
    page = client.get("/nothing-here")
    assert (page.status_code, "Page not found" in page.text) == (404, True)
    client.set_cookie("language", "ur")
    page = client.get("/nothing-here")
    assert '<html lang="ur" dir="rtl"' in page.text
    assert "صفحہ نہیں ملا" in page.text


def test_a_row_that_is_not_there_is_a_missing_page(
    client: FlaskClient, make_person: Callable[..., Person], sign_in: Callable[..., FlaskClient]
) -> None:
    sign_in(client, make_person())
    for address in ("/courses/nothing", "/attempts/999999", "/courses/nothing/one"):
        assert client.get(address).status_code == 404, address


def test_a_refusal_leads_back_to_the_page_of_this_site_that_it_came_from(
    client: FlaskClient,
    make_person: Callable[..., Person],
    sign_in: Callable[..., FlaskClient],
    publish_course: Callable[..., object],
) -> None:
    publish_course(FILES, slug="front-desk")
    sign_in(client, make_person())
    client.post("/courses/front-desk/enrol")
    check, page = "/courses/front-desk/receiving/checks/1", "http://localhost/courses/front-desk/receiving"
    assert f'<a href="{page}">Back to the page before</a>' in client.post(check, headers={"Referer": page}).text
    assert "Back to" not in client.post(check, headers={"Referer": "https://elsewhere.example/"}).text


def test_what_is_too_large_is_refused(client: FlaskClient) -> None:
    page = client.post("/sign-in", data={"sign_in_name": "x" * 3_000_000})
    assert (page.status_code, "This is too large" in page.text) == (413, True)


def test_a_script_gets_its_answer_as_data(client: FlaskClient) -> None:
    answer = client.get("/nothing-here", headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json) == (404, {"error": "Page not found"})


@pytest.fixture
def without_database(app: Flask, tmp_path: object) -> Flask:
    """The application while its database cannot be reached."""
    gone = create_engine(f"sqlite:///{tmp_path}/no-such-folder/lms.sqlite3")
    app.extensions |= {"engine": gone, "reading_engine": gone}
    return app


def test_a_fault_is_logged_with_the_reference_that_the_page_shows(
    without_database: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    browser = without_database.test_client()
    browser.set_cookie("language", "en")
    with caplog.at_level(logging.ERROR, logger="lms"):
        page = browser.get("/setup/anything")
    assert (page.status_code, "Something went wrong" in page.text) == (500, True)
    reference = re.search(r"[0-9a-f]{8}", page.text.partition("reference")[2])
    assert reference
    assert reference[0] in caplog.text
    assert "unable to open database file" in caplog.text
    assert "unable to open" not in page.text


def test_a_fault_while_somebody_is_signed_in_is_a_page_too(
    without_database: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    """Who they are cannot be looked up either."""
    browser = without_database.test_client()
    browser.set_cookie("session_token", "a token")
    page = browser.get("/")
    assert page.status_code == 500
    reference = re.search(r"\b[0-9a-f]{8}\b", page.text)
    assert reference
    assert reference[0] in caplog.text
