"""The own record: contact data, another spelling of the name, the voluntary questions on functioning."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.errors import Refused
from lms.people import actions, queries
from lms.people.edits import settle
from lms.people.forms import ContactAndBirthForm, ContactForm, FunctioningForm, NameForm
from lms.people.names import in_latin
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import now, refusal_text

bp = Blueprint("own", __name__, url_prefix="/account")


@bp.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _own():
    return queries.person_with_roles(session, current_user.id)


# --- contact data ----------------------------------------------------------------------------------------


def _contact_form(person):
    return ContactForm if person.born_on else ContactAndBirthForm


def _contact_page(person, form, seen, status=200):
    return render_template("people/contact.html", person=person, form=form, seen=seen), status


@bp.get("/contact")
@requires(Permission.HAVE_ACCOUNT)
def ask_contact():
    person = _own()
    kind = _contact_form(person)
    return _contact_page(person, kind(obj=person), kind(obj=person, prefix="seen-"))


@bp.post("/contact")
@requires(Permission.HAVE_ACCOUNT)
def change_contact():
    person = queries.own_person(session, current_user)
    kind = _contact_form(person)
    form, seen = kind(request.form), kind(request.form, prefix="seen-")
    if not form.validate():
        return _contact_page(person, form, seen, 422)
    kept = {name: getattr(person, name) for name in form.data}
    saw = {name: seen[name].data for name in kept}
    settled = settle(saw, form.data, kept)
    if settled.clashes:
        for name in settled.clashes:
            said = _("Your coordinator has changed this meanwhile to “%(value)s”.", value=kept[name] or "–")
            form[name].errors = [said]
        return _contact_page(person, form, kind(obj=person, prefix="seen-"), actions.ChangedMeanwhile.status)
    actions.change_own(session, person, settled.changes, now())
    session.commit()
    flash(_("Your contact data is saved."), "success")
    return redirect(url_for("people.show_account"), 303)


# --- another spelling of the name ------------------------------------------------------------------------


def _name_page(person, form, status=200):
    wish = queries.open_correction(session, person.id)
    return render_template("people/name.html", person=person, form=form, wish=wish), status


@bp.get("/name")
@requires(Permission.HAVE_ACCOUNT)
def ask_name():
    person = _own()
    return _name_page(person, NameForm(data={"name_en": person.name_en, "name_ur": person.name_ur}))


@bp.post("/name")
@requires(Permission.HAVE_ACCOUNT)
def ask_correction():
    person = queries.own_person(session, current_user)
    form = NameForm(request.form)
    form.has_latin_name = in_latin(person.name_en)
    if not form.validate():
        return _name_page(person, form, 422)
    try:
        actions.ask_correction(
            session, person, form.name_en.data, form.name_ur.data or "", form.remark.data or "", now()
        )
    except Refused as refused:
        form.form_errors.append(refusal_text(refused))
        return _name_page(person, form, refused.status)
    session.commit()
    flash(_("Your coordinator will decide about the correction."), "success")
    return redirect(url_for("people.show_account"), 303)


@bp.post("/name/withdraw")
@requires(Permission.HAVE_ACCOUNT)
def withdraw_correction():
    actions.withdraw_correction(session, queries.own_person(session, current_user), now())
    session.commit()
    flash(_("The correction is withdrawn."), "success")
    return redirect(url_for("people.show_account"), 303)


# --- functioning -----------------------------------------------------------------------------------------


@bp.get("/functioning")
@requires(Permission.HAVE_ACCOUNT)
def ask_functioning():
    row = queries.functioning(session, current_user)
    given = {name: str(getattr(row, name) or "") for name in FunctioningForm().data} if row else None
    return render_template("people/functioning.html", form=FunctioningForm(data=given), row=row)


@bp.post("/functioning")
@requires(Permission.HAVE_ACCOUNT)
def answer_functioning():
    form = FunctioningForm(request.form)
    if not form.validate():
        return render_template("people/functioning.html", form=form, row=None), 422
    actions.answer_functioning(session, queries.own_person(session, current_user), form.answers, now())
    session.commit()
    flash(
        _("Your answers are saved.") if any(form.answers.values()) else _("You have left all questions open."),
        "success",
    )
    return redirect(url_for("people.show_account"), 303)


@bp.post("/functioning/delete")
@requires(Permission.HAVE_ACCOUNT)
def forget_functioning():
    actions.forget_functioning(session, queries.own_person(session, current_user))
    session.commit()
    flash(_("Your answers are deleted."), "success")
    return redirect(url_for("people.show_account"), 303)
