"""Downloads of many certificates: prepared, begun, followed while they run, and ended."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.certificates import queries
from lms.certificates.actions.issuing import issue_due
from lms.certificates.criteria import Criteria
from lms.certificates.models import CertificateExport
from lms.certificates.shapes import Arrangement, Form
from lms.days import day
from lms.errors import Refused
from lms.i18n import N_
from lms.people.actions import audit
from lms.people.models import Person
from lms.people.passwords import new_token
from lms.people.viewer import Viewer

AT_ONCE = 3
"""Downloads under way at the same time: each keeps a thread of a server process busy, and there are four of them."""


class NothingToExport(Refused):
    status = 422


class TooManyToExport(Refused):
    status = 422


class ExportUnderWay(Refused):
    status = 409


class ServerBusy(Refused):
    status = 503


def prepare_export(
    session: Session, viewer: Viewer, criteria: Criteria, form: Form, arrangement: Arrangement, now: datetime
) -> CertificateExport:
    """Prepare the download of what meets the criteria: those who have completed a course get their certificates first.

    Raises `NothingToExport` or `TooManyToExport`, and then nothing is issued if the caller does not commit.
    """
    today = day(now)
    among = queries.would_meet(session, viewer, criteria, today)
    issued = [] if among is None else issue_due(session, now, viewer.id, among, limit=queries.MOST)
    last_id = queries.newest_id(session)
    total = queries.count(session, viewer, criteria, today, last_id)
    if not total:
        raise NothingToExport(N_("There is no certificate to download. Choose others in the register."))
    if total > queries.MOST:
        message = N_("These are more than %(most)s certificates. Choose fewer, for instance by agency or by days.")
        raise TooManyToExport(message, most=queries.MOST)
    session.execute(delete(CertificateExport).where(CertificateExport.made_at <= now - queries.LIFE))
    export = CertificateExport(
        token=new_token(),
        by_id=viewer.id,
        criteria=criteria.as_address(),
        form=form,
        arrangement=arrangement,
        total=total,
        issued=len(issued),
        last_id=last_id,
        made_at=now,
    )
    session.add(export)
    session.flush()
    return export


def begin_export(session: Session, viewer: Viewer, token: str, address: str, now: datetime) -> CertificateExport:
    """Begin a prepared download, or begin it again; it leaves its mark in the audit.

    Raises `ExportUnderWay` if one of the viewer's own is running, `ServerBusy` if too many of others are.
    """
    # whoever begins two at once waits here with the second
    session.execute(select(Person.id).where(Person.id == viewer.id).with_for_update(key_share=True))
    export = queries.own_export(session, viewer, token, now)
    if queries.at_work(session, now, viewer.id):
        message = N_("A download of yours is under way. Wait for its end, or break it off in the browser.")
        raise ExportUnderWay(message)
    if queries.at_work(session, now) >= AT_ONCE:
        raise ServerBusy(N_("Others are downloading certificates at this moment. Try again in a few minutes."))
    export.done, export.seen_at, export.ended_at = 0, now, None
    details = {"criteria": export.criteria, "count": export.total, "form": export.form, "as": export.arrangement}
    audit(session, viewer.id, "exported", "certificates", now, address, **details)
    return export


def note_progress(session: Session, export_id: int, done: int, now: datetime, has_ended: bool = False) -> None:
    """How far a download is; without `has_ended` it is still under way."""
    session.execute(
        update(CertificateExport)
        .where(CertificateExport.id == export_id)
        .values(done=done, seen_at=now, ended_at=now if has_ended else None)
    )
