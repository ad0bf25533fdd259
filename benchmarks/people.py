"""How fast people come in from a spreadsheet, and how fast their slips are made.
`python -m benchmarks.people [--people 5000] [--slips 400] [--postgresql]`

The list is the messy one of the tests, mended: eleven columns, names in both scripts, dates in five notations. Measured are
looking it through (reading and comparing), carrying it out in one transaction, and doing both again, which changes nothing.
Bars: 100 people a second in all; 400 slips in 10 seconds.
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from lms.db import make_engine
from lms.people import actions
from lms.people.models import Agency
from lms.people.passwords import new_code
from lms.people.roster import Plan, read
from lms.people.slips import Slip, render
from tests.databases import PostgreSQL, SQLite, short_folder
from tests.people.messy import MENDED, messy_book

BAR = 100.0
ENGLISH, URDU = "Shagufta Yousafzai", "شگفتہ یوسفزئی"


@contextmanager
def database(postgresql: bool) -> Iterator[str]:
    """The address of an empty database with all tables."""
    with short_folder() as folder:
        server = PostgreSQL(folder) if postgresql else SQLite(folder)
        with server.copy() as url:
            yield url
        if isinstance(server, PostgreSQL):
            server.stop()


def bring_in(session: Session, body: bytes, agency: Agency, now: datetime) -> tuple[Plan, float, float]:
    """The plan, and the seconds of looking through and of carrying out."""
    start = time.perf_counter()
    plan = actions.plan_for(session, None, read(body, now.date()), agency.id)
    between = time.perf_counter()
    actions.carry_out(session, None, plan, "benchmark", "benchmark.xlsx", now)
    session.commit()
    return plan, between - start, time.perf_counter() - between


def measure(people: int, postgresql: bool) -> None:
    """Print a line for a new list, and one for the same with changes."""
    now = datetime.now(UTC)
    first = messy_book(people, MENDED)
    with database(postgresql) as url:
        engine = make_engine(url)
        with Session(engine, expire_on_commit=False) as session:
            agency = actions.add_agency(session, "A", "Agency", "ادارہ")
            session.commit()
            for name in ("new", "the same again"):
                plan, looking, doing = bring_in(session, first, agency, now)
                rate = people / (looking + doing)
                counts = plan.counts()
                verdict = "ok" if rate >= BAR else "TOO SLOW"
                print(
                    f"{name:16} {counts['create']:6} new {counts['change']:6} changed   looked through {looking:6.2f} s"
                    f"   done {doing:6.2f} s   {rate:7.0f} people/s   bar {BAR:.0f}: {verdict}"
                )
        engine.dispose()


def measure_slips(number: int) -> None:
    """Print how long the PDF takes."""
    today = datetime.now(UTC).date()
    slips = [
        Slip(ENGLISH, URDU, f"LHR-{each:05}", "Punjab Police", "پنجاب پولیس", new_code(), today + timedelta(days=30))
        for each in range(number)
    ]
    start = time.perf_counter()
    pdf = render(slips, "https://training.example.gov.pk", today)
    seconds = time.perf_counter() - start
    print(f"{number} slips: {seconds:.2f} s, {len(pdf) / 1024**2:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--slips", type=int, default=400)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    measure(given.people, given.postgresql)
    measure_slips(given.slips)


if __name__ == "__main__":
    main()
