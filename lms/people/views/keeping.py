"""Pages on which a person's record is made and changed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import Form

from lms.errors import Refused
from lms.people import actions, queries
from lms.people.edits import settle
from lms.people.forms import PERSON_FIELDS, MoveForm, NewPersonForm, PersonForm, ReasonForm, RolesForm, agency_choices
from lms.people.models import Agency, Person
from lms.people.names import in_latin, sign_in_name
from lms.people.ranks import band
from lms.people.roles import Permission, Role
from lms.people.views.directory import bp, show_rank
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import now, refusal_text


def _agency_of(form_field: Any, agencies: list[Agency]) -> Agency:
    return next(agency for agency in agencies if agency.id == form_field.data)


def _say_no(form: Form, refused: Refused) -> None:
    """Beside the field that is meant, or above the form."""
    if isinstance(refused, actions.SignInNameTaken):
        taken = sign_in_name(str(refused.values["name"]))
        for name in ("service_number", "user_name"):
            if taken == sign_in_name(form[name].data or ""):
                form[name].errors = [refusal_text(refused)]
    elif isinstance(refused, actions.NoWayToSignIn):
        form.service_number.errors = [refusal_text(refused)]
    elif isinstance(refused, actions.NoRole):
        form["coordinates" if Role.COORDINATOR in form.roles.data else "roles"].errors = [refusal_text(refused)]
    else:
        form.form_errors.append(refusal_text(refused))


# --- a new person ----------------------------------------------------------------------------------------


@bp.get("/new")
@requires(Permission.MANAGE_PEOPLE)
def ask_new():
    agencies = list(queries.agencies_in_scope(session, current_user))
    form = NewPersonForm(
        data={"agency_id": current_user.coordinates, "language": "ur", "extra_time": 0, "sex": "not stated"}
    )
    form.agency_id.choices = agency_choices(agencies)
    return render_template("people/new.html", form=form)


@bp.post("/new")
@requires(Permission.MANAGE_PEOPLE)
def add_person():
    agencies = list(queries.agencies_in_scope(session, current_user))
    form = NewPersonForm(request.form)
    form.agency_id.choices = agency_choices(agencies)
    if not form.validate():
        return render_template("people/new.html", form=form), 422
    try:
        person = actions.register(session, current_user, _agency_of(form.agency_id, agencies), form.values, now())
    except Refused as refused:
        _say_no(form, refused)
        return render_template("people/new.html", form=form), refused.status
    session.commit()
    flash(_("The person is added."), "success")
    _remark_on_name(person)
    return redirect(url_for("records.show_person", person_id=person.id), 303)


def _remark_on_name(person: Person) -> None:
    """As a list that is brought in says it."""
    if not in_latin(person.name_en):
        flash(_("There is no name in Latin letters. Certificates in English will show the Urdu name."), "warning")


# --- changes ---------------------------------------------------------------------------------------------


def _kept(person: Person) -> dict[str, Any]:
    """The fields of a record as the form has them: a band that is the rank's own is not chosen."""
    kept = {name: getattr(person, name) for name in PERSON_FIELDS}
    return kept | {"rank_band": None if person.rank_band == band(person.rank) else person.rank_band}


def _as_typed(kept: dict[str, Any]) -> dict[str, Any]:
    return kept | {"rank": show_rank(kept["rank"])}


def _edit_page(person: Person, form: PersonForm, status: int = 200):
    seen = PersonForm(data=_as_typed(_kept(person)), prefix="seen-")
    return render_template("people/edit.html", person=person, form=form, seen=seen), status


@bp.get("/<int:person_id>/edit")
@requires(Permission.MANAGE_PEOPLE)
def ask_change(person_id):
    person = queries.person_in_scope(session, current_user, person_id)
    actions.check_may_change(session, current_user, person)
    return _edit_page(person, PersonForm(data=_as_typed(_kept(person))))


@bp.post("/<int:person_id>/edit")
@requires(Permission.MANAGE_PEOPLE)
def change_person(person_id):
    person = queries.person_to_change(session, current_user, person_id)
    form, seen = PersonForm(request.form), PersonForm(request.form, prefix="seen-")
    if not form.validate():
        return render_template("people/edit.html", person=person, form=form, seen=seen), 422
    settled = settle(seen.values, form.values, kept := _kept(person))
    if settled.clashes:
        _tell_clashes(form, kept, seen.values, settled.clashes)
        return _edit_page(person, form, actions.ChangedMeanwhile.status)
    try:
        actions.change_person(session, current_user, person, settled.changes, now())
    except Refused as refused:
        session.rollback()
        _say_no(form, refused)
        return render_template("people/edit.html", person=person, form=form, seen=seen), refused.status
    session.commit()
    flash(_("The record is saved."), "success")
    if "name_en" in settled.changes:
        _remark_on_name(person)
    return redirect(url_for("records.show_person", person_id=person_id), 303)


def _tell_clashes(form: PersonForm, kept: dict[str, Any], seen: dict[str, Any], clashes: tuple[str, ...]) -> None:
    """What both changed stays as it was typed, the other value beside it; what only somebody else changed is shown as it is."""
    typed, shown = form.values, PersonForm(data=_as_typed(kept))
    for name in PERSON_FIELDS:
        if name in clashes:
            field = shown[name]
            words = next(
                (each.label for each in getattr(field, "choices", None) or () if each.value == field.data), field.data
            )
            form[name].errors = [
                _(
                    "Somebody else has changed this meanwhile to “%(value)s”. Save again to put yours in its place.",
                    value=words or "–",
                )
            ]
        elif typed[name] == seen[name]:
            form[name].data, form[name].raw_data = shown[name].data, None


@bp.get("/<int:person_id>/move")
@requires(Permission.MANAGE_PEOPLE)
def ask_move(person_id):
    person = queries.person_in_scope(session, current_user, person_id)
    actions.check_may_change(session, current_user, person)
    form = MoveForm(data={"agency_id": person.agency_id, "seen": str(person.agency_id or "")})
    return _move_page(person, form)


def _move_page(person, form, status=200):
    form.agency_id.choices = agency_choices(list(queries.agencies_in_scope(session, current_user)))
    return render_template("people/move.html", person=person, form=form), status


@bp.post("/<int:person_id>/move")
@requires(Permission.MANAGE_PEOPLE)
def move_person(person_id):
    person = queries.person_to_change(session, current_user, person_id)
    agencies = list(queries.agencies_in_scope(session, current_user))
    form = MoveForm(request.form)
    form.agency_id.choices = agency_choices(agencies)
    if not form.validate():
        return _move_page(person, form, 422)
    seen = int(form.seen.data) if (form.seen.data or "").isdecimal() else None
    target = _agency_of(form.agency_id, agencies)
    try:
        actions.move_person(session, current_user, person, target, seen, form.reason.data or "", now())
    except Refused as refused:
        _say_no(form, refused)
        form.seen.data = str(person.agency_id or "")
        return _move_page(person, form, refused.status)
    session.commit()
    flash(_("The person is moved."), "success")
    return redirect(url_for("records.show_person", person_id=person_id), 303)


@bp.get("/<int:person_id>/deactivate")
@requires(Permission.MANAGE_PEOPLE)
def ask_deactivate(person_id):
    person = queries.person_in_scope(session, current_user, person_id)
    actions.check_may_change(session, current_user, person)
    return render_template("people/deactivate.html", person=person, form=ReasonForm())


@bp.post("/<int:person_id>/deactivate")
@requires(Permission.MANAGE_PEOPLE)
def deactivate(person_id):
    person = queries.person_to_change(session, current_user, person_id)
    form = ReasonForm(request.form)
    if not form.validate():
        return render_template("people/deactivate.html", person=person, form=form), 422
    actions.deactivate(session, current_user, person, form.reason.data, now())
    session.commit()
    flash(_("The account is deactivated."), "success")
    return redirect(url_for("records.show_person", person_id=person_id), 303)


@bp.post("/<int:person_id>/reactivate")
@requires(Permission.MANAGE_PEOPLE)
def reactivate(person_id):
    person = queries.person_to_change(session, current_user, person_id)
    actions.reactivate(session, current_user, person, now())
    session.commit()
    flash(_("The account is active again."), "success")
    return redirect(url_for("records.show_person", person_id=person_id), 303)


# --- roles -----------------------------------------------------------------------------------------------


def _reach(person: Person) -> str:
    """Roles as the page showed them, to be compared when they are saved: `coordinator:3 officer:`."""
    return " ".join(sorted(f"{grant.role}:{grant.agency_id or ''}" for grant in person.grants))


def _seen_roles(typed: str) -> frozenset[tuple[Role, int | None]]:
    pairs = [each.partition(":") for each in typed.split()]
    return frozenset(
        (Role(role), int(over) if over.isdecimal() else None) for role, _colon, over in pairs if role in set(Role)
    )


def _roles_form(person: Person) -> RolesForm:
    over = next((grant.agency_id for grant in person.grants if grant.role is Role.COORDINATOR), person.agency_id)
    roles = [grant.role.value for grant in person.grants]
    return RolesForm(data={"roles": roles, "coordinates": over, "seen": _reach(person)})


def _roles_page(person, form, status=200):
    form.coordinates.choices = agency_choices(list(queries.agencies_in_scope(session, current_user)))
    return render_template("people/roles.html", person=person, form=form), status


@bp.get("/<int:person_id>/roles")
@requires(Permission.ADMINISTER)
def ask_roles(person_id):
    person = queries.person_in_scope(session, current_user, person_id)
    actions.check_may_change(session, current_user, person)
    return _roles_page(person, _roles_form(person))


@bp.post("/<int:person_id>/roles")
@requires(Permission.ADMINISTER)
def set_roles(person_id):
    person = queries.person_to_change(session, current_user, person_id)
    agencies = list(queries.agencies_in_scope(session, current_user))
    form = RolesForm(request.form)
    form.coordinates.choices = agency_choices(agencies)
    if not form.validate():
        return _roles_page(person, form, 422)
    roles = frozenset(map(Role, form.roles.data))
    over = _agency_of(form.coordinates, agencies) if Role.COORDINATOR in roles else None
    try:
        actions.set_roles(session, current_user, person, roles, over, _seen_roles(form.seen.data or ""), now())
    except Refused as refused:
        if isinstance(refused, actions.ChangedMeanwhile):
            form = _roles_form(person)
        _say_no(form, refused)
        return _roles_page(person, form, refused.status)
    session.commit()
    flash(_("The roles are saved."), "success")
    return redirect(url_for("records.show_person", person_id=person_id), 303)
