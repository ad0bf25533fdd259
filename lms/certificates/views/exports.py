"""Downloads of many certificates: chosen, prepared, streamed, and followed on a page meanwhile."""

from collections.abc import Iterator
from datetime import datetime
from time import monotonic
from typing import Any

from flask import Response, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from lms.certificates import actions, queries
from lms.certificates.bundle import HEADINGS, Entry, Piece, bundle
from lms.certificates.criteria import MOST_TICKED, Criteria
from lms.certificates.forms import ExportForm
from lms.certificates.models import CertificateExport
from lms.certificates.views.blueprint import bp
from lms.certificates.views.register import asked, choices, day_faults, state_words
from lms.days import day
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import bdi, clock_time, current_language, date_text, now

TELL_EVERY = 1.0
"""Seconds between two notes of how far a download is."""


@bp.get("/certificates/export")
@requires(Permission.EXPORT_CERTIFICATES)
def ask_export():
    criteria = asked()
    if day_faults(criteria):
        return redirect(url_for(".list_issued", **request.args.to_dict()), 303)  # type: ignore[arg-type]
    is_ticked = request.args.get("what") == "ticked"
    chosen = criteria.only_ticked if is_ticked else criteria.untouched
    return _ask(chosen, criteria, ExportForm(), is_ticked)


def _ask(chosen: Criteria, criteria: Criteria, form, is_ticked: bool):
    is_empty = is_ticked and not chosen.ticked
    return render_template(
        "certificates/export.html",
        form=form,
        chosen=chosen,
        criteria=criteria,
        count=0 if is_empty else queries.count(session, current_user, chosen, day(now())),
        most=queries.MOST,
        most_ticked=MOST_TICKED,
        facts=_isolated(facts(chosen)),
        is_ticked=is_ticked,
    )


@bp.post("/certificates/export")
@requires(Permission.EXPORT_CERTIFICATES)
def prepare_export():
    chosen = Criteria.read(request.form)
    form = ExportForm(request.form)
    if not form.validate():
        return _ask(chosen, chosen, form, bool(chosen.ticked)), 422
    export = actions.prepare_export(session, current_user, chosen, form.language.data, form.arrangement.data, now())
    session.commit()
    return redirect(url_for(".show_export", token=export.token), 303)


@bp.get("/certificates/export/<token>")
@requires(Permission.EXPORT_CERTIFICATES)
def show_export(token):
    export = queries.own_export(session, current_user, token, now())
    criteria = Criteria.read(export.criteria)
    return render_template(
        "certificates/exporting.html",
        export=export,
        state=export.state(now(), queries.SILENCE),
        shown=export.shown(now(), queries.SILENCE),
        facts=_isolated([*facts(criteria), *_way(export)]),
        words=progress_words(export),
        back_to=criteria.untouched.as_address(),
    )


@bp.get("/certificates/export/<token>/progress")
@requires(Permission.EXPORT_CERTIFICATES)
def show_progress(token):
    export = queries.own_export(session, current_user, token, now())
    over, shown = export.state(now(), queries.SILENCE) != "running", export.shown(now(), queries.SILENCE)
    return jsonify(done=export.done, total=export.total, text=progress_words(export), over=over, shown=shown)


@bp.post("/certificates/export/<token>")
@requires(Permission.EXPORT_CERTIFICATES)
def download_export(token):
    viewer = current_user._get_current_object()
    export = actions.begin_export(session, viewer, token, request.remote_addr or "", now())
    about = _about(export, now())
    session.commit()
    # sessions of its own: the request's is closed while the file is still being written
    engine, reader = current_app.extensions["engine"], Session(current_app.extensions["reading_engine"])
    criteria = Criteria.read(export.criteria)
    found = queries.issued(reader, viewer, criteria, day(export.made_at), export.last_id)
    address = current_app.extensions["config"].address
    entries = (Entry(each.face(address, pictures), slug, each.revoked_on) for each, slug, pictures in found)
    is_urdu = current_language().code == "ur"
    headings = [_(heading) for heading in HEADINGS]
    pieces = bundle(entries, export.form, export.arrangement, about, headings, right_to_left=is_urdu)
    name = f"certificates-{day(now()).isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Accel-Buffering": "no"}
    return Response(
        _followed(pieces, export.id, export.total, engine, reader), mimetype="application/zip", headers=headers
    )


def _followed(pieces: Iterator[Piece], export_id: int, total: int, engine: Engine, reader: Session) -> Iterator[bytes]:
    """The bytes of the file, while the export's row is told how far they are. If the browser goes away, the work ends."""
    told, done, is_whole = monotonic(), 0, False
    try:
        for piece in pieces:
            done = piece.done
            if piece.body:
                yield piece.body
            if monotonic() - told >= TELL_EVERY:
                _tell(engine, export_id, min(done, total - 1), has_ended=False)
                told = monotonic()
        is_whole = True
    finally:
        pieces.close()  # type: ignore[attr-defined]
        reader.close()
        _tell(engine, export_id, total if is_whole else min(done, total - 1), has_ended=True)


def _tell(engine: Engine, export_id: int, done: int, has_ended: bool) -> None:
    try:
        with Session(engine) as opened:
            actions.note_progress(opened, export_id, done, now(), has_ended)
            opened.commit()
    except OperationalError:  # the database is busy: the file matters more than the number beside it
        pass


# --- in words --------------------------------------------------------------------------------------------


def progress_words(export: CertificateExport) -> str:
    return _("%(done)s of %(total)s certificates", done=export.done, total=export.total)


def facts(criteria: Criteria) -> list[tuple[str, str]]:
    """What was chosen, in words: name and value."""
    if criteria.ticked:
        return [(_("Chosen"), _("Certificates that were ticked"))]
    language = current_language().code
    offered = choices(criteria)
    found: list[tuple[str, Any]] = [
        (_("Words"), criteria.words),
        (_("Batch"), next((row.name for row in offered["batches"] if row.id == criteria.batch), "")),
        (_("Course"), next((row.title for row in offered["courses"] if row.slug == criteria.course), criteria.course)),
        (
            _("Agency"),
            next((each.name(language) for each in offered["agencies"] if each.code == criteria.agency), ""),
        ),
        (_("Issued from"), date_text(criteria.start) if criteria.start else ""),
        (_("Issued until"), date_text(criteria.end) if criteria.end else ""),
        (_("State"), state_words()[criteria.state] if criteria.state else ""),
    ]
    return [(name, value) for name, value in found if value] or [(_("Chosen"), _("The whole register"))]


def _isolated(told: list[tuple[str, str]]) -> list[tuple[str, Markup]]:
    return [(name, bdi(value)) for name, value in told]


def _way(export: CertificateExport) -> list[tuple[str, str]]:
    forms = {"both": _("Urdu and English"), "ur": _("Urdu"), "en": _("English")}
    arrangements = {"files": _("One PDF for each certificate"), "printing": _("One PDF of all, for printing")}
    return [(_("Language"), forms[export.form]), (_("Files"), arrangements[export.arrangement])]


def _about(export: CertificateExport, moment: datetime) -> str:
    """What the file says of itself, for whoever finds it later."""
    lines = [
        (_("Certificates"), str(export.total)),
        (_("Made on"), f"{date_text(moment)} {clock_time(moment)}"),
        (_("By"), current_user.name(current_language().code)),
        *facts(Criteria.read(export.criteria)),
        *_way(export),
    ]
    remark = _("Revoked certificates stand in the register, but have no PDF here.")
    return "\n".join([*(f"{name}: {value}" for name, value in lines), "", remark, ""])
