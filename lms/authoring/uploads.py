"""What an uploaded file really is, seen by its first bytes, and the Markdown that shows it. A name alone is believed in nothing."""

import posixpath
import re

from lms.authoring import paths
from lms.catalog import pictures
from lms.catalog.page import FILMS, PICTURES, RECORDINGS, is_picture
from lms.errors import Refused
from lms.i18n import N_

_STARTS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    (".png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    (".jpg", re.compile(rb"\xff\xd8\xff")),
    (".gif", re.compile(rb"GIF8[79]a")),
    (".webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    (".m4a", re.compile(rb"....ftypM4[AB]", re.DOTALL)),
    (".mp4", re.compile(rb"....ftyp", re.DOTALL)),
    (".webm", re.compile(rb"\x1aE\xdf\xa3")),
    (".mp3", re.compile(rb"ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]")),
    (".pdf", re.compile(rb"%PDF-")),
    (".vtt", re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT")),
    (
        ".svg",
        re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<svg\b", re.DOTALL),
    ),
)
_FAMILIES = ((".jpg", ".jpeg"), (".mp4", ".m4a"))
_LOOKED_AT = 4096


class NotWhatItSays(Refused):
    status = 422


def kind_of(body: bytes) -> str:
    """The ending of the kind of file that `body` is by its content, "" if it is none that a course can have."""
    return next((ending for ending, start in _STARTS if start.match(body[:_LOOKED_AT])), "")


def named(name: str, body: bytes) -> str:
    """`name` with the ending of what `body` is: phones and Word call a JPEG a PNG, and mean no harm.

    Raises `NotWhatItSays` if it is no picture, recording or document, or another kind than its name says; `BadPath` as
    `paths.media_path` does.
    """
    paths.media_path(name)
    stem, said = posixpath.splitext(name)
    found = kind_of(body)
    if not found:
        message = N_("“%(seen)s” is not what its name says: its content is no picture, video, sound or PDF.")
        raise NotWhatItSays(message, seen=name[-100:])
    if found == said.lower() or any({found, said.lower()} <= set(family) for family in _FAMILIES):
        return name
    if is_picture(found) and is_picture(said) and ".svg" not in (found, said.lower()):
        return stem + found
    message = N_("“%(seen)s” is not what its name says: its content is %(found)s.")
    raise NotWhatItSays(message, seen=name[-100:], found=found[1:].upper())


def check(path: str, body: bytes) -> None:
    """Raise `NotWhatItSays` if the file would be refused by the checker of courses."""
    if not is_picture(path):
        return
    if path.endswith(".svg") and pictures.is_active(body):
        message = N_("This drawing holds more than a drawing (a script or a foreign object). Save it as a plain SVG.")
        raise NotWhatItSays(message)
    if pictures.size(body, path) is None:
        message = N_("This picture cannot be read, or has no size. Save it again as PNG, JPEG or plain SVG.")
        raise NotWhatItSays(message)


def needs_description(path: str) -> bool:
    return path.lower().endswith((*PICTURES, *FILMS, *RECORDINGS, ".pdf"))


def markdown(path: str, description: str, caption: str = "") -> str:
    """What shows the file at `path` in a lesson, as a paragraph of its own; "" for captions, which are found by their name."""
    words = _plain(description)
    if is_picture(path):
        title = ' "{}"'.format(_plain(caption).replace('"', "”")) if caption.strip() else ""
        return f"![{words}]({path}{title})"
    return f"[{words}]({path})" if needs_description(path) else ""


def _plain(words: str) -> str:
    """Words in which nothing is a mark of Markdown."""
    return re.sub(r"([\\`*_\[\]<&])", r"\\\1", " ".join(words.split()))
