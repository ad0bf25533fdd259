"""The text inside a block: Markdown's emphasis, links and code, as units for translation and as safe HTML.

Nothing here can make a block: a translation is read by these functions only, so it never changes structure.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lms.catalog.addresses import is_outside
from lms.i18n import direction

# Longer running text in one block is a mistake, and would make the parser slow.
MAX_TEXT = 10_000

_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->", re.DOTALL)
_HARD_BREAK = re.compile(r"(?: {2,}|(?<!\\)((?:\\\\)*)\\)\n")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,200}|https?://\S+|www\.\S+", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,٫٬]\d+)*(?![A-Za-z\d])")

_UNMARKED = re.compile(r"(?! )(?:[^\W_]|[ ,.،۔؛؟\u200c'’“”()–-])+(?<! )")

_TAGS = {"strong": "strong", "em": "em", "s": "del"}


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 20}).enable("strikethrough")
    # Every address is let through to be seen; what may be linked to is decided when HTML is written.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


@lru_cache(maxsize=2048)
def parse(text: str) -> tuple[Token, ...]:
    """The tokens of inline Markdown. They are shared: never change one."""
    if _UNMARKED.fullmatch(text):  # most terms and many sentences: the parser looks at each sign and comes to the same
        return (Token("text", "", 0, content=text),)
    return tuple(_PARSER.parseInline(text)[0].children or ())


def msgid(content: str) -> str:
    """What a translator sees: runs of white space are one space, a hard break is `\\` and a new line."""
    parts = _HARD_BREAK.sub(lambda found: (found[1] or "") + "\0", content).split("\0")
    return "\\\n".join(_SPACE.sub(" ", part).strip(" ") for part in parts)


def is_comment(html: str) -> bool:
    """Whether `html` is one comment and nothing else: what begins with `<!--` can go on with `<script>`."""
    return _COMMENT.fullmatch(html) is not None


def without_comments(content: str) -> tuple[str, list[str]]:
    """`content` without its `<!-- … -->`, and these."""
    comments = []
    if "<!--" in content:
        for token in parse(content):
            if token.type == "html_inline" and is_comment(token.content):
                comments.append(token.content)
                content = content.replace(token.content, "", 1)
    return content, comments


# Asked of every text by counts, places and editions, one after the other.
@lru_cache(maxsize=8192)
def is_plain(text: str) -> bool:
    """Whether there is nothing to translate: no letter is left when code, addresses and HTML are gone."""
    return not any(letter.isalpha() for letter in _ADDRESS.sub("", _words(parse(text))))


def _words(tokens: Sequence[Token]) -> str:
    words = []
    is_address = False
    for token in tokens:
        if token.type in ("link_open", "link_close") and token.info == "auto":
            is_address = token.type == "link_open"
        elif token.type in ("text", "image") and not is_address:
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return "".join(words)


def plain(text: str) -> str:
    """The text alone: what a reader sees, without any mark."""
    words = []
    for token in parse(text):
        if token.type in ("text", "code_inline"):
            words.append(token.content)
        elif token.type == "image":
            words.append(plain(token.content))
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return "".join(words)


@dataclass(frozen=True)
class Facts:
    """What a translation must keep of its English, and what no text may hold."""

    targets: tuple[str, ...]
    code: tuple[str, ...]
    numbers: frozenset[str]
    html: tuple[str, ...]
    words: str


def facts(text: str, digits: Callable[[str], str] = str) -> Facts:
    """`digits` writes the digits of other scripts as 0 to 9. Separators inside numbers are made alike."""
    tokens = parse(text)
    targets = [str(token.attrs.get("href", token.attrs.get("src", ""))) for token in _with_targets(tokens)]
    words = _words(tokens)
    numbers = (
        re.sub(r"[,٬](?=\d{2})", "", number).replace("٫", ".").replace(",", ".")
        for number in _NUMBER.findall(digits(_ADDRESS.sub("", words)))
    )
    return Facts(
        tuple(sorted(targets)),
        tuple(sorted(token.content for token in tokens if token.type == "code_inline")),
        frozenset(numbers),
        tuple(token.content for token in tokens if token.type == "html_inline"),
        words,
    )


def _with_targets(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.type in ("link_open", "image")]


def render(text: str, language: str, resolve: Callable[[str], str | None]) -> str:
    """Safe HTML of inline Markdown. `resolve` gives the address for a link's target, or None: only its words stay."""
    out: list[str] = []
    links: list[bool] = []
    for token in parse(text):
        kind = token.type
        if kind == "text":
            out.append(isolate(token.content, language))
        elif kind == "code_inline":
            out.append(f'<code dir="ltr">{escape(token.content)}</code>')
        elif kind == "softbreak":
            out.append(" ")
        elif kind == "hardbreak":
            out.append("<br>")
        elif kind == "link_open":
            address = resolve(str(token.attrs.get("href", "")))
            links.append(address is not None)
            if address is not None:
                outside = ' rel="noopener noreferrer"' if is_outside(address) else ""
                out.append(f'<a href="{escape(address)}"{outside}>')
        elif kind == "link_close":
            out.append("</a>" if links.pop() else "")
        elif kind == "image":
            out.append(isolate(plain(token.content), language))
        elif kind == "html_inline":
            out.append("" if is_comment(token.content) else escape(token.content))
        elif token.tag in _TAGS:
            out.append(f"</{_TAGS[token.tag]}>" if token.nesting < 0 else f"<{_TAGS[token.tag]}>")
    return "".join(out)


_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"  # × and ÷ stand among the letters
_ARABIC = "\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
_JOINT = r"[^\s\w<>\u0600-\u06ff]{1,3}"
_TERM = r"\(?\d+(?:[.,]\d+)*%?\)?"
_SUM = rf"{_TERM}(?: ?[×÷+−=*/] ?{_TERM})+"
# the year of a law report, which comes first: 2023 SCMR 1144, 2004 PCrLJ 88, 1998 SC MR 5
_YEAR = r"(?<!\d)(?:18|19|20)\d\d (?=(?:[A-Z](?:[A-Za-z.]*[A-Z.])? ){1,4}\d)"
# A sum is read from the left in Urdu too. A run that holds a Latin word goes on over spaces after the first Latin word; a number
# only over separators. A number before a Latin word is the Urdu sentence's own (15 FIRs), unless it is a report's year.
_LATIN_RUN = re.compile(
    rf"{_SUM}|(?:{_YEAR})?[+#]?(?:\d+(?:{_JOINT}\d+)*(?:{_JOINT})?)?[{_LATIN}][{_LATIN}\d]*(?:(?:{_JOINT} ?| )[{_LATIN}\d]+)*"
    rf"|\+?\d+(?:{_JOINT}\d+)+|\+\d+"
)
_ABBREVIATED = re.compile(r"\.[A-Za-z]$")
_URDU_RUN = re.compile(rf"[{_ARABIC}]+(?:[\s،؛۔؟\d]*[{_ARABIC}]+)*[۔؟]?")


def isolate(text: str, language: str) -> str:
    """`text` escaped, with each run that goes the other way put into `<bdi>`: without, `154(1)` shows as `(1)154`."""
    if direction(language) == "ltr":
        if text.isascii():
            return escape(text)
        return _wrap(text, _URDU_RUN, lambda run: '<bdi lang="ur" dir="rtl">')
    return _wrap(
        text, _LATIN_RUN, lambda run: '<bdi lang="en">' if re.search(f"[{_LATIN}]", run) else '<bdi dir="ltr">'
    )


def _wrap(text: str, run: re.Pattern[str], opening: Callable[[str], str]) -> str:
    out = []
    end = 0
    for found in run.finditer(text):
        start, stop = found.span()
        following = text[stop : stop + 1]
        if (following == ")" and "(" in found[0]) or (following == "." and _ABBREVIATED.search(found[0])):
            stop += 1
        out += [escape(text[end:start]), opening(found[0]), escape(text[start:stop]), "</bdi>"]
        end = stop
    return "".join(out) + escape(text[end:])
