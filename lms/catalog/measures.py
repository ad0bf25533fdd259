"""What makes a whole course good, as far as it can be counted: warnings for `lms courses check --strict`.

`advice` looks for what is seldom meant and speaks to everybody who writes a lesson; it is part of reading. Measures are
about a finished course that issues a certificate: a draft, a sample or a single lesson would only be scolded by them.
They are asked for by whoever wants to know how good the course is. Nothing is said twice: where advice has spoken, the
measure that goes further is silent.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lms.catalog import advice, readability
from lms.catalog.addresses import inside
from lms.catalog.course import Block, Course, Lesson, Picture, Question, QuestionType, Unit
from lms.catalog.glossary import Glossary
from lms.catalog.head import OBJECTIVES
from lms.catalog.inline import facts, plain
from lms.catalog.markdown import units_of
from lms.catalog.messages import Translations
from lms.catalog.page import Occurrence, is_picture
from lms.catalog.problems import Problem, Severity, shorten
from lms.catalog.quiz import number_asked
from lms.i18n import N_

# 400 words are two or three minutes of reading; less is not worth a page and a check of its own. The most that a lesson
# may have is advice.LONGEST.
SHORTEST = 400
# Who knows 70 % of a subject passes at 80 % in one attempt out of two when 5 questions are asked, in one out of four when
# 12 are (binomial distribution). Two questions on an objective tell more than luck.
ASKED = 12
QUESTIONS_FOR_OBJECTIVE = 2
# With twice the questions that are asked, two officers at neighbouring desks share half of them.
STOCK = 2
# Naming, choosing, ordering and matching are different things to be able to do; one type tests one of them.
TYPES = 4
PICTURES = 2
# "Vary the location of the right answer", "keep the length of choices about equal": two of the guidelines of Haladyna,
# Downing and Rodriguez, "A review of multiple-choice item-writing guidelines for classroom assessment", Applied
# Measurement in Education 15 (2002). From eight questions on, twice what chance gives is seldom chance.
ODDS = 2.0
ENOUGH = 8
# A letter more or less is not seen; a tenth is.
LONGER = 1.1
# Where “difficult” begins on the scale of LIX (see readability). English is the second or third language of most readers.
HARDEST = 50.0


def of(course: Course, occurrences: Sequence[Occurrence] = ()) -> tuple[Problem, ...]:
    """What could be better in a course that issues a certificate; nothing for others.

    `occurrences` are those of its `Reading`: with them, objectives and hard texts are told with their lines.
    """
    if not course.certificate:
        return ()
    lines = {(place.file, place.unit): place.line for place in reversed(occurrences)}
    found = [*_on_course(course), *_on_pictures(course)]
    for lesson in course.reading:
        found += _on_length(lesson)
        if course.language == "en":
            found += _on_readability(lesson, lines)
    checks = [(lesson, question) for lesson in course.reading for question in lesson.questions]
    found += _on_options(checks)
    if course.quiz:
        found += _on_quiz(course, course.quiz, lines)
    return tuple(sorted(found, key=lambda problem: (problem.file != "course.md", problem.file, problem.line)))


def of_translation(translations: Translations, glossary: Glossary, file: str = "locale/ur.po") -> tuple[Problem, ...]:
    """Where a catalogue of Urdu does not use the glossary's words: one warning for an entry."""
    found = []
    for entry in translations.document.entries:
        if entry.obsolete or entry.fuzzy or not entry.translation:
            continue
        terms = glossary.for_lessons.missing(entry.text, entry.translation)
        if terms:
            message = N_(
                "The glossary’s Urdu is missing here: %(terms)s."
                " Use its words, or add yours to courses/glossary.csv if it is right too."
            )
            told = "; ".join(f"{term.english} = {' / '.join(term.accepted)}" for term in terms)
            found.append(_warning(file, entry.line, message, terms=told))
    return tuple(found)


def _warning(file: str, line: int, message: str, **values: object) -> Problem:
    return Problem(file, line, Severity.WARNING, message, values)


def _on_course(course: Course) -> Iterator[Problem]:
    if not course.sources:
        message = N_("The course names no sources. Write one law, convention or manual a line: sources: …")
        yield _warning("course.md", 1, message)
    if not course.objectives:
        message = N_(
            "The objectives are missing. Write the heading ## %(heading)s and under it a list, one objective a line."
        )
        yield _warning("course.md", 0, message, heading=OBJECTIVES)
    if not course.quiz:
        message = N_(
            "The course issues a certificate but has no graded quiz."
            " Write one into a file with quiz: graded, or write certificate: no."
        )
        yield _warning("course.md", 0, message)


def _on_pictures(course: Course) -> Iterator[Problem]:
    pieces = [piece for lesson in course.lessons for block in _blocks(lesson) for piece in block.pieces]
    shown = {piece.path for piece in pieces if isinstance(piece, Picture) and is_picture(piece.path)}
    if len(shown) < PICTURES:
        message = N_(
            "Different pictures in the lessons: %(count)s. Show at least %(limit)s:"
            " a sequence, a form or a place says more as a drawing."
        )
        yield _warning("course.md", 0, message, count=len(shown), limit=PICTURES)


def _blocks(lesson: Lesson) -> Iterator[Block]:
    for part in lesson.parts:
        yield from (part,) if isinstance(part, Block) else part.prompt


def _on_length(lesson: Lesson) -> Iterator[Problem]:
    count = advice.words(lesson)
    if advice.SHORTEST <= count < SHORTEST:
        message = N_(
            "This lesson has %(count)s words; in a course with a certificate a lesson has at least %(limit)s."
            " Show an example and what goes wrong, or join it to another lesson."
        )
        yield _warning(lesson.file, 0, message, count=count, limit=SHORTEST)


def _on_readability(lesson: Lesson, lines: dict[tuple[str, Unit], int]) -> Iterator[Problem]:
    units = [unit for part in lesson.parts if isinstance(part, Block) for unit in units_of(part.pieces)]
    score = readability.lix(plain(unit.text) for unit in units)
    if score > HARDEST:
        hardest = max(units, key=lambda unit: readability.lix([plain(unit.text)]))
        message = N_(
            "This lesson is as hard to read as a law (LIX %(score)s, more than %(limit)s)."
            " Write shorter sentences and everyday words; begin with “%(seen)s”"
        )
        values = {"score": round(score), "limit": round(HARDEST), "seen": shorten(plain(hardest.text))}
        yield _warning(lesson.file, lines.get((lesson.file, hardest), 0), message, **values)


def _on_options(questions: Sequence[tuple[Lesson, Question]]) -> Iterator[Problem]:
    """Whether the right option of choose-one questions gives itself away by its place or its length."""
    chosen = [(lesson, question) for lesson, question in questions if question.type is QuestionType.CHOOSE_ONE]
    if len(chosen) >= ENOUGH:
        limit = ODDS * sum(1 / len(question.options) for _, question in chosen)
        yield from _on_places(chosen, limit)
        yield from _on_lengths(chosen, limit)


def _on_places(chosen: Sequence[tuple[Lesson, Question]], limit: float) -> Iterator[Problem]:
    place, count = Counter(_key(question) for _, question in chosen).most_common(1)[0]
    # Always the first is what advice speaks about.
    if count > limit and not (place == "1" and count == len(chosen)):
        lesson, question = next(pair for pair in chosen if _key(pair[1]) == place)
        message = N_(
            "In %(count)s of %(all)s “choose one” questions the right option is number %(place)s, for the first time"
            " here. Spread the right ones evenly."
        )
        yield _warning(lesson.file, question.line, message, count=count, all=len(chosen), place=place)


def _on_lengths(chosen: Sequence[tuple[Lesson, Question]], limit: float) -> Iterator[Problem]:
    longest = [(lesson, question) for lesson, question in chosen if _stands_out(question)]
    if len(longest) > limit:
        lesson, question = longest[0]
        message = N_(
            "In %(count)s of %(all)s “choose one” questions the right option is the longest, for the first time here."
            " Make all options equally long, or a wrong one longer."
        )
        yield _warning(lesson.file, question.line, message, count=len(longest), all=len(chosen))


def _key(question: Question) -> str:
    return "".join(question.solution or ())


def _stands_out(question: Question) -> bool:
    """Whether the right option is visibly longer than every other."""
    lengths = {option.id: len(plain(option.unit.text)) for option in question.options}
    right = lengths.pop(_key(question))
    return right >= LONGER * max(lengths.values(), default=right)


def _on_quiz(course: Course, quiz: Lesson, lines: dict[tuple[str, Unit], int]) -> Iterator[Problem]:
    yield from _on_stock(course, quiz)
    yield from _on_objectives(course, quiz, lines)
    types = sorted({question.type.value for question in quiz.questions})
    if len(types) < TYPES:
        message = N_("Types of question in the quiz: %(count)s (%(seen)s). Use at least %(limit)s.")
        yield _warning(quiz.file, 0, message, count=len(types), seen=", ".join(types), limit=TYPES)
    yield from _on_options([(quiz, question) for question in quiz.questions])
    lessons = {lesson.file for lesson in course.reading}
    for question in quiz.questions:
        yield from _on_explanation(quiz, question, lessons)


def _on_stock(course: Course, quiz: Lesson) -> Iterator[Problem]:
    """Whether enough is asked, and from a large enough stock. A pool or draw that is too small is advice's to tell."""
    settings, size = course.quiz_settings, len(quiz.questions)
    asked = number_asked(quiz)
    if asked < ASKED:
        message = N_("The quiz asks %(count)s questions. With fewer than %(limit)s, luck decides who passes. Ask more.")
        yield _warning(quiz.file, 0, message, count=asked, limit=ASKED)
    if size < STOCK * asked and not settings.draw and _pools_suffice(course, quiz):
        message = N_(
            "Of %(size)s questions in the quiz %(ask)s are asked. Write at least %(twice)s and put them into pools,"
            " so that two people seldom get the same."
        )
        yield _warning(quiz.file, 0, message, size=size, ask=asked, twice=STOCK * asked)


def _pools_suffice(course: Course, quiz: Lesson) -> bool:
    sizes = Counter(question.pool for question in quiz.questions)
    return all(sizes[place] >= STOCK * pool.ask for place, pool in enumerate(course.quiz_settings.pools))


def _on_objectives(course: Course, quiz: Lesson, lines: dict[tuple[str, Unit], int]) -> Iterator[Problem]:
    asked = Counter(question.objective for question in quiz.questions)
    tested = {question.objective for lesson in course.lessons if not lesson.is_test for question in lesson.questions}
    for number, objective in enumerate(course.objectives, start=1):
        # Objectives that nothing tests at all are what advice speaks about.
        if asked[number] < QUESTIONS_FOR_OBJECTIVE and number in tested:
            message = N_(
                "Questions in the quiz on objective %(number)s, “%(seen)s”: %(count)s. Write at least %(limit)s,"
                " each with a line Objective: %(number)s"
            )
            line = lines.get(("course.md", objective), 0)
            values = {"count": asked[number], "number": number, "limit": QUESTIONS_FOR_OBJECTIVE}
            yield _warning("course.md", line, message, seen=shorten(plain(objective.text)), **values)


def _on_explanation(quiz: Lesson, question: Question, lessons: Iterable[str]) -> Iterator[Problem]:
    if question.explanation is None:
        message = N_(
            "This question has no explanation. Say why the answer is right:"
            " Explanation: … See [the lesson](%(example)s)."
        )
    elif not any(inside(target)[0] in lessons for target in facts(question.explanation.text).targets):
        message = N_(
            "The explanation leads to no lesson, so that “Read again” stays empty."
            " Add a link, for instance [the lesson](%(example)s)."
        )
    else:
        return
    yield _warning(quiz.file, question.line, message, example=min(lessons, default="01-name.md"))
