"""A course as its author's files mean it: compiled once from a revision's files, the same in every language.

Everything is frozen. Running text is a `Unit` (one entry of a translation catalogue); a `Block` is safe HTML with
places for units, so that an edition in any language is made by filling places and can never change the structure.
"""

from dataclasses import dataclass
from enum import StrEnum


class Track(StrEnum):
    CORE = "core"
    SPECIALIST = "specialist"
    ANNEX_G = "annex-g"
    PANDEMIC = "pandemic"


class Level(StrEnum):
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    ALL = "all"


class QuizKind(StrEnum):
    """Which of its quizzes a file is: the one that counts, or the short test before or after the course, which nobody can fail.
    The words are what authors write after `quiz:`."""

    GRADED = "graded"
    BEFORE = "before"
    AFTER = "after"


class QuestionType(StrEnum):
    """The words are what authors write in brackets after `### Question`. A scale and a free text ask what somebody thinks: they
    stand in evaluations alone, where nothing is right or wrong."""

    CHOOSE_ONE = "choose one"
    CHOOSE_ALL = "choose all"
    TRUE_OR_FALSE = "true or false"
    SHORT_ANSWER = "short answer"
    NUMBER = "number"
    MATCH = "match"
    ORDER = "put in order"
    WRITTEN = "written answer"
    SCALE = "scale"
    FREE_TEXT = "free text"


# What a person answers, in the form in which it is stored and sent: a text (short answer, number, written answer), a
# list of option ids (choose one, true or false: one id; choose all: any; put in order: all, in order), or a mapping
# (match: left id to right id; put in order while places are missing or taken twice: step id to place, from "1").
Answer = str | list[str] | dict[str, str]


@dataclass(frozen=True)
class Unit:
    """One translatable piece of inline Markdown.

    `text` is the msgid: white space runs are one space, trimmed. `context` is the author's `<!-- meaning: … -->` or "".
    """

    text: str
    context: str = ""


@dataclass(frozen=True)
class Slot:
    """The place of a unit inside a block.

    `kind` is `text` (inline HTML of the unit), `attribute` (plain text, escaped, for alt and title), or `language`
    (` lang=… dir=…` on the element that holds the unit, written only when the unit stays in the course's language).
    """

    unit: Unit
    kind: str = "text"


@dataclass(frozen=True)
class Picture:
    """The ` src`, and the size if known, of a local picture, film or recording; in Urdu `x.ur.svg` if it is there."""

    path: str


@dataclass(frozen=True)
class Captions:
    """The `<track>` elements of a local film: `x.en.vtt`, `x.ur.vtt` beside `x.mp4`; the edition's own is on."""

    path: str


@dataclass(frozen=True)
class Word:
    """A word that the format itself needs in the language of the edition: the name of a callout (`warning` …)."""

    name: str


@dataclass(frozen=True)
class Literal:
    """HTML that the program writes and that is the same in every language."""

    html: str


Piece = Literal | Slot | Picture | Captions | Word


@dataclass(frozen=True)
class Block:
    """One top-level block of a lesson (a paragraph, a list, a table …). `id` is its place in the lesson: `b1`, `b2` …

    `anchor` is set on headings: what the author writes after `#` in a link to it, made as GitHub makes it.
    """

    id: str
    pieces: tuple[Piece, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Option:
    """Something that can be chosen, matched or put in order. `id` is `1`, `2` … in the author's order."""

    id: str
    unit: Unit
    feedback: Unit | None = None


@dataclass(frozen=True)
class Question:
    """A question with its key.

    `id` is its place inside the revision (`<lesson slug>.<n>`, n from 1, pools included); `key` is the same across
    revisions and languages (`<lesson slug>:<first 12 hex digits of SHA-256 of the English prompt's units>`, and `~2` at its end
    where the same prompt stands in the lesson for the second time).
    `options` are the options, the steps (put in order) or the right-hand sides (match, extra wrong choices included,
    each only once); `lefts` the left-hand sides of a match, `columns` the heads of its two columns. `solution` is an
    `Answer` for the types answered with ids; `accepted` the accepted short answers; `ranges` the accepted numbers as
    (lowest, highest), both included.
    """

    id: str
    key: str
    type: QuestionType
    prompt: tuple[Block, ...]
    options: tuple[Option, ...] = ()
    lefts: tuple[Option, ...] = ()
    columns: tuple[Unit, ...] = ()
    solution: list[str] | dict[str, str] | None = None
    accepted: tuple[Unit, ...] = ()
    ranges: tuple[tuple[float, float], ...] = ()
    points: float = 1.0
    hint: Unit | None = None
    explanation: Unit | None = None
    guide: Unit | None = None
    objective: int | None = None
    pool: int | None = None
    line: int = 0

    @property
    def can_be_answered(self) -> bool:
        """Whether it has all that its type needs. A question with mistakes, in a course that is not finished, may not."""
        match self.type:
            case QuestionType.SHORT_ANSWER:
                return bool(self.accepted)
            case QuestionType.NUMBER:
                return bool(self.ranges)
            case QuestionType.MATCH:
                return bool(self.lefts and self.options and self.solution)
            case QuestionType.WRITTEN | QuestionType.FREE_TEXT:
                return True
            case QuestionType.SCALE:
                return len(self.options) > 1
            case _:
                return len(self.options) > 1 and bool(self.solution)

    @property
    def prompt_key(self) -> str:
        """The key without its count: equal for questions with the same prompt."""
        return self.key.partition("~")[0]


@dataclass(frozen=True)
class Pool:
    """`## Pool: name (ask 2)`: `ask` are drawn of the questions whose `pool` is this pool's place in `Quiz.pools`."""

    name: Unit
    ask: int


@dataclass(frozen=True)
class Quiz:
    """The settings of a quiz. Durations are in seconds; `None` is no limit (attempts, time) or no wait.

    `pass_mark` is a share between 0 and 1; a test before or after the course has none. `draw` asks that many of all questions.
    `stock` is the slug of the lesson whose questions are asked, "" for its own: tests ask what the graded quiz asks.
    """

    pass_mark: float = 0.0
    attempts: int | None = None
    wait: int | None = None
    time_limit: int | None = None
    shuffle: bool = True
    draw: int | None = None
    pools: tuple[Pool, ...] = ()
    kind: QuizKind = QuizKind.GRADED
    stock: str = ""


@dataclass(frozen=True)
class Lesson:
    """One file. `parts` are its blocks and, in their places, its questions. `quiz` is set in the files of the graded quiz and of
    the tests before and after the course."""

    slug: str
    file: str
    title: Unit
    parts: tuple[Block | Question, ...]
    quiz: Quiz | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(part for part in self.parts if isinstance(part, Question))

    @property
    def is_graded(self) -> bool:
        return self.quiz is not None and self.quiz.kind is QuizKind.GRADED

    @property
    def is_test(self) -> bool:
        """Whether it is the test before or after the course."""
        return self.quiz is not None and not self.is_graded


@dataclass(frozen=True)
class Media:
    """A file that pages show or link to. `digest` is its SHA-256 in hex; a picture has its size in CSS pixels."""

    path: str
    digest: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Course:
    """A whole course. `hours` is learning time; `valid_for` is how many months a certificate holds, None for ever; `live_sessions`
    is at how many one must have been to complete it.

    `media` holds every picture, film, recording and caption file that some language's pages use, sorted by path. `survey` is
    `evaluation.md`, which is no lesson; its slug is its file's name.
    """

    slug: str
    language: str
    track: Track
    level: Level
    title: Unit
    summary: tuple[Block, ...]
    objectives: tuple[Unit, ...]
    lessons: tuple[Lesson, ...]
    hours: float
    audience: Unit | None = None
    certificate: bool = True
    valid_for: int | None = None
    requires: tuple[str, ...] = ()
    live_sessions: int = 0
    review: str = ""
    sources: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    survey: Lesson | None = None

    @property
    def reading(self) -> tuple[Lesson, ...]:
        """The lessons that are read; the graded quiz and the tests are not among them."""
        return tuple(lesson for lesson in self.lessons if lesson.quiz is None)

    @property
    def pages(self) -> tuple[Lesson, ...]:
        """The lessons, and the evaluation at their end: all files with texts but course.md."""
        return (*self.lessons, *((self.survey,) if self.survey else ()))

    @property
    def quiz(self) -> Lesson | None:
        """The lesson that is the graded quiz; a course has at most one."""
        return self.quiz_of(QuizKind.GRADED)

    def quiz_of(self, kind: QuizKind) -> Lesson | None:
        """The graded quiz or one of the tests; a course has at most one of each."""
        return next((lesson for lesson in self.lessons if lesson.quiz and lesson.quiz.kind is kind), None)

    def stock_of(self, lesson: Lesson) -> Lesson:
        """The lesson that holds the questions which `lesson` asks: itself, or for a test mostly the graded quiz."""
        stock = lesson.quiz.stock if lesson.quiz else ""
        return next((other for other in self.lessons if other.slug == stock), lesson)

    def question(self, question_id: str) -> Question:
        """A question of some lesson or quiz by its id. Raises `LookupError`."""
        for lesson in self.lessons:
            for question in lesson.questions if question_id.startswith(f"{lesson.slug}.") else ():
                if question.id == question_id:
                    return question
        raise LookupError(question_id)

    @property
    def graded(self) -> Lesson:
        """The lesson that is the graded quiz, where there must be one. Raises `LookupError` if the course has none."""
        if self.quiz is None:
            raise LookupError(f"“{self.slug}” has no graded quiz")
        return self.quiz

    @property
    def quiz_settings(self) -> Quiz:
        """The settings of the graded quiz. Raises `LookupError` if the course has none."""
        settings = self.graded.quiz
        assert settings is not None
        return settings
