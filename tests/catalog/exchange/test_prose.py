"""Other programs' text reads the same in Markdown, and nothing in it becomes a mark."""

import time

import pytest
from hypothesis import given, settings

from lms.catalog import inline
from lms.catalog.course import Block
from lms.catalog.exchange import phrases, prose
from lms.catalog.exchange.escaping import squeeze
from lms.catalog.exchange.foreign import Format, Passage
from lms.catalog.exchange.intake import Intake
from lms.catalog.markdown import units_of
from tests.catalog.exchange.foreign_files import TEXTS, imported, moodle_question
from tests.catalog.small_course import lesson_of


def blocks(html: str) -> str:
    return prose.blocks(Passage(html, Format.HTML), Intake("x"))


def phrase(html: str) -> str:
    return prose.phrase(Passage(html, Format.HTML), Intake("x"))


def reports(html: str) -> list[str]:
    intake = Intake("x")
    prose.blocks(Passage(html, Format.HTML, 1), intake)
    return [problem.text() for problem in intake.problems]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\\\nthree"),
        ("one<p>two<p>three", "one\n\ntwo\n\nthree"),
        ("<b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <s>e</s> <u>f</u>", "**a** **b** *c* *d* ~~e~~ f"),
        ("<b> a </b>b", "**a** b"),
        ("<b>a <i>b</i></b>", "**a *b***"),
        ("<b><b>a</b></b><b></b>", "**a**"),
        ("<b>اہم۔</b>آگے", "اہم۔آگے"),
        ("<code>a`b*</code>", "``a`b*``"),
        ("x<sup>2</sup> H<sub>2</sub>O 3<sup>rd</sup>", "x² H₂O 3rd"),
        ("<h1>Title</h1>text", "**Title**\n\ntext"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "* a\n* b\n  * c"),
        ("<ol><li>a</li><li><p>b</p><p>c</p></li></ol>", "1) a\n2) b\\\n   c"),
        ("<ul><li>a</ul><ul><li>b</ul>", "* a\n\n<!-- -->\n\n* b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre>a *\n  b</pre>", "~~~\na *\n  b\n~~~"),
        ("<pre>~~~</pre>", "~~~~\n~~~\n~~~~"),
        ("<table><tr><th>a|b<th>c<tr><td><b>d</b></table>", "| a\\|b | c |\n|---|---|\n| **d** | |"),
        ("<table><tr><td>one cell <b>only</b></td></tr></table>", "one cell **only**"),
        ("a<hr>b", "a\n\nb"),
        ("<div class='callout warning'><p class='callout-title'>Warning</p><p>x</p></div>", "> [!WARNING]\n>\n> x"),
        ("<p>a &lt;b&gt; &amp;amp; &nbsp; c</p>", "a \\<b> \\&amp; c"),
        ("<!-- no --><style>p {}</style><?xml x?>a", "a"),
        ("<span><p>a</p><p>b</p></span>", "a\n\nb"),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert blocks(html) == markdown
    lesson_of(f"# T\n\n{markdown}\n")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<a href="https://a.b/c d(e)?x=1&amp;copy;2">w</a>', "[w](https://a.b/c%20d%28e%29?x=1&amp;copy;2)"),
        ('<a href="mailto:a@b.c">write</a>', "[write](mailto:a@b.c)"),
        ('<a href="https://a.b/"></a>', "[https://a.b/](https://a.b/)"),
        ('Stop!<a href="https://a.b/">w</a>', "Stop\\![w](https://a.b/)"),
        ('<a href="javascript:alert(1)">w</a>', "w"),
        ('<a href=" JaVaScript:alert(1)">w</a>', "w"),
        ('<a href="data:text/html,x">w</a>', "w"),
        ('<a href="/mod/page">w</a>', "w"),
        ('<a href="https://a.b/"><a href="https://c.d/">w</a></a>', "[w](https://a.b/)"),
    ],
)
def test_links(html: str, markdown: str) -> None:
    assert phrase(html) == markdown
    assert ("A link to" in "".join(reports(html))) == ("](" not in markdown)


def test_a_paragraph_is_made_of_blocks_where_only_one_can_stand() -> None:
    assert phrase("<p>a</p><ul><li>b<li># c</ul><table><tr><td>d<td>e</table>") == "a\\\n– b\\\n– # c\\\nd · e"


@pytest.mark.parametrize(
    ("html", "report"),
    [
        ("<video src=x>a</video>b", "<video> cannot be shown here"),
        ("a<script>alert(1)</script>b", "<script> cannot be shown here"),
        ("<iframe src=x></iframe>b", "<iframe> cannot be shown here"),
        ("\\(x^2\\)", "There is a formula here."),
        ("$$x$$", "There is a formula here."),
        ("x<sup>n+m</sup>", "“n+m” was set higher or lower"),
        ("<table><tr><td colspan=2>a<tr><td>b<td>c</table>", "Cells of a table are joined here."),
        ("<span class='multilang' lang=en>a</span>", "several languages"),
    ],
)
def test_what_cannot_be_carried_is_reported(html: str, report: str) -> None:
    (said,) = reports(html)
    assert report in said


LINES = [
    "Hint: a",
    "Answer : b",
    "**Hint** c",
    "- d",
    "+ e",
    "1. f",
    "2) g",
    "# h",
    "#hash",
    "> i",
    "| j | k |",
    "=== l",
    "--- m",
]
LINES += [
    "• n",
    "☐ o",
    "– [x] p",
    "(x) q",
    "{ } r",
    "[x] s",
    "[!NOTE] t",
    "[u]: v",
    "<b>w</b>",
    "*x* _y_ `z`",
    "~~~ a",
    ":-- b",
]
LINES += [
    "![c](d)",
    "&copy; e",
    "\\f",
    "Guide: g",
    "Points: 2",
    "2020. h",
    "snake_case __i__",
    "［x］ j",
    "***",
    "Question: k",
]


@pytest.mark.parametrize("text", LINES)
def test_lines_with_a_meaning_lose_it(text: str) -> None:
    """In every place where a text can come to stand: prompt, option, feedback, step, pair, explanation, hint, guide."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    html = (
        f"<p>{escaped}</p><p>{escaped}<br>{escaped}</p><ul><li>{escaped}</ul><table><tr><td>{escaped}<tr><td>b</table>"
    )
    remark = f"<feedback><text><![CDATA[{escaped}]]></text></feedback>"
    answer = f'<answer fraction="100"><text><![CDATA[{escaped}<br>{escaped}]]></text>{remark}</answer>'
    more = "<answer fraction='0'><text>other</text></answer>" + "".join(
        f"<{tag}><text><![CDATA[{escaped}<br>{escaped}]]></text></{tag}>"
        for tag in ("generalfeedback", "hint", "graderinfo")
    )
    # a star in a short answer stands for anything
    for kind in ("multichoice", "ordering", "essay", *(["shortanswer"] if "*" not in text else [])):
        result = imported(moodle_question(kind, html, answer + more))
        lesson = lesson_of(f"# T\n\n{result.markdown}")
        assert lesson.questions, result.problems
        seen = " ".join(
            inline.plain(unit.text) for block in lesson.questions[0].prompt for unit in units_of(block.pieces)
        )
        assert squeeze(seen).count(text) >= 5, seen


def test_paragraphs_that_nobody_closes_do_not_stand_in_each_other() -> None:
    assert blocks("<p>a" * 60) == "\n\n".join(["a"] * 60)


@pytest.mark.parametrize("word", ["<b>Hint</b> a", "<i>Points:</i> b", "<b>Guide : </b>c", "<b>Explanation</b>:"])
def test_a_word_with_a_meaning_loses_it_in_bold_too(word: str) -> None:
    found = imported(moodle_question("essay", f"<p>What?</p><p>{word}</p>"))
    (question,) = lesson_of(f"# T\n\n{found.markdown}").questions
    assert len(question.prompt) == 2
    assert not found.problems


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_text_reads_the_same(text: str) -> None:
    markdown = prose.blocks(Passage(text, Format.PLAIN), Intake("x"))
    lesson = lesson_of(f"# T\n\n{markdown}\n\nend\n")
    parts = [part for part in lesson.parts if isinstance(part, Block)]
    seen = " ".join(inline.plain(unit.text) for part in parts for unit in units_of(part.pieces))
    assert squeeze(seen) == f"{squeeze(text)} end".strip()


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_marks_never_change_the_words(html: str) -> None:
    passage = Passage(html, Format.HTML)
    tokens = prose._Prose(passage, Intake("x"))._tokens(prose.nodes_of(passage))
    assert squeeze(inline.plain(phrases.write(tokens))) == phrases.words(tokens)


HOSTILE = [
    "<b>",
    "</b>",
    "<p><b>",
    "<a href='",
    "<a \"'",
    "<!--",
    "<![x",
    "<script>",
    "<ul><li>",
    "<table>",
    "<td>",
    "&#9",
    "<",
    "[",
]
HOSTILE += [
    "<blockquote>",
    "<p><b a=1><i b=2>",
    "**",
    "`a",
    "\\",
    "![",
    "<b>a</b>",
    "a ",
    "| ",
    "~ ",
    "<sup>2",
    "<img src=x>",
    "<li>",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_no_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begun = time.process_time()
    for form in Format:
        result = imported(moodle_question("essay", text).replace('format="html"', f'format="{form}"'))
        assert result.markdown or result.problems
    assert time.process_time() - begun < 20
