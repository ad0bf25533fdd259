"""A server that is killed in the middle of a hundred officers' answers has lost none that it acknowledged."""

import json
import random
import re
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy.orm import Session

from lms.catalog.course import QuestionType
from lms.db import make_engine
from lms.learning import actions, queries
from lms.people import actions as people
from lms.people.roles import Role
from lms.people.viewer import Viewer
from tests.journeys.officer import shipped_course
from tests.journeys.server import Server

pytestmark = pytest.mark.slow

SLUG = "money-laundering"
OFFICERS = 100
AT_ONCE = 10
KILLED_AFTER = 400


@dataclass
class Sitting:
    """One officer at a quiz: what is asked, and what the server has said it saved (question to option)."""

    token: str
    attempt: int
    questions: list[str]
    acknowledged: dict[str, str] = field(default_factory=dict)
    in_doubt: dict[str, str] = field(default_factory=dict)
    counter: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Cookie": f"session_token={self.token}; language=en",
            "Sec-Fetch-Site": "same-origin",
            "X-Requested-With": "fetch",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def save(self, connection: HTTPConnection, question: str, option: str, counter: int) -> None:
        """Choose an option. Until the server has answered, nobody knows whether it is saved."""
        key = f"{self.attempt}-{question}-{counter}"
        body = urlencode({"question": question, question: option, "key": key, "counter": counter})
        self.in_doubt[question] = option
        connection.request("POST", f"/attempts/{self.attempt}/answers", body, self.headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
        assert (answer.status, said.get("saved")) == (200, True), said
        self.acknowledged[question] = option
        del self.in_doubt[question]

    def page(self, connection: HTTPConnection) -> dict[str, str]:
        """The options that the quiz's page shows as chosen."""
        connection.request("GET", f"/attempts/{self.attempt}", headers={"Cookie": self.headers["Cookie"]})
        answer = connection.getresponse()
        page = answer.read().decode()
        assert answer.status == 200
        return dict(re.findall(r'<input type="radio" name="([^"]+)" value="(\d+)" checked>', page))


def seat(server: Server) -> list[Sitting]:
    """A hundred officers, each signed in, enrolled and at the first page of the quiz."""
    course = shipped_course(SLUG)
    choosing = {q.id for q in course.graded.questions if q.type is QuestionType.CHOOSE_ONE}
    now = datetime.now(UTC)
    sittings = []
    engine = make_engine(server.config.database)
    with Session(engine, expire_on_commit=False) as session:
        for number in range(OFFICERS):
            person = people.add_person(session, name_en=f"Officer {number}", service_number=f"K-{number}", now=now)
            token = people.start_session(session, person, False, "127.0.0.1", "a test", now)
            viewer = Viewer(person.id, person.name_en, "", "en", None, frozenset({Role.OFFICER}))
            place = queries.place(session, viewer, SLUG, "en")
            assert place is not None
            actions.enrol(session, viewer, place, (), now)
            place = queries.place(session, viewer, SLUG, "en")
            assert place is not None
            assert place.enrolment_id is not None
            attempt = actions.start_attempt(session, place.enrolment_id, place, course, "en", 0, {}, number, now)
            asked = [item["question"] for item in attempt.drawn if item["question"] in choosing]
            assert len(asked) >= 3
            sittings.append(Sitting(token, attempt.id, asked))
        session.commit()
    engine.dispose()
    return sittings


def answer_until_killed(server: Server, sittings: list[Sitting], seed: int, gone: threading.Event) -> None:
    """Change answers of these officers, one after the other, until the server answers no more."""
    chance = random.Random(seed)
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        while not gone.is_set():
            sitting = chance.choice(sittings)
            sitting.counter += 1
            sitting.save(connection, chance.choice(sitting.questions), str(chance.randint(1, 3)), sitting.counter)
    except (OSError, HTTPException):
        assert gone.is_set(), "the server went away by itself"
    finally:
        connection.close()


def test_no_acknowledged_answer_is_lost(tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.start()
    sittings = seat(server)
    gone = threading.Event()
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            answer_until_killed(server, sittings[number::AT_ONCE], number, gone)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 60
    while sum(sitting.counter for sitting in sittings) < KILLED_AFTER and time.monotonic() < end and not failures:
        time.sleep(0.005)
    gone.set()
    server.kill()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sum(len(sitting.acknowledged) for sitting in sittings) > 150
    assert any(sitting.in_doubt for sitting in sittings), "killed at a moment when nobody was writing"

    server.start()
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    for sitting in sittings:
        shown = sitting.page(connection)
        for question, option in sitting.acknowledged.items():
            assert shown.get(question) in {option, sitting.in_doubt.get(question)}, (sitting.attempt, question)
    # what was in doubt is sent again, as the page does, and is then there
    for sitting in sittings:
        for question, option in list(sitting.in_doubt.items()):
            sitting.save(connection, question, option, sitting.counter)
            assert sitting.page(connection)[question] == option
    connection.close()
    assert server.stop() == 0
