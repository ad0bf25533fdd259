"""A ZIP of a course's folder: its files, byte for byte."""

import posixpath
import re
from collections.abc import Mapping

from lms.authoring import paths
from lms.authoring.intake.archive import Archive, TooLarge, Unreadable
from lms.authoring.intake.kinds import check_packages, is_archive
from lms.catalog import inline, source
from lms.catalog.problems import Problem, Report, shorten
from lms.errors import Refused
from lms.i18n import LANGUAGES, N_

_CATALOGUES = {f"locale/{code}.po" for code in LANGUAGES}
# What systems leave behind in folders.
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX|\.[^/]*|Thumbs\.db|desktop\.ini)(?:/|$)", re.IGNORECASE)
_DOCUMENTS = (".docx", ".pptx")


def only_document(archive: Archive) -> str:
    """The path of a Word or PowerPoint file that is all the ZIP holds; "" if it holds anything else."""
    found = _paths(archive)
    return found[0] if len(found) == 1 and found[0].lower().endswith(_DOCUMENTS) else ""


def _paths(archive: Archive) -> list[str]:
    return [path for path in archive.paths if not _JUNK.search(path)]


def read(archive: Archive, name: str) -> tuple[dict[str, bytes], str, tuple[Problem, ...]]:
    """The files of the course, its title, and what was left out. Raises `Unreadable`, `TooLarge`."""
    check_packages(archive)
    found = _paths(archive)
    top = _top(found)
    report = Report()
    files: dict[str, bytes] = {}
    for path in found:
        inside = path.removeprefix(top)
        body = archive.read(path)
        if is_archive(body):
            message = N_(
                "“%(seen)s” in this ZIP is itself packed, and is not looked into. Take it out, or bring it in by itself."
            )
            raise Unreadable(message, seen=shorten(path))
        if (top and inside == path) or not _belongs(inside, len(body), report):
            continue
        files[inside] = body
    if len(files) > paths.MAX_FILES:
        raise TooLarge(N_("A course can have %(limit)s files at most."), limit=paths.MAX_FILES)
    return files, _title(files, name), report.problems()


def _top(found: list[str]) -> str:
    """The folder in which course.md lies: the ZIP itself (""), or one folder in it. Raises `Unreadable`."""
    places = [path.removesuffix("course.md") for path in found if path.rpartition("/")[2] == "course.md"]
    if "" in places:
        return ""
    if len(places) == 1 and places[0].count("/") == 1:
        return places[0]
    if len(places) > 1:
        raise Unreadable(N_("This ZIP holds several courses. Bring each in by itself."))
    raise Unreadable(
        N_("There is no course.md in this ZIP. Pack the folder of a course, or one Word or PowerPoint file.")
    )


def _belongs(path: str, size: int, report: Report) -> bool:
    """Whether a course can have the file; if not, that is said."""
    if path in _CATALOGUES:
        return True
    try:
        paths.check(path, size)
    except Refused:
        report.warn(path, 0, N_("This file was left out: a course cannot have it, or it is too large."))
        return False
    return True


def _title(files: Mapping[str, bytes], name: str) -> str:
    """The title as course.md says it, else the ZIP's name."""
    course = source.read("course", files).course
    if course:
        return inline.plain(course.title.text)
    lines = files.get("course.md", b"").decode("utf-8", "replace").splitlines()
    titles = [line[2:].strip() for line in lines if line.startswith("# ")]
    return inline.plain(titles[0]) if titles and titles[0] else posixpath.splitext(name)[0]
