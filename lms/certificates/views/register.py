"""The register of everything that was issued, filtered, with certificates to be ticked."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from lms.certificates import actions, queries
from lms.certificates.criteria import MOST_TICKED, Criteria, State, key, read_keys, wrong_days
from lms.certificates.queries import Page, Place
from lms.certificates.views.blueprint import bp
from lms.days import day
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now


@bp.get("/certificates/register")
@requires(Permission.SEE_CERTIFICATES)
def list_issued():
    criteria, today = asked(), day(now())
    before, after = _where()
    faults = day_faults(criteria)
    filtered, found = criteria.untouched, Page([])
    if not faults:
        found = queries.register(session, current_user, filtered, today, _place(before), _place(after))
    here = {certificate.id for certificate in found.certificates}
    ticked = criteria.ticked | here if "all" in request.args else criteria.ticked
    return render_template(
        "certificates/register.html",
        found=found,
        count=found.count,
        most=queries.MOST,
        ticked=ticked,
        elsewhere=replace(criteria, ticked=ticked - here).as_address().get("ticked", ""),
        most_ticked=MOST_TICKED,
        criteria=criteria,
        faults=faults,
        choices=choices(criteria),
        place=f"before {before}" if _place(before) else f"after {after}" if _place(after) else "",
        listed=urlencode(replace(criteria, ticked=ticked).as_address()) or None,
        ends=(_place_of(found.certificates[0]), _place_of(found.certificates[-1])) if found.certificates else None,
        today=today,
        may=Permission,
    ), 422 if faults else 200


@bp.post("/certificates/register/issue")
@requires(Permission.EXPORT_CERTIFICATES)
def issue_due():
    criteria = Criteria.read(request.form)
    among = queries.would_meet(session, current_user, criteria.untouched, day(now()))
    issued = [] if among is None else actions.issue_due(session, now(), current_user.id, among, limit=queries.MOST)
    session.commit()
    if issued:
        text = ngettext("%(num)s certificate was issued.", "%(num)s certificates were issued.", len(issued))
        flash(text, "success")
    else:
        flash(_("Nobody in this list is waiting for a certificate."), "note")
    return redirect(url_for(".list_issued", **criteria.as_address()), 303)


def asked() -> Criteria:
    """The criteria in the address, with what was ticked on this page and before."""
    criteria = Criteria.read(request.args)
    if "none" in request.args:
        return criteria.untouched
    return replace(criteria, ticked=criteria.ticked | read_keys(".".join(request.args.getlist("take"))))


def day_faults(criteria: Criteria) -> dict[str, str]:
    """What is wrong with the days that were typed, by their fields."""
    faults = {name: _("Write the day as in 2026-11-23.") for name in wrong_days(request.args)}
    if criteria.start and criteria.end and criteria.start > criteria.end:
        faults["to"] = _("The last day is before the first one.")
    return faults


def choices(criteria: Criteria):
    """What the register can be filtered by, as far as this person keeps it."""
    return {
        "agencies": queries.agencies(session, current_user),
        "courses": queries.courses(session, current_language().code),
        "batches": queries.batches(session, current_user, criteria.batch),
        "states": state_words(),
    }


def state_words() -> dict[State, str]:
    return {
        State.VALID: _("Valid"),
        State.EXPIRED: _("Expired"),
        State.REVOKED: _("Revoked"),
        State.REPLACED: _("Replaced"),
    }


def _place(text: str) -> Place | None:
    """A place in the register as it stands in an address, `2026-11-23.1234`; None if it is none."""
    day, _dot, number = text.partition(".")
    try:
        return (date.fromisoformat(day), found) if (found := key(number)) else None
    except ValueError:
        return None


def _place_of(certificate) -> str:
    return f"{certificate.issued_on.isoformat()}.{certificate.id}"


def _where() -> tuple[str, str]:
    """Before which place and after which one the page is; who ticks all of a page stays on it."""
    for button in ("all", "none"):
        kind, _space, place = request.args.get(button, "").partition(" ")
        if place:
            return (place, "") if kind == "before" else ("", place)
    return request.args.get("before", ""), request.args.get("after", "")
