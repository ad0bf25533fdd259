"""What is asked about downloads of many certificates."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.certificates.models import CertificateExport
from lms.people.viewer import Viewer

LIFE = timedelta(days=1)
"""After that, a download that was prepared is prepared anew: the people in it may be others."""
SILENCE = timedelta(minutes=1)
"""Whoever has not been heard of for so long is not at work any more: its process was killed."""


def own_export(session: Session, viewer: Viewer, token: str, now: datetime) -> CertificateExport:
    """A download that the viewer has prepared within the last day; `NoResultFound` if there is none."""
    statement = select(CertificateExport).where(
        CertificateExport.token == token,
        CertificateExport.by_id == viewer.id,
        CertificateExport.made_at > now - LIFE,
    )
    return session.scalars(statement).one()


def at_work(session: Session, now: datetime, by_id: int | None = None) -> int:
    """How many downloads are under way, of everybody or of one person."""
    statement = select(func.count()).select_from(CertificateExport).where(*is_at_work(now))
    if by_id is not None:
        statement = statement.where(CertificateExport.by_id == by_id)
    return session.scalars(statement).one()


def is_at_work(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (CertificateExport.ended_at.is_(None), CertificateExport.seen_at > now - SILENCE)
