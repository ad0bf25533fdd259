"""The tests before and after a course: from where they take their questions, and whether the two can be compared."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lms.catalog.course import Lesson, QuizKind
from lms.catalog.problems import Report
from lms.catalog.quiz import number_asked, shares
from lms.i18n import N_


def with_stock(lessons: Iterable[Lesson]) -> tuple[Lesson, ...]:
    """The lessons, with tests that have no questions of their own borrowing those of the other test or of the graded quiz."""
    every = tuple(lessons)
    holders = [lesson for lesson in every if lesson.is_test and lesson.questions]
    holders += [lesson for lesson in every if lesson.is_graded]
    return tuple(_borrowing(lesson, holders[0].slug) if holders else lesson for lesson in every)


def _borrowing(lesson: Lesson, stock: str) -> Lesson:
    if lesson.quiz is None or lesson.is_graded or lesson.questions:
        return lesson
    return replace(lesson, quiz=replace(lesson.quiz, stock=stock))


def check(lessons: Sequence[Lesson], report: Report) -> None:
    """Report quizzes of which there are two, and tests that have nothing to ask or cannot be compared."""
    found: dict[QuizKind, Lesson] = {}
    for lesson in lessons:
        if lesson.quiz is None:
            continue
        first = found.setdefault(lesson.quiz.kind, lesson)
        if first is not lesson:
            _second(first, lesson, report)
    if not report.has_errors:
        tests = [found[kind] for kind in (QuizKind.BEFORE, QuizKind.AFTER) if kind in found]
        _check_tests(tests, {lesson.slug: lesson for lesson in lessons}, report)


def _second(first: Lesson, lesson: Lesson, report: Report) -> None:
    if first.is_graded:
        message = N_(
            "%(first)s is already the graded quiz; a course has only one. Delete quiz: graded here, or join the two."
        )
    elif first.quiz and first.quiz.kind is QuizKind.BEFORE:
        message = N_("%(first)s is already the test before the course. Delete one of them, or write quiz: after.")
    else:
        message = N_("%(first)s is already the test after the course. Delete one of them, or write quiz: before.")
    report.error(lesson.file, 1, message, first=first.file)


def _check_tests(tests: list[Lesson], by_slug: dict[str, Lesson], report: Report) -> None:
    for test in tests:
        assert test.quiz is not None
        stock = by_slug.get(test.quiz.stock)
        size = number_asked(replace(test, quiz=replace(test.quiz, draw=1000)), stock) if stock else 0
        if stock is None and not test.questions:
            message = N_(
                "This test has nothing to ask. Write questions here, or a graded quiz whose questions it can take."
            )
            report.error(test.file, 1, message)
        elif stock and test.quiz.draw and test.quiz.draw > size:
            message = N_(
                "This test draws %(ask)s questions but %(file)s has only %(size)s for it."
                " Write more questions there, or draw fewer."
            )
            report.error(test.file, 1, message, ask=test.quiz.draw, size=size, file=stock.file)
    if len(tests) == 2 and not report.has_errors:
        _compare(tests[0], tests[1], by_slug, report)


def _compare(before: Lesson, after: Lesson, by_slug: dict[str, Lesson], report: Report) -> None:
    if before.questions and after.questions:
        message = N_(
            "Both %(before)s and this test have questions of their own, so that nobody sees what was learnt."
            " Delete the questions of one: it then asks those of the other."
        )
        report.error(after.file, 1, message, before=before.file)
        return
    numbers = [shares(test, by_slug.get(test.quiz.stock if test.quiz else "")) for test in (before, after)]
    first, second = (sum(each.values()) for each in numbers)
    has_pools = any(test.questions and test.quiz and test.quiz.pools for test in (before, after))
    if numbers[0] != numbers[1] and (first == second or has_pools):
        drawing = next(test for test in (after, before) if test.quiz and test.quiz.draw and not test.questions)
        message = N_(
            "%(before)s and this test do not ask as many questions of each pool, so that the two cannot be compared."
            " Delete draw: in %(file)s; it then asks what the other test asks."
        )
        report.error(after.file, 1, message, before=before.file, file=drawing.file)
    elif numbers[0] != numbers[1]:
        message = N_(
            "%(before)s asks %(first)s questions and this test %(second)s, so that the two cannot be compared."
            " Write the same draw: in both."
        )
        report.error(after.file, 1, message, before=before.file, first=first, second=second)
