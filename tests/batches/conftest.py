"""An agency with a unit, its coordinator, two published courses, and a batch."""

from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner

from lms.batches import actions
from lms.batches.actions import Plan
from lms.batches.commands import batches
from lms.config import Config
from lms.days import day
from lms.people.roles import Role
from tests.batches.letterbox import Box
from tests.journeys.server import free_port
from tests.sample_course import BILINGUAL

TITLE = b"# The front desk"


@pytest.fixture
def agency(make_agency):
    return make_agency("POLICE", "Police", "پولیس")


@pytest.fixture
def unit(make_agency, agency):
    return make_agency("POLICE-1", "Rohri station", parent=agency)


@pytest.fixture
def stranger(make_agency, make_person):
    """The coordinator of another agency."""
    return make_person([Role.COORDINATOR], agency=make_agency("CUSTOMS"))


@pytest.fixture
def coordinator(make_person, agency):
    return make_person([Role.COORDINATOR], agency=agency, service_number="C-1")


@pytest.fixture
def officers(make_person, unit):
    """`officers(3)`: officers of the unit."""
    return lambda count: [make_person(agency=unit) for _ in range(count)]


@pytest.fixture
def courses(publish_course):
    """Two published courses; the quiz of the second one allows two attempts."""
    second = BILINGUAL | {"course.md": BILINGUAL["course.md"].replace(TITLE, b"# The back door")}
    second["03-final-quiz.md"] = second["03-final-quiz.md"].replace(
        b"shuffle: yes", b"shuffle: yes\nattempts: 2\nwait: 1 day"
    )
    return [publish_course(BILINGUAL, slug="front-desk"), publish_course(second, slug="back-door")]


@pytest.fixture
def plan(now):
    """`plan(due=10)`: what a batch is to be, with its days counted from today."""

    def make(start=0, due=None, courses=("front-desk", "back-door"), name="Rohri, first group", **given):
        today = day(now)
        due_on = None if due is None else today + timedelta(days=due)
        return Plan(name=name, starts_on=today + timedelta(days=start), due_on=due_on, courses=courses, **given)

    return make


@pytest.fixture
def by(coordinator, viewer_of):
    return viewer_of(coordinator)


@pytest.fixture
def make_batch(session, by, agency, plan, now):
    """`make_batch(people, due=10)`: a batch with these members, committed."""

    def make(people=(), **given):
        batch = actions.create_batch(session, by, agency.id, plan(**given), now)
        actions.add_people(session, by, batch, [person.id for person in people], now)
        session.commit()
        return batch

    return make


@pytest.fixture
def box():
    return Box()


@pytest.fixture
def server(box):
    """A mail server on this machine, without encryption, which takes addresses in Latin letters only."""
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=False)
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture
def remind(database_url, tmp_path):
    """`remind("smtp://…")`: what cron runs."""

    def run(address=""):
        config = Config(
            instance=tmp_path, database_url=database_url, smtp_url=address, mail_from="training@example.gov.pk",
            public_url="https://training.example.gov.pk",
        )  # fmt: skip
        return CliRunner().invoke(batches, ["remind"], obj=config)

    return run


@pytest.fixture
def reader(make_person, unit):
    """`reader("a@example.pk", language="ur")`: an officer with an address."""
    return lambda email, **given: make_person(agency=unit, email=email, **given)
