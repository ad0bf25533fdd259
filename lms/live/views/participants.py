"""Attendance from the file that Zoom or Teams gives out: looked at first, then saved."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from lms.errors import Refused
from lms.live import actions, matching, queries
from lms.live.forms import ParticipantsForm
from lms.live.models import AttendanceWay
from lms.live.participants import MOST_BYTES, read
from lms.live.views.frame import bp
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import reading, session
from lms.web.language import now, refusal_text
from lms.web.uploads import accepts

MOST_MINUTES = 100_000


@bp.post("/live/<int:session_id>/participants")
@requires(Permission.TEACH_LIVE)
@accepts(2 * MOST_BYTES)
def look_at_file(session_id):
    """Who stands in the file, and who of them is a member. Nothing is saved yet."""
    live = queries.live_session(reading, current_user, session_id)
    form = ParticipantsForm(request.form)
    upload = request.files.get("file")
    found = None
    if form.validate():
        try:
            found = read(upload.read()) if upload and upload.filename else None
            if found is None:
                form.file.errors = [_("Choose a file.")]
        except Refused as refused:
            form.file.errors = [refusal_text(refused)]
    if found is None:
        return render_template("live/upload.html", live=live, form=form), 422
    rows = queries.members(reading, current_user, live, limit=None)
    matches = matching.match(found, [_known(row.person) for row in rows])
    minutes = matching.minutes_of(matches)
    enough = live.minutes * form.share.data / 100
    return render_template(
        "live/participants.html",
        live=live,
        share=form.share.data,
        known=[(row, stayed, _is_enough(stayed, enough)) for row, stayed in _found(rows, minutes)],
        unknown=[each.participant for each in matches if each.person_id is None],
        missing=[row for row in rows if row.person.id not in minutes],
    )


@bp.post("/live/<int:session_id>/participants/save")
@requires(Permission.TEACH_LIVE)
def save_file(session_id):
    live = queries.session_to_change(session, current_user, session_id)
    present = {number: _minutes(number) for number in request.form.getlist("present", type=int)}
    actions.take_attendance(session, current_user, live, present, set(), AttendanceWay.FILE, now())
    session.commit()
    flash(ngettext("%(num)s person was there.", "%(num)s people were there.", len(present)), "success")
    return redirect(url_for(".show", session_id=session_id), 303)


def _known(person) -> matching.Known:
    numbers = tuple(filter(None, (person.service_number, person.user_name)))
    return matching.Known(person.id, (person.name_en, person.name_ur), numbers, person.email or "")


def _found(rows, minutes):
    """The members that stand in the file, each with the minutes."""
    return [(row, minutes[row.person.id]) for row in rows if row.person.id in minutes]


def _is_enough(minutes: int | None, enough: float) -> bool:
    return minutes is None or minutes >= enough


def _minutes(person_id: int) -> int | None:
    typed = request.form.get(f"minutes-{person_id}", "")
    return min(int(typed), MOST_MINUTES) if typed.isdecimal() and len(typed) < 12 else None
