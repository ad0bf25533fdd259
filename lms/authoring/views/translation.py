"""The bench of translators."""

from flask import Blueprint

from lms.people.roles import Permission
from lms.web.access import requires

bp = Blueprint("translation", __name__, url_prefix="/translation")


@bp.get("/")
@requires(Permission.TRANSLATE_COURSES)
def list_courses():
    return ""


@bp.get("/<slug>/")
@requires(Permission.TRANSLATE_COURSES)
def show_course(slug):
    return slug
