"""A passage of another program as our Markdown: blocks for what is asked, one paragraph for everything else.

Lists of a prompt are written with `*` and `1)`, because `-` and `1.` are the answers' and lists of one kind would run together.
"""

import base64
import re
from urllib.parse import unquote

from lms.catalog.exchange import phrases
from lms.catalog.exchange.escaping import clean, escape, guard, squeeze
from lms.catalog.exchange.foreign import Passage
from lms.catalog.exchange.hypertext import BLOCKS, OPAQUE, Element, Nodes, nodes_of
from lms.catalog.exchange.intake import Intake
from lms.catalog.exchange.phrases import BREAK, MARKS, Token
from lms.catalog.markdown import CALLOUTS
from lms.catalog.problems import shorten
from lms.i18n import N_

DESCRIBE = "Describe this picture"
_DEEPEST_LIST, _DEEPEST_QUOTATION = 4, 3
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_ENDINGS = ("st", "nd", "rd", "th")


def blocks(passage: Passage, intake: Intake) -> str:
    """The passage as blocks of Markdown, with its pictures in paragraphs of their own."""
    return "\n\n".join(_Prose(passage, intake).blocks())


def phrase(passage: Passage, intake: Intake, newline: str = BREAK) -> str:
    """The passage as one paragraph of inline Markdown. Pictures are left out with a report; their descriptions stay."""
    return _Prose(passage, intake).phrase(newline)


def line(passage: Passage, intake: Intake) -> str:
    """`phrase` as a whole line of a file: its beginning can begin nothing."""
    return guard(phrase(passage, intake))


class _Prose:
    def __init__(self, passage: Passage, intake: Intake) -> None:
        self.passage = passage
        self.intake = intake
        self.shows_pictures = False
        self.pictures: list[str] = []
        self.nodes = nodes_of(passage)
        text = passage.text
        if ("\\(" in text and "\\)" in text) or text.count("$$") > 1:
            self.warn(N_("There is a formula here. It stays as it was typed; write it in words, or as a picture."))

    def warn(self, message: str, /, **values: object) -> None:
        self.intake.warn(self.passage.line, message, **values)

    def phrase(self, newline: str) -> str:
        return phrases.write(self._tokens(self.nodes), newline)

    # Blocks

    def blocks(self) -> list[str]:
        self.shows_pictures = True
        return self._blocks(self.nodes)

    def _blocks(self, nodes: Nodes, depth: int = 0) -> list[str]:
        found: list[str] = []
        run: Nodes = []
        for node in nodes:
            if isinstance(node, str) or not _has_block(node):
                run.append(node)
                continue
            found += self._paragraph(run)
            run = []
            block = self._block(node, depth)
            if block and found and node.tag in ("ul", "ol") and block[0][:2] == found[-1][:2]:
                # Two lists in a row would be one.
                found.append("<!-- -->")
            found += block + self._shown()
        return found + self._paragraph(run)

    def _block(self, node: Element, depth: int) -> list[str]:
        callout = _callout(node)
        if node.tag in _HEADINGS:
            return self._paragraph([Element("b", children=node.children)])
        if node.tag in ("ul", "ol"):
            return ["\n".join(self._list(node, 0))]
        if node.tag == "pre":
            return _fence(node)
        if node.tag == "table":
            return self._table(node, depth)
        if node.tag == "figure" and node.first("img"):
            return self._figure(node)
        if (node.tag == "blockquote" or callout) and depth < _DEEPEST_QUOTATION:
            inside = self._blocks([child for child in node.children if not _is_title(child)], depth + 1)
            return [_quoted([f"[!{callout.upper()}]"] * bool(callout) + inside)] if inside else []
        return self._blocks(node.children, depth)

    def _paragraph(self, nodes: Nodes) -> list[str]:
        text = guard(phrases.write(self._tokens(nodes))) if nodes else ""
        return [*([text] if text else []), *self._shown()]

    def _shown(self) -> list[str]:
        shown, self.pictures = self.pictures, []
        return shown

    def _list(self, node: Element, depth: int) -> list[str]:
        """The lines of a list, in which a picture has to wait until its end."""
        lines: list[str] = []
        number = 0
        for item in node.children:
            inside = item.children if isinstance(item, Element) and item.tag == "li" else [item]
            deeper = [child for child in inside if isinstance(child, Element) and child.tag in ("ul", "ol")]
            deeper = deeper if depth < _DEEPEST_LIST else []
            text = guard(phrases.write(self._tokens([child for child in inside if child not in deeper])))
            lists = [below for child in deeper for below in self._list(child, depth + 1)]
            if text:
                number += 1
                marker = f"{number}) " if node.tag == "ol" else "* "
                lists = [" " * len(marker) + below for below in lists]
                lines.append(marker + text.replace("\n", "\n" + " " * len(marker)))
            lines += lists
        return lines

    def _table(self, node: Element, depth: int) -> list[str]:
        rows = [[cell for cell in row.elements() if cell.tag in ("td", "th")] for row in _rows(node)]
        rows = [row for row in rows if row]
        caption = next((child for child in node.elements() if child.tag == "caption"), None)
        above = self._paragraph(caption.children) if caption else []
        if len(rows) < 2:
            return above + [block for row in rows for cell in row for block in self._blocks(cell.children, depth)]
        if any(cell.attributes.keys() & {"colspan", "rowspan"} for row in rows for cell in row):
            self.warn(N_("Cells of a table are joined here. They are apart now; look at the table."))
        width = max(map(len, rows))
        texts = [[phrases.write(self._tokens(cell.children), " ") for cell in row] for row in rows]
        lines = [row([*cells, *[""] * (width - len(cells))]) for cells in texts]
        return [*above, "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])]

    def _figure(self, node: Element) -> list[str]:
        picture, caption = node.first("img"), node.first("figcaption")
        assert picture is not None
        shown = self._picture(picture, phrases.write(self._tokens(caption.children), " ") if caption else "")
        return [shown] if shown else []

    # Running text

    def _tokens(self, nodes: Nodes, inside: frozenset[str] = frozenset()) -> list[Token]:
        """`inside` are the marks and the link that are open around the nodes."""
        found: list[Token] = []
        for node in nodes:
            if isinstance(node, str):
                found.append(Token("text", node))
            elif node.tag in BLOCKS:
                item = [Token("text", "– ")] if node.tag == "li" else []
                cell = [Token("text", " · ")] if node.tag in ("td", "th") and found else []
                edge = [] if node.tag in ("td", "th") else [Token("break")]
                found += [*edge, *item, *cell, *self._tokens(node.children, inside), *edge]
            else:
                found += self._inline(node, inside)
        return found

    def _inline(self, node: Element, inside: frozenset[str]) -> list[Token]:
        mark = MARKS.get(node.tag)
        if node.tag == "br":
            return [Token("break")]
        if node.tag == "img":
            return self._picture_token(node)
        if node.tag in OPAQUE or node.tag == "embed":
            self._leave_out(node)
        elif node.tag == "a" and node.attributes.get("href", "").strip() and "a" not in inside:
            return self._link(node, inside)
        elif node.tag in ("code", "tt", "kbd", "samp"):
            return [Token("code", _text(node))]
        elif node.tag in ("sub", "sup"):
            return [Token("text", self._shifted(_text(node), node.tag))]
        elif mark and mark not in inside:
            return [Token("open", mark), *self._tokens(node.children, inside | {mark}), Token("close", mark)]
        if "multilang" in node.attributes.get("class", "").split():
            self.warn(N_("This text stands here in several languages, one after the other. Keep one of them."))
        return self._tokens(node.children, inside)

    def _leave_out(self, node: Element) -> None:
        if node.tag not in ("style", "head", "template"):
            self.warn(N_("<%(seen)s> cannot be shown here and is left out."), seen=node.tag)

    def _link(self, node: Element, inside: frozenset[str]) -> list[Token]:
        target = node.attributes["href"].strip()
        to = phrases.address(target)
        tokens = self._tokens(node.children, inside | {"a"})
        if to is None:
            message = N_("A link to “%(seen)s” is left out; its words are kept.")
            self.warn(message, seen=shorten(target))
            return tokens
        tokens = tokens if phrases.words(tokens) else [Token("text", target)]
        return [Token("link", to), *tokens, Token("unlink", to)]

    def _shifted(self, text: str, tag: str) -> str:
        shifted = text.translate(_RAISED if tag == "sup" else _LOWERED)
        if any(sign.isascii() and not sign.isspace() for sign in shifted):
            if text.strip().lower() not in _ENDINGS:
                message = N_(
                    "“%(seen)s” was set higher or lower than the text around it. Look whether it still reads well."
                )
                self.warn(message, seen=shorten(text))
            return text
        return shifted

    # Pictures

    def _picture_token(self, node: Element) -> list[Token]:
        if not self.shows_pictures:
            message = N_("Only words can stand here. The picture “%(seen)s” is left out; say in words what it shows.")
            self.warn(message, seen=shorten(node.attributes.get("src", "")[:200]))
            return [Token("text", f" {node.attributes.get('alt', '')} ")]
        shown = self._picture(node)
        self.pictures += [shown] if shown else []
        return [Token("text", " ")]

    def _picture(self, node: Element, caption: str = "") -> str | None:
        source = node.attributes.get("src", "").strip()
        found = self._embedded(source)
        if found is None:
            message = N_("The picture “%(seen)s” did not come with the file and is left out.")
            self.intake.error(self.passage.line, message, seen=shorten(source[:200]))
            return None
        path = self.intake.picture(*found, self.passage.line)
        if path is None:
            return None
        description = escape(squeeze(node.attributes.get("alt", "")))
        if not description:
            message = N_("The picture %(seen)s has no description. Say what it shows, in the place of “%(words)s”.")
            self.warn(message, seen=path, words=DESCRIBE)
        title = caption.replace("\\", "\\\\").replace('"', '\\"').replace("&", "\\&")
        return f"![{description or DESCRIBE}]({path}" + (f' "{title}")' if title else ")")

    def _embedded(self, source: str) -> tuple[str, bytes] | None:
        """The name and the bytes of a picture that came inside the file."""
        if source.lower().startswith("data:"):
            head, _, body = source.partition(",")
            return ("picture", decoded(body)) if head.lower().endswith(";base64") else None
        name = unquote(source.removeprefix("@@PLUGINFILE@@").partition("?")[0]).lstrip("/")
        return (name, self.passage.files[name]) if name in self.passage.files else None


def decoded(text: str) -> bytes:
    """The bytes of Base64; nothing if it is none."""
    try:
        return base64.b64decode("".join(text.split()))
    except ValueError:
        return b""


def _has_block(node: Element) -> bool:
    return node.tag in BLOCKS or any(_has_block(child) for child in node.elements())


def _text(node: Element) -> str:
    return "".join(
        child if isinstance(child, str) else "\n" * (child.tag == "br") + _text(child) for child in node.children
    )


def _callout(node: Element) -> str:
    names = node.attributes.get("class", "").split()
    return next((name for name in names if name in CALLOUTS), "") if "callout" in names else ""


def _is_title(node: Element | str) -> bool:
    return isinstance(node, Element) and "callout-title" in node.attributes.get("class", "").split()


def _fence(node: Element) -> list[str]:
    text = clean(_text(node)).strip("\n")
    fence = "~" * max(3, *(len(run) + 1 for run in re.findall("~+", text)), 3)
    return [f"{fence}\n{text}\n{fence}"] if text.strip() else []


def _quoted(inside: list[str]) -> str:
    return "\n".join(f"> {text}".rstrip() for text in "\n\n".join(inside).split("\n"))


def _rows(node: Element) -> list[Element]:
    found = []
    for child in node.elements():
        found += [child] if child.tag == "tr" else _rows(child) if child.tag in ("thead", "tbody", "tfoot") else []
    return found


def row(cells: list[str]) -> str:
    """A row of a table; `cells` are inline Markdown without breaks."""
    return "|" + "|".join(" " + cell.replace("|", "\\|") + " " if cell else " " for cell in cells) + "|"
