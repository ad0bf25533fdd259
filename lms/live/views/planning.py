"""The sessions of a batch; planning, changing and cancelling one; its attendance by list."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from flask_login import current_user
from markupsafe import Markup

from lms.batches import queries as batches
from lms.batches.views.frame import hidden, key, page, settled
from lms.catalog.models import CourseCard
from lms.days import ZONE
from lms.live import actions, queries
from lms.live.codes import NEW_EVERY, code, is_open
from lms.live.forms import ParticipantsForm, SessionForm
from lms.live.models import AttendanceWay, LiveKind, LiveSession
from lms.live.views.frame import address, bp, secret, titles
from lms.people.roles import Permission
from lms.printing.qr import qr
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now

INK = "#000"


@bp.get("/batches/<int:batch_id>/live")
@requires(Permission.TEACH_LIVE)
def list_sessions(batch_id):
    batch = batches.batch(session, current_user, batch_id)
    rows = queries.of_batch(session, current_user, batch)
    return page(
        "live/sessions.html",
        batch,
        rows=rows,
        titles=titles([row.live for row in rows]),
        members=batches.member_count(session, current_user, batch),
        now=now(),
        ends_at=queries.ends_at,
    )


@bp.get("/batches/<int:batch_id>/live/new")
@requires(Permission.TEACH_LIVE)
def show_new(batch_id):
    batch = batches.batch(session, current_user, batch_id)
    form = SessionForm(data={"venue": batch.venue})
    return _form_page(form, batch, None)


@bp.post("/batches/<int:batch_id>/live")
@requires(Permission.TEACH_LIVE)
def create(batch_id):
    batch = batches.batch(session, current_user, batch_id)
    form = SessionForm(request.form)
    if not _is_valid(form, batch_id, None):
        return _form_page(form, batch, None), 422
    live = actions.plan(session, current_user, batch, _plan(form), now())
    session.commit()
    flash(_("The session is planned. Its members see it on their first page and in their calendars."), "success")
    return redirect(url_for(".show", session_id=live.id), 303)


@bp.get("/live/<int:session_id>")
@requires(Permission.TEACH_LIVE)
def show(session_id):
    live = queries.live_session(session, current_user, session_id)
    after = key("after") or 0
    rows = queries.members(session, current_user, live, after)
    return render_template(
        "live/session.html",
        live=live,
        rows=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        after=after,
        members=batches.member_count(session, current_user, live.batch),
        present=queries.present_count(session, current_user, live),
        titles=titles([live]),
        ends_at=queries.ends_at(live),
        is_open=is_open(live.starts_at, live.minutes, now()),
        upload=ParticipantsForm(),
    )


@bp.get("/live/<int:session_id>/edit")
@requires(Permission.TEACH_LIVE)
def show_edit(session_id):
    live = queries.live_session(session, current_user, session_id)
    return _form_page(_form_of(live), live.batch, live)


@bp.post("/live/<int:session_id>/edit")
@requires(Permission.TEACH_LIVE)
def edit(session_id):
    live = queries.session_to_change(session, current_user, session_id)
    form, seen = SessionForm(request.form), SessionForm(request.form, prefix="seen-")
    if not _is_valid(form, live.batch_id, live):
        return _form_page(form, live.batch, live, seen), 422
    if not settled(form, seen, _form_of(live)):
        return _form_page(form, live.batch, live), 409
    actions.change(session, current_user, live, _plan(form), now())
    session.commit()
    flash(_("The session is saved."), "success")
    return redirect(url_for(".show", session_id=session_id), 303)


@bp.get("/live/<int:session_id>/cancel")
@requires(Permission.TEACH_LIVE)
def ask_cancel(session_id):
    live = queries.live_session(session, current_user, session_id)
    return render_template("live/cancel.html", live=live, present=queries.present_count(session, current_user, live))


@bp.post("/live/<int:session_id>/cancel")
@requires(Permission.TEACH_LIVE)
def cancel(session_id):
    actions.cancel(session, current_user, queries.session_to_change(session, current_user, session_id), now())
    session.commit()
    flash(_("The session is cancelled. It still stands in calendars, as cancelled."), "success")
    return redirect(url_for(".show", session_id=session_id), 303)


@bp.post("/live/<int:session_id>/hold")
@requires(Permission.TEACH_LIVE)
def hold_after_all(session_id):
    actions.hold_after_all(session, current_user, queries.session_to_change(session, current_user, session_id), now())
    session.commit()
    flash(_("The session is held after all."), "success")
    return redirect(url_for(".show", session_id=session_id), 303)


@bp.post("/live/<int:session_id>/attendance")
@requires(Permission.TEACH_LIVE)
def take_attendance(session_id):
    """Ticks of one page of the list. Only what was changed on it is sent on: another person may tick at the same time."""
    live = queries.session_to_change(session, current_user, session_id)
    shown = set(request.form.getlist("shown", type=int))
    was = set(request.form.getlist("was", type=int)) & shown
    ticked = set(request.form.getlist("present", type=int)) & shown
    present = dict.fromkeys(ticked - was)
    changed = actions.take_attendance(session, current_user, live, present, was - ticked, AttendanceWay.LIST, now())
    session.commit()
    words = ngettext("Saved. %(num)s person is changed.", "Saved. %(num)s people are changed.", changed)
    flash(words if changed else _("Nothing was changed."), "success")
    return redirect(url_for(".show", session_id=session_id, after=key("after")), 303)


@bp.get("/live/<int:session_id>/screen")
@requires(Permission.TEACH_LIVE)
def show_screen(session_id):
    """The code, large, for everybody in the room to see. A script fetches the page anew before the code is another one."""
    live = queries.live_session(session, current_user, session_id)
    shown = code(secret(), live.id, now())
    target = address() + url_for(".ask_attend", session_id=live.id, code=shown)
    return render_template(
        "live/screen.html",
        live=live,
        is_open=is_open(live.starts_at, live.minutes, now()) and live.cancelled_at is None,
        code=shown,
        target=address() + url_for(".ask_code"),
        qr=Markup(qr(target, INK)),
        renew_after=round(NEW_EVERY.total_seconds() / 2),
        present=queries.present_count(session, current_user, live),
        members=batches.member_count(session, current_user, live.batch),
    )


def _form_of(live: LiveSession) -> SessionForm:
    local = live.starts_at.astimezone(ZONE)
    return SessionForm(
        data={
            "title": live.title,
            "kind": live.kind.value,
            "course": live.course_id,
            "starts_on": local.date(),
            "starts_at": local.time().replace(second=0, microsecond=0),
            "minutes": live.minutes,
            "link": live.link,
            "venue": live.venue,
            "capacity": live.capacity,
            "trainer": (live.trainer.user_name or live.trainer.service_number) if live.trainer else "",
            "note": live.note,
        }
    )


def _courses(batch_id: int, live: LiveSession | None) -> dict[int, CourseCard]:
    """What a session can be about: a course of the batch, or the one that it is about, also when that has left the batch."""
    language = current_language().code
    cards = {card.course_id: card for card in queries.course_cards(session, batch_id, language)}
    if live is not None and live.course_id is not None and live.course_id not in cards:
        cards |= queries.course_titles(session, {live.course_id}, language)
    return cards


def _is_valid(form: SessionForm, batch_id: int, live: LiveSession | None) -> bool:
    """Whether what was typed can be done; what is wrong stands in the form."""
    valid = bool(form.validate())
    if form.trainer.data and batches.trainer_named(session, form.trainer.data) is None:
        form.trainer.errors = [*form.trainer.errors, _("No trainer signs in with this name.")]
        valid = False
    own = live.course_id if live else None
    if form.course.data not in {None, own, *_courses(batch_id, live)}:
        form.course.errors = [*form.course.errors, _("This course is not in the batch any more. Choose again.")]
        valid = False
    return valid


def _plan(form: SessionForm) -> actions.Plan:
    trainer = batches.trainer_named(session, form.trainer.data) if form.trainer.data else None
    return actions.Plan(
        kind=LiveKind(form.kind.data),
        title=form.title.data,
        starts_at=form.moment,
        minutes=form.minutes.data,
        course_id=form.course.data,
        link=form.link.data,
        venue=form.venue.data,
        capacity=form.capacity.data,
        trainer=trainer,
        note=form.note.data or "",
    )


def _form_page(form, batch, live, seen=None):
    """`seen` is what the page showed that was sent; without it, what is there now."""
    cards = _courses(batch.id, live)
    form.course.choices = [("", pgettext("live session", "All courses of the batch"))]
    form.course.choices += [(course_id, card.title) for course_id, card in cards.items()]
    if live is not None and live.course_id is not None and live.course_id not in cards:
        form.course.choices.append((live.course_id, live.course.slug))
    trainers = batches.trainers(session, current_user)
    shown = hidden(seen or _form_of(live)) if live else []
    return render_template("live/edit.html", form=form, batch=batch, live=live, trainers=trainers, seen=shown)
