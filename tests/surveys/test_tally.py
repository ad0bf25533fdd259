"""What answers come to, and what is told of them while only a few have answered."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.surveys.tally import FEWEST, Question, Tally, monday, of_signs, tallied, told_of

MONDAY = date(2026, 11, 23)


def test_a_scale_has_a_mean_and_shares() -> None:
    found = tallied(6, [("a", ["1"], 1), ("a", ["4"], 3), ("a", ["5"], 2)])
    scale = found.question("a")
    assert (scale.answered, scale.mean) == (6, (1 + 12 + 10) / 6)
    assert scale.share("4") == 0.5
    assert scale.share("2") == 0.0
    assert found.is_shown
    assert scale.is_shown


def test_of_several_options_each_is_counted() -> None:
    found = tallied(5, [("b", ["1", "3"], 3), ("b", ["3"], 2)]).question("b")
    assert (found.answered, found.chosen) == (5, {"1": 3, "3": 5})


def test_a_question_that_few_answered_is_not_shown() -> None:
    found = tallied(7, [("a", ["1"], 4)])
    assert found.is_shown
    assert not found.question("a").is_shown
    assert not found.question("unknown").is_shown
    assert found.question("unknown").mean is None
    assert not tallied(FEWEST - 1, []).is_shown
    assert not Tally().is_shown


def test_weeks_begin_on_monday() -> None:
    assert {monday(MONDAY + timedelta(days=day)) for day in range(7)} == {MONDAY}


def told(responses, this_week):
    return told_of(responses, this_week)[1]


def test_nothing_of_this_week_is_told() -> None:
    assert told({MONDAY: 100}, MONDAY) is None
    assert told({MONDAY: 100}, MONDAY + timedelta(days=7)) == MONDAY


def test_what_few_said_waits_for_others() -> None:
    weeks = [MONDAY - timedelta(days=7 * back) for back in (4, 3, 2, 1)]
    responses = dict(zip(weeks, (5, 1, 3, 1), strict=True))
    assert told(responses, weeks[1]) == weeks[0]
    assert told(responses, weeks[3]) == weeks[0]
    assert told(responses, MONDAY) == weeks[3]


COUNTS = st.lists(st.integers(0, 9), max_size=20)


@given(COUNTS)
def test_each_look_tells_nothing_or_of_five_more(counts: list[int]) -> None:
    responses = {MONDAY + timedelta(days=7 * place): count for place, count in enumerate(counts) if count}
    sums = []
    for place in range(len(counts) + 1):
        week = told(responses, MONDAY + timedelta(days=7 * place))
        sums.append(sum(count for each, count in responses.items() if week and each <= week))
    steps = {after - before for before, after in pairwise(sums)}
    assert all(step == 0 or step >= FEWEST for step in steps)


@given(COUNTS, st.lists(st.integers(0, 140), max_size=4))
def test_parts_of_a_period_come_to_the_whole_and_none_is_of_few(counts: list[int], cuts: list[int]) -> None:
    """So no difference of quarters, years and all time is of few, wherever they begin and end."""
    responses = {MONDAY + timedelta(days=7 * place): count for place, count in enumerate(counts) if count}
    now = MONDAY + timedelta(days=7 * len(counts))

    def number(first: date, last: date) -> int:
        before, until = told_of(responses, now, first, last)
        return sum(count for week, count in responses.items() if until and (before or date.min) < week <= until)

    days = [MONDAY, *(MONDAY + timedelta(days=cut) for cut in sorted(set(cuts))), MONDAY + timedelta(days=150)]
    parts = [number(first, after - timedelta(days=1)) for first, after in pairwise(days)]
    assert sum(parts) == number(days[0], days[-1])
    assert all(part == 0 or part >= FEWEST for part in parts)


@pytest.mark.slow
@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.lists(st.sampled_from("12345"), min_size=1, unique=True))))
def test_the_tally_is_that_of_counting_each_response(responses: list[dict[str, list[str]]]) -> None:
    grouped = Counter((key, tuple(chosen)) for response in responses for key, chosen in response.items())
    found = tallied(len(responses), ((key, list(chosen), count) for (key, chosen), count in grouped.items()))
    for key in "abc":
        given_ = [response[key] for response in responses if key in response]
        assert found.question(key).answered == len(given_)
        for option in "12345":
            assert found.question(key).chosen.get(option, 0) == sum(option in chosen for chosen in given_)


def test_signs_are_tallied_by_their_places() -> None:
    useful, length, recommended = of_signs("42-" + "4-1" + "51-", 3)
    assert useful == Question(3, {"4": 2, "5": 1})
    assert length == Question(2, {"1": 1, "2": 1})
    assert recommended == Question(1, {"1": 1})
    assert of_signs("", 2) == (Question(), Question())
