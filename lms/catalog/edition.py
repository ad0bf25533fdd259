"""A course in one language, ready to be shown: safe HTML, marked where it had to stay in the source language."""

from dataclasses import dataclass

from lms.catalog.course import Course, Lesson, Question, QuizKind


@dataclass(frozen=True)
class Phrase:
    """A piece of running text: safe inline HTML, the same without tags, and the language that it is really in."""

    html: str
    text: str
    language: str


@dataclass(frozen=True)
class Choice:
    """An option, a step, or a side of a match, in the edition's language. `id` is equal in every language."""

    id: str
    phrase: Phrase
    feedback: Phrase | None = None


@dataclass(frozen=True)
class QuestionText:
    """A question in the edition's language. `question` is the compiled question with its key; pages must not print it.

    `choices` and `lefts` are in the author's order. `accepted` are the accepted short answers of the source and of the
    edition's language. `complete` is whether every unit of the question is in that language.
    """

    question: Question
    prompt: str
    choices: tuple[Choice, ...] = ()
    lefts: tuple[Choice, ...] = ()
    columns: tuple[Phrase, ...] = ()
    hint: Phrase | None = None
    explanation: Phrase | None = None
    guide: Phrase | None = None
    accepted: tuple[str, ...] = ()
    complete: bool = True

    @property
    def id(self) -> str:
        return self.question.id


@dataclass(frozen=True)
class LessonText:
    """A lesson in the edition's language.

    `parts` are, in order, HTML (a run of blocks between two questions) and questions.
    `complete` is whether every unit of the lesson is in the edition's language. `pools` are the names of a quiz's own pools.
    """

    lesson: Lesson
    title: Phrase
    parts: tuple["str | QuestionText", ...]
    complete: bool
    pools: tuple[Phrase, ...] = ()

    @property
    def slug(self) -> str:
        return self.lesson.slug

    @property
    def questions(self) -> tuple[QuestionText, ...]:
        return tuple(part for part in self.parts if isinstance(part, QuestionText))


@dataclass(frozen=True)
class Cover:
    """What lists show of a course in one language. The fields are those of `Edition`; `lessons` are their titles."""

    course: Course
    language: str
    title: Phrase
    lead: Phrase
    objectives: tuple[Phrase, ...]
    lessons: tuple[Phrase, ...]
    translated: float


@dataclass(frozen=True)
class Edition:
    """A course in one language.

    `lead` is the summary's first paragraph; `translated` is the share (0 to 1) of units that are in that language.
    """

    course: Course
    language: str
    title: Phrase
    lead: Phrase
    summary: str
    objectives: tuple[Phrase, ...]
    lessons: tuple[LessonText, ...]
    translated: float
    audience: Phrase | None = None
    survey: LessonText | None = None

    def lesson(self, slug: str) -> LessonText | None:
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)

    def page(self, slug: str) -> LessonText | None:
        """A lesson or the evaluation."""
        return self.survey if self.survey and self.survey.slug == slug else self.lesson(slug)

    @property
    def quiz(self) -> LessonText | None:
        return self.quiz_of(QuizKind.GRADED)

    def quiz_of(self, kind: QuizKind) -> LessonText | None:
        """The graded quiz, or the test before or after the course."""
        found = self.course.quiz_of(kind)
        return self.lesson(found.slug) if found else None

    def stock_of(self, lesson: LessonText) -> LessonText:
        """The lesson that holds the questions which `lesson` asks: itself, or for a test mostly the graded quiz."""
        return self.lesson(self.course.stock_of(lesson.lesson).slug) or lesson

    @property
    def graded(self) -> LessonText:
        """The graded quiz, where there must be one. Raises `LookupError` if the course has none."""
        if self.quiz is None:
            raise LookupError(f"“{self.course.slug}” has no graded quiz")
        return self.quiz
