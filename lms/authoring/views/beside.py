"""What the editor's script asks for beside saving: files to be taken in, the checker's word on a text, remarks on its lines."""

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from lms.authoring import actions, paths, queries, texts
from lms.authoring.remarks import quoted
from lms.authoring.views.editor import LARGEST, bp, typed_text, upload, weight_text
from lms.authoring.views.workshop import problem_text
from lms.catalog.problems import Problem
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import reading, session
from lms.web.errors import wants_json
from lms.web.language import now
from lms.web.uploads import LARGEST_TEXT, accepts


@bp.post("/<slug>/edit-media")
@requires(Permission.WRITE_COURSES)
@accepts(LARGEST)
def add_media(slug):
    """Take a file in; answers with the Markdown that shows it."""
    record = queries.to_edit(session, current_user, slug)
    markdown = upload(record)
    session.commit()
    return jsonify(markdown=markdown)


@bp.post("/<slug>/check/<path:path>")
@requires(Permission.WRITE_COURSES)
@accepts(LARGEST_TEXT)
def check_file(slug, path):
    """What the checker says of the text that is being typed, the other files being as they are saved."""
    if not paths.is_text(path):
        abort(404)
    record = queries.to_read(reading, slug)
    text = typed_text()
    found = queries.typed_reading(reading, record, {path: texts.body_of(text)}).problems
    own = [problem for problem in found if problem.file == path]
    return jsonify(
        problems=[_told(each) for each in own],
        count=ngettext("%(num)s note on this file", "%(num)s notes on this file", len(own)),
        elsewhere=sum(problem.is_error for problem in found if problem.file != path),
        weight=weight_text(reading, record, path, text),
    )


def _told(problem: Problem) -> dict[str, object]:
    """A problem for the script: its words as they stand in the list, and bare for the edge of the field."""
    return {
        "line": problem.line,
        "severity": problem.severity.value,
        "text": problem.text(_),
        "html": problem_text(problem),
    }


@bp.post("/<slug>/edit-remarks/<path:path>")
@requires(Permission.WRITE_COURSES)
def add_remark(slug, path):
    """Leave a remark on a line; `quote` is the line as the script sees it, which may not be saved yet."""
    record = queries.to_read(session, slug)
    _row, body = queries.draft_text(session, record, path)
    text = texts.shown(body)
    typed = request.form.get("line", "")
    line = max(1, min(int(typed), text.count("\n") + 1)) if typed.isdecimal() and len(typed) < 7 else 1
    quote = request.form.get("quote", "").strip() or quoted(text, line)
    actions.add_remark(session, record, path, line, quote, request.form.get("text", ""), current_user, now())
    session.commit()
    if wants_json():
        return jsonify(
            html=render_template(
                "authoring/_remarks.html",
                remarks=queries.placed_remarks(session, record, path, text),
                slug=slug,
                may_edit=queries.may_edit(session, current_user, record),
            )
        )
    flash(_("Your remark is there for your colleagues."), "success")
    return redirect(url_for(".show_file", slug=slug, path=path) + "#remarks", 303)
