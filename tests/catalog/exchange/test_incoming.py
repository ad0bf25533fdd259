"""Any file becomes Markdown that our checker accepts, or a report that says why not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalog.exchange.incoming import Imported
from lms.catalog.lessons import MAX_QUESTIONS
from lms.catalog.source import MAX_TEXT_FILE
from tests.catalog.exchange.foreign_files import PIECES, TEXTS, checked, imported, moodle, moodle_question, said

GIFT = """// question: 1  name: A
$CATEGORY: $course$/top/One

::A::[html]<p>What <b>is</b> it?</p>{
	=%100%right\\: yes#good
	~%-50%wrong#bad
	####because
}

True? {T#no#yes}

Who? {=%100%x# =%50%y#half}

How many? {#24:1}

Match {=a -> b =c -> d = -> e}

Order {>2 ALL VERTICAL ABSOLUTE_POSITION SHOW
one
two
}

Essay {}
"""
AIKEN = "What?\nA. one\nB) two\nANSWER: B\n\nAnd?\nA. x\nB. y\nANSWER: A\n"
XML = moodle(
    """<question type="category"><category><text>$course$/top/One</text></category></question>
<question type="multichoice"><name><text>n</text></name>
<questiontext format="html"><text><![CDATA[<p>A <b>b</b></p><ul><li>c</li></ul>]]></text></questiontext>
<single>false</single><answer fraction="50" format="html"><text>x</text><feedback format="html"><text>f</text></feedback></answer>
<answer fraction="50"><text>y</text></answer><answer fraction="-50"><text>z</text></answer><hint><text>h</text></hint></question>
<question type="matching"><questiontext><text>M</text></questiontext>
<subquestion><text>a</text><answer><text>b</text></answer></subquestion>
<subquestion><text>c</text><answer><text>d</text></answer></subquestion></question>
<question type="numerical"><questiontext><text>N</text></questiontext>
<answer fraction="100"><text>8.5</text><tolerance>0.1</tolerance></answer></question>"""
)
SECOND_WALL = "So this question is left out."
VALID = st.sampled_from([GIFT, AIKEN, XML])


@pytest.mark.slow
def test_no_more_than_a_quiz_may_have() -> None:
    text = "".join(f"Question {number}? {{T}}\n\n" for number in range(1, 251))
    result = imported(text)
    assert result.count == MAX_QUESTIONS
    assert said(result) == [
        "401: There are more than 200 questions here. From here on they are left out; divide the file."
    ]
    checked(result)


def test_a_thousand_broken_questions_are_enough() -> None:
    result = imported(moodle('<question type="cloze"/>\n' * 5_000))
    assert 1_000 <= len(result.problems) <= 1_002
    assert result.problems[-1].line < 1_100


def test_a_question_that_is_larger_than_a_lesson_is_left_out_before_it_is_read() -> None:
    result = imported(f"{'a ' * 140_000}? {{T}}\n\nGood? {{T}}")
    assert result.count == 1
    assert said(result) == ["1: This question is longer than 256 KB and is left out."]


def test_no_more_text_than_a_lesson_may_have() -> None:
    result = imported("".join(f"{number} {'word ' * 1_000}? {{T}}\n\n" for number in range(100)))
    assert 0 < len(result.markdown.encode()) < MAX_TEXT_FILE
    assert "longer than 256 KB" in said(result)[-1]
    checked(result)


def test_what_our_own_reader_refuses_is_said_in_its_words() -> None:
    result = imported(f"{'word ' * 2_500}? {{T}}\n\nGood? {{T}}")
    assert result.count == 1
    assert [line.split(".")[0] for line in said(result)] == [
        "1: This text is longer than 10000 characters",
        f"1: {SECOND_WALL}".rstrip("."),
    ]


def test_text_after_a_question_does_not_belong_to_it() -> None:
    first, second = checked(imported("A? {T}\n\nA text - with signs.\n\nB? {=b}")).lessons[0].questions
    assert (len(first.prompt), len(second.prompt)) == (1, 1)


def holds(result: Imported, in_quiz: bool = False) -> None:
    """What is true of every import, whatever came in."""
    if result.markdown:
        course = checked(result, in_quiz)
        assert len(course.lessons[0].questions) == result.count > 0
        assert {media.path for media in course.media} == set(result.files)
    else:
        assert result.count == 0
        assert not result.files
        assert result.problems, "nothing came of it, and nobody says why"
    for problem in result.problems:
        assert problem.file == "bank.txt"
        assert "%(" not in problem.text()
        assert problem.message != SECOND_WALL, "what is written has to be sound without it"


@pytest.mark.slow
@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_result(body: bytes) -> None:
    holds(imported(body))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_gives_a_result(text: str) -> None:
    holds(imported(text.encode("utf-8", "replace")))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["", "[html]", "[markdown]", "[plain]"]))
def test_any_gift_question_can_be_read(prompt: str, first: str, second: str, form: str) -> None:
    prompt = prompt.replace("\n\n", "\n")
    holds(imported(f"::{second}::{form}{prompt} {{={first} ~{second}####{prompt}}}".encode("utf-8", "replace")))


def fitting(text: str) -> str:
    return (
        "".join(sign if sign >= " " else " " for sign in text)
        .replace("]]>", "")
        .replace("\uffff", "")
        .replace("\ufffe", "")
    )


KINDS = ["multichoice", "shortanswer", "numerical", "ordering", "essay", "description", "truefalse"]


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(KINDS),
    TEXTS,
    TEXTS,
    TEXTS,
    st.sampled_from(["html", "markdown", "plain_text", "moodle_auto_format"]),
)
def test_any_moodle_question_can_be_read(kind: str, prompt: str, first: str, second: str, form: str) -> None:
    def text(tag: str, inside: str, more: str = "") -> str:
        return f'<{tag} format="{form}" fraction="100"><text><![CDATA[{fitting(inside)}]]></text>{more}</{tag}>'

    inside = text("answer", first, text("feedback", second)) + text("answer", second) + text("generalfeedback", first)
    asked = fitting(prompt).encode("utf-8", "replace").decode()
    file = moodle_question(kind, asked, f"{inside}{text('hint', second)}{text('graderinfo', first)}")
    holds(imported(file.replace('format="html"', f'format="{form}"', 1).encode("utf-8", "replace")))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(VALID, st.data())
def test_mutated_files_give_a_result(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 12))
        text = text[:start] + data.draw(PIECES | st.just("")) + text[end:]
    encoding = data.draw(st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "cp1256"]))
    holds(imported(text.encode(encoding, "replace")))


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.integers(0, 255), min_size=1, max_size=5), VALID, st.data())
def test_damaged_bytes_give_a_result(signs: list[int], text: str, data: st.DataObject) -> None:
    body = bytearray(text.encode())
    for sign in signs:
        body[data.draw(st.integers(0, len(body) - 1))] = sign
    holds(imported(bytes(body)))


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(VALID, st.integers(1, 5), st.sampled_from(["", "Pool (ask 2)", "##", "*"]))
def test_pools_are_accepted_in_a_quiz(text: str, ask: int, name: str) -> None:
    holds(imported(text, ask=ask, pool=name), in_quiz=True)
