"""Written answers that wait for a trainer."""

from types import SimpleNamespace

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.catalog import queries as catalog
from lms.learning import actions, queries
from lms.learning.forms import MarkForm
from lms.learning.views.place import bp
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now, refusal_text


@bp.get("/marking")
@requires(Permission.MARK_ANSWERS)
def list_waiting():
    return _page(MarkForm())


def _page(form: MarkForm, status: int = 200, refused: int | None = None) -> Response:
    """Written answers are nobody else's: browsers do not keep the page."""
    page = render_template("learning/marking.html", rows=_waiting(), form=form, refused=refused)
    return Response(page, status, {"Cache-Control": "no-store"})


def _waiting():
    rows = []
    for row, attempt, slug in session.execute(queries.waiting_answers(current_user)):
        place = queries.pinned(session, attempt.id)
        edition = catalog.edition(session, place.shown, attempt.language)
        text = next(question for question in edition.graded.questions if question.id == row.question_id)
        rows.append(SimpleNamespace(answer=row, attempt=attempt, slug=slug, edition=edition, text=text))
    return rows


@bp.post("/marking/<int:answer_id>")
@requires(Permission.MARK_ANSWERS)
def mark_answer(answer_id):
    form = MarkForm(request.form)
    if not form.validate():
        return _marking_again(form, answer_id)
    row = queries.waiting_answer(session, current_user, answer_id)
    place = queries.pinned(session, row.attempt_id)
    course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    try:
        actions.mark_written(session, current_user, row, course, float(form.points.data), form.remark.data or "", now())
    except actions.TooManyPoints as refused:
        form.points.errors = [refusal_text(refused)]
        return _marking_again(form, answer_id)
    standing = queries.place_of(session, row.attempt.enrolment.person_id, place.slug, current_language().code)
    if standing is not None:
        actions.complete_if_due(session, row.attempt.enrolment_id, standing, now())
    session.commit()
    flash(_("The mark is saved."), "success")
    return redirect(url_for(".list_waiting"), 303)


def _marking_again(form: MarkForm, answer_id: int) -> Response:
    """The page again, with what was typed and what is wrong with it at the answer that it belongs to."""
    for field in form:
        field.id = f"{field.name}-{answer_id}"
    return _page(form, 422, answer_id)
