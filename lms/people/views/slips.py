"""Sign-in slips: for many people at once, and for one who forgot the password."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.days import day
from lms.people import actions, queries
from lms.people.passwords import new_code
from lms.people.queries.slips import MOST_SLIPS, Holder
from lms.people.roles import Permission
from lms.people.slips import Slip, render
from lms.web.access import requires
from lms.web.database import LARGEST_KEY, reading, session
from lms.web.language import now

bp = Blueprint("slips", __name__, url_prefix="/people")


@bp.after_request
def keep_out_of_stores(response: Response) -> Response:
    """Codes with which people sign in: browsers do not keep these pages."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _chosen(given) -> tuple[list[int] | None, dict[str, Any]]:
    """For whom slips are wanted: the new people of a list, those who are ticked, or (None) all without a password. And the same as
    arguments of an address."""
    import_id, ids = given.get("import", type=_key), given.getlist("ids", type=_key)
    if import_id is not None:
        record = queries.own_import(reading, current_user, import_id)
        return record.counts.get("people", []), {"import": import_id}
    return (ids, {"ids": ids}) if ids else (None, {})


def _key(typed: str) -> int:
    return min(abs(int(typed)), LARGEST_KEY)


@bp.get("/slips")
@requires(Permission.MANAGE_PEOPLE)
def ask():
    chosen, arguments = _chosen(request.args)
    after = request.args.get("after", 0, type=_key)
    holders = queries.slip_holders(reading, current_user, chosen, now(), after)
    part = holders[:MOST_SLIPS]
    without = [holder for holder in part if not holder.has_password]
    return render_template(
        "people/slips.html",
        part=part,
        without=without,
        with_password=len(part) - len(without),
        with_slip=sum(holder.has_slip for holder in without),
        arguments=arguments,
        after=after,
        next_part=part[-1].id if len(holders) > MOST_SLIPS else None,
        life=actions.CODE_LIFE.days,
        most=MOST_SLIPS,
    )


@bp.post("/slips")
@requires(Permission.MANAGE_PEOPLE)
def print_slips():
    chosen, arguments = _chosen(request.form)
    after = request.form.get("after", 0, type=_key)
    holders = queries.slip_holders(reading, current_user, chosen, now(), after)[:MOST_SLIPS]
    if "with_password" not in request.form:
        holders = [holder for holder in holders if not holder.has_password]
    if not holders:
        flash(_("There is nobody for whom a slip is to be printed."), "warning")
        return redirect(url_for(".ask", **arguments), 303)
    return _printed(holders)


@bp.post("/<int:person_id>/slip")
@requires(Permission.MANAGE_PEOPLE)
def print_one(person_id):
    holders = queries.slip_holders(reading, current_user, [person_id], now())
    return _printed(holders) if holders else abort(404)


def _printed(holders: list[Holder]):
    """Printed first and kept then, so that nobody waits to write while pages are set."""
    moment = now()
    codes = {holder.id: new_code() for holder in holders}
    until = day(moment + actions.CODE_LIFE)
    today = day(moment)
    slips = [
        Slip(each.name_en, each.name_ur, each.number, each.agency_en, each.agency_ur, codes[each.id], until)
        for each in holders
    ]
    pdf = render(slips, current_app.extensions["config"].address, today)
    actions.keep_codes(session, current_user, codes, moment)
    session.commit()
    return send_file(
        BytesIO(pdf),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"sign-in-slips-{today.isoformat()}.pdf",
    )
