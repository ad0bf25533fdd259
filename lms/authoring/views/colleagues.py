"""Later."""

from lms.authoring.views.workshop import bp
from lms.people.roles import Permission
from lms.web.access import requires


@bp.get("/<slug>/colleagues")
@requires(Permission.WRITE_COURSES)
def show_colleagues(slug):
    return slug
