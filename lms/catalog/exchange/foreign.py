"""Questions as other programs mean them: what the readers of GIFT, Aiken and Moodle XML make, before anything is decided."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

_PICTURE = re.compile(r"data:image/[^\"'>]*")

ALL = Decimal(100)
MAX_ANSWERS = 100


class Format(StrEnum):
    """How a text is written. The words are those of GIFT; `moodle` is plain text in which new lines and some HTML count."""

    HTML = "html"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    MOODLE = "moodle"


@dataclass(frozen=True)
class Passage:
    """A text where it stands in the file. `files` holds what is embedded with it, by the path that the text calls it by."""

    text: str = ""
    format: Format = Format.PLAIN
    line: int = 0
    files: Mapping[str, bytes] = field(default_factory=dict, hash=False)

    def __bool__(self) -> bool:
        return bool(self.text.strip())


NOTHING = Passage()


class Kind(StrEnum):
    CHOICE = "choice"
    TRUE_OR_FALSE = "true or false"
    SHORT = "short"
    NUMBER = "number"
    MATCH = "match"
    ORDER = "order"
    WRITTEN = "written"
    TEXT = "text"


@dataclass(frozen=True)
class ForeignAnswer:
    """An option, an accepted answer, a step or a pair. `share` is what it earns, in per cent of the points.

    `partner` is the right-hand side of a pair. A number is written as `8.5` with its `margin`, or as `8..9`.
    """

    passage: Passage
    share: Decimal = ALL
    feedback: Passage = NOTHING
    partner: Passage = NOTHING
    margin: str = ""


@dataclass(frozen=True)
class ForeignQuestion:
    """A question, or a text between questions. `line` is where it begins; `points` is as written, "" if it is not said.

    `single`: one option may be chosen. `category` is its path there, the outermost first.
    """

    kind: Kind
    line: int
    prompt: Passage
    name: str = ""
    answers: tuple[ForeignAnswer, ...] = ()
    single: bool = True
    explanation: Passage = NOTHING
    hints: tuple[Passage, ...] = ()
    guide: Passage = NOTHING
    points: str = ""
    category: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """How many characters all its texts have, pictures inside of addresses not counted."""
        parts = [self.prompt, self.explanation, self.guide, *self.hints]
        parts += [part for answer in self.answers for part in (answer.passage, answer.feedback, answer.partner)]
        return sum(len(_PICTURE.sub("", part.text)) for part in parts)
