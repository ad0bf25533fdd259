"""A PowerPoint presentation to blocks: its sections as lessons (headings of level 1), its slides under headings of level 2."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lms.authoring.intake import drawings
from lms.authoring.intake.album import Album
from lms.authoring.intake.blocks import (
    Block,
    Document,
    Heading,
    Item,
    Note,
    Numbers,
    Paragraph,
    Remark,
    Span,
    Spans,
    Table,
    remark,
    text_of,
)
from lms.authoring.intake.limits import MAX_LEVEL
from lms.authoring.intake.package import Node, Package
from lms.catalog.problems import shorten
from lms.i18n import N_
from lms.urdu import clean

SLIDES_A_LESSON = 8
"""Where neither sections nor title slides say where a lesson ends. Some ten minutes of reading."""

_TITLES = ("title", "ctrTitle")
_ON_EVERY_SLIDE = ("ftr", "dt", "sldNum", "hdr")


@dataclass
class Slide:
    """One slide. `is_title` if it opens a part of the presentation: a title and at most a line under it."""

    number: int
    id: str
    title: Spans = ()
    blocks: list[Block] = field(default_factory=list)
    is_title: bool = False


def read(package: Package, part: str, album: Album) -> Document:
    """The presentation whose main part is `part`. Its pictures go into the album."""
    root = package.xml(part) or Node("")
    relations = package.relations(part)
    slides = []
    for number, node in enumerate(root.every("p:sldId"), start=1):
        relation = relations.get(node.get("r:id"))
        slide = package.xml(relation.target) if relation and not relation.is_outside else None
        if relation and slide:
            slides.append(_Reader(package, relation.target, album).read(slide, number, node.get("id")))
    sections = [
        (each.get("name"), [one.get("id") for one in each.every("p14:sldId")]) for each in root.every("p14:section")
    ]
    return _arranged(slides, [(name, ids) for name, ids in sections if ids])


def _arranged(slides: list[Slide], sections: list[tuple[str, list[str]]]) -> Document:
    opening = slides[0] if slides and slides[0].is_title else None
    title = text_of(opening.title) if opening else ""
    starts, remarks = _starts(slides, sections)
    blocks: list[Block] = []
    for slide in slides:
        name = starts.get(slide.id)
        if name:
            blocks.append(Heading(1, name))
        if slide is opening and not name:
            blocks += slide.blocks
            continue
        if slide.title and text_of(slide.title) != text_of(name or ()):
            blocks.append(Heading(2, slide.title))
        blocks += slide.blocks
    return Document(tuple(blocks), title, tuple(remarks), lessons_at=1)


def _starts(slides: list[Slide], sections: list[tuple[str, list[str]]]) -> tuple[dict[str, Spans], list[Remark]]:
    """The slides with which lessons begin, by id, with the titles of the lessons."""
    if len(sections) > 1:
        known = {slide.id for slide in slides}
        firsts = {next((each for each in ids if each in known), ""): name for name, ids in sections}
        return {first: (Span(name.strip() or "…"),) for first, name in firsts.items() if first}, []
    openings = [slide for slide in slides[1:] if slide.is_title]
    if openings:
        return {slide.id: slide.title for slide in openings}, []
    rest = slides[1:] if slides and slides[0].is_title else slides
    titled = rest[::SLIDES_A_LESSON]
    if len(titled) < 2:
        return {slide.id: slide.title for slide in titled if slide.title}, []
    message = N_(
        "The presentation has no sections. A lesson was made of every %(count)s slides: move them as they belong."
    )
    return {slide.id: slide.title or (Span(f"{slide.number}"),) for slide in titled}, [
        remark(message, count=SLIDES_A_LESSON)
    ]


@dataclass
class _Reader:
    package: Package
    part: str
    album: Album

    def read(self, root: Node, number: int, slide_id: str) -> Slide:
        slide = Slide(number, slide_id)
        if root.get("show") in ("0", "false"):
            message = N_("Slide %(number)s was hidden. Delete what officers should not see.")
            slide.blocks.append(Note(remarks=(remark(message, number=number),)))
        slide.blocks += self._comments()
        tree = root.find("p:cSld", "p:spTree")
        shapes = list(_shapes(tree)) if tree else []
        kinds = [_placeholder(shape) for shape in shapes]
        drawn = False
        for shape, kind in zip(shapes, kinds, strict=True):
            if kind in _TITLES and not slide.title:
                slide.title = _on_one_line(self._spans(shape))
            elif kind not in _ON_EVERY_SLIDE:
                blocks = self._shape(shape, kind)
                slide.blocks += blocks
                drawn = drawn or not (blocks or kind)
        if drawn:
            message = N_("Lines, arrows or shapes were drawn on slide %(number)s. They did not come over.")
            slide.blocks.append(Note(remarks=(remark(message, number=number),)))
        is_short = all(isinstance(block, Paragraph | Note) for block in slide.blocks) and len(slide.blocks) <= 3
        slide.is_title = bool(slide.title) and is_short and self._opens(kinds)
        slide.blocks += self._notes()
        return slide

    def _opens(self, kinds: list[str]) -> bool:
        """Whether the slide has the layout of one that opens a part."""
        layout = next((self.package.xml(name) for name in self.package.related(self.part, "slideLayout")), None)
        return "ctrTitle" in kinds or (layout is not None and layout.get("type") in ("title", "secHead"))

    def _spans(self, shape: Node) -> Spans:
        paragraphs = [self._text(paragraph)[0] for paragraph in shape.every("a:p")]
        return tuple(span for spans in paragraphs for span in (*spans, Span(" ")))

    def _shape(self, shape: Node, kind: str) -> list[Block]:
        if shape.name == "p:pic":
            own = next(shape.every("p:cNvPr"), None)
            description = own.get("descr") if own else ""
            return [drawings.picture(shape, description, self.package, self.part, self.album)]
        if shape.name == "p:graphicFrame":
            table = next(shape.every("a:tbl"), None)
            if table:
                return self._table(table)
            inside = drawings.pictures(shape, self.package, self.part, self.album)
            return inside or drawings.others(shape, self.package, self.part, is_enough=False)
        if shape.name == "p:contentPart":
            return drawings.others(shape, self.package, self.part, is_enough=False)
        body = shape.find("p:txBody")
        return list(self._paragraphs(body, is_list=kind in ("body", "obj"))) if body else []

    def _paragraphs(self, body: Node, *, is_list: bool) -> Iterator[Block]:
        """The paragraphs of a shape. The text of a slide is a list unless it says otherwise; other text is one if it says so."""
        counts: dict[int, int] = {}
        filled = [node for node in body.every("a:p") if node.words("a:t", "m:t")]
        for node in filled:
            properties = node.find("a:pPr") or Node("")
            spans, remarks = self._text(node)
            written = properties.get("lvl", "0")
            level = min(int(written), MAX_LEVEL) if written.isdecimal() and len(written) < 4 else 0
            automatic = properties.find("a:buAutoNum")
            is_point = bool(automatic or properties.find("a:buChar") or (is_list and len(filled) > 1))
            if not is_point or properties.find("a:buNone"):
                counts.clear()
                yield Paragraph(spans, remarks)
                continue
            counts = {deep: count for deep, count in counts.items() if deep <= level}
            counts[level] = counts.get(level, _start(automatic) - 1) + 1 if automatic else 0
            yield Item(level, spans, _numbers(automatic), max(counts[level], 0), remarks)

    def _text(self, paragraph: Node) -> tuple[Spans, tuple[Remark, ...]]:
        spans: list[Span] = []
        remarks: list[Remark] = []
        for node in paragraph.children:
            if node.name in ("a:r", "a:fld"):
                spans.append(self._run(node))
            elif node.name == "a:br":
                spans.append(Span("\n"))
            elif node.name in ("a14:m", "m:oMath", "m:oMathPara"):
                spans.append(Span(f" {node.words('m:t')} "))
                remarks.append(
                    remark(N_("An equation became plain text here. Check it, or put a picture of it in its place."))
                )
        return tuple(spans), tuple(remarks)

    def _run(self, node: Node) -> Span:
        properties = node.find("a:rPr") or Node("")
        text = node.find("a:t")
        click = properties.find("a:hlinkClick")
        relation = self.package.relations(self.part).get(click.get("r:id")) if click else None
        return Span(
            clean(text.text.replace("\v", "\n")) if text else "",
            bold=properties.get("b") in ("1", "true"),
            italic=properties.get("i") in ("1", "true"),
            struck=properties.get("strike", "noStrike") != "noStrike",
            link=relation.target if relation and relation.is_outside else "",
        )

    def _table(self, table: Node) -> list[Block]:
        rows: list[tuple[Spans, ...]] = []
        remarks: list[Remark] = []
        for row in table.every("a:tr"):
            cells = []
            for cell in (each for each in row.children if each.name == "a:tc"):
                parts = [self._text(each) for each in cell.every("a:p")]
                remarks += [each for _, said in parts for each in said]
                cells.append(_on_one_line(tuple(span for spans, _ in parts for span in (*spans, Span(" ")))))
            rows.append(tuple(cells))
        if any(cell.get("gridSpan") or cell.get("rowSpan") for cell in table.every("a:tc")):
            remarks.append(remark(N_("Merged cells of this table stand apart now; their text is in the first one.")))
        width = max((len(row) for row in rows), default=0)
        filled = tuple(row + ((),) * (width - len(row)) for row in rows if any(text_of(cell) for cell in row))
        return [Table(filled, tuple(remarks))] if filled else []

    def _notes(self) -> list[Block]:
        """What the speaker wrote for himself, as a comment."""
        for name in self.package.related(self.part, "notesSlide"):
            root = self.package.xml(name)
            bodies = [shape for shape in root.every("p:sp") if _placeholder(shape) == "body"] if root else []
            lines = [text_of(self._spans_of_notes(node)) for body in bodies for node in body.every("a:p")]
            text = "\n".join(line for line in lines if line)
            if text:
                return [Note(f"Speaker notes: {text}")]
        return []

    def _spans_of_notes(self, paragraph: Node) -> Spans:
        return tuple(Span(node.text) for node in paragraph.every("a:t"))

    def _comments(self) -> list[Block]:
        found: list[Block] = []
        for name in self.package.related(self.part, "comments"):
            root = self.package.xml(name) or Node("")
            for comment in root.every("p:cm", "p188:cm"):
                text = comment.words("p:text", "a:t")
                message = N_("A comment was taken over, where readers do not see it: “%(seen)s”.")
                found.append(Note(f"Comment: {text}", (remark(message, seen=shorten(text)),)))
        return found


def _shapes(tree: Node) -> Iterator[Node]:
    """The shapes of a slide from the one at the back, those in groups among them."""
    for node in tree.children:
        if node.name == "p:grpSp":
            yield from _shapes(node)
        elif node.name in ("p:sp", "p:pic", "p:graphicFrame", "p:cxnSp", "p:contentPart"):
            yield node


def _placeholder(shape: Node) -> str:
    """The role of a shape: title, body …; "" for what was put there freely."""
    found = next(shape.every("p:ph"), None)
    return found.get("type", "obj") if found else ""


def _on_one_line(spans: Spans) -> Spans:
    return tuple(replace(span, text=span.text.replace("\n", " "), bold=False, italic=False) for span in spans)


def _start(automatic: Node | None) -> int:
    written = automatic.get("startAt", "1") if automatic else "1"
    return int(written) if written.isdecimal() and len(written) < 6 else 1


def _numbers(automatic: Node | None) -> Numbers:
    if not automatic:
        return Numbers.BULLETS
    kind = automatic.get("type")
    return (
        Numbers.DIGITS if kind.startswith("arabic") else Numbers.LETTERS if kind.startswith("alpha") else Numbers.OTHER
    )
