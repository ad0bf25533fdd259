"""What has to be done in a course, without its words: small enough to be read for a whole page of courses at once."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from lms.catalog.course import Course


@dataclass(frozen=True)
class Outline:
    """Slugs of the lessons to read in order, keys of the checks to answer by lesson, the slug of the graded quiz, and by lesson
    a digest of the text as far as a change in it concerns learners: a correction leaves it as it was."""

    lessons: tuple[str, ...]
    checks: dict[str, tuple[str, ...]]
    quiz: str | None
    digests: dict[str, str]

    @property
    def steps(self) -> int:
        """How many things there are to do: each lesson, each check, the quiz."""
        return len(self.lessons) + sum(map(len, self.checks.values())) + (self.quiz is not None)


def outline_of(course: Course, files: Mapping[str, bytes], corrected: Outline | None = None) -> Outline:
    """The outline of a course read from `files`; `corrected` is the outline of the revision that this one only corrects."""
    kept = corrected.digests if corrected else {}
    return Outline(
        lessons=tuple(lesson.slug for lesson in course.reading),
        checks={lesson.slug: tuple(q.key for q in lesson.questions) for lesson in course.reading},
        quiz=course.quiz.slug if course.quiz else None,
        digests={
            lesson.slug: kept.get(lesson.slug) or sha256(files[lesson.file]).hexdigest()[:16]
            for lesson in course.reading
        },
    )


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
    return Outline(
        tuple(stored["lessons"]), {k: tuple(v) for k, v in stored["checks"].items()}, stored["quiz"], stored["digests"]
    )
