"""Plain text as Markdown that reads the same, under our own reader's rules: nothing in it becomes a mark, a block, or a line
with a meaning.

CommonMark 0.31, sections 2.4 (backslash escapes), 2.5 (entities), 4 and 5 (what begins a block), and `near_misses`.
"""

import re

# Controls, separators of lines, halves of pairs, noncharacters: what cannot be seen, stored or written as XML.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# An underscore inside a word marks nothing; an ampersand does only where it would be read as an entity.
_MARK = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|&(?=#?\w{1,32};)")

_WORDS = "Points|Hint|Explanation|Objective|Guide|Answers?"
_LINE_WORD = re.compile(rf"((?:{_WORDS})\s*)(?=:)", re.IGNORECASE)
_STARRED_WORD = re.compile(rf"(\*{{1,2}}\s*)(?=(?:{_WORDS})\s*:?\s*\*)", re.IGNORECASE)
_STEP = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))", re.ASCII)
_SIGN = re.compile(r"(?=[-+=|#>]|:-|[({][ xX]?[)}])")
# Signs that near_misses takes for a bullet, a box or a dash, and that no backslash can escape.
_LOOKALIKE = re.compile(r"[•●▪◦·‣○■□∙⁃➢✓✔☐☑☒［\uf0b7\uf0a7\u2756]|[–—−‐‑](?=\s*\[)")


def clean(text: str) -> str:
    """`text` without what cannot be seen or stored; new lines stay."""
    return _UNFIT.sub(" ", text.replace("\ufeff", ""))


def squeeze(text: str) -> str:
    """`text` on one line, with single spaces for all white space."""
    return " ".join(clean(text).split())


def escape(text: str) -> str:
    """`text` as inline Markdown in which nothing is a mark."""
    return _MARK.sub(lambda found: "\\" + found[0], text)


def guard(line: str) -> str:
    """A line of Markdown whose beginning is nothing but text: no list, heading, table or box, and no word such as `Hint:`."""
    for pattern in (_SIGN, _STEP, _LINE_WORD):
        if found := pattern.match(line):
            return f"{line[: found.end()]}\\{line[found.end() :]}"
    if found := _LOOKALIKE.match(line) or _STARRED_WORD.match(line):
        place = found.end() if line[0] == "*" else 0
        return f"{line[:place]}&#{ord(line[place])};{line[place + 1 :]}"
    return line
