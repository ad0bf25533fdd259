"""Blocks: markdown-it's tokens to HTML with places for units. Only what stands here can ever become a tag.

The text inside blocks is not parsed here but in `inline`, unit by unit, once for each language.
"""

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from lms.catalog import inline
from lms.catalog.addresses import inside, is_outside
from lms.catalog.course import Captions, Literal, Picture, Piece, Slot, Unit, Word
from lms.catalog.page import FILMS, RECORDINGS, Page, notes_of
from lms.catalog.problems import shorten
from lms.i18n import N_

CALLOUTS = ("note", "tip", "important", "warning", "caution")
MAX_NESTING = 20
_CALLOUT = re.compile(r"\s*\[!([^\]\s]*)\][ \t]*(.*)")
_TASK = re.compile(r"\[[ xX]\]\s")
_ALIGN = {"text-align:center": ' class="middle"', "text-align:right": ' class="end"'}

Node = SyntaxTreeNode


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING + 2}).enable("table")
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


_PARSER = _parser()


def parse(text: str, page: Page) -> list[Node]:
    """The top-level blocks of a file. Line numbers are the file's: settings must have been blanked, not cut."""
    environment: dict[str, dict[str, dict[str, list[int]]]] = {}
    tokens = _PARSER.parse(text, environment)
    for name, reference in environment.get("references", {}).items():
        message = N_(
            "“[%(seen)s]: …” keeps an address apart from its link. Write it at the link itself: [words](address)"
        )
        page.error(reference["map"][0] + 1, message, seen=shorten(name.lower()))
    deep = next((token for token in tokens if token.level > MAX_NESTING), None)
    if deep:
        message = N_("Lists and quotations are nested too deeply here. Write them with fewer steps.")
        page.error(line_of(deep.map), message)
    return list(Node(tokens).children)


def line_of(lines: object) -> int:
    return lines[0] + 1 if isinstance(lines, list | tuple) else 1


def line(node: Node) -> int:
    """The line of the file on which a block begins."""
    return line_of(node.map) if node.map else line(node.parent) if node.parent and not node.parent.is_root else 1


def text_of(node: Node) -> str:
    """The running text of a paragraph, heading or table cell, as it stands in the file."""
    return "".join(child.content for child in node.children if child.type == "inline")


def comments_of(node: Node, page: Page) -> list[str] | None:
    """The comments that a block of HTML consists of, or None if it is none. Anything else in it is an error."""
    if node.type != "html_block":
        return None
    content = node.content.strip()
    comments, rest = _parted(content)
    if rest.startswith("<!--"):
        page.error(line(node), N_("This comment is not closed. Write --> at its end."))
    elif "<" in rest or ">" in rest or (rest and not comments):
        at = content.find(rest.split("\n")[0]) if comments else 0
        page.html(rest, line(node) + content[: max(at, 0)].count("\n"))
    elif rest:
        message = N_(
            "“%(seen)s” stands on the line of a comment and would not be shown. Put the comment on a line of its own."
        )
        page.error(line(node), message, seen=shorten(rest))
    return comments


def _parted(html: str) -> tuple[list[str], str]:
    """The closed comments in `html`, and what stands around them."""
    comments, around = [], []
    place = 0
    while (start := html.find("<!--", place)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        around.append(html[place:start])
        comments.append(html[start : end + 3])
        place = end + 3
    return comments, ("".join(around) + html[place:]).strip()


class Writer:
    """Writes the blocks of one file as pieces."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._pieces: list[Piece] = []
        self._section = ""

    def block(self, node: Node, id: str = "") -> tuple[Piece, ...]:  # noqa: A002 - it is the attribute's name
        """The pieces of one top-level block, empty if there is nothing to show. `id` becomes the element's."""
        self._pieces = []
        self._write(node, f' id="{id}"' if id else "")
        if node.type == "heading":
            self._section = id
        return tuple(self._pieces)

    def _literal(self, html: str) -> None:
        if self._pieces and isinstance(self._pieces[-1], Literal):
            self._pieces[-1] = Literal(self._pieces[-1].html + html)
        else:
            self._pieces.append(Literal(html))

    def _element(self, tag: str, content: str, at: int, attributes: str = "") -> None:
        """An element that holds one unit, and says its language when the unit has stayed in the course's."""
        unit = self.page.unit(content, at)
        self._literal(f"<{tag}{attributes}")
        if unit:
            self._pieces.append(Slot(unit, "language"))
            self._literal(">")
            self._pieces.append(Slot(unit))
            self._literal(f"</{tag}>")
        else:
            self._literal(f"></{tag}>")

    def _write(self, node: Node, attributes: str = "") -> None:
        writer = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "bullet_list": self._list,
            "ordered_list": self._list,
            "blockquote": self._quotation,
            "table": self._table,
            "fence": self._code,
            "code_block": self._code,
            "hr": self._rule,
        }.get(node.type)
        if writer:
            writer(node, attributes)

    def _children(self, nodes: list[Node]) -> None:
        """Blocks inside a block; a comment among them speaks to the next one."""
        outer = self.page.notes
        for node in nodes:
            comments = comments_of(node, self.page)
            if comments is not None:
                self.page.notes += notes_of(comments)
            else:
                self._write(node)
                self.page.notes = outer
        self.page.notes = outer

    def _paragraph(self, node: Node, attributes: str) -> None:
        content, at = text_of(node), line(node)
        if self._shown_alone(content, at, attributes):
            return
        if content.lstrip().startswith("|") and "|" in content.strip()[1:]:
            message = N_(
                "This looks like a table, but the line of dashes is missing. Put |---|---| under the first row."
            )
            self.page.error(at, message)
        self._element("p", content, at, attributes)

    def _shown_alone(self, content: str, at: int, attributes: str, tag: str = "figure") -> bool:
        """Write a picture, film or recording that is alone in its paragraph; whether it was one."""
        if len(content) > inline.MAX_TEXT or not re.match(r"\s*!?\[", content):
            return False
        tokens = [token for token in inline.parse(content) if token.type != "text" or token.content.strip()]
        if tokens and all(token.type in ("image", "softbreak") for token in tokens):
            for token in tokens:
                if token.type == "image":
                    title = str(token.attrs.get("title", ""))
                    self._picture(str(token.attrs.get("src", "")), token.content, title, at, attributes, tag)
                    attributes = ""
                at += token.type == "softbreak"
            return True
        if tag == "figure" and len(tokens) > 2 and tokens[0].type == "link_open" and tokens[-1].type == "link_close":
            path = inside(str(tokens[0].attrs.get("href", "")))[0]
            is_one = [token.type for token in tokens].count("link_open") == 1
            if is_one and path.lower().endswith(FILMS + RECORDINGS) and not is_outside(str(tokens[0].attrs["href"])):
                self._film(path, content, at, attributes)
                return True
        return False

    def _picture(self, target: str, description: str, title: str, at: int, attributes: str, tag: str) -> None:
        path = self.page.picture(target, description, at)
        alt = self.page.unit(description, at)
        if path is None or alt is None:
            return
        self._literal(f"<{tag}{attributes}>" if tag == "figure" else "")
        self._literal("<img")
        self._pieces += [Picture(path), Literal(' alt="'), Slot(alt, "attribute"), Literal('"'), Slot(alt, "language")]
        self._literal(' loading="lazy" decoding="async">')
        if title.strip():
            self._element("figcaption" if tag == "figure" else "p", title, at)
        self._literal("</figure>" if tag == "figure" else "")

    def _film(self, path: str, content: str, at: int, attributes: str) -> None:
        tag = "video" if path.lower().endswith(FILMS) else "audio"
        if path not in self.page.addresses.media:
            self._element("p", content, at, attributes)
            return
        self._literal(f'<figure class="{tag}"{attributes}><{tag} controls preload="none"')
        self._pieces += [Picture(path), Literal(">"), Captions(path), Literal(f"</{tag}>")]
        self._element("figcaption", content, at)
        self._literal("</figure>")
        self.page.media.add(path)
        stem = path.rpartition(".")[0]
        missing = [name for name in (f"{stem}.en.vtt", f"{stem}.ur.vtt") if name not in self.page.addresses.media]
        if missing:
            message = N_("“%(seen)s” has no captions for people who cannot hear it. Add %(missing)s beside it.")
            self.page.warn(at, message, seen=path, missing=", ".join(missing))

    def _heading(self, node: Node, attributes: str) -> None:
        if node.tag not in ("h2", "h3"):
            message = N_("Headings inside a lesson have two or three #. Write ## %(seen)s or ### %(seen)s.")
            self.page.error(line(node), message, seen=shorten(text_of(node)))
        self._element(node.tag, text_of(node), line(node), attributes)

    def _list(self, node: Node, attributes: str) -> None:
        tag = "ol" if node.type == "ordered_list" else "ul"
        start = node.attrs.get("start", 1)
        self._literal(f"<{tag}{attributes}" + (f' start="{int(start)}"' if start != 1 else "") + ">")
        for item in node.children:
            self._item(item)
        self._literal(f"</{tag}>")

    def _item(self, item: Node) -> None:
        first = item.children[0] if item.children else None
        if first and first.type == "paragraph":
            if _TASK.match(text_of(first)):
                message = N_(
                    "Options with [ ] stand outside a question. Write a heading above the question,"
                    " for instance ### Question (choose one)."
                )
                self.page.error(line(item), message)
            if first.hidden and len(item.children) == 1 and not re.match(r"\s*!?\[", text_of(first)):
                self._element("li", text_of(first), line(first))
                return
            if first.hidden and not re.match(r"\s*!?\[", text_of(first)):
                self._literal("<li>")
                self._element("div", text_of(first), line(first))
                self._children(item.children[1:])
                self._literal("</li>")
                return
        self._literal("<li>")
        self._children(item.children)
        self._literal("</li>")

    def _quotation(self, node: Node, attributes: str) -> None:
        first = node.children[0] if node.children else None
        marker = _CALLOUT.match(text_of(first).split("\n")[0]) if first and first.type == "paragraph" else None
        if not first or not marker:
            self._literal(f"<blockquote{attributes}>")
            self._children(node.children)
            self._literal("</blockquote>")
            return
        name = marker[1].lower()
        if name not in CALLOUTS:
            message = N_("“[!%(seen)s]” is not a callout that I know. Write one of: %(known)s.")
            self.page.error(
                line(first), message, seen=shorten(marker[1]), known=", ".join(f"[!{c.upper()}]" for c in CALLOUTS)
            )
            name = "note"
        if marker[2].strip():
            message = N_(
                "The text of a callout begins on the next line."
                " Write > [!%(name)s] alone, and the text under it after >."
            )
            self.page.error(line(first), message, name=name.upper())
        self._literal(f'<div class="callout {name}" role="note"{attributes}><p class="callout-title">')
        self._pieces.append(Word(name))
        self._literal("</p>")
        rest = text_of(first).partition("\n")[2]
        if rest.strip() and not self._shown_alone(rest, line(first) + 1, ""):
            self._element("p", rest, line(first) + 1)
        self._children(node.children[1:])
        if not rest.strip() and len(node.children) == 1 and not marker[2].strip():
            self.page.error(line(first), N_("This callout is empty. Write its text on the next line after >."))
        self._literal("</div>")

    def _table(self, node: Node, attributes: str) -> None:
        label = f' role="group" aria-labelledby="{self._section}"' if self._section and attributes else ""
        self._literal(f'<div class="table" tabindex="0"{label}{attributes}><table>')
        for part in node.children:
            self._literal(f"<{part.tag}>")
            for row in part.children:
                self._literal("<tr>")
                for cell in row.children:
                    self._cell(cell)
                self._literal("</tr>")
            self._literal(f"</{part.tag}>")
        self._literal("</table></div>")

    def _cell(self, cell: Node) -> None:
        content, at = text_of(cell), line(cell)
        align = _ALIGN.get(str(cell.attrs.get("style", "")), "")
        if cell.tag == "th" and content.strip():
            self._element("th", content, at, f' scope="col"{align}')
        elif re.match(r"\s*!\[", content):
            self._literal(f"<td{align}>")
            if not self._shown_alone(content, at, "", "td"):
                self._element("p", content, at)
            self._literal("</td>")
        else:
            self._element("td", content, at, align)

    def _code(self, node: Node, attributes: str) -> None:
        if node.type == "code_block":
            message = N_("This text begins with four or more spaces and is shown as code. Take the spaces away.")
            self.page.warn(line(node), message)
        self._literal(f'<pre dir="ltr" tabindex="0"{attributes}><code>{escape(node.content)}</code></pre>')

    def _rule(self, node: Node, attributes: str) -> None:
        self._literal(f"<hr{attributes}>")


def units_of(pieces: tuple[Piece, ...]) -> list[Unit]:
    """The units that a block shows, in order."""
    return [piece.unit for piece in pieces if isinstance(piece, Slot) and piece.kind != "language"]
