"""With what new files of a course begin, and whether the words that an author was to replace are still there."""

from collections.abc import Iterator, Mapping

from lms.authoring import paths, texts

ABOUT = """---
track: core
level: all
hours: 1
review: awaiting expert review
---

# {title}

Say in a few sentences what this course is about.

## What you will be able to do

- Say what officers will be able to do afterwards
"""
LESSON = """# {title}

Begin with something that happens in the field.
"""
QUIZ = """---
quiz: graded
pass mark: 80 %
wait: 15 minutes
---

# {title}

### Question 1 (true or false)

Write a statement that is true or false.

- [x] True
  - Say why.
- [ ] False
  - Say why not.
"""
TEST = """---
quiz: {kind}
draw: 6
---

# {title}

Six questions of the quiz. Nobody passes or fails here, and there are no marks.
"""
SURVEY = """---
survey: evaluation
---

# {title}

Your answers are kept apart from your name. Answer what you like.

### Question 1 (scale)

What I learnt is useful for my work.

- 1: Not at all
- 5: Very much

### Question 2 (free text)

What should be better in this course?
"""
TEXTS = {
    "lesson": LESSON,
    "quiz": QUIZ,
    "before": TEST.replace("{kind}", "before"),
    "after": TEST.replace("{kind}", "after"),
    "evaluation": SURVEY,
}
TO_REPLACE = {
    "Say in a few sentences what this course is about.",
    "Say what officers will be able to do afterwards",
    "Begin with something that happens in the field.",
    "Write a statement that is true or false.",
    "Say why.",
    "Say why not.",
}


def not_replaced(bodies: Mapping[str, bytes]) -> Iterator[tuple[str, int]]:
    """Files of a course in which something of `TO_REPLACE` still stands, each with the first such line."""
    for path in ("course.md", *paths.in_order(bodies)):
        rows = texts.shown(bodies.get(path, b"")).split("\n")
        found = (number for number, row in enumerate(rows, 1) if row.strip().removeprefix("- ") in TO_REPLACE)
        first = next(found, None)
        if first is not None:
            yield path, first
