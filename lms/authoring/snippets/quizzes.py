"""What has its place in quizzes alone: answers that a trainer marks, and pools."""

from lms.authoring.snippets.snippet import Group, Snippet
from lms.i18n import N_

_WRITTEN = Snippet(
    "written-answer",
    Group.QUESTION,
    N_("Written answer"),
    {
        "en": """
### Question (written answer)

What do you do, and why? Three sentences are enough.

Guide: One point for what is done, one for the reason.

Points: 2

---
""",
        "ur": """
### Question (written answer)

آپ کیا کریں گے، اور کیوں؟ تین جملے کافی ہیں۔

Guide: ایک نمبر اس کے لیے کہ کیا کیا جائے، ایک وجہ کے لیے۔

Points: 2

---
""",
    },
    graded_only=True,
)

_POOL = Snippet(
    "pool",
    Group.QUESTION,
    N_("Pool of questions"),
    {
        "en": """
## Pool: The subject of these questions (ask 1)

### Question (true or false)

The first question of the pool.

- [x] True
- [ ] False

### Question (true or false)

The second question of the pool.

- [ ] True
- [x] False
""",
        "ur": """
## Pool: ان سوالات کا موضوع (ask 1)

### Question (true or false)

ذخیرے کا پہلا سوال۔

- [x] True
- [ ] False

### Question (true or false)

ذخیرے کا دوسرا سوال۔

- [ ] True
- [x] False
""",
    },
    quiz_only=True,
)

FOR_QUIZZES = (_WRITTEN, _POOL)
