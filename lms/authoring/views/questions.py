"""Questions of other programs: brought into a draft after a look at what will come in, and taken out of a course."""

from collections.abc import Iterable

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from wtforms.fields import SelectChoice

from lms.authoring import actions, queries
from lms.authoring.forms import ExportForm, QuestionsForm
from lms.authoring.queries import Asked, Proposal
from lms.authoring.questions import Part, Target
from lms.authoring.views.workshop import bp
from lms.catalog.exchange import signs
from lms.catalog.exchange.outgoing import Target as Format
from lms.catalog.lessons import MAX_QUESTIONS
from lms.catalog.models import CourseRecord
from lms.catalog.problems import Problem
from lms.errors import Refused
from lms.i18n import LANGUAGES
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import now, refusal_text
from lms.web.uploads import LARGEST_TEXT, accepts

LARGEST = signs.MAX_FILE + LARGEST_TEXT
ENDINGS = {Format.GIFT: ("gift", "text/plain; charset=utf-8"), Format.MOODLE_XML: ("xml", "application/xml")}


@bp.get("/<slug>/questions")
@requires(Permission.WRITE_COURSES)
def show_questions(slug):
    return _page(queries.to_read(session, slug))


def _page(record: CourseRecord, form: QuestionsForm | None = None, status: int = 200):
    targets = queries.targets(session, record)
    page = render_template(
        "authoring/questions.html",
        record=record,
        title=queries.draft_of(session, record).title or record.slug,
        may_edit=queries.may_edit(session, current_user, record),
        targets=targets,
        form=form or _import_form(targets),
        makes_pools=any(target.part is Part.NEW_POOLS for target in targets),
        out=_export_form(record),
        largest=signs.MAX_FILE,
    )
    return page, status


# --- in --------------------------------------------------------------------------------------------------


def _import_form(targets: list[Target], given=None, chosen: Target | None = None) -> QuestionsForm:
    form = QuestionsForm(given) if given is not None else QuestionsForm(into=targets[0].name if targets else None)
    form.into.choices = [SelectChoice(target.name, target_name(target)) for target in targets]
    form.makes_pools = chosen is not None and chosen.part is Part.NEW_POOLS
    return form


@bp.app_template_filter("target_name")
def target_name(target: Target) -> str:
    """A place for questions in words, for the options of a list too, in which there can be no HTML."""
    match target.part:
        case Part.WHOLE:
            return target.title
        case Part.ALWAYS:
            return _("Quiz: the questions that are always asked")
        case Part.POOL:
            return _(
                "Quiz: the pool “%(pool)s”", pool=f"\N{FIRST STRONG ISOLATE}{target.pool}\N{POP DIRECTIONAL ISOLATE}"
            )
        case Part.NEW_POOLS:
            return _("Quiz: new pools")


def _chosen(record: CourseRecord, name: str | None) -> tuple[list[Target], Target | None]:
    targets = queries.targets(session, record)
    return targets, next((target for target in targets if target.name == name), None)


@bp.post("/<slug>/questions")
@requires(Permission.WRITE_COURSES)
@accepts(LARGEST)
def upload_questions(slug):
    """Keep the file and lead to the page that says what would come of it; nothing of the course changes."""
    record = queries.to_edit(session, current_user, slug)
    targets, chosen = _chosen(record, request.form.get("into"))
    form = _import_form(targets, request.form, chosen)
    file = request.files.get(form.file.name)
    name, body = (file.filename or "", file.read()) if file else ("", b"")
    if file:
        file.close()
    is_good = form.validate()
    if not body:
        form.file.errors = [_("This file is empty.") if name else _("Choose a file first.")]
    if not is_good or not body or chosen is None:
        return _page(record, form, 422)
    digest = actions.keep_question_file(session, body, now())
    session.commit()
    asked = {"ask": form.ask.data, "pool": form.pool.data or None} if form.makes_pools else {}
    short = name.replace("\\", "/").rpartition("/")[2][-100:]
    return redirect(url_for(".check_questions", slug=slug, file=digest, name=short, into=chosen.name, **asked), 303)


@bp.get("/<slug>/questions/check")
@requires(Permission.WRITE_COURSES)
def check_questions(slug):
    record = queries.to_edit(session, current_user, slug)
    proposal = queries.proposal(session, record, _asked(request.args))
    return _report(record, proposal, request.args) if proposal else _lost(slug)


def _asked(given) -> Asked:
    return Asked(
        file=given.get("file", ""),
        name=given.get("name", "")[-100:] or _("The file"),
        into=given.get("into", ""),
        pool=given.get("pool", "")[:200],
        ask=max(0, min(given.get("ask", 0, type=int), MAX_QUESTIONS)),
    )


def _lost(slug):
    flash(_("The file or its place in the course is not there any more. Choose both again."), "warning")
    return redirect(url_for(".show_questions", slug=slug), 303)


def _report(record: CourseRecord, proposal: Proposal, given, refused: Refused | None = None):
    page = render_template(
        "authoring/questions_report.html",
        record=record,
        proposal=proposal,
        left_out=[problem for problem in proposal.imported.problems if problem.is_error],
        changed=[problem for problem in proposal.imported.problems if not problem.is_error],
        given={name: given.get(name, "") for name in ("file", "name", "into", "ask", "pool")},
        error=refusal_text(refused) if refused else None,
    )
    return page, refused.status if refused else 200


@bp.post("/<slug>/questions/add")
@requires(Permission.WRITE_COURSES)
def add_questions(slug):
    record, asked = queries.to_edit(session, current_user, slug), _asked(request.form)
    try:
        proposal = actions.add_questions(session, record, asked, request.form.get("seen", ""), current_user, now())
    except Refused as refused:
        session.rollback()
        record = queries.to_edit(session, current_user, slug)
        again = queries.proposal(session, record, asked)
        return _report(record, again, request.form, refused) if again else _lost(slug)
    session.commit()
    count = proposal.imported.count
    flash(
        ngettext(
            "%(num)s question is in the draft. Read it over.",
            "%(num)s questions are in the draft. Read them over.",
            count,
        ),
        "success",
    )
    address = url_for("editor.show_file", slug=slug, path=proposal.target.path)
    return redirect(f"{address}#L{request.form.get('line', proposal.placed.line, type=int)}", 303)


# --- out -------------------------------------------------------------------------------------------------


def _export_form(record: CourseRecord, given=None) -> ExportForm:
    published = queries.published(session, record)
    course = queries.draft_reading(session, record).sketch
    own = course.language if course else "en"
    form = ExportForm(given) if given else ExportForm(language=own)
    codes = [own, *(code for code in queries.translated_into(session, record) if code != own)]
    form.language.choices = [SelectChoice(code, LANGUAGES[code].name) for code in codes]
    if published is None:
        form.of.choices = form.of.choices[:1]
    return form


def _exported(record: CourseRecord):
    """What the form asks for, and what comes of it. Addresses with anything else are not found."""
    form = _export_form(record, request.args)
    if not form.validate():
        abort(404)
    target = Format(form.format.data)
    return form, target, queries.exported(session, record, form.of.data == "published", form.language.data, target)


@bp.get("/<slug>/questions/out")
@requires(Permission.WRITE_COURSES)
def show_export(slug):
    record = queries.to_read(session, slug)
    form, _target, exported = _exported(record)
    page = render_template(
        "authoring/questions_out.html",
        record=record,
        title=queries.draft_of(session, record).title or record.slug,
        form=form,
        exported=exported,
        behind=_gathered(exported.problems) if exported else [],
        language=LANGUAGES[form.language.data],
        wanted={"format": form.format.data, "language": form.language.data, "of": form.of.data},
    )
    return page, 200 if exported else 409


def _gathered(problems: Iterable[Problem]) -> list[tuple[Problem, list[int]]]:
    """Each thing that is said of a file once, with all its lines."""
    found: dict[tuple[str, str], tuple[Problem, list[int]]] = {}
    for problem in problems:
        lines = found.setdefault((problem.file, problem.text()), (problem, []))[1]
        if problem.line:
            lines.append(problem.line)
    return list(found.values())


@bp.get("/<slug>/questions/file")
@requires(Permission.WRITE_COURSES)
def download_questions(slug):
    form, target, exported = _exported(queries.to_read(session, slug))
    if exported is None or not exported.count:
        abort(404)
    ending, kind = ENDINGS[target]
    response = Response(exported.body, content_type=kind)
    name = f"{slug}.{form.language.data}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
