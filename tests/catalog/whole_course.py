"""A whole course that issues a certificate and leaves nothing to be measured, to be spoilt in one place at a time."""

from collections.abc import Iterable, Iterator

from lms.catalog import measures, source
from lms.catalog.problems import Problem
from tests.catalog.small_course import SVG

COURSE = """---
track: core
level: junior
hours: 1
certificate: yes
sources: Police Order 2002, article 4
---
# The front desk

How to receive people.

## What you will be able to do

- Receive a complainant
- Write down a complaint
"""
SENTENCE = "You greet the person first and then you listen to what is said. "
LESSON = """# {title}

![A desk](images/{picture})

{prose}

### Question (choose one)

What do you do first at the {title} desk?

- [x] Greet
  - Yes.
- [ ] Leave
  - No.

Objective: {objective}
"""
QUIZ = "---\nquiz: graded\n---\n# Final quiz\n"
TRAILER = "Explanation: It is the rule. See [lesson 1](01-receiving.md).\n\nObjective: {objective}\n"
TRUE, FALSE = "- [x] True\n- [ ] False\n\n", "- [ ] True\n- [x] False\n\n"


def lesson(title: str, picture: str, objective: int, prose: str = SENTENCE * 32) -> str:
    """About 400 words, a picture and a check."""
    return LESSON.format(title=title, picture=picture, objective=objective, prose=prose)


def choose_one(number: int, right: int, options: Iterable[str] = ("Wait", "Walk", "Read", "Talk")) -> str:
    """A question with its right option at the place `right`, from 0."""
    lines = [f"- [{'x' if place == right else ' '}] {option}" for place, option in enumerate(options)]
    return f"### Question (choose one)\n\nWhat comes next, case {number}?\n\n" + "\n".join(lines) + "\n\n"


def questions() -> Iterator[str]:
    """24 questions of four types, the right options spread evenly, both objectives tested."""
    for number in range(16):
        yield choose_one(number, number % 4) + TRAILER.format(objective=1)
    for number in range(4):
        yield f"### Question (true or false)\n\nThis is so, case {number}.\n\n" + TRUE + TRAILER.format(objective=2)
    for number in range(2):
        yield f"### Question (number)\n\nHow many, case {number}?\n\n- Answer: 1\n\n" + TRAILER.format(objective=2)
    for number in range(2):
        yield f"### Question (short answer)\n\nWhich, case {number}?\n\n- Answer: FIR\n\n" + TRAILER.format(objective=2)


def quiz(asked: Iterable[str], ask: int = 12) -> str:
    return f"{QUIZ}\n## Pool: All (ask {ask})\n\n" + "\n".join(asked)


def files(**spoilt: str) -> dict[str, bytes]:
    """The files; `spoilt` replaces `course`, `first`, `second` or `quiz`."""
    texts = {
        "course.md": spoilt.get("course", COURSE),
        "01-receiving.md": spoilt.get("first", lesson("front", "a.svg", 1)),
        "02-writing.md": spoilt.get("second", lesson("back", "b.svg", 2)),
        "03-quiz.md": spoilt.get("quiz", quiz(questions())),
    }
    pictures = {"images/a.svg": SVG, "images/b.svg": SVG}
    return pictures | {name: text.encode() for name, text in texts.items() if text}


def measured(**spoilt: str) -> list[Problem]:
    """What the measures say of the course, which must be free of errors."""
    reading = source.read("whole", files(**spoilt))
    assert reading.course is not None, [str(problem) for problem in reading.problems]
    return list(measures.of(reading.course, reading.occurrences))
