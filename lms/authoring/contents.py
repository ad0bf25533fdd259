"""Of what a draft consists: its lessons in order, and its other files with where they are used. Pure.

It looks at the words of the files and not at what the checker makes of them, so it is there while a course has mistakes.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lms.authoring import paths
from lms.authoring.headings import quiz_kind, title_of
from lms.authoring.weight import Weight, sent, weigh
from lms.catalog.page import FILMS, PICTURES, RECORDINGS
from lms.catalog.settings import SURVEY_FILE
from lms.i18n import LANGUAGES

_LANGUAGE = re.compile(rf"\.({'|'.join(LANGUAGES)})(?=\.\w+$)")


@dataclass(frozen=True)
class LessonFile:
    """A lesson of a draft. `slug` is its lasting name, `title` its heading (maybe none), `quiz` what kind of quiz it is."""

    path: str
    slug: str
    title: str
    quiz: str
    weight: Weight


@dataclass(frozen=True)
class MediaFile:
    """Another file of a draft, and the paths of the files that show it or link to it."""

    path: str
    size: int
    used_in: tuple[str, ...]

    @property
    def is_picture(self) -> bool:
        return self.path.lower().endswith(PICTURES)


@dataclass(frozen=True)
class Contents:
    """`title` is the course's heading; `about` whether there is a `course.md`; `survey` its evaluation."""

    title: str
    about: bool
    lessons: tuple[LessonFile, ...]
    media: tuple[MediaFile, ...]
    survey: LessonFile | None = None


def contents_of(bodies: Mapping[str, bytes], sizes: Mapping[str, int]) -> Contents:
    """The contents of a draft. `bodies` holds its texts and drawings, `sizes` the bytes of all its files."""
    texts = {path: body for path, body in bodies.items() if paths.is_text(path)}
    media = tuple(
        MediaFile(path, size, _users(path, texts)) for path, size in sizes.items() if not path.endswith(".md")
    )
    shown = {path: sent(body) for path, body in bodies.items() if path.endswith(".svg")}
    return Contents(
        title=title_of(texts.get("course.md", b"")),
        about="course.md" in texts,
        lessons=tuple(_lesson(path, texts[path], media, shown) for path in paths.in_order(texts)),
        media=media,
        survey=_lesson(SURVEY_FILE, texts[SURVEY_FILE], media, shown) if SURVEY_FILE in texts else None,
    )


def _lesson(path: str, body: bytes, media: tuple[MediaFile, ...], shown: Mapping[str, int]) -> LessonFile:
    used = [file for file in media if path in file.used_in]
    pictures: dict[str, int] = {}
    for file in used:
        if file.is_picture:  # of a picture and its Urdu one, an officer gets one: the larger is counted
            kind = _without_language(file.path)
            pictures[kind] = max(pictures.get(kind, 0), shown.get(file.path, file.size))
    films = (file.size for file in used if file.path.lower().endswith((*FILMS, *RECORDINGS)))
    weight = weigh(body, pictures.values(), films)
    return LessonFile(path, paths.lesson_slug(path), title_of(body), quiz_kind(body), weight)


def _users(path: str, texts: Mapping[str, bytes]) -> tuple[str, ...]:
    """The files in whose text `path` stands, or the file in whose place or beside which it is shown."""
    base = _without_language(path)
    stem, ending = posixpath.splitext(base)
    wanted = [path, base]
    if ending == ".vtt":
        wanted += [stem + other for other in (*FILMS, *RECORDINGS)]
    found = [name for name, body in texts.items() if any(each.encode() in body for each in wanted)]
    return tuple(sorted(found, key=lambda name: (name != "course.md", name)))


def _without_language(path: str) -> str:
    return _LANGUAGE.sub("", path)
