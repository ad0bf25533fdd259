"""A course's folder to a `Course`, or to every problem in it at once. Knows no disk: files come as bytes by name."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256

from lms.catalog import advice, head, lessons, pictures, surveys, testing
from lms.catalog.addresses import Addresses, home_of
from lms.catalog.course import Block, Course, Lesson, Media, Track, Unit
from lms.catalog.head import Head
from lms.catalog.page import FILMS, PICTURES, RECORDINGS, Occurrence, Page, is_picture
from lms.catalog.problems import Problem, Report, shorten
from lms.catalog.settings import SURVEY_FILE
from lms.i18n import LANGUAGES, N_

MAX_TEXT_FILE = 256 * 1024
MEDIA = (*PICTURES, *FILMS, *RECORDINGS, ".vtt", ".pdf")

_LESSON = re.compile(r"(\d{1,4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Reading:
    """What was read. `course` is None if any problem is an error; `occurrences` are its units in the files' order.

    `sketch` is the course all the same, without the parts that have mistakes: what its author is shown while writing.
    """

    course: Course | None
    problems: tuple[Problem, ...]
    occurrences: tuple[Occurrence, ...] = ()
    sketch: Course | None = None


@dataclass(frozen=True)
class MediaFile:
    """A file that is not text, as `read` needs it: looked at once, and then known by its digest. `fault` is what is wrong."""

    media: Media
    fault: str = ""


def read(slug: str, files: Mapping[str, bytes], known: Mapping[str, MediaFile] | None = None) -> Reading:
    """The course in the folder `slug`. `files` maps paths inside the folder to contents. Never raises.

    `known` are more of its files by path, which `look_at` has seen before: their contents need not be at hand.
    """
    return _Folder(slug, files, known or {}).read()


def look_at(name: str, body: bytes) -> MediaFile:
    """What `read` has to know of a picture, a recording or another file that is not text."""
    digest = sha256(body).hexdigest()
    if not is_picture(name):
        return MediaFile(Media(name, digest))
    size = pictures.size(body, name)
    fault = ""
    if size is None:
        fault = N_("This file is not a picture of the kind that its name says, or has no size. Save the picture again.")
    elif name.lower().endswith(".svg") and pictures.is_active(body):
        fault = N_("This drawing holds more than a drawing (a script or a foreign object). Save it as a plain SVG.")
    return MediaFile(Media(name, digest, *(size or (None, None))), fault)


class _Folder:
    def __init__(self, slug: str, files: Mapping[str, bytes], known: Mapping[str, MediaFile]) -> None:
        self.slug = slug
        self.files = {name: files[name] for name in sorted(files)}
        self.report = Report()
        self.lessons = self._lesson_files()
        seen = {name: look_at(name, body) for name, body in self.files.items() if is_media(name)} | dict(known)
        for name, file in seen.items():
            if file.fault:
                self.report.error(name, 0, file.fault)
        self.media = {name: seen[name].media for name in sorted(seen)}
        self.addresses = Addresses(home_of(slug), self.lessons, self.media)
        self.pages: list[Page] = []

    def read(self) -> Reading:
        if not _SLUG.fullmatch(self.slug):
            message = N_("The folder’s name “%(seen)s” cannot be a web address. Use small letters, digits and hyphens.")
            self.report.error("course.md", 0, message, seen=shorten(self.slug))
        about = self._read_head()
        read_lessons = [self._read_lesson(name, slug) for name, slug in self.lessons.items()]
        found = testing.with_stock(lesson for lesson in read_lessons if lesson)
        survey = self._read_survey()
        if not self.lessons:
            self.report.error(
                "course.md",
                0,
                N_("The course has no lessons. Write the first into a file 01-name.md beside course.md."),
            )
        self._check_across(about, found)
        course = None
        if about and not self.report.has_errors:
            course = self._course(about, found, survey)
            advice.give(course, self.report)
        occurrences = tuple(occurrence for page in self.pages for occurrence in page.in_order())
        sketch = course or (self._sketch(about, found, survey) if about else None)
        return Reading(course, self.report.problems(), occurrences, sketch)

    # The files

    def _lesson_files(self) -> dict[str, str]:
        found: dict[str, tuple[int, str]] = {}
        for name in self.files:
            if "/" in name or not name.lower().endswith(".md") or name in ("course.md", SURVEY_FILE):
                continue
            match = _LESSON.fullmatch(name)
            if not match:
                self._misnamed(name)
                continue
            number, slug = int(match[1]), match[2]
            for other, (other_number, other_slug) in found.items():
                if other_slug == slug:
                    message = N_(
                        "The lessons %(other)s and %(seen)s have the same name after the number. Rename one of them."
                    )
                    self.report.error(name, 0, message, seen=name, other=other)
                elif other_number == number:
                    message = N_(
                        "The lessons %(other)s and %(seen)s have the same number."
                        " Give each its own, in the order of reading."
                    )
                    self.report.error(name, 0, message, seen=name, other=other)
            found[name] = (number, slug)
        return {name: slug for name, (_, slug) in sorted(found.items(), key=lambda item: (item[1][0], item[0]))}

    def _misnamed(self, name: str) -> None:
        words = re.findall(r"[a-z0-9]+", name.removesuffix(".md").removesuffix(".MD").lower())
        if name.lower() in ("readme.md", "license.md"):
            return
        if get_close_matches(name.lower(), ["course.md"], cutoff=0.8):
            message = N_("“%(seen)s” is not a lesson. Did you mean course.md?")
            self.report.error(name, 0, message, seen=name)
            return
        if get_close_matches(name.lower(), [SURVEY_FILE], cutoff=0.8):
            message = N_("“%(seen)s” is not a lesson. Did you mean %(near)s?")
            self.report.error(name, 0, message, seen=name, near=SURVEY_FILE)
            return
        number = words.pop(0) if words and words[0].isdecimal() else "01"
        better = "-".join([number.zfill(2)[:4], *(words or ["name"])]) + ".md"
        message = N_(
            "“%(seen)s” is not the name of a lesson: a number, a hyphen, then small letters, digits and hyphens."
            " Rename it, for instance to %(better)s."
        )
        self.report.error(name, 0, message, seen=shorten(name), better=shorten(better))

    def _text(self, name: str) -> str | None:
        body = self.files[name]
        if len(body) > MAX_TEXT_FILE:
            message = N_("This file is larger than %(limit)s KB. Divide it into several lessons.")
            self.report.error(name, 0, message, limit=MAX_TEXT_FILE // 1024)
            return None
        try:
            text = body.decode("utf-8-sig")
        except UnicodeDecodeError as reason:
            message = N_("This file is not saved as UTF-8. Save it again with the encoding UTF-8.")
            self.report.error(name, body[: reason.start].count(b"\n") + 1, message)
            return None
        if "\0" in text:
            message = N_(
                "This file holds signs that are not text. Save it again as plain text with the encoding UTF-8."
            )
            self.report.error(name, text[: text.index("\0")].count("\n") + 1, message)
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _page(self, name: str, slug: str) -> Page:
        page = Page(name, slug, self.addresses, self.report)
        self.pages.append(page)
        return page

    def _read_lesson(self, name: str, slug: str) -> Lesson | None:
        text = self._text(name)
        if text is None:
            return None
        if not text.strip():
            self.report.error(name, 0, N_("This file is empty. Write its title as the first line: # Title"))
            return None
        return lessons.read(text, self._page(name, slug), slug)

    def _read_head(self) -> Head | None:
        if "course.md" not in self.files:
            message = N_("There is no course.md. Write one with the settings, the title, a summary and the objectives.")
            self.report.error("course.md", 0, message)
            return None
        text = self._text("course.md")
        if text is None:
            return None
        return head.read(text, self._page("course.md", ""), self.slug)

    def _read_survey(self) -> Lesson | None:
        if SURVEY_FILE not in self.files:
            return None
        text = self._text(SURVEY_FILE)
        return surveys.read(text, self._page(SURVEY_FILE, SURVEY_FILE)) if text is not None else None

    def _sketch(self, about: Head, found: tuple[Lesson, ...], survey: Lesson | None) -> Course:
        return self._course(about, tuple(map(_without_mistakes, found)), survey)

    def _course(self, about: Head, found: tuple[Lesson, ...], survey: Lesson | None) -> Course:
        return Course(
            slug=self.slug,
            language=about.language,
            track=about.track or Track.ANNEX_G,
            level=about.level,
            title=about.title or Unit(self.slug),
            summary=about.summary,
            objectives=about.objectives,
            lessons=found,
            hours=about.hours,
            audience=about.audience,
            certificate=about.certificate,
            valid_for=about.valid_for,
            requires=about.requires,
            live_sessions=about.live_sessions,
            review=about.review,
            sources=about.sources,
            media=self._used(about.language),
            survey=survey,
        )

    def _used(self, source: str) -> tuple[Media, ...]:
        """What pages show, with the files that take their place in other languages and the captions."""
        used = {path for page in self.pages for path in page.media}
        for path in list(used):
            stem, suffix = posixpath.splitext(path)
            languages = {*LANGUAGES, source}
            used |= {f"{stem}.{language}{suffix}" for language in languages}
            if suffix.lower() in FILMS + RECORDINGS:
                used |= {f"{stem}.{language}.vtt" for language in languages}
        return tuple(self.media[path] for path in sorted(used) if path in self.media)

    # What only the whole can show

    def _check_across(self, about: Head | None, found: tuple[Lesson, ...]) -> None:
        if about:
            self._check_objectives(about, found)
        testing.check(found, self.report)
        if len(found) == len(self.lessons):
            self._check_headings(found)

    def _check_objectives(self, about: Head, found: tuple[Lesson, ...]) -> None:
        for lesson in found:
            for question in lesson.questions:
                if question.objective and question.objective > len(about.objectives) > 0:
                    message = N_(
                        "There is no objective %(seen)s: course.md lists %(count)s. Write a number from 1 to %(count)s."
                    )
                    values = {"seen": question.objective, "count": len(about.objectives)}
                    self.report.error(lesson.file, question.line, message, **values)

    def _check_headings(self, found: tuple[Lesson, ...]) -> None:
        anchors = {lesson.file: [part.anchor for part in lesson.parts if isinstance(part, Block)] for lesson in found}
        for page in self.pages:
            for file, heading, at in page.headings:
                if heading not in anchors.get(file, []):
                    near = get_close_matches(heading, [name for name in anchors.get(file, []) if name], n=1, cutoff=0.5)
                    message = N_("There is no heading “%(seen)s” in %(file)s. Leave out everything from the # on.")
                    if near:
                        message = N_("There is no heading “%(seen)s” in %(file)s. Did you mean #%(near)s?")
                    page.error(at, message, seen=shorten(heading), file=file, near=near[0] if near else "")


def _without_mistakes(lesson: Lesson) -> Lesson:
    """The lesson without questions that nobody could answer."""
    kept = (part for part in lesson.parts if isinstance(part, Block) or part.can_be_answered)
    return replace(lesson, parts=tuple(kept))


def is_media(name: str) -> bool:
    return name.lower().endswith(MEDIA) and not name.startswith(("/", "../")) and "/../" not in name
