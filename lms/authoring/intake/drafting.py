"""An outline to the files of a draft course: course.md, one file a lesson, the pictures."""

import posixpath
import re
from collections.abc import Mapping, Sequence

from lms.authoring.intake import outline
from lms.authoring.intake.archive import TooLarge
from lms.authoring.intake.blocks import Block, Document, Remark, Span, Spans, remark, texts_of, words_in
from lms.authoring.intake.outline import Lesson, Outline
from lms.authoring.intake.prose import markdown
from lms.authoring.intake.writing import Writer
from lms.authoring.paths import MAX_FILES, lesson_path, lesson_slug
from lms.catalog.head import OBJECTIVES
from lms.catalog.inline import plain
from lms.catalog.problems import Problem
from lms.catalog.source import MAX_TEXT_FILE
from lms.i18n import N_

WORDS_AN_HOUR = 5_000
"""For readers whose second or third language it is, with pictures to look at and questions to answer."""

MOST_HOURS = 100
FEWEST_OBJECTIVES, MOST_OBJECTIVES = 3, 7
_ARABIC = re.compile(r"[\u0620-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile(r"[A-Za-z]")


def draft(
    document: Document, pictures: Mapping[str, bytes], name: str
) -> tuple[dict[str, bytes], str, tuple[Problem, ...]]:
    """The files, the title and what there is to say. `name` is the file's, for a document without a title."""
    course = outline.of(document)
    reports: list[Problem] = []
    files: dict[str, bytes] = {}
    _check_count(1 + len(course.lessons) + len(pictures))
    taken: set[str] = set()
    for number, lesson in enumerate(course.lessons, start=1):
        path = lesson_path(number, lesson.title, taken)
        taken.add(lesson_slug(path))
        files[path] = _lesson(path, lesson, reports)
    title = course.title or posixpath.splitext(name.replace("\\", "/").rpartition("/")[2])[0].replace("_", " ").strip()
    files["course.md"] = _about(course, document, title or "…", reports)
    files |= pictures
    _check_sizes(files)
    return files, plain(markdown((Span(title or "…"),), breaks=False)), tuple(sorted(reports, key=_place))


def _place(report: Problem) -> tuple[bool, str, int]:
    """The order of reading: course.md, then the lessons from their first lines."""
    return report.file != "course.md", report.file, report.line


def _check_count(count: int) -> None:
    if count > MAX_FILES:
        message = N_(
            "This document gives %(count)s lessons and pictures; a course has %(limit)s files at most. Divide it."
        )
        raise TooLarge(message, count=count, limit=MAX_FILES)


def _check_sizes(files: Mapping[str, bytes]) -> None:
    if any(len(body) > MAX_TEXT_FILE for path, body in files.items() if path.endswith(".md")):
        message = N_("A part of this document is too long for one lesson (%(limit)s KB). Divide it with headings.")
        raise TooLarge(message, limit=MAX_TEXT_FILE // 1024)


def _lesson(path: str, lesson: Lesson, reports: list[Problem]) -> bytes:
    writer = Writer(path, reports)
    writer.title(lesson.title)
    writer.blocks(lesson.blocks)
    return writer.text().encode()


def _about(course: Outline, document: Document, title: str, reports: list[Problem]) -> bytes:
    writer = Writer("course.md", reports)
    remarks = list(course.remarks)
    settings = [*_language(document.blocks, remarks), ("track", "core"), ("level", "all")]
    hours = min(max(0.5, round(words_in(document.blocks) / WORDS_AN_HOUR * 2) / 2), MOST_HOURS)
    settings += [("hours", f"{hours:g}"), ("review", "awaiting expert review")]
    remarks.append(remark(N_("Track, level and hours are a guess. Set them as they should be.")))
    if not course.title:
        remarks.append(remark(N_("The document has no title. The name of its file was taken for it.")))
    writer.say(remarks)
    writer.settings(settings)
    writer.title(title)
    writer.blocks(course.summary)
    _write_objectives(course.objectives, writer)
    return writer.text().encode()


def _write_objectives(objectives: Sequence[Spans], writer: Writer) -> None:
    said: list[Remark] = []
    if not objectives:
        said.append(
            remark(N_("No list of objectives was found. Write 3 to 5 things that officers will be able to do."))
        )
    elif not FEWEST_OBJECTIVES <= len(objectives) <= MOST_OBJECTIVES:
        message = N_("The document lists %(count)s objectives. Three to five that can be tested are best.")
        said.append(remark(message, count=len(objectives)))
    writer.objectives(OBJECTIVES, objectives, said)


def _language(blocks: Sequence[Block], remarks: list[Remark]) -> list[tuple[str, str]]:
    """The language setting, if most letters are Urdu ones; English needs none."""
    text = "".join(span.text for block in blocks for spans in texts_of(block) for span in spans)
    urdu, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if urdu > latin:
        return [("language", "ur")]
    if urdu * 5 > latin:
        message = N_(
            "A good part of the text is Urdu. The course says that it is written in English: see which it should be."
        )
        remarks.append(remark(message))
    return []
