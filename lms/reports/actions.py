"""Keeping the facts that reports count, and noting who took personal records away."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.errors import Refused
from lms.i18n import N_
from lms.people.actions import audit
from lms.people.viewer import Viewer
from lms.reports.facts import Facts, pack
from lms.reports.models import FactsKept

PAUSE = timedelta(minutes=5)


class JustMade(Refused):
    """The figures are only minutes old."""


def check_may_gather(made_at: datetime | None, now: datetime) -> None:
    """Raise `JustMade` if the facts that are kept are of the last minutes: gathering them reads everything."""
    if made_at is not None and now - made_at < PAUSE:
        raise JustMade(N_("The figures are only a few minutes old. Wait a little before you ask for new ones."))


def keep_facts(session: Session, facts: Facts) -> None:
    """Keep these facts in the place of those before. They are gathered through another session: on SQLite nobody else can write
    while a session that will write is open."""
    session.execute(delete(FactsKept))
    session.add(FactsKept(made_at=facts.made_at, body=pack(facts)))
    session.flush()


def note_export(
    session: Session, by: Viewer | None, subject: str, now: datetime, address: str = "", **filters: str
) -> None:
    """Note in the audit that records of people left the product as a file."""
    audit(session, by.id if by else None, "exported the completion report", subject, now, address, **filters)
