"""Blocks to the Markdown of one file, with the lines of what there is to say."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lms.authoring.intake.blocks import (
    Block,
    Heading,
    Item,
    Note,
    Numbers,
    Paragraph,
    Picture,
    Question,
    Remark,
    Spans,
    Table,
    remark,
    text_of,
    texts_of,
)
from lms.authoring.intake.prose import markdown, plain, shown
from lms.catalog.addresses import is_outside
from lms.catalog.problems import Problem, Severity, shorten
from lms.catalog.questions import is_question, type_in
from lms.i18n import N_

# Headings that the format takes for the beginning of a pool of questions.
_POOL_LIKE = re.compile(r"pool\b|.*\(\s*ask\b", re.IGNORECASE)


@dataclass
class _Open:
    """A list that the next point may go on: its level, where text in it begins, and its last marker."""

    level: int
    indent: int
    text_at: int
    delimiter: str
    number: int


@dataclass
class Writer:
    """Writes one file. `reports` takes the remarks with their lines."""

    file: str
    reports: list[Problem]
    lines: list[str] = field(default_factory=list)
    lists: list[_Open] = field(default_factory=list)
    waiting: list[Remark] = field(default_factory=list)
    in_question: bool = False

    def text(self) -> str:
        """The whole file. What is still to be said is said of its last line."""
        self._place_remarks(len(self.lines))
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def settings(self, settings: Iterable[tuple[str, str]]) -> None:
        self._place_remarks(1)
        self.lines += ["---", *(f"{key}: {value}" for key, value in settings), "---"]

    def say(self, remarks: Iterable[Remark]) -> None:
        """Note what there is to say of what is written next."""
        self.waiting += remarks

    def _place_remarks(self, line: int) -> None:
        for each in self.waiting:
            self.reports.append(Problem(self.file, line, Severity.WARNING, each.message, each.values))
        self.waiting = []

    def _write(self, text: str) -> None:
        """Write lines as they are; what waits to be said is said of the first."""
        self._place_remarks(len(self.lines) + 1)
        self.lines += text.split("\n")

    def title(self, text: str) -> None:
        self._paragraph("# " + (_closed(plain(text)) or "…"))

    def objectives(self, heading: str, objectives: Iterable[Spans], remarks: Iterable[Remark]) -> None:
        """The list of course.md, one line each."""
        self._paragraph(f"## {heading}", remarks)
        lines = [f"- {text}" for text in (markdown(each, breaks=False) for each in objectives) if text]
        self._paragraph("\n".join(lines))

    def blocks(self, blocks: Sequence[Block]) -> None:
        for place, block in enumerate(blocks):
            self._end_question(block)
            following = blocks[place + 1] if place + 1 < len(blocks) else None
            goes_on = isinstance(block, Note | Picture) and isinstance(following, Item | Note | Picture)
            if not (isinstance(block, Item) or goes_on):
                self.lists = []
            self._block(_with_lost_links(block))
        self.lists = []

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._paragraph(markdown(block.spans), block.remarks)
        elif isinstance(block, Item):
            self._item(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Picture):
            caption = f' "{_quoted(block.caption)}"' if block.caption else ""
            self._paragraph(f"![{plain(block.description)}]({block.path}{caption})", block.remarks)
        elif isinstance(block, Note):
            self._note(block)
        else:
            self._question(block)

    def _paragraph(self, text: str, remarks: Iterable[Remark] = ()) -> None:
        """Write a paragraph after an empty line; inside a list if one is open."""
        self.say(remarks)
        if not text:
            return
        self._leave_a_line()
        indent = " " * (self.lists[-1].text_at if self.lists else 0)
        self._write("\n".join(indent + line if line else "" for line in text.split("\n")))

    def _leave_a_line(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def _heading(self, block: Heading) -> None:
        text = _closed(markdown(block.spans, breaks=False))
        if type_in(text) or _POOL_LIKE.match(text):
            text = text.replace("(", "&#40;").replace(":", "&#58;")
        marks = "##" if block.level <= 2 or is_question(text) else "###"
        self._paragraph(f"{marks} {text}" if text else "", block.remarks)

    def _item(self, block: Item) -> None:
        self.say(block.remarks)
        text = markdown(block.spans)
        if not text:
            return
        last = None
        while self.lists and self.lists[-1].level >= block.level:
            last = self.lists.pop()
        indent = self.lists[-1].text_at if self.lists else 0
        delimiter = _delimiter(block, last)
        is_same = last is not None and last.delimiter == delimiter
        marker = "-" if delimiter == "-" else f"{block.number}{delimiter}"
        begins_inside = self.lists and (delimiter == "-" or block.number == 1)
        if not (is_same or begins_inside) or self.lines[-1].lstrip().startswith(("<!--", "![")):
            self._leave_a_line()
        if block.numbers in (Numbers.LETTERS, Numbers.OTHER) and not is_same:
            message = N_("The letters or signs of this list have become numbers. Mend places that refer to them.")
            self.say([remark(message)])
        text_at = indent + len(marker) + 1
        text = text.replace("\n", "\n" + " " * text_at)
        self._write(f"{' ' * indent}{marker} {text}")
        self.lists.append(_Open(block.level, indent, text_at, delimiter, block.number))

    def _table(self, block: Table) -> None:
        rows = [[markdown(cell, breaks=False, in_table=True) for cell in row] for row in block.rows]
        head, *rest = [f"| {' | '.join(row)} |" for row in rows]
        self._paragraph("\n".join([head, "|" + "---|" * len(rows[0]), *rest]), block.remarks)

    def _note(self, block: Note) -> None:
        """A comment. In a list it is one line, or the list would end."""
        lines = [shown(line).strip().replace("--", "–") for line in block.text.split("\n")]
        text = (" " if self.lists else "\n").join(line for line in lines if line)
        self._paragraph(f"<!-- {text} -->" if text else "", block.remarks)

    def _question(self, block: Question) -> None:
        truths = {text_of(option).lower() for option in block.options} == {"true", "false"}
        kind = "true or false" if truths else "choose one" if len(block.right) == 1 else "choose all"
        label = f"Question {block.label}" if block.label else "Question"
        self._paragraph(f"### {label} ({kind})", block.remarks)
        self._paragraph(markdown(block.prompt))
        options = [text_of(each).capitalize() if truths else markdown(each, breaks=False) for each in block.options]
        self._paragraph("\n".join(f"- [{'x' if n in block.right else ' '}] {text}" for n, text in enumerate(options)))
        if block.explanation:
            self._paragraph(f"Explanation: {markdown(block.explanation, breaks=False)}")
        self.in_question = True

    def _end_question(self, block: Block) -> None:
        """A line after a question, where the lesson goes on."""
        if self.in_question and not isinstance(block, Question | Heading):
            self._paragraph("---")
        self.in_question = False


def _with_lost_links(block: Block) -> Block:
    """The block, with a remark for each link whose address a course cannot have."""
    lost = [span for spans in texts_of(block) for span in spans if span.link and not is_outside(span.link.strip())]
    message = N_("“%(seen)s” was a link to “%(target)s”, which a course cannot have. Only its words came over.")
    said = (remark(message, seen=shorten(span.text), target=shorten(span.link)) for span in lost)
    return replace(block, remarks=(*block.remarks, *said)) if lost else block


def _delimiter(block: Item, last: _Open | None) -> str:
    """`-`, `.` or `)`: a list that begins anew gets the other one, or Markdown would count on."""
    if block.numbers is Numbers.BULLETS:
        return "-"
    if last is None or last.delimiter == "-":
        return "."
    if block.number == last.number + 1:
        return last.delimiter
    return ")" if last.delimiter == "." else "."


def _closed(text: str) -> str:
    """A heading whose last # is not taken for its end."""
    return text[:-1] + "\\#" if text.endswith("#") else text


def _quoted(text: str) -> str:
    return plain(text).replace('"', '\\"')
