"""With what new files of a course begin, and whether the words that an author was to replace are still there."""

import re
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
    # What the editor's menu “Insert” writes, in both its languages: only what nobody would mean to say.
    "What do you ask here?",
    "A wrong answer",
    "The right answer",
    "Another wrong answer",
    "A right answer",
    "Another right answer",
    "A sentence that is either true or false.",
    "The first step",
    "The first question of the pool.",
    "The second question of the pool.",
    "Something that helps to understand.",
    "Something that makes it easier.",
    "What must not be missed.",
    "What goes wrong, and what it costs.",
    "A danger to life, to rights or to evidence.",
    "آپ یہاں کیا پوچھتے ہیں؟",
    "ایک غلط جواب",
    "ایک اور غلط جواب",
    "ایک درست جواب",
    "ایک اور درست جواب",
    "ایک جملہ جو درست ہے یا غلط۔",
    "پہلا مرحلہ",
    "ذخیرے کا پہلا سوال۔",
    "ذخیرے کا دوسرا سوال۔",
    "وہ بات جو سمجھنے میں مدد دے۔",
    "وہ بات جو کام آسان کرے۔",
    "جو بات رہنی نہیں چاہیے۔",
    "کیا غلط ہو سکتا ہے، اور اس کا نقصان۔",
    "جان، حقوق یا شہادت کے لیے خطرہ۔",
}
_MARK = re.compile(r"^(?:- (?:\[[ x]\] )?|\d+\. |> )")


def not_replaced(bodies: Mapping[str, bytes]) -> Iterator[tuple[str, int]]:
    """Files of a course in which something of `TO_REPLACE` still stands, each with the first such line."""
    for path in ("course.md", *paths.in_order(bodies)):
        rows = texts.shown(bodies.get(path, b"")).split("\n")
        found = (number for number, row in enumerate(rows, 1) if _MARK.sub("", row.strip()) in TO_REPLACE)
        first = next(found, None)
        if first is not None:
            yield path, first
