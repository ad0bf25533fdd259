"""Two people who change one record at the same time: whose change holds. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Settled:
    """`changes` is what one person changed and nobody else did; `clashes` are fields that both changed to different values."""

    changes: dict[str, Any] = field(default_factory=dict)
    clashes: tuple[str, ...] = ()


def settle(seen: Mapping[str, Any], typed: Mapping[str, Any], kept: Mapping[str, Any]) -> Settled:
    """Compare field by field what a person saw when the page was opened, what was typed, and what is kept now.

    A field that the person left as it was keeps the newer value of somebody else. Fields are those of `typed`.
    """
    changed = {name: value for name, value in typed.items() if value != seen.get(name) and value != kept[name]}
    clashes = tuple(name for name in changed if kept[name] != seen.get(name))
    return Settled({name: value for name, value in changed.items() if name not in clashes}, clashes)
