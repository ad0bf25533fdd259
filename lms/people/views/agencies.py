"""Agencies and their units: the tree, a new one, names, its place."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields import SelectChoice

from lms.errors import Forbidden, Refused
from lms.i18n import N_
from lms.people import actions, queries
from lms.people.edits import settle
from lms.people.forms import AgencyForm, NewAgencyForm, agency_choices
from lms.people.models import Agency
from lms.people.roles import Permission
from lms.people.tree import tree_of
from lms.web.access import requires
from lms.web.database import LARGEST_KEY, session
from lms.web.language import now, refusal_text

bp = Blueprint("agencies", __name__, url_prefix="/agencies")


@bp.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("")
@requires(Permission.MANAGE_PEOPLE)
def list_agencies():
    most = queries.MOST_COUNTED
    return render_template(
        "people/agencies.html",
        tree=tree_of(queries.agencies_in_scope(session, current_user)),
        counts=queries.people_of_agencies(session, current_user, most),
        most=most,
        may=Permission,
    )


def _set_places(form: AgencyForm, without: set[int] = frozenset()) -> list[Agency]:  # type: ignore[assignment]
    """Offer the agencies under which it may be: those of the viewer; for administrators also none."""
    agencies = [each for each in queries.agencies_in_scope(session, current_user) if each.id not in without]
    top = [SelectChoice(0, _("None: it stands at the top"))] if current_user.may(Permission.ADMINISTER) else []
    form.parent_id.choices = [*top, *agency_choices(agencies)]
    return agencies


def _new_page(form: NewAgencyForm, status: int = 200):
    return render_template("people/new_agency.html", form=form, may=Permission), status


@bp.get("/new")
@requires(Permission.MANAGE_PEOPLE)
def ask_new():
    under = request.args.get("under", default=current_user.coordinates or 0, type=int)
    form = NewAgencyForm(data={"parent_id": min(max(under, 0), LARGEST_KEY)})
    _set_places(form)
    return _new_page(form)


@bp.post("/new")
@requires(Permission.MANAGE_PEOPLE)
def add_agency():
    form = NewAgencyForm(request.form)
    agencies = _set_places(form)
    if not form.validate():
        return _new_page(form, 422)
    parent = next((each for each in agencies if each.id == form.parent_id.data), None)
    try:
        actions.found_agency(session, current_user, form.code.data, form.name_en.data, form.name_ur.data, parent, now())
    except actions.CodeTaken as refused:
        form.code.errors = [refusal_text(refused)]
        return _new_page(form, refused.status)
    session.commit()
    flash(_("The unit is added.") if parent else _("The agency is added."), "success")
    return redirect(url_for(".list_agencies"), 303)


def _to_change(agency_id: int, lock: bool) -> Agency:
    agency = queries.agency_in_scope(session, current_user, agency_id, lock=lock)
    if not current_user.may(Permission.ADMINISTER) and agency.id == current_user.coordinates:
        raise Forbidden(N_("An administrator can change the agency that you look after; you can change its units."))
    return agency


def _page(agency: Agency, form: AgencyForm, status: int = 200):
    seen = AgencyForm(obj=agency, prefix="seen-")
    _set_places(form, set(session.scalars(queries.agency_and_units(agency.id))))
    return render_template("people/agency.html", agency=agency, form=form, seen=seen), status


@bp.get("/<int:agency_id>")
@requires(Permission.MANAGE_PEOPLE)
def ask_change(agency_id):
    agency = _to_change(agency_id, lock=False)
    return _page(
        agency,
        AgencyForm(data={"name_en": agency.name_en, "name_ur": agency.name_ur, "parent_id": agency.parent_id or 0}),
    )


@bp.post("/<int:agency_id>")
@requires(Permission.MANAGE_PEOPLE)
def change_agency(agency_id):
    agency = _to_change(agency_id, lock=True)
    form, seen = AgencyForm(request.form), AgencyForm(request.form, prefix="seen-")
    _set_places(form, set(session.scalars(queries.agency_and_units(agency.id))))
    if not form.validate():
        return _page(agency, form, 422)
    kept: dict[str, Any] = {"name_en": agency.name_en, "name_ur": agency.name_ur, "parent_id": agency.parent_id}
    settled = settle(seen.values, form.values, kept)
    for name in settled.clashes:
        form[name].errors = [_("Somebody else has changed this meanwhile. Look at it again, then save again.")]
    if settled.clashes:
        return _page(agency, form, actions.ChangedMeanwhile.status)
    try:
        actions.change_agency(session, current_user, agency, settled.changes, now())
    except Refused as refused:
        form.parent_id.errors = [refusal_text(refused)]
        return _page(agency, form, refused.status)
    session.commit()
    flash(_("The unit is saved.") if agency.parent_id else _("The agency is saved."), "success")
    return redirect(url_for(".list_agencies"), 303)
