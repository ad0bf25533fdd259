"""The audit: who did what to whom. Only ever added to."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.people.models import AuditEntry

AUDIT_LOCK = 0x41554449


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
    audit_each(session, actor_id, action, [subject], now, address, **details)


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
    if session.get_bind().dialect.name == "postgresql":
        # one writer of the chain at a time, as on SQLite, where every writer is alone anyway
        session.execute(select(func.pg_advisory_xact_lock(AUDIT_LOCK)))
    previous = session.scalars(select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)).first() or ""
    text = json.dumps(details, sort_keys=True, ensure_ascii=False, default=str)
    for subject in subjects:
        entry = AuditEntry(
            at=now,
            actor_id=actor_id,
            action=action,
            subject=subject,
            details=text,
            address=address,
            previous=previous,
        )
        previous = entry.digest = entry.computed_digest()
        session.add(entry)
    session.flush()
