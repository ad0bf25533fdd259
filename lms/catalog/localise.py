"""A course in one language. What has no good translation stays in the course's language, and says so, block by block."""

import posixpath
from dataclasses import replace
from html import escape

import nh3

from lms.catalog import inline, translation
from lms.catalog.addresses import Addresses, file_address, home_of
from lms.catalog.course import Block, Captions, Course, Lesson, Option, Picture, Piece, Question, Slot, Unit, Word
from lms.catalog.edition import Choice, Cover, Edition, LessonText, Phrase, QuestionText
from lms.catalog.messages import CourseCatalogue
from lms.catalog.places import places
from lms.i18n import LANGUAGES, direction

# The format's own words, in the language of the content, which is not always that of the interface.
_WORDS = {
    "en": {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"},
    "ur": {"note": "نوٹ", "tip": "مشورہ", "important": "اہم", "warning": "انتباہ", "caution": "احتیاط"},
}

_INLINE = {"a", "strong", "em", "del", "code", "br", "bdi"}
_ATTRIBUTES = {
    "*": {"lang", "dir", "id", "class"},
    "a": {"href", "rel"},
    "div": {"role", "tabindex", "aria-labelledby"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "th": {"scope"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "controls", "preload"},
    "audio": {"src", "controls", "preload"},
}
_BLOCKS = {
    *("p", "h2", "h3", "ul", "ol", "li", "div", "blockquote", "pre", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("figure", "figcaption", "img", "video", "audio", "track"),
}

# The second wall: all HTML is written by the program already, from escaped text.
_block_wall = nh3.Cleaner(
    tags=_INLINE | _BLOCKS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None
)
_inline_wall = nh3.Cleaner(
    tags=_INLINE,
    attributes={"a": {"href", "rel"}, "bdi": {"lang", "dir"}, "code": {"dir"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def localise(course: Course, language: str, catalogue: CourseCatalogue | None, home: str = "") -> Edition:
    """`course` in `language`, with the translations in `catalogue`. `home` is where its pages are, if not where officers go."""
    return _Translator(course, language, catalogue, home or home_of(course.slug)).edition()


def cover(course: Course, language: str, catalogue: CourseCatalogue | None) -> Cover:
    """What lists show of the edition that `localise` makes, without writing its lessons."""
    return _Translator(course, language, catalogue, home_of(course.slug)).cover()


def _texts(blocks: tuple[Block, ...]) -> list[Slot]:
    """The places of running text in `blocks`, in order."""
    return [piece for block in blocks for piece in block.pieces if isinstance(piece, Slot) and piece.kind == "text"]


class _Translator:
    def __init__(self, course: Course, language: str, catalogue: CourseCatalogue | None, home: str) -> None:
        self.course = course
        self.language = language
        self.catalogue = catalogue
        self.addresses = Addresses.of(course, home)
        self.media = self.addresses.media
        self.answers = {
            unit for lesson in course.lessons for question in lesson.questions for unit in question.accepted
        }
        self.file = "course.md"
        self.units: dict[Unit, bool] = {}
        """The units that were shown since it was last emptied, and whether each is in the edition's language."""

    def edition(self) -> Edition:
        course = self.course
        title = self.phrase(course.title)
        summary = self.html(course.summary)
        lead = next((self.phrase(slot.unit) for slot in _texts(course.summary)), title)
        objectives = tuple(self.phrase(unit) for unit in course.objectives)
        audience = self.phrase(course.audience) if course.audience else None
        every = dict(self.units)
        lessons = []
        for lesson in course.lessons:
            lessons.append(self.lesson(lesson))
            every |= self.units
        survey = self.lesson(course.survey) if course.survey else None
        every |= self.units if survey else {}
        return Edition(
            course=course,
            language=self.language,
            title=title,
            lead=lead,
            summary=summary,
            objectives=objectives,
            lessons=tuple(lessons),
            translated=sum(every.values()) / len(every) if every else 1.0,
            audience=audience,
            survey=survey,
        )

    def cover(self) -> Cover:
        course = self.course
        title = self.phrase(course.title)
        lead = next((self.phrase(slot.unit) for slot in _texts(course.summary)), title)
        objectives = tuple(self.phrase(unit) for unit in course.objectives)
        lessons = tuple(self.phrase(lesson.title) for lesson in course.lessons)
        for place in places(course) if self.language != course.language else ():
            self.shown(place.unit)
        found = self.units.values()
        translated = sum(found) / len(found) if found else 1.0
        return Cover(course, self.language, title, lead, objectives, lessons, translated)

    def lesson(self, lesson: Lesson) -> LessonText:
        self.file = lesson.file
        self.units = {}
        title = self.phrase(lesson.title)
        parts: list[str | QuestionText] = []
        run: list[Block] = []
        for part in lesson.parts:
            if isinstance(part, Block):
                run.append(part)
                continue
            parts += [self.html(tuple(run))] if run else []
            run = []
            parts.append(self.question(part))
        parts += [self.html(tuple(run))] if run else []
        pools = tuple(self.phrase(pool.name) for pool in lesson.quiz.pools) if lesson.quiz else ()
        return LessonText(lesson, title, tuple(parts), complete=all(self.units.values()), pools=pools)

    def question(self, question: Question) -> QuestionText:
        before, self.units = self.units, {}
        text = QuestionText(
            question=question,
            prompt=self.html(question.prompt),
            choices=tuple(self.choice(option) for option in question.options),
            lefts=tuple(self.choice(option) for option in question.lefts),
            columns=tuple(self.phrase(unit) for unit in question.columns),
            hint=self.phrase(question.hint) if question.hint else None,
            explanation=self.phrase(question.explanation) if question.explanation else None,
            guide=self.phrase(question.guide) if question.guide else None,
            accepted=tuple(dict.fromkeys(text for unit in question.accepted for text in self.accepted(unit))),
        )
        complete = all(self.units.values())
        self.units = before | self.units
        return replace(text, complete=complete)

    def choice(self, option: Option) -> Choice:
        feedback = self.phrase(option.feedback) if option.feedback else None
        return Choice(option.id, self.phrase(option.unit), feedback)

    def accepted(self, unit: Unit) -> tuple[str, ...]:
        """The accepted answers that one stands for: the author's, and all that the translator gave."""
        text, language = self.shown(unit)
        own = inline.plain(unit.text)
        return (own,) if language == self.course.language else (own, *translation.accepted(text))

    def shown(self, unit: Unit) -> tuple[str, str]:
        """The inline Markdown that stands for a unit, and its language."""
        if inline.is_plain(unit.text):
            return unit.text, self.language
        if self.language == self.course.language:
            self.units[unit] = True
            return unit.text, self.language
        text = self.catalogue.get(unit) if self.catalogue else None
        is_good = bool(text) and not translation.faults(unit.text, text or "")
        self.units[unit] = is_good
        return (text or "", self.language) if is_good else (unit.text, self.course.language)

    def phrase(self, unit: Unit) -> Phrase:
        text, language = self.shown(unit)
        if unit in self.answers and language != self.course.language:
            # the translator may have given several spellings of it as an accepted answer; a reader sees the first
            text = translation.accepted(text)[0]
        return Phrase(inline_html(text, language, self.addresses, self.file), inline.plain(text), language)

    def html(self, blocks: tuple[Block, ...]) -> str:
        written = "\n".join("".join(self.piece(piece) for piece in block.pieces) for block in blocks)
        return _block_wall.clean(written)

    def piece(self, piece: Piece) -> str:
        if isinstance(piece, Slot):
            return self.slot(piece)
        if isinstance(piece, Picture):
            return self.picture(piece.path)
        if isinstance(piece, Captions):
            return self.captions(piece.path)
        if isinstance(piece, Word):
            return escape(_WORDS.get(self.language, _WORDS["en"])[piece.name])
        return piece.html

    def slot(self, slot: Slot) -> str:
        if slot.kind == "language":
            language = self.shown(slot.unit)[1]
            return "" if language == self.language else f' lang="{language}" dir="{direction(language)}"'
        phrase = self.phrase(slot.unit)
        return escape(phrase.text) if slot.kind == "attribute" else phrase.html

    def picture(self, path: str) -> str:
        stem, suffix = posixpath.splitext(path)
        media = self.media.get(f"{stem}.{self.language}{suffix}") or self.media[path]
        size = f' width="{media.width}" height="{media.height}"' if media.width else ""
        return f' src="{escape(file_address(self.addresses.home, media))}"{size}'

    def captions(self, path: str) -> str:
        stem = posixpath.splitext(path)[0]
        tracks = []
        for code, language in LANGUAGES.items():
            media = self.media.get(f"{stem}.{code}.vtt")
            if media:
                source = escape(file_address(self.addresses.home, media))
                default = " default" if code == self.language else ""
                label = f'srclang="{code}" label="{escape(language.name)}"'
                tracks.append(f'<track kind="captions" {label} src="{source}"{default}>')
        return "".join(tracks)


def inline_html(text: str, language: str, addresses: Addresses, file: str) -> str:
    """One piece of inline Markdown in `language` as it looks in `file` of a course: what a page holds, made by the same code."""
    html = inline.render(text, language, lambda target: addresses.resolve(target, file))
    return _inline_wall.clean(html) if "<" in html else html
