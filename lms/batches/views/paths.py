"""Learning paths, for administrators."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from lms.batches import actions, queries
from lms.batches.forms import PathForm
from lms.batches.models import LearningPath
from lms.batches.views.frame import bp
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, refusal_text


@bp.get("/paths")
@requires(Permission.MANAGE_BATCHES)
def list_paths():
    return render_template("batches/paths.html", rows=queries.paths(session), may=Permission)


@bp.get("/paths/new")
@requires(Permission.ADMINISTER)
def show_new_path():
    return _path_page(PathForm(), None)


@bp.post("/paths")
@requires(Permission.ADMINISTER)
def create_path():
    form = PathForm(request.form)
    if not form.validate():
        return _path_page(form, None), 422
    try:
        actions.create_path(session, form.name_en.data, form.name_ur.data, form.slugs)
    except actions.PathNameTaken as refused:
        form.name_en.errors = [refusal_text(refused)]
        return _path_page(form, None), 422
    session.commit()
    flash(_("The learning path is saved."), "success")
    return redirect(url_for(".list_paths"), 303)


@bp.get("/paths/<int:path_id>")
@requires(Permission.MANAGE_BATCHES)
def show_path(path_id):
    path = queries.path(session, path_id)
    courses = queries.path_courses(session, path_id, current_language().code)
    return render_template("batches/path.html", path=path, courses=courses, may=Permission)


@bp.get("/paths/<int:path_id>/edit")
@requires(Permission.ADMINISTER)
def show_edit_path(path_id):
    path = queries.path(session, path_id)
    slugs = "\n".join(course.slug for course in path.courses)
    return _path_page(PathForm(data={"name_en": path.name_en, "name_ur": path.name_ur, "courses": slugs}), path)


@bp.post("/paths/<int:path_id>/edit")
@requires(Permission.ADMINISTER)
def edit_path(path_id):
    path = queries.path(session, path_id)
    form = PathForm(request.form)
    if not form.validate():
        return _path_page(form, path), 422
    actions.change_path(session, path, form.name_en.data, form.name_ur.data, form.slugs)
    session.commit()
    flash(_("The learning path is saved."), "success")
    return redirect(url_for(".show_path", path_id=path_id), 303)


@bp.post("/paths/<int:path_id>/remove")
@requires(Permission.ADMINISTER)
def remove_path(path_id):
    actions.remove_path(session, queries.path(session, path_id))
    session.commit()
    flash(_("The learning path is removed. Batches made from it stay as they are."), "success")
    return redirect(url_for(".list_paths"), 303)


def _path_page(form: PathForm, path: LearningPath | None):
    courses = queries.course_choices(session, current_language().code)
    return render_template("batches/edit_path.html", form=form, path=path, courses=courses)
