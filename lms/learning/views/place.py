"""Where a page is in a course, for every page of learning: found, or answered with 404 or a way in."""

from collections.abc import Callable, Hashable
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user
from markupsafe import Markup

from lms.catalog import queries as catalog
from lms.catalog.cache import Cache
from lms.catalog.edition import Edition, LessonText
from lms.days import day
from lms.errors import Refused
from lms.learning import actions, queries
from lms.learning.queries import AttemptPlace, Place
from lms.web.database import session
from lms.web.errors import wants_json
from lms.web.language import current_language, now

bp = Blueprint("learning", __name__)


def place_in(slug: str) -> Place:
    place = queries.place(session, current_user, slug, current_language().code)
    if place is None:
        abort(404)
    return place


def enrolled_in(slug: str) -> tuple[Place, int]:
    """The viewer's place in a course and the enrolment. Who is not enrolled, or may not begin yet, is sent to the course's own
    page, which says what is to be done first; a script is told why."""
    place = place_in(slug)
    closed = closed_for(place) if place.enrolment_id else None
    if closed is not None and wants_json():
        raise closed
    if place.enrolment_id is None or closed is not None:
        abort(redirect(url_for(".show_course", slug=slug), 303))
    return place, place.enrolment_id


def closed_for(place: Place) -> Refused | None:
    """Why the viewer, who is enrolled, may not begin the course yet; None if it is open."""
    requires = catalog.course_at(session, place.shown.revision_id, place.shown.digest).requires
    try:
        actions.check_open_to(session, current_user.id, place, requires, day(now()))
    except Refused as refused:
        return refused
    return None


def lesson_of(edition: Edition, slug: str) -> LessonText:
    lesson = edition.lesson(slug)
    if lesson is None:
        abort(404)
    return lesson


# in letters, of which each takes up to two bytes in Urdu
_pieces: Cache[Markup] = Cache(8_000_000, weigh=len)
_LONGEST_STATE = 500


def kept(
    template: str,
    place: Place | AttemptPlace,
    edition: Edition,
    state: tuple[Hashable, ...],
    given: Callable[[], dict[str, Any]],
) -> Markup:
    """A piece of a page, made once for all who have the same revision, translations, interface language and `state`.

    The template may show only what follows from these. A course has few states, and its questions and lists take longer to
    make than all the rest of their pages.
    """

    def render() -> Markup:
        return Markup(render_template(template, place=place, edition=edition, **given()))

    if any(isinstance(part, str) and len(part) > _LONGEST_STATE for part in state):
        return render()
    shown = (place.shown.digest, place.shown.catalogue_digest, edition.language, current_language().code)
    return _pieces.get((template, *shown, *state), render)
