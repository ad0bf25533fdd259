"""What stands between questions: boxes, headings, tables, pictures, notes."""

from lms.authoring.snippets.snippet import Group, Snippet
from lms.i18n import N_

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

PROSE = (*_CALLOUTS, *_OTHERS)
