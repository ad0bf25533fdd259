"""The questions of an attempt as they are shown. Each is made once, whatever the order of its choices is, and kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from lms.catalog.course import QuestionType
from lms.catalog.edition import Edition
from lms.learning.models import AttemptAnswer
from lms.learning.queries import AttemptPlace
from lms.learning.result import Asked, Marked, Result
from lms.learning.views.place import kept

# a comment cannot come from a course or from what somebody writes: neither is ever taken for HTML
CUT = "<!--cut-->"


def open_questions(
    place: AttemptPlace, edition: Edition, drawn: Sequence[Asked], answers: Mapping[str, AttemptAnswer]
) -> list[Markup]:
    """Questions that are to be answered, with the answers saved for them."""

    def state(asked: Asked) -> dict[str, Any]:
        row = answers.get(asked.text.id)
        answer, counter = (row.answer, row.counter) if row else (None, 0)
        return {"answer": answer, "counter": counter, "saved": answer is not None, "result": None}

    return [_question(place, edition, asked, len(drawn), state(asked)) for asked in drawn]


def marked_questions(place: AttemptPlace, edition: Edition, result: Result) -> list[Markup]:
    """Questions with the answers that were given and what they are worth."""

    def state(marked: Marked) -> dict[str, Any]:
        return {"answer": marked.answer, "result": marked.mark, "reveal": result.show_key, "remark": marked.remark}

    return [_question(place, edition, marked, len(result.questions), state(marked)) for marked in result.questions]


def _question(place: AttemptPlace, edition: Edition, asked: Asked, total: int, state: dict[str, Any]) -> Markup:
    text = asked.text
    # the choices of a match have letters in the order in which they are shown; all others can change places afterwards
    is_match = text.question.type is QuestionType.MATCH
    order = asked.order if is_match else tuple(choice.id for choice in text.choices)

    def given() -> dict[str, Any]:
        return {
            "text": text,
            "number": asked.number,
            "total": total,
            "order": order,
            "cut": "" if is_match else Markup(CUT),
            **state,
        }

    known = (text.id, asked.number, total, order, *(repr(value) for value in state.values()))
    made = kept("learning/_asked.html", place, edition, known, given)
    return made if is_match else _in_order(made, asked.order)


def _in_order(made: Markup, order: Sequence[str]) -> Markup:
    """Choices, cut apart in the author's order, in the order in which they were drawn."""
    before, *choices = str(made).split(CUT)
    if not choices:
        return made
    after = choices.pop()
    return Markup("".join([before, *(choices[int(choice) - 1] for choice in order), after]))
