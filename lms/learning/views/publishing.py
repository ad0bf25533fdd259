"""Publishing a course, and taking it out again: where what authors wrote meets those who are reading it."""

from lms.learning.views.place import bp
from lms.people.roles import Permission
from lms.web.access import requires


@bp.get("/workshop/<slug>/publish")
@requires(Permission.WRITE_COURSES)
def ask_publish(slug):
    return slug


@bp.get("/workshop/<slug>/unpublish")
@requires(Permission.WRITE_COURSES)
def ask_unpublish(slug):
    return slug
