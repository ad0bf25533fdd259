"""What is allowed but seldom meant: warnings on a course that has no errors, for `lms courses check --strict`."""

from lms.catalog.course import Block, Course, Lesson, Question, QuestionType, QuizKind
from lms.catalog.inline import plain
from lms.catalog.markdown import units_of
from lms.catalog.problems import Report
from lms.i18n import N_

SHORTEST, LONGEST = 300, 1000
_CHOICES = (QuestionType.CHOOSE_ONE, QuestionType.CHOOSE_ALL, QuestionType.TRUE_OR_FALSE)
# From this many on, it is no accident that the first option is always the right one.
_ENOUGH = 3


def give(course: Course, report: Report) -> None:
    """Add the warnings for `course` to `report`."""
    for lesson in course.lessons:
        _on_wording(lesson, report)
        if lesson.quiz:
            _on_pools(lesson, report)
        else:
            _on_length(lesson, report)
            _on_checks(lesson, report)
    _on_places([question for lesson in course.reading for question in lesson.questions], course, report)
    for quiz in filter(None, map(course.quiz_of, QuizKind)):
        _on_places(list(quiz.questions), course, report)
    _on_tests(course, report)
    _on_objectives(course, report)


def words(lesson: Lesson) -> int:
    """How many words of prose a lesson has; questions are not counted."""
    blocks = [part for part in lesson.parts if isinstance(part, Block)]
    return sum(len(plain(unit.text).split()) for block in blocks for unit in units_of(block.pieces))


def _on_length(lesson: Lesson, report: Report) -> None:
    count = words(lesson)
    if count > LONGEST:
        message = N_(
            "This lesson has %(count)s words; more than %(limit)s are hard to read on a phone. Divide or shorten it."
        )
        report.warn(lesson.file, 0, message, count=count, limit=LONGEST)
    elif count < SHORTEST:
        message = N_("This lesson has only %(count)s words. With fewer than %(limit)s, join it to another lesson.")
        report.warn(lesson.file, 0, message, count=count, limit=SHORTEST)


def _on_checks(lesson: Lesson, report: Report) -> None:
    if not lesson.questions:
        message = N_("This lesson has no question. Add at least one, so that readers see whether they have understood.")
        report.warn(lesson.file, 0, message)
    for question in lesson.questions:
        if question.type in _CHOICES and not all(option.feedback for option in question.options):
            message = N_(
                "An option of this question has no feedback. Write under each option why it is right or wrong."
            )
            report.warn(lesson.file, question.line, message)


def _on_wording(lesson: Lesson, report: Report) -> None:
    seen: dict[str, int] = {}
    for question in lesson.questions:
        if question.prompt_key in seen:
            message = N_(
                "This question asks in the same words as the one on line %(first)s; statistics cannot tell them apart."
            )
            report.warn(lesson.file, question.line, message, first=seen[question.prompt_key])
        seen.setdefault(question.prompt_key, question.line)


def _on_pools(lesson: Lesson, report: Report) -> None:
    assert lesson.quiz is not None
    for place, pool in enumerate(lesson.quiz.pools):
        questions = [question for question in lesson.questions if question.pool == place]
        _on_stock(lesson, questions, pool.ask, questions[0].line if questions else 0, report)
    if lesson.quiz.draw and lesson.questions:
        _on_stock(lesson, list(lesson.questions), lesson.quiz.draw, 0, report)


def _on_stock(lesson: Lesson, questions: list[Question], ask: int, line: int, report: Report) -> None:
    if len(questions) < 2 * ask:
        message = N_(
            "Of %(size)s questions %(ask)s are asked. Write at least %(twice)s, so that two people seldom get the same."
        )
        report.warn(lesson.file, line, message, size=len(questions), ask=ask, twice=2 * ask)


def _on_places(questions: list[Question], course: Course, report: Report) -> None:
    chosen = [question for question in questions if question.type is QuestionType.CHOOSE_ONE]
    if len(chosen) >= _ENOUGH and all(question.solution == ["1"] for question in chosen):
        slug = chosen[0].id.rpartition(".")[0]
        file = next(lesson.file for lesson in course.lessons if lesson.slug == slug)
        message = N_("The right option is always the first. Spread the right ones over all places.")
        report.warn(file, chosen[0].line, message)


def _on_tests(course: Course, report: Report) -> None:
    before, after = course.quiz_of(QuizKind.BEFORE), course.quiz_of(QuizKind.AFTER)
    order = [lesson.slug for lesson in course.lessons if lesson in (before, after) or lesson.quiz is None]
    if before and not after:
        message = N_(
            "There is a test before the course but none after it. Write one with quiz: after, to see what was learnt."
        )
        report.warn(before.file, 0, message)
    elif after and not before:
        message = N_(
            "There is a test after the course but none before it. Write one with quiz: before, to see what was learnt."
        )
        report.warn(after.file, 0, message)
    if before and order[0] != before.slug:
        message = N_(
            "The test before the course comes first. Give its file the lowest number, for instance %(example)s"
        )
        report.warn(before.file, 0, message, example=f"00-{before.slug}.md")
    if after and order[-1] != after.slug:
        message = N_("The test after the course comes after all lessons. Give its file a number after theirs.")
        report.warn(after.file, 0, message)


def _on_objectives(course: Course, report: Report) -> None:
    tested = {question.objective for lesson in course.lessons if not lesson.is_test for question in lesson.questions}
    for number, objective in enumerate(course.objectives, start=1):
        if number not in tested:
            message = N_(
                "No question tests objective %(number)s. Write Objective: %(number)s under a question that does."
            )
            report.warn("course.md", 0, message, number=number, seen=objective.text)
