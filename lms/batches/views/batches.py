"""The list of batches, and making, changing and closing one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user
from wtforms.fields import SelectChoice

from lms.batches import actions, queries
from lms.batches.forms import BatchForm
from lms.batches.models import Batch
from lms.batches.standing import Standing
from lms.batches.views.frame import bp, hidden, key, page, settled, words
from lms.people.forms import agency_choices
from lms.people.queries import agencies_in_scope
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now, refusal_text


@bp.get("/batches")
@requires(Permission.TEACH_LIVE)
def list_batches():
    closed, before = request.args.get("show") == "closed", key("before")
    rows = queries.batches(session, current_user, words(), closed, before)
    return render_template(
        "batches/batches.html",
        rows=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        before=before,
        closed=closed,
        words=words(),
        may_make=current_user.may(Permission.MANAGE_BATCHES),
        may_set_paths=current_user.may(Permission.ADMINISTER),
    )


@bp.get("/batches/new")
@requires(Permission.MANAGE_BATCHES)
def show_new():
    """An empty form, or one filled in like another batch."""
    like = key("like")
    if like:
        return _form_page(_form_like(queries.batch(session, current_user, like)), None)
    return _form_page(BatchForm(data={"agency": current_user.coordinates}), None)


@bp.post("/batches")
@requires(Permission.MANAGE_BATCHES)
def create():
    form = BatchForm(request.form)
    _offer(form, None)
    agencies = {agency.id for agency in agencies_in_scope(session, current_user)}
    if form.agency.data not in agencies:
        form.agency.data = min(agencies, default=None) if len(agencies) == 1 else None
    valid = _is_valid(form)
    if form.agency.data is None:
        form.agency.errors = [*form.agency.errors, _("Choose an agency.")]
    if not valid or form.errors:
        return _form_page(form, None), 422
    batch = actions.create_batch(session, current_user, form.agency.data, _plan(form, None), now())
    session.commit()
    flash(_("The batch is made. Now bring people in."), "success")
    return redirect(url_for(".show_adding", batch_id=batch.id), 303)


@bp.get("/batches/<int:batch_id>")
@requires(Permission.TEACH_LIVE)
def show(batch_id):
    batch = queries.batch(session, current_user, batch_id)
    courses = queries.taught(session, batch_id, current_language().code)
    figures = queries.figures(session, current_user, batch, courses, now())
    return page("batches/batch.html", batch, courses=courses, figures=figures, standings=list(Standing))


@bp.get("/batches/<int:batch_id>/edit")
@requires(Permission.MANAGE_BATCHES)
def show_edit(batch_id):
    batch = queries.kept_batch(session, current_user, batch_id)
    return _form_page(_form_of(batch), batch)


@bp.post("/batches/<int:batch_id>/edit")
@requires(Permission.MANAGE_BATCHES)
def edit(batch_id):
    """Two may change a batch at once: what only one of them changed is saved, and so are courses that one of them ticks."""
    batch = queries.batch_to_change(session, current_user, batch_id)
    actions.check_open(batch)
    form, seen = BatchForm(request.form), BatchForm(request.form, prefix="seen-")
    _offer(form, batch)
    _offer(seen, batch)
    if not _is_valid(form):
        return _form_page(form, batch, seen), 422
    kept = _form_of(batch)
    # each course by itself: those that were ticked or left out on this page, of those that are there now
    before, ticked = (set(each.data or ()) for each in (seen.courses, form.courses))
    wanted = (set(kept.courses.data) | (ticked - before)) - (before - ticked)
    form.courses.data = [slug for slug in dict.fromkeys([*kept.courses.data, *form.courses.data]) if slug in wanted]
    seen.courses.data = kept.courses.data
    if not settled(form, seen, kept):
        return _form_page(form, batch), 409
    try:
        actions.change_batch(session, current_user, batch, _plan(form, batch), now())
    except actions.DueBeforeStart as refused:
        form.due_on.errors = [refusal_text(refused)]
        session.rollback()
        return _form_page(form, queries.kept_batch(session, current_user, batch_id), seen), 422
    session.commit()
    flash(_("The batch is saved."), "success")
    return redirect(url_for(".show", batch_id=batch_id), 303)


@bp.post("/batches/<int:batch_id>/close")
@requires(Permission.MANAGE_BATCHES)
def close(batch_id):
    batch = queries.batch_to_change(session, current_user, batch_id)
    actions.close_batch(session, current_user, batch, now())
    session.commit()
    flash(_("The batch is closed: no more members, no more reminders. It can be opened again."), "success")
    return redirect(url_for(".show", batch_id=batch_id), 303)


@bp.post("/batches/<int:batch_id>/reopen")
@requires(Permission.MANAGE_BATCHES)
def reopen(batch_id):
    batch = queries.batch_to_change(session, current_user, batch_id)
    actions.reopen_batch(session, current_user, batch, now())
    session.commit()
    flash(_("The batch is open again."), "success")
    return redirect(url_for(".show", batch_id=batch_id), 303)


def _form_of(batch: Batch) -> BatchForm:
    return BatchForm(
        data={
            "name": batch.name,
            "starts_on": batch.starts_on,
            "due_on": batch.due_on,
            "path": batch.path_id,
            "courses": [each.course.slug for each in batch.courses],
            "trainer": (batch.trainer.user_name or batch.trainer.service_number) if batch.trainer else "",
            "venue": batch.venue,
            "note": batch.note,
        }
    )


def _form_like(batch: Batch) -> BatchForm:
    """Filled in like another batch, but for its days, which are over."""
    form = _form_of(batch)
    form.name.data = _("%(name)s (copy)", name=batch.name)
    form.agency.data = batch.agency_id
    form.starts_on.data = form.due_on.data = form.path.data = None
    return form


def _offer(form: BatchForm, batch: Batch | None) -> list[tuple[str, str, str]]:
    """Fill in what there is to choose. A course of the batch stays a choice when it is not published any more."""
    courses = queries.course_choices(session, current_language().code)
    known = {slug for slug, *_rest in courses}
    if batch is not None:
        slugs = [each.course.slug for each in batch.courses]
        courses += [(slug, slug, "en") for slug in slugs if slug not in known]
    form.courses.choices = [SelectChoice(slug, title) for slug, title, _language in courses]
    return courses


def _is_valid(form: BatchForm) -> bool:
    """Whether what was typed can be done; what is wrong stands in the form."""
    valid = bool(form.validate())
    if form.trainer.data and queries.trainer_named(session, form.trainer.data) is None:
        form.trainer.errors = [*form.trainer.errors, _("No trainer signs in with this name.")]
        valid = False
    if form.path.data is not None and form.path.data not in {each.id for each in queries.path_choices(session)}:
        form.path.errors = [
            *form.path.errors,
            _("This learning path is not there any more. Choose another one, or none."),
        ]
        form.path.data = None
        valid = False
    return valid


def _plan(form: BatchForm, batch: Batch | None) -> actions.Plan:
    trainer = queries.trainer_named(session, form.trainer.data) if form.trainer.data else None
    return actions.Plan(
        name=form.name.data,
        starts_on=form.starts_on.data,
        due_on=form.due_on.data,
        courses=_chosen(form, batch),
        path_id=form.path.data,
        trainer_id=trainer.id if trainer else None,
        venue=form.venue.data,
        note=form.note.data or "",
    )


def _chosen(form: BatchForm, batch: Batch | None) -> list[str]:
    """The courses of a path that is newly chosen, then those that are ticked; what the batch has already keeps its order."""
    ticked = list(form.courses.data or ())
    there = [each.course.slug for each in batch.courses if each.course.slug in ticked] if batch else []
    of_path: list[str] = []
    if form.path.data is not None and (batch is None or batch.path_id != form.path.data):
        named = queries.path_courses(session, form.path.data, current_language().code)
        of_path = [each.slug for each in named if each.course_id is not None]
    return list(dict.fromkeys([*there, *of_path, *ticked]))


def _form_page(form: BatchForm, batch: Batch | None, seen: BatchForm | None = None):
    """`seen` is what the page showed that was sent; without it, what is there now."""
    given: dict[str, Any] = {"courses": _offer(form, batch), "trainers": queries.trainers(session, current_user)}
    paths = queries.path_choices(session)
    form.path.choices = [
        ("", pgettext("learning path", "None")),
        *(SelectChoice(str(each.id), each.name(current_language().code)) for each in paths),
    ]
    if batch is not None:
        return page("batches/edit.html", batch, form=form, seen=hidden(seen or _form_of(batch)), **given)
    form.agency.choices = agency_choices(agencies_in_scope(session, current_user))
    if current_user.coordinates is None:  # an administrator, who means none of them more than another
        form.agency.choices.insert(0, SelectChoice("", _("Choose an agency.")))
    return render_template("batches/new.html", form=form, **given)
