"""What one import gathers while it reads: its reports, and the pictures that came with the questions."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from lms.catalog import pictures
from lms.catalog.problems import Problem, Severity, shorten
from lms.i18n import N_

KINDS = ("png", "jpg", "gif", "webp", "svg")
MAX_PICTURES = 200
MAX_REPORTS = 1_000


@dataclass
class Intake:
    """`taken` are the paths of files that the course has already; `files` are the new ones by their path in the course.

    An error says that something was left out, a warning that it has come in changed. Unlike in a lesson, equal messages about
    several things of one line are all kept: a whole question may stand there.
    """

    file: str
    taken: Collection[str] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    said: dict[object, Problem] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The reports in the order of the file's lines."""
        return tuple(sorted(self.said.values(), key=lambda problem: problem.line))

    def error(self, line: int, message: str, /, **values: object) -> None:
        self._say(line, Problem(self.file, line, Severity.ERROR, message, values))

    def warn(self, line: int, message: str, /, **values: object) -> None:
        self._say(line, Problem(self.file, line, Severity.WARNING, message, values))

    def once(self, line: int, message: str, /, **values: object) -> None:
        """A warning that is given for the first line it is true of, and not for every question of the file."""
        self._say(None, Problem(self.file, line, Severity.WARNING, message, values))

    def _say(self, line: int | None, problem: Problem) -> None:
        if len(self.said) == MAX_REPORTS:
            message = N_("There are more than %(limit)s remarks on this file. The others are not listed.")
            problem = Problem(self.file, 0, Severity.ERROR, message, {"limit": MAX_REPORTS})
        if len(self.said) > MAX_REPORTS:
            return
        self.said.setdefault((line, problem.message, *problem.values.values()), problem)

    def picture(self, name: str, body: bytes, line: int) -> str | None:
        """The path under which a picture is kept in the course, or None, with a report, if it is no picture."""
        kind = next((kind for kind in KINDS if pictures.size(body, f"x.{kind}")), None)
        if kind is None or (kind == "svg" and pictures.is_active(body)):
            message = N_("“%(seen)s” is not a picture that can be shown here. It is left out.")
            self.error(line, message, seen=shorten(name))
            return None
        if len(self.files) >= MAX_PICTURES:
            message = N_("More than %(limit)s pictures came with this file. The pictures from here on are left out.")
            self.once(line, message, limit=MAX_PICTURES)
            return None
        for path, known in self.files.items():
            if known == body:
                return path
        path = self._free(name, kind)
        self.files[path] = body
        return path

    def _free(self, name: str, kind: str) -> str:
        words = re.findall(r"[a-z0-9]+", name.rpartition("/")[2].rpartition(".")[0].lower())
        stem = "-".join(words)[:60].strip("-") or "picture"
        path, number = f"images/{stem}.{kind}", 2
        while path in self.files or path in self.taken:
            path, number = f"images/{stem}-{number}.{kind}", number + 1
        return path
