"""Small cells are hidden, and as many others that they cannot be worked out of the totals. Pure.

A figure of fewer than five people may tell who they are. If only that one were hidden, whoever subtracts the rest from the total
has it again; so more are hidden (complementary suppression; Hundepool et al., Handbook on Statistical Disclosure Control, 2010,
chapter 4), the smallest first, until what is hidden is together no small figure either.
"""

from collections.abc import Sequence

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
