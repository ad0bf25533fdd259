"""A course in the workshop: its lessons in order, its other files, and what is to be done."""

import io
import zipfile

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup

from lms.authoring import actions, paths, queries
from lms.authoring.contents import contents_of
from lms.authoring.forms import LessonForm, MediaForm, RenameForm
from lms.authoring.views.workshop import LARGEST_UPLOAD, bp, uploaded
from lms.catalog import measures
from lms.catalog.settings import SURVEY_FILE
from lms.catalog.views import PICTURE_POLICY
from lms.errors import Refused
from lms.i18n import LANGUAGES, N_
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import now, refusal_text
from lms.web.uploads import accepts


@bp.get("/<slug>/")
@requires(Permission.WRITE_COURSES)
def show_course(slug):
    return _page(queries.to_read(session, slug))


def _page(record, lesson_form=None, media_form=None, status=200):
    bodies = queries.text_bodies(session, record, (".md", ".svg"))
    reading = queries.draft_reading(session, record)
    contents = contents_of(bodies, queries.draft_sizes(session, record))
    lesson_form = lesson_form or LessonForm()
    lesson_form.leave_out({lesson.quiz for lesson in contents.lessons}, contents.survey is not None)
    return render_template(
        "authoring/course.html",
        record=record,
        draft=queries.draft_of(session, record),
        published=queries.published(session, record),
        may_edit=queries.may_edit(session, current_user, record),
        contents=contents,
        errors=[problem for problem in reading.problems if problem.is_error],
        advice=_advice(reading),
        texts={lesson.path for lesson in contents.lessons} | {"course.md", SURVEY_FILE},
        coverage=_coverage(record, reading),
        authors=queries.authors(session, record),
        reviews=session.scalars(queries.reviews(record)).all(),
        remarks=session.scalars(queries.open_remarks(record)).all(),
        lesson_form=lesson_form,
        media_form=media_form or MediaForm(),
    ), status


def _advice(reading):
    found = [problem for problem in reading.problems if not problem.is_error]
    return found + list(measures.of(reading.course, reading.occurrences)) if reading.course else found


def _coverage(record, reading):
    """How far the course is translated, by language and lesson, `""` for all; its own language is none of them."""
    own = reading.course.language if reading.course else "en"
    found = {}
    for code in LANGUAGES:
        if code != own:
            lessons = {lesson.lesson: lesson for lesson in queries.coverage(session, record, code)}
            found[code] = {
                "lessons": lessons,
                "translated": sum(each.translated for each in lessons.values()),
                "units": sum(each.units for each in lessons.values()),
            }
    return found


# --- lessons ---------------------------------------------------------------------------------------------


@bp.post("/<slug>/lessons")
@requires(Permission.WRITE_COURSES)
def add_lesson(slug):
    record = queries.to_edit(session, current_user, slug)
    form = LessonForm(request.form)
    if not form.validate():
        return _page(record, lesson_form=form, status=422)
    row = actions.add_lesson(session, record, form.title.data, form.kind.data, current_user, now())
    path = row.path
    session.commit()
    return redirect(url_for("editor.show_file", slug=slug, path=path), 303)


@bp.post("/<slug>/lessons/move")
@requires(Permission.WRITE_COURSES)
def move_lesson(slug):
    record = queries.to_edit(session, current_user, slug)
    path, by = request.form.get("path", ""), {"up": -1, "down": 1}.get(request.form.get("direction", ""), 0)
    order = paths.in_order(row.path for row in session.scalars(queries.draft_files(record)))
    if path not in order:
        raise Refused(N_("The list of lessons has changed meanwhile. Load the page again."))
    after = paths.moved(order, path, by)
    actions.order_lessons(session, record, after, current_user, now())
    session.commit()
    return redirect(url_for(".show_course", slug=slug) + f"#lesson-{paths.lesson_slug(path)}", 303)


@bp.get("/<slug>/rename/<path:path>")
@requires(Permission.WRITE_COURSES)
def ask_rename(slug, path):
    record, row = _file(slug, path)
    return _rename_page(record, row, RenameForm(name=_name(path)))


def _file(slug, path):
    record = queries.to_edit(session, current_user, slug)
    return record, session.scalars(queries.draft_file(record, path)).one()


def _name(path):
    """The part of a path that people choose."""
    return paths.lesson_slug(path) or path.rpartition("/")[2].partition(".")[0]


def _rename_page(record, row, form, status=200):
    is_lesson = paths.is_lesson(row.path)
    if not is_lesson and "/" not in row.path:
        abort(404)
    return render_template("authoring/rename.html", record=record, file=row, is_lesson=is_lesson, form=form), status


@bp.post("/<slug>/rename/<path:path>")
@requires(Permission.WRITE_COURSES)
def rename(slug, path):
    record, row = _file(slug, path)
    form = RenameForm(request.form)
    if not form.validate():
        return _rename_page(record, row, form, 422)
    try:
        actions.rename_file(session, record, path, paths.renamed(path, form.name.data), current_user, now())
    except Refused as refused:
        form.name.errors = [refusal_text(refused)]
        return _rename_page(record, row, form, refused.status)
    session.commit()
    flash(_("The file has a new name, and links to it lead there."), "success")
    return redirect(url_for(".show_course", slug=slug), 303)


@bp.get("/<slug>/remove/<path:path>")
@requires(Permission.WRITE_COURSES)
def ask_remove(slug, path):
    record, row = _file(slug, path)
    bodies = queries.text_bodies(session, record)
    users = contents_of(bodies, {path: 0}).media[0].used_in if "/" in path else ()
    return render_template("authoring/remove.html", record=record, file=row, users=users)


@bp.post("/<slug>/remove/<path:path>")
@requires(Permission.WRITE_COURSES)
def remove(slug, path):
    record, row = _file(slug, path)
    actions.remove_file(session, record, row.path, current_user, now())
    session.commit()
    back = Markup('<a href="{}">{}</a>').format(url_for(".show_history", slug=slug, path=path), _("Bring it back"))
    flash(Markup("{} {}").format(_("The file is removed from the draft."), back), "success")
    return redirect(url_for(".show_course", slug=slug), 303)


# --- pictures and other files ----------------------------------------------------------------------------


@bp.post("/<slug>/media")
@requires(Permission.WRITE_COURSES)
@accepts(LARGEST_UPLOAD)
def upload_media(slug):
    record = queries.to_edit(session, current_user, slug)
    form = MediaForm(request.form)
    files = uploaded(form.files.name)
    try:
        if not files:
            raise Refused(N_("Choose a file first."))
        added = [actions.add_media(session, record, name, body, current_user, now()) for name, body in files]
    except Refused as refused:
        form.files.errors = [refusal_text(refused)]
        session.rollback()
        return _page(queries.to_edit(session, current_user, slug), media_form=form, status=422)
    session.commit()
    names = ", ".join(dict.fromkeys(row.path for row in added))
    flash(
        ngettext("The file is there: %(names)s", "The files are there: %(names)s", len(added), names=names), "success"
    )
    return redirect(url_for(".show_course", slug=slug) + "#media", 303)


@bp.get("/<slug>/media/<path:path>")
@requires(Permission.WRITE_COURSES)
def show_media(slug, path):
    """A file of the draft as it is now, for those who work on it."""
    record = queries.to_read(session, slug)
    return served(session.scalars(queries.draft_media(record, path)).one())


def served(media):
    """A file of an author as the answer to a request: in a sandbox, since a drawing can be a program."""
    response = Response(media.body, content_type=media.content_type)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    response.set_etag(media.sha256)
    return response.make_conditional(request, accept_ranges=True, complete_length=media.size)


@bp.get("/<slug>/download")
@requires(Permission.WRITE_COURSES)
def download(slug):
    record = queries.to_read(session, slug)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in actions.export_course(session, record).items():
            archive.writestr(f"{record.slug}/{path}", body)
    response = Response(packed.getvalue(), content_type="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"{record.slug}.zip")
    return response
