"""What a document consists of, whether Word or PowerPoint wrote it: the model between reading and writing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


@dataclass(frozen=True)
class Span:
    """Running text of one look. A new line in it is a forced one."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    link: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Remark:
    """What the author should know of a block: what did not come over, or came over changed. A gettext msgid with values."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


def remark(message: str, **values: object) -> Remark:
    return Remark(message, values)


class Numbers(StrEnum):
    """How a list counts."""

    BULLETS = "bullets"
    DIGITS = "digits"
    LETTERS = "letters"
    OTHER = "other"


@dataclass(frozen=True)
class Paragraph:
    spans: Spans = ()
    remarks: tuple[Remark, ...] = ()
    is_caption: bool = False


@dataclass(frozen=True)
class Heading:
    """`level` counts from 1; 0 is the title of the whole."""

    level: int
    spans: Spans
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Item:
    """A point of a list, `level` steps inside others; `number` is what stands before it."""

    level: int
    spans: Spans
    numbers: Numbers = Numbers.BULLETS
    number: int = 1
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[Spans, ...], ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Picture:
    """`path` in the course; where the file could not be taken over, nothing is there and the checker asks for it."""

    path: str
    description: str = ""
    caption: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Note:
    """What readers never see: a comment, a speaker's notes. One without text only carries remarks."""

    text: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Question:
    """A recognised question with `right` options, counted from 0."""

    label: str
    prompt: Spans
    options: tuple[Spans, ...]
    right: frozenset[int]
    explanation: Spans = ()
    remarks: tuple[Remark, ...] = ()


Block = Paragraph | Heading | Item | Table | Picture | Note | Question


@dataclass(frozen=True)
class Document:
    """A whole document. `title` is "" if it names none; `remarks` are about no place in it.

    `lessons_at` is the level of the headings that begin lessons, if the document has only one way to be divided.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    remarks: tuple[Remark, ...] = ()
    lessons_at: int | None = None


def text_of(spans: Iterable[Span]) -> str:
    """The words alone, on one line."""
    return " ".join("".join(span.text for span in spans).split())


def lines_of(spans: Iterable[Span]) -> list[Spans]:
    """The spans between forced new lines."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        if "\n" not in span.text:
            lines[-1].append(span)
            continue
        first, *rest = span.text.split("\n")
        lines[-1].append(replace(span, text=first))
        for text in rest:
            lines.append([replace(span, text=text)])
    return [tuple(line) for line in lines]


def texts_of(block: Block) -> list[Spans]:
    """Every piece of running text that readers see of a block."""
    if isinstance(block, Table):
        return [cell for row in block.rows for cell in row]
    if isinstance(block, Question):
        return [block.prompt, *block.options, block.explanation]
    if isinstance(block, Note):
        return []
    if isinstance(block, Picture):
        return [(Span(block.caption),)]
    return [block.spans]


def words_in(blocks: Iterable[Block]) -> int:
    return sum(len(text_of(spans).split()) for block in blocks for spans in texts_of(block))
