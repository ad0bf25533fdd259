"""A course's translations as a file for other programs: down and up."""

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from lms.authoring import actions, queries
from lms.authoring.bench import Choice
from lms.authoring.upload import Why, give_out
from lms.authoring.views.translation import Desk, bp, kind_name
from lms.errors import Refused
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import now, refusal_text


def _desk(slug):
    record = session.scalars(queries.course(slug)).one()
    bench = queries.bench(session, record, request.args.get("language", ""))
    return record, Desk(bench, slug, Choice()) if bench else None


@bp.get("/<slug>/file")
@requires(Permission.TRANSLATE_COURSES)
def show_file(slug):
    record, desk = _desk(slug)
    if desk is None:
        return render_template("authoring/translation_unreadable.html", record=record), 409
    return render_template("authoring/translation_file.html", desk=desk, received=None)


@bp.get("/<slug>/file/<language>.po")
@requires(Permission.TRANSLATE_COURSES)
def download_file(slug, language):
    record = session.scalars(queries.course(slug)).one()
    # the number first: a change that comes between the two reads is then taken for a newer one, not for one that is known
    change = queries.last_change(session, record, language)
    bench = queries.bench(session, record, language)
    if bench is None or bench.language != language:
        return render_template("authoring/translation_unreadable.html", record=record), 404
    body = give_out(bench, change, now(), kind_name)
    name = f"{slug}.{language}.po"
    return Response(
        body,
        mimetype="text/x-gettext-translation",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.post("/<slug>/file")
@requires(Permission.TRANSLATE_COURSES)
def upload_file(slug):
    record, desk = _desk(slug)
    if desk is None:
        return render_template("authoring/translation_unreadable.html", record=record), 409
    sent = request.files.get("file")
    body = sent.read(actions.MAX_UPLOAD + 1) if sent else b""
    if not body:
        wrong = _("Choose a file first. An empty file has nothing to take.")
        return render_template("authoring/translation_file.html", desk=desk, received=None, wrong=wrong), 422
    try:
        received = actions.take_in(session, record, desk.bench.language, body, current_user, now())
    except Refused as refused:
        session.rollback()
        wrong = refusal_text(refused)
        return render_template("authoring/translation_file.html", desk=desk, received=None, wrong=wrong), 422
    session.commit()
    by_why = {why: [left for left in received.left if left.why is why] for why in Why}
    return render_template("authoring/translation_file.html", desk=desk, received=received, by_why=by_why, Why=Why)
