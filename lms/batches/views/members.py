"""Who is in a batch: the list, and the ways of bringing people in and taking them out."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from lms.batches import actions, queries
from lms.batches.forms import NumbersForm, PeopleForm, SourceForm
from lms.batches.models import Batch
from lms.batches.views.frame import bp, key, page, words
from lms.people.forms import agency_choices
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import now


@bp.get("/batches/<int:batch_id>/members")
@requires(Permission.TEACH_LIVE)
def list_members(batch_id):
    batch = queries.batch(session, current_user, batch_id)
    after = key("after")
    rows = queries.members(session, current_user, batch, words(), after)
    return page(
        "batches/members.html",
        batch,
        rows=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        after=after,
        words=words(),
        members=queries.member_count(session, current_user, batch),
    )


@bp.get("/batches/<int:batch_id>/members/add")
@requires(Permission.MANAGE_BATCHES)
def show_adding(batch_id):
    return _adding_page(queries.kept_batch(session, current_user, batch_id), NumbersForm())


def _adding_page(batch: Batch, form: NumbersForm, pasted: actions.Pasted | None = None):
    return page(
        "batches/add.html",
        batch,
        form=form,
        pasted=pasted,
        words=words(),
        found=queries.candidates(session, batch, words()),
        units=agency_choices(queries.units(session, batch)),
        others=queries.other_batches(session, current_user, batch),
    )


@bp.post("/batches/<int:batch_id>/members")
@requires(Permission.MANAGE_BATCHES)
def add_people(batch_id):
    batch = queries.batch_to_change(session, current_user, batch_id)
    form = PeopleForm(request.form)
    if not form.validate() or not form.person.data:
        flash(_("Nobody was ticked."), "warning")
        return redirect(url_for(".show_adding", batch_id=batch_id, q=words() or None), 303)
    added = actions.add_people(session, current_user, batch, form.person.data, now())
    session.commit()
    return _added(batch_id, added)


@bp.post("/batches/<int:batch_id>/members/numbers")
@requires(Permission.MANAGE_BATCHES)
def add_numbers(batch_id):
    """Whoever is known is added; the lines that are left stay in the field, to be mended."""
    batch = queries.batch_to_change(session, current_user, batch_id)
    form = NumbersForm(request.form)
    if not form.validate():
        return _adding_page(batch, form), 422
    pasted = actions.add_numbers(session, current_user, batch, form.numbers.data.splitlines(), now())
    session.commit()
    if not pasted.left:
        return _added(batch_id, pasted.added)
    form.numbers.data = "\n".join(pasted.left)
    return _adding_page(batch, form, pasted), 422


@bp.post("/batches/<int:batch_id>/members/unit")
@requires(Permission.MANAGE_BATCHES)
def add_unit(batch_id):
    batch = queries.batch_to_change(session, current_user, batch_id)
    form = SourceForm(request.form)
    if not form.validate() or form.source.data is None:
        return redirect(url_for(".show_adding", batch_id=batch_id), 303)
    added = actions.add_unit(session, current_user, batch, form.source.data, now())
    session.commit()
    return _added(batch_id, added)


@bp.post("/batches/<int:batch_id>/members/batch")
@requires(Permission.MANAGE_BATCHES)
def add_batch(batch_id):
    batch = queries.batch_to_change(session, current_user, batch_id)
    form = SourceForm(request.form)
    if not form.validate() or form.source.data is None:
        return redirect(url_for(".show_adding", batch_id=batch_id), 303)
    other = queries.batch(session, current_user, form.source.data)
    added = actions.add_batch(session, current_user, batch, other, now())
    session.commit()
    return _added(batch_id, added)


def _added(batch_id: int, added: int):
    text = ngettext("%(num)s person was added.", "%(num)s people were added.", added)
    flash(text if added else _("All of them are in the batch already."), "success" if added else "note")
    return redirect(url_for(".list_members", batch_id=batch_id), 303)


@bp.get("/batches/<int:batch_id>/members/<int:person_id>/remove")
@requires(Permission.MANAGE_BATCHES)
def ask_remove(batch_id, person_id):
    batch = queries.kept_batch(session, current_user, batch_id)
    return page("batches/remove.html", batch, person=queries.member(session, current_user, batch, person_id))


@bp.post("/batches/<int:batch_id>/members/<int:person_id>/remove")
@requires(Permission.MANAGE_BATCHES)
def remove(batch_id, person_id):
    batch = queries.batch_to_change(session, current_user, batch_id)
    person = queries.member(session, current_user, batch, person_id)
    actions.remove_member(session, current_user, batch, person, now())
    session.commit()
    flash(_("The person is out of the batch. Courses that were begun stay open."), "success")
    return redirect(url_for(".list_members", batch_id=batch_id), 303)
