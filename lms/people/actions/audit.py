"""The audit: who did what to whom. Only ever added to."""

import json
from datetime import datetime
from hashlib import sha256

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
    if session.get_bind().dialect.name == "postgresql":
        # one writer of the chain at a time, as on SQLite, where every writer is alone anyway
        session.execute(select(func.pg_advisory_xact_lock(AUDIT_LOCK)))
    previous = session.scalars(select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)).first() or ""
    text = json.dumps(details, sort_keys=True, ensure_ascii=False, default=str)
    covered = "\n".join((previous, now.isoformat(), str(actor_id), action, subject, text, address))
    session.add(
        AuditEntry(
            at=now,
            actor_id=actor_id,
            action=action,
            subject=subject,
            details=text,
            address=address,
            previous=previous,
            digest=sha256(covered.encode()).hexdigest(),
        )
    )
    session.flush()
