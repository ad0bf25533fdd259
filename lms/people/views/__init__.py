"""Pages about people: signing in and out, the own account."""

from lms.people.views.signing_in import bp, init_app, session_cookie

__all__ = ["bp", "init_app", "session_cookie"]
