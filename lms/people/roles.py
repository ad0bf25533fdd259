"""Roles and what each may do: the whole policy on one screen."""

from enum import StrEnum
from functools import cache


class Role(StrEnum):
    OFFICER = "officer"
    TRAINER = "trainer"
    TRANSLATOR = "translator"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    HAVE_ACCOUNT = "have account"
    TAKE_COURSES = "take courses"
    WRITE_COURSES = "write courses"
    TRANSLATE_COURSES = "translate courses"
    MARK_ANSWERS = "mark answers"
    TEACH_LIVE = "teach live"
    SEE_CERTIFICATES = "see certificates"
    REVOKE_CERTIFICATES = "revoke certificates"
    EXPORT_CERTIFICATES = "export certificates"
    SET_SIGNATORIES = "set signatories"
    MANAGE_PEOPLE = "manage people"
    MANAGE_BATCHES = "manage batches"
    SEE_REPORTS = "see reports"
    ADMINISTER = "administer"


P = Permission

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset({P.HAVE_ACCOUNT, P.TAKE_COURSES}),
    Role.TRAINER: frozenset({P.HAVE_ACCOUNT, P.TAKE_COURSES, P.WRITE_COURSES, P.MARK_ANSWERS, P.TEACH_LIVE}),
    Role.TRANSLATOR: frozenset({P.HAVE_ACCOUNT, P.TAKE_COURSES, P.TRANSLATE_COURSES}),
    Role.COORDINATOR: frozenset(
        {
            P.HAVE_ACCOUNT,
            P.TAKE_COURSES,
            P.TEACH_LIVE,
            P.SEE_CERTIFICATES,
            P.REVOKE_CERTIFICATES,
            P.EXPORT_CERTIFICATES,
            P.SET_SIGNATORIES,
            P.MANAGE_PEOPLE,
            P.MANAGE_BATCHES,
            P.SEE_REPORTS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(Permission),
}

STAFF = frozenset(Role) - {Role.OFFICER}


@cache
def permissions(roles: frozenset[Role]) -> frozenset[Permission]:
    """All that the holder of `roles` may do."""
    return frozenset().union(*(GRANTS[role] for role in roles))
