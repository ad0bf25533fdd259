"""Every mistake has one message: the right line, what was seen, what to write instead."""

import pytest

from lms.catalog import source
from lms.catalog.problems import Problem, Severity
from tests.catalog.small_course import COURSE, SVG, errors, files, read, warnings

CHOICE = "# T\n\n### Question (choose one)\n\nWhich?\n\n"
NUMBER = "# T\n\n### Question (number)\n\nHow many?\n\n"
MATCH = "# T\n\n### Question (match)\n\nMatch.\n\n"
QUIZ = "---\nquiz: graded\n---\n# T\n\n"
QUESTION = "### Question (choose one)\n\nWhich?\n\n- [x] A\n- [ ] B\n\n"

# (what is written, line of the message, words that must be in it)
IN_A_LESSON = {
    "no right option": (CHOICE + "- [ ] A\n- [ ] B\n", 3, "No option is marked as right"),
    "two right options": (CHOICE + "- [x] A\n- [x] B\n", 3, "but 2 options are marked [x]"),
    "no space in the box's dash": (CHOICE + "-[ ] A\n- [x] B\n", 7, "Write: - [ ] A"),
    "empty brackets": (CHOICE + "- [] A\n- [x] B\n", 7, "- [ ] A"),
    "wrong brackets": (CHOICE + "- {x} A\n- [ ] B\n", 7, "- [x] A"),
    "round brackets": (CHOICE + "- ( ) A\n- [x] B\n", 7, "- [ ] A"),
    "a tick sign": (CHOICE + "- [✓] A\n- [ ] B\n", 7, "[x] for a right option"),
    "a box sign": (CHOICE + "- ☑ A\n- [ ] B\n", 7, "[x] for a right option"),
    "a long dash": (CHOICE + "– [x] A\n- [ ] B\n", 7, "- [x] A"),
    "no dash": (CHOICE + "[x] A\n- [ ] B\n", 7, "- [x] A"),
    "letters before boxes": (CHOICE + "a) [x] A\n- [ ] B\n", 7, "- [x] A"),
    "no space after the bracket": (CHOICE + "- [x]A\n- [ ] B\n", 7, "- [x] A"),
    "a round bullet": ("# T\n\n• first\n", 3, "- first"),
    "a round bullet with a box": (CHOICE + "• [x] A\n- [ ] B\n", 7, "- [x] A"),
    "feedback without spaces": (CHOICE + "- [ ] A\n- Not this.\n- [x] B\n", 8, "two spaces before the dash"),
    "feedback with many spaces": (CHOICE + "- [x] A\n      - Yes.\n- [ ] B\n", 8, "exactly two"),
    "an indented option": (CHOICE + "- [x] A\n  - [ ] B\n- [ ] C\n", 8, "Take away the spaces"),
    "two feedbacks": (CHOICE + "- [x] A\n  - Yes.\n  - Really.\n- [ ] B\n", 9, "one bullet"),
    "long feedback": (CHOICE + "- [x] A\n  - Yes.\n\n    Really.\n- [ ] B\n", 10, "one paragraph"),
    "text under an option": (CHOICE + "- [x] A\n\n  Yes.\n- [ ] B\n", 9, "two spaces, a dash"),
    "one option": (CHOICE + "- [x] A\n", 3, "only one option"),
    "the same option twice": (CHOICE + "- [x] A\n- [ ] A\n", 8, "twice"),
    "an empty option": (CHOICE + "- [x] A\n- [ ]\n- [ ] B\n", 8, "empty"),
    "no options": (CHOICE + "Nothing.\n", 3, "no options"),
    "no prompt": ("# T\n\n### Question (choose one)\n\n- [x] A\n- [ ] B\n", 3, "asks nothing"),
    "no type": ("# T\n\n### Question 1\n\nWhich?\n\n- [x] A\n- [ ] B\n", 3, "(choose one), (choose all)"),
    "an unknown type": ("# T\n\n### Question (riddle)\n\nWhich?\n\n- [x] A\n", 3, "“(riddle)”"),
    "a type nearly right": ("# T\n\n### Question (chose one)\n\nWhich?\n\n- [x] A\n- [ ] B\n", 3, "(choose one)?"),
    "another name of a type": (
        "# T\n\n### Question (true/false)\n\nSo?\n\n- [x] True\n- [ ] False\n",
        3,
        "(true or false)",
    ),
    "not true and false": (
        "# T\n\n### Question (true or false)\n\nSo?\n\n- [x] Right\n- [ ] Wrong\n",
        3,
        "- [x] True and - [ ] False",
    ),
    "a question of the wrong level": ("# T\n\n## Question (choose one)\n\nWhich?\n\n- [x] A\n- [ ] B\n", 3, "three #"),
    "a question without its word": (
        "# T\n\n### Which? (choose one)\n\nSay.\n\n- [x] A\n- [ ] B\n",
        3,
        "the word Question",
    ),
    "options outside a question": ("# T\n\n- [ ] A\n", 3, "outside a question"),
    "no number": (NUMBER + "- Answer: about 5\n", 7, "“about 5” is not a number. Write 15, or 8.5 ± 0.1, or 8 to 9."),
    "a range upside down": (NUMBER + "- Answer: 9 to 8\n", 7, "8 to 9"),
    "an answer without its word": (NUMBER + "- 15\n", 7, "- Answer: 15"),
    "an answer without a dash": (NUMBER + "Answer: 15\n", 3, "- Answer:"),
    "an empty answer": (NUMBER + "- Answer:\n- Answer: 5\n", 7, "Nothing stands after"),
    "feedback under an answer": (NUMBER + "- Answer: 5\n  - Yes.\n", 8, "Explanation:"),
    "no table": (MATCH + "Nothing.\n", 3, "two columns"),
    "a table without its line": (MATCH + "| A | B |\n| a | b |\n", 7, "|---|---|"),
    "three columns": (MATCH + "| A | B | C |\n|---|---|---|\n| a | b | c |\n", 7, "has 3"),
    "an empty right cell": (MATCH + "| A | B |\n|---|---|\n| a | b |\n| c |  |\n| d | e |\n", 10, "“c”"),
    "the same left cell": (MATCH + "| A | B |\n|---|---|\n| a | b |\n| a | c |\n| d | e |\n", 10, "twice"),
    "one pair": (MATCH + "| A | B |\n|---|---|\n| a | b |\n", 3, "two pairs"),
    "words in the table": (
        MATCH + "| A | B |\n|---|---|\n| a | b |\n| c | d |\nHint: look\n",
        11,
        "“Hint:”",
    ),
    "no steps": ("# T\n\n### Question (put in order)\n\nSort.\n\n- a\n- b\n", 3, "numbered list"),
    "the same step": ("# T\n\n### Question (put in order)\n\nSort.\n\n1. a\n2. a\n3. b\n", 8, "twice"),
    "words glued to an option": (CHOICE + "- [x] A\n- [ ] B\nExplanation: So.\n", 9, "empty line before it"),
    "words in stars": (CHOICE + "- [x] A\n- [ ] B\n\n**Hint:** So.\n", 10, "Hint: …"),
    "misspelt words": (CHOICE + "- [x] A\n- [ ] B\n\nExplantion: So.\n", 10, "“Explanation:”"),
    "text after the answers": (CHOICE + "- [x] A\n- [ ] B\n\nThe lesson goes on.\n", 10, "a line ---"),
    "points twice": (CHOICE + "- [x] A\n- [ ] B\n\nPoints: 2\nPoints: 3\n", 11, "already"),
    "bad points": (CHOICE + "- [x] A\n- [ ] B\n\nPoints: many\n", 10, "Points: 2"),
    "a bad objective": (CHOICE + "- [x] A\n- [ ] B\n\nObjective: first\n", 10, "Objective: 2"),
    "an objective that is not there": (CHOICE + "- [x] A\n- [ ] B\n\nObjective: 3\n", 3, "lists 2"),
    "a guide where none belongs": (CHOICE + "- [x] A\n- [ ] B\n\nGuide: So.\n", 10, "Explanation:"),
    "dashes right under text": (CHOICE + "- [x] A\n- [ ] B\n\nHint: So.\n---\n", 10, "empty line between"),
    "a link to no lesson": ("# T\n\nSee [it](02-nxt.md).\n", 3, "Did you mean “02-next.md”?"),
    "a link to no heading": ("# T\n\nSee [it](02-next.md#deep-end).\n", 3, "#a-deep-end"),
    "a link to no file": ("# T\n\nSee [it](form.pdf).\n", 3, "no file “form.pdf”"),
    "a link out of the folder": ("# T\n\nSee [it](../other/course.md).\n", 3, "out of this course’s folder"),
    "a link to another scheme": ("# T\n\nSee [it](javascript:alert(1)).\n", 3, "https://"),
    "an address kept apart": ("# T\n\nSee [it][1].\n\n[1]: https://un.org\n", 5, "[words](address)"),
    "a picture that is not there": ("# T\n\n![A desk](images/dsk.svg)\n", 3, "Did you mean “images/desk.svg”?"),
    "a picture without description": ("# T\n\n![](images/desk.svg)\n", 3, "no description"),
    "a picture from elsewhere": ("# T\n\n![A desk](https://a.org/x.png)\n", 3, "folder images"),
    "a picture in a sentence": ("# T\n\nLook ![A desk](images/desk.svg) here.\n", 3, "paragraph of its own"),
    "a picture in an option": (CHOICE + "- [x] ![A desk](images/desk.svg)\n- [ ] B\n", 7, "paragraph of its own"),
    "a bad draw": ("---\nquiz: graded\ndraw: all\n---\n# T\n\n" + QUESTION, 3, "whole number"),
    "a link to nothing": ("# T\n\nSee [it]().\n", 3, "leads nowhere"),
    "a link to a lesson that nothing resembles": ("# T\n\nSee [it](zzzz.md).\n", 3, "for instance 01-first.md"),
    "a link to a file nearly right": ("# T\n\nSee [it](images/desks.svg).\n", 3, "Did you mean “images/desk.svg”?"),
    "a link to a heading that nothing resembles": ("# T\n\nSee [it](02-next.md#zz).\n", 3, "Leave out"),
    "a picture that is a page": ("# T\n\n![A](list.pdf)\n", 3, "not a picture"),
    "a table without names": (MATCH + "| A |  |\n|---|---|\n| a | b |\n| c | d |\n", 7, "both names"),
    "a long step": ("# T\n\n### Question (put in order)\n\nSort.\n\n1. a\n   - b\n2. c\n", 8, "one paragraph"),
    "an empty step": ("# T\n\n### Question (put in order)\n\nSort.\n\n1. a\n2.\n3. c\n", 8, "empty"),
    "both true and false": ("# T\n\n### Question (true or false)\n\nSo?\n\n- [x] True\n- [x] False\n", 3, "Both True"),
    "nothing after a word": (CHOICE + "- [x] A\n- [ ] B\n\nHint:\n", 10, "Nothing stands after"),
    "a second answer without a dash": (NUMBER + "- Answer: 5\n\nAnswer: 6\n", 9, "- Answer: 6"),
    "too many questions": (
        QUIZ + "".join(QUESTION.replace("Which", f"Which {n}") for n in range(201)),
        6 + 7 * 200,
        "200 questions",
    ),
    "raw HTML": ("# T\n\nA <b>word</b>.\n", 3, "“<b>”"),
    "raw HTML in the second line": ("# T\n\nA word,\na <i>word</i>.\n", 4, "“<i>”"),
    "a block of HTML": ("# T\n\n<div>\nText\n</div>\n", 3, "“<div>”"),
    "HTML behind a comment": ("# T\n\n<!-- a --> <script>alert(1)</script>\n", 3, "“<script>"),
    "an open comment": ("# T\n\n<!-- a\n\nText\n", 3, "not closed"),
    "text behind a comment": ("# T\n\n<!-- a --> Text\n", 3, "on a line of its own"),
    "an unknown callout": ("# T\n\n> [!DANGER]\n> Text\n", 3, "[!WARNING]"),
    "a callout on one line": ("# T\n\n> [!NOTE] Text\n", 3, "the next line"),
    "an empty callout": ("# T\n\n> [!NOTE]\n", 3, "empty"),
    "no title": ("Text.\n", 1, "# Title"),
    "an empty title": ("#\n\nText.\n", 1, "title is empty"),
    "two titles": ("# T\n\n# U\n", 3, "## U"),
    "a heading too deep": ("# T\n\n#### U\n", 3, "### U"),
    "a heading without space": ("# T\n\n##U\n", 3, "## U"),
    "an empty file": ("", 0, "empty"),
    "too deep": ("# T\n\n" + ">" * 25 + " a\n", 3, "too deeply"),
    "too long a text": ("# T\n\n" + "word " * 3000 + "\n", 3, "10000 characters"),
    "open settings": ("---\nquiz: graded\n\n# T\n\n" + QUESTION, 1, "not closed"),
    "a setting of the course": ("---\nquiz: graded\ntrack: core\n---\n# T\n\n" + QUESTION, 3, "course.md"),
    "a title in the settings": ("---\nquiz: graded\ntitle: T\n---\n# T\n\n" + QUESTION, 3, "# T"),
    "an unknown setting": ("---\nquiz: graded\ncolour: red\n---\n# T\n\n" + QUESTION, 3, "pass mark"),
    "a misspelt setting": ("---\nquiz: graded\npas mark: 80 %\n---\n# T\n\n" + QUESTION, 3, "“pass mark”"),
    "a setting without colon": ("---\nquiz: graded\nshuffle\n---\n# T\n\n" + QUESTION, 3, "a colon"),
    "a setting without value": ("---\nquiz: graded\nwait:\n---\n# T\n\n" + QUESTION, 3, "no value"),
    "a setting twice": (
        "---\nquiz: graded\nwait: 1 hour\nwait: 2 hours\n---\n# T\n\n" + QUESTION,
        4,
        "first on line 3",
    ),
    "a quiz that is not graded": ("---\nquiz: yes\n---\n# T\n\n" + QUESTION, 2, "quiz: graded"),
    "settings of a quiz that is none": ("---\npass mark: 80 %\n---\n# T\n", 2, "quiz: graded"),
    "a bad pass mark": ("---\nquiz: graded\npass mark: high\n---\n# T\n\n" + QUESTION, 3, "80 %"),
    "bad attempts": ("---\nquiz: graded\nattempts: 0\n---\n# T\n\n" + QUESTION, 3, "unlimited"),
    "a bad wait": ("---\nquiz: graded\nwait: long\n---\n# T\n\n" + QUESTION, 3, "30 minutes"),
    "a bad shuffle": ("---\nquiz: graded\nshuffle: maybe\n---\n# T\n\n" + QUESTION, 3, "yes or no"),
    "too much drawn": ("---\nquiz: graded\ndraw: 3\n---\n# T\n\n" + QUESTION, 3, "only 1"),
    "draw and pools": ("---\nquiz: graded\ndraw: 1\n---\n# T\n\n## Pool: A (ask 1)\n\n" + QUESTION, 3, "each pool"),
    "an empty quiz": (QUIZ + "Text.\n", 1, "no questions"),
    "a pool without number": (QUIZ + "## Pool: A\n\n" + QUESTION, 6, "(ask 2)"),
    "a pool without word": (QUIZ + "## A (ask 2)\n\n" + QUESTION, 6, "## Pool: name (ask 2)"),
    "a pool that asks too much": (QUIZ + "## Pool: A (ask 2)\n\n" + QUESTION, 6, "only 1"),
    "a pool in a lesson": ("# T\n\n## Pool: A (ask 1)\n\n" + QUESTION, 3, "graded quiz"),
    "a pool of the wrong level": (QUIZ + "### Pool: A (ask 1)\n\n" + QUESTION, 6, "two #"),
}


@pytest.mark.parametrize(("written", "line", "words"), IN_A_LESSON.values(), ids=IN_A_LESSON.keys())
def test_a_mistake_in_a_lesson_is_one_message_on_its_line(written: str, line: int, words: str) -> None:
    found = errors(read(written, **{"list.pdf": b"%PDF"}))
    assert [(problem.file, problem.line) for problem in found] == [("01-first.md", line)], [str(p) for p in found]
    assert words in found[0].text()


IN_COURSE_MD = {
    "a misspelt setting": ("level: junior", "levl: junior", 4, "Did you mean “level”?"),
    "a misspelt track": ("track: annex-g", "trak: annex-g", 3, "Did you mean “track”?"),
    "no track": ("track: annex-g\n", "", 1, "“track” is missing"),
    "an unknown track": ("annex-g", "annex", 3, "specialist"),
    "an unknown level": ("junior", "low", 4, "senior"),
    "hours that are none": ("1.5", "short", 5, "1.5"),
    "a certificate neither yes nor no": ("hours: 1.5", "hours: 1.5\ncertificate: of course", 6, "yes or no"),
    "a validity without unit": ("hours: 1.5", "hours: 1.5\nvalid for: 3", 6, "3 years"),
    "a bad review": ("hours: 1.5", "hours: 1.5\nreview: done", 6, "awaiting expert review"),
    "a required course that is none": ("hours: 1.5", "hours: 1.5\nrequires: A Course", 6, "money-laundering"),
    "itself required": ("hours: 1.5", "hours: 1.5\nrequires: small", 6, "requires itself"),
    "a bad language": ("language: en", "language: English", 2, "ur for Urdu"),
    "no objectives": (
        "## What you will be able to do\n\n- Do it right.\n- Do it safely.\n",
        "",
        0,
        "What you will be able to do",
    ),
    "another heading": ("## What you will be able to do", "## Aims", 12, "## What you will be able to do"),
    "text after the objectives": ("safely.\n", "safely.\n\nMore.\n", 17, "Put this text above it"),
    "an empty objective": ("- Do it safely.", "-", 15, "empty"),
    "HTML": ("What it is", "What <i>it</i> is", 10, "HTML"),
    "a long objective": ("- Do it safely.", "- Do it safely.\n  - Always.", 16, "one paragraph"),
    "a setting of the quiz": ("level: junior", "level: junior\npass mark: 80 %", 5, "the quiz file"),
    "no title": ("# A small course\n\n", "", 8, "# Title"),
}


@pytest.mark.parametrize(("there", "instead", "line", "words"), IN_COURSE_MD.values(), ids=IN_COURSE_MD.keys())
def test_a_mistake_in_course_md_is_one_message_on_its_line(there: str, instead: str, line: int, words: str) -> None:
    assert there in COURSE
    found = errors(read("# T\n", **{"course.md": COURSE.replace(there, instead)}))
    assert [(problem.file, problem.line) for problem in found] == [("course.md", line)], [str(p) for p in found]
    assert words in found[0].text()


IN_THE_FOLDER = {
    "a lesson without number": ({"first.md": "# T\n"}, "first.md", "01-first.md"),
    "course.md misspelt": ({"corse.md": "# T\n"}, "corse.md", "course.md?"),
    "a lesson with capitals": ({"03-The End.md": "# T\n"}, "03-The End.md", "03-the-end.md"),
    "the same name": ({"05-next.md": "# T\n"}, "05-next.md", "the same name"),
    "the same number": ({"02-other.md": "# T\n"}, "02-other.md", "the same number"),
    "two quizzes": ({"03-a.md": QUIZ + QUESTION, "04-b.md": QUIZ + QUESTION}, "04-b.md", "only one"),
    "not UTF-8": ({"03-a.md": "# T\n\nText \xe9\n".encode("latin-1")}, "03-a.md", "UTF-8"),
    "UTF-16": ({"03-a.md": "# T\n".encode("utf-16")}, "03-a.md", "UTF-8"),
    "a null character": ({"03-a.md": b"# T\n\n\0\n"}, "03-a.md", "not text"),
    "too large": ({"03-a.md": b"# T\n\n" + b"word\n\n" * 50_000}, "03-a.md", "256 KB"),
    "a picture that is none": ({"images/x.png": b"GIF"}, "images/x.png", "not a picture"),
    "a drawing with a script": (
        {"images/x.svg": SVG.replace(b"<path", b"<script>alert(1)</script><path")},
        "images/x.svg",
        "plain SVG",
    ),
    "a drawing that does something": (
        {"images/x.svg": SVG.replace(b"<path", b"<path onclick='a()'")},
        "images/x.svg",
        "plain SVG",
    ),
}


@pytest.mark.parametrize(("more", "file", "words"), IN_THE_FOLDER.values(), ids=IN_THE_FOLDER.keys())
def test_a_mistake_in_the_folder_is_one_message(more: dict[str, bytes | str], file: str, words: str) -> None:
    found = errors(read("# T\n", **more))
    assert [problem.file for problem in found] == [file], [str(problem) for problem in found]
    assert words in found[0].text()


def test_a_folder_without_course_md_or_lessons_is_told_both() -> None:
    assert [problem.text()[:16] for problem in source.read("small", {}).problems] == [
        "There is no cour",
        "The course has n",
    ]


def test_a_folder_name_that_cannot_be_an_address_is_refused() -> None:
    found = errors(source.read("Small Course", files("# T\n")))
    assert ["web address" in problem.text() for problem in found] == [True]


def test_the_mistakes_of_a_whole_course_come_in_one_pass_in_the_order_of_reading() -> None:
    lesson = """# T

Raw <b>HTML</b>.

![](images/desk.svg)

![A desk](images/none.svg)

• A bullet

See [the next](03-nothing.md).

### Question 1 (choose one)

Which?

- [ ] A
- [ ] B

### Question 2 (choose one)

Which now?

- [x] A
- [x] B

### Question 3 (choose all)

Which then?

-[ ] A
- [x] B
- Not indented

### Question 4

What?

- [x] A
- [ ] B

### Question 5 (number)

How many?

- Answer: about 5
"""
    found = errors(read(lesson, **{"course.md": COURSE.replace("level:", "levle:")}))
    places = [(problem.file, problem.line) for problem in found]
    lines = [3, 5, 7, 9, 11, 13, 20, 31, 33, 35, 46]
    assert places == [("course.md", 4), *(("01-first.md", line) for line in lines)]


def test_a_problem_tells_its_place_and_can_be_translated() -> None:
    problem = Problem("01-a.md", 7, Severity.ERROR, "“%(seen)s” is not a number.", {"seen": "about 5"})
    assert str(problem) == "01-a.md, line 7: “about 5” is not a number."
    urdu = {
        problem.message: "«%(seen)s» عدد نہیں۔",
        "%(file)s, line %(line)s: %(text)s": "%(file)s، سطر %(line)s: %(text)s",
    }
    assert problem.text(urdu.__getitem__) == "«about 5» عدد نہیں۔"
    assert problem.sentence(urdu.__getitem__) == "01-a.md، سطر 7: «about 5» عدد نہیں۔"
    assert str(Problem("a.svg", 0, Severity.WARNING, "No.")) == "a.svg: No."


WORDS = " ".join(["word"] * 300)
TOO_MANY = " ".join(["word"] * 101)
CHECK = "### Question (choose one)\n\nWhich?\n\n- [x] A\n  - Yes.\n- [ ] B\n  - No.\n\n"


def test_advice_is_a_warning_and_does_not_stop_publishing() -> None:
    reading = read("# T\n\nShort.\n")
    assert reading.course is not None
    assert {problem.severity for problem in reading.problems} == {Severity.WARNING}


ADVICE = {
    "a short lesson": ("# T\n\nShort.\n\n" + CHECK, "only 1 words"),
    "a long lesson": (f"# T\n\n{WORDS}\n\n{WORDS}\n\n{WORDS} {TOO_MANY}\n\n" + CHECK, "1001 words"),
    "no check": (f"# T\n\n{WORDS}\n", "no question"),
    "no feedback": (f"# T\n\n{WORDS}\n\n" + CHECK.replace("  - No.\n", ""), "no feedback"),
    "always the first": (
        f"# T\n\n{WORDS}\n\n" + "".join(CHECK.replace("Which", f"Which {n}") for n in range(3)),
        "always the first",
    ),
    "the same words": (f"# T\n\n{WORDS}\n\n" + CHECK * 2, "the same words as the one on line 5"),
    "an objective untested": (f"# T\n\n{WORDS}\n\n" + CHECK + "Objective: 1\n", "No question tests objective 2"),
    "a small pool": (QUIZ + "## Pool: A (ask 1)\n\n" + QUESTION, "at least 2"),
    "a small stock": (QUIZ.replace("graded", "graded\ndraw: 1") + QUESTION, "at least 2"),
    "stars that stay": ("# T\n\nThis is ** not bold **.\n", "did not make bold"),
    "indented text": ("# T\n\n    Text.\n", "four or more spaces"),
    "no guide": ("# T\n\n### Question (written answer)\n\nWhy?\n", "no Guide: line"),
}


@pytest.mark.parametrize(("written", "words"), ADVICE.values(), ids=ADVICE.keys())
def test_what_is_seldom_meant_is_advised_against(written: str, words: str) -> None:
    reading = read(written)
    assert reading.course is not None
    assert any(words in text for text in warnings(reading)), warnings(reading)


def test_a_good_lesson_gets_no_advice() -> None:
    good = f"# T\n\n{WORDS}\n\n{CHECK}Objective: 1\n\n" + CHECK.replace("Which", "What") + "Objective: 2\n"
    reading = source.read("small", {name: body for name, body in files(good).items() if name != "02-next.md"})
    assert reading.problems == ()


def test_captions_are_missed() -> None:
    found = read("# T\n\n[Watch it](videos/a.mp4)\n", **{"videos/a.mp4": b"", "videos/a.en.vtt": b"WEBVTT"})
    assert any("Add videos/a.ur.vtt" in text for text in warnings(found))


def test_code_and_comments_may_hold_anything() -> None:
    lesson = "# T\n\n```\n-[ ] A\n• b\n<b>\n```\n\n<!--\n-[ ] A\n• b\n<script>\n-->\n\nUse `<b>` and 3 < 4.\n"
    assert errors(read(lesson)) == []
