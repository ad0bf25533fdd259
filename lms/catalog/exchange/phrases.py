"""Running text of other programs as inline Markdown: emphasis, links, code and breaks, and everything else as its words.

The text comes as tokens (below), is written with its marks, and is read again with our own reader. Where the words are not the
same then, because Markdown's rules on stars beside letters and full stops do not allow the marks, it is written without them.
"""

import re
from dataclasses import dataclass

from lms.catalog import inline
from lms.catalog.addresses import is_outside
from lms.catalog.exchange.escaping import clean, escape, guard, squeeze

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "strike": "~~", "del": "~~"}
BREAK = "\\\n"
_LONGEST_ADDRESS = 2_000
_UNFIT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f<>()\\\"`|*]")
_LIKE_AN_ENTITY = re.compile(r"&(?=#?\w{1,32};)")


@dataclass(frozen=True)
class Token:
    """`kind` is `text`, `code`, `break`, `open` or `close` (a mark: `text` is its stars), `link` or `unlink` (its address)."""

    kind: str
    text: str = ""


def words(tokens: list[Token]) -> str:
    """What a reader sees of `tokens`, on one line."""
    return squeeze(
        "".join(token.text if token.kind in ("text", "code") else " " * (token.kind == "break") for token in tokens)
    )


def address(target: str) -> str | None:
    """The address of a link as Markdown writes it, or None if it must not be linked to."""
    target = target.strip()
    if not is_outside(target) or len(target) > _LONGEST_ADDRESS:
        return None
    target = _UNFIT_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", clean(target))
    return _LIKE_AN_ENTITY.sub("&amp;", target)


def write(tokens: list[Token], newline: str = BREAK) -> str:
    """`tokens` as inline Markdown. `newline` is what a break becomes: a hard break, or a space where lines cannot be."""
    expected = words(tokens)
    without_marks = [token for token in tokens if token.kind not in ("open", "close")]
    bare = [token for token in without_marks if token.kind not in ("link", "unlink")]
    for attempt in (tokens, without_marks, bare):
        text = _Writer(newline).write(attempt)
        if len(text) > inline.MAX_TEXT or squeeze(inline.plain(text)) == expected:
            return text
    return _guarded(escape(expected))


def _guarded(text: str) -> str:
    """Lines after a hard break must not begin anything either."""
    first, *rest = text.split("\n")
    return "\n".join([first, *map(guard, rest)])


class _Writer:
    def __init__(self, newline: str) -> None:
        self.newline = newline
        self.out: list[str] = []
        self.gap = ""
        """The white space before the next word; it stays outside of marks."""
        self.waiting: list[Token] = []
        """What was opened and holds no word yet."""
        self.opened: list[Token] = []

    def write(self, tokens: list[Token]) -> str:
        for token in tokens:
            if token.kind in ("text", "code"):
                self._words(token)
            elif token.kind == "break":
                self.gap = self.newline if self.out else ""
            elif token.kind in ("open", "link"):
                self.waiting.append(token)
            else:
                self._close(token)
        return _guarded("".join(self.out))

    def _words(self, token: Token) -> None:
        text = squeeze(token.text)
        spaced = clean(token.text)
        if spaced[:1].isspace() and self.out:
            self.gap = self.gap or " "
        if not text:
            return
        self.out += [self.gap] if self.out and self.gap else []
        for opening in self.waiting:
            self._put("[" if opening.kind == "link" else opening.text)
        self.opened += self.waiting
        self.waiting = []
        self._put(escape(text) if token.kind == "text" else _code(text))
        self.gap = " " if spaced[-1:].isspace() else ""

    def _close(self, token: Token) -> None:
        if self.waiting:
            self.waiting.pop()
        elif self.opened:
            self.opened.pop()
            self._put(f"]({token.text})" if token.kind == "unlink" else token.text)

    def _put(self, text: str) -> None:
        if text == "[" and self.out and self.out[-1].endswith("!"):
            # or it would become a picture
            self.out[-1] = self.out[-1][:-1] + "\\!"
        self.out.append(text)


def _code(text: str) -> str:
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"
