"""The page of one person."""

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from lms.certificates.actions import day
from lms.people import queries as people
from lms.people.roles import Permission
from lms.people.words import PROVINCES, RANK_BANDS, SEXES
from lms.records import queries
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now

bp = Blueprint("records", __name__, url_prefix="/people")


@bp.after_request
def keep_private(response: Response) -> Response:
    """Data of people: neither browsers, proxies nor search engines keep these pages."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def show_person(person_id):
    person = people.person_in_scope(session, current_user, person_id)
    return render_template(
        "records/person.html",
        person=person,
        may_change=person.merged_into_id is None and people.may_change(session, current_user, person),
        sign_in=queries.sign_in(session, person.id, now()),
        courses=queries.courses(session, person.id, current_language().code),
        certificates=queries.certificates(session, current_user, person.id),
        batches=queries.batches(session, current_user, person.id),
        corrections=queries.corrections(session, person.id),
        joined=queries.joined_records(session, person),
        sexes=_translated(SEXES),
        provinces=_translated(PROVINCES),
        bands=_translated(RANK_BANDS),
        may=Permission,
        today=day(now()),
    )


def _translated(words):
    return {each: _(word) for each, word in words.items()}
