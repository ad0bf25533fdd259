"""HTML of any quality as a small tree. Nothing of it is ever shown: `prose` writes Markdown of it, which our checker reads.

Our own small reader and not a library, because each of those fails one of our demands: `html.parser` raises on `<![x`, and a
tree builder that follows the whole standard (nh3, BeautifulSoup with html5lib) makes millions of elements of a few kilobytes of
badly nested ones, and markdownify, which would write the Markdown too, knows nothing of our own lines with a meaning, and calls
itself for every level. This takes time in proportion to the text.
"""

import re
from collections.abc import Set
from dataclasses import dataclass, field
from html import unescape

from markdown_it import MarkdownIt

from lms.catalog.exchange.foreign import Format, Passage

MAX_DEPTH = 30
# Of further ones only the text is read.
MAX_ELEMENTS = 4_000
LONGEST_MARKDOWN = 20_000
_MARKDOWN = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_DEPTH}).enable(["table", "strikethrough"])

VOID = {
    *("br", "img", "hr", "input", "wbr", "source", "track", "col", "embed", "param", "area", "link", "meta"),
}
# What they hold is no text.
OPAQUE = {
    *("script", "style", "iframe", "object", "video", "audio", "svg", "math", "template", "head", "select", "canvas"),
}
BLOCKS = {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "center", "address", "figure"),
    *("figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "form", "fieldset", "details", "summary"),
}
INLINE = {
    *("a", "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "code", "tt", "kbd", "samp", "var", "sub"),
    *("sup", "span", "font", "small", "big", "mark", "abbr", "acronym", "cite", "q", "dfn", "bdi", "bdo", "label"),
    *("button", "time", "nolink"),
}
KNOWN = VOID | OPAQUE | BLOCKS | INLINE

# Possessive, so that a sign < that opens nothing is given up at once.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?](?=[a-zA-Z\[])[^>]*+(?:>|\Z)"
    r"""|<(?P<close>/?)(?P<name>[a-zA-Z][\w:.-]*+)(?P<rest>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++))?""")
# int() of a longer one raises
_HUGE_ENTITY = re.compile(r"&#(?:\d{9,}|[xX][\da-fA-F]{9,});?")

# An element ends where one of these begins, looking up no further than the second set.
_ENDED_BY = {
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"tr"}, {"table"}),
    "thead": ({"thead", "tbody", "tfoot", "tr"}, {"table"}),
    "tbody": ({"thead", "tbody", "tfoot", "tr"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot", "tr"}, {"table"}),
}


@dataclass
class Element:
    """`tag` is in small letters, "" for the whole."""

    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def elements(self) -> "list[Element]":
        return [child for child in self.children if isinstance(child, Element)]

    def first(self, tag: str) -> "Element | None":
        """The first element of that name, at any depth."""
        for child in self.elements():
            found = child if child.tag == tag else child.first(tag)
            if found:
                return found
        return None


def read(html: str, known_only: bool = False) -> Element:
    """The tree of `html`. With `known_only`, `<words>` that no HTML knows stay text. Never raises."""
    return _Builder(known_only).build(html)


Nodes = list[Element | str]


def nodes_of(passage: Passage) -> Nodes:
    """The tree of a passage, whatever its format."""
    text = passage.text
    if passage.format is Format.HTML:
        return read(text).children
    if passage.format is Format.MARKDOWN and len(text) <= LONGEST_MARKDOWN:
        return read(_MARKDOWN.render(text)).children
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.strip())
    if passage.format is Format.MOODLE:
        # New lines count, except beside a tag.
        paragraphs = [re.sub(r"(?<!>)\n(?![ \t]*<)", "<br>", paragraph) for paragraph in paragraphs]
        return read("<p>".join(paragraphs), known_only=True).children
    return [Element("p", children=_lines(paragraph)) for paragraph in paragraphs]


def _lines(paragraph: str) -> Nodes:
    found: Nodes = []
    for text in paragraph.split("\n"):
        found += [Element("br"), text] if found else [text]
    return found


def text_of(text: str) -> str:
    """`text` with its entities as characters."""
    return unescape(_HUGE_ENTITY.sub("\ufffd", text))


class _Builder:
    def __init__(self, known_only: bool) -> None:
        self.known_only = known_only
        self.stack = [Element()]
        self.count = 0

    def build(self, html: str) -> Element:
        place = 0
        while found := _TAG.search(html, place):
            name = (found["name"] or "").lower()
            if name and self.known_only and name not in KNOWN:
                self.text(html[place : found.end()])
            else:
                self.text(html[place : found.start()])
                self.tag(name, found)
            place = found.end()
            if name in OPAQUE and not found["close"] and not found["rest"].endswith("/"):
                place = self.opaque(html, place, name)
        self.text(html[place:])
        return self.stack[0]

    def text(self, text: str) -> None:
        if text:
            self.stack[-1].children.append(text_of(text))

    def tag(self, name: str, found: "re.Match[str]") -> None:
        if found["close"]:
            self.close(name)
        if not name or found["close"] or self.count >= MAX_ELEMENTS:
            return
        self.count += 1
        self.end_before(name)
        element = Element(name, _attributes(found["rest"]))
        self.stack[-1].children.append(element)
        if name not in VOID and name not in OPAQUE and len(self.stack) < MAX_DEPTH:
            self.stack.append(element)

    def opaque(self, html: str, place: int, name: str) -> int:
        """Where the text goes on after an element whose inside is no text."""
        end = re.compile(rf"</{name}\s*>|\Z", re.IGNORECASE).search(html, place)
        return end.end() if end else len(html)

    def end_before(self, name: str) -> None:
        if name in BLOCKS:
            self.end({"p"}, BLOCKS - {"p"})
        if name in _ENDED_BY:
            self.end(*_ENDED_BY[name])

    def end(self, tags: Set[str], border: Set[str]) -> None:
        for depth in range(len(self.stack) - 1, 0, -1):
            tag = self.stack[depth].tag
            if tag in tags:
                del self.stack[depth:]
                return
            if tag in border:
                return

    def close(self, name: str) -> None:
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].tag == name:
                del self.stack[depth:]
                return


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match[2] or ""
        found.setdefault(match[1].lower(), text_of(value[1:-1] if value[:1] in ('"', "'") else value))
    return found
