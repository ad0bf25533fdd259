"""Every page with 50,000 officers and 500,000 enrolments: how long it takes, how many queries it sends, and which of them read a
large table from end to end.

`python -m benchmarks.plans [--size 50000] [--only sqlite|postgresql] [--slow 100]`

Every GET address of the product is opened as an officer, a trainer, a translator, a coordinator of one agency, a coordinator of the
programme and an administrator. Then each statement that a page sent is explained by the database: on SQLite a `SCAN` of a large
table is told, on PostgreSQL whatever node read more than `--rows` rows of one.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import Engine, Select, event, func, select, text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from benchmarks.reports import installations, timed
from lms.app import create_app
from lms.batches.models import Batch, BatchMember
from lms.certificates.models import Certificate
from lms.config import Config
from lms.db import open_database
from lms.learning.models import Attempt, Enrolment
from lms.people import actions as people
from lms.people.models import Agency, Person
from lms.people.queries import person_with_roles

STAFF = ("demo.programme", "demo.coordinator", "demo.administrator", "demo.trainer", "demo.translator")
ROUNDS = 3
"""The best of so many is told: now and then one meets the collector of garbage."""
COURSE = "money-laundering"
ANSWERS = 100_000
"""Evaluations of courses that are invented."""
MORE = (
    "/people?q=khan", "/people?q=khan&state=without-slip", "/people?state=never-signed-in", "/people?before=20000",
    "/certificates/register?q=khan", "/certificates/register?course=money-laundering", "/batches?q=lahore", "/batches?show=closed",
    "/batches/{batch_id}/members/add?q=khan", "/batches/{batch_id}/progress?standing=stuck", "/batches/{batch_id}/progress?late=1",
    "/people/{person_id}/join?q=khan", "/reports?period=all", "/reports/completion?by=agency&period=all",
    "/reports/participation?by=batch&period=all", "/reports/records?course=money-laundering&state=open",
    "/reports/questions?course=money-laundering&period=all", "/reports/records?agency=ANF&state=completed", "/courses?q=money",
    "/people/slips?q=khan",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A statement as it was sent to the database's driver."""

    statement: str
    parameters: Any


@contextmanager
def noted() -> Iterator[list[Asked]]:
    """The statements that are sent meanwhile."""
    found: list[Asked] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append(Asked(statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def whole_reads(session: Session, asked: Asked, large: dict[str, int], rows: int) -> set[str]:
    """The large tables that a statement reads from end to end; on PostgreSQL those of which it reads more than so many rows."""
    cursor = session.connection().connection.cursor()
    try:
        if session.get_bind().dialect.name == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN " + asked.statement, asked.parameters)
            lines = [
                re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", str(row[3])) for row in cursor.fetchall()
            ]
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")
            of_a_part = {row[0] for row in cursor.fetchall()}
            names = {re.sub(r"_\d+$", "", line[1]) for line in lines if line and line[2] not in of_a_part}
            return {f"{name} ({large[name]:,} rows)" for name in names if name in large}
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + asked.statement, asked.parameters)
        plan = cursor.fetchone()[0]
        [whole] = json.loads(plan) if isinstance(plan, str) else plan
        return {
            f"{node['Relation Name']} ({read:,.0f} rows by {node['Node Type']})"
            for node in _nodes(whole["Plan"])
            if node.get("Relation Name") in large
            and (read := (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]) > rows
        }
    finally:
        cursor.close()


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from _nodes(each)


def large_tables(session: Session, rows: int) -> dict[str, int]:
    """Tables with more than so many rows."""
    engine = session.get_bind()
    tables = session.execute(
        text(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if engine.dialect.name == "sqlite"
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
    ).scalars()
    counts = {name: session.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in list(tables)}
    return {name: count for name, count in counts.items() if count > rows}


def things(session: Session) -> dict[str, Any]:
    """What stands in the places of addresses: a large batch, somebody in it, what that person did."""
    largest = select(BatchMember.batch_id).group_by(BatchMember.batch_id).order_by(func.count().desc()).limit(50)
    batch, person = next(
        (batch, person)
        for batch in session.scalars(largest).all()
        if (person := session.scalar(_who_was_examined(batch))) is not None
    )
    attempt = (
        select(Attempt.id).join(Enrolment, Enrolment.id == Attempt.enrolment_id).where(Enrolment.person_id == person)
    )
    lasting = {
        "batch_id": batch, "person_id": person, "other_id": person + 1, "attempt_id": session.scalars(attempt.limit(1)).one(),
        "agency_id": session.scalars(select(Batch.agency_id).where(Batch.id == batch)).one(),
        "serial": session.scalars(select(Certificate.serial).limit(1)).one(),
        "slug": COURSE, "kind": "evaluation", "name": "completion", "language": "ur", "path_id": 1, "term_id": 1, "number": 1,
        "path": "course.md", "session_id": 1, "lesson": "final-quiz",
    }  # fmt: skip
    assert session.get(Agency, lasting["agency_id"])
    return lasting


def _who_was_examined(batch: int) -> Select[int]:
    """A member of a batch who has handed in an attempt at some quiz."""
    return (
        select(BatchMember.person_id)
        .join(Enrolment, Enrolment.person_id == BatchMember.person_id)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(BatchMember.batch_id == batch, Attempt.submitted_at.is_not(None))
        .limit(1)
    )


def addresses(app: Flask, known: dict[str, Any]) -> list[str]:
    """Every page of which it is known what stands in its places."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= set(known) and not _is_file(rule):
            built = rule.build(known, append_unknown=False)
            if built is not None:
                found.append(built[1])
    return sorted({*found, *(more.format_map(known) for more in MORE)})


def _is_file(rule: Rule) -> bool:
    return rule.rule.startswith("/static") or rule.rule.endswith((".pdf", ".csv", ".xlsx", ".<form>", "/media", ".po"))


def measure(config: Config, slow: float, rows: int, tell: Callable[[str], None] = print) -> None:
    app = create_app(config)
    with open_database(config.database) as session:
        large, known = large_tables(session, rows), things(session)
        names = session.execute(select(Person.user_name, Person.id).where(Person.user_name.in_(STAFF))).all()
        who = {row.user_name: row.id for row in names} | {"officer": known["person_id"]}
    tokens = {name: _token(config, key) for name, key in who.items()}
    with open_database(config.database) as session:
        session.execute(text("ANALYZE"))
        session.commit()
    tell("  large tables: " + ", ".join(f"{name} {count:,}" for name, count in sorted(large.items())))
    opened = 0
    for name in who:
        client = app.test_client()
        client.set_cookie("session_token", tokens[name])
        for address in addresses(app, known):
            if client.get(address).status_code != 200:
                continue
            opened += 1
            with noted() as asked:
                client.get(address)
            wall = min(timed(partial(client.get, address)) for _ in range(ROUNDS)) * 1000
            with open_database(config.database) as session:
                told = sorted(
                    {f"{read} in: {_short(each)}" for each in asked for read in whole_reads(session, each, large, rows)}
                )
            if told or wall > slow:
                tell(f"  {name:18} {address:60} {wall:6.0f} ms, {len(asked)} queries")
                for each in told:
                    tell(f"      reads {each}")
    tell(f"  {opened} pages were opened.")


def _short(asked: Asked) -> str:
    words = " ".join(asked.statement.split())
    start = words.find(" FROM ")
    return words[:60] + " … " + words[start : start + 240]


def _token(config: Config, key: int) -> str:
    with open_database(config.database) as session:
        found = person_with_roles(session, key)
        token = people.start_session(session, found, False, "127.0.0.1", "a benchmark", datetime.now(UTC))
        session.commit()
    return token


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=int, default=50_000)
    asked.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    asked.add_argument(
        "--slow", type=float, default=100, help="Pages are told that take longer than so many milliseconds."
    )
    asked.add_argument("--rows", type=int, default=5_000, help="A table with more rows than these is large.")
    given = asked.parse_args()
    for name, config in installations(given.only, given.size, ANSWERS):
        print(name)
        measure(config, given.slow, given.rows)


if __name__ == "__main__":
    main()
