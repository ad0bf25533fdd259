"""When a sign-in session ends by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.people.roles import Permission, Role
from lms.people.viewer import Viewer, is_over

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("staff", "shared", "idle", "age", "over"),
    [
        (False, False, 30, 60, False),
        (False, False, 31, 60, True),
        (False, True, 15, 60, False),
        (False, True, 16, 60, True),
        (True, False, 15, 60, False),
        (True, False, 16, 60, True),
        (False, False, 1, 12 * 60, False),
        (False, False, 1, 12 * 60 + 1, True),
        (True, False, 1, 8 * 60, False),
        (True, False, 1, 8 * 60 + 1, True),
    ],
)
def test_sessions_end_when_idle_or_old(staff: bool, shared: bool, idle: int, age: int, over: bool) -> None:
    started, seen = NOW - timedelta(minutes=age), NOW - timedelta(minutes=idle)
    assert is_over(staff, shared, started, seen, NOW) is over


def test_a_viewer_is_what_the_roles_make_of_them() -> None:
    viewer = Viewer(1, "Sadia Bibi", "صادیہ بی بی", "ur", None, frozenset({Role.OFFICER}))
    assert viewer.may(Permission.TAKE_COURSES)
    assert not viewer.may(Permission.MARK_ANSWERS)
    assert not viewer.is_staff
    assert Viewer(1, "", "", "ur", None, frozenset({Role.OFFICER, Role.TRAINER})).is_staff


def test_a_name_is_shown_in_the_script_of_the_page_if_there_is_one() -> None:
    viewer = Viewer(1, "Sadia Bibi", "صادیہ بی بی", "ur", None, frozenset())
    assert (viewer.name("ur"), viewer.name("en")) == ("صادیہ بی بی", "Sadia Bibi")
    assert Viewer(1, "Sadia Bibi", "", "ur", None, frozenset()).name("ur") == "Sadia Bibi"
