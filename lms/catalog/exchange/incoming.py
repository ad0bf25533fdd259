"""Files with questions of other programs, as Markdown to be put into a lesson or a quiz."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lms.catalog import lessons
from lms.catalog.addresses import Addresses
from lms.catalog.course import Media, Question
from lms.catalog.exchange import aiken, gift, moodle, questions, signs
from lms.catalog.exchange.escaping import escape, squeeze
from lms.catalog.exchange.foreign import ForeignQuestion, Kind
from lms.catalog.exchange.intake import Intake
from lms.catalog.exchange.signs import Origin
from lms.catalog.lessons import MAX_QUESTIONS
from lms.catalog.page import Page
from lms.catalog.problems import Problem, Report, shorten
from lms.catalog.source import MAX_TEXT_FILE
from lms.i18n import N_

# How many a file may hold with those that cannot be asked here.
MAX_SEEN = 1_000
_READERS = {Origin.GIFT: gift.read, Origin.AIKEN: aiken.read, Origin.MOODLE_XML: moodle.read}
# Bytes that the heading of a pool and empty lines may take beside a question.
_AROUND = 200
_NEXT = "### Question (number)\n\nHow many?\n\n- Answer: 1\n"


@dataclass(frozen=True)
class Imported:
    """What came of a file. `markdown` holds `count` questions and passes our checker; "" if there are none.

    `files` are pictures by their path in the course. Of the `problems`, an error says that something was left out and a warning
    that something has changed; their `file` and `line` are those of the foreign file.
    """

    markdown: str
    count: int
    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Written:
    markdown: str
    question: ForeignQuestion


def read(body: bytes, file: str, *, pool: str = "", ask: int = 0, taken: Collection[str] = ()) -> Imported:
    """The questions in `body`, a file in GIFT, Aiken or Moodle XML that is called `file`. Never raises.

    With `ask`, they stand in pools that ask so many each: one pool called `pool`, or without a name one for each category.
    `taken` are the paths of files that the course has already.
    """
    intake = Intake(file, taken)
    found = signs.read(body, intake)
    written = list(_written(_READERS[found.origin](found.text, intake), intake)) if found else []
    asked = [each for each in written if each.question.kind is not Kind.TEXT]
    if found and not asked and not any(problem.is_error for problem in intake.problems):
        intake.error(0, signs.NO_QUESTION)
    parts = _pools(written, pool, ask, intake) if ask else [each.markdown for each in written]
    if not ask:
        _report_categories(written, intake)
    markdown = "\n\n".join(parts) + "\n" if asked else ""
    used = {path: picture for path, picture in intake.files.items() if f"({path}" in markdown}
    return Imported(markdown, len(asked), used, intake.problems)


def _written(found: Iterable[ForeignQuestion | None], intake: Intake) -> Iterator[_Written]:
    """Questions and texts as Markdown, until there are too many."""
    size = count = 0
    for seen, question in enumerate(found):
        markdown = questions.write(question, intake) if question and seen < MAX_SEEN else None
        at = question.line if question else 0
        if seen >= MAX_SEEN or (count >= MAX_QUESTIONS and markdown and question and question.kind is not Kind.TEXT):
            message = N_(
                "There are more than %(limit)s questions here. From here on they are left out; divide the file."
            )
            intake.error(at, message, limit=MAX_SEEN if seen >= MAX_SEEN else MAX_QUESTIONS)
            return
        if not markdown or not question:
            continue
        size += len(markdown.encode()) + _AROUND
        if size > MAX_TEXT_FILE:
            message = N_("The questions are longer than %(limit)s KB. From here on they are left out; divide the file.")
            intake.error(at, message, limit=MAX_TEXT_FILE // 1024)
            return
        if _is_sound(markdown, question, intake):
            count += question.kind is not Kind.TEXT
            yield _Written(markdown, question)


def _is_sound(markdown: str, question: ForeignQuestion, intake: Intake) -> bool:
    """The second wall: whether our own reader finds in `markdown` exactly one question (or text) and no mistake.

    What it says instead is reported in its own words, for instance that a text is too long.
    """
    report = Report()
    media = {path: Media(path, "") for path in intake.files}
    page = Page(intake.file, "questions", Addresses("course", {}, media), report)
    lesson = lessons.read(f"# Questions\n\n{markdown}\n\n{_NEXT}", page, "questions")
    errors = [problem for problem in report.problems() if problem.is_error]
    count = sum(isinstance(part, Question) for part in lesson.parts) if lesson else 0
    if not errors and count == 1 + (question.kind is not Kind.TEXT):
        return True
    for problem in errors:
        intake.error(question.line, problem.message, **problem.values)
    intake.error(question.line, N_("So this question is left out."))
    return False


# Categories


def _report_categories(written: list[_Written], intake: Intake) -> None:
    for each in written:
        if each.question.category:
            message = N_(
                "The category “%(seen)s” is left out. To make a pool of each category, say how many questions a pool asks."
            )
            intake.once(each.question.line, message, seen=shorten(" / ".join(each.question.category)))


def _pools(written: list[_Written], pool: str, ask: int, intake: Intake) -> Iterator[str]:
    """The questions under the headings of pools, each category's together."""
    groups: dict[tuple[str, ...], list[_Written]] = {}
    for each in written:
        groups.setdefault((pool,) if pool.strip() else each.question.category, []).append(each)
    last = [category[-1:] for category in groups]
    for category, inside in groups.items():
        size = sum(each.question.kind is not Kind.TEXT for each in inside)
        is_unclear = last.count(category[-1:]) > 1
        name = shorten(squeeze(" / ".join(category) if is_unclear else "".join(category[-1:]))) or "Questions"
        if size < ask:
            message = N_("The pool “%(name)s” asks all of its questions, because it has no more than %(size)s.")
            intake.warn(inside[0].question.line, message, name=name, size=size)
        if size:
            yield f"## Pool: {escape(name)} (ask {min(ask, size)})"
        yield from (each.markdown for each in inside)
