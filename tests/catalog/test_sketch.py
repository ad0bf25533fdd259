"""A course that has mistakes can be looked at all the same, without what has them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalog.localise import localise
from lms.catalog.quiz import draw, mark, shown_order
from lms.catalog.source import look_at, read
from tests.sample_course import FILES

PIECES = [
    "# Title", "## Heading", "### Question (choose one)", "### Question (match)", "### Question (put in order)", "### Question",
    "- [ ] one", "- [x] two", "  - feedback", "- Answer: 5", "| a | b |", "|---|---|", "| c | d |", "1. first", "2. second", "",
    "", "---", "text **bold**", "![](images/x.png)", "![d](images/a.svg)", "[film](videos/x.mp4)", "> [!NOTE]", "> [!ODD]",
    "> words",
    "<script>alert(1)</script>", "## Pool: name (ask 3)", "Points: 2", "Explanation: [x](05-gone.md)", "[a](javascript:alert(1))",
    "quiz: graded", "```", "<!-- meaning: x -->", "Guide: x", "Objective: 9",
]  # fmt: skip
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>'


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=25),
    st.sampled_from(["01-receiving.md", "03-final-quiz.md", "course.md"]),
)
def test_a_sketch_can_always_be_shown_and_tried(lines, file):
    reading = read("desk", FILES | {"images/a.svg": SVG, file: "\n".join(lines).encode()})
    if reading.course:
        assert reading.sketch is reading.course
    if reading.sketch is None:
        return
    edition = localise(reading.sketch, "ur", None, "/elsewhere")
    for lesson in edition.lessons:
        draw(lesson.lesson, seed=0)
        assert "<script" not in "".join(part for part in lesson.parts if isinstance(part, str))
        for question in lesson.questions:
            shown_order(question.question, shuffle=False, seed=0)
            mark(question.question, "x", question.accepted)


def test_what_has_no_mistake_is_in_the_sketch():
    broken = FILES["01-receiving.md"].replace(b"- [x] Greet", b"- [ ] Greet")
    reading = read("desk", FILES | {"01-receiving.md": broken})
    assert reading.course is None
    lessons = {lesson.slug: len(lesson.questions) for lesson in reading.sketch.lessons}
    assert lessons["writing"] == 1
    assert lessons["final-quiz"] == 5
    assert lessons["receiving"] in (1, 2)


def test_links_of_a_sketch_stay_where_its_pages_are():
    edition = localise(read("desk", FILES).course, "en", None, "/workshop/desk/preview")
    assert 'href="/workshop/desk/preview/writing"' in edition.graded.questions[0].explanation.html
    assert (
        'href="/courses/desk/writing"'
        in localise(read("desk", FILES).course, "en", None).graded.questions[0].explanation.html
    )


def test_a_file_that_was_looked_at_needs_not_be_at_hand():
    bodies = {"images/a.svg": SVG, "images/b.png": b"no picture"}
    text = FILES["01-receiving.md"] + b"\n---\n\n![A desk](images/a.svg)\n"
    whole = read("desk", FILES | bodies | {"01-receiving.md": text})
    known = read(
        "desk", FILES | {"01-receiving.md": text}, {name: look_at(name, body) for name, body in bodies.items()}
    )
    assert known.problems == whole.problems
    assert known.sketch == whole.sketch
