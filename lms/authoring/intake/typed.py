"""Lists that were typed: paragraphs that begin with a bullet, or with numbers that count on."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lms.authoring.intake.blocks import Block, Item, Numbers, Paragraph, Spans, text_of

_BULLET = re.compile(r"\s*(?:[•●▪◦·‣○■□∙⁃➢✓✔\uf0b7\uf0a7\u2756]\s*|[-–—*]\s+)(?=\S)")
_NUMBER = re.compile(r"\s*(\d{1,3})[.)]\s+(?=\S)")


def with_lists(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with points of lists in the place of what was typed to look like them."""
    found: list[Block] = []
    for place, block in enumerate(blocks):
        item = _bulleted(block) or _numbered(blocks, place)
        found.append(item or block)
    return found


def _bulleted(block: Block) -> Item | None:
    match = _BULLET.match(_text(block))
    if not match or not isinstance(block, Paragraph | Item):
        return None
    level = block.level if isinstance(block, Item) else 0
    return Item(level, without(block.spans, match.end()), remarks=block.remarks)


def _numbered(blocks: Sequence[Block], place: int) -> Item | None:
    """A paragraph with the number that follows the one before it, or precedes the next one. One alone is no list."""
    block = blocks[place]
    number = _number(block)
    if number is None or not isinstance(block, Paragraph):
        return None
    before = _number(blocks[place - 1]) if place else None
    after = _number(blocks[place + 1]) if place + 1 < len(blocks) else None
    if before != number - 1 and after != number + 1:
        return None
    match = _NUMBER.match(_text(block))
    rest = without(block.spans, match.end() if match else 0)
    return Item(0, rest, Numbers.DIGITS, number, block.remarks)


def _text(block: Block) -> str:
    return "".join(span.text for span in block.spans) if isinstance(block, Paragraph | Item) else ""


def _number(block: Block) -> int | None:
    match = _NUMBER.match(_text(block)) if isinstance(block, Paragraph) else None
    return int(match[1]) if match else None


def without(spans: Spans, count: int) -> Spans:
    """The spans without their first `count` signs."""
    found = []
    for span in spans:
        found.append(replace(span, text=span.text[count:]))
        count = max(0, count - len(span.text))
    return tuple(span for span in found if text_of((span,)) or span.text)
