"""Where the texts of a course stand, told to a translator in such a way that nobody learns which answer is right.

The answers of a question come in an order of their own: that of their digests, which says nothing. Feedback comes after all
answers, in such an order too, since “Yes. …” beside an option would be the key.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from lms.catalog.course import Block, Course, Lesson, Literal, Option, Question, QuestionType, Slot, Unit
from lms.catalog.inline import is_plain


class Kind(StrEnum):
    """What a text is in its course."""

    COURSE_TITLE = "course title"
    AUDIENCE = "audience"
    SUMMARY = "summary"
    OBJECTIVE = "objective"
    LESSON_TITLE = "lesson title"
    POOL = "pool"
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    CELL = "cell"
    PICTURE = "picture"
    CAPTION = "caption"
    PROMPT = "prompt"
    COLUMN = "column"
    OPTION = "option"
    PAIR = "pair"
    STEP = "step"
    ANSWER = "answer"
    FEEDBACK = "feedback"
    HINT = "hint"
    EXPLANATION = "explanation"
    GUIDE = "guide"


@dataclass(frozen=True)
class Place:
    """One place of a unit: `lesson` is its slug ("" for course.md), `question` its number in the lesson (0: in none)."""

    unit: Unit
    kind: Kind
    file: str
    lesson: str = ""
    heading: Unit | None = None
    question: int = 0


_OPENED = re.compile(r"<([a-z]\w*)")
_KINDS = {
    **dict.fromkeys(("h2", "h3"), Kind.HEADING),
    **dict.fromkeys(("li", "div"), Kind.ITEM),
    **dict.fromkeys(("td", "th"), Kind.CELL),
    "figcaption": Kind.CAPTION,
}
_CHOICES = {QuestionType.ORDER: Kind.STEP, QuestionType.MATCH: Kind.PAIR}


def places(course: Course) -> tuple[Place, ...]:
    """Every place of every text of a course that is to be translated, in the order in which a translator meets them."""
    return tuple(place for place in _all(course) if not is_plain(place.unit.text))


def _all(course: Course) -> Iterator[Place]:
    yield Place(course.title, Kind.COURSE_TITLE, "course.md")
    if course.audience:
        yield Place(course.audience, Kind.AUDIENCE, "course.md")
    for block in course.summary:
        for unit, kind in _in_block(block, Kind.SUMMARY):
            yield Place(unit, kind, "course.md")
    for unit in course.objectives:
        yield Place(unit, Kind.OBJECTIVE, "course.md")
    for lesson in course.pages:
        yield from _in_lesson(lesson)


def _in_lesson(lesson: Lesson) -> Iterator[Place]:
    yield Place(lesson.title, Kind.LESSON_TITLE, lesson.file, lesson.slug)
    for pool in lesson.quiz.pools if lesson.quiz else ():
        yield Place(pool.name, Kind.POOL, lesson.file, lesson.slug)
    heading = None
    number = 0
    for part in lesson.parts:
        if isinstance(part, Question):
            number += 1
            for unit, kind in _in_question(part):
                yield Place(unit, kind, lesson.file, lesson.slug, heading, number)
            continue
        for unit, kind in _in_block(part, Kind.TEXT):
            heading = unit if kind is Kind.HEADING else heading
            above = None if kind is Kind.HEADING else heading
            yield Place(unit, kind, lesson.file, lesson.slug, above)


def _in_block(block: Block, running: Kind) -> Iterator[tuple[Unit, Kind]]:
    """The units of a block; what stands in no list, table or picture is `running`."""
    tag = ""
    for piece in block.pieces:
        if isinstance(piece, Literal):
            tag = (_OPENED.findall(piece.html) or [tag])[-1]
        elif isinstance(piece, Slot) and piece.kind == "attribute":
            yield piece.unit, Kind.PICTURE
        elif isinstance(piece, Slot) and piece.kind == "text":
            yield piece.unit, _KINDS.get(tag, running)


def _in_question(question: Question) -> Iterator[tuple[Unit, Kind]]:
    for block in question.prompt:
        for unit, kind in _in_block(block, Kind.PROMPT):
            yield unit, kind if kind in (Kind.PICTURE, Kind.CAPTION) else Kind.PROMPT
    for unit in question.columns:
        yield unit, Kind.COLUMN
    choices: tuple[Option, ...] = (*question.options, *question.lefts)
    units = [option.unit for option in choices]
    # in an evaluation nothing is right, and a scale is read in its order
    for unit in units if question.solution is None else _unordered(units):
        yield unit, _CHOICES.get(question.type, Kind.OPTION)
    for unit in _unordered(question.accepted):
        yield unit, Kind.ANSWER
    for unit in _unordered(option.feedback for option in choices if option.feedback):
        yield unit, Kind.FEEDBACK
    for text, kind in (
        (question.hint, Kind.HINT),
        (question.explanation, Kind.EXPLANATION),
        (question.guide, Kind.GUIDE),
    ):
        if text:
            yield text, kind


def _unordered(units: Iterable[Unit]) -> list[Unit]:
    """Each once, in an order that does not depend on where the author wrote them."""
    return sorted(set(units), key=lambda unit: sha256(f"{unit.context}\n{unit.text}".encode()).digest())
