"""Counting: persons and enrolments, completions, certificates, hours and knowledge gain of a part of the people. Pure.

Every line of a table is a `Cut`: a group of people and a set of courses. All lines, and the total, are counted alike.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import compress
from operator import or_

from lms.reports.facts import CERTIFIED, COMPLETED, ENROLLED, VALUES, Facts
from lms.reports.gain import Gain, gain_of
from lms.reports.periods import Period

TRAITS = tuple(VALUES)


@dataclass(frozen=True)
class Known:
    """A course as reports know it. `hours` is its length as it says today."""

    id: int
    slug: str
    track: str
    level: str
    hours: float


@dataclass(frozen=True)
class Cut:
    """A part of all that happened: what happened to `group` in `courses`."""

    key: str
    group: int
    courses: frozenset[int]


@dataclass(frozen=True)
class Counts:
    """What is counted of a cut in a period. `people` were enrolled in a course in it, and `enrolments` is how often; `finished` are
    those of these enrolments that are completed by now, of `finishers`. `completions`, whenever people were enrolled, lie in the
    period, and are of `completers`, as are `certificates` of `certified`. `hours` are the lengths of the completed courses.
    """

    people: int = 0
    enrolments: int = 0
    finished: int = 0
    finishers: int = 0
    completions: int = 0
    completers: int = 0
    certificates: int = 0
    certified: int = 0
    hours: float = 0.0

    @property
    def rate(self) -> float | None:
        """The share of the enrolments in the period that are completed by now."""
        return self.finished / self.enrolments if self.enrolments else None

    @property
    def per_person(self) -> float | None:
        return self.enrolments / self.people if self.people else None


class Counting:
    """The events of a period as groups of people by course, from which any cut is counted."""

    def __init__(self, facts: Facts, period: Period, courses: Mapping[int, Known]) -> None:
        self.facts = facts
        self.period = period
        self.courses = courses
        enrolled = self._groups(ENROLLED, period)
        self._groups_of = {
            "enrolled": enrolled,
            "finished": {course: group & facts.completed.get(course, 0) for course, group in enrolled.items()},
            "completed": self._groups(COMPLETED, period),
            "certified": self._groups(CERTIFIED, period),
        }

    def _groups(self, kind: str, period: Period) -> dict[int, int]:
        return {
            course: self.facts.group(events.within(period.first, period.last))
            for course, events in self.facts.events.get(kind, {}).items()
        }

    def counts(self, cut: Cut) -> Counts:
        """The figures of a cut."""
        enrolled, finished = self._of(cut, "enrolled"), self._of(cut, "finished")
        completed, certified = self._of(cut, "completed"), self._of(cut, "certified")
        return Counts(
            people=_people(enrolled),
            enrolments=_sum(enrolled),
            finished=_sum(finished),
            finishers=_people(finished),
            completions=_sum(completed),
            completers=_people(completed),
            certificates=_sum(certified),
            certified=_people(certified),
            hours=sum(
                group.bit_count() * self.courses[course].hours
                for course, group in completed.items()
                if course in self.courses
            ),
        )

    def gains(self, cuts: Sequence[Cut]) -> list[Gain]:
        """The knowledge gain of each cut, by the day of the second test."""
        together = reduce(or_, (cut.group for cut in cuts), 0).bit_count()
        is_split = together == sum(cut.group.bit_count() for cut in cuts)
        if len(cuts) > 1 and is_split and all(cut.courses == cuts[0].courses for cut in cuts):
            return self._gains_of_lines(cuts)
        return [self._gain(cut) for cut in cuts]

    def _gain(self, cut: Cut) -> Gain:
        marks = self.facts.marks(cut.group)
        pairs: Counter[tuple[float, float]] = Counter()
        for who, before, after in self._tests(cut.courses):
            pairs.update(compress(zip(before, after, strict=True), map(marks.__getitem__, who)))
        return gain_of(pairs.items())

    def _gains_of_lines(self, cuts: Sequence[Cut]) -> list[Gain]:
        """The same for cuts of the same courses in which nobody stands twice: all in one go."""
        line_of = [len(cuts)] * len(self.facts.people)
        for line, cut in enumerate(cuts):
            for place in compress(range(len(line_of)), self.facts.marks(cut.group)):
                line_of[place] = line
        pairs: Counter[tuple[int, float, float]] = Counter()
        for who, before, after in self._tests(cuts[0].courses):
            pairs.update(zip(map(line_of.__getitem__, who), before, after, strict=True))
        lines: list[list[tuple[tuple[float, float], int]]] = [[] for _ in range(len(cuts) + 1)]
        for (line, *scores), count in pairs.items():
            lines[line].append(((scores[0], scores[1]), count))
        return [gain_of(each) for each in lines[: len(cuts)]]

    def _tests(self, courses: frozenset[int]) -> "Iterator[tuple[array[int], array[float], array[float]]]":
        """Places, shares before and shares after, by course. Scores are few, so pairs are counted before they are summed up."""
        for course, pairs in self.facts.pairs.items():
            if course in courses:
                yield pairs.within(self.period.first, self.period.last)

    def _of(self, cut: Cut, what: str) -> dict[int, int]:
        return {course: group & cut.group for course, group in self._groups_of[what].items() if course in cut.courses}


def _sum(groups: Mapping[int, int]) -> int:
    return sum(group.bit_count() for group in groups.values())


def _people(groups: Mapping[int, int]) -> int:
    return reduce(or_, groups.values(), 0).bit_count()


def by_trait(facts: Facts, cut: Cut, trait: str) -> list[Cut]:
    """A cut for each value of what is told apart of people."""
    return [replace(cut, key=value, group=cut.group & facts.with_trait(trait, value)) for value in VALUES[trait]]


def by_agency(facts: Facts, cut: Cut, agencies: Mapping[int, Collection[int]]) -> list[Cut]:
    """A cut for each agency: `agencies` are the keys that count as it, by its own key."""
    groups = facts.by_agency({key: agency for agency, keys in agencies.items() for key in keys})
    return [replace(cut, key=str(agency), group=cut.group & groups.get(agency, 0)) for agency in agencies]


def by_course(cut: Cut, courses: Iterable[Known], told: Callable[[Known], str]) -> list[Cut]:
    """A cut for each course, track or level: `told` says of a course to which it belongs."""
    found: dict[str, set[int]] = {}
    for course in courses:
        if course.id in cut.courses:
            found.setdefault(told(course), set()).add(course.id)
    return [replace(cut, key=key, courses=frozenset(ids)) for key, ids in found.items()]
