import pytest

from lms.people.models import RankBand
from lms.people.ranks import RANKS, band, known, rank_name, spelt


@pytest.mark.parametrize(
    "typed",
    [
        "Assistant Sub-Inspector",
        "assistant  sub inspector",
        "ASI",
        "A.S.I.",
        "اسسٹنٹ سب انسپکٹر",
        "اے ایس آئی",
        "اسسٹنٹ سب انسپكٹر",
    ],
)
def test_a_rank_is_known_however_it_is_written(typed):
    assert spelt(typed) == "Assistant Sub-Inspector"
    assert band(typed) is RankBand.JUNIOR
    assert rank_name(typed, "ur") == "اسسٹنٹ سب انسپکٹر"
    assert rank_name(typed, "en") == "Assistant Sub-Inspector"


def test_bands_follow_the_pay_scale():
    expected = {
        "Constable": "junior",
        "SI": "junior",
        "Inspector": "mid",
        "DSP": "mid",
        "SP": "senior",
        "IGP": "senior",
    }
    assert {rank: band(rank) for rank in expected} == expected


def test_a_rank_that_is_not_known_stays_as_it_was_typed():
    assert known("Keeper of the Keys") is None
    assert band("Keeper of the Keys") is None
    assert rank_name("Keeper of the Keys", "ur") == "Keeper of the Keys"
    assert spelt("  Keeper of  the Keys ") == "Keeper of the Keys"


def test_no_rank_is_no_rank():
    assert band("") is None
    assert spelt(" ") == ""
    assert rank_name("", "ur") == ""


def test_no_way_of_writing_means_two_ranks():
    for rank in RANKS:
        for name in (rank.name_en, rank.name_ur, *rank.also):
            assert known(name) is rank, name
