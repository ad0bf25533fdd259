"""The running text of a Word document: a paragraph's runs, with what hangs on them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.authoring.intake import drawings
from lms.authoring.intake.album import Album
from lms.authoring.intake.blocks import Block, Note, Remark, Span, remark, text_of
from lms.authoring.intake.package import Node, Package
from lms.authoring.intake.word_styles import Styles, is_on
from lms.catalog.problems import shorten
from lms.i18n import N_
from lms.urdu import clean

_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]+)"', re.IGNORECASE)
# Signs of Microsoft's picture fonts, by their place in the font, that ordinary text has too.
_SIGNS = {0xF0FC: "✓", 0xF0FB: "✗", 0xF0FE: "☑", 0xF06F: "□", 0xF0A8: "□", 0xF0A7: "▪", 0xF0B7: "•", 0xF0E0: "→"}
_SIGNS |= {0xF0DF: "←", 0xF0D8: "➢", 0xF076: "❖", 0xF071: "□", 0xF04A: "☺", 0xF02D: "-", 0xF0F0: "⇨"}
_RAISED = {
    "superscript": str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"),
    "subscript": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
_INSIDE = {"w:smartTag", "w:customXml", "w:dir", "w:bdo", "w:ruby", "w:rubyBase", "w:sdtContent", "w:sdt"}
_INSERTED, _DELETED = ("w:ins", "w:moveTo"), ("w:del", "w:moveFrom")


@dataclass
class Field:
    """A field that has begun; its result is the text that is shown."""

    instruction: str = ""
    is_shown: bool = False

    @property
    def link(self) -> str:
        found = _HYPERLINK.match(self.instruction)
        return found[1] if found else ""


@dataclass
class Gathered:
    """What a paragraph holds: its text, what stands before and after it, and what there is to say of it."""

    spans: list[Span] = field(default_factory=list)
    before: list[Note] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    boxes: list[Node] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def say(self, message: str, **values: object) -> None:
        found = remark(message, **values)
        if found not in self.remarks:
            self.remarks.append(found)


@dataclass
class Texts:
    """Reads paragraphs of one part. `notes` are footnotes and endnotes, `comments` the remarks of reviewers, by id."""

    package: Package
    part: str
    styles: Styles
    album: Album
    notes: Mapping[tuple[str, str], Node] = field(default_factory=dict)
    comments: Mapping[str, Node] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)

    def gather(self, paragraph: Node) -> Gathered:
        found = Gathered()
        self._walk(paragraph, found, paragraph.find("w:pPr"), "")
        # The instruction of a field never runs over the end of a paragraph; one that seems to would hide all that follows.
        self.fields = [each for each in self.fields if each.is_shown]
        return found

    def _walk(self, node: Node, found: Gathered, style: Node | None, link: str) -> None:
        for child in node.children:
            if child.name == "w:r":
                self._run(child, found, style, link)
            elif child.name == "w:hyperlink":
                self._walk(child, found, style, self._target(child, found))
            elif child.name == "w:fldSimple":
                self._walk(child, found, style, Field(child.get("w:instr")).link or link)
            elif child.name in _INSIDE:
                self._walk(child, found, style, link)
            elif child.name in _INSERTED:
                found.say(N_("This text was inserted while changes were tracked, and was taken over as it is."))
                self._walk(child, found, style, link)
            elif child.name in _DELETED:
                self._deleted(child, found)
            elif child.name in ("m:oMath", "m:oMathPara"):
                found.say(N_("An equation became plain text here. Check it, or put a picture of it in its place."))
                self._add(f" {child.words('m:t')} ", found, Span("", link=link))

    def _deleted(self, node: Node, found: Gathered) -> None:
        text = node.words("w:delText", "w:t")
        if text:
            found.say(N_("“%(seen)s” was deleted while changes were tracked, and was left out."), seen=shorten(text))

    def _target(self, node: Node, found: Gathered) -> str:
        relation = self.package.relations(self.part).get(node.get("r:id"))
        if relation and relation.is_outside:
            return relation.target
        if node.get("w:anchor") and not node.get("w:anchor").startswith("_Toc"):
            seen = shorten(node.words("w:t"))
            found.say(N_("“%(seen)s” was a link to a place in the document. Only its words came over."), seen=seen)
        return ""

    def _run(self, run: Node, found: Gathered, paragraph: Node | None, link: str) -> None:
        properties = run.find("w:rPr")
        is_complex = bool(is_on(properties, "w:rtl"))
        look = Span(
            "",
            bold=self.styles.look(paragraph, properties, *(("w:bCs", "w:b") if is_complex else ("w:b",))),
            italic=self.styles.look(paragraph, properties, *(("w:iCs", "w:i") if is_complex else ("w:i",))),
            struck=bool(is_on(properties, "w:strike", "w:dstrike")),
            link=link,
        )
        if is_on(properties, "w:vanish"):
            hidden = run.words("w:t")
            found.say(N_("Hidden text became a comment that readers do not see: “%(seen)s”."), seen=shorten(hidden))
            found.before.append(Note(f"Hidden text: {hidden}"))
            return
        raised = properties.find("w:vertAlign") if properties else None
        for child in run.children:
            self._piece(child, found, look, raised.get("w:val") if raised else "")

    def _piece(self, node: Node, found: Gathered, look: Span, raised: str) -> None:
        kind = node.name
        if kind == "w:t":
            self._add(_raised(_with_signs(node.text), raised), found, look)
        elif kind in ("w:tab", "w:ptab"):
            self._add(" ", found, look)
        elif kind == "w:cr" or (kind == "w:br" and node.get("w:type", "textWrapping") == "textWrapping"):
            self._add("\n", found, look)
        elif kind == "w:noBreakHyphen":
            self._add("-", found, look)
        elif kind == "w:sym":
            self._sign(node, found, look)
        elif kind in ("w:drawing", "w:pict", "w:object"):
            self._drawing(node, found)
        elif kind in ("w:footnoteReference", "w:endnoteReference"):
            self._footnote(node, found, look)
        elif kind == "w:commentReference":
            self._comment(node, found)
        elif kind in ("w:fldChar", "w:instrText"):
            self._field(node)
        elif kind == "w:ruby":
            self._walk(node, found, None, look.link)

    def _add(self, text: str, found: Gathered, look: Span) -> None:
        if text and all(each.is_shown for each in self.fields):
            link = look.link or next((each.link for each in reversed(self.fields) if each.link), "")
            found.spans.append(Span(clean(text), look.bold, look.italic, look.struck, link))

    def _sign(self, node: Node, found: Gathered, look: Span) -> None:
        code = int(node.get("w:char"), 16) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", node.get("w:char")) else 0
        sign = _SIGNS.get(code | 0xF000, "")
        if not sign:
            found.say(N_("A sign of the font %(font)s did not come over."), font=node.get("w:font") or "?")
        self._add(sign, found, look)

    def _field(self, node: Node) -> None:
        kind = node.get("w:fldCharType")
        if node.name == "w:instrText":
            if self.fields:
                self.fields[-1].instruction += node.text
        elif kind == "begin":
            self.fields.append(Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].is_shown = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _footnote(self, node: Node, found: Gathered, look: Span) -> None:
        kind = node.name.removeprefix("w:").removesuffix("Reference")
        note = self.notes.get((kind, node.get("w:id")))
        inside = Texts(self.package, "", self.styles, Album())
        spans = [inside.gather(paragraph).spans for paragraph in note.every("w:p")] if note else []
        text = " ".join(text_of(part) for part in spans).strip()
        if text:
            found.say(N_("A footnote stands in brackets in the text now: “%(seen)s”."), seen=shorten(text))
            self._add(f" ({text})", found, Span("", link=look.link))

    def _comment(self, node: Node, found: Gathered) -> None:
        comment = self.comments.get(node.get("w:id"))
        text = comment.words("w:t") if comment else ""
        if comment and text:
            author = comment.get("w:author")
            found.say(N_("A comment was taken over, where readers do not see it: “%(seen)s”."), seen=shorten(text))
            found.before.append(Note(f"Comment by {author}: {text}" if author else f"Comment: {text}"))

    def _drawing(self, node: Node, found: Gathered) -> None:
        """Pictures, text boxes and whatever else was drawn; text boxes are read by who reads blocks."""
        shown = drawings.pictures(node, self.package, self.part, self.album)
        boxes = list(node.every("w:txbxContent", closed="w:txbxContent"))
        shown += drawings.others(node, self.package, self.part, is_enough=bool(shown or boxes))
        found.after += shown
        found.boxes += boxes


def _with_signs(text: str) -> str:
    return "".join(_SIGNS.get(ord(sign), "") if 0xF000 <= ord(sign) <= 0xF0FF else sign for sign in text)


def _raised(text: str, how: str) -> str:
    """Raised or lowered digits as signs of their own, where there are such signs for all of the text: 10², H₂O."""
    table = _RAISED.get(how, {})
    return text.translate(table) if table and all(ord(sign) in table for sign in text.strip()) else text
