"""Files of courses: pictures, recordings, captions."""

from flask import Blueprint, Response, abort, request

from lms.catalog import queries
from lms.catalog.models import Media
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session

bp = Blueprint("catalog", __name__)

# an author's drawing may use styles inside itself, and nothing else
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
VERSION_LENGTH = 12


@bp.get("/courses/<slug>/files/<path:path>")
@requires(Permission.TAKE_COURSES)
def show_file(slug, path):
    media = queries.media_of_course(session, slug, path, asked_version())
    if media is None:
        abort(404)
    return file_response(media)


def asked_version() -> str:
    """The beginning of the digest that an address of a file carries; answered with 404 if it carries none."""
    version = request.args.get("v", "")
    if len(version) != VERSION_LENGTH:
        abort(404)
    return version


def file_response(media: Media) -> Response:
    """A file of an author as it is served wherever it is: nothing in it runs, and it is kept for ever under its version."""
    response = Response(media.body, content_type=media.content_type)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    if media.content_type.startswith(("video/", "audio/")):
        response.accept_ranges = "bytes"
        response.make_conditional(request, accept_ranges=True, complete_length=media.size)
    return response
