"""The first page, and what stands around every page."""

import re
from datetime import timedelta

import pytest

from lms.learning.models import Enrolment
from lms.people.roles import Role
from tests.sample_course import BILINGUAL


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
        ("/agencies", [("/people", "true")]),
        ("/agencies/new", [("/people", "true")]),
        ("/certificates/register", [("/certificates/register", "page")]),
        ("/certificates/signatories", []),
        ("/account/contact", [("/account", "true")]),
    ],
)
def test_the_navigation_says_where_one_is(client, make_person, make_agency, sign_in, page, marked):
    sign_in(client, make_person(roles=[Role.COORDINATOR], agency=make_agency("ANF")))
    head = client.get(page).text.partition("<main")[0]
    assert re.findall(r'href="([^"]+)" aria-current="(page|true)"', head) == marked


def test_the_first_page_asks_as_little_as_any_page_of_an_officer(
    client, make_person, sign_in, publish_course, session, now, count_queries
):
    officer, courses = make_person(), [publish_course(BILINGUAL, slug=slug) for slug in ("front-desk", "back-door")]
    done = {"completed_at": now - timedelta(days=1), "completed_revision_id": courses[0].revision_id}
    for course, more in zip(courses, (done, {}), strict=True):
        session.add(Enrolment(person_id=officer.id, course_id=course.id, enrolled_at=now - timedelta(days=9), **more))
    session.commit()
    sign_in(client, officer)
    client.get("/")
    with count_queries() as asked:
        page = client.get("/").text
    assert "/surveys/front-desk/evaluation" in page
    assert len(asked) == 6
