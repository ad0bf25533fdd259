"""Collecting the bytes that nothing refers to any more: those of saves that were overtaken, and of uploads undone."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from lms.authoring.models import DraftChange, DraftFile
from lms.catalog.models import Media, Revision

YOUNGEST = timedelta(days=1)
"""What was kept later than this stays, whatever refers to it: somebody may be at work with it."""
_BATCH = 500

_is_in_use = or_(
    exists().where(DraftFile.media_sha256 == Media.sha256).correlate(Media),
    exists().where(DraftChange.media_sha256 == Media.sha256).correlate(Media),
)


def collect_media(session: Session, now: datetime) -> int:
    """Delete what no draft, no history and no revision refers to; returns how many files that were."""
    is_old = or_(Media.kept_at.is_(None), Media.kept_at < now - YOUNGEST)
    # Whoever keeps old bytes anew at this moment holds their row; what somebody holds is passed over.
    candidates = set(session.scalars(select(Media.sha256).where(is_old, ~_is_in_use).with_for_update(skip_locked=True)))
    if candidates:
        for files in session.scalars(select(Revision.files).execution_options(yield_per=_BATCH)):
            candidates -= set(files.values())
    collected, digests = 0, sorted(candidates)
    for start in range(0, len(digests), _BATCH):
        some = digests[start : start + _BATCH]
        unused = delete(Media).where(Media.sha256.in_(some), ~_is_in_use).returning(Media.sha256)
        collected += len(session.scalars(unused).all())
    session.flush()
    return collected
