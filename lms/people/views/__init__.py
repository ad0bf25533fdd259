"""Pages about people: signing in and out, the own account, the people of agencies, the agencies."""

from lms.people.views import agencies, corrections, directory, keeping, own
from lms.people.views.signing_in import bp, init_app, session_cookie

BLUEPRINTS = (own.bp, corrections.bp, directory.bp, agencies.bp)

__all__ = ["BLUEPRINTS", "bp", "init_app", "keeping", "session_cookie"]
