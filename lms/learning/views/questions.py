"""The questions of an attempt as they are shown. Each is made once and kept, whatever its number and order of choices are."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from lms.catalog.course import QuestionType
from lms.catalog.edition import Edition
from lms.learning.models import AttemptAnswer
from lms.learning.queries import AttemptPlace
from lms.learning.result import Asked, Marked, Result
from lms.learning.views.place import kept

# comments cannot come from a course or from what somebody writes: neither is ever taken for HTML
CUT, NUMBER = Markup("<!--cut-->"), Markup("<!--number-->")


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
    # while a match is open, its choices have letters in the order in which they are shown; all others can change places afterwards
    has_letters = text.question.type is QuestionType.MATCH and state["result"] is None
    order = asked.order if has_letters else tuple(choice.id for choice in text.choices)

    def given() -> dict[str, Any]:
        return {
            "text": text,
            "number": NUMBER,
            "total": total,
            "order": order,
            "cut": "" if has_letters else CUT,
            **state,
        }

    known = (text.id, total, order, *(repr(value) for value in state.values()))
    made = str(kept("learning/_asked.html", place, edition, known, given))
    return Markup((made if has_letters else _in_order(made, asked.order)).replace(NUMBER, str(asked.number)))


def _in_order(made: str, order: Sequence[str]) -> str:
    """Choices, cut apart in the author's order, in the order in which they were drawn."""
    before, *choices = made.split(CUT)
    if not choices:
        return made
    after = choices.pop()
    return "".join([before, *(choices[int(choice) - 1] for choice in order), after])
