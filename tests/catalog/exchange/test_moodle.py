"""Moodle XML: every type of question that has a counterpart, and a report of everything that has none."""

from base64 import b64encode

import pytest

from lms.catalog.course import Picture, QuestionType
from lms.catalog.exchange.prose import DESCRIBE
from tests.catalog.exchange.foreign_files import checked, imported, moodle, moodle_question, question, said
from tests.catalog.small_course import SVG


def texts(found: object) -> list[str]:
    return [option.unit.text for option in found]  # type: ignore[attr-defined]


def answer(text: str, fraction: float, feedback: str = "", more: str = "") -> str:
    said_of_it = f'<feedback format="html"><text>{feedback}</text></feedback>' if feedback else ""
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{said_of_it}{more}</answer>\n'


def test_one_right_option() -> None:
    inside = (
        answer("x", 0, "no")
        + answer("&lt;b&gt;y&lt;/b&gt;", 100, "yes")
        + "<generalfeedback><text>why</text></generalfeedback>"
    )
    found = question(moodle_question("multichoice", "<p>Which?</p>", inside))
    assert (found.type, found.solution) == (QuestionType.CHOOSE_ONE, ["2"])
    assert texts(found.options) == ["x", "**y**"]
    assert [option.feedback.text for option in found.options if option.feedback] == ["no", "yes"]
    assert found.explanation is not None
    assert found.explanation.text == "why"


def test_several_right_options_with_moodles_rounded_shares() -> None:
    inside = "<single>false</single>" + "".join(answer(text, 33.33333) for text in "abc") + answer("d", -33.33333)
    file = moodle_question("multichoice", inside=inside)
    assert (question(file).type, question(file).solution) == (QuestionType.CHOOSE_ALL, ["1", "2", "3"])
    assert said(imported(file)) == []


def test_several_right_options_of_which_one_was_to_be_chosen() -> None:
    file = moodle_question("multichoice", inside=answer("a", 100) + answer("b", 100) + answer("c", 0))
    assert question(file).type is QuestionType.CHOOSE_ALL
    assert said(imported(file)) == ["3: 2 options of this question were each right. Now all of them have to be chosen."]


@pytest.mark.parametrize(
    ("inside", "report"),
    [
        (answer("a", 50) + answer("b", 0), "No option of this question is wholly right"),
        (answer("a", 100), "fewer than two options"),
        ("", "fewer than two options"),
        ("".join(answer(f"a{n}", 100) for n in range(101)), "more than 100 answers"),
    ],
)
def test_options_that_make_no_question(inside: str, report: str) -> None:
    result = imported(moodle_question("multichoice", inside=inside))
    assert result.markdown == ""
    assert report in said(result)[-1]


@pytest.mark.parametrize(
    ("inside", "right"),
    [
        (answer("true", 100, "t") + answer("false", 0, "f"), "1"),
        (answer("false", 100, "f") + answer("true", 0, "t"), "2"),
        (answer("سچ", 0, "t") + answer("جھوٹ", 100, "f"), "2"),
        ("", "2"),
    ],
)
def test_true_or_false(inside: str, right: str) -> None:
    found = question(moodle_question("truefalse", inside=inside))
    assert (found.type, found.solution) == (QuestionType.TRUE_OR_FALSE, [right])
    assert texts(found.options) == ["True", "False"]
    assert [option.feedback.text for option in found.options if option.feedback] == (["t", "f"] if inside else [])


def test_short_answers_and_their_case() -> None:
    inside = "<usecase>1</usecase>" + answer("FIR", 100) + answer("a &lt; b *", 50, "nearly") + answer("*", 0, "no")
    file = moodle_question("shortanswer", inside=inside)
    assert [unit.text for unit in question(file).accepted] == ["FIR"]
    reports = "\n".join(said(imported(file)))
    for words in (
        "Small and capital letters",
        "“a < b *” was worth only",
        "feedback “nearly”",
        "feedback “no” on the answer “*”",
    ):
        assert words in reports


def test_numbers_with_tolerance_and_units() -> None:
    inside = (
        answer("8.5", 100, "", "<tolerance>0.1</tolerance>") + "<units><unit><multiplier>1</multiplier></unit></units>"
    )
    file = moodle_question("numerical", inside=inside)
    assert question(file).ranges == ((8.4, 8.6),)
    assert "units" in said(imported(file))[0]


def test_pairs() -> None:
    pairs = [("a", "1"), ("&lt;b&gt;b&lt;/b&gt;", "2 | 3"), ("", "4")]
    inside = "".join(f"<subquestion><text>{a}</text><answer><text>{b}</text></answer></subquestion>" for a, b in pairs)
    found = question(moodle_question("matching", inside=inside))
    assert texts(found.lefts) == ["a", "**b**"]
    assert texts(found.options) == ["1", "2 | 3", "4"]
    assert found.solution == {"1": "1", "2": "2"}


def test_steps() -> None:
    inside = (
        "<selecttype>RANDOM</selecttype>" + answer("one", 1) + answer("2. two", 2) + answer("two", 3) + answer("two", 4)
    )
    file = moodle_question("ordering", inside=inside)
    assert texts(question(file).options) == ["one", "2\\. two", "two"]
    assert [line[:20] for line in said(imported(file))] == ["3: Only some of thes", "8: “two” stands in t"]


def test_a_written_answer_with_its_guide() -> None:
    inside = (
        "<graderinfo><text>look for care</text></graderinfo><attachments>1</attachments><defaultgrade>3</defaultgrade>"
    )
    file = moodle_question("essay", inside=inside)
    found = question(file)
    assert found.guide is not None
    assert (found.type, found.guide.text, found.points) == (QuestionType.WRITTEN, "look for care", 3)
    assert "empty field" in said(imported(file))[0]


def test_a_description_is_a_text() -> None:
    file = moodle(moodle_question("description", "<p>Read.</p>").split("<quiz>")[1].split("</quiz>")[0] * 2 + "")
    assert imported(file).markdown == ""
    two = moodle_question("description", "<p>Read.</p>").replace("</quiz>", moodle_question("essay").split("<quiz>")[1])
    assert imported(two).markdown.startswith("---\n\nRead.\n\n### Question (written answer)")


@pytest.mark.parametrize(
    "kind", ["cloze", "calculated", "calculatedmulti", "ddwtos", "gapselect", "randomsamatch", "stack", ""]
)
def test_other_types_are_left_out_by_name(kind: str) -> None:
    (report,) = said(imported(moodle_question(kind)))
    assert report.startswith(f"3: Questions of the type “{kind}” cannot be asked here.")


# --- settings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "points", "report"),
    [
        ("1.0000000", 1, ""),
        ("2.0000000", 2, ""),
        ("1.5", 1.5, "worth 1.5 points"),
        ("0.0", 1, "was worth “0.0” points"),
        ("1000", 1, "was worth “1000” points"),
        ("many", 1, "was worth “many” points"),
    ],
)
def test_points(grade: str, points: float, report: str) -> None:
    file = moodle_question("essay", inside=f"<defaultgrade>{grade}</defaultgrade>")
    assert question(file).points == points
    assert report in "".join(said(imported(file)))
    assert bool(report) == bool(said(imported(file)))


def test_hints_become_one() -> None:
    file = moodle_question("essay", inside="<hint><text>first</text></hint><hint><text># second</text></hint>")
    hint = question(file).hint
    assert hint is not None
    assert hint.text == "first\\\n\\# second"
    assert said(imported(file)) == ["3: This question had several hints. They are one now."]


def test_what_is_true_of_many_questions_is_said_once() -> None:
    inside = "<penalty>0.3333333</penalty><tags><tag><text>a</text></tag></tags>"
    inside += "<correctfeedback><text>Bravo!</text></correctfeedback>"
    one = moodle_question("essay", inside=inside)
    both = one.replace("</quiz>", one.split("<quiz>")[1])
    reports = said(imported(both))
    assert len(reports) == 3
    assert all(line.startswith("3: ") for line in reports)
    assert said(imported(one.replace("Bravo!", "Your answer is correct.").replace("0.3333333", "0"))) == [reports[1]]


def test_hidden_questions_and_options_that_were_never_mixed_are_reported() -> None:
    inside = "<hidden>1</hidden><shuffleanswers>0</shuffleanswers>" + answer("a", 100) + answer("b", 0)
    assert len(said(imported(moodle_question("multichoice", inside=inside)))) == 2


def test_the_name_stands_in_the_heading_unless_it_is_only_the_beginning() -> None:
    file = moodle_question("essay", "What is a *FIR*?")
    assert (
        "### Question (written answer)" in imported(file.replace("<name><text>", "<name><text>What is a *FIR")).markdown
    )
    assert (
        "### Question: Q7 \\*new\\* (written answer)"
        in imported(file.replace("<name><text>", "<name><text>Q7 *new*")).markdown
    )


def test_categories_without_moodles_own_beginning() -> None:
    file = moodle_question("essay").replace(
        "<quiz>", '<quiz><question type="category"><category><text>$course$/top/Law</text></category></question>'
    )
    assert "## Pool: Law (ask 1)" in imported(file, ask=1).markdown
    assert "The category “Law”" in said(imported(file))[0]


# --- pictures --------------------------------------------------------------------------------------------

DRAWING = b64encode(SVG).decode()


def with_file(prompt: str, name: str = "my desk.svg", body: str = DRAWING) -> str:
    file = f'<file name="{name}" path="/" encoding="base64">{body}</file></questiontext>'
    return moodle_question("essay", prompt).replace("</questiontext>", file)


def test_an_embedded_picture_is_kept_and_its_description_asked_for() -> None:
    file = with_file('<p>Look:<img src="@@PLUGINFILE@@/my%20desk.svg" alt="">What is it?</p>')
    result = imported(file)
    assert result.files == {"images/my-desk.svg": SVG}
    assert f"![{DESCRIBE}](images/my-desk.svg)" in result.markdown
    assert said(result) == [
        f"4: The picture images/my-desk.svg has no description. Say what it shows, in the place of “{DESCRIBE}”."
    ]
    pieces = [piece for block in question(file).prompt for piece in block.pieces if isinstance(piece, Picture)]
    assert pieces == [Picture("images/my-desk.svg")]


def test_a_description_and_a_caption_are_kept() -> None:
    prompt = (
        '<figure><img src="@@PLUGINFILE@@/my%20desk.svg" alt="a ]desk["><figcaption>"My" *desk*</figcaption></figure>'
    )
    result = imported(with_file(prompt))
    assert result.markdown.splitlines()[2] == '![a \\]desk\\[](images/my-desk.svg "\\"My\\" \\\\*desk\\\\*")'
    assert said(result) == []
    checked(result)


def test_names_of_pictures_are_new_and_the_same_picture_is_kept_once() -> None:
    prompt = '<img src="@@PLUGINFILE@@/my%20desk.svg" alt="a">'
    both = with_file(prompt).replace(
        "</quiz>", with_file(prompt, body=b64encode(SVG + b" ").decode()).split("<quiz>")[1]
    )
    result = imported(both, taken={"images/my-desk.svg"})
    assert list(result.files) == ["images/my-desk-2.svg", "images/my-desk-3.svg"]
    assert len(imported(with_file(prompt * 2)).files) == 1


@pytest.mark.parametrize(
    ("file", "report"),
    [
        (with_file('<img src="https://a.b/c.png" alt="x">Q'), "did not come with the file"),
        (with_file('<img src="@@PLUGINFILE@@/other.png" alt="x">Q'), "did not come with the file"),
        (with_file('<img src="@@PLUGINFILE@@/x.png" alt="x">Q', "x.png", "AAAA"), "is not a picture"),
        (with_file('<img src="@@PLUGINFILE@@/x.png" alt="x">Q', "x.png", "!!"), "is not a picture"),
        (with_file('<img src="data:image/png,x" alt="x">Q'), "did not come with the file"),
        (with_file("Q", "plan.pdf"), "“plan.pdf” is not shown"),
        (
            with_file('<a href="@@PLUGINFILE@@/plan.pdf">Q</a>', "plan.pdf"),
            "A link to “@@PLUGINFILE@@/plan.pdf” is left out",
        ),
    ],
)
def test_pictures_and_files_that_cannot_be_kept_are_reported(file: str, report: str) -> None:
    result = imported(file)
    assert not result.files
    assert any(report in line for line in said(result))
    checked(result)


def test_a_drawing_with_a_script_is_not_kept() -> None:
    active = b64encode(SVG.replace(b"<path", b"<script>x()</script><path")).decode()
    result = imported(with_file('<img src="@@PLUGINFILE@@/x.svg" alt="x">Q', "x.svg", active))
    assert not result.files
    assert "is not a picture" in said(result)[0]


def test_a_picture_inside_the_address_itself_and_the_one_of_old_moodle() -> None:
    data = f'<img src="data:image/svg+xml;base64,{DRAWING}" alt="x">Q'
    assert list(imported(moodle_question("essay", data)).files) == ["images/picture.svg"]
    old = moodle_question("essay", "Q", f"<image>pics/desk.svg</image><image_base64>\n{DRAWING}\n</image_base64>")
    assert list(imported(old).files) == ["images/desk.svg"]


def test_options_hold_only_words() -> None:
    option = answer('&lt;img src="x.png" alt="a desk"&gt;', 100) + answer("b", 0)
    file = moodle_question("multichoice", inside=option)
    assert texts(question(file).options) == ["a desk", "b"]
    assert said(imported(file))[0].startswith("5: Only words can stand here.")
