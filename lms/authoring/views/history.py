"""Later."""

from lms.authoring.views.workshop import bp
from lms.people.roles import Permission
from lms.web.access import requires


@bp.get("/<slug>/history")
@requires(Permission.WRITE_COURSES)
def show_history(slug):
    return slug
