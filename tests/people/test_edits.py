"""Whose change holds when two people change one record."""

from lms.people.edits import settle

SEEN = {"phone": "0300", "email": None}


def test_what_only_one_person_changed_holds() -> None:
    settled = settle(SEEN, {"phone": "0301", "email": None}, SEEN)
    assert (settled.changes, settled.clashes) == ({"phone": "0301"}, ())


def test_what_somebody_else_changed_is_not_put_back() -> None:
    settled = settle(SEEN, SEEN, {"phone": "0345", "email": "a@b.pk"})
    assert (settled.changes, settled.clashes) == ({}, ())


def test_different_fields_do_not_disturb_each_other() -> None:
    settled = settle(SEEN, {"phone": "0301", "email": None}, {"phone": "0300", "email": "a@b.pk"})
    assert (settled.changes, settled.clashes) == ({"phone": "0301"}, ())


def test_the_same_field_with_another_value_is_a_clash() -> None:
    settled = settle(SEEN, {"phone": "0301", "email": None}, {"phone": "0345", "email": None})
    assert (settled.changes, settled.clashes) == ({}, ("phone",))


def test_the_same_value_twice_is_none() -> None:
    settled = settle(SEEN, {"phone": "0345"}, {"phone": "0345", "email": None})
    assert (settled.changes, settled.clashes) == ({}, ())
