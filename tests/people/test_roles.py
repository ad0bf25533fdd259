"""The policy on one screen."""

from lms.people.roles import GRANTS, Permission, Role, permissions


def test_everybody_has_an_account_and_may_learn() -> None:
    for role in Role:
        assert {Permission.HAVE_ACCOUNT, Permission.TAKE_COURSES} <= GRANTS[role]


def test_officers_may_nothing_that_staff_may() -> None:
    assert GRANTS[Role.OFFICER] == {Permission.HAVE_ACCOUNT, Permission.TAKE_COURSES}


def test_whoever_marks_does_not_revoke_and_the_other_way_round() -> None:
    assert Permission.REVOKE_CERTIFICATES not in GRANTS[Role.TRAINER]
    assert Permission.MARK_ANSWERS not in GRANTS[Role.COORDINATOR]


def test_roles_add_up() -> None:
    both = permissions(frozenset({Role.TRAINER, Role.COORDINATOR}))
    assert {Permission.MARK_ANSWERS, Permission.MANAGE_PEOPLE} <= both
    assert Permission.ADMINISTER not in both
    assert permissions(frozenset()) == frozenset()
    assert permissions(frozenset({Role.ADMINISTRATOR})) == frozenset(Permission)
