"""Questions from elsewhere put into a lesson: the files that change, and what our checker says of them then."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.catalog import source
from lms.catalog.exchange.incoming import Imported
from lms.catalog.problems import Problem


@dataclass(frozen=True)
class Addition:
    """`files` are the lesson and the new pictures; `problems` are errors that the course did not have before."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def add(slug: str, files: Mapping[str, bytes], lesson: str, imported: Imported) -> Addition:
    """The questions at the end of `lesson`, which is a path in `files`, with the line ends that it has."""
    before = files[lesson].rstrip()
    markdown = imported.markdown.encode()
    newline = b"\n"
    if b"\r\n" in before:
        newline, markdown = b"\r\n", markdown.replace(b"\n", b"\r\n")
    changed = {**imported.files, lesson: before + newline * 2 + markdown}
    known = {_identity(problem) for problem in source.read(slug, files).problems}
    after = source.read(slug, {**files, **changed}).problems
    return Addition(
        changed, tuple(problem for problem in after if problem.is_error and _identity(problem) not in known)
    )


def _identity(problem: Problem) -> tuple[str, int, str]:
    return problem.file, problem.line, problem.message
