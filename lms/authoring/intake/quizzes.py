"""Multiple choice as people type it, to questions of the format: only where there is one way to read it.

A question is recognised by its options (`a)`, `b)` … in order) and a line that names the right one (`Answer: b`). What
looks like one and is not plain stays text, and is said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lms.authoring.intake.blocks import (
    Block,
    Heading,
    Item,
    Numbers,
    Paragraph,
    Question,
    Spans,
    lines_of,
    remark,
    text_of,
)
from lms.authoring.intake.prose import markdown
from lms.authoring.intake.typed import without
from lms.i18n import N_
from lms.urdu import digits

_PLACES = {letter: place for place, letter in enumerate("abcdefgh")}
_PLACES |= {"الف": 0, "ا": 0, "ب": 1, "ج": 2, "د": 3, "ہ": 4, "و": 5}
_LETTER = r"(?:[A-Ha-h]|الف|[ابجدہو])"
_LABELLED = re.compile(rf"\(?({_LETTER})\s*[.):\]۔]\s*(?=\S)")
_ANSWER = re.compile(
    r"\(?\s*(?:(?:correct|right)\s+)?(?:answers?|ans|key|(?:(?:درست|صحیح)\s+)?جواب(?:ات)?)\s*(?:is|are|ہے)?"
    r"\s*[.:–=-]+\s*(.+?)\s*\)?",
    re.IGNORECASE,
)
_EXPLANATION = re.compile(r"(?:explanation|reason|وضاحت|تشریح)\s*[:–-]\s*(?=\S)", re.IGNORECASE)
_NAMED = r"(?:question|ques|q|mcq|سوال)\s*(?:no\.?|number|نمبر)?\s*\.?\s*#?\s*(\d{1,3})\s*[.):–-]*\s*"
_ALONE = re.compile(_NAMED, re.IGNORECASE)
_LABEL = re.compile(rf"{_NAMED}|(\d{{1,3}})\s*[.):]+\s*", re.IGNORECASE)
_MOST_BLOCKS = 16
_FEWEST_OPTIONS = 2


@dataclass(frozen=True)
class _Line:
    """One line of the document, and the block in which it stands."""

    place: int
    spans: Spans
    block: Paragraph | Item

    @property
    def text(self) -> str:
        return text_of(self.spans)


def with_questions(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with questions in the place of those that make one."""
    found: list[Block] = []
    place = 0
    while place < len(blocks):
        lines = _lines(blocks, place, 2)
        if not _options(lines):
            found.append(blocks[place])
            place += 1
            continue
        lines = _lines(blocks, place, _MOST_BLOCKS)
        options = _options(lines)
        question, used = _question(lines, options)
        if question is None:
            found.append(_doubted(blocks[place], lines, options))
            place += 1
            continue
        label = _ALONE.fullmatch(_plain(found[-1])) if found else None
        if label:
            remarks = (*found.pop().remarks, *question.remarks)
            question = replace(question, label=question.label or label[1], remarks=remarks)
        found.append(question)
        place = lines[used - 1].place + 1
    return found


def _plain(block: Block) -> str:
    """The text of a block that may be nothing but “Question 3”."""
    return digits(text_of(block.spans)) if isinstance(block, Heading | Paragraph) else ""


def _lines(blocks: Sequence[Block], place: int, most: int) -> list[_Line]:
    """The lines of at most so many blocks from one on, up to what no question has in it."""
    found: list[_Line] = []
    for number in range(place, min(place + most, len(blocks))):
        block = blocks[number]
        if not isinstance(block, Paragraph | Item):
            break
        found += [_Line(number, _trimmed(spans), block) for spans in lines_of(block.spans) if text_of(spans)]
    return found


def _trimmed(spans: Spans) -> Spans:
    """The spans without space before the first word."""
    text = "".join(span.text for span in spans)
    return without(spans, len(text) - len(text.lstrip()))


def _options(lines: list[_Line]) -> list[Spans]:
    """The options under the first line: lines labelled a, b, c … or points of a list that Word counts in letters."""
    found: list[Spans] = []
    for line in lines[1:]:
        typed = _LABELLED.match("".join(span.text for span in line.spans))
        counted = isinstance(line.block, Item) and line.block.numbers is Numbers.LETTERS
        if typed and _PLACES[typed[1].lower()] == len(found):
            found.append(without(line.spans, typed.end()))
        elif counted and isinstance(line.block, Item) and line.block.number == len(found) + 1:
            found.append(line.spans)
        else:
            break
    return found


def _question(lines: list[_Line], options: list[Spans]) -> tuple[Question | None, int]:
    """The question that the lines begin with, and how many of them it takes; None if there is more than one way to read it."""
    rest = lines[1 + len(options) :]
    answer = _ANSWER.fullmatch(rest[0].text) if rest else None
    right = _right(answer[1], options) if answer else frozenset()
    if len(options) < _FEWEST_OPTIONS or not right or not _can_be_said(lines[0], options):
        return None, 0
    used = 2 + len(options)
    found = _EXPLANATION.match(rest[1].text) if len(rest) > 1 else None
    explanation = without(rest[1].spans, found.end()) if found else ()
    used += bool(found)
    if len(lines) > used and lines[used].place == lines[used - 1].place:
        return None, 0
    label, prompt = _stem(lines[0])
    touched = {line.place: line.block for line in lines[:used]}
    said = remark(N_("This was recognised as a question. See whether the right option is ticked."))
    remarks = (*(each for block in touched.values() for each in block.remarks), said)
    return Question(label, prompt, tuple(options), right, explanation, remarks), used


def _doubted(block: Block, lines: list[_Line], options: list[Spans]) -> Block:
    """The block, with a remark if it looks like the beginning of a question."""
    if len(options) < _FEWEST_OPTIONS:
        return block
    rest = lines[1 + len(options) :]
    asks = lines[0].text.endswith(("?", "؟")) or _LABEL.match(digits(lines[0].text))
    if not asks and not (rest and _ANSWER.fullmatch(rest[0].text)):
        return block
    message = N_(
        "This looks like a question with options, but it is not plain which one is right."
        " Write it as a question of the format."
    )
    return replace(block, remarks=(*block.remarks, remark(message)))


def _right(answer: str, options: list[Spans]) -> frozenset[int]:
    """Which options the answer names: by letters, by letter and text, or by the text; empty if it is not plain."""
    texts = [_comparable(text_of(option)) for option in options]
    said = _comparable(answer)
    if texts.count(said) == 1:
        return frozenset({texts.index(said)})
    labelled = re.fullmatch(rf"\(?({_LETTER})\s*[.):\]–-]+\s*(.+)", said)
    if labelled and labelled[2] in texts:
        place = _PLACES[labelled[1]]
        return frozenset({place}) if texts.index(labelled[2]) == place else frozenset()
    letters = re.sub(r"\b(?:and|both|options?)\b|اور|[,&،/()+]", " ", said).split()
    if not letters or not all(re.fullmatch(rf"{_LETTER}[.)]?", letter) for letter in letters):
        return frozenset()
    places = frozenset(_PLACES[letter.rstrip(".)")] for letter in letters)
    return places if max(places) < len(options) else frozenset()


def _comparable(text: str) -> str:
    return " ".join(text.split()).rstrip(".۔").lower()


def _stem(line: _Line) -> tuple[str, Spans]:
    """The number of the question, and what it asks."""
    found = _LABEL.match(digits("".join(span.text for span in line.spans)))
    if found:
        return found[1] or found[2], without(line.spans, found.end())
    if isinstance(line.block, Item) and line.block.numbers is Numbers.DIGITS:
        return str(line.block.number), line.spans
    return "", line.spans


def _can_be_said(first: _Line, options: list[Spans]) -> bool:
    """Whether the format can say it: something is asked, and no option is empty or stands twice."""
    texts = [markdown(spans, breaks=False).lower() for spans in (_stem(first)[1], *options)]
    return all(texts) and len(set(texts[1:])) == len(options)
