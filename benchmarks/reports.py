"""Reports with 50,000 officers, 500,000 enrolments and 100,000 evaluations: the first pages, the tables, the file of records, on
SQLite and PostgreSQL.

`python -m benchmarks.reports [--size 50000] [--records 200000] [--answers 100000] [--only sqlite|postgresql]`
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import demo
from lms.app import create_app
from lms.config import Config
from lms.crowd.filling import fill
from lms.days import day
from lms.db import open_database
from lms.people import actions as people
from lms.people.models import Person
from lms.people.queries import person_with_roles
from lms.reports import actions, queries
from lms.secret import with_secrets
from lms.server import prepare
from lms.surveys.invented import add_many
from lms.tables import csv_pieces
from tests.databases import short_folder, start_postgresql

PAGES = (
    "/reports", "/reports?period=all", "/reports/participation?by=sex&period=all", "/reports/completion?by=agency&period=all",
    "/reports/completion?by=batch", "/reports/gain?by=agency&period=all", "/reports/evaluation?by=track&period=all",
    "/reports/evaluation?by=agency&period=all", "/reports/questions",
    "/reports/questions?course=money-laundering&period=2026", "/reports/records",
    "/reports/records?agency=ANF&state=completed", "/reports/records?course=money-laundering",
)  # fmt: skip
ROUNDS = 5


@contextmanager
def databases(only: str) -> Iterator[list[tuple[str, str]]]:
    """Names and addresses of empty databases."""
    with short_folder() as folder:
        found = [] if only == "postgresql" else [("SQLite", "")]
        server = None if only == "sqlite" else start_postgresql(folder)
        if server is not None:
            found.append(("PostgreSQL", server.get_uri()))
        yield found
        if server is not None:
            server.cleanup()


def installations(only: str, size: int, answers: int = 0) -> Iterator[tuple[str, Config]]:
    """On each database an installation with the shipped library, the demonstration, so many officers with their histories, and so
    many evaluations of courses."""
    with databases(only) as found, tempfile.TemporaryDirectory(prefix="lms-benchmark-") as folder:
        for name, url in found:
            config = with_secrets(replace(Config(), instance=Path(folder) / name, database_url=url))
            prepare(config)
            demo.add(config)
            with open_database(config.database) as session:
                wall = timed(partial(fill, session, size, 1, datetime.now(UTC)))
                add_many(session, answers, 1, day(datetime.now(UTC)))
                session.commit()
                print(f"{name}: {size} officers invented in {wall:.0f} s")
                print(f"  facts gathered and kept in {timed(partial(keep, session)):.1f} s", flush=True)
            yield name, config


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start


def token_of(config: Config, name: str) -> str:
    """A session of one of the demonstration's people."""
    with open_database(config.database) as session:
        key = session.scalars(select(Person.id).where(Person.user_name == name)).one()
        token = people.start_session(
            session, person_with_roles(session, key), False, "127.0.0.1", "a benchmark", datetime.now(UTC)
        )
        session.commit()
    return token


def measure_pages(config: Config) -> None:
    """The best of some rounds of each page, for somebody who sees everything and for a coordinator of one agency."""
    app = create_app(config)
    for name in ("demo.programme", "demo.coordinator"):
        client = app.test_client()
        client.set_cookie("session_token", token_of(config, name))
        for page in PAGES:
            status = client.get(page).status_code
            wall, own = (
                min(timed(partial(client.get, page), clock) for _ in range(ROUNDS)) * 1000
                for clock in (time.perf_counter, time.process_time)
            )
            print(f"  {name:17} {page:52} {status} {wall:6.0f} ms ({own:4.0f} of processor time here; bar 300 ms)")


def measure_records(config: Config, rows: int) -> None:
    """The file of records: rows a second of wall time and of this process's own time, and the memory that it took."""
    with open_database(config.database) as session:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, own = time.perf_counter(), time.process_time()
        found = islice(queries.records(session, queries.Wanted(None)), rows)
        count = sum(piece.count(b"\n") for piece in csv_pieces(queries.RECORD_COLUMNS, found)) - 1
        wall, own = time.perf_counter() - start, time.process_time() - own
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"  records: {count / wall:,.0f} rows/s ({count / own:,.0f} of processor time; bar 20,000), memory +{grown:.0f} MB"
    )


def keep(session: Session) -> None:
    actions.keep_facts(session, queries.gather(session, datetime.now(UTC)), queries.gather_all_tallies(session))
    session.commit()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=int, default=50_000)
    asked.add_argument("--records", type=int, default=200_000)
    asked.add_argument("--answers", type=int, default=100_000)
    asked.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    given = asked.parse_args()
    for name, config in installations(given.only, given.size, given.answers):
        print(name)
        measure_pages(config)
        measure_records(config, given.records)


if __name__ == "__main__":
    main()
