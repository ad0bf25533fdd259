"""Who may open which page."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from lms.people.models import Person
from lms.people.roles import Permission, Role

STRANGERS_MAY = {
    "/sign-in",
    "/first-sign-in",
    "/setup/<token>",
    "/language",
    "/health",
    "/static/<path:name>",
    "/verify",
    "/verify/<token>",
    "/calendar/<token>.ics",
}


def something(converter: BaseConverter) -> int | str:
    """What may stand in an address in the place of a number, one of several words, or any word."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 999_999 if isinstance(converter, IntegerConverter) else "x"


def addresses(app: Flask, method: str) -> list[tuple[str, str, Permission | None]]:
    """Every address that answers `method`: as a rule, filled with something that does not exist, and who may open it."""
    found = []
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            filled = {name: something(converter) for name, converter in rule._converters.items()}
            built = rule.build(filled)
            assert built is not None
            found.append((rule.rule, built[1], app.view_functions[rule.endpoint].access))  # type: ignore[attr-defined]
    return found


def test_strangers_see_only_what_is_meant_for_them(app: Flask) -> None:
    public = {
        rule for method in ("GET", "POST") for rule, _, permission in addresses(app, method) if permission is None
    }
    assert public <= STRANGERS_MAY


def test_strangers_are_asked_to_sign_in_everywhere_else(client: FlaskClient) -> None:
    for rule, address, permission in addresses(client.application, "GET"):
        if permission is not None:
            answer = client.get(address)
            assert (answer.status_code, answer.location) == (303, f"/sign-in?next={address}"), rule
    for rule, address, permission in addresses(client.application, "POST"):
        if permission is not None:
            assert client.post(address).status_code == 401, rule


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_it_may_and_nothing_else(
    client: FlaskClient,
    make_agency: Callable[..., object],
    make_person: Callable[..., Person],
    sign_in: Callable[..., FlaskClient],
    viewer_of: Callable[..., object],
    role: Role,
) -> None:
    """Whoever may not gets 403, before anything is looked up; whoever may finds the page, or that the thing is not there."""
    person = make_person(roles=[role], agency=make_agency())
    sign_in(client, person)
    may = viewer_of(person).may
    for rule, address, permission in addresses(client.application, "GET"):
        if permission is not None:
            status = client.get(address).status_code
            assert (status == 403) is not may(permission), (rule, status)
            assert status < 500, rule


def test_a_page_that_may_not_be_seen_says_so(
    client: FlaskClient, make_person: Callable[..., Person], sign_in: Callable[..., FlaskClient]
) -> None:
    page = sign_in(client, make_person()).get("/marking")
    assert page.status_code == 403
    assert "You do not have access to this page" in page.text
