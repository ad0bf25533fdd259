"""The editor of a draft's files, and the preview."""

from flask import Blueprint

from lms.people.roles import Permission
from lms.web.access import requires

bp = Blueprint("editor", __name__, url_prefix="/workshop")


@bp.get("/<slug>/edit/<path:path>")
@requires(Permission.WRITE_COURSES)
def show_file(slug, path):
    return path


@bp.get("/<slug>/preview/<lesson>")
@requires(Permission.WRITE_COURSES)
def show_preview(slug, lesson):
    return lesson
