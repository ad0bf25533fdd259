"""What the editor's menu “Insert” writes: one filled example of each thing that a lesson can have.

The words are those that an author replaces; `tests/authoring/test_snippets.py` pushes each through the checker.
"""

import re

from lms.authoring.snippets.opinions import OPINIONS
from lms.authoring.snippets.prose import PROSE
from lms.authoring.snippets.questions import QUESTIONS
from lms.authoring.snippets.quizzes import FOR_QUIZZES
from lms.authoring.snippets.snippet import Group, Snippet
from lms.catalog.course import QuizKind

__all__ = ["SNIPPETS", "Group", "Snippet", "appended", "fitting", "snippet"]

SNIPPETS: tuple[Snippet, ...] = (*QUESTIONS, *FOR_QUIZZES, *OPINIONS, *PROSE)


def fitting(is_survey: bool, quiz: QuizKind | None) -> list[Snippet]:
    """What may be put into the evaluation, into a quiz of this kind or into a lesson."""
    if is_survey:
        return [each for each in SNIPPETS if each.survey_only or each.group is Group.TEXT]
    others = (each for each in SNIPPETS if not each.survey_only)
    is_graded = quiz is QuizKind.GRADED
    return [each for each in others if (is_graded or not each.graded_only) and (quiz or not each.quiz_only)]


def snippet(name: str) -> Snippet | None:
    return next((each for each in SNIPPETS if each.name == name), None)


def appended(text: str, more: str) -> str:
    """`text` with `more` as blocks of their own at its end: after a line `---` if a question stands there, which that ends."""
    parts = [
        text.rstrip(),
        "---" if _ends_in_question(text) and not more.lstrip().startswith("#") else "",
        more.strip(),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _ends_in_question(text: str) -> bool:
    borders = re.findall(r"^(?:#{1,3} .*|---\s*)$", text, re.MULTILINE)
    return bool(borders) and borders[-1].lower().startswith("### question")
