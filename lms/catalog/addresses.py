"""Where the pages and files of a course stand on the web, and what a link in an author's text leads to."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from lms.catalog.course import Block, Course, Media

COURSES = "/courses"
_OUTSIDE = re.compile(r"(?:https?://[^\s/]|mailto:[^\s]|tel:[+\d])", re.IGNORECASE)


def home_of(course: str) -> str:
    """Where officers find the course, and below it its lessons and files. A draft's are elsewhere."""
    return f"{COURSES}/{course}"


def lesson_page(home: str, lesson: str) -> str:
    return f"{home}/{lesson}"


def file_address(home: str, media: Media) -> str:
    """Carries the beginning of the file's digest, so that it can be kept for ever wherever it has been fetched."""
    return f"{home}/files/{quote(media.path)}?v={media.digest[:12]}"


def is_outside(target: str) -> bool:
    """Whether a link leaves the course, with one of the allowed schemes."""
    return _OUTSIDE.match(target) is not None


def inside(target: str) -> tuple[str, str]:
    """The file (relative to the course's folder) and the heading that a link without a scheme means."""
    path, _, anchor = target.partition("#")
    path = unquote(path)
    return posixpath.normpath(path) if path else "", unquote(anchor)


@dataclass(frozen=True)
class Addresses:
    """What exists in a course: lesson slugs by file, media by path, block ids by file and heading; all of it below `home`."""

    home: str
    lessons: Mapping[str, str]
    media: Mapping[str, Media]
    anchors: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, course: Course, home: str) -> "Addresses":
        return cls(
            home,
            {lesson.file: lesson.slug for lesson in course.lessons},
            {media.path: media for media in course.media},
            {
                (lesson.file, block.anchor): block.id
                for lesson in course.lessons
                for block in lesson.parts
                if isinstance(block, Block) and block.anchor
            },
        )

    def resolve(self, target: str, file: str) -> str | None:
        """The address for `href` of a link in `file`, or None if nothing is there or it must not be linked to."""
        if is_outside(target):
            return target
        path, anchor = inside(target)
        if path == "course.md":
            return self.home
        if path in self.media:
            return file_address(self.home, self.media[path])
        lesson = self.lessons.get(path or file)
        if lesson is None:
            return None
        page = lesson_page(self.home, lesson) if path else ""
        block = self.anchors.get((path or file, anchor))
        return f"{page}#{block}" if block else page or None
