"""Agencies in the order of a tree: each before the units under it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lms.people.models import Agency


@dataclass(frozen=True)
class Branch:
    """An agency in the tree; `depth` is 0 for one that is under nothing that is shown."""

    agency: Agency
    depth: int


def tree_of(agencies: Iterable[Agency]) -> list[Branch]:
    """All of these agencies, each followed by its units; those beside each other by code."""
    ordered = sorted(agencies, key=lambda agency: agency.code)
    shown = {agency.id for agency in ordered}
    under: dict[int | None, list[Agency]] = {}
    for agency in ordered:
        under.setdefault(agency.parent_id if agency.parent_id in shown else None, []).append(agency)

    def branches(parent: int | None, depth: int) -> Iterator[Branch]:
        for agency in under.get(parent, ()):
            yield Branch(agency, depth)
            yield from branches(agency.id, depth + 1)

    return list(branches(None, 0))
