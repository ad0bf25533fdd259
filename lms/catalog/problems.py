"""What is wrong with a course's files, told so that an author can mend it: file, line, what was seen, what to write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lms.i18n import N_

_SEEN = 60


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One mistake. An error stops publishing, a warning does not.

    `line` counts from 1; 0 is the file as a whole. `message` is a gettext msgid with named placeholders, filled from
    `values`.
    """

    file: str
    line: int
    severity: Severity
    message: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def text(self, translate: Callable[[str], str] | None = None) -> str:
        """The message in a person's language, without the place."""
        return (translate(self.message) if translate else self.message) % self.values

    def sentence(self, translate: Callable[[str], str] | None = None) -> str:
        """The message with its file and line, for where the text is not beside it."""
        place = N_("%(file)s, line %(line)s: %(text)s") if self.line else N_("%(file)s: %(text)s")
        place = translate(place) if translate else place
        return place % {"file": self.file, "line": self.line, "text": self.text(translate)}

    def __str__(self) -> str:
        return self.sentence()


class Report:
    """Collects problems. The same message twice on one line is one mistake."""

    def __init__(self) -> None:
        self._problems: dict[tuple[str, int, str], Problem] = {}

    def error(self, file: str, line: int, message: str, /, **values: object) -> None:
        self._add(Problem(file, line, Severity.ERROR, message, values))

    def warn(self, file: str, line: int, message: str, /, **values: object) -> None:
        self._add(Problem(file, line, Severity.WARNING, message, values))

    def _add(self, problem: Problem) -> None:
        self._problems.setdefault((problem.file, problem.line, problem.message), problem)

    def __len__(self) -> int:
        return len(self._problems)

    @property
    def has_errors(self) -> bool:
        return any(problem.is_error for problem in self._problems.values())

    def problems(self) -> tuple[Problem, ...]:
        """In the order of reading: `course.md`, then the other files by name, each from its first line."""
        found = self._problems.values()
        return tuple(sorted(found, key=lambda problem: (problem.file != "course.md", problem.file, problem.line)))


def shorten(text: str) -> str:
    """`text` on one line and not longer than a message can bear."""
    text = " ".join(text.split())
    return text if len(text) <= _SEEN else text[: _SEEN - 1].rstrip() + "…"
