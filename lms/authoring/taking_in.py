"""Files that somebody uploads to begin a course with: chosen one by one, a whole folder, or a ZIP of one. Pure.

Nothing that an upload says of itself is believed: not its names, its sizes, or how well it is compressed.
"""

import posixpath
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zlib import error as ZlibError  # noqa: N812 - its own name is that of a class in small letters

from lms.authoring import paths
from lms.errors import Refused
from lms.i18n import LANGUAGES, N_

MOST_UNPACKED = 300 * 1024 * 1024
MOST_ENTRIES = 1_000
_CATALOGUES = {f"locale/{code}.po" for code in LANGUAGES}
_NOT_LESSONS = {"readme.md", "license.md"}


class NotReadable(Refused):
    status = 422


@dataclass(frozen=True)
class TakenIn:
    """The files of a course, and the names of those that a course cannot have."""

    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()


def take_in(uploads: Sequence[tuple[str, bytes]]) -> TakenIn:
    """What `uploads` (names as the browser sent them, contents) hold for a course. Raises `NotReadable`."""
    found = dict(_unpacked(uploads))
    root = _root(found)
    files: dict[str, bytes] = {}
    left_out = []
    for name, body in found.items():
        path = name.removeprefix(root) if name.startswith(root) else ""
        path = path if path in _CATALOGUES or _fits(path) else _found_place(name, body, files)
        if path and path not in files:
            files[path] = body
        elif posixpath.basename(name).lower() not in _NOT_LESSONS:
            left_out.append(name)
    if not any(map(paths.is_text, files)):
        message = N_(
            "There is no lesson in what you sent. A course is made of files that end in .md, or of a ZIP of them."
        )
        raise NotReadable(message)
    if len(files) > paths.MAX_FILES:
        raise paths.TooLarge(N_("A course can have %(limit)s files at most."), limit=paths.MAX_FILES)
    return TakenIn(files, tuple(left_out))


def _unpacked(uploads: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, body in uploads:
        name = name.replace("\\", "/").lstrip("/")
        if name.lower().endswith(".zip"):
            yield from _entries(name, body)
        elif not _is_hidden(name):
            yield name, body


def _entries(name: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in a ZIP. Reading stops where it unpacks to more than a course may have."""
    room = MOST_UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise NotReadable(N_("“%(name)s” holds more than %(limit)s files."), name=name, limit=MOST_ENTRIES)
            for entry in entries:
                path = entry.filename.replace("\\", "/").lstrip("/")
                if entry.is_dir() or _is_hidden(path) or stat.S_ISLNK(entry.external_attr >> 16):
                    continue
                with archive.open(entry) as file:
                    content = file.read(room + 1)
                room -= len(content)
                if room < 0:
                    message = N_("“%(name)s” unpacks to more than %(limit)s MB.")
                    raise NotReadable(message, name=name, limit=MOST_UNPACKED // 1024**2)
                yield path, content
    except (zipfile.BadZipFile, ZlibError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as reason:
        message = N_("“%(name)s” cannot be unpacked. It is damaged, or has a password. Pack the folder again as a ZIP.")
        raise NotReadable(message, name=name) from reason


def _is_hidden(path: str) -> bool:
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in path.split("/"))


def _root(found: Mapping[str, bytes]) -> str:
    """The folder of the course: where its `course.md` is, else the folder that all lie in. Ends in `/` if it is not ""."""
    heads = [posixpath.dirname(name) for name in found if posixpath.basename(name) == "course.md"]
    if len(set(heads)) > 1:
        raise NotReadable(N_("There are several courses in what you sent. Send one at a time."))
    folders = heads or [posixpath.commonpath([posixpath.dirname(name) for name in found])] if found else []
    return f"{folders[0]}/" if folders and folders[0] else ""


def _fits(path: str) -> bool:
    try:
        paths.check(path, 0)
    except paths.BadPath:
        return False
    return True


def _found_place(name: str, body: bytes, taken: Mapping[str, bytes]) -> str:
    """A path for a file that lies elsewhere or has another name than a course's: "" if it has no place in one."""
    file = posixpath.basename(name)
    if file.lower() in _NOT_LESSONS:
        return ""
    if file.lower().endswith((".md", ".markdown")):
        slugs = {paths.lesson_slug(path) for path in taken}
        return paths.lesson_path(len(paths.in_order(taken)) + 1, posixpath.splitext(file)[0], slugs)
    try:
        return paths.media_path(file)
    except paths.BadPath:
        return ""
