"""Published courses as pages ask for them: files of courses, cards of lists, courses compiled by an older program."""

from hashlib import sha256

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.catalog import queries
from lms.catalog.models import CourseCard, Revision
from tests.sample_course import BILINGUAL, FILES, URDU, catalogue

SLUG = "front-desk"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10"/></svg>'
ILLUSTRATED = BILINGUAL | {
    "images/desk.svg": DRAWING,
    "01-receiving.md": BILINGUAL["01-receiving.md"].replace(b"Then take", b"![A desk](images/desk.svg)\n\nThen take"),
}


@pytest.fixture
def browser(publish_course, client, make_person, sign_in):
    publish_course(ILLUSTRATED, slug=SLUG)
    return sign_in(client, make_person())


def address(body: bytes, path: str = "images/desk.svg") -> str:
    return f"/courses/{SLUG}/files/{path}?v={sha256(body).hexdigest()[:12]}"


def test_a_picture_is_served_for_ever_and_can_run_nothing(browser):
    answer = browser.get(address(DRAWING))
    assert (answer.status_code, answer.data) == (200, DRAWING)
    assert answer.content_type == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_asks_for_the_picture_that_is_there(browser):
    browser.post(f"/courses/{SLUG}/enrol")
    assert f'src="{address(DRAWING)}"' in browser.get(f"/courses/{SLUG}/receiving").text


@pytest.mark.parametrize(
    "path",
    [
        f"/courses/{SLUG}/files/images/desk.svg",
        f"/courses/{SLUG}/files/images/desk.svg?v=000000000000",
        f"/courses/{SLUG}/files/images/desk.svg?v=%25%25%25%25%25%25%25%25%25%25%25%25",
        f"/courses/{SLUG}/files/../../../etc/passwd?v=000000000000",
        f"/courses/other/files/images/desk.svg?v={sha256(DRAWING).hexdigest()[:12]}",
    ],
)
def test_what_is_not_a_file_of_the_course_is_not_found(browser, path):
    assert browser.get(path).status_code == 404


def test_pictures_are_not_for_strangers(publish_course, client):
    publish_course(ILLUSTRATED, slug=SLUG)
    assert client.get(address(DRAWING)).status_code == 303


def test_the_picture_of_an_older_revision_stays(browser, publish_course):
    publish_course(ILLUSTRATED | {"images/desk.svg": DRAWING.replace(b"20 10", b"40 20")}, slug=SLUG)
    assert browser.get(address(DRAWING)).data == DRAWING


def test_cards_tell_which_language_they_are_in(publish_course, stored):
    publish_course(BILINGUAL | {"locale/ur.po": catalogue({"The front desk": URDU["The front desk"]})}, slug=SLUG)
    cards = {card.language: card for card in stored(select(CourseCard))}
    assert (cards["en"].title, cards["en"].title_language) == ("The front desk", "en")
    assert (cards["ur"].title, cards["ur"].title_language) == (URDU["The front desk"], "ur")
    assert cards["ur"].summary_language == "en"
    assert 0 < cards["ur"].translated < 1


def test_a_course_without_a_catalogue_is_shown_in_english(publish_course, stored):
    publish_course(FILES, slug=SLUG)
    assert {card.title_language for card in stored(select(CourseCard))} == {"en"}


def test_what_an_older_program_compiled_is_compiled_anew(publish_course, engine):
    publish_course(BILINGUAL, slug=SLUG)
    with Session(engine) as session:
        session.execute(update(Revision).values(compiled=b"from another age", digest="never seen before"))
        revision = session.scalars(select(Revision.id)).one()
        course = queries.course_at(session, revision, "never seen before")
    assert course.title.text == "The front desk"
    assert len(course.graded.questions) == 5


@pytest.mark.slow
def test_lists_cost_the_same_for_many_courses(browser, publish_course, count_queries):
    browser.get("/courses")
    with count_queries() as few:
        browser.get("/courses")
    for number in range(12):
        publish_course(FILES, slug=f"course-{number}")
    with count_queries() as many:
        browser.get("/courses")
    assert len(few) == len(many)
