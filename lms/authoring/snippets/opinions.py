"""Questions of an evaluation, in which nothing is right or wrong."""

from lms.authoring.snippets.snippet import Group, Snippet
from lms.i18n import N_

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

OPINIONS = (_SCALE, _CHOOSE_OPINION, _CHOOSE_OPINIONS, _FREE_TEXT)
