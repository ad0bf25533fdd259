"""One filled example of something that a lesson can have, in the languages in which courses are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    QUESTION = "question"
    TEXT = "text"


@dataclass(frozen=True)
class Snippet:
    """`name` is its lasting name, `label` a msgid for the menu, `texts` the Markdown by language of the course.

    `quiz_only`: it has its place in quizzes and tests alone; `graded_only`: in the graded quiz; `survey_only`: in the evaluation,
    which takes no other questions.
    """

    name: str
    group: Group
    label: str
    texts: Mapping[str, str]
    quiz_only: bool = False
    graded_only: bool = False
    survey_only: bool = False

    def text(self, language: str) -> str:
        """The Markdown in the language that a course is written in; English for a language that has none."""
        return self.texts.get(language, self.texts["en"]).strip("\n") + "\n"
