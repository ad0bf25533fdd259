"""What every answer carries."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from flask.testing import FlaskClient

from lms.people.models import Person


@pytest.mark.parametrize("address", ["/sign-in", "/nothing-here", "/health", "/", "/setup/x"])
def test_every_answer_is_guarded(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    about_somebody = address in {"/sign-in", "/setup/x"}
    assert headers["Cache-Control"] == ("no-store" if about_somebody else "private, no-cache")


def test_encryption_is_remembered_where_there_is_any(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers
    assert (
        "max-age=31536000" in client.get("/sign-in", base_url="https://localhost").headers["Strict-Transport-Security"]
    )


@pytest.mark.parametrize(("accepted", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_pages_are_compressed(client: FlaskClient, accepted: str, unpack: Callable[[bytes], bytes]) -> None:
    plain = client.get("/sign-in")
    packed = client.get("/sign-in", headers={"Accept-Encoding": accepted})
    assert packed.headers["Content-Encoding"] == accepted
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 2
    assert unpack(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data)


def test_brotli_is_preferred(client: FlaskClient) -> None:
    answer = client.get("/sign-in", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert answer.headers["Content-Encoding"] == "br"


def test_a_page_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/health", headers={"Accept-Encoding": "br"})
    again = client.get("/health", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/health", headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_personal_page_has_no_tag_to_ask_by(
    client: FlaskClient, make_person: Callable[..., Person], sign_in: Callable[..., FlaskClient]
) -> None:
    assert "ETag" not in sign_in(client, make_person()).get("/account").headers
