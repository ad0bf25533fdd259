"""What people said of courses, as the evaluation report counts it. Pure.

Only the questions that come with the product are told, since courses that ask questions of their own cannot be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.surveys.tally import Question, of_signs

SCALES = 5
"""The first five standard questions are scales; then come the length (2 is just right) and the recommendation (1 is yes)."""


@dataclass(frozen=True)
class Opinions:
    """The answers of a group: how many answered, and what they said to the standard questions in their order."""

    responses: int
    questions: tuple[Question, ...]

    def answered(self, place: int) -> int:
        return self.questions[place].answered

    def mean(self, place: int) -> float | None:
        return self.questions[place].mean

    def share(self, place: int, option: str) -> float | None:
        question = self.questions[place]
        return question.share(option) if question.answered else None


def opinions(groups: Sequence[tuple[int, str]], questions: int) -> Opinions:
    """What groups together said, each with how many answered and with the signs of their answers (`surveys.tally.of_signs`)."""
    return Opinions(sum(count for count, _ in groups), of_signs("".join(signs for _, signs in groups), questions))
