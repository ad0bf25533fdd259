"""Requests that another site sends through somebody's browser."""

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """Sends only the headers that a test gives it."""
    return FlaskClient(app, app.response_class)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://localhost"},
        {"Origin": "http://127.0.0.1:8000"},  # the address that the product prints
    ],
)
def test_our_own_forms_are_taken(browser: FlaskClient, headers: dict[str, str]) -> None:
    assert browser.post("/language", data={"language": "ur"}, headers=headers).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost:81"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Referer": "http://localhost/sign-in"},
    ],
)
def test_requests_from_elsewhere_are_refused(browser: FlaskClient, headers: dict[str, str]) -> None:
    answer = browser.post("/language", data={"language": "ur"}, headers=headers)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_links_from_elsewhere_are_followed(browser: FlaskClient) -> None:
    assert browser.get("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
