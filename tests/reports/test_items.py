"""Item analysis against slow and obvious sums."""

import statistics
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reports.items import FEWEST, Finding, Item, Sums, critical, difference, findings, together


def sums(pairs: list[tuple[float, float]]) -> Sums:
    return sum((Sums(1, x, x * x, y, y * y, x * y) for x, y in pairs), Sums())


def people(count: int, *, seed: int = 1, easier: float = 0.0, abler: float = 0.0) -> list[tuple[float, float]]:
    """Right or wrong, and the share of the rest, of people whose chance to be right grows with what they know."""
    chance = Random(seed)
    found = []
    for _ in range(count):
        knows = min(1.0, max(0.0, chance.gauss(0.6 + abler, 0.15)))
        found.append((float(chance.random() < knows + easier), knows))
    return found


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1)), min_size=3, max_size=40))
def test_the_figures_are_those_of_the_obvious_way(pairs):
    found = sums(pairs)
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    assert found.facility == pytest.approx(statistics.fmean(xs))
    if statistics.pvariance(xs) > 1e-6 and statistics.pvariance(ys) > 1e-6:
        assert found.discrimination == pytest.approx(statistics.correlation(xs, ys), abs=1e-4)


def test_a_question_that_everybody_gets_right_tells_nobody_apart():
    assert sums([(1.0, 0.2), (1.0, 0.9)]).discrimination is None


def test_equal_people_in_two_languages_differ_by_chance_only():
    between = difference(sums(people(400, seed=3)), sums(people(400, seed=4)))
    assert between is not None
    assert abs(between.t) < critical(1)


def test_a_language_in_which_a_question_is_harder_is_noticed():
    between = difference(sums(people(300, seed=3)), sums(people(300, seed=4, easier=-0.3)))
    assert between is not None
    assert 0.2 < between.gap < 0.4
    assert between.t > critical(30)


def test_a_group_that_knows_less_altogether_is_not_taken_for_a_harder_question():
    """The facility differs by a fifth, and yet not among people who know the same."""
    able, others = sums(people(400, seed=5, abler=0.1)), sums(people(400, seed=6, abler=-0.1))
    assert able.facility - others.facility > 0.15
    between = difference(able, others)
    assert between is not None
    assert abs(between.t) < critical(1)


@pytest.mark.parametrize("count", [0, FEWEST - 1])
def test_small_groups_are_not_compared(count):
    assert difference(sums(people(100)), sums(people(count))) is None


def test_more_comparisons_ask_for_a_larger_difference():
    assert critical(1) == pytest.approx(1.96, abs=0.01)
    assert critical(30) > critical(1)


@pytest.mark.parametrize(
    ("item", "kinds"),
    [
        (Item("k", {"en": sums(people(FEWEST - 1))}), []),
        (Item("k", {"en": sums(people(200))}), []),
        (Item("k", {"en": sums([(1.0, y) for _, y in people(200)])}), ["easy"]),
        (Item("k", {"en": sums([(0.0, y) for _, y in people(200)])}), ["hard"]),
        (Item("k", {"en": sums([(1 - x, y) for x, y in people(200)])}), ["key"]),
        (
            Item("k", {"en": sums([(float(n % 2 and y > 0.3), y) for n, (_, y) in enumerate(people(200))])}),
            ["discrimination"],
        ),
    ],
)
def test_what_an_author_should_look_at(item, kinds):
    assert [finding.kind for finding in findings(item, 1)] == kinds


def test_the_language_that_is_harder_is_named():
    item = Item("k", {"en": sums(people(300, seed=3)), "ur": sums(people(300, seed=4, easier=-0.3))})
    assert Finding("language", "ur") in findings(item, 10)
    turned = Item("k", {"ur": item.sums["en"], "en": item.sums["ur"]})
    assert Finding("language", "en") in findings(turned, 10)


def test_revisions_and_languages_of_one_question_are_put_together():
    parts = [("k", "en", sums([(1.0, 0.5)])), ("k", "en", sums([(0.0, 0.5)])), ("k", "ur", sums([(1.0, 0.1)]))]
    [item] = together(parts, [("k", ["1"], 2), ("k", ["1", "2"], 1), ("k", None, 4)]).values()
    assert (item.all.n, item.sums["en"].n) == (3, 2)
    assert item.chosen == {"1": 3, "2": 1}
    assert item.left_out == 4
    assert item.share_of("1") == 1.0
