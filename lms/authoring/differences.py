"""What changed between two states of a text or of a course, as a person reads it: lines, and words inside lines. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from lms.authoring.paths import is_text, lesson_slug

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Below this share of equal words a line is another line and not a changed one.
_ALIKE = 0.4
# Comparing words costs the square of their number; a longer line is shown as a whole, before and after.
_MOST_WORDS = 1_500
_MOST_PAIRS = 400


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True)
class Part:
    """Some words of a line: the same in both, added or removed."""

    text: str
    kind: Kind


@dataclass(frozen=True)
class Line:
    """A line. `number` is its place in the new text, for a removed one in the old text."""

    number: int
    kind: Kind
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Gap:
    """So many lines in which nothing changed are left out here."""

    lines: int


def compare(before: str, after: str, around: int = 2) -> tuple[Line | Gap, ...]:
    """The lines that differ, each with `around` lines before and after it. Empty if nothing differs."""
    lines = list(_lines(before.splitlines(), after.splitlines()))
    changed = [place for place, line in enumerate(lines) if line.kind is not Kind.SAME]
    near = {place for at in changed for place in range(at - around, at + around + 1)}
    shown: list[Line | Gap] = []
    left_out = 0
    for place, line in enumerate(lines):
        if place in near:
            shown += [Gap(left_out)] if left_out else []
            left_out = 0
            shown.append(line)
        else:
            left_out += 1
    return (*shown, *([Gap(left_out)] if left_out else [])) if changed else ()


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            for number in range(new_start, new_end):
                yield Line(number + 1, Kind.SAME, (Part(new[number], Kind.SAME),))
        else:
            yield from _replaced(old[start:end], new[new_start:new_end], start, new_start)


def _replaced(old: Sequence[str], new: Sequence[str], old_start: int, new_start: int) -> Iterator[Line]:
    """Old lines and the new ones in their place: a new line that is like an old one is that one, changed."""
    left = 0
    for number, line in enumerate(new):
        pair = _pair(old, left, line) if len(old) * len(new) <= _MOST_PAIRS else None
        if pair is None:
            yield Line(new_start + number + 1, Kind.ADDED, (Part(line, Kind.ADDED),))
            continue
        at, parts = pair
        yield from _removed(old[left:at], old_start + left)
        yield Line(new_start + number + 1, Kind.CHANGED, parts)
        left = at + 1
    yield from _removed(old[left:], old_start + left)


def _removed(lines: Sequence[str], start: int) -> Iterator[Line]:
    for number, line in enumerate(lines, start + 1):
        yield Line(number, Kind.REMOVED, (Part(line, Kind.REMOVED),))


def _pair(old: Sequence[str], start: int, line: str) -> tuple[int, tuple[Part, ...]] | None:
    """The place of the first line of `old` from `start` on that `line` was made of, and what changed in it."""
    words = _WORD.findall(line)
    for at in range(start, len(old)):
        was = _WORD.findall(old[at])
        if max(len(words), len(was)) > _MOST_WORDS:
            continue
        matcher = SequenceMatcher(None, was, words, autojunk=False)
        if matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
            return at, tuple(_parts(matcher, was, words))
    return None


def _parts(matcher: "SequenceMatcher[str]", was: Sequence[str], words: Sequence[str]) -> Iterator[Part]:
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Part("".join(words[new_start:new_end]), Kind.SAME)
            continue
        if end > start:
            yield Part("".join(was[start:end]), Kind.REMOVED)
        if new_end > new_start:
            yield Part("".join(words[new_start:new_end]), Kind.ADDED)


def words(before: str, after: str) -> tuple[Part, ...]:
    """What changed in one piece of text, word by word; what went stands before what came in its place."""
    was, now = _WORD.findall(before), _WORD.findall(after)
    if max(len(was), len(now)) > _MOST_WORDS:
        return Part(before, Kind.REMOVED), Part(after, Kind.ADDED)
    return tuple(_parts(SequenceMatcher(None, was, now, autojunk=False), was, now))


@dataclass(frozen=True)
class FileChange:
    """What happened to a file between two states of a course. `before` and `after` are the SHA-256 of its content."""

    path: str
    kind: Kind
    was_path: str
    before: str | None
    after: str | None

    @property
    def is_text(self) -> bool:
        return is_text(self.path)


def compare_files(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FileChange, ...]:
    """The files that differ between two states of a course, each a map from paths to SHA-256.

    A lesson is known by its lasting name, another file that moved by its content.
    """
    gone = {path: digest for path, digest in before.items() if path not in after}
    found = []
    for path, digest in after.items():
        if path in before:
            if before[path] != digest:
                found.append(FileChange(path, Kind.CHANGED, path, before[path], digest))
            continue
        was = next((old for old, content in gone.items() if _is_same(old, content, path, digest)), None)
        if was is None:
            found.append(FileChange(path, Kind.ADDED, path, None, digest))
        else:
            found.append(FileChange(path, Kind.RENAMED, was, gone.pop(was), digest))
    found += [FileChange(path, Kind.REMOVED, path, digest, None) for path, digest in gone.items()]
    return tuple(sorted(found, key=lambda change: (change.path != "course.md", "/" in change.path, change.path)))


def _is_same(old: str, content: str, path: str, digest: str) -> bool:
    slug = lesson_slug(path)
    return (bool(slug) and lesson_slug(old) == slug) or (content == digest and is_text(old) == is_text(path))
