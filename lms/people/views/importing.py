"""Bringing people in from a spreadsheet: the file, what it would do, and what it did."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from lms.days import day
from lms.errors import Refused
from lms.i18n import LANGUAGES
from lms.people import actions, queries
from lms.people.agencies import PROGRAMME
from lms.people.forms import ImportForm
from lms.people.ranks import rank_name
from lms.people.roles import Permission
from lms.people.roster import Plan, Planned, Remark, State, read
from lms.people.roster.columns import BY_KEY, COLUMNS, REMARKS_EN, REMARKS_UR, ROW_EN, ROW_UR
from lms.people.roster.limits import MAX_BYTES
from lms.people.words import PROVINCES, SEXES
from lms.tables import Sheet, write_xlsx
from lms.web.access import requires
from lms.web.database import reading, session
from lms.web.language import bdi, current_language, date_text, now, refusal_text
from lms.web.uploads import accepts

bp = Blueprint("importing", __name__, url_prefix="/people/import")

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE_FILE = 0
WARNINGS = "warnings"
SHOWN = ("wrong", "warnings", "create", "change", "unchanged", "all")


@bp.after_request
def keep_out_of_stores(response: Response) -> Response:
    """Names and numbers of people: browsers do not keep these pages."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("")
@requires(Permission.MANAGE_PEOPLE)
def show_form():
    agencies = queries.agencies_kept(session, current_user)
    own = [each.id for each in agencies if each.id == current_user.coordinates and each.code != PROGRAMME[0]]
    form = _form(agencies, data={"agency_id": own[0] if own else WHOLE_FILE})
    return _form_page(form)


def _form(agencies, *given, **named):
    form = ImportForm(*given, **named)
    language = current_language().code
    form.agency_id.choices = [
        (WHOLE_FILE, _("As written in the file")),
        *((each.id, f"{each.name(language)} ({each.code})") for each in agencies),
    ]
    return form


def _form_page(form, status=200):
    imports = queries.newest_imports(reading, current_user, now())
    return render_template("people/import.html", form=form, imports=imports, columns=COLUMNS), status


@bp.post("")
@requires(Permission.MANAGE_PEOPLE)
@accepts(2 * MAX_BYTES)
def look_through():
    form = _form(queries.agencies_kept(reading, current_user), request.form)
    sent = request.files.get(form.file.name)
    body = sent.read() if sent else b""
    is_valid = form.validate()
    if not is_valid or sent is None or not body:
        form.file.errors = [] if body else [_("Choose a file first. An empty one holds nobody.")]
        return _form_page(form, 422)
    agency_id = form.agency_id.data or None
    try:
        # read and compared before anything is written: on SQLite, one who writes keeps all others waiting
        roster = read(body, day(now()))
        plan = actions.plan_for(reading, current_user, roster, agency_id)
    except Refused as refused:
        form.file.errors = [refusal_text(refused)]
        return _form_page(form, refused.status)
    record = actions.keep_import(session, current_user, body, sent.filename or "", agency_id, (roster, plan), now())
    session.commit()
    return redirect(url_for(".show_import", import_id=record.id), 303)


@bp.get("/<int:import_id>")
@requires(Permission.MANAGE_PEOPLE)
def show_import(import_id):
    record = queries.own_import(session, current_user, import_id)
    if record.applied_at is not None:
        return _done_page(record)
    try:
        _roster, plan = actions.kept_plan(record, now())
    except actions.ImportOver as refused:
        return render_template("people/import_over.html", record=record), refused.status
    return _plan_page(record, plan)


def _plan_page(record, plan: Plan):
    counts = plan.counts() | {"all": len(plan.rows)}
    wanted = request.args.get("show", "")
    shown = wanted if wanted in SHOWN else ("wrong" if counts["wrong"] else "all")
    rows = [row for row in plan.rows if shown == "all" or (row.warnings if shown == WARNINGS else row.state == shown)]
    after = request.args.get("after", 0, type=int)
    start = next((place for place, row in enumerate(rows) if row.row > after), len(rows))
    page = rows[start : start + PAGE]
    agencies = _agency_names()
    return render_template(
        "people/import_plan.html",
        record=record,
        plan=plan,
        counts=counts,
        lists=SHOWN,
        shown=shown,
        rows=[_shown(row, agencies) for row in page],
        before=rows[start - PAGE - 1].row if start > PAGE else 0,
        has_before=start > 0,
        after=page[-1].row if start + PAGE < len(rows) else None,
        version=actions.version(record),
    )


def _agency_names() -> dict[str, str]:
    language = current_language().code
    return {str(each.id): each.name(language) for each in queries.agencies_kept(session, current_user)}


def _title(column: str) -> str:
    """The title of a column in the language of the page."""
    language = current_language().code
    return BY_KEY[column].title(language) if column in BY_KEY else {"en": "Name", "ur": "نام"}[language]


def _shown(row: Planned, agencies: dict[str, str]) -> dict[str, Any]:
    """A row as the page shows it: its name and number, what changes or is new, what is remarked."""
    written = row.written
    changes = [
        (_title(each.column), _value(each.column, each.old, agencies), _value(each.column, each.new, agencies))
        for each in row.changes
    ]
    return {
        "row": row.row,
        "state": row.state.value,
        "name": (written.name_ur if current_language().code == "ur" else None) or written.name_en or written.name_ur,
        "number": written.service_number or written.user_name,
        "changes": changes,
        "new": _new_values(row, agencies) if row.state is State.CREATE else [],
        "errors": [(_title(each.column), _said(each)) for each in row.errors],
        "warnings": [(_title(each.column), _said(each)) for each in row.warnings],
    }


def _new_values(row: Planned, agencies: dict[str, str]) -> list[Any]:
    given = [("rank", row.written.rank), ("agency", row.agency_id)]
    given += [
        (column, getattr(row.written, column))
        for column in ("province", "sex", "born_on", "phone", "email", "extra_time")
    ]
    return [_value(column, str(value), agencies) for column, value in given if value]


def _value(column: str, value: str, agencies: dict[str, str]) -> Any:
    """A value of a plan in words. What a person typed is kept apart from the direction of the text around it."""
    if not value:
        return ""
    match column:
        case "agency":
            return bdi(agencies.get(value, _("another agency")))
        case "province":
            return _(next(words for province, words in PROVINCES.items() if province == value))
        case "sex":
            return _(next(words for sex, words in SEXES.items() if sex == value))
        case "born_on":
            return date_text(date.fromisoformat(value))
        case "rank":
            return bdi(rank_name(value, current_language().code))
        case "language":
            return bdi(LANGUAGES[value].name)
        case "extra_time":
            return _("%(percent)s %% more time", percent=value)
    return bdi(value)


def _said(remark: Remark) -> Markup:
    return Markup(_(remark.message, **{name: bdi(value) for name, value in remark.values.items()}))


@bp.post("/<int:import_id>/apply")
@requires(Permission.MANAGE_PEOPLE)
def apply(import_id):
    record = queries.own_import(session, current_user, import_id)
    try:
        actions.apply_import(session, current_user, record, request.form.get("version", ""), now())
    except actions.PlanChanged:
        session.rollback()
        record = queries.own_import(session, current_user, import_id)
        actions.plan_again(session, current_user, record, now())
        session.commit()
        flash(
            _("People have changed since you looked at this list, so nothing was done. This is what it would do now."),
            "warning",
        )
        return redirect(url_for(".show_import", import_id=import_id), 303)
    session.commit()
    return redirect(url_for(".show_import", import_id=import_id), 303)


def _done_page(record):
    people = record.counts.get("people", [])
    after = request.args.get("after", 0, type=int)
    part = [person_id for person_id in people if person_id > after][: PAGE + 1]
    return render_template(
        "people/import_done.html",
        rank_name=rank_name,
        record=record,
        counts=record.counts,
        people=queries.new_people(session, current_user, part[:PAGE]),
        is_first=after == 0,
        after=part[PAGE - 1] if len(part) > PAGE else None,
    )


@bp.get("/<int:import_id>/wrong.xlsx")
@requires(Permission.MANAGE_PEOPLE)
def download_wrong(import_id):
    """The rows that are wrong, with what is wrong, to be mended and brought in again."""
    record = queries.own_import(session, current_user, import_id)
    _roster, plan = actions.kept_plan(record, now())
    number, remarks = (ROW_UR, REMARKS_UR) if current_language().code == "ur" else (ROW_EN, REMARKS_EN)
    rows = ((row.row, *row.typed, _plainly(row.errors)) for row in plan.rows if row.state is State.WRONG)
    sheet = Sheet(_("Rows to mend")[:31], [number, *map(_title, plan.columns), remarks], rows)
    return _workbook([sheet], "rows-to-mend.xlsx")


def _plainly(errors: Iterable[Remark]) -> str:
    return "\n".join(f"{_title(error.column)}: {_(error.message, **error.values)}" for error in errors)


@bp.get("/template.xlsx")
@requires(Permission.MANAGE_PEOPLE)
def download_template():
    """An empty list with the headers in both languages, an example, and a sheet that says what each column is for."""
    language = current_language().code
    head = [f"{column.title_en} / {column.title_ur}" for column in COLUMNS]
    people = Sheet(_("People"), head, [[column.example for column in COLUMNS]])
    about = Sheet(
        _("Columns"),
        [_("Column"), _("What to write"), _("Other headers that are understood")],
        [
            (
                column.title(language),
                _(column.about),
                "، ".join(column.also) if language == "ur" else ", ".join(column.also),
            )
            for column in COLUMNS
        ],
    )
    return _workbook([people, about], "people.xlsx")


def _workbook(sheets: Iterable[Sheet], name: str):
    output = BytesIO()
    write_xlsx(output, sheets, right_to_left=current_language().direction == "rtl")
    output.seek(0)
    return send_file(output, mimetype=XLSX, as_attachment=True, download_name=name)
