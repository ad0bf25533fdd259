"""Two texts that were made from one: put together, and beside each other."""

from hypothesis import given
from hypothesis import strategies as st

from lms.authoring.comparison import Change, merge, rows

BASE = "one\ntwo\nthree\nfour\nfive"
texts = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=12).map("\n".join)


def test_changes_in_different_places_fit_together() -> None:
    merged = merge(BASE, BASE.replace("two", "2"), BASE.replace("four", "4") + "\nsix")
    assert merged.text == "one\n2\nthree\n4\nfive\nsix"
    assert merged.clashes == 0


def test_where_both_changed_the_same_lines_both_stand() -> None:
    merged = merge(BASE, BASE.replace("three", "mine"), BASE.replace("three", "theirs"))
    assert merged.text == "one\ntwo\ntheirs\nmine\nfour\nfive"
    assert merged.clashes == 1


def test_without_a_common_beginning_nothing_is_lost() -> None:
    merged = merge("", "my text", "their text")
    assert {"my text", "their text"} <= set(merged.text.split("\n"))


@given(texts, texts)
def test_a_change_of_one_alone_is_taken(base: str, changed: str) -> None:
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, changed).text == changed


@given(texts, texts, texts)
def test_no_line_that_either_added_is_lost(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs).text.split("\n")
    for line in (set(mine.split("\n")) | set(theirs.split("\n"))) - set(base.split("\n")):
        assert line in merged


@given(texts, texts)
def test_side_by_side_every_line_that_differs_is_shown(mine: str, theirs: str) -> None:
    found = rows(mine, theirs)
    assert bool(found) == (mine != theirs)
    for row in found:
        assert row.change is Change.GAP or row.mine == (mine.split("\n")[row.mine_line - 1] if row.mine_line else "")
    numbers = {row.mine_line for row in found}
    common = set(theirs.split("\n"))
    assert all(at in numbers for at, line in enumerate(mine.split("\n"), 1) if line not in common)


def test_equal_lines_far_from_a_difference_are_left_out() -> None:
    long = "\n".join(str(number) for number in range(100))
    found = rows(long.replace("50", "fifty"), long)
    assert len(found) == 8
    assert found[0].change is Change.GAP
