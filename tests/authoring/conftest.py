"""What tests of the workshop are given: a trainer, a colleague, and a course of the trainer's."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from lms.authoring import actions
from lms.catalog.models import CourseRecord
from lms.people.models import Person
from lms.people.roles import Role
from lms.people.viewer import Viewer
from tests.sample_course import BILINGUAL

SLUG = "front-desk"
LESSON = "01-receiving.md"


@pytest.fixture
def sadia(make_person) -> Person:
    return make_person(roles=[Role.TRAINER], name_en="Sadia Noor", name_ur="سعدیہ نور")


@pytest.fixture
def imran(make_person) -> Person:
    return make_person(roles=[Role.TRAINER], name_en="Imran Shah", name_ur="عمران شاہ")


@pytest.fixture
def trainer(sadia: Person, viewer_of) -> Viewer:
    return viewer_of(sadia)


@pytest.fixture
def colleague(imran: Person, viewer_of) -> Viewer:
    return viewer_of(imran)


@pytest.fixture
def course(session: Session, trainer: Viewer, now: datetime) -> CourseRecord:
    """The sample course, which Sadia has made and nobody has published."""
    made = actions.create_course(session, SLUG, BILINGUAL, trainer, now)
    session.commit()
    return made
