"""What a quiz's questions tell of the people that somebody coordinates: a page and its files, without any question in them."""

from dataclasses import replace
from io import BytesIO

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.days import day
from lms.people.roles import Permission
from lms.reports import queries
from lms.reports.files import file_name, quiz_rows, quiz_sheets
from lms.reports.forms import QuizFilterForm
from lms.reports.quiz_table import speak_quiz
from lms.reports.report import FORMS
from lms.reports.spoken import figure_text, words_of
from lms.tables import XLSX, as_csv, write_xlsx
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now

bp = Blueprint("quiz_figures", __name__)


@bp.after_request
def keep_out_of_stores(response: Response) -> Response:
    """Staff pages: neither browsers nor proxies keep them."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/reports/questions")
@requires(Permission.SEE_REPORTS)
def show():
    form, scope = _form()
    given = {"form": form, "forms": FORMS, "chosen": form.address()}
    if not form.course.choices:
        return render_template("reports/quiz.html", table=None, **given)
    answer = _answer(form, scope, current_language().code)
    if answer is None:
        return render_template("reports/not_made.html")
    return render_template(
        "reports/quiz.html",
        table=speak_quiz(answer, current_language().code, _),
        answer=answer,
        made_at=answer.made_at,
        is_kept=not queries.gathered_live(session),
        figure=lambda cell, kind: figure_text(cell, kind, _),
        may_write=current_user.may(Permission.WRITE_COURSES),
        **given,
    )


@bp.get("/reports/questions.<form>")
@requires(Permission.SEE_REPORTS)
def download(form):
    if form not in {"xlsx", "csv"}:
        abort(404)
    filters, scope = _form()
    answer = _answer(filters, scope, "en" if form == "csv" else current_language().code)
    if answer is None:
        return redirect(url_for(".show"), 303)
    whole = scope.whole(answer.place)
    if form == "csv":
        table = speak_quiz(answer, "en", words_of(current_app.extensions["translations"]["en"]))
        return _file(
            as_csv(*quiz_rows(table)), "text/csv; charset=utf-8", file_name(f"{answer.slug}-questions", "csv", whole)
        )
    body = BytesIO()
    table = speak_quiz(answer, current_language().code, _)
    write_xlsx(body, quiz_sheets(table, _), right_to_left=current_language().direction == "rtl")
    return _file(body.getvalue(), XLSX, file_name(f"{answer.slug}-questions", "xlsx", whole))


def _form():
    """The filters with what can be chosen, and whose figures the viewer sees."""
    form = QuizFilterForm(request.args)
    scope = queries.agencies_in_scope(session, current_user)
    language = current_language().code
    titles = queries.course_titles(session, "en") | queries.course_titles(session, language)
    courses = {each.slug: titles[each.id] for each in queries.known_courses(session).values() if each.id in titles}
    form.offer(scope, courses, language, day(now()))
    return form, scope


def _answer(form, scope, language):
    """What the chosen quiz tells, or that of the course most taken; None if figures have to be made first."""
    slugs = [slug for slug, _title in form.course.choices]
    asked = form.asked(scope, slugs, day(now()))
    if asked is None or not slugs:
        abort(404)
    if not asked.course:
        facts = queries.current_facts(session, now())
        if facts is None:
            return None
        known = {each.slug: each for each in queries.known_courses(session).values()}
        courses = [known[slug] for slug in slugs]
        asked = replace(asked, course=queries.most_taken(session, facts, scope, courses, language))
    form.course.data, form.period.data = asked.course, asked.period.key
    found = queries.current_tallies(session, queries.course(session, asked.course).id, now())
    return queries.quiz_answer(session, scope, asked, language, found) if found else None


def _file(body, kind, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=kind, headers=headers)
