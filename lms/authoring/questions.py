"""Questions from elsewhere put into a lesson or a pool: where they can go, the text with them in it, and what is wrong then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lms.authoring import paths, texts
from lms.authoring.headings import quiz_kind, title_of
from lms.catalog import lessons, source
from lms.catalog.exchange.incoming import Imported
from lms.catalog.problems import Problem, Severity
from lms.i18n import N_


class Part(StrEnum):
    """A part of a file in which questions can stand: all of it, what a quiz always asks, a pool, pools that are made."""

    WHOLE = "whole"
    ALWAYS = "always"
    POOL = "pool"
    NEW_POOLS = "new"


@dataclass(frozen=True)
class Target:
    """Where questions can be put: `title` is that of the lesson, `pool` the name of a pool. They go before `line`, or to the
    end."""

    name: str
    path: str
    title: str
    part: Part
    pool: str = ""
    line: int | None = None


def targets(bodies: Mapping[str, bytes]) -> list[Target]:
    """Where questions can be put in a draft with these texts, in the order of its lessons."""
    found = []
    for path in paths.in_order(bodies):
        title = title_of(bodies[path]) or path
        kind = quiz_kind(bodies[path])
        pools = lessons.pool_places(texts.shown(bodies[path])) if kind else ()
        part = Part.ALWAYS if pools and kind == "graded" else Part.WHOLE
        found.append(Target(path, path, title, part, line=pools[0].begins if pools else None))
        if kind != "graded":
            continue
        for number, pool in enumerate(pools):
            found.append(Target(f"{path}#{number}", path, title, Part.POOL, pool.name, pool.ends))
        found.append(Target(f"{path}#new", path, title, Part.NEW_POOLS))
    return found


@dataclass(frozen=True)
class Placed:
    """A file with questions in it: they begin on `line`, and what stood below stands so many lines further down."""

    body: bytes
    line: int
    added: int

    def before(self, line: int) -> int:
        """The line on which something stood before."""
        return line - self.added if line >= self.line + self.added else line


def place(body: bytes, markdown: str, line: int | None = None) -> Placed:
    """The questions before a line of the file (which begins with an empty one then) or at its end, with the line ends it has."""
    newline = "\r\n" if b"\r\n" in body else "\n"
    rows = body.decode("utf-8", "surrogateescape").replace("\r\n", "\n").split("\n")
    above, below = (rows, []) if line is None else (rows[: line - 1], rows[line - 1 :])
    while above and not above[-1].strip():
        above.pop()
    questions = markdown.strip("\n").split("\n")
    written = [*above, "", *questions, "", *below]
    added = len(written) - len(rows)
    return Placed(newline.join(written).encode("utf-8", "surrogateescape"), len(above) + 2, added)


def unread(body: bytes, count: int, file: str, placed: Placed) -> tuple[Problem, ...]:
    """The error that `count` questions in `file` would not be read as questions there, though they are well written."""
    before, after = (lessons.how_many_questions(texts.shown(text)) for text in (body, placed.body))
    if after == before + count:
        return ()
    message = N_(
        "The questions would not be read as questions in this place: something above them is not closed,"
        " for instance a line of ``` or a comment <!--. Close it first."
    )
    return (Problem(file, placed.line, Severity.ERROR, message),)


def new_mistakes(before: Iterable[Problem], after: Iterable[Problem], file: str, placed: Placed) -> tuple[Problem, ...]:
    """The errors that a course has with the questions in `file`, and had not without them."""
    known = {(problem.file, problem.line, problem.message) for problem in before}

    def identity(problem: Problem) -> tuple[str, int, str]:
        at = placed.before(problem.line) if problem.file == file else problem.line
        return problem.file, at, problem.message

    return tuple(problem for problem in after if problem.is_error and identity(problem) not in known)


@dataclass(frozen=True)
class Addition:
    """`files` are the lesson and the new pictures; `problems` are errors that the course did not have before."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def add(slug: str, files: Mapping[str, bytes], lesson: str, imported: Imported) -> Addition:
    """The questions at the end of `lesson`, which is a path in `files`."""
    placed = place(files[lesson], imported.markdown)
    changed = {**imported.files, lesson: placed.body}
    before, after = source.read(slug, files), source.read(slug, {**files, **changed})
    mistakes = new_mistakes(before.problems, after.problems, lesson, placed)
    return Addition(changed, (*unread(files[lesson], imported.count, lesson, placed), *mistakes))
