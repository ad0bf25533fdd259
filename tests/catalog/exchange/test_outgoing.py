"""Questions leave the course and come back as they were, where the other format has a place for them."""

import html
import re
from base64 import b64encode
from dataclasses import dataclass, replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docs.examples import every_construct
from lms.catalog import messages, source
from lms.catalog.course import Course, Question, QuestionType
from lms.catalog.exchange import incoming, moodle, outgoing
from lms.catalog.exchange.escaping import escape, guard, squeeze
from lms.catalog.exchange.outgoing import Exported, Target
from lms.catalog.inline import plain
from lms.catalog.localise import localise
from lms.catalog.markdown import units_of
from lms.catalog.questions import QUIZ_TYPES
from tests.catalog.exchange.foreign_files import TEXTS, checked
from tests.catalog.small_course import SVG, compiled

BOTH = pytest.mark.parametrize("target", list(Target))


def exported(course: Course, target: Target, language: str = "en", po: str = "", **pictures: bytes) -> Exported:
    catalogue = messages.read(po.encode()).catalogue if po else None
    return outgoing.write(localise(course, language, catalogue), pictures, target)


def text_of(lesson: str, target: Target, **more: object) -> str:
    return exported(compiled(lesson), target, **more).body.decode()  # type: ignore[arg-type]


def said(result: Exported) -> list[str]:
    return [str(problem) for problem in result.problems]


@dataclass(frozen=True)
class Compared:
    """What a reader sees of a question, without what no question file has a place for: objective, pool, columns."""

    type: QuestionType
    prompt: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    lefts: tuple[str, ...]
    solution: object
    accepted: tuple[str, ...]
    ranges: tuple[tuple[float, float], ...]
    explanation: str
    more: tuple[object, ...]


def compared(question: Question, with_more: bool) -> Compared:
    def text(unit: object) -> str:
        return plain(getattr(unit, "text", ""))

    return Compared(
        question.type,
        tuple(text(unit) for block in question.prompt for unit in units_of(block.pieces)),
        tuple((text(option.unit), text(option.feedback)) for option in question.options),
        tuple(text(left.unit) for left in question.lefts),
        question.solution,
        tuple(text(unit) for unit in question.accepted),
        tuple(dict.fromkeys(question.ranges)),
        text(question.explanation),
        (question.points, text(question.hint), text(question.guide)) if with_more else (),
    )


def came_back(course: Course, target: Target, pictures: dict[str, bytes] | None = None) -> list[Question]:
    result = outgoing.write(localise(course, "en", None), pictures or {}, target)
    back = incoming.read(result.body, "back")
    assert back.count == result.count, [str(problem) for problem in back.problems]
    return [question for lesson in checked(back).lessons for question in lesson.questions]


# --- round trips -----------------------------------------------------------------------------------------

WORDS = TEXTS.map(squeeze).filter(bool).map(lambda text: text[:300].strip()).filter(bool)
PHRASES = WORDS.map(escape)
SEVERAL = st.lists(WORDS, min_size=2, max_size=4, unique=True).map(lambda found: [escape(text) for text in found])
NUMBERS = st.decimals(-(10**6), 10**6, places=2).map(str)


@st.composite
def question_texts(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(list(QUIZ_TYPES)))
    prompt = guard(draw(PHRASES))
    texts = draw(SEVERAL)
    feedback = [
        f"\n  - {guard(text)}" if text else "" for text in draw(st.lists(PHRASES | st.just(""), min_size=4, max_size=4))
    ]
    right = draw(st.integers(0, len(texts) - 1))
    if kind in (QuestionType.CHOOSE_ONE, QuestionType.CHOOSE_ALL):
        also = draw(st.integers(0, len(texts) - 1)) if kind is QuestionType.CHOOSE_ALL else right
        answers = [f"- [{'x' if n in (right, also) else ' '}] {text}{feedback[n]}" for n, text in enumerate(texts)]
    elif kind is QuestionType.TRUE_OR_FALSE:
        answers = [f"- [{' x'[n == right % 2]}] {word}{feedback[n]}" for n, word in enumerate(["True", "False"])]
    elif kind is QuestionType.SHORT_ANSWER:
        answers = [f"- Answer: {text}" for text in texts]
    elif kind is QuestionType.NUMBER:
        answers = [f"- Answer: {draw(NUMBERS)}", f"- Answer: {draw(NUMBERS)} ± {draw(NUMBERS)}"]
    elif kind is QuestionType.MATCH:
        cells = [text.replace("|", "\\|") for text in texts]
        answers = [
            "| Item | Match |",
            "|---|---|",
            *(f"| {guard(a)} | {b} |" for a, b in zip(cells, reversed(cells), strict=True)),
        ]
        answers.append("| | something else |")
    elif kind is QuestionType.ORDER:
        answers = [f"{n}. {guard(text)}" for n, text in enumerate(texts, start=1)]
    else:
        answers = [f"\nGuide: {draw(PHRASES)}"]
    trailers = [f"\n{word}: {draw(PHRASES)}" for word in ("Hint", "Explanation") if draw(st.booleans())]
    points = draw(st.sampled_from(["", "\nPoints: 3"]))
    return "\n".join([f"### Question ({kind})\n\n{prompt}\n", *answers, *trailers, points])


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(question_texts())
def test_any_question_comes_back_from_moodle_xml(text: str) -> None:
    course = compiled(f"# Title\n\n{text}\n")
    (question,) = course.lessons[0].questions
    (back,) = came_back(course, Target.MOODLE_XML)
    assert compared(back, True) == compared(question, True)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(question_texts())
def test_any_question_comes_back_from_gift(text: str) -> None:
    course = compiled(f"# Title\n\n{text}\n")
    (question,) = course.lessons[0].questions
    result = exported(course, Target.GIFT)
    if not result.count:
        assert any("export as Moodle XML" in text for text in said(result))
        return
    (back,) = came_back(course, Target.GIFT)
    assert compared(back, False) == compared(question, False)


@BOTH
def test_every_construct_of_our_format_comes_back(target: Target) -> None:
    """Blocks too: what stands in a prompt is lists, tables, callouts, quotations and code."""
    prompt = (
        "What **is** *this* ~~no~~ `x|y`?\\\nA new line.\n\n* a\n* b\n  * c\n\n1) d\n2) e\n\n"
        "| f | g\\|h |\n|---|---|\n| i | **j** |\n\n> [!WARNING]\n>\n> Mind.\n\n> Quoted\n\n"
        "~~~\ncode  {x} = ~1\n~~~\n\nSee [the law](https://a.b/c?d=1&e=2)."
    )
    course = compiled(f"# T\n\n### Question (written answer)\n\n{prompt}\n\nGuide: See.\n")
    result = exported(course, target)
    assert prompt in incoming.read(result.body, "back").markdown


@BOTH
def test_the_whole_example_course_comes_back(target: Target) -> None:
    course = source.read("every-construct", every_construct()).course
    assert course is not None
    before = [question for lesson in course.lessons for question in lesson.questions]
    after = came_back(course, target)
    assert len(after) == len(before) == 14
    for old, new in zip(before, after, strict=True):
        with_more = target is Target.MOODLE_XML
        assert compared(new, with_more) == compared(replace(old, explanation=new.explanation), with_more)


def test_lessons_and_pools_become_categories() -> None:
    course = source.read("every-construct", every_construct()).course
    assert course is not None
    body = exported(course, Target.GIFT).body.decode()
    assert re.findall(r"^\$CATEGORY: (.*)$", body, re.MULTILINE) == [
        "$course$/top/The front desk/Every construct",
        "$course$/top/The front desk/Writing it down",
        "$course$/top/The front desk/Final quiz",
        "$course$/top/The front desk/Final quiz/Receiving people",
        "$course$/top/The front desk/Final quiz/Writing it down",
    ]


# --- what Moodle gets ------------------------------------------------------------------------------------

CHOICE = "# T: a/b\n\n### Question (choose all)\n\nWhich = {one}?\n\n- [x] a # b\n  - %50% yes\n- [x] ~c\n- [ ] [html] d\n- [ ] e\n"


def test_gift_escapes_its_own_signs() -> None:
    text = text_of(CHOICE, Target.GIFT)
    assert "$CATEGORY: $course$/top/A small course/T: a//b\n" in text
    assert "::T\\: a/b 1::[html]<p>Which \\= \\{one\\}?</p>{\n" in text
    assert "\t~%50%a \\# b#&\\#37;50% yes\n\t~%50%\\~c\n\t~%-50%&\\#91;html] d\n\t~%-50%e\n}" in text


@pytest.mark.parametrize(
    ("true", "false", "written"),
    [
        ("", "", "TRUE"),
        ("yes", "", "TRUE##yes"),
        ("", "no", "TRUE#no"),
        ("yes", "no", "TRUE#no#yes"),
        ("", "\\#", "TRUE#\\#"),
    ],
)
def test_gift_has_the_feedback_for_the_wrong_one_first(true: str, false: str, written: str) -> None:
    marked = {"- [x] True": true, "- [ ] False": false}
    options = "".join(f"{option}\n" + (f"  - {feedback}\n" if feedback else "") for option, feedback in marked.items())
    assert f"<p>Q</p>{{{written}}}" in text_of(f"# T\n\n### Question (true or false)\n\nQ\n\n{options}", Target.GIFT)


def test_stars_in_short_answers_stand_for_themselves() -> None:
    lesson = "# T\n\n### Question (short answer)\n\nWhich?\n\n- Answer: a\\*b\n"
    assert "=%100%a\\\\*b" in text_of(lesson, Target.GIFT)
    assert "<text>a\\*b</text>" in text_of(lesson, Target.MOODLE_XML)


@pytest.mark.parametrize(
    "answers",
    [
        "(short answer)\n\nQ\n\n- Answer: a -> b",
        "(put in order)\n\nQ\n\n1. {a}\n2. b",
        "(put in order)\n\nQ\n\n1. //a\n2. b",
    ],
)
def test_what_gift_cannot_write_is_left_out_with_its_line(answers: str) -> None:
    result = exported(
        compiled(f"# T\n\n### Question {answers}\n\n### Question (number)\n\nQ\n\n- Answer: 1\n"), Target.GIFT
    )
    assert result.count == 1
    (problem,) = result.problems
    assert (problem.file, problem.line) == ("01-first.md", 3)
    assert "export as Moodle XML" in problem.text()
    assert exported(compiled(f"# T\n\n### Question {answers}\n"), Target.MOODLE_XML).count == 1


def test_xml_is_well_formed_and_true_to_moodle() -> None:
    root = ElementTree.fromstring(exported(compiled(CHOICE), Target.MOODLE_XML).body)
    category, question = root.findall("question")
    assert category.findtext("category/text") == "$course$/top/A small course/T: a//b"
    assert question.get("type") == "multichoice"
    assert question.findtext("single") == "false"
    assert [answer.get("fraction") for answer in question.findall("answer")] == ["50", "50", "-50", "-50"]
    assert question.findtext("answer/feedback/text") == "%50% yes"


def test_the_other_types_have_moodles_names() -> None:
    course = source.read("every-construct", every_construct()).course
    assert course is not None
    root = ElementTree.fromstring(exported(course, Target.MOODLE_XML).body)
    types = {question.get("type") for question in root.findall("question")}
    assert types == {"category", *moodle.KINDS} - {"match", "description"}


# --- pictures, films, links ------------------------------------------------------------------------------

PICTURED = (
    "# T\n\n### Question (number)\n\nHow many?\n\n![Two ]desks[](images/desk.svg \"A 'caption'\")\n\n- Answer: 2\n"
)
PICTURED = PICTURED.replace("]desks[", "\\]desks\\[")


def test_pictures_are_embedded_in_moodle_xml_and_come_back() -> None:
    course = compiled(PICTURED)
    result = exported(course, Target.MOODLE_XML, **{"images/desk.svg": SVG})
    file = ElementTree.fromstring(result.body).find(".//questiontext/file")
    assert file is not None
    assert (file.get("name"), file.text) == ("desk.svg", b64encode(SVG).decode())
    assert result.problems == ()
    back = incoming.read(result.body, "back", ask=1)
    assert back.files == {"images/desk.svg": SVG}
    assert PICTURED.split("\n\n")[3] in back.markdown
    assert back.problems == ()


def test_gift_has_the_description_of_a_picture_instead() -> None:
    result = exported(compiled(PICTURED), Target.GIFT, **{"images/desk.svg": SVG})
    assert "[Two ]desks[]" in result.body.decode()
    assert "its description stands in its place" in said(result)[0]


def test_what_no_question_file_can_carry_is_reported() -> None:
    lesson = (
        "# T\n\n### Question (number)\n\nHow many? See [there](02-next.md).\n\n[A film](videos/x.mp4)\n\n- Answer: 2\n\n"
        "Points: 2\n\nHint: Two.\n\nObjective: 1\n"
    )
    course = compiled(lesson, **{"videos/x.mp4": b"-"})
    assert [line.partition(": ")[2][:35] for line in said(exported(course, Target.MOODLE_XML))] == [
        "Which objectives the questions test",
        "A film or recording in this questio",
        "A link to a lesson or file of this ",
    ]
    assert "GIFT has no place for Points:, Hint:," in "".join(said(exported(course, Target.GIFT)))


@pytest.mark.parametrize(("count", "is_reported"), [(10, False), (11, True)])
def test_moodle_knows_no_share_of_an_eleventh(count: int, is_reported: bool) -> None:
    options = "".join(f"- [x] option {number}\n" for number in range(count))
    result = exported(compiled(f"# T\n\n### Question (choose all)\n\nWhich?\n\n{options}"), Target.MOODLE_XML)
    assert ["no share for so many" in line for line in said(result)] == [True] * is_reported


@BOTH
def test_the_names_of_columns_are_reported(target: Target) -> None:
    lesson = "# T\n\n### Question (match)\n\nWho?\n\n| Word | Meaning |\n|---|---|\n| a | b |\n| c | d |\n"
    assert said(exported(compiled(lesson), target)) == [
        "01-first.md, line 3: The names of the two columns are left out."
    ]


# --- languages -------------------------------------------------------------------------------------------

URDU = (
    'msgid ""\nmsgstr "Language: ur\\n"\n\nmsgid "Which?"\nmsgstr "کون سا؟"\n\nmsgid "FIR"\nmsgstr "ایف آئی آر؛ رپٹ"\n'
)


@BOTH
def test_questions_leave_in_urdu_from_right_to_left(target: Target) -> None:
    lesson = "# T\n\n### Question (short answer)\n\nWhich?\n\n- Answer: FIR\n\nExplanation: In English.\n"
    result = exported(compiled(lesson), target, "ur", URDU)
    text = html.unescape(result.body.decode()).replace("\\=", "=").replace("\\:", ":")
    assert '<div lang="ur" dir="rtl"><p>کون سا؟</p></div>' in text
    back = incoming.read(result.body, "back")
    assert "کون سا؟" in back.markdown
    assert "- Answer: FIR\n- Answer: ایف آئی آر\n- Answer: رپٹ\n" in back.markdown
    assert "Explanation: In English." in back.markdown
