"""Keeping the facts that reports count, and noting who took personal records away."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.db import upsert
from lms.errors import Refused
from lms.i18n import N_
from lms.people.actions import audit
from lms.people.viewer import Viewer
from lms.reports import queries
from lms.reports.facts import Facts, pack
from lms.reports.models import FactsGathering, FactsKept, TalliesKept

PAUSE = timedelta(minutes=5)
"""How old figures must be before new ones are made, and how long those who make them are waited for."""


class JustMade(Refused):
    """The figures are only minutes old."""


class BeingMade(Refused):
    """Somebody has asked for them already."""


def begin_gathering(session: Session, now: datetime) -> None:
    """Note that facts are being gathered, which reads everything. Raises `JustMade` if those that are kept are of the last minutes,
    and `BeingMade` if others are at it. To be committed before the gathering begins, so that the next one sees it."""
    made_at = queries.kept_at(session)
    if made_at is not None and now - made_at < PAUSE:
        raise JustMade(N_("The figures are only a few minutes old. Wait a little before you ask for new ones."))
    begun = session.execute(
        upsert(session, FactsGathering)
        .values(id=1, begun_at=now)
        .on_conflict_do_update(
            index_elements=["id"], set_={"begun_at": now}, where=FactsGathering.begun_at <= now - PAUSE
        )
        .returning(FactsGathering.id)
    ).first()
    if begun is None:
        raise BeingMade(N_("The figures are being made at this moment. Look again in a minute."))


def keep_facts(session: Session, facts: Facts, tallies: Mapping[int, bytes]) -> None:
    """Keep these facts, and the packed tallies of each course, in the place of those before. They are gathered through another
    session: on SQLite nobody else can write while a session that will write is open."""
    for model in (FactsGathering, FactsKept, TalliesKept):
        session.execute(delete(model))
    session.add(FactsKept(made_at=facts.made_at, body=pack(facts)))
    session.add_all(TalliesKept(course_id=course_id, body=body) for course_id, body in tallies.items())
    session.flush()


def note_export(
    session: Session, by: Viewer | None, subject: str, now: datetime, address: str = "", **filters: str
) -> None:
    """Note in the audit that records of people left the product as a file."""
    audit(session, by.id if by else None, "exported the completion report", subject, now, address, **filters)
