"""Questions that have right answers: checks in lessons, and what quizzes and tests ask."""

from lms.authoring.snippets.snippet import Group, Snippet
from lms.i18n import N_

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

QUESTIONS = (
    _CHOOSE_ONE,
    _CHOOSE_ALL,
    _TRUE_OR_FALSE,
    _SHORT_ANSWER,
    _NUMBER,
    _MATCH,
    _ORDER,
)
