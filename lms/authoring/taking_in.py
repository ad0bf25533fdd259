"""Files that somebody uploads to begin a course with: a Word or PowerPoint file, files one by one, a folder, or a ZIP of one.

Pure. Nothing that an upload says of itself is believed: what is packed is read by `lms.authoring.intake`.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lms.authoring import intake, paths
from lms.authoring.intake import folder
from lms.authoring.intake.archive import Archive
from lms.authoring.intake.kinds import check_packages, check_signature
from lms.catalog.problems import Problem
from lms.errors import Refused
from lms.i18n import LANGUAGES, N_

_DOCUMENTS = (".docx", ".pptx")
_CATALOGUES = {f"locale/{code}.po" for code in LANGUAGES}
_NOT_LESSONS = {"readme.md", "license.md"}


class NotReadable(Refused):
    status = 422


@dataclass(frozen=True)
class TakenIn:
    """The files of a course, the names of those that a course cannot have, and what did not come over from a document."""

    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()
    reports: tuple[Problem, ...] = ()


def take_in(uploads: Sequence[tuple[str, bytes]]) -> TakenIn:
    """What `uploads` (names as the browser sent them, contents) hold for a course. Raises `Refused`."""
    if not uploads:
        raise NotReadable(N_("No file was chosen. Choose a Word or PowerPoint file, a ZIP, or the files of a course."))
    document = _document(uploads)
    if document is not None:
        return TakenIn(document.files, reports=document.reports)
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
            "There is no lesson in what you sent. "
            "A course is made of a Word or PowerPoint file, of files that end in .md, or of a ZIP of them."
        )
        raise NotReadable(message)
    if len(files) > paths.MAX_FILES:
        raise paths.TooLarge(N_("A course can have %(limit)s files at most."), limit=paths.MAX_FILES)
    return TakenIn(files, tuple(left_out))


def _document(uploads: Sequence[tuple[str, bytes]]) -> intake.Converted | None:
    """The course in a Word or PowerPoint file, alone or alone in a ZIP; None if something else was sent."""
    if not any(name.lower().endswith((*_DOCUMENTS, ".zip")) for name, _ in uploads):
        return None
    if len(uploads) > 1:
        if any(name.lower().endswith(_DOCUMENTS) for name, _ in uploads):
            raise NotReadable(N_("Send a Word or PowerPoint file by itself: it becomes a whole course."))
        return None
    name, body = uploads[0]
    if name.lower().endswith(".zip"):
        check_signature(body)
        if not folder.only_document(Archive(body)):
            return None
    return intake.read(name, body)


def _unpacked(uploads: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, body in uploads:
        name = name.replace("\\", "/").lstrip("/")
        if name.lower().endswith(".zip"):
            check_signature(body)
            archive = Archive(body)
            check_packages(archive)
            yield from ((path, archive.read(path)) for path in archive.paths if not _is_hidden(path))
        elif not _is_hidden(name):
            yield name, body


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
