"""What the invented did in a course: lessons read, tests, attempts at the quiz, completion. All from the chance that is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from lms.catalog.course import Question, QuestionType, QuizKind
from lms.catalog.quiz import draw, mark
from lms.crowd.ground import Offer
from lms.demo import right_answer
from lms.learning.attempts import is_passed, score

ANSWERED = 0.05
"""The share of attempts of which every answer is there; of the others only the result."""
TESTED = 0.5
"""The share of enrolments that began with a test, after which another one is due at the end."""
TEST_POINTS = 10.0


@dataclass
class Try:
    """An attempt. `answers` are (question id, answer, share); without them only the result is known."""

    kind: QuizKind
    number: int
    seed: int
    started_at: datetime
    minutes: int
    score: float
    maximum: float
    passed: bool | None
    drawn: list[dict[str, Any]]
    answers: list[tuple[str, Any, float]]

    @property
    def submitted_at(self) -> datetime:
        return self.started_at + timedelta(minutes=self.minutes)


@dataclass
class History:
    """One enrolment: `read` are the lessons with the moment at which each was read."""

    offer: Offer
    enrolled_at: datetime
    due_on: date | None
    read: list[tuple[str, datetime]]
    tries: list[Try]
    completed_at: datetime | None

    @property
    def last_seen_at(self) -> datetime | None:
        moments = [moment for _, moment in self.read[-1:]] + [each.submitted_at for each in self.tries[-1:]]
        return max(moments) if moments else None


def history(
    chance: Random, offer: Offer, enrolled_at: datetime, due_on: date | None, able: float, now: datetime
) -> History:
    """An enrolment from its first day as far as it got; what would lie after `now` has not happened. `able` is from 0 to 1."""
    made = History(offer, enrolled_at, due_on, [], [], None)
    keen = chance.random()
    if keen < 0.14:
        return made
    moment = enrolled_at + timedelta(minutes=chance.randrange(30, 14_400))
    tested = chance.random() < TESTED and offer.is_tested
    before = min(TEST_POINTS, max(0.0, round(chance.gauss(2 + 5 * able, 1.6))))
    if tested and moment < now:
        made.tries.append(_test(chance, QuizKind.BEFORE, moment, before))
    lessons = offer.outline.lessons
    for lesson in lessons if keen > 0.38 else lessons[: chance.randrange(len(lessons)) + 1]:
        moment += timedelta(minutes=chance.randrange(15, 4_300))
        if moment > now:
            return made
        made.read.append((lesson, moment))
    if keen > 0.38:
        _finish(chance, made, moment, able, before if tested else None, now)
    return made


def _finish(chance: Random, made: History, moment: datetime, able: float, before: float | None, now: datetime) -> None:
    """The quiz, up to three times, and what follows when it is passed."""
    passed = made.offer.quiz is None
    for number in range(1, 4 if not passed else 1):
        moment += timedelta(minutes=chance.randrange(20, 3_000))
        if moment + timedelta(hours=1) > now:
            return
        attempt = _attempt(chance, made.offer, number, moment, min(0.98, 0.45 + 0.5 * able + 0.08 * number))
        made.tries.append(attempt)
        if attempt.passed:
            passed = True
            break
    if not passed:
        return
    made.completed_at = moment + timedelta(minutes=40)
    if before is not None and chance.random() < 0.85:
        after = min(TEST_POINTS, max(0.0, round(before + chance.gauss(0.45 * (TEST_POINTS - before), 1.5))))
        made.tries.append(_test(chance, QuizKind.AFTER, moment + timedelta(minutes=45), after))


def _test(chance: Random, kind: QuizKind, moment: datetime, points: float) -> Try:
    return Try(kind, 1, chance.randrange(2**31), moment, 8, points, TEST_POINTS, None, [], [])


def _attempt(chance: Random, offer: Offer, number: int, moment: datetime, able: float) -> Try:
    """An attempt at the graded quiz by somebody who gets `able` of the questions right."""
    seed, minutes = chance.randrange(2**31), chance.randrange(6, 35)
    quiz, settings = offer.course.graded, offer.course.quiz_settings
    if chance.random() >= ANSWERED:
        share = min(1.0, max(0.0, chance.gauss(able, 0.12)))
        maximum = float(settings.draw or len(quiz.questions))
        reached = float(round(share * maximum))
        return Try(
            QuizKind.GRADED, number, seed, moment, minutes, reached, maximum,
            is_passed(reached, maximum, settings.pass_mark), [], [],
        )  # fmt: skip
    questions = {question.id: question for question in quiz.questions}
    drawn = draw(quiz, seed)
    given = [(questions[each.question], _answer(chance, questions[each.question], able)) for each in drawn]
    answers = [(question.id, answer, _share(chance, question, answer, able)) for question, answer in given]
    points = [questions[each.question].points for each in drawn]
    reached, maximum = score((answer[2], worth) for answer, worth in zip(answers, points, strict=True)), sum(points)
    paper = [{"question": each.question, "order": list(each.order)} for each in drawn]
    return Try(
        QuizKind.GRADED, number, seed, moment, minutes, reached, maximum,
        is_passed(reached, maximum, settings.pass_mark), paper, answers,
    )  # fmt: skip


def _share(chance: Random, question: Question, answer: Any, able: float) -> float:
    """As the quiz is marked; for a written answer, as some trainer might have."""
    if question.type is QuestionType.WRITTEN:
        return float(chance.random() < able)
    return mark(question, answer).share


def _answer(chance: Random, question: Question, able: float) -> Any:
    """A right answer as often as the person is able, else a wrong one or none."""
    if question.type is QuestionType.WRITTEN or chance.random() < able:
        return right_answer(question)
    wrong = _WRONG.get(question.type)
    return wrong(chance, question) if wrong else None


def _another_option(chance: Random, question: Question) -> list[str]:
    solution = question.solution if isinstance(question.solution, list) else []
    others = [option.id for option in question.options if [option.id] != solution]
    return [chance.choice(others)]


def _mixed(chance: Random, question: Question) -> list[str]:
    order = [option.id for option in question.options]
    chance.shuffle(order)
    return order


_WRONG: dict[QuestionType, Callable[[Random, Question], Any]] = {
    QuestionType.CHOOSE_ONE: _another_option,
    QuestionType.TRUE_OR_FALSE: _another_option,
    QuestionType.CHOOSE_ALL: _another_option,
    QuestionType.ORDER: _mixed,
    QuestionType.SHORT_ANSWER: lambda chance, question: "?",
    QuestionType.NUMBER: lambda chance, question: "-1",
}
