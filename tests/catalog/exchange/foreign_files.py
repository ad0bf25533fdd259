"""Files of other programs for tests, and what is made of them, read by our own checker."""

from hypothesis import strategies as st

from lms.catalog import source
from lms.catalog.course import Course, Question
from lms.catalog.exchange import incoming
from lms.catalog.exchange.incoming import Imported
from tests.catalog.small_course import COURSE

TITLE = "# Title\n\n"
QUIZ = "---\nquiz: graded\n---\n\n# Title\n\n"


def imported(text: str | bytes, **wanted: object) -> Imported:
    body = text if isinstance(text, bytes) else text.encode()
    return incoming.read(body, "bank.txt", **wanted)  # type: ignore[arg-type]


def said(result: Imported) -> list[str]:
    """The reports, each as line: text."""
    return [f"{problem.line}: {problem.text()}" for problem in result.problems]


def checked(result: Imported, in_quiz: bool = False) -> Course:
    """A course with what was imported in its only lesson; our checker must find no error in it."""
    lesson = (QUIZ if in_quiz else TITLE) + result.markdown
    files = {"course.md": COURSE.encode(), "01-first.md": lesson.encode(), **result.files}
    reading = source.read("small", files)
    assert reading.course is not None, [str(problem) for problem in reading.problems if problem.is_error] + [lesson]
    return reading.course


def questions(text: str | bytes, **wanted: object) -> tuple[Question, ...]:
    """The questions that come of a file."""
    result = imported(text, **wanted)
    found = checked(result, in_quiz=bool(wanted)).lessons[0].questions
    assert len(found) == result.count
    return found


def question(text: str | bytes) -> Question:
    (found,) = questions(text)
    return found


def moodle(inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{inside}\n</quiz>\n'


def moodle_question(kind: str, prompt: str = "What is asked?", inside: str = "") -> str:
    """A file with one question, which begins on line 3; `prompt` is HTML."""
    asked = f'<questiontext format="html"><text><![CDATA[{prompt}]]></text></questiontext>'
    return moodle(f'<question type="{kind}">\n<name><text></text></name>{asked}\n{inside}\n</question>')


# Pieces that mean something to some reader on the way.
PIECES = st.sampled_from(
    [
        *(
            "*",
            "**",
            "_",
            "__",
            "~",
            "~~",
            "~~~",
            "`",
            "```",
            "[",
            "]",
            "](",
            "![",
            "(",
            ")",
            "<",
            ">",
            "<b>",
            "</b>",
            "<!--",
            "-->",
        ),
        *(
            "&",
            "&amp;",
            "&nbsp;",
            "&#0;",
            "&#xD800;",
            "#",
            "##",
            "### Question (number)",
            "####",
            "-",
            "--",
            "---",
            "- [x] ",
            "- [ ]",
        ),
        *(
            "+ ",
            "* ",
            "1. ",
            "2) ",
            "=",
            "===",
            "|",
            "| a |",
            "|---|",
            ":",
            ":-",
            "\\",
            "\\\\",
            "\n",
            "\n\n",
            "\r\n",
            "\t",
            " ",
            "  ",
        ),
        *(
            "Hint:",
            "Answer: ",
            "Points: 3",
            "Guide :",
            "**Hint**",
            "• ",
            "☐ ",
            "– [",
            "(x) ",
            "[x]",
            "[!NOTE]",
            "> ",
            "{",
            "}",
            "{T}",
        ),
        *(
            "{=",
            "{~",
            "->",
            "%50%",
            "%-50%",
            "::",
            "//",
            "$CATEGORY: a/b",
            "[html]",
            "[markdown]",
            "[plain]",
            "{#1..2}",
            "{>2\n",
        ),
        *(
            "ANSWER: A",
            "A. ",
            "B) ",
            "http://a.b/c",
            "<a href='https://a.b/(c) d'>",
            "<a href='javascript:x'>",
            "</a>",
            "<img src=x>",
        ),
        *(
            "<p>",
            "</p>",
            "<ul><li>",
            "</ul>",
            "<ol><li>",
            "<table><tr><td>",
            "<td>",
            "</table>",
            "<pre>",
            "</pre>",
            "<hr>",
            "<br>",
        ),
        *(
            "<h2>",
            "<blockquote>",
            "<div class='callout note'>",
            "</div>",
            "<code>",
            "</code>",
            "<sup>2</sup>",
            "<script>",
            "<i>",
            "</i>",
        ),
        *(
            "اہم۔",
            "آگے",
            "\u200c",
            "\u00a0",
            "\u2028",
            "\ufeff",
            "\x00",
            "\x07",
            "\ud7ff",
            "é",
            "word",
            "Question",
            "True",
            "8.5",
            "1e9",
        ),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=25).map("".join)
