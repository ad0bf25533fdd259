"""A document's blocks to the lessons of a course: which headings begin one, what stands before the first, what it teaches."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lms.authoring.intake.blocks import (
    Block,
    Document,
    Heading,
    Item,
    Note,
    Paragraph,
    Picture,
    Question,
    Remark,
    Span,
    Spans,
    remark,
    text_of,
    texts_of,
    words_in,
)
from lms.authoring.intake.quizzes import with_questions
from lms.authoring.intake.typed import with_lists
from lms.i18n import N_

WORDS_A_LESSON = 600
"""Where no heading says where a lesson ends. The checker advises 300 to 1000."""

LONGEST_SUMMARY = 150
"""Words before the first lesson that are still a summary; more of them are a lesson."""

_LONGEST_HEADING = 90
_OBJECTIVES = re.compile(
    r"(?:.*\b(?:learning|training|course|module|lesson|session)\s+)?(?:objectives?|outcomes?|goals?)(?:\s+of\b.*)?"
    r"|what you will (?:learn|be able to do)|.*you will be able to|.*(?:participants|officers|trainees) will be able to"
    r"|(?:.*\s)?(?:سیکھنے کے |تربیت کے |کورس کے )?(?:مقاصد|اہداف)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Lesson:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Outline:
    """A course as a document gives it. `title` is "" if the document names none."""

    title: str
    summary: tuple[Block, ...]
    objectives: tuple[Spans, ...]
    lessons: tuple[Lesson, ...]
    remarks: tuple[Remark, ...]


def of(document: Document) -> Outline:
    remarks = list(document.remarks)
    blocks = _captioned(with_lists(with_questions(document.blocks)))
    if not any(isinstance(block, Heading) for block in blocks):
        blocks = _with_bold_headings(blocks, remarks)
    level = document.lessons_at
    title = document.title
    if level is None:
        title, blocks = _title(title, blocks)
        level = _lesson_level(blocks)
    before, lessons = _divided(blocks, level)
    summary, first = _opening(before, title, bool(lessons), remarks)
    lessons = [*first, *lessons] or [Lesson(title or "…", ())]
    return Outline(title, tuple(summary), tuple(_objectives(blocks)), tuple(lessons), tuple(remarks))


def _captioned(blocks: Sequence[Block]) -> list[Block]:
    """Captions at their pictures."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Paragraph) and block.is_caption and isinstance(last, Picture) and not last.caption:
            found[-1] = replace(last, caption=text_of(block.spans), remarks=(*last.remarks, *block.remarks))
        else:
            found.append(block)
    return found


def _with_bold_headings(blocks: list[Block], remarks: list[Remark]) -> list[Block]:
    """Short bold lines as headings, in a document that uses no style for them."""
    found = [_as_heading(block) or block for block in blocks]
    if sum(isinstance(block, Heading) for block in found) < 2:
        return blocks
    message = N_(
        "The document has no headings by style, so short bold lines were taken for headings. See whether all are."
    )
    remarks.append(remark(message))
    return found


def _as_heading(block: Block) -> Heading | None:
    if not isinstance(block, Paragraph) or not _is_bold(block.spans):
        return None
    text = text_of(block.spans)
    if len(text) > _LONGEST_HEADING or text.endswith((".", ",", ";", "۔", "،")):
        return None
    return Heading(1, tuple(replace(span, bold=False, italic=False) for span in block.spans), block.remarks)


def _is_bold(spans: Spans) -> bool:
    worded = [span for span in spans if any(sign.isalnum() for sign in span.text)]
    return bool(worded) and all(span.bold for span in worded)


def _title(title: str, blocks: list[Block]) -> tuple[str, list[Block]]:
    """The course's title: the document's, or a heading that stands alone above all others, which then heads no lesson."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    counts = Counter(heading.level for heading in headings)
    if title or not headings or len(counts) == 1:
        return title, blocks
    first = headings[0]
    if first.level == min(counts) and counts[first.level] == 1:
        note = [Note(remarks=first.remarks)] if first.remarks else []
        place = next(number for number, block in enumerate(blocks) if block is first)
        return text_of(first.spans), [*blocks[:place], *note, *blocks[place + 1 :]]
    return title, blocks


def _lesson_level(blocks: Sequence[Block]) -> int | None:
    """The highest level of which there are several headings, or else the highest; None without headings."""
    counts = Counter(block.level for block in blocks if isinstance(block, Heading))
    several = [level for level, count in counts.items() if count > 1]
    return min(several or counts, default=None)


def _divided(blocks: Sequence[Block], level: int | None) -> tuple[list[Block], list[Lesson]]:
    """What stands before the first lesson, and the lessons. Headings inside have level 2 or 3."""
    titles: list[str] = []
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading) and level is not None and block.level <= level:
            titles.append(text_of(block.spans))
            parts.append([Note(remarks=block.remarks)] if block.remarks else [])
        elif isinstance(block, Heading) and level is not None:
            parts[-1].append(replace(block, level=min(block.level - level + 1, 3)))
        else:
            parts[-1].append(block)
    return parts[0], [Lesson(title, tuple(part)) for title, part in zip(titles, parts[1:], strict=True)]


def _opening(
    before: list[Block], title: str, has_lessons: bool, remarks: list[Remark]
) -> tuple[list[Block], list[Lesson]]:
    """What stands before the first lesson, as a summary if it is short, else as lessons."""
    is_summary = (
        not any(isinstance(block, Heading | Question) for block in before) and words_in(before) <= LONGEST_SUMMARY
    )
    if has_lessons and is_summary:
        return before, []
    if has_lessons:
        remarks.append(remark(N_("The text before the first heading became a lesson. Give it a title.")))
        return [], [Lesson(title or "…", tuple(before))]
    parts = _parts(before)
    if len(parts) > 1:
        message = N_(
            "The document has no headings. It was divided where a lesson would grow too long: give each a title."
        )
        remarks.append(remark(message))
    return [], [Lesson(_first_words(part), tuple(part)) for part in parts]


def _parts(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks in parts of some hundred words; lists and what belongs together are not torn apart."""
    parts: list[list[Block]] = [[]]
    words = 0
    for block in blocks:
        if words >= WORDS_A_LESSON and isinstance(block, Paragraph | Heading):
            parts.append([])
            words = 0
        parts[-1].append(block)
        words += words_in([block])
    return [part for part in parts if part]


def _first_words(blocks: Sequence[Block]) -> str:
    text = next((text_of(spans) for block in blocks for spans in texts_of(block) if text_of(spans)), "")
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "") if words else "…"


def _objectives(blocks: Sequence[Block]) -> list[Spans]:
    """The points of the first list under a heading or a line that announces objectives. The list stays where it stands too."""
    for place, block in enumerate(blocks):
        announces = isinstance(block, Heading | Paragraph) and _OBJECTIVES.fullmatch(
            text_of(block.spans).rstrip(" :.۔")
        )
        if not announces:
            continue
        found: list[Spans] = []
        for following in blocks[place + 1 :]:
            if isinstance(following, Item):
                found.append((Span(text_of(following.spans)),))
            elif found or not isinstance(following, Paragraph | Note):
                break
        if found:
            return found
    return []
