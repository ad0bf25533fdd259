"""The page of one person, and joining two records of the same one."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.days import day
from lms.errors import Refused
from lms.people import queries as people
from lms.people.roles import Permission
from lms.people.words import PROVINCES, RANK_BANDS, SEXES
from lms.records import actions, queries
from lms.records.joining import FILLED, filled
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now, refusal_text

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


@bp.get("/<int:person_id>/join")
@requires(Permission.MANAGE_PEOPLE)
def ask_join(person_id):
    """Find the other record."""
    person = people.person_in_scope(session, current_user, person_id)
    words = request.args.get("q", person.name_en).strip()[:200]
    found = queries.candidates(session, current_user, person, words)
    return render_template("records/join.html", person=person, words=words, found=found)


@bp.get("/<int:person_id>/join/<int:other_id>")
@requires(Permission.MANAGE_PEOPLE)
def show_join(person_id, other_id):
    """Both side by side, and what would become of them; nothing is done yet."""
    kept = people.person_in_scope(session, current_user, person_id)
    other = people.person_in_scope(session, current_user, other_id)
    refused = None
    try:
        actions.check_may_join(session, current_user, kept, other)
    except Refused as no:
        refused = refusal_text(no)
    names = (*FILLED, "extra_time")
    taken = filled({name: getattr(kept, name) for name in names}, {name: getattr(other, name) for name in names})
    language = current_language().code
    return render_template(
        "records/joined.html",
        kept=kept,
        other=other,
        refused=refused,
        taken=taken,
        with_slip=people.with_open_code(session, [kept, other], now()),
        holdings=[queries.holding(session, each.id, language) for each in (kept, other)],
        sexes=_translated(SEXES),
        provinces=_translated(PROVINCES),
    )


@bp.post("/<int:person_id>/join/<int:other_id>")
@requires(Permission.MANAGE_PEOPLE)
def join(person_id, other_id):
    kept, other = queries.pair_to_join(session, current_user, person_id, other_id)
    actions.join_records(session, current_user, kept, other, now())
    session.commit()
    flash(_("The records are joined. Everything is in this one."), "success")
    return redirect(url_for(".show_person", person_id=person_id), 303)


def _translated(words):
    return {each: _(word) for each, word in words.items()}
