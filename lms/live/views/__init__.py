"""Pages of live sessions: for coordinators and trainers, and for those who take part."""

from lms.live.views import attending, calendars, participants, planning
from lms.live.views.frame import bp

__all__ = ["attending", "bp", "calendars", "participants", "planning"]
