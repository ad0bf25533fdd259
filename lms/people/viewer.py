"""The person who is looking: what queries and pages need to know of a signed-in person, read in one query a request."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.people.roles import STAFF, Permission, Role, permissions

OFFICER_IDLE, SHARED_IDLE, STAFF_IDLE = timedelta(minutes=30), timedelta(minutes=15), timedelta(minutes=15)
OFFICER_LONGEST, STAFF_LONGEST = timedelta(hours=12), timedelta(hours=8)


@dataclass(frozen=True)
class Viewer:
    """A signed-in person. `coordinates` is the agency over which a coordinator's role reaches."""

    id: int
    name_en: str
    name_ur: str
    language: str
    agency_id: int | None
    roles: frozenset[Role]
    coordinates: int | None = None
    sign_in_session_id: int = 0

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Asked for by Flask-Login."""
        return str(self.id)

    def may(self, permission: Permission) -> bool:
        return permission in permissions(self.roles)

    def may_keep(self, roles: frozenset[Role]) -> bool:
        """Whether accounts with these roles are theirs to change: nobody changes, or lets anybody sign in to, an account that may
        do more than they may themselves."""
        return permissions(roles) <= permissions(self.roles)

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & STAFF)

    def name(self, language: str) -> str:
        return self.name_ur if language == "ur" and self.name_ur else self.name_en


def is_over(is_staff: bool, shared_computer: bool, started_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Whether a sign-in session has ended by itself: idle too long, or too old altogether (OWASP ASVS 5, 7.3)."""
    idle = STAFF_IDLE if is_staff else SHARED_IDLE if shared_computer else OFFICER_IDLE
    longest = STAFF_LONGEST if is_staff else OFFICER_LONGEST
    return now - last_seen_at > idle or now - started_at > longest
