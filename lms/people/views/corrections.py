"""Wishes for another spelling of a name, which coordinators decide."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.people import actions, queries
from lms.people.forms import DecisionForm
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import LARGEST_KEY, session
from lms.web.language import now, refusal_text

bp = Blueprint("corrections", __name__, url_prefix="/people/corrections")


@bp.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("")
@requires(Permission.MANAGE_PEOPLE)
def list_open():
    after = request.args.get("after", default=0, type=int)
    rows = queries.corrections(session, current_user, min(max(after, 0), LARGEST_KEY))
    shown = rows[: queries.PAGE]
    return render_template(
        "people/corrections.html",
        rows=shown,
        after=after,
        older=shown[-1].id if len(rows) > queries.PAGE else None,
    )


@bp.get("/<int:correction_id>")
@requires(Permission.MANAGE_PEOPLE)
def ask_decision(correction_id):
    wish = queries.correction_in_scope(session, current_user, correction_id)
    return render_template("people/correction.html", wish=wish, person=wish.person, form=DecisionForm())


@bp.post("/<int:correction_id>")
@requires(Permission.MANAGE_PEOPLE)
def decide(correction_id):
    wish = queries.correction_in_scope(session, current_user, correction_id, lock=True)
    form = DecisionForm(request.form)
    approved = request.form.get("decision") == "approve"
    if not form.validate():
        return render_template("people/correction.html", wish=wish, person=wish.person, form=form), 422
    try:
        actions.decide_correction(session, current_user, wish, approved, form.answer.data or "", now())
    except actions.WordsMissing as refused:
        form.answer.errors = [refusal_text(refused)]
        return render_template("people/correction.html", wish=wish, person=wish.person, form=form), refused.status
    session.commit()
    if not approved:
        flash(_("The correction is refused. The person reads your answer."), "success")
        return redirect(url_for(".list_open"), 303)
    flash(_("The name is corrected."), "success")
    return redirect(url_for("records.show_person", person_id=wish.person_id), 303)
