"""Two people changed one text: both put together where they changed different places, and both shown beside each other. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

CONTEXT = 3
"""Equal lines that are shown around a difference."""


class Change(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ONLY_MINE = "only mine"
    ONLY_THEIRS = "only theirs"
    GAP = "gap"


@dataclass(frozen=True)
class Row:
    """A line of each text beside each other; numbers count from 1 and are 0 where a text has no line here."""

    change: Change
    mine: str = ""
    theirs: str = ""
    mine_line: int = 0
    theirs_line: int = 0


@dataclass(frozen=True)
class Merged:
    """Both texts in one. `clashes` counts the places that both changed: there stands theirs, then mine."""

    text: str
    clashes: int


def rows(mine: str, theirs: str) -> list[Row]:
    """The two texts side by side, equal lines far from any difference left out."""
    left, right = mine.split("\n"), theirs.split("\n")
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    found: list[Row] = []
    for group in matcher.get_grouped_opcodes(CONTEXT):
        first = group[0]
        if first[1] > 0 or first[3] > 0:
            found.append(Row(Change.GAP))
        for kind, start, end, other_start, other_end in group:
            found += _paired(kind, left, start, end, right, other_start, other_end)
    return found


def _paired(
    kind: str, left: Sequence[str], start: int, end: int, right: Sequence[str], other_start: int, other_end: int
) -> Iterator[Row]:
    for step in range(max(end - start, other_end - other_start)):
        here = start + step if start + step < end else None
        there = other_start + step if other_start + step < other_end else None
        change = Change.SAME if kind == "equal" else Change.CHANGED
        if here is None or there is None:
            change = Change.ONLY_THEIRS if here is None else Change.ONLY_MINE
        yield Row(
            change,
            left[here] if here is not None else "",
            right[there] if there is not None else "",
            here + 1 if here is not None else 0,
            there + 1 if there is not None else 0,
        )


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Both changes of `base` in one text, as diff3 does it (S. Khanna, K. Kunal, B. C. Pierce, “A formal investigation of diff3”,
    2007): between lines that all three have in common, what only one has changed is taken from that one."""
    old, left, right = base.split("\n"), mine.split("\n"), theirs.split("\n")
    lines: list[str] = []
    clashes = 0
    at, left_at, right_at = 0, 0, 0
    for start, end, left_start, right_start in _common(old, left, right):
        was, ours, other = old[at:start], left[left_at:left_start], right[right_at:right_start]
        if ours in (was, other):
            lines += other
        elif other == was:
            lines += ours
        else:
            clashes += 1
            lines += other + ours
        lines += old[start:end]
        at, left_at, right_at = end, left_start + end - start, right_start + end - start
    return Merged("\n".join(lines), clashes)


def _common(old: Sequence[str], left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines that stand in all three: from and to in `old`, and where they begin in the others; an empty one at the end."""
    ours = SequenceMatcher(None, old, left, autojunk=False).get_matching_blocks()
    theirs = SequenceMatcher(None, old, right, autojunk=False).get_matching_blocks()
    here = there = 0
    while here < len(ours) and there < len(theirs):
        one, other = ours[here], theirs[there]
        start, end = max(one.a, other.a), min(one.a + one.size, other.a + other.size)
        if start < end:
            yield start, end, one.b + start - one.a, other.b + start - other.a
        if one.a + one.size < other.a + other.size:
            here += 1
        else:
            there += 1
    yield len(old), len(old), len(left), len(right)
