"""What the benchmarks measure against: an installation with the shipped library and officers in the middle of its courses."""

import random
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from benchmarks.servers import Server, free_port, running
from lms.catalog import queries as catalog
from lms.catalog.course import QuestionType
from lms.config import Config
from lms.db import open_database
from lms.demo import take_course
from lms.learning import actions as learning
from lms.learning.queries import place_of
from lms.people.actions import start_session
from lms.people.models import Person, RoleGrant
from lms.people.roles import Role
from lms.people.viewer import Viewer
from lms.secret import with_secrets
from lms.server import prepare

COURSE = "money-laundering"
CHOICES = frozenset({QuestionType.CHOOSE_ONE, QuestionType.CHOOSE_ALL, QuestionType.TRUE_OR_FALSE})
ALSO = ("human-rights-le", "info-gathering-analysis-junior")


@dataclass(frozen=True)
class Officer:
    """An officer who is signed in; every second one reads Urdu."""

    id: int
    token: str
    language: str


def install(instance: Path, database_url: str = "") -> Config:
    """A new installation with the shipped library."""
    config = with_secrets(Config(instance=instance, database_url=database_url))
    prepare(config)
    return config


@contextmanager
def serving(config: Config) -> Iterator[Server]:
    """The product as `lms serve` starts it."""
    port = free_port()
    command = [sys.executable, "-c", "from lms.cli import main; main()", "serve", "--port", str(port)]
    environment = {
        "LMS_INSTANCE": str(config.instance),
        "LMS_DATABASE_URL": config.database_url,
        "LMS_SECRET_KEY": config.secret_key,
    }
    with running(command, port, environment) as server:
        yield server


def add_officers(session: Session, count: int) -> list[Officer]:
    """Officers who are signed in and in no course yet."""
    now = datetime.now(UTC)
    people = [
        Person(
            name_en=f"Ghulam Rasool {number}",
            name_ur=f"غلام رسول {number}",
            service_number=f"bench-{number}-{secrets.token_hex(3)}",
            language="ur" if number % 2 else "en",
            created_at=now,
            grants=[RoleGrant(role=Role.OFFICER)],
        )
        for number in range(count)
    ]
    session.add_all(people)
    session.flush()
    return [
        Officer(person.id, start_session(session, person, False, "127.0.0.1", "a benchmark", now), person.language)
        for person in people
    ]


def add_readers(config: Config, count: int) -> list[Officer]:
    """Officers in the middle of one course, with another one completed and a third one just begun."""
    chance = random.Random(1)
    start = datetime.now(UTC) - timedelta(days=30)
    with open_database(config.database) as session:
        officers = add_officers(session, count)
        for officer in officers:
            viewer = viewer_of(officer)
            take_course(session, viewer, COURSE, chance.choice((0.3, 0.5, 0.7, 0.9)), start)
            take_course(session, viewer, ALSO[0], 1.0, start)
            take_course(session, viewer, ALSO[1], 0.2, start)
        session.commit()
    return officers


def viewer_of(officer: Officer) -> Viewer:
    return Viewer(officer.id, "", "", officer.language, None, frozenset({Role.OFFICER}))


def enrol(config: Config, officers: list[Officer]) -> None:
    """Enrol officers in the course whose quiz they are going to take."""
    now = datetime.now(UTC)
    with open_database(config.database) as session:
        for officer in officers:
            place = place_of(session, officer.id, COURSE, officer.language)
            assert place is not None
            learning.enrol(session, viewer_of(officer), place, (), now)
        session.commit()


@dataclass(frozen=True)
class OpenAttempt:
    """An attempt under way, and the choice questions that it asks."""

    id: int
    officer: Officer
    questions: list[str]


def start_attempts(config: Config, officers: list[Officer]) -> list[OpenAttempt]:
    """Start an attempt for each officer (who is enrolled)."""
    now = datetime.now(UTC)
    opened = []
    with open_database(config.database) as session:
        for number, officer in enumerate(officers):
            place = place_of(session, officer.id, COURSE, officer.language)
            assert place is not None
            assert place.enrolment_id is not None
            course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
            attempt = learning.start_attempt(
                session, place.enrolment_id, place, course, officer.language, 0, {}, number, now
            )
            choices = {question.id for question in course.graded.questions if question.type in CHOICES}
            asked = [item["question"] for item in attempt.drawn]
            opened.append(OpenAttempt(attempt.id, officer, [each for each in asked if each in choices]))
        session.commit()
    return opened


def lesson_paths(config: Config) -> list[str]:
    """The lessons of the course that are read."""
    with open_database(config.database) as session:
        place = place_of(session, 0, COURSE, "en")
        assert place is not None
        return [f"/courses/{COURSE}/{lesson}" for lesson in place.outline.lessons]
