"""What a quiz's questions tell of one part of the people in one period, and what of that is hidden. Pure.

Nothing is told of fewer than thirty, nor of the few who are left when told figures are subtracted from one another: neither one
language from both, nor units from their agency, nor quarters from a year (`suppression.told`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lms.reports.items import FEWEST, Finding, Item, Sums, difference, findings
from lms.reports.periods import Period, quarter_number
from lms.reports.report import Hidden
from lms.reports.suppression import Group, told
from lms.reports.tallies import PAPER, Tallies, add, as_sums

EVERYBODY = 0
"""The key of all in scope in a tree of agencies; in tallies, that of no agency."""
LANGUAGES = ("en", "ur")


@dataclass(frozen=True)
class Part:
    """What a table is about: of the people of `agencies` (None for all of whatever agency), which are within one another as `tree`
    says from `EVERYBODY` down, those of the agency `chosen`, in a period that is made of whole quarters."""

    agencies: Collection[int] | None
    tree: Mapping[int, Sequence[int]]
    chosen: int
    period: Period

    @cached_property
    def around(self) -> dict[int, Sequence[int]]:
        """The tree as far as it decides whether the chosen agency is told: those around it, with their parts."""
        return {
            each: parts
            for each, parts in self.tree.items()
            if each != self.chosen and self.chosen in _under(self.tree, each)
        }

    def is_within(self, quarter: int) -> bool:
        return quarter_number(self.period.first) <= quarter <= quarter_number(self.period.last)


@dataclass(frozen=True)
class Measures:
    """What is told of one question: how many were asked, and the two indices unless they are hidden. None stands where there is
    nothing to work out."""

    n: int
    facility: float | Hidden | None
    discrimination: float | Hidden | None


@dataclass(frozen=True)
class Figures:
    """What is told of one question, of all together and by language; and what there is to look at."""

    all: Measures
    by_language: Mapping[str, Measures]
    findings: tuple[Finding, ...] = ()

    @property
    def is_told(self) -> bool:
        return isinstance(self.all.facility, float)


@dataclass(frozen=True)
class _Asked:
    """How many were asked a question, by language: in the period by agency, and of the chosen agency by quarter. `sums` are of the
    part that a table is about, by language."""

    by_agency: Mapping[int, list[int]] = field(default_factory=dict)
    by_quarter: Mapping[int, list[int]] = field(default_factory=dict)
    sums: Sequence[list[float]] = ()


def figures(tallies: Tallies, part: Part, keys: Iterable[str]) -> tuple[dict[str, Figures], dict[str, int]]:
    """The figures of the questions with these keys, and how many handed in a first attempt, by language."""
    asked = _asked(tallies, part)
    nobody = _Asked()
    items: dict[str, tuple[Item, bool, bool]] = {}
    for key in keys:
        of_key = asked.get(key, nobody)
        sums = {language: as_sums(each) for language, each in zip(tallies.languages, of_key.sums, strict=False)}
        items[key] = (Item(key, sums), *_is_told(of_key, part))
    compared = sum(split and difference(*_of_languages(item)) is not None for item, _, split in items.values())
    papers = asked.get(PAPER, nobody).sums
    people = {language: int(each[0]) for language, each in zip(tallies.languages, papers, strict=False)}
    return {key: _figures(*each, compared) for key, each in items.items()}, people


def _asked(tallies: Tallies, part: Part) -> dict[str, _Asked]:
    """By question. There may be a hundred thousand sums, so they are added up in lists with a place for each question in each
    language."""
    width, languages = len(tallies.keys) * len(tallies.languages), len(tallies.languages)
    chosen = frozenset(_under(part.tree, part.chosen))
    sums = [[0.0] * 6 for _ in range(width)]
    by_agency: dict[int, list[int]] = {}
    by_quarter: defaultdict[int, list[int]] = defaultdict(lambda: [0] * width)
    for agency, numbers in tallies.numbers.items():
        if part.agencies is not None and agency not in part.agencies:
            continue
        here = by_agency[agency] = [0] * width
        is_chosen = part.chosen == EVERYBODY or agency in chosen
        within = {quarter for quarter in set(numbers[2]) if part.is_within(quarter)}
        for key, language, quarter, n, x, xx, y, yy, xy in zip(*numbers, strict=True):
            place = key * languages + language
            if quarter in within:
                here[place] += n
                if is_chosen:
                    add(sums[place], n, x, xx, y, yy, xy)
            if is_chosen:
                by_quarter[quarter][place] += n

    def of(counts: Mapping[int, list[int]], key: int) -> dict[int, list[int]]:
        cut = {each: count[key * languages : (key + 1) * languages] for each, count in counts.items()}
        return {each: count for each, count in cut.items() if any(count)}

    return {
        name: _Asked(of(by_agency, key), of(by_quarter, key), sums[key * languages : (key + 1) * languages])
        for key, name in enumerate(tallies.keys)
    }


def _is_told(asked: _Asked, part: Part) -> tuple[bool, bool]:
    """Whether the figures of a question are told of this part: of both languages together, and of each."""
    if not any(each[0] for each in asked.sums):
        return False, False
    agencies = told(_together(asked.by_agency, part.tree, EVERYBODY), part.around, EVERYBODY, FEWEST)
    together, apart = _told_of_period(asked, part)
    return together and part.chosen in agencies.groups, apart and part.chosen in agencies.by_kind


def _together(
    counts: Mapping[Group, list[int]], tree: Mapping[Group, Sequence[Group]], whole: Group
) -> dict[Group, list[int]]:
    """How many are in each group of a tree; `counts` are of each alone, without those in it."""
    groups = _under(tree, whole)
    nobody = [0] * len(next(iter(counts.values())))
    together = {group: counts.get(group, nobody) for group in groups}
    for group in reversed(groups):  # what is inside comes before what it is in
        for each in tree.get(group, ()):
            together[group] = [one + other for one, other in zip(together[group], together[each], strict=True)]
    return together


def _told_of_period(asked: _Asked, part: Part) -> tuple[bool, bool]:
    """Whether the period is made of what is told as one, of both languages together and of each: of quarters that are told, of all
    that is left of a year that is told, of all that is left of all time."""
    counts: dict[tuple[int, ...], list[int]] = {divmod(each, 4): n for each, n in asked.by_quarter.items()}
    tree: defaultdict[tuple[int, ...], list[tuple[int, ...]]] = defaultdict(list)
    for quarter in counts:
        tree[quarter[:1]].append(quarter)
    tree[()] = list(tree)
    found = told(_together(counts, tree, ()), tree, (), FEWEST)

    def is_whole(groups: Collection[tuple[int, ...]]) -> bool:
        within: dict[bool, set[tuple[int, ...]]] = {True: set(), False: set()}
        for year, quarter in counts:
            one = next((each for each in ((year, quarter), (year,)) if each in groups), ())
            within[part.is_within(year * 4 + quarter)].add(one)
        return () in groups and not within[True] & within[False]

    return is_whole(found.groups), is_whole(found.by_kind)


def _figures(item: Item, is_told: bool, is_split: bool, compared: int) -> Figures:
    shown = item if is_split else Item(item.key, {"": item.all} if is_told else {})
    of_each = dict(zip(LANGUAGES, _of_languages(item), strict=True))
    return Figures(
        _measures(item.all, is_told),
        {language: _measures(sums, is_split) for language, sums in of_each.items()},
        findings(shown, compared, LANGUAGES),
    )


def _of_languages(item: Item) -> tuple[Sums, Sums]:
    english, urdu = (item.sums.get(language, Sums()) for language in LANGUAGES)
    return english, urdu


def _measures(sums: Sums, is_told: bool) -> Measures:
    if sums.n == 0:
        return Measures(0, None, None)
    if is_told:
        return Measures(sums.n, sums.facility, sums.discrimination)
    word = Hidden.TOO_FEW if sums.n < FEWEST else Hidden.HIDDEN
    return Measures(sums.n, word, word)


def _under(tree: Mapping[Group, Sequence[Group]], group: Group) -> list[Group]:
    """A group with all that is in it, each before what is in it."""
    found = [group]
    for each in found:
        found += tree.get(each, ())
    return found
