"""Pages about people: signing in and out, the own account, people and their agencies, lists that are brought in, slips."""

from lms.people.views import agencies, corrections, directory, importing, keeping, own, slips
from lms.people.views.signing_in import bp, init_app, session_cookie

BLUEPRINTS = (own.bp, corrections.bp, importing.bp, slips.bp, directory.bp, agencies.bp)

__all__ = ["BLUEPRINTS", "bp", "init_app", "keeping", "session_cookie"]
