"""The completion report with names: a page, and the file, whose taking is noted in the audit."""

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask_login import current_user
from sqlalchemy.orm import Session

from lms.days import day
from lms.people.roles import Permission
from lms.reports import actions, queries
from lms.reports.forms import FilterForm
from lms.reports.report import FORMS
from lms.tables import csv_pieces
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now

bp = Blueprint("records_of_completion", __name__)


@bp.after_request
def keep_out_of_stores(response: Response) -> Response:
    """Names of people: neither browsers nor proxies keep these pages."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/reports/records")
@requires(Permission.SEE_REPORTS)
def show_records():
    form, scope, courses, wanted = _asked(request.args)
    if form.errors:
        return render_template("reports/records.html", form=form, forms=FORMS, rows=None), 422
    rows, more = queries.records_page(session, wanted, form.after.data or 0)
    return render_template(
        "reports/records.html",
        form=form,
        forms=FORMS,
        rows=rows,
        more=more,
        courses=courses,
        scope=scope,
        titles=queries.course_titles(session, current_language().code),
        chosen=form.address(),
        today=day(now()),
    )


@bp.post("/reports/records.csv")
@requires(Permission.SEE_REPORTS)
def download_records():
    form, _scope, _courses, wanted = _asked(request.form)
    if form.errors:
        abort(404)
    chosen = form.address()
    subject = f"agency {chosen['agency']}" if "agency" in chosen else "all agencies in scope"
    actions.note_export(session, current_user, subject, now(), request.remote_addr or "", **chosen)
    session.commit()
    engine = current_app.extensions["reading_engine"]
    headers = {"Content-Disposition": 'attachment; filename="completion-records.csv"'}
    return Response(_pieces(engine, wanted), content_type="text/csv; charset=utf-8", headers=headers)


def _pieces(engine, wanted):
    """The file piece by piece, read through a session that closes when it is sent or the reader goes away."""
    with Session(engine) as reading:
        yield from csv_pieces(queries.RECORD_COLUMNS, queries.records(reading, wanted))


def _asked(given):
    form = FilterForm(given)
    scope = queries.agencies_in_scope(session, current_user)
    courses = {each.slug: each for each in queries.known_courses(session).values()}
    titles = queries.course_titles(session, current_language().code)
    today = day(now())
    form.offer(
        scope, {slug: titles.get(each.id, slug) for slug, each in courses.items()}, current_language().code, today
    )
    form.validate()
    wanted = form.wanted(scope, {slug: each.id for slug, each in courses.items()}, today)
    if wanted is None and not form.errors:
        abort(404)
    return form, scope, {each.id: each for each in courses.values()}, wanted
