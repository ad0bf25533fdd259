"""Lines that are almost right: found on the raw text, explained, and read as they were meant.

Each is mended in the text that is parsed (never in the author's file), so that one slip is one message and the rest of
the file is still checked as the author meant it.
"""

import re
from collections.abc import Callable

from lms.catalog.problems import Report, shorten
from lms.i18n import N_

_BULLETS = "•●▪◦·‣○■□∙⁃➢✓✔\uf0b7\uf0a7\u2756"
_FENCE = re.compile(r" {0,3}(?:> ?)*(`{3,}|~{3,})")

Mend = Callable[["re.Match[str]"], str]


def _box(found: "re.Match[str]") -> str:
    return f"{found['start']}- [{'x' if found['tick'].strip(' _') else ' '}] {found['rest']}"


# (pattern, what the line becomes, message); the first that fits is taken.
_NEAR_MISSES: tuple[tuple[re.Pattern[str], Mend, str], ...] = (
    (
        re.compile(rf"(?P<start>\s*)[{_BULLETS}]\s*(?P<rest>.*)"),
        lambda found: f"{found['start']}- {found['rest']}",
        N_("This line begins with “%(seen)s”, which is not a bullet here. Write a dash and a space: - %(rest)s"),
    ),
    (
        re.compile(r"(?P<start>\s*)(?P<sign>[–—−‐‑])\s*\[(?P<tick>[ xX]?)\]\s*(?P<rest>.*)"),
        _box,
        N_("This line begins with a long dash (“%(seen)s”). Write a plain dash and a space: - [%(tick)s] %(rest)s"),
    ),
    (
        re.compile(r"(?P<start>\s*)(?P<sign>[-*+])\[(?P<tick>[ xX]?)\](?!\()\s*(?P<rest>.*)"),
        _box,
        N_("There is no space between the dash and the bracket. Write: - [%(tick)s] %(rest)s"),
    ),
    (
        re.compile(r"(?P<start>\s*)[-*+] +\[(?P<tick>)\](?![\[(])\s*(?P<rest>.*)"),
        _box,
        N_("The brackets are empty. Put a space between them: - [ ] %(rest)s"),
    ),
    (
        re.compile(r"(?P<start>\s*)[-*+] +[{(［](?P<tick>[ xX]|)[})］]\s*(?P<rest>.*)"),
        _box,
        N_("“%(seen)s” has the wrong kind of brackets. Write square ones: - [%(tick)s] %(rest)s"),
    ),
    (
        re.compile(r"(?P<start>\s*)[-*+] +\[(?P<tick> *[xX] +| +[xX] *|[✓✔✗*vV√☑☒]| {2,}|_)\](?![\[(])\s*(?P<rest>.*)"),
        _box,
        N_("“%(seen)s” is not a tick that I know. Write - [x] for a right option and - [ ] for a wrong one."),
    ),
    (
        re.compile(r"(?P<start>\s*)[-*+] +\[(?P<tick>[xX ])\](?=[^\s(\[])(?P<rest>.*)"),
        _box,
        N_("There is no space after the bracket. Write: - [%(tick)s] %(rest)s"),
    ),
    (
        re.compile(r"(?P<start>\s*)(?:[a-zA-Z0-9]{1,2}[.)] +)?\[(?P<tick>[ xX])\](?![\[(:])\s*(?P<rest>.*)"),
        _box,
        N_("There is no dash before the bracket. Write: - [%(tick)s] %(rest)s"),
    ),
    (
        re.compile(r"(?P<start>\s*)[-*+] +(?P<tick>[☐☑☒])\s*(?P<rest>.*)"),
        lambda found: f"{found['start']}- [{' ' if found['tick'] == '☐' else 'x'}] {found['rest']}",
        N_("“%(seen)s” is not a box that I know. Write - [x] for a right option and - [ ] for a wrong one."),
    ),
    (
        re.compile(r"(?P<start> {0,3})(?P<tick>#{1,6})(?P<rest>[^\s#].*)"),
        lambda found: f"{found['start']}{found['tick']} {found['rest']}",
        N_("There is no space after the %(tick)s of the heading. Write: %(tick)s %(rest)s"),
    ),
)


def mend(lines: list[str], file: str, report: Report) -> list[str]:
    """`lines` as they were meant. Each mended line is reported as an error; code and comments are left alone."""
    mended = []
    fence = ""
    in_comment = False
    for number, line in enumerate(lines, start=1):
        opening = None if in_comment else _FENCE.match(line)
        if opening and not fence:
            fence = opening[1]
        elif opening and opening[1].startswith(fence) and not line[opening.end() :].strip():
            fence = ""
        elif not fence:
            was_comment = in_comment
            in_comment = line.rfind("<!--") > line.rfind("-->") or (in_comment and "-->" not in line)
            line = line if was_comment else _mended(line, number, file, report)
        mended.append(line)
    return mended


def _mended(line: str, number: int, file: str, report: Report) -> str:
    for pattern, meant, message in _NEAR_MISSES:
        found = pattern.fullmatch(line)
        if found:
            values = {
                "seen": shorten(line.strip().split(found["rest"])[0] if found["rest"] else line) or shorten(line),
                "rest": shorten(found["rest"]),
                "tick": found.groupdict().get("tick") or " ",
            }
            report.error(file, number, message, **values)
            return meant(found)
    return line
