"""A Word document to blocks. Reads WordprocessingML (ECMA-376, part 1, 17) itself, so that nothing is lost unsaid."""

from dataclasses import dataclass, field, replace

from lms.authoring.intake.album import Album
from lms.authoring.intake.blocks import (
    Block,
    Document,
    Heading,
    Item,
    Note,
    Numbers,
    Paragraph,
    Picture,
    Remark,
    Span,
    Spans,
    Table,
    remark,
    text_of,
)
from lms.authoring.intake.package import Node, Package
from lms.authoring.intake.word_styles import TITLE, Lists, Styles
from lms.authoring.intake.word_text import Gathered, Texts
from lms.catalog.problems import shorten
from lms.i18n import N_

_AROUND = {"w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"}


def read(package: Package, part: str, album: Album) -> Document:
    """The document whose main part is `part`. Its pictures go into the album."""
    root = package.xml(part) or Node("")
    styles = Styles(_part(package, part, "styles"))
    notes = {
        (kind, node.get("w:id")): node
        for kind in ("footnote", "endnote")
        for node in (_part(package, part, f"{kind}s") or Node("")).every(f"w:{kind}")
    }
    comments = {node.get("w:id"): node for node in (_part(package, part, "comments") or Node("")).every("w:comment")}
    texts = Texts(package, part, styles, album, notes, comments)
    reader = _Reader(texts, Lists(_part(package, part, "numbering")))
    body = root.find("w:body")
    blocks = reader.blocks(body) if body else []
    title = next((text_of(each.spans) for each in blocks if isinstance(each, Heading) and each.level == TITLE), "")
    rest = tuple(
        each for each in blocks if not (isinstance(each, Heading) and text_of(each.spans) == title and not each.level)
    )
    return Document(rest, title, (*reader.remarks, *_margins(package, part)))


def _part(package: Package, part: str, kind: str) -> Node | None:
    return next((package.xml(name) for name in package.related(part, kind)), None)


def _margins(package: Package, part: str) -> list[Remark]:
    """What stood above and below every page."""
    texts = []
    for name in (*package.related(part, "header"), *package.related(part, "footer")):
        root = package.xml(name)
        text = root.words("w:t") if root else ""
        if any(sign.isalpha() for sign in text) and text not in texts:
            texts.append(text)
    message = N_("“%(seen)s” stood above or below every page, and was left out.")
    return [remark(message, seen=shorten(text)) for text in texts]


@dataclass
class _Reader:
    texts: Texts
    lists: Lists
    remarks: list[Remark] = field(default_factory=list)

    def blocks(self, node: Node) -> list[Block]:
        found: list[Block] = []
        for child in node.children:
            if child.name == "w:p":
                found += self._paragraph(child)
            elif child.name == "w:tbl":
                found += self._table(child)
            elif child.name in _AROUND:
                found += self.blocks(child)
            elif child.name in ("w:altChunk", "w:subDoc"):
                message = N_("Another document was put in here and did not come over. Copy its text in Word.")
                found.append(Note(remarks=(remark(message),)))
        return found

    def _say(self, message: str) -> None:
        if remark(message) not in self.remarks:
            self.remarks.append(remark(message))

    def _paragraph(self, node: Node) -> list[Block]:
        properties = node.find("w:pPr")
        gathered = self.texts.gather(node)
        if self.texts.styles.is_contents(properties):
            self._say(N_("The table of contents was left out: the portal makes its own."))
            return []
        block = self._text_block(properties, gathered)
        boxes = [self._box(box) for box in gathered.boxes]
        return [*gathered.before, *block, *gathered.after, *(each for box in boxes for each in box)]

    def _text_block(self, properties: Node | None, gathered: Gathered) -> list[Block]:
        spans, remarks = tuple(gathered.spans), tuple(gathered.remarks)
        if not text_of(spans):
            return [Note(remarks=remarks)] if remarks else []
        heading = self.texts.styles.heading(properties)
        if heading is not None:
            return [Heading(heading, tuple(_not_bold(spans)), remarks)]
        numbering = self.texts.styles.numbering(properties)
        place = self.lists.place(numbering) if numbering else None
        if place:
            level = max(place[0], self.texts.styles.list_level(properties))
            return [Item(level, spans, place[1], place[2], remarks)]
        return [Paragraph(spans, remarks, self.texts.styles.is_called(properties, "caption"))]

    def _box(self, box: Node) -> list[Block]:
        """The text of a box that floated beside the text."""
        blocks = self.blocks(box)
        message = N_("This text stood in a box of its own. See whether it is in the right place.")
        return [Note(remarks=(remark(message),)), *blocks] if blocks else []

    def _table(self, table: Node) -> list[Block]:
        rows = [list(_each(row, "w:tc")) for row in _each(table, "w:tr")]
        if [len(row) for row in rows] == [1]:
            message = N_("A frame (a table with one cell) became ordinary text.")
            blocks = self.blocks(rows[0][0])
            return [Note(remarks=(remark(message),)), *blocks] if blocks else []
        reader = _TableReader(self)
        return reader.read(rows)


@dataclass
class _TableReader:
    """One table: its cells as running text. What a cell of Markdown cannot hold comes after the table, or is said."""

    reader: _Reader
    before: list[Block] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def read(self, rows: list[list[Node]]) -> list[Block]:
        found = [tuple(spans for cell in row for spans in self._cell(cell)) for row in rows]
        width = max((len(row) for row in found), default=0)
        filled = tuple(row + ((),) * (width - len(row)) for row in found if any(text_of(cell) for cell in row))
        table: list[Block] = [Table(filled, tuple(self.remarks))] if filled else [Note(remarks=tuple(self.remarks))]
        return [*self.before, *table, *self.after]

    def _say(self, message: str) -> None:
        if remark(message) not in self.remarks:
            self.remarks.append(remark(message))

    def _cell(self, cell: Node) -> list[Spans]:
        """The cell's text, and an empty one for each further column that it spans."""
        properties = cell.find("w:tcPr")
        span = properties.find("w:gridSpan") if properties else None
        written = span.get("w:val") if span else "1"
        width = min(int(written), 64) if written.isdecimal() and len(written) < 4 else 1
        if width > 1 or (properties and properties.find("w:vMerge")):
            self._say(N_("Merged cells of this table stand apart now; their text is in the first one."))
        pieces = [spans for block in self.reader.blocks(cell) for spans in self._pieces(block)]
        if len(pieces) > 1:
            self._say(N_("Several paragraphs in a cell of this table have become one."))
        return [_joined(pieces), *[()] * (width - 1)]

    def _pieces(self, block: Block) -> list[Spans]:
        if isinstance(block, Picture):
            self._say(N_("A picture in a cell of this table stands below the table now."))
            self.after.append(block)
            return []
        if isinstance(block, Note):
            self.remarks += [each for each in block.remarks if each not in self.remarks]
            if block.text:
                self.before.append(Note(block.text))
            return []
        if isinstance(block, Table):
            self._say(N_("A table inside a cell of this table has become running text."))
            return [cell for row in block.rows for cell in row if text_of(cell)]
        self.remarks += [each for each in getattr(block, "remarks", ()) if each not in self.remarks]
        return [_numbered(block)]


def _numbered(block: Block) -> Spans:
    """The text of a block in a cell; a numbered point keeps its number."""
    if isinstance(block, Item) and block.numbers is not Numbers.BULLETS:
        return (Span(f"{block.number}. "), *block.spans)
    return block.spans if isinstance(block, Paragraph | Heading | Item) else ()


def _joined(pieces: list[Spans]) -> Spans:
    """Paragraphs of a cell one after another, with a semicolon where the first does not end a sentence."""
    found: list[Span] = []
    for piece in pieces:
        if found:
            found.append(Span(" " if found[-1].text.rstrip().endswith(tuple(".:;,!?۔؟؛،")) else "; "))
        found += piece
    return tuple(found)


def _each(node: Node, name: str) -> list[Node]:
    """Rows of a table or cells of a row, also those in content controls, but not those of tables inside."""
    found: list[Node] = []
    for child in node.children:
        if child.name == name:
            found.append(child)
        elif child.name in _AROUND:
            found += _each(child, name)
    return found


def _not_bold(spans: Spans) -> list[Span]:
    """Headings are bold anyway."""
    return [replace(span, bold=False, italic=False) for span in spans]
