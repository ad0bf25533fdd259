"""Live sessions for calendar programs: one by one, and all of a person's at an address of its own."""

from flask import Response, abort, redirect, url_for
from flask import session as notices
from flask_babel import gettext as _
from flask_login import current_user

from lms.i18n import LANGUAGES
from lms.live import actions, queries
from lms.live.calendar import Event, calendar
from lms.live.models import LiveKind, LiveSession
from lms.live.views.frame import NEW_FEED, address, bp
from lms.people.passwords import token_hash
from lms.people.roles import Permission
from lms.web.access import public, requires
from lms.web.database import session
from lms.web.language import now, speak


@bp.get("/live/<int:session_id>.ics")
@requires(Permission.TAKE_COURSES)
def download(session_id):
    live = queries.seen_session(session, current_user, session_id)
    return _answer([live], f"live-{live.id}.ics")


@bp.get("/calendar/<token>.ics")
@public
def show_feed(token):
    """A calendar program knows no sign-in; the address is the secret, as with every calendar that can be subscribed to."""
    person = queries.feed_owner(session, token_hash(token))
    if person is None:
        abort(404)
    if person.language in LANGUAGES:
        speak(LANGUAGES[person.language])
    return _answer([each.live for each in queries.sessions_of(session, person.id, now())], "tarbiyat.ics")


@bp.post("/live/feed")
@requires(Permission.TAKE_COURSES)
def make_feed():
    """The address is shown once, by the next page: what is kept of it cannot be read back. A page that was sent again would make
    another one, and the calendar that was just subscribed would end."""
    notices[NEW_FEED] = actions.make_feed(session, current_user, now())
    session.commit()
    return redirect(url_for(".list_own", _anchor="feed"), 303)


def _answer(lives: list[LiveSession], name: str) -> Response:
    body = calendar([_event(live) for live in lives], _("Tarbiyat: live sessions"))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _event(live: LiveSession) -> Event:
    kind = _("Webinar") if live.kind is LiveKind.WEBINAR else _("Class")
    return Event(
        uid=f"live-{live.id}@{address().partition('://')[2]}",
        sequence=live.changes,
        changed_at=live.changed_at,
        starts_at=live.starts_at,
        minutes=live.minutes,
        summary=f"{kind}: {live.title}",
        description="\n".join(filter(None, (live.note, live.link))),
        location=live.link if live.kind is LiveKind.WEBINAR else live.venue or live.link,
        url=live.link,
        cancelled=live.cancelled_at is not None,
    )
