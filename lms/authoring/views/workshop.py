"""The workshop of trainers."""

from flask import Blueprint

from lms.people.roles import Permission
from lms.web.access import requires

bp = Blueprint("workshop", __name__, url_prefix="/workshop")


@bp.get("/")
@requires(Permission.WRITE_COURSES)
def list_courses():
    return ""


@bp.get("/<slug>/")
@requires(Permission.WRITE_COURSES)
def show_course(slug):
    return slug
