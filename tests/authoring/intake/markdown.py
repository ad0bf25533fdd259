"""What the tests look at in a draft: its text as readers see it, its words, its mistakes."""

import re
from collections.abc import Mapping

from lms.authoring.intake import Converted
from lms.catalog import inline, source
from lms.catalog.problems import Problem

# What the checker may ask of an author; every other error would be a mistake of the conversion.
ASKS = ("This picture has no description", "There is no picture", "The objectives are missing")


def text(intake: Converted, path: str) -> str:
    return intake.files[path].decode()


def only_lesson(intake: Converted) -> str:
    """The one lesson of a draft, without its title."""
    [path] = [path for path in intake.files if path.endswith(".md") and path != "course.md"]
    return text(intake, path).split("\n", 2)[2]


def errors(files: Mapping[str, bytes]) -> list[Problem]:
    return [problem for problem in source.read("draft", files).problems if problem.is_error]


def mistakes(files: Mapping[str, bytes]) -> list[str]:
    """The errors that do not ask the author for something."""
    return [str(problem) for problem in errors(files) if not problem.message.startswith(ASKS)]


def seen(files: Mapping[str, bytes]) -> str:
    """The words of all lessons and of course.md without what only Markdown means."""
    lines = [line for path, body in sorted(files.items()) if path.endswith(".md") for line in body.decode().split("\n")]
    bare = (re.sub(r"^\s*(?:#+ |- (?:\[[ x]\] )?|\d+[.)] )|^\|(?:---\|)+$", "", line) for line in lines)
    cells = (cell for line in bare for cell in re.split(r"(?<!\\)\|", line))
    return " ".join(inline.plain(cell.strip().removesuffix("\\").replace("\\|", "|")) for cell in cells if cell.strip())


def said(intake: Converted) -> list[str]:
    return [str(report) for report in intake.reports]
