"""The audit: who did what to whom. Only ever added to."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from lms.people.models import AuditEntry

AUDIT_LOCK = 0x41554449
_COLUMNS = ("at", "actor_id", "action", "subject", "details", "address", "previous", "digest")


@dataclass(frozen=True)
class Act:
    """What was done to whom: `action` a verb in past tense, `subject` like `person 12`."""

    action: str
    subject: str
    details: Mapping[str, object] = field(default_factory=dict)


def audit(
    session: Session,
    actor_id: int | None,
    action: str,
    subject: str,
    now: datetime,
    address: str = "",
    **details: object,
) -> None:
    """Append to the audit: `action` a verb in past tense, `subject` like `certificate TRB-2026-000001`. Chained by SHA-256."""
    audit_all(session, actor_id, [Act(action, subject, details)], now, address)


def audit_each(
    session: Session,
    actor_id: int | None,
    action: str,
    subjects: Sequence[str],
    now: datetime,
    address: str = "",
    **details: object,
) -> None:
    """Append the same act on several subjects, an entry for each, in their order."""
    audit_all(session, actor_id, [Act(action, subject, details) for subject in subjects], now, address)


def audit_all(session: Session, actor_id: int | None, acts: Iterable[Act], now: datetime, address: str = "") -> None:
    """Append what one person did in one go, an entry for each act, in their order."""
    if session.get_bind().dialect.name == "postgresql":
        # one writer of the chain at a time, as on SQLite, where every writer is alone anyway
        session.execute(select(func.pg_advisory_xact_lock(AUDIT_LOCK)))
    previous = session.scalars(select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)).first() or ""
    entries = []
    for act in acts:
        entry = AuditEntry(
            at=now,
            actor_id=actor_id,
            action=act.action,
            subject=act.subject,
            details=json.dumps(act.details, sort_keys=True, ensure_ascii=False, default=str),
            address=address,
            previous=previous,
        )
        previous = entry.digest = entry.computed_digest()
        entries.append({column: getattr(entry, column) for column in _COLUMNS})
    if entries:
        # many rows in one statement, which objects are not given on SQLite
        session.execute(insert(AuditEntry), entries)
