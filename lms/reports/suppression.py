"""Small cells are hidden, and as many others that they cannot be worked out of the totals. Pure.

A figure of fewer than five people may tell who they are. If only that one were hidden, whoever subtracts the rest from the total
has it again; so more are hidden (complementary suppression; Hundepool et al., Handbook on Statistical Disclosure Control, 2010,
chapter 4), the smallest first, until what is hidden is together no small figure either. `hidden` does so for a column of a table
with its total, `told` for groups inside one another that are looked at one after the other.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Group = TypeVar("Group", bound=Hashable)

FEWEST = 5
"""A figure from 1 to one below this is hidden; nobody at all is no secret."""


def is_small(count: int) -> bool:
    return 0 < count < FEWEST


def hidden(counts: Sequence[int], together: int = 2) -> frozenset[int]:
    """The places of the cells to hide in a line whose total is shown: the small ones, and if there are any, so many more that at
    least `together` cells are hidden whose sum is not small. Zeros come last; a line of small cells is hidden whole."""
    places = {place for place, count in enumerate(counts) if is_small(count)}
    if not places:
        return frozenset()
    others = sorted(
        (place for place in range(len(counts)) if place not in places),
        key=lambda place: (counts[place] == 0, counts[place]),
    )
    for place in others:
        if len(places) >= together and sum(counts[each] for each in places) >= FEWEST:
            break
        places.add(place)
    return frozenset(places)


Count = Sequence[int]
"""How many are in a group, one kind after the other."""


@dataclass(frozen=True)
class Told(Generic[Group]):
    """The groups of which figures are told of all kinds together, and those of them of which each kind is told too."""

    groups: frozenset[Group]
    by_kind: frozenset[Group]


def told(
    counts: Mapping[Group, Count], parts: Mapping[Group, Collection[Group]], whole: Group, fewest: int
) -> Told[Group]:
    """Which of groups inside one another may be told, so that no sum of a few is told, nor found by adding and subtracting.

    `counts` are of each group, `parts` the groups directly in each. A told group has nobody or at least `fewest`, and so has what
    is left of it without those of its parts that are told; the same holds for each kind, where kinds are told. What is told inside
    such a group only of all kinds together, and what is left, has people of every kind or nobody: if all were of one kind, they
    could be subtracted from that kind of the group. Parts stay untold for that, the smallest first.
    """
    groups, by_kind = set(), set()
    todo = [(whole, False)] if _is_enough(counts[whole], fewest) else []
    if todo and _is_enough_by_kind(counts[whole], fewest):
        by_kind.add(whole)
    while todo:
        group, must_mix = todo.pop()
        groups.add(group)
        inside = sorted(
            (each for each in parts.get(group, ()) if _is_enough(counts[each], fewest)),
            key=lambda each: sum(counts[each]),
        )
        both = [each for each in inside if group in by_kind and _is_enough_by_kind(counts[each], fewest)]
        while both and not _is_enough_by_kind(_left(counts, group, both), fewest):
            both.pop(0)
        must_mix = must_mix or group in by_kind
        only = [each for each in inside if each not in both and (not must_mix or _is_mixed(counts[each]))]
        while both or only:
            left = _left(counts, group, both + only)
            if _is_enough(left, fewest) and (not must_mix or not only or _is_mixed(left)):
                break
            (only or both).pop(0)
        by_kind.update(both)
        todo += [(each, False) for each in both] + [(each, must_mix) for each in only]
    return Told(frozenset(groups), frozenset(by_kind))


def _is_enough(count: Count, fewest: int) -> bool:
    return sum(count) == 0 or sum(count) >= fewest


def _is_enough_by_kind(count: Count, fewest: int) -> bool:
    return all(each == 0 or each >= fewest for each in count)


def _is_mixed(count: Count) -> bool:
    return all(count) or not any(count)


def _left(counts: Mapping[Group, Count], group: Group, parts: Collection[Group]) -> Count:
    """How many of a group are in none of these parts."""
    return [each - sum(counts[part][kind] for part in parts) for kind, each in enumerate(counts[group])]
