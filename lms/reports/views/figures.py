"""Pages of figures: a quarter at a glance, and each report with its filters. Nobody's name is on them."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.days import day
from lms.i18n import LANGUAGES
from lms.people.roles import Permission
from lms.reports import actions, queries
from lms.reports.files import csv_columns, csv_rows, file_name, sheets
from lms.reports.forms import FilterForm
from lms.reports.pdf import part_of, summary, tiles
from lms.reports.periods import before
from lms.reports.report import FORMS
from lms.reports.spoken import figure_text, period_name, speak, whose_name, words_of
from lms.tables import XLSX, as_csv, write_xlsx
from lms.web.access import requires
from lms.web.database import open_session, reading, session
from lms.web.language import current_language, now

bp = Blueprint("figures", __name__)


@bp.after_request
def keep_out_of_stores(response: Response) -> Response:
    """Staff pages: neither browsers nor proxies keep them."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/reports")
@requires(Permission.SEE_REPORTS)
def show_overview():
    form, on = _form_and_ground()
    if on is None:
        return _nothing_kept()
    if form.errors:
        return render_template("reports/overview.html", form=form, forms=FORMS, chosen={}, period_name=None), 422
    asked = _asked_or_404(form, on)
    reports = [_spoken(answer) for answer in queries.summary(session, on, asked)]
    totals = tiles(reports)
    return render_template(
        "reports/overview.html",
        form=form,
        tables=reports,
        totals=totals,
        is_empty=not any(report.lines for report in reports),
        chosen=form.address(),
        earlier=before(asked.period) if "-q" in asked.period.key else None,
        forms=FORMS,
        **_shown(asked, on),
    )


@bp.get("/reports/<name>")
@requires(Permission.SEE_REPORTS)
def show_report(name):
    if name not in FORMS:
        abort(404)
    form, on = _form_and_ground()
    if on is None:
        return _nothing_kept()
    kind = FORMS[name]
    form.by.choices = [each for each in form.by.choices if each[0] in kind.dimensions]
    given = {"form": form, "kind": kind, "forms": FORMS, "chosen": form.address()}
    if form.errors:
        return render_template("reports/report.html", table=None, **given), 422
    asked = _asked_or_404(form, on)
    answer = queries.answer(session, on, kind, asked)
    if kind.name == "evaluation":  # never of days of one's own
        form.period.choices = form.period.choices[:-1]
        form.period.data = answer.asked.period.key
    table = _spoken(answer)
    return render_template(
        "reports/report.html",
        table=table,
        links=_links(name, answer, form),
        more=answer.more,
        asked_for=asked,
        **given,
        **_shown(answer.asked, on, answer.made_at),
    )


@bp.get("/reports/<name>.<form>")
@requires(Permission.SEE_REPORTS)
def download_table(name, form):
    if name not in FORMS or form not in {"xlsx", "csv"}:
        abort(404)
    filters, on = _form_and_ground()
    if on is None:
        return redirect(url_for(".show_overview"), 303)
    asked = replace(_asked_or_404(filters, on), after=None)
    answer = queries.answer(session, on, FORMS[name], asked, most=queries.MOST_BATCHES)
    if form == "csv":
        return _csv(answer, name)
    return _workbook([answer], name)


@bp.get("/reports/all-tables.xlsx")
@requires(Permission.SEE_REPORTS)
def download_workbook():
    filters, on = _form_and_ground()
    if on is None:
        return redirect(url_for(".show_overview"), 303)
    answers = queries.summary(session, on, _asked_or_404(filters, on))
    return _workbook(answers, "reports")


@bp.get("/reports/summary.pdf")
@requires(Permission.SEE_REPORTS)
def download_summary():
    filters, on = _form_and_ground()
    if on is None:
        return redirect(url_for(".show_overview"), 303)
    asked = _asked_or_404(filters, on)
    answers = queries.summary(session, on, asked)
    wanted = request.args.get("form", "both")
    parts = [
        part_of(answers, code, words_of(current_app.extensions["translations"][code]))
        for code in sorted(LANGUAGES, key=lambda code: code != current_language().code)
        if wanted in {code, "both"}
    ]
    if not parts:
        abort(404)
    name = file_name(f"summary-{asked.period.key or asked.period.first}", "pdf", answers[0].whole)
    return _file(summary(parts, _today()), "application/pdf", name)


@bp.post("/reports/refresh")
@requires(Permission.SEE_REPORTS)
def refresh():
    moment = now()
    with open_session() as opened:
        actions.begin_gathering(opened, moment)
        opened.commit()  # before the gathering: whoever clicks meanwhile is told
    facts, tallies = queries.gather(reading, moment), queries.gather_all_tallies(reading)
    actions.keep_facts(session, facts, tallies)
    session.commit()
    flash(_("The figures are made anew."), "success")
    return redirect(url_for(".show_overview"), 303)


def _today() -> date:
    return day(now())


def _form_and_ground():
    """The filters with what can be chosen, and what reports are made from: None if that has to be made first."""
    form = FilterForm(request.args)
    form.validate()
    facts = queries.current_facts(session, now())
    if facts is None:
        return form, None
    on = queries.ground(session, facts, queries.agencies_in_scope(session, current_user), now())
    language = current_language().code
    courses = {each.slug: on.titles[language].get(each.id, each.slug) for each in on.courses.values()}
    form.offer(on.scope, courses, language, _today())
    return form, on


def _asked_or_404(form, on):
    asked = form.asked(on.scope, [each.slug for each in on.courses.values()], _today())
    if (
        form.errors
        or asked is None
        or (asked.batch is not None and not queries.batches_in_scope(session, on.scope, asked.batch))
    ):
        abort(404)
    return asked


def _nothing_kept():
    return render_template("reports/not_made.html")


def _csv(answer, name):
    english = current_app.extensions["translations"]["en"]
    report = speak(answer, "en", words_of(english))
    days = (answer.asked.period.first.isoformat(), answer.asked.period.last.isoformat())
    body = as_csv(csv_columns(report), csv_rows(report, *days, answer.made_at))
    return _file(body, "text/csv; charset=utf-8", file_name(name, "csv", answer.whole))


def _workbook(answers, name):
    body = BytesIO()
    reports = [_spoken(answer) for answer in answers]
    write_xlsx(body, sheets(reports, _), right_to_left=current_language().direction == "rtl")
    return _file(body.getvalue(), XLSX, file_name(name, "xlsx", answers[0].whole))


def _file(body, kind, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=kind, headers=headers)


def _spoken(answer):
    return speak(answer, current_language().code, _)


def _links(name, answer, form):
    """By line: from an agency to its units, from a batch to what it did."""
    chosen = form.address()
    if answer.report.by == "agency":
        keys = [
            line.key for line in answer.report.lines if answer.has_units(line.key) and answer.is_with_units(line.key)
        ]
        return {key: _address(name, chosen, agency=answer.code(key)) for key in keys}
    if answer.report.by == "batch":
        return {line.key: _address(name, chosen, batch=line.key, by="course") for line in answer.report.lines}
    return {}


def _address(name, chosen, **other):
    return url_for(".show_report", name=name, **(chosen | other))


def _shown(asked, on, made_at=None):
    """What the templates need besides the tables; `made_at` of what is not made of the facts that are kept."""
    made_at = made_at or on.facts.made_at
    place = on.scope.with_code(asked.agency)
    return {
        "asked": asked,
        "whose_name": whose_name(on.scope, on.scope.whole(place), current_language().code, _),
        "period_name": period_name(asked.period, current_language().code, _),
        "made_at": made_at,
        "is_kept": made_at == on.facts.made_at and not queries.gathered_live(session),
        "figure": lambda cell, kind: figure_text(cell, kind, _),
        "today": _today(),
    }
