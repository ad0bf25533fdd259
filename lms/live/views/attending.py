"""For those who take part: their sessions, and saying that they are there."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask import session as notices
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from lms.errors import Refused
from lms.live import actions, queries
from lms.live.codes import OPEN_AFTER, OPEN_BEFORE, fold, is_right
from lms.live.forms import CodeForm
from lms.live.models import LONGEST_SESSION
from lms.live.views.frame import NEW_FEED, address, bp, secret, titles
from lms.people.passwords import token_hash
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import now, refusal_text


@bp.get("/live")
@requires(Permission.TAKE_COURSES)
def list_own():
    """A person's sessions, and for staff the next ones of their batches; once, the address of a calendar that was just made."""
    moment = now()
    found = queries.sessions_of(session, current_user.id, moment)
    upcoming = [each for each in found if queries.ends_at(each.live) > moment]
    own, is_staff = {each.live.id for each in found}, current_user.may(Permission.TEACH_LIVE)
    theirs = queries.looked_after(session, current_user, moment) if is_staff else []
    feed = queries.feed(session, current_user)
    return render_template(
        "live/own.html",
        upcoming=upcoming,
        looked_after=[each for each in theirs if each.id not in own],
        is_staff=is_staff,
        new_address=_new_address(feed),
        over=[each for each in reversed(found) if queries.ends_at(each.live) <= moment],
        titles=titles([each.live for each in found]),
        ends_at=queries.ends_at,
        feed=feed,
    )


def _new_address(feed):
    """The address that was just made, if it is the one that counts: another person may have signed in since."""
    token = notices.pop(NEW_FEED, "")
    is_it = feed is not None and feed.token_hash == token_hash(token)
    return address() + url_for(".show_feed", token=token) if is_it else ""


@bp.get("/attend")
@requires(Permission.TAKE_COURSES)
def ask_code():
    """For those who cannot scan: the code is typed."""
    return render_template("live/attend.html", form=CodeForm())


@bp.post("/attend")
@requires(Permission.TAKE_COURSES)
def find_session():
    """The session whose code was typed, of those of the viewer that take codes now."""
    form = CodeForm(request.form)
    if form.validate():
        moment = now()
        earliest = moment - OPEN_AFTER - timedelta(minutes=LONGEST_SESSION)
        for live in queries.open_for(session, current_user, earliest, moment + OPEN_BEFORE):
            if is_right(secret(), live.id, form.code.data, moment):
                return _attend(live, form.code.data)
        form.code.errors = [
            _("None of your sessions has this code now. Look at the screen again: the code changes every minute.")
        ]
    return render_template("live/attend.html", form=form), 422


@bp.get("/attend/<int:session_id>/<code>")
@requires(Permission.TAKE_COURSES)
def ask_attend(session_id, code):
    """Where the QR code leads: one button, since opening an address must change nothing."""
    live = _own(session_id)
    if live is None:
        return render_template("live/not_in_batch.html"), 404
    there = queries.attended(session, current_user, live)
    return render_template("live/attending.html", live=live, code=fold(code), there=there, titles=titles([live]))


@bp.post("/attend/<int:session_id>")
@requires(Permission.TAKE_COURSES)
def attend(session_id):
    live = _own(session_id)
    if live is None:
        return render_template("live/not_in_batch.html"), 404
    return _attend(live, request.form.get("code", ""))


def _own(session_id):
    try:
        return queries.own_session(session, current_user, session_id)
    except NoResultFound:
        return None


def _attend(live, typed):
    try:
        actions.attend(session, current_user, live, typed, secret(), now())
    except Refused as refused:
        form = CodeForm()
        form.code.errors = [refusal_text(refused)]
        return render_template("live/attend.html", form=form), refused.status
    session.commit()
    flash(_("It is noted that you are here."), "success")
    return redirect(url_for(".list_own"), 303)
