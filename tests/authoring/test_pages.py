"""The workshop as a trainer meets it."""

import pytest
from sqlalchemy import select

from lms.authoring.models import DraftFile
from lms.catalog.models import CourseRecord
from lms.people.roles import Role


@pytest.fixture
def trainer(make_person):
    return make_person(roles=[Role.TRAINER], name_en="Sadia Noor")


@pytest.fixture
def workshop(client, sign_in, trainer):
    return sign_in(client, trainer)


def test_a_course_begins_with_the_example(workshop, stored):
    answer = workshop.post("/workshop/new/example", data={"example-title": "Guarding a scene"})
    assert answer.location == "/workshop/guarding-a-scene/"
    page = workshop.get(answer.location).text
    assert "Guarding a scene" in page
    assert "No mistakes" in page
    assert "Before you hand over" in page
    assert len(stored(select(CourseRecord))) == 1
    assert len(stored(select(DraftFile))) == 7
