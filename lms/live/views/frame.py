"""What the pages of live sessions share."""

from flask import Blueprint, Response, current_app

from lms.live import queries
from lms.live.models import LiveSession
from lms.web.database import session
from lms.web.language import current_language

bp = Blueprint("live", __name__)
NEW_FEED = "calendar"
"""The notice that carries the token of a calendar's address to the page that shows it."""


@bp.after_request
def keep_out_of_stores(response: Response) -> Response:
    """Names of people, and links to meetings: neither browsers, proxies nor search engines keep these pages."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def secret() -> str:
    return str(current_app.secret_key)


def address() -> str:
    """The address of this installation, without a slash at its end."""
    found: str = current_app.extensions["config"].address
    return found


def titles(lives: list[LiveSession]):
    """Cards of the courses that these sessions are about."""
    return queries.course_titles(session, {live.course_id for live in lives if live.course_id}, current_language().code)
