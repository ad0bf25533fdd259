"""Questions drawn and answers marked: sums without clock, database or chance that is not given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from lms import urdu
from lms.catalog.course import Answer, Lesson, Question, QuestionType
from lms.catalog.inline import plain

MAX_WRITTEN = 20_000
MAX_FREE = 4_000
MAX_SHORT = 500
# Answers are compared with the author's bounds as decimals that went through binary numbers.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Drawn:
    """A question as one person sees it: `order` is that of the options, the right-hand sides or the steps."""

    question: str
    order: tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """What an answer is worth: `share` of the points from 0 to 1. `waiting`: a trainer has to mark it first."""

    share: float
    right: bool
    waiting: bool = False


def draw(lesson: Lesson, seed: int, stock: Lesson | None = None) -> tuple[Drawn, ...]:
    """The questions of `lesson` for one attempt, always the same for the same `seed`. `stock` holds them if it is another lesson.

    A quiz asks what stands outside pools and as many of each pool as it says; `shuffle` mixes questions and options.
    The checks of a lesson keep the author's order. Steps to put in order and right-hand sides are always mixed.
    """
    chance = Random(seed)
    questions = askable(lesson, stock)
    quiz = lesson.quiz
    if quiz is None:
        return tuple(Drawn(question.id, shown_order(question, False, seed)) for question in questions)
    chosen: set[str] = set()
    for pool, ask in shares(lesson, stock).items():
        chosen |= set(chance.sample([question.id for question in questions if question.pool == pool], ask))
    drawn = [
        Drawn(question.id, shown_order(question, quiz.shuffle, seed)) for question in questions if question.id in chosen
    ]
    if quiz.shuffle:
        chance.shuffle(drawn)
    return tuple(drawn)


def askable(lesson: Lesson, stock: Lesson | None = None) -> list[Question]:
    """The questions that a lesson may ask. No trainer marks a test before or after the course: it asks no written answers."""
    questions = (stock or lesson).questions
    return [each for each in questions if not (lesson.is_test and each.type is QuestionType.WRITTEN)]


def shares(lesson: Lesson, stock: Lesson | None = None) -> dict[int | None, int]:
    """How many questions a quiz asks of each pool; `None` stands for those outside pools.

    A `draw` takes one of each in turn, and again from the first, until there are so many: two tests that draw the same number
    of the same stock ask as many of each pool.
    """
    quiz, holder = lesson.quiz, (stock or lesson).quiz
    assert quiz is not None
    sizes: dict[int | None, int] = dict.fromkeys((None, *range(len(holder.pools) if holder else 0)), 0)
    for question in askable(lesson, stock):
        sizes[question.pool] += 1
    if quiz.draw is not None and (stock or not quiz.pools):
        return _in_turn(quiz.draw, sizes)
    if holder is not None and holder.draw is not None and not holder.pools:
        return {None: min(holder.draw, sizes[None])}
    asked: dict[int | None, int] = {None: sizes[None]}
    for place, pool in enumerate(holder.pools if holder else ()):
        asked[place] = min(pool.ask, sizes[place])
    return asked


def _in_turn(number: int, sizes: Mapping[int | None, int]) -> dict[int | None, int]:
    asked = dict.fromkeys(sizes, 0)
    while number > 0 and asked != sizes:
        for pool, size in sizes.items():
            if number > 0 and asked[pool] < size:
                asked[pool] += 1
                number -= 1
    return asked


def number_asked(lesson: Lesson, stock: Lesson | None = None) -> int:
    """How many questions an attempt at a quiz asks."""
    return sum(shares(lesson, stock).values())


def shown_order(question: Question, shuffle: bool, seed: int) -> tuple[str, ...]:
    """The ids of a question's options, right-hand sides or steps in the order in which one person is shown them."""
    order = [option.id for option in question.options]
    is_arranged = question.type in (QuestionType.MATCH, QuestionType.ORDER)
    if question.type is QuestionType.TRUE_OR_FALSE or not (shuffle or is_arranged):
        return tuple(order)
    own = list(order)
    Random(f"{seed} {question.id}").shuffle(order)
    if is_arranged and order == own:
        # Never shown already solved.
        order = [*order[1:], order[0]]
    return tuple(order)


def is_well_formed(question: Question, answer: object) -> bool:
    """Whether `answer` has the shape of an answer to this question: what a form sends is believed only after this."""
    options = {option.id for option in question.options}
    kind = question.type
    if kind in (QuestionType.SHORT_ANSWER, QuestionType.NUMBER, QuestionType.WRITTEN, QuestionType.FREE_TEXT):
        return isinstance(answer, str) and _is_storable(answer, most_letters(question))
    if kind is QuestionType.MATCH:
        lefts = {left.id for left in question.lefts}
        return isinstance(answer, dict) and all(
            isinstance(right, str) and left in lefts and right in options for left, right in answer.items()
        )
    if kind is QuestionType.ORDER and isinstance(answer, dict):
        places = {str(place) for place in range(1, len(options) + 1)}
        return all(isinstance(place, str) and step in options and place in places for step, place in answer.items())
    if not isinstance(answer, list) or not all(isinstance(option, str) and option in options for option in answer):
        return False
    if len(set(answer)) != len(answer):
        return False
    if kind is QuestionType.CHOOSE_ALL:
        return True
    return len(answer) == (len(options) if kind is QuestionType.ORDER else 1)


def most_letters(question: Question) -> int:
    """How long an answer that is written may be."""
    return {QuestionType.WRITTEN: MAX_WRITTEN, QuestionType.FREE_TEXT: MAX_FREE}.get(question.type, MAX_SHORT)


def _is_storable(text: str, limit: int) -> bool:
    """No database takes a null character or half of a surrogate pair."""
    return len(text) <= limit and not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)


def mark(question: Question, answer: Answer | None, accepted: Iterable[str] = ()) -> Mark:
    """The mark of `answer`; None is no answer. `accepted` are short answers besides the author's, in any language.

    One rule for what has parts (choose all: the right options; match: the pairs; put in order: the places):
    right parts minus wrong parts over all parts, never below zero.
    """
    if question.type is QuestionType.WRITTEN:
        return Mark(0.0, False, waiting=answer is not None and answer != "")
    if answer is None or not is_well_formed(question, answer):
        return Mark(0.0, False)
    share = _share(question, answer, accepted)
    return Mark(share, share == 1.0)


def _share(question: Question, answer: Answer, accepted: Iterable[str]) -> float:
    solution = question.solution
    if isinstance(answer, str):
        is_right = (
            _is_number(question, answer)
            if question.type is QuestionType.NUMBER
            else _is_word(question, answer, accepted)
        )
        return float(is_right)
    if isinstance(answer, dict) and question.type is QuestionType.ORDER:
        steps = solution if isinstance(solution, list) else []
        right = sum(steps.index(step) + 1 == int(place) for step, place in answer.items())
        return _part(right, len(answer) - right, len(steps))
    if isinstance(answer, dict):
        pairs = solution if isinstance(solution, dict) else {}
        right = sum(pairs[left] == choice for left, choice in answer.items())
        return _part(right, len(answer) - right, len(pairs))
    wanted = solution if isinstance(solution, list) else []
    if question.type is QuestionType.ORDER:
        right = sum(given == step for given, step in zip(answer, wanted, strict=True))
        return _part(right, len(wanted) - right, len(wanted))
    if question.type is QuestionType.CHOOSE_ALL:
        right = len(set(answer) & set(wanted))
        return _part(right, len(answer) - right, len(wanted))
    return float(answer == wanted)


def _part(right: int, wrong: int, parts: int) -> float:
    return max(0.0, (right - wrong) / parts) if parts else 0.0


def _is_number(question: Question, answer: str) -> bool:
    given = urdu.number_with_unit(answer)
    if given is None:
        return False
    value = float(given)
    return any(
        low - _ROUNDING * max(1.0, abs(low)) <= value <= high + _ROUNDING * max(1.0, abs(high))
        for low, high in question.ranges
    )


def _is_word(question: Question, answer: str, accepted: Iterable[str]) -> bool:
    every = [*(plain(unit.text) for unit in question.accepted), *accepted]
    folded = urdu.grade(answer)
    if not folded:
        # Signs alone ("%", "+") fold to nothing and are compared as they are.
        return urdu.clean(answer).strip() in [urdu.clean(text).strip() for text in every] and bool(answer.strip())
    return any(urdu.grade(text) == folded for text in every)
