"""The first page, and what stands around every page."""

import re

import pytest

from lms.people.roles import Role


@pytest.mark.parametrize(
    ("role", "work"),
    [
        (Role.OFFICER, set()),
        (Role.TRANSLATOR, {"/translation/"}),
        (Role.TRAINER, {"/workshop/", "/marking"}),
        (Role.COORDINATOR, {"/certificates/register"}),
        (Role.ADMINISTRATOR, {"/workshop/", "/translation/", "/marking", "/certificates/register"}),
    ],
)
def test_the_first_page_leads_staff_to_their_own_work(client, make_person, make_agency, sign_in, role, work):
    sign_in(client, make_person(roles=[role], agency=make_agency("ANF", "Anti Narcotics Force", "اینٹی نارکوٹکس فورس")))
    main = client.get("/").text.partition("<main")[2].partition("</main>")[0]
    addresses = ("/workshop/", "/translation/", "/marking", "/certificates/register")
    assert {url for url in addresses if f'href="{url}"' in main} == work
    assert ("You have no course yet" in main) == (not work)


def test_whoever_holds_a_certificate_finds_the_way_to_verify_it(client, make_person, sign_in):
    assert 'href="/verify"' in client.get("/sign-in").text
    sign_in(client, make_person())
    assert 'href="/verify"' in client.get("/").text


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("/", [("/", "page")]),
        ("/people", [("/people", "page")]),
        ("/people/new", [("/people", "true")]),
        ("/certificates/register", [("/certificates/register", "page")]),
        ("/certificates/signatories", []),
        ("/account/contact", [("/account", "true")]),
    ],
)
def test_the_navigation_says_where_one_is(client, make_person, make_agency, sign_in, page, marked):
    sign_in(client, make_person(roles=[Role.COORDINATOR], agency=make_agency("ANF")))
    head = client.get(page).text.partition("<main")[0]
    assert re.findall(r'href="([^"]+)" aria-current="(page|true)"', head) == marked
