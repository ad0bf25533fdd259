"""Where a page is in a course, for every page of learning: found, or answered with 404 or a way in."""

from flask import Blueprint, abort, redirect, url_for
from flask_login import current_user

from lms.catalog.edition import Edition, LessonText
from lms.learning import queries
from lms.learning.queries import Place
from lms.web.database import session
from lms.web.language import current_language

bp = Blueprint("learning", __name__)


def place_in(slug: str) -> Place:
    place = queries.place(session, current_user, slug, current_language().code)
    if place is None:
        abort(404)
    return place


def enrolled_in(slug: str) -> tuple[Place, int]:
    """The viewer's place in a course and the enrolment; who is not enrolled is sent to the course's own page."""
    place = place_in(slug)
    if place.enrolment_id is None:
        abort(redirect(url_for(".show_course", slug=slug), 303))
    return place, place.enrolment_id


def lesson_of(edition: Edition, slug: str) -> LessonText:
    lesson = edition.lesson(slug)
    if lesson is None:
        abort(404)
    return lesson
