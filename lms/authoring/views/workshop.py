"""The workshop of trainers: its list of courses, and how a new one begins."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup, escape

from lms.authoring import actions, paths, queries
from lms.authoring.forms import NewCourseForm, UploadForm
from lms.authoring.queries import Whose
from lms.authoring.taking_in import take_in
from lms.catalog.problems import Problem
from lms.errors import Refused
from lms.i18n import LANGUAGES
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import LARGEST_KEY, session
from lms.web.headers import keep_out_of_stores
from lms.web.language import bdi, current_language, now, refusal_text
from lms.web.uploads import accepts

bp = Blueprint("workshop", __name__, url_prefix="/workshop")

_CODE = re.compile(r"(?<![!-~])(?=[#!\[*`<|-])[ -~]*[!-~]")
"""A piece of our format in a sentence: it begins with one of its signs, and ends where other letters begin."""
_URDU, _LATIN = re.compile(r"[\u0620-\u06ff]"), re.compile(r"[A-Za-z]")
LARGEST_UPLOAD = paths.MAX_RECORDING + 1024 * 1024


bp.after_request(keep_out_of_stores)


@bp.app_template_filter("problem_text")
def problem_text(problem: Problem) -> Markup:
    """What the checker says, in the language of this request; what it quotes stands apart from the direction of the sentence."""
    values = {name: bdi(value) if isinstance(value, str) else value for name, value in problem.values.items()}
    return _with_code(_(problem.message)) % values


def _with_code(sentence: str) -> Markup:
    """A sentence in which pieces of our format keep their own direction, `![what it shows](…)` for instance."""
    if current_language().direction == "ltr":
        return Markup(escape(sentence))
    written, end = Markup(), 0
    for found in _CODE.finditer(sentence):
        written += escape(sentence[end : found.start()]) + Markup('<bdi dir="ltr">{}</bdi>').format(found[0])
        end = found.end()
    return written + escape(sentence[end:])


@bp.app_template_filter("as_written")
def as_written(text: str) -> Markup:
    """` lang=… dir=…` for words of an author, who may write in either language whatever the page is in."""
    code = "ur" if len(_URDU.findall(text)) > len(_LATIN.findall(text)) else "en"
    return Markup(' lang="{}" dir="{}"').format(code, LANGUAGES[code].direction)


@bp.get("/")
@requires(Permission.WRITE_COURSES)
def list_courses():
    words = request.args.get("q", "").strip()[:200]
    counts = queries.how_many(session, current_user)
    whose = _whose(request.args.get("whose"), counts)
    before = request.args.get("before", type=int)
    rows, older = queries.courses(
        session,
        current_user,
        current_language().code,
        None if words else whose,
        words,
        before if before is not None and 0 < before <= LARGEST_KEY else None,
    )
    return render_template(
        "authoring/courses.html",
        rows=rows,
        older=older,
        before=before,
        words=words,
        whose=whose,
        counts=counts,
        lists=list(Whose),
        asked=[] if words or before else session.execute(queries.asked_reviews(current_user)).all(),
    )


def _whose(asked: str | None, counts: dict[Whose, int]) -> Whose:
    """The list asked for; else one's own, and for who has none those that wait for somebody."""
    if asked in set(Whose):
        return Whose(asked)
    return Whose.OWN if counts[Whose.OWN] or not counts[Whose.OPEN] else Whose.OPEN


@bp.get("/new")
@requires(Permission.WRITE_COURSES)
def show_new():
    return _new_page()


def _new_page(example: NewCourseForm | None = None, upload: UploadForm | None = None, status: int = 200):
    return render_template(
        "authoring/new.html",
        example=example or NewCourseForm(prefix="example-"),
        upload=upload or UploadForm(prefix="upload-"),
    ), status


@bp.post("/new/example")
@requires(Permission.WRITE_COURSES)
def create_from_example():
    form = NewCourseForm(request.form, prefix="example-")
    if not form.validate():
        return _new_page(example=form, status=422)
    try:
        record = actions.start_from_example(session, form.title.data, form.address.data, current_user, now())
    except Refused as refused:
        form.address.errors = [refusal_text(refused)]
        return _new_page(example=form, status=refused.status)
    session.commit()
    flash(_("The course is made. Put your own words in the place of the example’s."), "success")
    return redirect(url_for(".show_course", slug=record.slug), 303)


@bp.post("/new/files")
@requires(Permission.WRITE_COURSES)
@accepts(LARGEST_UPLOAD)
def create_from_files():
    form = UploadForm(request.form, prefix="upload-")
    if not form.validate():
        return _new_page(upload=form, status=422)
    try:
        taken = take_in(uploaded(form.files.name, form.folder.name))
        record = actions.start_from_files(session, form.title.data, form.address.data, taken.files, current_user, now())
        reports = [(report.file, report.line, report.text(_)) for report in taken.reports]
        actions.note_reports(session, record, reports, taken.files, current_user, now())
    except Refused as refused:
        field = form.address if isinstance(refused, actions.NameTaken | actions.NoAddress) else form.files
        field.errors = [refusal_text(refused)]
        return _new_page(upload=form, status=refused.status)
    session.commit()
    flash(_("The files are in the course."), "success")
    if taken.reports:
        remarks = url_for(".show_colleagues", slug=record.slug) + "#remarks"
        said = ngettext(
            "%(num)s thing did not come over as it was. A remark in the course says where.",
            "%(num)s things did not come over as they were. Remarks in the course say where.",
            len(taken.reports),
        )
        flash(Markup('{} <a href="{}">{}</a>').format(said, remarks, _("Read the remarks")), "warning")
    if taken.left_out:
        names = ", ".join(taken.left_out[:20])
        flash(_("These files are no part of a course and were left out: %(names)s", names=names), "warning")
    return redirect(url_for(".show_course", slug=record.slug), 303)


def uploaded(*fields: str) -> list[tuple[str, bytes]]:
    """The files in these fields of the request: names as they came, and contents."""
    files = (file for field in fields for file in request.files.getlist(field))
    return [(file.filename, file.read()) for file in files if file.filename]


@bp.get("/<slug>/copy")
@requires(Permission.WRITE_COURSES)
def ask_copy(slug):
    record = queries.to_read(session, slug)
    return _copy_page(record, NewCourseForm(title=queries.draft_of(session, record).title))


def _copy_page(record, form, status=200):
    return render_template("authoring/copy.html", record=record, form=form), status


@bp.post("/<slug>/copy")
@requires(Permission.WRITE_COURSES)
def copy(slug):
    record = queries.to_read(session, slug)
    form = NewCourseForm(request.form)
    if not form.validate():
        return _copy_page(record, form, 422)
    try:
        made = actions.copy_course(session, record, form.title.data, form.address.data, current_user, now())
    except Refused as refused:
        form.address.errors = [refusal_text(refused)]
        return _copy_page(record, form, refused.status)
    session.commit()
    flash(_("The copy is yours. The first course stays as it is."), "success")
    return redirect(url_for(".show_course", slug=made.slug), 303)
