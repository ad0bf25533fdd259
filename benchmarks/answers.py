"""How fast answers are saved, each a durable write, and whole attempts taken, in turns with the yardstick.
`python -m benchmarks.answers [--rounds 5] [--seconds 2] [--postgresql]`"""

import argparse
import re
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import brotli

from benchmarks import yardstick
from benchmarks.load import Answer, Script, Unexpected, get, post
from benchmarks.measure import Subject, compare, report
from benchmarks.scene import COURSE, Officer, OpenAttempt, add_officers, enrol, install, serving, start_attempts
from benchmarks.servers import Server, free_port, running
from lms.catalog import folder, source
from lms.catalog.course import Course, QuestionType
from lms.config import ROOT, Config
from lms.db import open_database
from tests.databases import start_postgresql

OFFICERS = 128
AT_ONCE = 32
SAVES = 10
REQUESTS_OF_AN_ATTEMPT = 1 + 1 + SAVES + 1 + 1  # start, the quiz's page, answers, hand in, the result

_counters = count(1)
_QUESTION = re.compile(r'data-question="([^"]+)"')


def save(attempt: int, officer: Officer, question: str, option: str) -> bytes:
    """What the quiz's page sends when an option is chosen."""
    counter = next(_counters)
    form = {"question": question, question: option, "key": f"benchmark-{counter}", "counter": counter}
    return post(f"/attempts/{attempt}/answers", urlencode(form), officer.token, script=True)


def expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise Unexpected(f"{answer.status} instead of {status}: {answer.body[:300]!r}")
    return answer


def saving(attempts: list[OpenAttempt], connections: int) -> Iterator[Script]:
    """Each connection changes the answers of officers of its own."""

    def change(mine: list[OpenAttempt]) -> Script:
        while True:
            for attempt in mine:
                for question in attempt.questions:
                    expect((yield save(attempt.id, attempt.officer, question, "1")), 200)

    return (change(attempts[number % connections :: connections]) for number in count())


def wrong_options(course: Course) -> dict[str, str]:
    """For each question with one right option another one, so that no attempt passes and each can be followed by the next."""
    return {
        question.id: next(option.id for option in question.options if option.id not in (question.solution or ()))
        for question in course.graded.questions
        if question.type in {QuestionType.CHOOSE_ONE, QuestionType.TRUE_OR_FALSE}
    }


def attempting(officers: list[Officer], course: Course) -> Callable[[], Iterator[Script]]:
    """Officers take the whole quiz, one attempt after the other: start, ten answers, hand in, the result."""
    wrong = wrong_options(course)
    turns = count()

    def attempt(officer: Officer) -> Script:
        started = expect((yield post(f"/courses/{COURSE}/{course.graded.slug}/attempts", "", officer.token)), 303)
        address = started.header("Location")
        number = int(address.rpartition("/")[2])
        page = expect((yield get(address, officer.token)), 200)
        shown = brotli.decompress(page.body).decode() if page.header("Content-Encoding") == "br" else page.body.decode()
        asked = [question for question in _QUESTION.findall(shown) if question in wrong]
        for place in range(SAVES):
            question = asked[place % len(asked)]
            expect((yield save(number, officer, question, wrong[question])), 200)
        expect((yield post(f"{address}/submit", "", officer.token)), 303)
        expect((yield get(f"{address}/result", officer.token)), 200)

    def scripts() -> Iterator[Script]:
        return (attempt(officers[next(turns) % len(officers)]) for _ in count())

    return scripts


def shipped() -> Course:
    [path] = (ROOT / "courses").glob(f"*/{COURSE}")
    course = source.read(COURSE, folder.read(path)).course
    assert course is not None
    return course


def measure(config: Config, rounds: int, seconds: float, also: list[Server]) -> None:
    """Install, add officers, and measure on one database."""
    with open_database(config.database) as session:
        savers, takers = add_officers(session, OFFICERS), add_officers(session, OFFICERS)
        session.commit()
    enrol(config, savers + takers)
    attempts = start_attempts(config, savers)
    port = free_port()
    with running(yardstick.command(port), port) as stick, serving(config) as product:
        subjects = [
            Subject("saving an answer", product, lambda: saving(attempts, 8), 0.20, also=also),
            Subject(
                f"the same, {AT_ONCE} at once", product, lambda: saving(attempts, AT_ONCE), 0.20, AT_ONCE, also=also
            ),
            Subject("requests of whole attempts", product, attempting(takers, shipped()), also=also),
        ]
        found = compare(stick, subjects, rounds, seconds)
    report(found)
    print()
    print(f"p95 of a save, {AT_ONCE} at once: {found[1].median('p95'):.0f} ms (bar: 100)")
    print(f"Whole attempts a second: {found[2].median('rate') / REQUESTS_OF_AN_ATTEMPT:.0f} (bar: 60)")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--seconds", type=float, default=2.0)
    asked.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="lms-benchmark-") as name:
        here = Path(name)
        if not given.postgresql:
            measure(install(here), given.rounds, given.seconds, [])
            return
        place = here / "postgresql"
        place.mkdir()
        database = start_postgresql(place)
        try:
            # its processor time counts: it does part of the work
            behind = Server(SimpleNamespace(pid=database.get_pid()), 0)  # type: ignore[arg-type]
            measure(install(here, database.get_uri()), given.rounds, given.seconds, [behind])
        finally:
            database.cleanup()


if __name__ == "__main__":
    main()
