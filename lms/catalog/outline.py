"""What has to be done in a course, without its words: small enough to be read for a whole page of courses at once."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from lms.catalog.course import Course, QuizKind


@dataclass(frozen=True)
class Outline:
    """Slugs of the lessons to read in order, keys of the checks to answer by lesson, the slug of the graded quiz, by lesson
    a digest of the text as far as a change in it concerns learners (a correction leaves it as it was), and the slugs of the
    tests before and after the course, which are no steps of it: they may be left out. `live_sessions` is at how many one must
    have been."""

    lessons: tuple[str, ...]
    checks: dict[str, tuple[str, ...]]
    quiz: str | None
    digests: dict[str, str]
    before: str | None = None
    after: str | None = None
    live_sessions: int = 0

    @property
    def steps(self) -> int:
        """How many things there are to do: each lesson, each check, each live session, the quiz."""
        return len(self.lessons) + sum(map(len, self.checks.values())) + self.live_sessions + (self.quiz is not None)


@dataclass(frozen=True)
class Before:
    """The revision before: its outline, and the SHA-256 of its files by path."""

    outline: Outline
    files: Mapping[str, str]


def outline_of(
    course: Course, files: Mapping[str, bytes], before: Before | None = None, is_correction: bool = False
) -> Outline:
    """The outline of a course read from `files`. What the revision `before` has in the same words keeps the digest that it had
    there, which an earlier correction may have left as it was; a correction keeps all of them.
    """
    return Outline(
        lessons=tuple(lesson.slug for lesson in course.reading),
        checks={lesson.slug: tuple(q.key for q in lesson.questions) for lesson in course.reading},
        quiz=course.quiz.slug if course.quiz else None,
        digests={
            lesson.slug: _digest(lesson.slug, sha256(files[lesson.file]).hexdigest(), before, is_correction)
            for lesson in course.reading
        },
        before=_slug(course, QuizKind.BEFORE),
        after=_slug(course, QuizKind.AFTER),
        live_sessions=course.live_sessions,
    )


def _digest(lesson: str, sha: str, before: Before | None, is_correction: bool) -> str:
    known = before.outline.digests.get(lesson) if before else None
    if before and known and (is_correction or _is_same(lesson, sha, before.files)):
        return known
    return sha[:16]


def _is_same(lesson: str, sha: str, files: Mapping[str, str]) -> bool:
    """Whether one of `files` is this lesson with this text, whatever its number was."""
    return any(other == sha and path.partition("-")[2] == f"{lesson}.md" for path, other in files.items())


def _slug(course: Course, kind: QuizKind) -> str | None:
    lesson = course.quiz_of(kind)
    return lesson.slug if lesson else None


@dataclass(frozen=True)
class OutlineChange:
    """What of a course would be another thing to do: slugs of lessons, and how many checks are new."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    checks_added: int


def compare(before: Outline, after: Outline) -> OutlineChange:
    """What changes for learners from one outline to another."""
    old_checks = {key for keys in before.checks.values() for key in keys}
    return OutlineChange(
        changed=tuple(
            lesson for lesson in after.lessons if before.digests.get(lesson, "") not in ("", after.digests[lesson])
        ),
        added=tuple(lesson for lesson in after.lessons if lesson not in before.digests),
        removed=tuple(lesson for lesson in before.lessons if lesson not in after.digests),
        checks_added=sum(key not in old_checks for keys in after.checks.values() for key in keys),
    )


def dump(outline: Outline) -> dict[str, Any]:
    return asdict(outline)


@lru_cache(512)
def parse(stored: str) -> Outline:
    """The outline in a revision's column, read as text: there are few, and every page of learning needs one."""
    return load(json.loads(stored))


def load(stored: dict[str, Any]) -> Outline:
    """What was stored before there were tests and live sessions has none."""
    return Outline(
        tuple(stored["lessons"]),
        {k: tuple(v) for k, v in stored["checks"].items()},
        stored["quiz"],
        stored["digests"],
        stored.get("before"),
        stored.get("after"),
        stored.get("live_sessions", 0),
    )
