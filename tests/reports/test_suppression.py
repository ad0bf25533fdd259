"""No cell that is hidden can be worked out of the cells and the total that are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reports.suppression import FEWEST, hidden, is_small


@given(st.lists(st.integers(0, 60), max_size=12), st.sampled_from([2, 3]))
def test_nothing_hidden_follows_from_what_is_shown(counts: list[int], together: int) -> None:
    places = hidden(counts, together)
    assert {place for place, count in enumerate(counts) if is_small(count)} <= places
    rest = sum(counts[place] for place in places)  # all that anybody can work out: the total less what is shown
    if places and not is_small(sum(counts)) and len(counts) > 1:
        assert len(places) >= 2
        assert rest >= FEWEST  # what is hidden together is no small figure either
        for place in places:  # each of them could be any number from nothing to all of the rest
            assert rest - counts[place] > 0 or counts[place] >= FEWEST


@given(st.lists(st.integers(5, 60), max_size=12))
def test_a_line_without_small_figures_is_shown_whole(counts: list[int]) -> None:
    assert hidden(counts) == frozenset()


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([3, 20, 40], {0, 1}),  # the next smallest goes too
        ([3, 4, 40], {0, 1}),  # two that come to seven together
        ([1, 2, 40, 50], {0, 1, 2}),  # two that come to three do not suffice
        ([0, 3, 40], {1, 2}),  # nobody at all is no secret
        ([0, 4], {0, 1}),
        ([0, 0, 9], set()),
        ([2], {0}),
    ],
)
def test_the_smallest_others_are_hidden_first(counts: list[int], expected: set[int]) -> None:
    assert hidden(counts) == expected
