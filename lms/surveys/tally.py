"""What the answers to a survey come to, and from when on they may be told. Pure sums."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

FEWEST = 5
"""Answers below which nothing is shown: with fewer, colleagues can guess who said what."""


@dataclass(frozen=True)
class Question:
    """The answers to one question: how many people answered it, and how many chose each option (by option id, from "1")."""

    answered: int = 0
    chosen: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        return self.answered >= FEWEST

    @property
    def mean(self) -> float | None:
        """The mean step of a scale, from 1; None for nobody. It means nothing for other questions."""
        return sum(int(step) * count for step, count in self.chosen.items()) / self.answered if self.answered else None

    def share(self, option: str) -> float:
        """How many of those who answered chose the option, 0 to 1."""
        return self.chosen.get(option, 0) / self.answered if self.answered else 0.0


@dataclass(frozen=True)
class Tally:
    """`responses` people answered, up to the week that begins on `week`. `questions` are by key; free texts are not among them."""

    responses: int = 0
    questions: Mapping[str, Question] = field(default_factory=dict)
    week: date | None = None

    @property
    def is_shown(self) -> bool:
        return self.responses >= FEWEST

    def question(self, key: str) -> Question:
        return self.questions.get(key, Question())


def tallied(responses: int, answers: Iterable[tuple[str, list[str], int]], week: date | None = None) -> Tally:
    """The tally of (key, option ids chosen by one person, how many people chose just these)."""
    answered: Counter[str] = Counter()
    chosen: dict[str, Counter[str]] = {}
    for key, options, count in answers:
        answered[key] += count
        of_key = chosen.setdefault(key, Counter())
        for option in options:
            of_key[option] += count
    return Tally(responses, {key: Question(count, chosen[key]) for key, count in answered.items()}, week)


def of_signs(signs: str, questions: int) -> tuple[Question, ...]:
    """The tallies of so many questions from answers as `standard` of a response has them, written one after another."""
    columns = [signs[place::questions] for place in range(questions)]
    chosen = [{option: count for option in "123456789" if (count := column.count(option))} for column in columns]
    return tuple(Question(sum(each.values()), each) for each in chosen)


def monday(day: date) -> date:
    """The beginning of the week of `day`."""
    return day - timedelta(days=day.weekday())


def stretches(responses: Mapping[date, int], this_week: date) -> list[date]:
    """The last week of each stretch of weeks whose responses are told together, from the number of responses by week.

    Only weeks that are over are told, and so many together that at least `FEWEST` responses are new: who looks again and again at
    one table learns what five people said, never what one did. What is told once stays told.
    """
    ends, waiting = [], 0
    for week in sorted(responses):
        if week >= this_week:
            break
        waiting += responses[week]
        if waiting >= FEWEST:
            ends.append(week)
            waiting = 0
    return ends


def told_of(
    responses: Mapping[date, int], this_week: date, first: date | None = None, last: date | None = None
) -> tuple[date | None, date | None]:
    """The weeks that are told of a period from `first` to `last`: those after the first date that is given back (None: from the
    beginning on) up to the second one (None: none). `responses` are of all time: a stretch belongs whole to the period in which its
    last week begins, so that periods inside one another differ by whole stretches, of at least `FEWEST` responses each."""
    ends = stretches(responses, this_week)
    before = max((end for end in ends if first is not None and end < first), default=None)
    until = max((end for end in ends if last is None or end <= last), default=None)
    if until is None or (before is not None and until <= before):
        return None, None
    return before, until
