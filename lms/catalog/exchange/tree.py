"""XML as a tree whose elements know their lines.

Read with expat and our own handlers. A parser that makes a finished tree (ElementTree, also inside defusedxml) has thrown the
line numbers away, and every report here names its line; and the one defence that matters, that a DOCTYPE is refused before
anything in it is read, is one handler. Without a DOCTYPE there are no entities to expand and nothing outside to fetch.
"""

from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from lms.catalog.exchange.signs import MAX_TEXT
from lms.i18n import N_

MAX_DEPTH = 40
MAX_ELEMENTS = 100_000
# What stands in them is measured by the size of the whole file.
_FILES = ("file", "image_base64")


@dataclass
class Node:
    """An element. `text` is what stands directly in it."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node]" = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def all(self, tag: str) -> "list[Node]":
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> "Node | None":
        return next((child for child in self.children if child.tag == tag), None)

    def value(self, tag: str, default: str = "") -> str:
        """The text of a child, or of the `<text>` inside it."""
        found = self.first(tag)
        inner = found.first("text") if found else None
        chosen = inner or found
        return chosen.text.strip() if chosen else default


@dataclass(frozen=True)
class Fault:
    """Why it cannot be read, and where. `message` is a msgid as in `Problem`."""

    line: int
    message: str
    values: dict[str, object] = field(default_factory=dict)


class _Refusal(Exception):
    """Stops expat from inside a handler."""


def read(text: str) -> Node | Fault:
    """The root of `text`, or the first thing that is wrong with it. Never raises."""
    return _Reader().read(text)


class _Reader:
    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        self.root: Node | None = None
        self.stack: list[Node] = []
        self.count = 0
        self.length = 0
        self.tags = 0
        """How many elements are open inside a `<text>`: HTML that was not escaped, which stays as it is written."""

    def read(self, text: str) -> Node | Fault:
        try:
            self.parser.Parse(text.encode("utf-8", "replace"), True)
        except _Refusal as refusal:
            message, limit = refusal.args
            return Fault(self.parser.CurrentLineNumber, message, {"limit": limit})
        except (expat.ExpatError, ValueError):
            message = N_(
                "The XML is damaged here: something is not closed, not allowed, or missing. Export the questions again."
            )
            return Fault(self.parser.ErrorLineNumber, message)
        assert self.root is not None
        return self.root

    def doctype(self, *_declaration: object) -> None:
        message = N_(
            "There is a DOCTYPE here. Files with questions need none, and it can do harm, so nothing was read."
            " Export the questions again, or delete it."
        )
        raise _Refusal(message, 0)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise _Refusal(
                N_("There are more than %(limit)s elements in this file. Export fewer questions at a time."),
                MAX_ELEMENTS,
            )
        if len(self.stack) >= MAX_DEPTH:
            raise _Refusal(
                N_("Elements stand in each other more than %(limit)s deep here. Moodle writes no such file."), MAX_DEPTH
            )
        if self.stack and self.stack[-1].tag == "text":
            self.tags += 1
            written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
            self.stack[-1].pieces.append(f"<{tag}{written}>")
            return
        node = Node(tag.lower(), self.parser.CurrentLineNumber, attributes)
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.root = node
        self.stack.append(node)

    def end(self, tag: str) -> None:
        if self.tags:
            self.tags -= 1
            self.stack[-1].pieces.append(f"</{tag}>")
        else:
            self.stack.pop()

    def characters(self, text: str) -> None:
        node = self.stack[-1]
        if node.tag not in _FILES:
            self.length += len(text)
        if self.length > MAX_TEXT:
            raise _Refusal(
                N_("This file is larger than %(limit)s MB. Export fewer questions at a time."), MAX_TEXT // 1024**2
            )
        node.pieces.append(text)
