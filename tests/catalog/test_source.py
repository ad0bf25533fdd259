"""What authors write becomes a course: settings, lessons, blocks, questions, pools and pictures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalog import source
from lms.catalog.course import Level, Media, Question, QuestionType, Slot, Track, Unit
from lms.catalog.localise import localise
from tests.catalog.small_course import COURSE, SVG, compiled, errors, files, lesson_of, question_of, read


def html(lesson: str, **more: bytes | str) -> str:
    """The HTML of a lesson's blocks in the course's own language."""
    edition = localise(compiled(lesson, **more), "en", None)
    return "\n".join(part for part in edition.lessons[0].parts if isinstance(part, str))


def test_every_setting_of_a_course_is_read() -> None:
    head = """---
Language: en
track: core
level: senior
audience: Officers who
  stop and search
hours: 1.5
certificate: no
valid for: 3 years
requires: money-laundering, human-rights-le
review: signed off by A. Khan, FIA on 2026-11-01
sources: Act VII of 2010: section 3
sources: Convention, Article 5
---
"""
    course = compiled("# T\n", **{"course.md": COURSE.replace(COURSE[: COURSE.index("\n# ")], head)})
    assert (course.track, course.level, course.hours) == (Track.CORE, Level.SENIOR, 1.5)
    assert course.audience == Unit("Officers who stop and search")
    assert (course.certificate, course.valid_for) == (False, 36)
    assert course.requires == ("money-laundering", "human-rights-le")
    assert course.review == "signed off by A. Khan, FIA on 2026-11-01"
    assert course.sources == ("Act VII of 2010: section 3", "Convention, Article 5")
    assert (course.title, course.objectives) == (Unit("A small course"), (Unit("Do it right."), Unit("Do it safely.")))


def test_every_setting_of_a_quiz_is_read() -> None:
    head = "quiz: graded\npass mark: 75%\nattempts: 3\nwait: 2 days\ntime limit: 30 minutes\nshuffle: no\ndraw: 1\n"
    quiz = lesson_of(f"---\n{head}---\n# T\n\n### Question (number)\n\nHow many?\n\n- Answer: 5\n").quiz
    assert quiz is not None
    assert (quiz.pass_mark, quiz.attempts, quiz.wait, quiz.time_limit) == (0.75, 3, 172_800, 1800)
    assert (quiz.shuffle, quiz.draw, quiz.pools) == (False, 1, ())


def test_settings_that_are_left_out_have_their_defaults() -> None:
    course = compiled("---\nquiz: graded\n---\n# T\n\n### Question (number)\n\nHow many?\n\n- Answer: 5\n")
    assert (course.language, course.certificate, course.valid_for, course.review) == ("en", True, None, "")
    quiz = course.lessons[0].quiz
    assert quiz is not None
    assert (quiz.pass_mark, quiz.attempts, quiz.wait, quiz.time_limit) == (0.8, None, None, None)
    assert (quiz.shuffle, quiz.draw) == (True, None)


def test_lessons_stand_in_the_order_of_their_numbers_and_keep_their_names() -> None:
    course = compiled("# T\n", **{"10-last.md": "# L\n", "9-before.md": "# B\n"})
    assert [lesson.slug for lesson in course.lessons] == ["first", "next", "before", "last"]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    lesson = "# T\n\n### Question (choose one)\n\nWhich\none?\n\n- [x] A\n  - Yes.\n- [ ] B\n\nHint: H\n"
    windows = b"\xef\xbb\xbf" + lesson.replace("\n", "\r\n").encode()
    assert compiled(lesson).lessons == compiled("", **{"01-first.md": windows}).lessons


def test_a_choice_has_its_options_feedback_and_what_follows() -> None:
    question = question_of(
        "### Question 1 (choose one)\n\nWhich **one**?\n\n- [ ] A\n  - No.\n- [x] B\n  - Yes.\n\n"
        "Points: 2\nHint: Look\nagain.\nExplanation: See [it](02-next.md).\n\nObjective: 2\n"
    )
    assert question.type is QuestionType.CHOOSE_ONE
    assert [(option.id, option.unit.text, option.feedback) for option in question.options] == [
        ("1", "A", Unit("No.")),
        ("2", "B", Unit("Yes.")),
    ]
    assert (question.solution, question.points, question.objective) == (["2"], 2.0, 2)
    assert (question.hint, question.explanation) == (Unit("Look again."), Unit("See [it](02-next.md)."))
    assert (question.id, question.line) == ("first.1", 3)


@pytest.mark.parametrize(
    "options", ["- [x] A\n- [X] B\n- [ ] C\n", "* [x] A\n* [x] B\n* [ ] C\n", "+ [x] A\n\n+ [x] B\n\n+ [ ] C\n"]
)
def test_any_bullet_will_do(options: str) -> None:
    assert question_of(f"### Question (choose all)\n\nWhich?\n\n{options}").solution == ["1", "2"]


def test_a_list_may_belong_to_the_prompt() -> None:
    question = question_of("### Question (choose one)\n\nYou see:\n\n* a bag\n* a box\n\nWhich?\n\n- [x] A\n- [ ] B\n")
    assert [option.unit.text for option in question.options] == ["A", "B"]
    assert len(question.prompt) == 3


def test_a_comment_between_options_does_not_part_them() -> None:
    question = question_of("### Question (choose one)\n\nWhich?\n\n- [x] A\n<!-- Mind B. -->\n- [ ] B\n")
    assert [option.unit.text for option in question.options] == ["A", "B"]


def test_true_or_false() -> None:
    question = question_of("### Question (true or false)\n\nSo?\n\n- [ ] True\n- [x] False\n")
    assert (question.type, question.solution) == (QuestionType.TRUE_OR_FALSE, ["2"])


def test_short_answers() -> None:
    question = question_of(
        "### Question (short answer)\n\nWhat?\n\n- Answer: FIR\n- Answer: First *Information* Report\n"
    )
    assert question.accepted == (Unit("FIR"), Unit("First *Information* Report"))


@pytest.mark.parametrize(
    ("answer", "bounds"),
    [
        ("15", (15, 15)),
        ("8.5 ± 0.1", (8.4, 8.6)),
        ("8.5+-0.1", (8.4, 8.6)),
        ("8.5 +/- 0.1", (8.4, 8.6)),
        ("8 to 9", (8, 9)),
        ("-5 to 5", (-5, 5)),
        ("10,000", (10_000, 10_000)),
        ("۱۵", (15, 15)),
    ],
)
def test_numbers(answer: str, bounds: tuple[float, float]) -> None:
    assert question_of(f"### Question (number)\n\nHow many?\n\n- Answer: {answer}\n").ranges == (bounds,)


def test_a_match_has_pairs_columns_and_extra_wrong_choices() -> None:
    question = question_of(
        "### Question (match)\n\nMatch.\n\n| Find | Stage |\n|---|---|\n| a | X |\n| b | Y |\n| c | X |\n|  | Z |\n"
    )
    assert [(left.id, left.unit.text) for left in question.lefts] == [("1", "a"), ("2", "b"), ("3", "c")]
    assert [(right.id, right.unit.text) for right in question.options] == [("1", "X"), ("2", "Y"), ("3", "Z")]
    assert question.solution == {"1": "1", "2": "2", "3": "1"}
    assert question.columns == (Unit("Find"), Unit("Stage"))


@pytest.mark.parametrize("steps", ["1. a\n2. b\n3. c\n", "1. a\n1. b\n1. c\n", "1) a\n2) b\n3) c\n"])
def test_steps_in_order(steps: str) -> None:
    question = question_of(f"### Question (put in order)\n\nSort.\n\n{steps}")
    assert [option.unit.text for option in question.options] == ["a", "b", "c"]
    assert question.solution == ["1", "2", "3"]


def test_a_written_answer_has_a_guide() -> None:
    question = question_of("### Question (written answer)\n\nWhy?\n\nGuide: Names two reasons.\n")
    assert (question.guide, question.solution) == (Unit("Names two reasons."), None)


def test_a_question_ends_at_a_rule_or_a_heading_and_the_lesson_goes_on() -> None:
    ask = "### Question (number)\n\nHow many{}?\n\n- Answer: 5\n\n"
    lesson = lesson_of(f"# T\n\nA.\n\n{ask.format(1)}---\n\nB.\n\n{ask.format(2)}## C\n\nD.\n")
    kinds = ["question" if isinstance(part, Question) else part.id for part in lesson.parts]
    assert kinds == ["b1", "question", "b2", "question", "b3", "b4"]


def test_pools_hold_the_questions_to_the_next_heading_of_their_level() -> None:
    ask = "### Question (number)\n\nHow many{}?\n\n- Answer: 5\n\n"
    text = (
        f"---\nquiz: graded\n---\n# T\n\n{ask.format(0)}## Pool: The first (ask 1)\n\n{ask.format(1)}{ask.format(2)}"
        f"## Pool: The second (ask 1)\n\n{ask.format(3)}## Last\n\n{ask.format(4)}"
    )
    lesson = lesson_of(text)
    assert lesson.quiz is not None
    assert [(pool.name.text, pool.ask) for pool in lesson.quiz.pools] == [("The first", 1), ("The second", 1)]
    assert [question.pool for question in lesson.questions] == [None, 0, 0, 1, None]


def test_the_key_of_a_question_is_that_of_its_file_and_its_words() -> None:
    ask = "### Question {} (number)\n\nHow\nmany **days**?\n\n- Answer: {}\n"
    first = question_of(ask.format(1, 5))
    again = lesson_of("# Another\n\nMore.\n\n" + ask.format("Nine", 7).replace("How\nmany", "How  many")).questions[0]
    assert first.key == again.key
    assert first.key.startswith("first:")
    assert first.key != question_of(ask.format(1, 5).replace("days", "weeks")).key


# --- blocks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "A **b** *c* `d` ~~e~~ & 3 < 4.",
            '<p id="b1">A <strong>b</strong> <em>c</em> <code dir="ltr">d</code> <del>e</del> &amp; 3 &lt; 4.</p>',
        ),
        ("One\ntwo  \nthree\\\nfour", '<p id="b1">One two<br>three<br>four</p>'),
        ("## A *b*\n\n### C", '<h2 id="b1">A <em>b</em></h2>\n<h3 id="b2">C</h3>'),
        ("- a\n- b", '<ul id="b1"><li>a</li><li>b</li></ul>'),
        ("3. a\n4. b", '<ol start="3" id="b1"><li>a</li><li>b</li></ol>'),
        ("- a\n\n- b", '<ul id="b1"><li><p>a</p></li><li><p>b</p></li></ul>'),
        ("- a\n  - b", '<ul id="b1"><li><div>a</div><ul><li>b</li></ul></li></ul>'),
        ("> a", '<blockquote id="b1"><p>a</p></blockquote>'),
        ("a\n\n---\n\nb", '<p id="b1">a</p>\n<hr id="b2">\n<p id="b3">b</p>'),
        ("```\n<b>\n```", '<pre dir="ltr" tabindex="0" id="b1"><code>&lt;b&gt;\n</code></pre>'),
        ("<!-- nothing -->\n\na <!-- b --> c", '<p id="b1">a c</p>'),
        (
            "> [!WARNING]\n> Never.\n>\n> - a",
            '<div class="callout warning" role="note" id="b1"><p class="callout-title">Warning</p>'
            "<p>Never.</p><ul><li>a</li></ul></div>",
        ),
        (
            "| A | B |  |\n|:-:|--:|---|\n| 1 | b | c |",
            '<div class="table" tabindex="0" id="b1"><table><thead><tr><th scope="col" class="middle">A</th>'
            '<th scope="col" class="end">B</th><td></td></tr></thead><tbody><tr><td class="middle">1</td><td class="end">b</td>'
            "<td>c</td></tr></tbody></table></div>",
        ),
        ("[a](https://un.org)", '<p id="b1"><a href="https://un.org" rel="noopener noreferrer">a</a></p>'),
        ("<a@un.org> [t](tel:+9251)", None),
        ("[n](02-next.md)", '<p id="b1"><a href="/courses/small/next">n</a></p>'),
        ("[n](./02-next.md#a-deep-end)", '<p id="b1"><a href="/courses/small/next#b2">n</a></p>'),
        ("[c](course.md)", '<p id="b1"><a href="/courses/small">c</a></p>'),
        ("## Here\n\n[h](#here)", '<h2 id="b1">Here</h2>\n<p id="b2"><a href="#b1">h</a></p>'),
        ("The word ناکہ means post.", '<p id="b1">The word <bdi lang="ur" dir="rtl">ناکہ</bdi> means post.</p>'),
    ],
)
def test_a_block_becomes_html(written: str, shown: str | None) -> None:
    found = html(f"# T\n\n{written}\n")
    # Attributes come out of the second wall in an order of its own.
    assert shown is None or _sorted(found) == _sorted(shown)


def _sorted(text: str) -> list[str]:
    return sorted(text.replace(">", " >").split())


def test_a_table_is_named_after_the_heading_above_it() -> None:
    assert 'aria-labelledby="b1"' in html("# T\n\n## Signs\n\n| A | B |\n|---|---|\n| a | b |\n")


def test_a_picture_keeps_its_place_and_is_loaded_late() -> None:
    found = html('# T\n\n![A "desk"](images/desk.svg "A *caption*")\n')
    digest = compiled("# T\n\n![A](images/desk.svg)\n").media[0].digest
    for words in (
        f'src="/courses/small/files/images/desk.svg?v={digest[:12]}"',
        'width="360"',
        'height="240"',
        'loading="lazy"',
        'alt="A &quot;desk&quot;"',
        "<figcaption>A <em>caption</em></figcaption>",
    ):
        assert words in found
    assert found.startswith('<figure id="b1">')


def test_only_what_pages_use_is_media_with_its_other_languages_and_captions() -> None:
    more: dict[str, bytes | str] = {
        "images/desk.ur.svg": SVG.replace(b"360", b"300"),
        "images/unused.svg": SVG,
        "videos/a.mp4": b"film",
        "videos/a.en.vtt": b"WEBVTT",
        "videos/a.ur.vtt": b"WEBVTT",
        "form.pdf": b"%PDF",
    }
    course = compiled("# T\n\n![A](images/desk.svg)\n\n[Film](videos/a.mp4)\n\nThe [form](form.pdf).\n", **more)
    names = ["form.pdf", "images/desk.svg", "images/desk.ur.svg", "videos/a.en.vtt", "videos/a.mp4", "videos/a.ur.vtt"]
    assert [media.path for media in course.media] == names
    assert isinstance(course.media[2], Media)
    assert (course.media[2].width, course.media[2].height) == (300, 240)


def test_a_film_has_its_captions_and_a_link() -> None:
    more: dict[str, bytes | str] = {"videos/a.mp4": b"", "videos/a.en.vtt": b"a", "videos/a.ur.vtt": b"b"}
    found = html("# T\n\n[Watch the search](videos/a.mp4)\n", **more)
    assert "<video" in found
    assert "controls" in found
    assert found.count("<track") == 2
    assert 'srclang="ur"' in found
    assert ">Watch the search</a></figcaption>" in found


def test_a_recording_is_heard() -> None:
    assert "<audio" in html("# T\n\n[Listen](a.mp3)\n", **{"a.mp3": b""})


def test_a_film_elsewhere_is_a_link() -> None:
    assert "<video" not in html("# T\n\n[Watch](https://un.org/a.mp4)\n")


# --- units -----------------------------------------------------------------------------------------------


def units(lesson: str) -> list[str]:
    return [found.unit.text for found in read(lesson).occurrences if found.file == "01-first.md"]


def test_a_unit_is_one_piece_of_running_text() -> None:
    lesson = """# A title

A  paragraph
over two lines.

> [!NOTE]
> In a callout.

| Head | 2 |
|---|---|
| Cell | `code` |

![A picture](images/desk.svg "Its caption")

### Question 1 (choose one)

Which?

- [ ] An option
  - Its feedback
- [x] 15

Hint: A hint
Explanation: An explanation

### Question 2 (short answer)

What?

- Answer: FIR

### Question 3 (written answer)

Why?

Guide: A guide
"""
    assert units(lesson) == [
        *("A title", "A paragraph over two lines.", "In a callout.", "Head", "Cell", "A picture", "Its caption"),
        *("Which?", "An option", "Its feedback", "A hint", "An explanation", "What?", "FIR", "Why?", "A guide"),
    ]


def test_pool_names_and_the_audience_are_units_but_other_settings_are_not() -> None:
    ask = "### Question (number)\n\nHow many?\n\n- Answer: 5\n"
    assert units(f"---\nquiz: graded\n---\n# T\n\n## Pool: Some signs (ask 1)\n\n{ask}") == [
        "T",
        "Some signs",
        "How many?",
    ]
    head = COURSE.replace("hours", "audience: Guards\nreview: awaiting expert review\nsources: An Act\nhours")
    found = read("# T\n", **{"course.md": head}).occurrences
    assert [item.unit.text for item in found][:2] == ["Guards", "A small course"]
    assert "An Act" not in [item.unit.text for item in found]


def test_comments_speak_to_the_translator_and_give_a_meaning() -> None:
    lesson = """# T

<!-- translators: The bank of a river,
not of money. -->
<!-- meaning: river -->

- The bank
- The post <!-- meaning: pole -->

The bank

<!-- Only for colleagues. -->
Text.
"""
    found = [item for item in read(lesson).occurrences if item.file == "01-first.md"][1:]
    assert [item.unit for item in found] == [
        Unit("The bank", "river"),
        Unit("The post", "pole"),
        Unit("The bank"),
        Unit("Text."),
    ]
    assert found[0].notes == ("The bank of a river, not of money.",)
    assert found[2].notes == ()
    assert (found[0].line, found[1].line, found[2].line, found[0].lesson) == (7, 8, 10, "first")


WORD = st.sampled_from(["trust", "**police**", "a `code`", "154(1)", "[it](02-next.md)", "گواہ", "end."])
PARAGRAPH = st.lists(WORD, min_size=1, max_size=12)


@pytest.mark.slow
@given(st.lists(PARAGRAPH, min_size=1, max_size=5), st.integers(1, 99), st.data())
@settings(max_examples=60, deadline=None)
def test_units_survive_renumbering_and_wrapping(paragraphs: list[list[str]], number: int, data: st.DataObject) -> None:
    plain = "# Title\n\n" + "\n\n".join(" ".join(words) for words in paragraphs)
    gaps = st.sampled_from([" ", "\n", "  ", " \n"])
    wrapped = "# Title\n\n" + "\n\n\n".join(
        "".join(word + data.draw(gaps) for word in words).strip() for words in paragraphs
    )
    before = files(plain)
    after = {name: body for name, body in files(wrapped).items() if name != "01-first.md"}
    after[f"{number:02}-renamed.md"] = wrapped.encode()
    if number == 2:
        after["03-next.md"] = after.pop("02-next.md")
    one = [item.unit for item in source.read("small", before).occurrences if item.file == "01-first.md"]
    other = [item.unit for item in source.read("small", after).occurrences if item.lesson == "renamed"]
    assert one == other


# --- whatever comes --------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("# ", "## ", "### Question (choose one)\n", "### Question (match)\n", "### Question (put in order)\n"),
        *("### Question (number)\n", "### Question (short answer)\n", "### Question (written answer)\n"),
        *(
            "## Pool: n (ask 1)\n",
            "- [ ] a\n",
            "- [x] b\n",
            "  - f\n",
            "\n",
            "\n\n",
            "---\n",
            "quiz: graded\n",
            "| a | b |\n",
        ),
        *(
            "|---|---|\n",
            "1. x\n",
            "- Answer: 5\n",
            "Hint: h\n",
            "![a](images/desk.svg)\n",
            "[v](a.mp4)\n",
            "<!-- c -->",
        ),
        *("<!--", "-->", "<b>", "> ", "> [!NOTE]\n", "```\n", "    ", "**", "`", "[", "]", "(", ")", "\\", "\t", "•"),
        *("[r]: x\n", "<script>", "&amp;", "\u2028", "\0", "\ufeff", "آپ", "154(1)", "===\n", "javascript:"),
    ]
)


@pytest.mark.slow
@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
@settings(max_examples=300, deadline=None)
def test_whatever_an_author_writes_reading_never_fails(text: str, is_course: bool) -> None:
    name = "course.md" if is_course else "01-first.md"
    reading = read("# T\n", **{name: text, "a.mp4": b""})
    for problem in reading.problems:
        assert str(problem)
    if reading.course:
        localise(reading.course, "ur", None)


@pytest.mark.slow
@given(
    st.dictionaries(
        st.text(max_size=20) | st.sampled_from(["course.md", "01-a.md", "images/a.svg", "b.png"]), st.binary()
    )
)
@settings(max_examples=200, deadline=None)
def test_whatever_the_files_are_reading_never_fails(found: dict[str, bytes]) -> None:
    assert source.read("small", found).problems


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_whatever_the_folder_is_called_reading_never_fails(slug: str) -> None:
    source.read(slug, files("# T\n"))


def test_every_shown_text_is_a_unit_of_the_catalogue() -> None:
    course = compiled("# T\n\nA.\n\n- B\n\n> C\n")
    shown = {
        piece.unit
        for lesson in course.lessons
        for part in lesson.parts
        if not isinstance(part, Question)
        for piece in part.pieces
        if isinstance(piece, Slot)
    }
    assert shown <= {item.unit for item in read("# T\n\nA.\n\n- B\n\n> C\n").occurrences}
    assert errors(read("# T\n\nA.\n")) == []
