"""Questions on their way out: in groups that become categories, with a place for reports, and texts as HTML for Moodle."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import nh3

from lms.catalog.addresses import file_address, home_of, is_outside
from lms.catalog.course import QuestionType
from lms.catalog.edition import Edition, LessonText, Phrase, QuestionText
from lms.catalog.exchange.escaping import clean
from lms.catalog.problems import Report
from lms.i18n import N_, direction

_TAGS = {
    *("a", "strong", "em", "del", "code", "br", "bdi", "p", "h2", "h3", "ul", "ol", "li", "div", "span", "blockquote"),
    *("pre", "hr", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img"),
}
# Moodle's list of grades has a tenth, but no eleventh.
MOST_SHARES = 10
_ATTRIBUTES = {
    "*": {"lang", "dir", "class"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "th": {"scope"},
}
# Our own HTML, so that its shape is known.
_PICTURE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')
_FILM = re.compile(r"<(?:video|audio)\b")


@dataclass(frozen=True)
class Group:
    """Questions that are a category there. `path` begins with the course's title."""

    path: tuple[str, ...]
    questions: tuple["Leaving", ...]


@dataclass(frozen=True)
class Leaving:
    """One question on its way out. `name` is what lists show of it; `file` is where it stands in the course."""

    text: QuestionText
    name: str
    file: str
    report: Report

    def warn(self, message: str, /, **values: object) -> None:
        self.report.warn(self.file, self.text.question.line, message, **values)


def groups(edition: Edition, report: Report) -> Iterator[Group]:
    """The questions of each lesson; those of a pool after those that are always asked."""
    for lesson in edition.lessons:
        _report_lesson(lesson, report)
        file, title = lesson.lesson.file, lesson.title.text
        leaving = [
            Leaving(text, f"{title} {number}", file, report) for number, text in enumerate(lesson.questions, start=1)
        ]
        for each in leaving:
            _report_question(each)
        pools: list[tuple[int | None, tuple[str, ...]]] = [(None, ())]
        pools += [(place, (name.text,)) for place, name in enumerate(lesson.pools)]
        for place, name in pools:
            inside = tuple(each for each in leaving if each.text.question.pool == place)
            if inside:
                yield Group((edition.title.text, title, *name), inside)


def _report_lesson(lesson: LessonText, report: Report) -> None:
    if lesson.lesson.quiz:
        message = N_(
            "The settings of the quiz are left out, and how many questions of a pool are asked: set them there anew."
        )
        report.warn(lesson.lesson.file, 0, message)
    if any(text.question.objective for text in lesson.questions):
        report.warn(lesson.lesson.file, 0, N_("Which objectives the questions test is left out."))


def _report_question(leaving: Leaving) -> None:
    question = leaving.text.question
    if not leaving.text.complete:
        message = N_(
            "The translation of this question is not whole. What is missing stands in the file in the language of the course."
        )
        leaving.warn(message)
    if question.type is QuestionType.MATCH:
        leaving.warn(N_("The names of the two columns are left out."))
    if question.type is QuestionType.CHOOSE_ALL and len(question.solution or ()) > MOST_SHARES:
        message = N_("More than %(limit)s options are right. Moodle has no share for so many; let it take the nearest.")
        leaving.warn(message, limit=MOST_SHARES)


def category(path: tuple[str, ...]) -> str:
    """A category's path as Moodle writes it."""
    return "/".join(["$course$", "top", *(" ".join(clean(name).replace("/", "//").split()) for name in path)])


@dataclass
class Hypertext:
    """Texts of an edition as HTML that Moodle can show. `files` are the course's pictures; without `pictures` their
    descriptions stand in their places.
    """

    edition: Edition
    files: Mapping[str, bytes]
    pictures: bool
    shown: dict[str, bytes] = field(default_factory=dict)
    """The pictures of the text that was written last, by the names that it calls them."""
    lost: int = 0

    def __post_init__(self) -> None:
        course = self.edition.course
        self.paths = {file_address(home_of(course.slug), media): media.path for media in course.media}
        self.cleaner = nh3.Cleaner(
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=self._attribute,
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel=None,
        )

    def blocks(self, html: str, leaving: Leaving) -> str:
        written = self._clean(html, leaving)
        language = self.edition.language
        return f'<div lang="{language}" dir="rtl">{written}</div>' if direction(language) == "rtl" else written

    def phrase(self, phrase: Phrase | None, leaving: Leaving) -> str:
        """Inline HTML; nothing if there is no phrase."""
        if phrase is None:
            return ""
        written = self._clean(phrase.html, leaving)
        is_turned = direction(phrase.language) == "rtl"
        return f'<span lang="{phrase.language}" dir="rtl">{written}</span>' if is_turned else written

    def _clean(self, html: str, leaving: Leaving) -> str:
        self.shown, self.lost = {}, 0
        if _FILM.search(html):
            leaving.warn(N_("A film or recording in this question is left out."))
        if not self.pictures and _PICTURE.search(html):
            leaving.warn(N_("A picture of this question is left out; its description stands in its place."))
            html = _PICTURE.sub(r"[\1]", html)
        written = clean(self.cleaner.clean(html)).strip()
        if self.lost:
            leaving.warn(N_("A link to a lesson or file of this course is left out; its words are kept."))
        return written

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            path = self.paths.get(value, "")
            file = path.removeprefix("images/").replace("/", "-")
            if path in self.files:
                self.shown[file] = self.files[path]
            return f"@@PLUGINFILE@@/{file}"
        if tag == "a" and name == "href" and not is_outside(value):
            self.lost += 1
            return None
        return value

    def embedded(self) -> Iterator[tuple[str, str]]:
        """The pictures of the text that was written last: name and Base64."""
        for name, body in self.shown.items():
            yield name, b64encode(body).decode()
