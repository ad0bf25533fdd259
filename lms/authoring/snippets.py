"""What the editor's menu “Insert” writes: one filled example of each thing that a lesson can have. Data alone.

The words are those that an author replaces; `tests/authoring/test_snippets.py` pushes each through the checker.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lms.i18n import N_


class Group(StrEnum):
    QUESTION = "question"
    TEXT = "text"


@dataclass(frozen=True)
class Snippet:
    """`name` is its lasting name, `label` a msgid for the menu, `texts` the Markdown by language of the course.

    `quiz_only`: it has its place in the graded quiz alone; `survey_only`: in the evaluation, which takes no other questions.
    """

    name: str
    group: Group
    label: str
    texts: Mapping[str, str]
    quiz_only: bool = False
    survey_only: bool = False

    def text(self, language: str) -> str:
        """The Markdown in the language that a course is written in; English for a language that has none."""
        return self.texts.get(language, self.texts["en"]).strip("\n") + "\n"


_CHOOSE_ONE = Snippet(
    "choose-one",
    Group.QUESTION,
    N_("Choose one"),
    {
        "en": """
### Question (choose one)

What do you ask here?

- [ ] A wrong answer
  - Say why it is wrong.
- [x] The right answer
  - Say why it is right.
- [ ] Another wrong answer
  - Say why it is wrong.

Explanation: What everybody should know after this question.

---
""",
        "ur": """
### Question (choose one)

آپ یہاں کیا پوچھتے ہیں؟

- [ ] ایک غلط جواب
  - بتائیں کہ یہ کیوں غلط ہے۔
- [x] درست جواب
  - بتائیں کہ یہ کیوں درست ہے۔
- [ ] ایک اور غلط جواب
  - بتائیں کہ یہ کیوں غلط ہے۔

Explanation: اس سوال کے بعد ہر ایک کو کیا معلوم ہونا چاہیے۔

---
""",
    },
)

_CHOOSE_ALL = Snippet(
    "choose-all",
    Group.QUESTION,
    N_("Choose all"),
    {
        "en": """
### Question (choose all)

Which of these belong to it?

- [x] A right answer
  - Say why it is right.
- [ ] A wrong answer
  - Say why it is wrong.
- [x] Another right answer
  - Say why it is right.

---
""",
        "ur": """
### Question (choose all)

ان میں سے کیا کیا شامل ہے؟

- [x] ایک درست جواب
  - بتائیں کہ یہ کیوں درست ہے۔
- [ ] ایک غلط جواب
  - بتائیں کہ یہ کیوں غلط ہے۔
- [x] ایک اور درست جواب
  - بتائیں کہ یہ کیوں درست ہے۔

---
""",
    },
)

_TRUE_OR_FALSE = Snippet(
    "true-or-false",
    Group.QUESTION,
    N_("True or false"),
    {
        "en": """
### Question (true or false)

A sentence that is either true or false.

- [ ] True
  - Say why it is not true.
- [x] False
  - Say why it is false.

---
""",
        "ur": """
### Question (true or false)

ایک جملہ جو درست ہے یا غلط۔

- [ ] True
  - بتائیں کہ یہ کیوں درست نہیں۔
- [x] False
  - بتائیں کہ یہ کیوں غلط ہے۔

---
""",
    },
)

_SHORT_ANSWER = Snippet(
    "short-answer",
    Group.QUESTION,
    N_("Short answer"),
    {
        "en": """
### Question (short answer)

What is the short name of it?

- Answer: FIR
- Answer: First Information Report

Hint: Three letters.

---
""",
        "ur": """
### Question (short answer)

اس کا مختصر نام کیا ہے؟

- Answer: ایف آئی آر
- Answer: FIR

Hint: تین حروف۔

---
""",
    },
)

_NUMBER = Snippet(
    "number",
    Group.QUESTION,
    N_("A number"),
    {
        "en": """
### Question (number)

After how many hours at most?

- Answer: 24

---
""",
        "ur": """
### Question (number)

زیادہ سے زیادہ کتنے گھنٹوں بعد؟

- Answer: 24

---
""",
    },
)

_MATCH = Snippet(
    "match",
    Group.QUESTION,
    N_("Match pairs"),
    {
        "en": """
### Question (match)

What belongs together?

| Word | Meaning |
|---|---|
| Complainant | The person who reports |
| Witness | The person who saw |
| | An extra choice that fits nothing |

---
""",
        "ur": """
### Question (match)

کیا کس کے ساتھ ہے؟

| لفظ | معنی |
|---|---|
| مدعی | اطلاع دینے والا فرد |
| گواہ | دیکھنے والا فرد |
| | ایک اضافی انتخاب جو کسی سے نہیں ملتا |

---
""",
    },
)

_ORDER = Snippet(
    "put-in-order",
    Group.QUESTION,
    N_("Put in order"),
    {
        "en": """
### Question (put in order)

Put the steps in order.

1. The first step
2. The second step
3. The third step

---
""",
        "ur": """
### Question (put in order)

مراحل کو ترتیب دیں۔

1. پہلا مرحلہ
2. دوسرا مرحلہ
3. تیسرا مرحلہ

---
""",
    },
)

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
    quiz_only=True,
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

_SCALE = Snippet(
    "scale",
    Group.QUESTION,
    N_("Scale"),
    {
        "en": """
### Question (scale)

What I learnt is useful for my work.

- 1: Not at all
- 5: Very much
""",
        "ur": """
### Question (scale)

میں نے جو سیکھا وہ میرے کام میں مفید ہے۔

- 1: بالکل نہیں
- 5: بہت زیادہ
""",
    },
    survey_only=True,
)

_CHOOSE_OPINION = Snippet(
    "choose-opinion",
    Group.QUESTION,
    N_("Choose one"),
    {
        "en": """
### Question (choose one)

How long was the course?

- [ ] Too short
- [ ] Just right
- [ ] Too long
""",
        "ur": """
### Question (choose one)

کورس کتنا طویل تھا؟

- [ ] بہت مختصر
- [ ] مناسب
- [ ] بہت طویل
""",
    },
    survey_only=True,
)

_CHOOSE_OPINIONS = Snippet(
    "choose-opinions",
    Group.QUESTION,
    N_("Choose all"),
    {
        "en": """
### Question (choose all)

What helped you to learn?

- [ ] The examples
- [ ] The pictures
- [ ] The questions in the lessons
""",
        "ur": """
### Question (choose all)

سیکھنے میں کس چیز سے مدد ملی؟

- [ ] مثالیں
- [ ] تصویریں
- [ ] اسباق کے سوالات
""",
    },
    survey_only=True,
)

_FREE_TEXT = Snippet(
    "free-text",
    Group.QUESTION,
    N_("Free text"),
    {
        "en": """
### Question (free text)

What should be better in this course?
""",
        "ur": """
### Question (free text)

اس کورس میں کیا بہتر ہونا چاہیے؟
""",
    },
    survey_only=True,
)

_CALLOUTS = tuple(
    Snippet(
        word,
        Group.TEXT,
        label,
        {"en": f"\n> [!{word.upper()}]\n> {english}\n", "ur": f"\n> [!{word.upper()}]\n> {urdu}\n"},
    )
    for word, label, english, urdu in (
        ("note", N_("Box: note"), "Something that helps to understand.", "وہ بات جو سمجھنے میں مدد دے۔"),
        ("tip", N_("Box: tip"), "Something that makes it easier.", "وہ بات جو کام آسان کرے۔"),
        ("important", N_("Box: important"), "What must not be missed.", "جو بات رہنی نہیں چاہیے۔"),
        ("warning", N_("Box: warning"), "What goes wrong, and what it costs.", "کیا غلط ہو سکتا ہے، اور اس کا نقصان۔"),
        (
            "caution",
            N_("Box: caution"),
            "A danger to life, to rights or to evidence.",
            "جان، حقوق یا شہادت کے لیے خطرہ۔",
        ),
    )
)

_OTHERS = (
    Snippet(
        "heading",
        Group.TEXT,
        N_("Heading"),
        {"en": "\n## A heading\n", "ur": "\n## ایک سرخی\n"},
    ),
    Snippet(
        "table",
        Group.TEXT,
        N_("Table"),
        {
            "en": "\n| Section | What it says |\n|---|---|\n| 54 | Arrest without warrant |\n| 154 | First information report |\n",
            "ur": "\n| دفعہ | کیا کہتی ہے |\n|---|---|\n| 54 | بلا وارنٹ گرفتاری |\n| 154 | ابتدائی اطلاعی رپورٹ |\n",
        },
    ),
    Snippet(
        "picture",
        Group.TEXT,
        N_("Picture that is in the course already"),
        {
            "en": '\n![What the picture shows](images/name.svg "A caption")\n',
            "ur": '\n![تصویر میں کیا ہے](images/name.svg "عنوان")\n',
        },
    ),
    Snippet(
        "translators",
        Group.TEXT,
        N_("Note for the translators"),
        {
            "en": "\n<!-- translators: what the translator has to know about the next paragraph -->\n",
            "ur": "\n<!-- translators: اگلے پیراگراف کے بارے میں مترجم کو کیا معلوم ہونا چاہیے -->\n",
        },
    ),
)

SNIPPETS: tuple[Snippet, ...] = (
    _CHOOSE_ONE,
    _CHOOSE_ALL,
    _TRUE_OR_FALSE,
    _SHORT_ANSWER,
    _NUMBER,
    _MATCH,
    _ORDER,
    _WRITTEN,
    _POOL,
    _SCALE,
    _CHOOSE_OPINION,
    _CHOOSE_OPINIONS,
    _FREE_TEXT,
    *_CALLOUTS,
    *_OTHERS,
)


def fitting(is_survey: bool, is_quiz: bool) -> list[Snippet]:
    """What may be put into the evaluation, into a quiz or into a lesson."""
    if is_survey:
        return [each for each in SNIPPETS if each.survey_only or each.group is Group.TEXT]
    return [each for each in SNIPPETS if not each.survey_only and (is_quiz or not each.quiz_only)]


def snippet(name: str) -> Snippet | None:
    return next((each for each in SNIPPETS if each.name == name), None)


def appended(text: str, more: str) -> str:
    """`text` with `more` as blocks of their own at its end: after a line `---` if a question stands there, which that ends."""
    parts = [
        text.rstrip(),
        "---" if _ends_in_question(text) and not more.lstrip().startswith("#") else "",
        more.strip(),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _ends_in_question(text: str) -> bool:
    borders = re.findall(r"^(?:#{1,3} .*|---\s*)$", text, re.MULTILINE)
    return bool(borders) and borders[-1].lower().startswith("### question")
