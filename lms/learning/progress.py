"""How far somebody is in a course, and when it is completed. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from lms.catalog.course import QuizKind
from lms.catalog.outline import Outline


class LessonState(StrEnum):
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    UPDATED = "updated"
    COMPLETE = "complete"


@dataclass(frozen=True)
class Done:
    """What somebody has done: lessons read (slug to digest of the text that was read), checks answered (keys), quiz passed,
    and at how many live sessions of the course they were."""

    lessons: dict[str, str] = field(default_factory=dict)
    checks: frozenset[str] = frozenset()
    passed: bool = False
    attended: int = 0


def steps_done(outline: Outline, done: Done) -> int:
    """How many of `outline.steps` are done. What the course no longer asks for does not count."""
    checks = {key for keys in outline.checks.values() for key in keys}
    return (
        sum(lesson in done.lessons for lesson in outline.lessons)
        + len(checks & done.checks)
        + min(outline.live_sessions, done.attended)
        + (outline.quiz is not None and done.passed)
    )


def is_complete(outline: Outline, done: Done) -> bool:
    """The completion rule: every lesson read, every check answered, enough live sessions attended, the quiz (if there is one)
    passed."""
    return steps_done(outline, done) == outline.steps


def lesson_state(outline: Outline, done: Done, lesson: str) -> LessonState:
    """The state of one lesson (not of the quiz)."""
    open_checks = [key for key in outline.checks.get(lesson, ()) if key not in done.checks]
    if lesson not in done.lessons:
        some = len(open_checks) < len(outline.checks.get(lesson, ()))
        return LessonState.IN_PROGRESS if some else LessonState.NOT_STARTED
    if done.lessons[lesson] != outline.digests[lesson]:
        return LessonState.UPDATED
    return LessonState.IN_PROGRESS if open_checks else LessonState.COMPLETE


def test_due(outline: Outline, done: Done, handed_in: Collection[QuizKind]) -> str | None:
    """The test that somebody should take next: before the first lesson, or after the last one. `handed_in` are those taken."""
    if outline.before and not done.lessons and QuizKind.BEFORE not in handed_in:
        return outline.before
    if outline.after and QuizKind.AFTER not in handed_in and all(each in done.lessons for each in outline.lessons):
        return outline.after
    return None


def go_on_with(outline: Outline, done: Done, last_lesson: str | None) -> str | None:
    """Where to go on: the lesson opened last if it is not finished, else the first unfinished one, else the quiz, else None."""

    def unfinished(lesson: str) -> bool:
        return lesson not in done.lessons or any(key not in done.checks for key in outline.checks.get(lesson, ()))

    if last_lesson in outline.lessons and unfinished(last_lesson):
        return last_lesson
    first = next((lesson for lesson in outline.lessons if unfinished(lesson)), None)
    if first is not None:
        return first
    return outline.quiz if outline.quiz and not done.passed else None
