"""Enrolled, and not open yet: before the first day of a batch, and while another course is to be completed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.days import day
from lms.learning import actions, queries
from lms.learning.models import Enrolment, LessonProgress
from tests.learning.conftest import SLUG
from tests.sample_course import BILINGUAL

ADVANCED = BILINGUAL | {
    "course.md": BILINGUAL["course.md"].replace(b"track: core", b"track: core\nrequires: front-desk")
}


@pytest.fixture
def advanced(front_desk, publish_course):
    """A course that requires the sample course."""
    return publish_course(ADVANCED, slug="advanced")


@pytest.fixture
def enrolled(session, make_person, now):
    """`enrolled(course)`: somebody whom a coordinator enrolled in it, and who has done nothing yet."""

    def make(course, **given):
        person = make_person()
        session.add(Enrolment(person_id=person.id, course_id=course.id, enrolled_at=now, **given))
        session.commit()
        return person

    return make


def complete(session, person, course, now):
    done = {"completed_at": now, "completed_revision_id": course.revision_id}
    session.add(Enrolment(person_id=person.id, course_id=course.id, enrolled_at=now, **done))
    session.commit()


def test_a_lesson_stays_closed_until_the_required_course_is_completed(
    client, sign_in, session, advanced, front_desk, enrolled, stored, now
):
    person = enrolled(advanced)
    here = sign_in(client, person)
    for answer in (
        here.get("/courses/advanced/receiving"),
        here.get("/courses/advanced/final-quiz"),
        here.post("/courses/advanced/receiving/read"),
        here.post("/courses/advanced/final-quiz/attempts"),
        here.post("/courses/advanced/receiving/checks/1", data={"receiving.1": "2"}),
    ):
        assert (answer.status_code, answer.location) == (303, "/courses/advanced")
    assert stored(select(LessonProgress)) == []
    page = here.get("/courses/advanced").get_data(as_text=True)
    assert "This course opens when you have completed:" in page
    assert f'href="/courses/{SLUG}"' in page
    assert "/courses/advanced/receiving" not in page
    assert "Another course has to be completed first." in here.get("/").get_data(as_text=True)
    complete(session, person, front_desk, now)
    assert here.get("/courses/advanced/receiving").status_code == 200
    assert "This course opens when" not in here.get("/courses/advanced").get_data(as_text=True)
    assert "Another course" not in here.get("/").get_data(as_text=True)


def test_a_script_is_told_why(client, sign_in, advanced, enrolled):
    here = sign_in(client, enrolled(advanced))
    answer = here.post("/courses/advanced/receiving/position", headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json) == (409, {"error": "Another course has to be completed first."})


def test_what_was_begun_is_not_closed_again(client, sign_in, session, front_desk, enrolled, publish_course):
    person = enrolled(front_desk)
    here = sign_in(client, person)
    here.post(f"/courses/{SLUG}/receiving/read")
    publish_course(BILINGUAL, slug="another")
    publish_course(
        BILINGUAL | {"course.md": BILINGUAL["course.md"].replace(b"track: core", b"track: core\nrequires: another")},
        slug=SLUG,
    )
    assert here.get(f"/courses/{SLUG}/writing").status_code == 200


def test_a_course_stays_closed_until_the_first_day_of_the_batch(client, sign_in, session, front_desk, enrolled, now):
    today = day(now)
    person = enrolled(front_desk, opens_on=today + timedelta(days=1))
    here = sign_in(client, person)
    assert here.get(f"/courses/{SLUG}/receiving").location == f"/courses/{SLUG}"
    page = here.get(f"/courses/{SLUG}").get_data(as_text=True)
    assert "Not open yet" in page
    assert "This course opens on" in page
    session.execute(update(Enrolment).values(opens_on=today))
    session.commit()
    assert here.get(f"/courses/{SLUG}/receiving").status_code == 200


def test_the_day_begins_at_midnight_in_pakistan(session, front_desk, enrolled, viewer_of, now):

    midnight = now.replace(hour=19, minute=0, second=0)  # in UTC
    person = enrolled(front_desk, opens_on=day(midnight))
    place = queries.place(session, viewer_of(person), SLUG, "en")
    assert place is not None
    actions.check_open_to(session, person.id, place, (), day(midnight))
    with pytest.raises(actions.NotOpenYet):
        actions.check_open_to(session, person.id, place, (), day(midnight - timedelta(seconds=1)))
