"""A small course with a question of every type, in both languages, for tests of what people do with courses."""

COURSE = """---
track: core
level: junior
audience: Officers at a front desk
hours: 0.5
valid for: 3 years
review: awaiting expert review
sources: Constitution of Pakistan, Article 10A
---
# The front desk

How to receive a person who comes to the station.

## What you will be able to do

- Receive a complainant
- Write down what was said
"""

RECEIVE = """# Receiving a complainant

The first two minutes decide whether a person **trusts** the police.

### Question 1 (choose one)

What do you do first?

- [ ] Ask her to wait outside
  - She may leave, and the trail goes cold.
- [x] Greet her and offer a seat
  - Yes. People calm down when they feel heard.

Explanation: Calm first, then facts.

---

Then take notes.

### Question 2 (short answer)

What is the first report called?

- Answer: FIR
"""

WRITE = """# Writing it down

Write what was said, not what you think.

### Question 1 (true or false)

You may leave out what seems unimportant.

- [ ] True
  - What seems small may matter later.
- [x] False
  - Right. Write all of it.
"""

QUIZ = """---
quiz: graded
pass mark: 60 %
shuffle: yes
---
# Final quiz

Five questions about the front desk.

### Question (choose all)

What belongs in the record?

- [x] The time
  - Yes.
- [x] The words that were used
  - Yes.
- [ ] Your guess
  - No, a guess is not a fact.

Explanation: See [the lesson](02-writing.md).
Objective: 2

### Question (number)

How many minutes decide?

- Answer: 2

Objective: 1

### Question (match)

Who is who?

| Word | Meaning |
| --- | --- |
| Complainant | The person who reports |
| Witness | The person who saw |

Objective: 1

### Question (put in order)

Put the steps in order.

1. Greet
2. Listen
3. Write

Objective: 2

### Question (short answer)

What is the first report called?

- Answer: FIR

Points: 2
Objective: 1
"""

FILES = {
    "course.md": COURSE.encode(),
    "01-receiving.md": RECEIVE.encode(),
    "02-writing.md": WRITE.encode(),
    "03-final-quiz.md": QUIZ.encode(),
}

URDU = {
    "The front desk": "فرنٹ ڈیسک",
    "How to receive a person who comes to the station.": "تھانے آنے والے فرد سے کیسے ملیں۔",
    "Officers at a front desk": "فرنٹ ڈیسک کے افسران",
    "What you will be able to do": "آپ کیا کر سکیں گے",
    "Receive a complainant": "مدعی سے ملنا",
    "Write down what was said": "بیان تحریر کرنا",
    "Receiving a complainant": "مدعی سے ملاقات",
    "The first two minutes decide whether a person **trusts** the police.": "پہلے دو منٹ طے کرتے ہیں کہ فرد پولیس پر **اعتماد** کرے گا یا نہیں۔",
    "What do you do first?": "آپ سب سے پہلے کیا کریں گے؟",
    "Ask her to wait outside": "انہیں باہر انتظار کا کہیں گے",
    "She may leave, and the trail goes cold.": "وہ جا سکتی ہیں، اور سراغ ٹھنڈا پڑ جائے گا۔",
    "Greet her and offer a seat": "سلام کریں گے اور بیٹھنے کو کہیں گے",
    "Yes. People calm down when they feel heard.": "جی ہاں۔ بات سنی جائے تو لوگ پرسکون ہو جاتے ہیں۔",
    "Calm first, then facts.": "پہلے سکون، پھر حقائق۔",
    "Then take notes.": "پھر نوٹس لیں۔",
    "What is the first report called?": "ابتدائی رپورٹ کو کیا کہتے ہیں؟",
    "FIR": "ایف آئی آر؛ ابتدائی اطلاعی رپورٹ",
    "Writing it down": "تحریر کرنا",
    "Write what was said, not what you think.": "وہ لکھیں جو کہا گیا، نہ کہ جو آپ سوچتے ہیں۔",
    "You may leave out what seems unimportant.": "جو غیر اہم لگے اسے چھوڑا جا سکتا ہے۔",
    "True": "درست",
    "What seems small may matter later.": "چھوٹی بات بعد میں اہم ہو سکتی ہے۔",
    "False": "غلط",
    "Right. Write all of it.": "درست۔ سب کچھ لکھیں۔",
    "Final quiz": "آخری کوئز",
    "Five questions about the front desk.": "فرنٹ ڈیسک کے بارے میں پانچ سوالات۔",
    "What belongs in the record?": "ریکارڈ میں کیا آنا چاہیے؟",
    "The time": "وقت",
    "Yes.": "جی ہاں۔",
    "The words that were used": "کہے گئے الفاظ",
    "Your guess": "آپ کا اندازہ",
    "No, a guess is not a fact.": "نہیں، اندازہ حقیقت نہیں ہوتا۔",
    "See [the lesson](02-writing.md).": "[سبق](02-writing.md) دیکھیں۔",
    "How many minutes decide?": "کتنے منٹ فیصلہ کن ہیں؟",
    "Who is who?": "کون کون ہے؟",
    "Word": "لفظ",
    "Meaning": "معنی",
    "Complainant": "مدعی",
    "The person who reports": "اطلاع دینے والا فرد",
    "Witness": "گواہ",
    "The person who saw": "دیکھنے والا فرد",
    "Put the steps in order.": "مراحل کو ترتیب دیں۔",
    "Greet": "سلام کریں",
    "Listen": "سنیں",
    "Write": "لکھیں",
}


def catalogue(translations: dict[str, str] | None = None) -> bytes:
    """`locale/ur.po` with these translations (all of the sample's, unless told)."""
    lines = [
        'msgid ""',
        'msgstr ""',
        '"Language: ur\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
        "",
    ]
    for english, urdu in (URDU if translations is None else translations).items():
        lines += [f'msgid "{english}"', f'msgstr "{urdu}"', ""]
    return "\n".join(lines).encode()


BILINGUAL = FILES | {"locale/ur.po": catalogue()}
