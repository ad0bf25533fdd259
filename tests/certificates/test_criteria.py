"""What the register is asked for, and how it stands in an address."""

from datetime import date

import pytest

from lms.certificates.criteria import MOST_TICKED, Criteria, State, key, read_keys, wrong_days

ALL = Criteria("naeem", 7, "front-desk", "ANF", date(2026, 1, 2), date(2026, 3, 4), State.VALID, frozenset({3, 12}))


def test_an_address_is_read_as_it_was_written() -> None:
    assert Criteria.read(ALL.as_address()) == ALL
    assert ALL.as_address()["ticked"] == "3.12"


def test_what_is_not_chosen_is_not_written() -> None:
    assert Criteria().as_address() == {}
    assert not Criteria().chooses
    assert not Criteria(ticked=frozenset({1})).chooses
    assert Criteria(words="x").chooses


def test_nonsense_chooses_nothing() -> None:
    nonsense = {"batch": "x", "from": "yesterday", "to": "2026-02-30", "state": "lost", "ticked": "a.-3.0.99999999999"}
    assert Criteria.read(nonsense) == Criteria()
    assert wrong_days(nonsense) == ["from", "to"]
    assert wrong_days({"from": " ", "to": "2026-02-28"}) == []


def test_ticked_ones_are_taken_wherever_they_were_found() -> None:
    assert ALL.only_ticked == Criteria(ticked=frozenset({3, 12}))
    assert ALL.untouched.ticked == frozenset()


def test_no_more_are_read_than_may_be_ticked_and_one_to_notice() -> None:
    assert len(read_keys(".".join(str(n) for n in range(1, 5000)))) == MOST_TICKED + 1


@pytest.mark.parametrize("typed", ["", "0", "-1", "1.5", "٣", "2147483648", "1" * 400])
def test_what_can_be_no_key_is_none(typed: str) -> None:
    assert key(typed) is None
