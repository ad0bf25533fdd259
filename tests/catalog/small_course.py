"""The smallest course that has no problem at all, and how to put something else into it."""

from lms.catalog import source
from lms.catalog.course import Course, Lesson, Question
from lms.catalog.problems import Problem
from lms.catalog.source import Reading

COURSE = """---
language: en
track: annex-g
level: junior
hours: 1.5
---

# A small course

What it is about.

## What you will be able to do

- Do it right.
- Do it safely.
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 240"><path d="M0 0h9"/></svg>'
NEXT = "# The next lesson\n\nText.\n\n## A deep end\n\nMore text.\n"


def files(lesson: str, **more: bytes | str) -> dict[str, bytes]:
    """The files of a course whose first lesson is `lesson`; `more` are other files, or others of the same name."""
    found: dict[str, bytes | str] = {
        "course.md": COURSE,
        "01-first.md": lesson,
        "02-next.md": NEXT,
        "images/desk.svg": SVG,
    }
    found |= more
    return {name: body.encode() if isinstance(body, str) else body for name, body in found.items()}


def read(lesson: str, **more: bytes | str) -> Reading:
    return source.read("small", files(lesson, **more))


def compiled(lesson: str, **more: bytes | str) -> Course:
    """The course, which must have no error."""
    reading = read(lesson, **more)
    assert reading.course is not None, [str(problem) for problem in reading.problems]
    return reading.course


def lesson_of(text: str, **more: bytes | str) -> Lesson:
    return compiled(text, **more).lessons[0]


def question_of(text: str) -> Question:
    """The question in a lesson that holds nothing else; `text` begins with its heading."""
    return lesson_of(f"# Title\n\n{text}").questions[0]


def errors(reading: Reading) -> list[Problem]:
    return [problem for problem in reading.problems if problem.is_error]


def warnings(reading: Reading) -> list[str]:
    return [problem.text() for problem in reading.problems if not problem.is_error]
