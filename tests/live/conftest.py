"""A batch of an agency with two members in a course, its coordinator, and a trainer from elsewhere."""

from datetime import timedelta

import pytest

from lms.batches import actions as batches
from lms.batches.actions import Plan as BatchPlan
from lms.days import day
from lms.live import actions
from lms.live.actions import Plan
from lms.live.models import LiveKind
from lms.people.roles import Role
from tests.sample_course import BILINGUAL


@pytest.fixture
def agency(make_agency):
    return make_agency("POLICE", "Police", "پولیس")


@pytest.fixture
def stranger(make_agency, make_person):
    """The coordinator of another agency."""
    return make_person([Role.COORDINATOR], agency=make_agency("CUSTOMS"))


@pytest.fixture
def coordinator(make_person, agency):
    return make_person([Role.COORDINATOR], agency=agency, service_number="C-1")


@pytest.fixture
def trainer(make_person, make_agency):
    return make_person([Role.TRAINER], agency=make_agency("UNODC"), service_number=None, user_name="farzana")


@pytest.fixture
def officers(make_person, agency):
    return [
        make_person(agency=agency, name_en="Naveed Akhtar", name_ur="نوید اختر", service_number="ANF-1001"),
        make_person(agency=agency, name_en="Sumaira Gul", name_ur="سمیرا گل", service_number="ANF-1002"),
    ]


@pytest.fixture
def by(coordinator, viewer_of):
    return viewer_of(coordinator)


@pytest.fixture
def course(publish_course):
    return publish_course(BILINGUAL, slug="front-desk")


@pytest.fixture
def batch(session, by, agency, course, officers, now):
    made = batches.create_batch(
        session, by, agency.id, BatchPlan(name="Rohri", starts_on=day(now), due_on=None, courses=["front-desk"]), now
    )
    batches.add_people(session, by, made, [person.id for person in officers], now)
    session.commit()
    return made


@pytest.fixture
def make_live(session, by, batch, now):
    """`make_live(starts=timedelta(hours=1), title="…")`: a session of the batch, committed."""

    def make(starts=timedelta(), minutes=60, title="Interviewing", **given):
        planned = Plan(LiveKind.WEBINAR, title, now + starts, minutes, **given)
        made = actions.plan(session, by, batch, planned, now)
        session.commit()
        return made

    return make
