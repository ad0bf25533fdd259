"""Running text as inline Markdown that reads the same: what would mean something here is escaped."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from lms.authoring.intake.blocks import Span, Spans, lines_of, text_of
from lms.catalog import inline
from lms.catalog.addresses import is_outside
from lms.catalog.exchange.escaping import escape, guard
from lms.urdu import clean

_NOT_IN_ADDRESSES = re.compile(r"[\s<>()\\\[\]|\"*_`]")


def markdown(spans: Iterable[Span], *, breaks: bool = True, in_table: bool = False) -> str:
    """The spans as inline Markdown. Lines are parted by `\\` and a new line, or by a space if `breaks` is false."""
    lines = [_tidy(line) for line in lines_of(spans)]
    written = [_line(line, in_table=in_table) for line in lines if text_of(line)]
    return ("\\\n" if breaks else " ").join(written)


def plain(text: str) -> str:
    """Text without looks as Markdown on one line."""
    return markdown((Span(text),), breaks=False)


def shown(text: str) -> str:
    """Text with single spaces and without signs that nobody sees, except those that join and part Urdu letters."""
    kept = (sign for sign in text if sign.isprintable() or sign.isspace() or sign in "\u200c\u200d")
    return re.sub(r"\s+", " ", "".join(kept))


def _tidy(line: Spans) -> Spans:
    """One line: letters as Urdu has them, single spaces, spans of one look joined, nothing around."""
    whole: list[Span] = []
    for look, group in groupby(line, key=lambda span: (span.bold, span.italic, span.struck, span.link)):
        text = shown(clean("".join(span.text for span in group)))
        text = text.lstrip() if not whole or whole[-1].text.endswith(" ") else text
        if text:
            whole.append(Span(text, *look))
    if whole:
        whole[-1] = replace(whole[-1], text=whole[-1].text.rstrip())
    return tuple(span for span in whole if span.text)


def _line(line: Spans, *, in_table: bool) -> str:
    """The line with its looks; without them where Markdown would not understand them."""
    begun = _in_cell if in_table else guard
    expected = " ".join("".join(span.text for span in line).split())
    bare = tuple(Span(span.text, link=span.link) for span in line)
    for spans in (line, bare):
        written = begun("".join(_looks(spans)))
        if len(written) <= inline.MAX_TEXT and " ".join(inline.plain(written).split()) == expected:
            break
    else:
        written = begun(escape(expected))
    return written


def _in_cell(line: str) -> str:
    return line.replace("|", "\\|")


def _looks(line: Spans) -> Iterator[str]:
    for link, group in groupby(line, key=lambda span: span.link.strip()):
        spans = _parted(list(group))
        written = "".join(_marked(span) for span in spans)
        if is_outside(link) and written.strip():
            core = written.strip()
            before, _, after = written.partition(core)
            yield f"{before}[{core}]({_NOT_IN_ADDRESSES.sub(_percent, link)}){after}"
        else:
            yield written


def _percent(found: "re.Match[str]") -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _parted(spans: list[Span]) -> list[Span]:
    """Spaces at the edges of bold or italic words, and signs between them and a letter, put outside: there they work."""
    found: list[Span] = []
    for place, span in enumerate(spans):
        following = spans[place + 1].text[:1] if place + 1 < len(spans) else ""
        preceding = spans[place - 1].text[-1:] if place else ""
        if not (span.bold or span.italic or span.struck):
            found.append(span)
            continue
        edge = r"\W*" if following.isalnum() else r"\s*"
        start = r"\W*" if preceding.isalnum() else r"\s*"
        parts = re.fullmatch(rf"({start})(.*?)({edge})", span.text, re.DOTALL)
        before, core, after = parts.groups() if parts else ("", span.text, "")
        found += [Span(before), replace(span, text=core), Span(after)]
    return [span for span in found if span.text]


def _marked(span: Span) -> str:
    text = escape(span.text)
    if not any(sign.isalnum() for sign in text):
        return text
    mark = "*" * (span.italic + 2 * span.bold)
    strike = "~~" if span.struck else ""
    return f"{strike}{mark}{text}{mark[::-1]}{strike}"
