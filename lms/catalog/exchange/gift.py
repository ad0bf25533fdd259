"""GIFT: questions as lines of text with their answers in braces. (Moodle documentation, “GIFT format”; the items to be put in
order as Moodle's own question type “Ordering” writes them.)
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from lms.catalog.exchange.escaping import clean
from lms.catalog.exchange.foreign import (
    ALL,
    MAX_ANSWERS,
    NOTHING,
    ForeignAnswer,
    ForeignQuestion,
    Format,
    Kind,
    Passage,
)
from lms.catalog.exchange.intake import Intake
from lms.i18n import N_

# Escaped signs wait under noncharacters, which `clean` has removed before, until the signs that are not escaped have been read.
_SIGNS = "~=#{}:\\n"
_HIDDEN = {sign: chr(0xFDD0 + place) for place, sign in enumerate(_SIGNS)}
_SHOWN = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()})
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")

_CATEGORY = re.compile(r"\$CATEGORY:(.*)")
_NAME = re.compile(r"::((?:(?!::).)*)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|plain|markdown|moodle)\]")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{0,9})?)%", re.ASCII)
_CLOZE = re.compile(r"\s*\d*:[A-Z_]{2,}:")
_ORDER = re.compile(r">\s*\d*+[^\S\n]*+(?:[A-Z_01]++[^\S\n]*+)*+\n")
_OWN_COMMENT = re.compile(r"//\s*(?:question:|\[(?:id|tag):)")
_GAP = "_____"

UNKNOWN_TYPE = N_("Questions of the type “%(seen)s” cannot be asked here. This one is left out; ask it in another way.")


def read(text: str, intake: Intake) -> Iterator[ForeignQuestion]:
    """The questions in `text`, which are parted by empty lines."""
    category: tuple[str, ...] = ()
    for line, block in _blocks(clean(text), intake):
        if found := _CATEGORY.match(block):
            category = path(_shown(found[1]))
            rest = block[found.end() :]
            block = rest.lstrip("\n")
            line += len(rest) - len(block)
        question = _Question(block, line, intake).read() if block else None
        if question:
            yield replace(question, category=category)


def path(text: str) -> tuple[str, ...]:
    """The names in a category's path, without Moodle's own beginnings. A `/` in a name is written `//`."""
    names = [name.replace("\0", "/").strip() for name in text.replace("//", "\0").split("/")]
    return tuple(name for name in names if name and name != "top" and not re.fullmatch(r"\$\w+\$", name))


def _blocks(text: str, intake: Intake) -> Iterator[tuple[int, str]]:
    """Runs of lines without an empty one between, each with its first line; comments are blank lines in them."""
    lines: list[str] = []
    first = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        is_comment = line.lstrip().startswith("//")
        if is_comment and _OWN_COMMENT.match(line.lstrip()) is None:
            intake.once(number, N_("Comments (lines that begin with //) are left out."))
        if line.strip():
            first = first if lines else number
            lines.append("" if is_comment else line.strip())
        elif lines:
            blanks = next((place for place, kept in enumerate(lines) if kept), len(lines))
            if blanks < len(lines):
                yield first + blanks, _ESCAPED.sub(lambda found: _HIDDEN[found[1]], "\n".join(lines[blanks:]))
            lines = []


def _shown(text: str) -> str:
    return text.translate(_SHOWN).strip()


class _Question:
    """One block. Lines are counted from its first one."""

    def __init__(self, block: str, line: int, intake: Intake) -> None:
        self.block = block
        self.line = line
        self.intake = intake
        self.format = Format.MOODLE
        self.place = 0
        self.here = line
        """The line of the part that is being read; the next one is looked for from `place` on."""

    def go_to(self, part: str) -> None:
        part = part.strip()
        found = self.block.find(part, self.place)
        if part and found >= 0:
            self.here = self.line + self.block.count("\n", 0, found)
            self.place = found + len(part)

    def passage(self, text: str, format: Format | None = None) -> Passage:  # noqa: A002 - the word of GIFT
        named = _FORMAT.match(text)
        kind = Format(named[1]) if named else format or self.format
        return Passage(_shown(text[named.end() :] if named else text), kind, self.here)

    def read(self) -> ForeignQuestion | None:
        named = _NAME.match(self.block)
        text = self.block[named.end() :] if named else self.block
        before, brace, rest = text.partition("{")
        answers, closed, after = rest.partition("}")
        message, values = "", {}
        if "}" in before or bool(brace) != bool(closed):
            message = N_(
                "A brace { or } has no partner in this question. It is left out; write \\{ for the sign itself."
            )
        elif "{" in after or "}" in after:
            message = N_("This question has answers in two places. It is left out; divide it into two questions.")
        elif _CLOZE.match(answers):
            message, values = UNKNOWN_TYPE, {"seen": "cloze"}
        if message:
            self.intake.error(self.line, message, **values)
            return None
        gap = _GAP if brace and after.strip() else ""
        self.go_to(before)
        asked = self.passage(f"{before}{gap}{after}".strip() if gap else before)
        self.format = asked.format
        question = ForeignQuestion(Kind.TEXT, self.line, asked, _shown(named[1]) if named else "")
        return self.answered(question, answers) if brace else question

    def answered(self, question: ForeignQuestion, text: str) -> ForeignQuestion:
        answers, _, remark = text.rpartition("####") if "####" in text else (text, "", "")
        answers = answers.strip()
        kind = self.kind(answers)
        readers = {
            Kind.CHOICE: self.choices,
            Kind.TRUE_OR_FALSE: self.truth,
            Kind.SHORT: self.typed,
            Kind.NUMBER: self.numbers,
            Kind.MATCH: self.pairs,
            Kind.ORDER: self.steps,
        }
        found = tuple(islice(readers[kind](answers), MAX_ANSWERS + 1)) if kind in readers else ()
        is_single = kind is not Kind.CHOICE or "=" in answers
        self.go_to(remark)
        return replace(question, kind=kind, answers=found, single=is_single, explanation=self.passage(remark))

    def kind(self, answers: str) -> Kind:
        """In Moodle's order of deciding."""
        if not answers:
            return Kind.WRITTEN
        if answers[0] == "#":
            return Kind.NUMBER
        if _ORDER.match(answers + "\n"):
            return Kind.ORDER
        if "~" in answers:
            return Kind.CHOICE
        if "=" in answers and "->" in answers:
            return Kind.MATCH
        is_truth = answers.partition("#")[0].strip().upper() in ("T", "TRUE", "F", "FALSE")
        return Kind.TRUE_OR_FALSE if is_truth else Kind.SHORT

    def weighed(self, text: str, share: Decimal) -> tuple[str, Decimal, Passage]:
        """An answer's own text, its share (in per cent; `share` if none is written) and its feedback."""
        self.go_to(text)
        found = _WEIGHT.match(text)
        answer, _, feedback = text[found.end() if found else 0 :].partition("#")
        return answer, Decimal(found[1]) if found else share, self.passage(feedback)

    def choices(self, answers: str) -> Iterator[ForeignAnswer]:
        for sign, text in re.findall(r"([~=])([^~=]*)", answers if answers[0] in "~=" else f"~{answers}"):
            answer, share, feedback = self.weighed(text, ALL if sign == "=" else Decimal(0))
            yield ForeignAnswer(self.passage(answer), share, feedback)

    def truth(self, answers: str) -> Iterator[ForeignAnswer]:
        """The first feedback is for those who are wrong, the second for those who are right."""
        self.go_to(answers)
        given, _, rest = answers.partition("#")
        wrong, _, right = rest.partition("#")
        is_true = given.strip().upper().startswith("T")
        for word, is_right in (("True", is_true), ("False", not is_true)):
            yield ForeignAnswer(
                Passage(word), ALL if is_right else Decimal(0), self.passage(right if is_right else wrong)
            )

    def typed(self, answers: str) -> Iterator[ForeignAnswer]:
        for text in re.findall(r"[^=]+", answers):
            if text.strip():
                answer, share, feedback = self.weighed(text, ALL)
                yield ForeignAnswer(self.passage(answer, Format.PLAIN), share, feedback)

    def numbers(self, answers: str) -> Iterator[ForeignAnswer]:
        accepted, tilde, wrong = answers[1:].partition("~")
        for text in re.findall(r"[^=]+", accepted):
            if text.strip():
                answer, share, feedback = self.weighed(text, ALL)
                value, _, margin = answer.partition(":")
                yield ForeignAnswer(self.passage(value, Format.PLAIN), share, feedback, margin=_shown(margin))
        if tilde:
            answer, _, feedback = self.weighed(wrong, Decimal(0))
            yield ForeignAnswer(self.passage(answer or "*", Format.PLAIN), Decimal(0), feedback)

    def pairs(self, answers: str) -> Iterator[ForeignAnswer]:
        for text in re.findall(r"[^=]+", answers):
            if text.strip():
                self.go_to(text)
                left, arrow, right = text.partition("->")
                yield ForeignAnswer(
                    self.passage(left), partner=Passage(_shown(right), line=self.here) if arrow else NOTHING
                )

    def steps(self, answers: str) -> Iterator[ForeignAnswer]:
        found = _ORDER.match(answers + "\n")
        for text in answers[found.end() if found else 0 :].split("\n"):
            if text.strip():
                self.go_to(text)
                yield ForeignAnswer(Passage(_shown(text), Format.MOODLE, self.here))
