"""The pages for signing in and for the own account."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from lms.people import actions
from lms.people.models import AuditEntry, Person, RoleGrant, SignInFailure, SignInSession
from lms.people.roles import Role
from lms.people.viewer import OFFICER_IDLE

PASSWORD = "seven brown camels sleep"


@pytest.fixture
def officer(make_person: Callable[..., Person]) -> Person:
    return make_person(service_number="ANF-1001", name_en="Sadia Bibi", name_ur="صادیہ بی بی", password=PASSWORD)


def typed(name: str = "ANF-1001", password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"sign_in_name": name, "password": password} | more


# --- signing in --------------------------------------------------------------------------------------------------


def test_signing_in_leads_to_the_page_that_was_asked_for(client: FlaskClient, officer: Person) -> None:
    answer = client.get("/account?from=mail")
    assert answer.status_code == 303
    page = client.get(answer.location)
    asked = re.search(r'name="next" type="hidden" value="([^"]*)"', page.text)
    assert asked
    answer = client.post("/sign-in", data=typed(next=asked[1]))
    assert (answer.status_code, answer.location) == (303, "/account?from=mail")
    assert "Sadia Bibi" in client.get("/account").text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "/\t\\evil.example/",
        "evil",
        "javascript:alert(1)",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(client: FlaskClient, officer: Person, elsewhere: str) -> None:
    assert client.post("/sign-in", data=typed(next=elsewhere)).location == "/"


def test_an_address_cannot_plant_a_form_to_be_sent_after_signing_in(client: FlaskClient) -> None:
    page = client.get("/sign-in?next=/account/password&pending=new_password%3Dplanted")
    pending = re.search(r'<input id="pending"[^>]*>', page.text)
    assert pending
    assert "planted" not in pending[0]


def test_the_cookie_is_for_this_site_alone(client: FlaskClient, officer: Person) -> None:
    cookie = client.post("/sign-in", data=typed()).headers["Set-Cookie"]
    assert cookie.startswith("session_token=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Expires" not in cookie
    secure = client.post("/sign-in", data=typed(), base_url="https://localhost").headers["Set-Cookie"]
    assert secure.startswith("__Host-session=")
    assert "Secure" in secure.split("; ")


def test_every_sign_in_has_a_token_of_its_own(client: FlaskClient, officer: Person) -> None:
    client.set_cookie("session_token", "chosen by somebody else")
    first = client.post("/sign-in", data=typed()).headers["Set-Cookie"]
    client.delete_cookie("session_token")
    second = client.post("/sign-in", data=typed()).headers["Set-Cookie"]
    assert "chosen" not in first
    assert first != second


@pytest.mark.parametrize("name", ["ANF-1001", "NOBODY-1"])
def test_a_failure_does_not_say_what_was_wrong(client: FlaskClient, officer: Person, name: str) -> None:
    page = client.post("/sign-in", data=typed(name, "wrong"))
    assert page.status_code == 422
    assert "The service number or the password is not right." in page.text
    assert "Set-Cookie" not in page.headers
    assert "wrong" not in page.text.replace("went wrong", "")
    assert name in page.text


def test_an_empty_form_says_what_is_missing_beside_each_field(client: FlaskClient) -> None:
    page = client.post("/sign-in", data={})
    assert page.status_code == 422
    assert 'href="#sign_in_name"' in page.text
    assert 'href="#password"' in page.text
    assert page.text.count('aria-invalid="true"') == 2


def test_tries_are_counted_even_though_they_fail(
    client: FlaskClient, officer: Person, stored: Callable[..., list[SignInFailure]]
) -> None:
    for _ in range(5):
        client.post("/sign-in", data=typed(password="wrong"))
    assert len(stored(select(SignInFailure))) == 5
    page = client.post("/sign-in", data=typed())
    assert page.status_code == 429
    assert "Too many tries" in page.text
    assert stored(select(SignInSession)) == []


def test_whoever_is_signed_in_needs_no_sign_in_page(
    client: FlaskClient, officer: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    assert sign_in(client, officer).get("/sign-in").location == "/"


# --- one-time codes ----------------------------------------------------------------------------------------------


def code_for(engine: Engine, person: Person) -> str:
    with Session(engine) as session:
        code = actions.make_sign_in_code(session, session.get_one(Person, person.id), datetime.now(UTC))
        session.commit()
    return code


def test_the_first_sign_in_with_a_code(
    client: FlaskClient, engine: Engine, make_person: Callable[..., Person], stored: Callable[..., list[AuditEntry]]
) -> None:
    person = make_person(service_number="ANF-1002")
    code = code_for(engine, person)
    form = {"sign_in_name": "anf 1002", "code": code.lower(), "new_password": PASSWORD}
    weak = client.post("/first-sign-in", data=form | {"new_password": "123456789012"})
    assert (weak.status_code, "easy to guess" in weak.text) == (422, True)
    assert client.post("/first-sign-in", data=form).location == "/"
    assert client.get("/account").status_code == 200
    assert [entry.action for entry in stored(select(AuditEntry))] == ["signed in with a one-time code"]
    again = client.post("/first-sign-in", data=form)
    assert (again.status_code, "used already" in again.text) == (422, True)
    assert client.post("/sign-in", data=typed("ANF1002")).status_code == 303


# --- the end of a session ----------------------------------------------------------------------------------------


def grow_old(engine: Engine, age: timedelta) -> None:
    """Let every session have been used last `age` ago."""
    with Session(engine) as session:
        session.execute(update(SignInSession).values(last_seen_at=datetime.now(UTC) - age))
        session.commit()


def test_an_idle_session_ends(
    client: FlaskClient, engine: Engine, officer: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    sign_in(client, officer)
    grow_old(engine, OFFICER_IDLE - timedelta(minutes=1))
    assert client.get("/account").status_code == 200
    grow_old(engine, OFFICER_IDLE + timedelta(minutes=1))
    assert client.get("/account").location.startswith("/sign-in")


def test_a_page_keeps_the_session_awake_without_a_write_each_time(
    client: FlaskClient,
    engine: Engine,
    officer: Person,
    sign_in: Callable[..., FlaskClient],
    stored: Callable[..., list[datetime]],
) -> None:
    sign_in(client, officer)
    grow_old(engine, timedelta(minutes=10))
    client.get("/account")
    [first] = stored(select(SignInSession.last_seen_at))
    assert datetime.now(UTC) - first < timedelta(minutes=1)
    client.get("/account")
    assert stored(select(SignInSession.last_seen_at)) == [first]


def pending_in(page: str) -> str:
    found = re.search(r'name="pending" type="hidden" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def test_what_was_written_is_offered_again_after_the_session_ended(
    client: FlaskClient, engine: Engine, officer: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    sign_in(client, officer)
    grow_old(engine, timedelta(hours=13))
    long = "گواہ" * 5000
    page = client.post("/attempts/1/answers", data={"q.1": "<b>گواہ & ملزم</b>", "q.2": ["1", "2"], "q.3": long})
    assert page.status_code == 401
    assert "what you wrote is kept" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    page = client.post("/sign-in", data=typed(next="/attempts/1/answers", pending=pending_in(page.text)))
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert '<form method="post" action="/attempts/1/answers">' in page.text
    assert 'name="q.1" value="&lt;b&gt;گواہ &amp; ملزم&lt;/b&gt;"' in page.text
    assert page.text.count('name="q.2"') == 2
    assert f'name="q.3" value="{long}"' in page.text
    assert client.get("/account").status_code == 200


def test_a_button_without_fields_is_offered_again_too(client: FlaskClient, officer: Person) -> None:
    page = client.post("/courses/a-course/a-lesson/read")
    page = client.post("/sign-in", data=typed(next="/courses/a-course/a-lesson/read", pending=pending_in(page.text)))
    assert '<form method="post" action="/courses/a-course/a-lesson/read">' in page.text


def test_what_cannot_come_back_in_one_form_is_not_said_to_be_kept(client: FlaskClient) -> None:
    page = client.post("/attempts/1/answers", data={"q.1": "ع" * 200_000})
    assert page.status_code == 413
    assert "is kept" not in page.text


def test_a_password_is_not_carried_along(client: FlaskClient) -> None:
    page = client.post("/account/password", data={"current_password": PASSWORD, "new_password": "another long one"})
    assert page.status_code == 401
    assert pending_in(page.text) == ""
    assert PASSWORD not in page.text


def test_a_wrong_code_is_refused_while_somebody_else_is_signed_in(
    client: FlaskClient, engine: Engine, officer: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    sign_in(client, officer)
    grow_old(engine, timedelta(minutes=5))  # so that the visit is noted, while the view is about to write
    wrong = {"sign_in_name": "ANF-1001", "code": "ABCD-2345-EFGH", "new_password": "a password of some length"}
    assert client.post("/first-sign-in", data=wrong).status_code == 422


def test_a_script_is_told_that_the_session_ended(client: FlaskClient) -> None:
    answer = client.post("/account/password", headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.mimetype) == (401, "application/json")
    assert "sign in" in answer.json["error"]


def test_signing_out_ends_the_session_and_clears_the_device(
    client: FlaskClient,
    officer: Person,
    sign_in: Callable[..., FlaskClient],
    stored: Callable[..., list[SignInSession]],
) -> None:
    sign_in(client, officer)
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert stored(select(SignInSession)) == []
    assert client.get("/account").status_code == 303


def test_signing_out_is_not_done_by_a_link(
    client: FlaskClient,
    officer: Person,
    sign_in: Callable[..., FlaskClient],
    stored: Callable[..., list[SignInSession]],
) -> None:
    assert sign_in(client, officer).get("/sign-out").status_code == 405
    assert len(stored(select(SignInSession))) == 1


# --- the account -------------------------------------------------------------------------------------------------


def test_changing_the_password_signs_out_all_other_devices(
    client: FlaskClient,
    officer: Person,
    sign_in: Callable[..., FlaskClient],
    stored: Callable[..., list[SignInSession]],
) -> None:
    other = client.application.test_client()
    sign_in(other, officer)
    sign_in(client, officer)
    wrong = client.post("/account/password", data={"current_password": "wrong", "new_password": "nine green parrots"})
    assert (wrong.status_code, "The current password is not right." in wrong.text) == (422, True)
    answer = client.post("/account/password", data={"current_password": PASSWORD, "new_password": "nine green parrots"})
    assert answer.status_code == 303
    assert "The password is changed." in client.get(answer.location).text
    assert other.get("/account").status_code == 303
    assert len(stored(select(SignInSession))) == 1


def test_other_devices_can_be_signed_out(
    client: FlaskClient, officer: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    other = client.application.test_client()
    sign_in(other, officer)
    sign_in(client, officer)
    assert "Sign out all other devices" in client.get("/account").text
    client.post("/account/sign-out-elsewhere")
    assert other.get("/account").status_code == 303
    assert "Sign out all other devices" not in client.get("/account").text


def test_a_personal_page_is_not_kept_by_the_browser(
    client: FlaskClient, officer: Person, sign_in: Callable[..., FlaskClient]
) -> None:
    assert sign_in(client, officer).get("/account").headers["Cache-Control"] == "no-store"


# --- the first administrator -------------------------------------------------------------------------------------


def test_the_printed_link_makes_the_first_administrator(
    client: FlaskClient, engine: Engine, stored: Callable[..., list[Role]]
) -> None:
    with Session(engine) as session:
        token = actions.invite_administrator(session, datetime.now(UTC))
        session.commit()
    form = {"name_en": "Adeel Rahman", "name_ur": "عدیل رحمان", "user_name": "adeel", "new_password": "short"}
    assert client.get(f"/setup/{token}").status_code == 200
    short = client.post(f"/setup/{token}", data=form)
    assert (short.status_code, "at least 15 characters" in short.text) == (422, True)
    assert 'href="#new_password"' in short.text
    assert 'id="new_password-error"' in short.text
    assert client.post(f"/setup/{token}", data=form | {"new_password": "nine green parrots fly"}).location == "/"
    assert stored(select(RoleGrant.role)) == [Role.ADMINISTRATOR]
    assert "Adeel Rahman" in client.get("/account").text
    assert client.get(f"/setup/{token}").status_code == 410
    assert client.get("/setup/nonsense").status_code == 410


# --- the language ------------------------------------------------------------------------------------------------


def test_the_language_switch_stays_and_comes_back_to_the_same_place(
    client: FlaskClient, officer: Person, sign_in: Callable[..., FlaskClient], stored: Callable[..., list[str]]
) -> None:
    sign_in(client, officer)
    answer = client.post("/language", data={"language": "ur", "next": "/account?x=1", "at": "b12"})
    assert (answer.status_code, answer.location) == (303, "/account?x=1#b12")
    assert stored(select(Person.language).where(Person.id == officer.id)) == ["ur"]
    page = client.get("/account").text
    assert '<html lang="ur" dir="rtl"' in page
    assert "صادیہ بی بی" in page
    client.delete_cookie("session_token")
    assert '<html lang="ur" dir="rtl"' in client.get("/sign-in").text


@pytest.mark.parametrize(
    ("spoken", "language", "words"), [("en", "ur", "سائن آؤٹ"), ("ur", "en", "You are signed out.")]
)
def test_after_signing_out_the_browser_speaks_the_language_of_who_was_there(
    client: FlaskClient,
    make_person: Callable[..., Person],
    sign_in: Callable[..., FlaskClient],
    spoken: str,
    language: str,
    words: str,
) -> None:
    client.set_cookie("language", spoken)
    sign_in(client, make_person(language=language))
    page = client.post("/sign-out", follow_redirects=True).text
    assert f'<html lang="{language}"' in page
    assert words in page
    assert words not in client.get("/sign-in").text.partition("<main")[2].partition("<h1")[0]


def test_the_first_administrator_keeps_the_language_of_the_setup_page(client: FlaskClient, engine: Engine) -> None:
    client.delete_cookie("language")
    with Session(engine) as session:
        token = actions.invite_administrator(session, datetime.now(UTC))
        session.commit()
    assert '<html lang="ur"' in client.get(f"/setup/{token}").text
    form = {"name_en": "Adeel Rahman", "user_name": "adeel", "new_password": "nine green parrots fly"}
    client.post(f"/setup/{token}", data=form)
    assert '<html lang="ur"' in client.get("/account").text


@pytest.mark.parametrize("bad", [{"language": "xx"}, {}, {"language": "ur", "next": "https://evil.example/"}])
def test_the_language_switch_takes_no_nonsense(client: FlaskClient, bad: dict[str, str]) -> None:
    answer = client.post("/language", data=bad)
    assert (answer.status_code, answer.location) == (303, "/")
    assert ("Set-Cookie" in answer.headers) == (bad.get("language") == "ur")


def test_a_place_that_is_not_one_is_left_out(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "ur", "next": "/sign-in", "at": '"><b'})
    assert answer.location == "/sign-in"


def test_urdu_is_what_a_stranger_sees_first(client: FlaskClient) -> None:
    client.delete_cookie("language")
    assert '<html lang="ur" dir="rtl"' in client.get("/sign-in").text
