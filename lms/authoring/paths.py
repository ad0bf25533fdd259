"""Where files of a course may stand and how large they may be. A name from outside becomes a path of a course only here."""

import posixpath
import re
from collections.abc import Iterable, Sequence

from lms.catalog.page import FILMS, PICTURES, RECORDINGS
from lms.catalog.settings import SURVEY_FILE
from lms.catalog.source import MAX_TEXT_FILE
from lms.errors import Refused
from lms.i18n import N_

MAX_PICTURE = 2 * 1024 * 1024
MAX_RECORDING = 200 * 1024 * 1024
MAX_FILES = 300
FOLDERS = {
    **dict.fromkeys(PICTURES, "images"),
    **dict.fromkeys((*FILMS, *RECORDINGS, ".vtt"), "videos"),
    ".pdf": "files",
}

_LESSON = re.compile(r"(\d{1,4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_PART = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LONGEST = 100


class BadPath(Refused):
    status = 422


class TooLarge(Refused):
    status = 413


def is_lesson(path: str) -> bool:
    return bool(_LESSON.fullmatch(path))


def is_text(path: str) -> bool:
    """Whether the file at `path` is one that authors write: Markdown."""
    return path in ("course.md", SURVEY_FILE) or is_lesson(path)


def lesson_path(number: int, title: str, taken: set[str] = frozenset()) -> str:  # type: ignore[assignment]
    """The file name of a lesson: its number, and a lasting name of the Latin letters of its title that is not in `taken`."""
    slug = slug_of(title) or "lesson"
    free = next(name for name in (slug, *(f"{slug}-{count}" for count in range(2, 10_000))) if name not in taken)
    return f"{number:02d}-{free}.md"


def slug_of(title: str, longest: int = 60) -> str:
    """Small Latin letters, digits and hyphens of a title; "" if it has none (a title in Urdu)."""
    words = re.findall(r"[a-z0-9]+", title.lower().replace("’", "").replace("'", ""))
    slug = ""
    for word in words:
        if len(slug) + len(word) + 1 > longest:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or (words[0][:longest] if words else "")


def lesson_slug(path: str) -> str:
    """The lasting name of the lesson at `path`, which is its own for the evaluation; "" for other files."""
    if path == SURVEY_FILE:
        return path
    found = _LESSON.fullmatch(path)
    return found[2] if found else ""


def in_order(paths: Iterable[str]) -> list[str]:
    """The lessons among `paths`, in the order in which they are read."""
    return sorted(filter(is_lesson, paths), key=lambda path: (int(path.partition("-")[0]), path))


def moved(order: Sequence[str], path: str, by: int) -> list[str]:
    """The lessons in `order` with that at `path` so many places further on; at the ends it stays. `path` is in `order`."""
    at = order.index(path)
    to = min(max(at + by, 0), len(order) - 1)
    rest = [other for other in order if other != path]
    return [*rest[:to], path, *rest[to:]]


def renamed(path: str, name: str) -> str:
    """The path of a lesson or another file with another name; its number, folder, language and kind stay."""
    if is_lesson(path):
        return f"{path.partition('-')[0]}-{name}.md"
    folder, _, file = path.rpartition("/")
    return f"{folder}/{name}{file[len(file.partition('.')[0]) :]}"


def media_path(name: str) -> str:
    """Where an uploaded file called `name` (a path of any system) belongs in a course. Raises `BadPath`."""
    stem, suffix = posixpath.splitext(name.replace("\\", "/").rpartition("/")[2])
    suffix = suffix.lower()
    if suffix not in FOLDERS:
        message = N_("“%(seen)s” is no file that a course can have. Upload pictures (%(pictures)s), videos or sound.")
        raise BadPath(message, seen=name[-_LONGEST:], pictures=", ".join(ending[1:] for ending in PICTURES))
    language = posixpath.splitext(stem.lower())[1]
    kept = language if language in (".ur", ".en") else ""
    return f"{FOLDERS[suffix]}/{slug_of(stem.removesuffix(kept) if kept else stem) or 'file'}{kept}{suffix}"


def check(path: str, size: int) -> None:
    """Raise `BadPath` if a course cannot have a file at `path`, and `TooLarge` if not one of `size` bytes."""
    folder, _, name = path.rpartition("/")
    suffix = posixpath.splitext(name)[1].lower()
    is_media = folder and folder == FOLDERS.get(suffix) and _PART.fullmatch(name) and len(name) <= _LONGEST
    if not is_text(path) and not is_media:
        message = N_(
            "A course cannot have a file “%(seen)s”. Lessons are called 01-name.md; pictures stand in images/."
        )
        raise BadPath(message, seen=path[:_LONGEST])
    most = MAX_TEXT_FILE if is_text(path) else MAX_PICTURE if suffix in PICTURES else MAX_RECORDING
    if size > most:
        message = N_("“%(seen)s” is too large: %(size)s KB. It may have %(limit)s KB at most.")
        raise TooLarge(message, seen=path, size=-(-size // 1024), limit=most // 1024)
