"""A Word or PowerPoint file as parts that refer to each other (ECMA-376, part 2), read without trusting it.

Expat reads the XML, the standard library's own reader. Definitions of a document type are refused where they begin: all
attacks with entities need one, and Office never writes one.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from lms.authoring.intake import limits
from lms.authoring.intake.archive import Archive, TooLarge, Unreadable
from lms.i18n import N_

_OFFICE = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
# The names of elements as the standard's own text writes them. Word's “Strict Open XML” has the second kind of address.
_PREFIXES = {
    _OFFICE + "wordprocessingml/2006/main": "w",
    _STRICT + "wordprocessingml/main": "w",
    _OFFICE + "presentationml/2006/main": "p",
    _STRICT + "presentationml/main": "p",
    _OFFICE + "drawingml/2006/main": "a",
    _STRICT + "drawingml/main": "a",
    _OFFICE + "drawingml/2006/picture": "pic",
    _STRICT + "drawingml/picture": "pic",
    _OFFICE + "drawingml/2006/wordprocessingDrawing": "wp",
    _STRICT + "drawingml/wordprocessingDrawing": "wp",
    _OFFICE + "drawingml/2006/diagram": "dgm",
    _STRICT + "drawingml/diagram": "dgm",
    _OFFICE + "drawingml/2006/chart": "c",
    _STRICT + "drawingml/chart": "c",
    _OFFICE + "officeDocument/2006/math": "m",
    _STRICT + "officeDocument/math": "m",
    _OFFICE + "officeDocument/2006/relationships": "r",
    _STRICT + "officeDocument/relationships": "r",
    _OFFICE + "spreadsheetml/2006/main": "x",
    _STRICT + "spreadsheetml/main": "x",
    _OFFICE + "package/2006/relationships": "rel",
    _OFFICE + "markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/powerpoint/2010/main": "p14",
    "http://schemas.microsoft.com/office/powerpoint/2018/8/main": "p188",
    "http://schemas.microsoft.com/office/drawing/2010/main": "a14",
    "urn:schemas-microsoft-com:vml": "v",
}
# What mc:AlternateContent may require and still be understood here; of everything else the fallback is read.
_UNDERSTOOD = {"wps", "wpg", "wpc", "wp14", "w14", "w15", "a14", "p14", "v2"}


@dataclass(slots=True)
class Node:
    """An element: `w:p`, its attributes (`w:val`, or a bare name), its children, and the text right inside it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)

    def find(self, *path: str) -> "Node | None":
        """The first child called `path[0]`, in it the first called `path[1]`, and so on."""
        found: Node | None = self
        for name in path:
            found = next((child for child in found.children if child.name == name), None) if found else None
        return found

    def every(self, *names: str, closed: str = "") -> Iterator["Node"]:
        """All elements of these names below, in the order of the text; not those inside elements called `closed`."""
        for child in self.children:
            if child.name in names:
                yield child
            if child.name != closed:
                yield from child.every(*names, closed=closed)

    def words(self, *names: str) -> str:
        """The text of all elements of these names below, with a space between them."""
        return " ".join(" ".join(node.text for node in self.every(*names)).split())


class _Builder:
    """What expat calls while it reads one part."""

    def __init__(self, most: int) -> None:
        self.root = Node("")
        self.path = [self.root]
        self.texts: list[list[str]] = [[]]
        self.count = 0
        self.most = most

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > self.most or len(self.path) > limits.MAX_DEPTH:
            raise TooLarge(N_("This document is too long or too intricate to be read in one go. Divide it."))
        node = Node(_short(name), {_short(key): value for key, value in attributes.items()})
        self.path[-1].children.append(node)
        self.path.append(node)
        self.texts.append([])

    def end(self, name: str) -> None:
        node = self.path.pop()
        node.text = "".join(self.texts.pop())
        if node.name == "mc:AlternateContent":
            siblings = self.path[-1].children
            siblings[-1:] = _chosen(node)

    def characters(self, text: str) -> None:
        self.texts[-1].append(text)

    def doctype(self, *_about: object) -> None:
        raise Unreadable(
            N_("This file defines entities of its own, as attacks do and Office never does. Nothing was read.")
        )


def _short(name: str) -> str:
    address, space, local = name.rpartition(" ")
    return f"{_PREFIXES.get(address, '?')}:{local}" if space else local


def _chosen(node: Node) -> list[Node]:
    """The alternative of mc:AlternateContent that is understood here."""
    for child in node.children:
        if child.name == "mc:Choice" and set(child.get("Requires").split()) <= _UNDERSTOOD:
            return child.children
    fallback = node.find("mc:Fallback")
    return fallback.children if fallback else []


def parse(body: bytes, most: int = limits.MAX_ELEMENTS) -> tuple[Node, int]:
    """The root element of a part, and how many elements it has. Raises `Unreadable`, `TooLarge`."""
    if len(body) > limits.MAX_XML:
        raise TooLarge(N_("This document is too long or too intricate to be read in one go. Divide it."))
    builder = _Builder(most)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as reason:
        message = N_(
            "A part of this file is damaged. Open it in Office, save it under another name, and bring that in."
        )
        raise Unreadable(message) from reason
    return (builder.root.children or [Node("")])[0], builder.count


@dataclass(frozen=True)
class Relation:
    """What a part refers to: another part of the package, or an address outside (`is_outside`)."""

    kind: str
    """The last word of its type: `image`, `hyperlink`, `footnotes` …"""
    target: str
    is_outside: bool


class Package:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._names = {path.lower(): path for path in archive.paths}
        self._relations: dict[str, dict[str, Relation]] = {}
        self._read: dict[str, Node] = {}
        self._elements = 0

    def body(self, part: str) -> bytes | None:
        """The bytes of a part, or None if it is not there: Office leaves references to parts that it has deleted."""
        path = self._names.get(part.lower())
        return self.archive.read(path) if path else None

    def xml(self, part: str) -> Node | None:
        """The root of a part, or None if it is not there. Each part is read once."""
        body = self.body(part) if part not in self._read else None
        if body is not None:
            self._read[part], count = parse(body, limits.MAX_ELEMENTS - self._elements)
            self._elements += count
        return self._read.get(part)

    def relations(self, part: str) -> dict[str, Relation]:
        """What `part` refers to, by id; "" is the package itself."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            found = root.every("rel:Relationship") if root else ()
            self._relations[part] = {node.get("Id"): _relation(node, folder) for node in found}
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of one kind that `part` refers to."""
        relations = self.relations(part).values()
        return [relation.target for relation in relations if relation.kind == kind and not relation.is_outside]

    def main_part(self) -> str:
        """The part with the document itself; "" if there is none."""
        return next(iter(self.related("", "officeDocument")), "")


def _relation(node: Node, folder: str) -> Relation:
    target = node.get("Target")
    is_outside = node.get("TargetMode") == "External"
    if not is_outside:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(node.get("Type").rpartition("/")[2], target, is_outside)
