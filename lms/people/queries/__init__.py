"""What is asked about people."""

from lms.people.queries.agencies import agency_and_units, in_scope
from lms.people.queries.signing_in import (
    has_administrator,
    open_code,
    open_invitation,
    own_sessions,
    person_signing_in,
    person_with_roles,
    recent_failures,
    viewer,
)

__all__ = [
    "agency_and_units",
    "has_administrator",
    "in_scope",
    "open_code",
    "open_invitation",
    "own_sessions",
    "person_signing_in",
    "person_with_roles",
    "recent_failures",
    "viewer",
]
