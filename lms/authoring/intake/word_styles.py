"""What a Word document says of its styles and its lists: which paragraph is a heading, which a point of a list.

Names of styles are English in the file whatever language Word speaks (ECMA-376, part 1, 17.7).
"""

import re
from dataclasses import dataclass, field

from lms.authoring.intake.blocks import Numbers
from lms.authoring.intake.limits import MAX_LEVEL
from lms.authoring.intake.package import Node

TITLE = 0
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number|continue) ([2-5])", re.IGNORECASE)
_CONTENTS = re.compile(r"toc \d+|toc heading|table of figures", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
_NUMBERS = {
    "bullet": Numbers.BULLETS,
    "none": Numbers.BULLETS,
    "decimal": Numbers.DIGITS,
    "decimalZero": Numbers.DIGITS,
    "lowerLetter": Numbers.LETTERS,
    "upperLetter": Numbers.LETTERS,
}


def is_on(properties: Node | None, *names: str) -> bool | None:
    """Whether a switch such as `w:b` is on; None if nothing is said."""
    for name in names:
        found = properties.find(name) if properties else None
        if found:
            return found.get("w:val", "1") not in _OFF
    return None


class Styles:
    def __init__(self, root: Node | None) -> None:
        self._styles = {node.get("w:styleId"): node for node in root.every("w:style")} if root else {}

    def chain(self, style: str) -> list[Node]:
        """A style and those that it is based on."""
        found: list[Node] = []
        while style in self._styles and self._styles[style] not in found:
            found.append(self._styles[style])
            based = found[-1].find("w:basedOn")
            style = based.get("w:val") if based else ""
        return found

    def names(self, style: str) -> list[str]:
        return [name.get("w:val") for node in self.chain(style) for name in [node.find("w:name")] if name]

    def heading(self, properties: Node | None) -> int | None:
        """The level of a paragraph's heading, 0 for the title of the whole, None for other paragraphs."""
        style = style_of(properties, "w:pStyle")
        for name in self.names(style):
            found = _HEADING.fullmatch(name)
            if found:
                return int(found[1])
            if name.lower() == "title":
                return TITLE
        for node in (properties, *(style.find("w:pPr") for style in self.chain(style))):
            outline = node.find("w:outlineLvl") if node else None
            if outline:
                return int(outline.get("w:val")) + 1 if outline.get("w:val") in set("012345678") else None
        return None

    def list_level(self, properties: Node | None) -> int:
        """How deep a point stands by its style: “List Bullet 2” is a list of its own and not the second level of another."""
        found = (_LIST.fullmatch(name) for name in self.names(style_of(properties, "w:pStyle")))
        return next((int(each[1]) - 1 for each in found if each), 0)

    def is_called(self, properties: Node | None, name: str) -> bool:
        return any(found.lower() == name for found in self.names(style_of(properties, "w:pStyle")))

    def is_contents(self, properties: Node | None) -> bool:
        """Whether a paragraph belongs to the table of contents."""
        return any(_CONTENTS.fullmatch(name) for name in self.names(style_of(properties, "w:pStyle")))

    def numbering(self, properties: Node | None) -> Node | None:
        """What makes a paragraph a point of a list, said by itself or by its style."""
        candidates = (properties, *(node.find("w:pPr") for node in self.chain(style_of(properties, "w:pStyle"))))
        return next((found for node in candidates if node for found in [node.find("w:numPr")] if found), None)

    def look(self, paragraph: Node | None, run: Node | None, *names: str) -> bool:
        """Whether a run is bold, italic …: said by itself, by its style, or by the paragraph's."""
        said = is_on(run, *names)
        if said is not None:
            return said
        for style in (style_of(run, "w:rStyle"), style_of(paragraph, "w:pStyle")):
            for node in self.chain(style):
                said = is_on(node.find("w:rPr"), *names)
                if said is not None:
                    return said
        return False


def style_of(properties: Node | None, name: str) -> str:
    found = properties.find(name) if properties else None
    return found.get("w:val") if found else ""


@dataclass
class Lists:
    """The lists of a document. Word writes down only that a paragraph is in a list; the numbers are counted here."""

    root: Node | None
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        nodes = self.root.children if self.root else []
        self._lists = {node.get("w:numId"): node for node in nodes if node.name == "w:num"}
        self._kinds = {node.get("w:abstractNumId"): node for node in nodes if node.name == "w:abstractNum"}

    def place(self, numbering: Node) -> tuple[int, Numbers, int] | None:
        """The level, the kind and the number of the next paragraph with this numbering; None if it is in no list."""
        list_id = _value(numbering.find("w:numId"))
        written = _value(numbering.find("w:ilvl"))
        level = min(int(written), MAX_LEVEL) if written.isdecimal() and len(written) < 4 else 0
        if list_id not in self._lists:
            return None
        kind = _value(self._lists[list_id].find("w:abstractNumId"))
        how = self._level(kind, level)
        numbers = _NUMBERS.get(_value(how.find("w:numFmt")) if how else "bullet", Numbers.OTHER)
        return level, numbers, self._next(list_id, kind, level, how)

    def _next(self, list_id: str, kind: str, level: int, how: Node | None) -> int:
        override = self._override(list_id, level)
        if override is not None and (list_id, level) not in self._started:
            self._counts[kind, level] = override - 1
        self._started.add((list_id, level))
        start = _number(how.find("w:start") if how else None, 1)
        self._counts[kind, level] = self._counts.get((kind, level), start - 1) + 1
        for deeper in range(level + 1, MAX_LEVEL + 1):
            self._counts.pop((kind, deeper), None)
        return self._counts[kind, level]

    def _level(self, kind: str, level: int) -> Node | None:
        levels = self._kinds[kind].every("w:lvl") if kind in self._kinds else ()
        return next((node for node in levels if node.get("w:ilvl") == str(level)), None)

    def _override(self, list_id: str, level: int) -> int | None:
        """The number at which this list begins anew."""
        for node in self._lists[list_id].children:
            start = node.find("w:startOverride")
            if node.name == "w:lvlOverride" and node.get("w:ilvl") == str(level) and start:
                return _number(start, 1)
        return None


def _value(node: Node | None) -> str:
    return node.get("w:val") if node else ""


def _number(node: Node | None, default: int) -> int:
    written = _value(node)
    return int(written) if written.isdecimal() and len(written) < 6 else default
