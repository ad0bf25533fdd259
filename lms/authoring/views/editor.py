"""The editor of a draft's texts. Without a script it is a form; with one it is saved, checked and shown while somebody types.

Whatever happens to a text that was sent, it comes back in the page: saved, or to be saved again.
"""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from lms.authoring import actions, comparison, paths, queries, snippets, texts, uploads
from lms.authoring.contents import contents_of
from lms.authoring.headings import title_of
from lms.authoring.weight import PICTURES_BUDGET, TEXT_BUDGET
from lms.catalog.models import CourseRecord
from lms.catalog.settings import SURVEY_FILE
from lms.errors import Refused
from lms.i18n import LANGUAGES, N_
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.errors import wants_json
from lms.web.headers import policy
from lms.web.language import clock_time, current_language, now, number_text, refusal_text
from lms.web.uploads import LARGEST_TEXT, accepts

LARGEST = paths.MAX_RECORDING + LARGEST_TEXT

bp = Blueprint("editor", __name__, url_prefix="/workshop")


@dataclass
class Editing:
    """A file as its page shows it. `base` is the digest of the saved text from which the text in the field began."""

    record: CourseRecord
    path: str
    text: str
    base: str
    may_edit: bool
    is_readable: bool = True
    is_unsaved: bool = False
    refused: Refused | None = None
    conflict: "Conflict | None" = None
    about_file: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Conflict:
    """What somebody else saved meanwhile, beside one's own text, and both put together."""

    theirs: str
    base: str
    by: Any
    rows: list[comparison.Row]
    merged: comparison.Merged


@bp.get("/<slug>/edit/<path:path>")
@requires(Permission.WRITE_COURSES)
def show_file(slug, path):
    record = queries.to_read(session, slug)
    if not paths.is_text(path):
        abort(404)
    row, body = queries.draft_text(session, record, path)
    may_edit = queries.may_edit(session, current_user, record)
    return _page(
        Editing(record, path, texts.shown(body), row.media_sha256, may_edit, is_readable=texts.is_readable(body))
    )


@bp.post("/<slug>/edit/<path:path>")
@requires(Permission.WRITE_COURSES)
@accepts(LARGEST)
def save_file(slug, path):
    """Save the text, or do with it what the pressed button says; it comes back in every case."""
    record = queries.to_edit(session, current_user, slug)
    editing = Editing(record, path, typed_text(), request.form.get("base", ""), may_edit=True, is_unsaved=True)
    wanted, insert = request.form.get("go", "save"), snippets.snippet(request.form.get("insert", ""))
    if insert is not None:
        editing.text = snippets.appended(editing.text, insert.text(_language_of(record)))
        return _page(editing)
    if wanted == "check":
        return _page(editing)
    if wanted == "upload":
        return _upload_and_insert(editing)
    if wanted in ("mine", "theirs", "both"):
        return _settle(editing, wanted)
    return _save(editing, wanted)


def _save(editing: Editing, wanted: str) -> Any:
    record, path = editing.record, editing.path
    moment = now()
    body = texts.body_of(editing.text, queries.kept_text(session, editing.base))
    try:
        row = actions.save_file(session, record, path, body, editing.base, current_user, moment)
    except actions.EditConflict as refused:
        return _show_conflict(editing, refused)
    except Refused as refused:
        if wants_json():
            raise
        editing.refused = refused
        return _page(editing, refused.status)
    session.commit()
    if wants_json():
        time = clock_time(moment)
        return jsonify(saved=True, base=row.media_sha256, text=_("Saved at %(time)s", time=time))
    if wanted == "preview":
        return redirect(preview_url(record.slug, path), 303)
    flash(_("Saved."), "success")
    return redirect(url_for(".show_file", slug=record.slug, path=path), 303)


def _show_conflict(editing: Editing, refused: actions.EditConflict) -> Any:
    """Nothing was saved: both texts, for the person to choose. A script gets the same as a piece of the page."""
    session.rollback()
    editing.refused = refused
    editing.conflict = conflict = _conflict(editing, refused.theirs is None)
    if not wants_json():
        return _page(editing, refused.status)
    piece = render_template("authoring/_conflict.html", conflict=conflict)
    return (
        jsonify(
            error=refusal_text(refused),
            theirs=conflict.theirs,
            merged=conflict.merged.text,
            base=conflict.base,
            html=piece,
        ),
        refused.status,
    )


def _conflict(editing: Editing, is_gone: bool) -> Conflict:
    theirs, base, by = "", "", None
    if not is_gone:
        row, body = queries.draft_text(session, editing.record, editing.path)
        theirs, base, by = texts.shown(body), row.media_sha256, row.by
    began = texts.shown(queries.kept_text(session, editing.base))
    merged = comparison.merge(began, editing.text, theirs)
    return Conflict(theirs, base, by, comparison.rows(editing.text, theirs), merged)


def _settle(editing: Editing, wanted: str) -> Any:
    """After a conflict: save one's own text over the other, go on with theirs, or with both put together."""
    theirs = request.form.get("theirs", "")
    if wanted == "theirs":
        return redirect(url_for(".show_file", slug=editing.record.slug, path=editing.path), 303)
    if wanted == "both":
        other = texts.shown(queries.kept_text(session, theirs))
        began = texts.shown(queries.kept_text(session, editing.base))
        editing.text = comparison.merge(began, editing.text, other).text
        editing.base = theirs
        return _page(editing)
    editing.base = theirs
    return _save(editing, "save")


# --- pictures, recordings, documents -------------------------------------------------------------------------------------


class NothingChosen(Refused):
    status = 422


def upload(record: CourseRecord) -> str:
    """Keep the file that was sent and return what shows it. Raises a `Refused` that says what is missing or wrong."""
    file: FileStorage | None = request.files.get("file")
    description = request.form.get("description", "").strip()
    if file is None or not file.filename:
        raise NothingChosen(N_("Choose a file."))
    if uploads.needs_description(file.filename) and not description:
        raise NothingChosen(N_("Say what the file shows. Some officers cannot see it, and hear this in its place."))
    row = actions.add_media(session, record, file.filename, file.read(), current_user, now())
    return uploads.markdown(row.path, description, request.form.get("caption", ""))


def _upload_and_insert(editing: Editing) -> Any:
    try:
        markdown = upload(editing.record)
    except Refused as refused:
        session.rollback()
        editing.refused = refused
        editing.about_file = {name: request.form.get(name, "") for name in ("description", "caption")}
        return _page(editing, refused.status)
    editing.text = snippets.appended(editing.text, markdown) if markdown else editing.text
    session.commit()
    return _page(editing)


# --- the page ------------------------------------------------------------------------------------------------------------


def preview_url(slug: str, path: str) -> str:
    lesson = paths.lesson_slug(path)
    if not lesson:
        return url_for(".show_course_preview", slug=slug)
    return url_for(".show_preview", slug=slug, lesson=lesson)


def typed_text() -> str:
    """The text field as it was sent, with single ends of lines."""
    return texts.shown(request.form.get("text", "").encode("utf-8", errors="replace"))


def _language_of(record: CourseRecord) -> str:
    sketch = queries.draft_reading(session, record).sketch
    return sketch.language if sketch else "en"


def _page(editing: Editing, status: int = 200) -> Response:
    """The editor with the text in it and all that is known about it."""
    record, path = editing.record, editing.path
    found = queries.typed_reading(session, record, {path: texts.body_of(editing.text)})
    sketch = found.sketch
    lesson = next((each for each in sketch.lessons if each.file == path), None) if sketch else None
    files = [row.path for row in session.scalars(queries.draft_files(record)) if paths.is_text(row.path)]
    page = render_template(
        "authoring/editor.html",
        editing=editing,
        slug=record.slug,
        path=path,
        files=sorted(files, key=lambda each: (each != "course.md", each)),
        title=title_of(editing.text.encode()) or path,
        problems=[problem for problem in found.problems if problem.file == path],
        elsewhere=sum(problem.is_error for problem in found.problems if problem.file != path),
        remarks=queries.placed_remarks(session, record, path, editing.text),
        weight=weight_text(session, record, path, editing.text),
        snippets=snippets.fitting(path == SURVEY_FILE, lesson.quiz.kind if lesson and lesson.quiz else None),
        content_language=sketch.language if sketch else "en",
        preview=preview_url(record.slug, path),
        shown_languages=list(LANGUAGES.values()),
        interface=current_language(),
    )
    guarded = {"Content-Security-Policy": policy(frame_src="'self'"), "Cache-Control": "no-store"}
    return Response(page, status, guarded)


def weight_text(opened: Session, record: CourseRecord, path: str, text: str) -> str:
    """What the lesson at `path` weighs with this text in it, in words; "" for what is no lesson."""
    bodies = queries.text_bodies(opened, record, (".md", ".svg")) | {path: text.encode()}
    contents = contents_of(bodies, queries.draft_sizes(opened, record))
    weight = next((lesson.weight for lesson in contents.lessons if lesson.path == path), None)
    if weight is None:
        return ""
    values = {
        "text": -(-weight.text // 1024),
        "text_budget": TEXT_BUDGET // 1024,
        "pictures": -(-weight.pictures // 1024),
        "pictures_budget": PICTURES_BUDGET // 1024,
        "seconds": number_text(round(weight.seconds, 1)),
    }
    if weight.is_text_heavy or weight.are_pictures_heavy:
        return _(
            "Too heavy: text %(text)s of %(text_budget)s KB, pictures %(pictures)s of %(pictures_budget)s KB."
            " On a slow line it takes %(seconds)s s.",
            **values,
        )
    return _(
        "Text %(text)s of %(text_budget)s KB, pictures %(pictures)s of %(pictures_budget)s KB."
        " On a slow line it takes %(seconds)s s.",
        **values,
    )
