"""Files that people bring, to draft courses: Word, PowerPoint, or a ZIP of a course's folder.

What a file is, its content says, never its name. Nothing is guessed in silence: what did not come over, or came over
changed, is a report with its file and line in the draft.
"""

from dataclasses import dataclass

from lms.authoring.intake import drafting, folder, kinds, limits, slides, word
from lms.authoring.intake.album import Album
from lms.authoring.intake.archive import Archive, TooLarge, Unreadable
from lms.authoring.intake.package import Package
from lms.catalog.problems import Problem
from lms.i18n import N_

__all__ = ["Converted", "TooLarge", "Unreadable", "read"]

_READERS = {".docx": word.read, ".pptx": slides.read}


@dataclass(frozen=True)
class Converted:
    """A draft course: its files, its title as plain text, and what its author should look at."""

    files: dict[str, bytes]
    title: str
    reports: tuple[Problem, ...]


def read(name: str, body: bytes) -> Converted:
    """The course in the file `name`. Raises `Refused` (`Unreadable`, `TooLarge`) if it cannot be read at all."""
    if len(body) > limits.MAX_BYTES:
        raise TooLarge(N_("This file is larger than %(limit)s MB."), limit=limits.MAX_BYTES // 1024**2)
    archive, kind = _opened(name, body)
    inside = folder.only_document(archive) if kind == ".zip" else ""
    if inside:
        name = inside.rpartition("/")[2]
        archive, kind = _opened(name, archive.read(inside))
    if kind == ".zip":
        return Converted(*folder.read(archive, name))
    package, album = Package(archive), Album()
    document = _READERS[kind](package, package.main_part(), album)
    if not document.blocks and not document.title:
        raise Unreadable(N_("There is no text in this document."))
    return Converted(*drafting.draft(document, album.files, name))


def _opened(name: str, body: bytes) -> tuple[Archive, str]:
    """What is packed in a file, and the ending that its name should have. Another one is refused: somebody is mistaken."""
    kinds.check_signature(body)
    archive = Archive(body)
    kind = kinds.ending(archive)
    ending = name[name.rfind(".") :].lower()
    if ending in (*_READERS, ".zip") and ending != kind:
        message = N_(
            "The name of this file ends in %(seen)s, but by its content it should end in %(meant)s. Rename it."
        )
        raise Unreadable(message, seen=ending, meant=kind)
    return archive, kind
