"""The pictures of a document: those that a course can show are kept, each once."""

import re
from dataclasses import dataclass, field

from lms.authoring.intake.blocks import Picture, Remark, remark
from lms.authoring.paths import MAX_PICTURE
from lms.catalog import pictures
from lms.i18n import N_

# What Word and PowerPoint write by themselves is no description: a file's name, or a machine's guess.
_FILE_NAME = re.compile(r"\S+\.\w{3,4}|[A-Za-z]:\\.*|image\s*\d*|picture\s*\d*|تصویر\s*\d*", re.IGNORECASE)
_GUESSED = re.compile(r"description (?:automatically|is) generated|AI-generated content", re.IGNORECASE)


@dataclass
class Album:
    files: dict[str, bytes] = field(default_factory=dict)
    _paths: dict[bytes, str] = field(default_factory=dict)
    _count: int = 0

    def picture(self, body: bytes | None, description: str, remarks: tuple[Remark, ...] = ()) -> Picture:
        """The picture with these bytes; None if the document does not hold them (it linked to them)."""
        description = " ".join(description.split())
        if _GUESSED.search(description):
            guess = _GUESSED.split(description)[0].strip()
            message = N_("Office guessed of this picture: “%(seen)s”. Write yourself what it shows.")
            description, remarks = "", (*remarks, remark(message, seen=guess))
        elif _FILE_NAME.fullmatch(description):
            description = ""
        known = self._paths.get(body) if body is not None else None
        if known:
            return Picture(known, description, remarks=remarks)
        self._count += 1
        path = f"images/picture-{self._count:02d}"
        ending = _ending(body or b"")
        refused = _refusal(body, ending)
        if refused or body is None:
            values = {"path": f"{path}.png", "limit": MAX_PICTURE // 1024**2}
            return Picture(f"{path}.png", description, remarks=(*remarks, Remark(refused, values)))
        path += ending
        self._paths[body] = path
        self.files[path] = body
        return Picture(path, description, remarks=remarks)


def _ending(body: bytes) -> str:
    """By the content, never by the name; "" for what a course does not show."""
    return next((ending for ending in (".png", ".jpg", ".gif") if pictures.size(body, ending)), "")


def _refusal(body: bytes | None, ending: str) -> str:
    """Why a picture is not taken over; "" if it is."""
    if body is None:
        return N_("The document does not hold this picture, it only points to it. Save the picture as %(path)s.")
    if not ending:
        return N_(
            "This picture has a format that browsers do not show (such as EMF or WMF)."
            " Save the picture as PNG and add it as %(path)s."
        )
    if len(body) > MAX_PICTURE:
        return N_("This picture is larger than %(limit)s MB. Make it smaller and add it as %(path)s.")
    return ""
