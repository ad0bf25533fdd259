"""Days as people here count them: midnight is in Pakistan, wherever the server stands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Karachi")


def day(moment: datetime) -> date:
    """The day in Pakistan on which a moment falls."""
    return moment.astimezone(ZONE).date()
