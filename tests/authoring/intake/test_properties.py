"""Whatever comes in: a draft or `Refused`, never another exception; and whatever text is in it reads the same."""

import random
import re
import zipfile
from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.authoring import paths
from lms.authoring.intake import drafting, limits, prose, read
from lms.authoring.intake.blocks import Block, Document, Heading, Item, Note, Numbers, Paragraph, Picture, Span, Table
from lms.catalog import inline, source
from lms.catalog.near_misses import mend
from lms.catalog.problems import Report
from lms.errors import Refused
from lms.urdu import clean
from tests.authoring.intake import handout
from tests.authoring.intake.documents import changed, packed, picture, plain, slides, unpacked
from tests.authoring.intake.markdown import ASKS

MODEST = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def presentation() -> bytes:
    def write(made) -> None:
        for title in ("One", "Two"):
            slide = made.slides.add_slide(made.slide_layouts[1])
            slide.shapes.title.text = title
            slide.placeholders[1].text_frame.text = "A point\nAnother"
            slide.notes_slide.notes_text_frame.text = "Say it."

    return slides(write)


REAL = {
    "a.docx": handout.handout(parts=1),
    "a.pptx": presentation(),
    "a.zip": packed({"course.md": b"# x", "images/a.png": picture()}),
}


def check(name: str, body: bytes) -> None:
    """A draft that can be kept, or `Refused`."""
    try:
        intake = read(name, body)
    except Refused:
        return
    assert intake.title
    assert len(intake.files) <= paths.MAX_FILES
    assert sum(map(len, intake.files.values())) <= limits.MAX_UNPACKED
    for path, content in intake.files.items():
        if not path.startswith("locale/"):
            paths.check(path, len(content))
    for report in intake.reports:
        assert report.text()
    source.read("draft", intake.files)


@pytest.mark.slow
@MODEST
@given(
    st.sampled_from(["a.docx", "a.pptx", "a.zip", "a"]),
    st.binary(max_size=2000),
    st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]),
)
def test_any_bytes(name: str, body: bytes, start: bytes) -> None:
    check(name, start + body)


@pytest.mark.slow
@MODEST
@given(st.sampled_from(sorted(REAL)), st.randoms(use_true_random=False), st.integers(1, 40))
def test_real_files_with_bytes_changed(name: str, chance: random.Random, count: int) -> None:
    body = bytearray(REAL[name])
    for _ in range(count):
        body[chance.randrange(len(body))] = chance.randrange(256)
    check(name, bytes(body))


@pytest.mark.slow
@MODEST
@given(st.sampled_from(sorted(REAL)), st.floats(0, 1))
def test_real_files_cut_short(name: str, share: float) -> None:
    check(name, REAL[name][: int(len(REAL[name]) * share)])


_VALUE = re.compile(rb'"[^"<>&]*"')
_ELEMENT = re.compile(rb"<(/?)(\w+:\w+)")


@pytest.mark.slow
@MODEST
@given(st.sampled_from(["a.docx", "a.pptx"]), st.randoms(use_true_random=False))
def test_real_documents_with_their_xml_changed(name: str, chance: random.Random) -> None:
    """Still a whole package, so that every reader is reached: values made strange, elements given other names, parts missing."""
    files = unpacked(REAL[name])
    names = sorted({found for body in files.values() for _, found in _ELEMENT.findall(body)})
    for path in list(files):
        if path != "[Content_Types].xml" and chance.random() < 0.05:
            del files[path]
        elif path.endswith((".xml", ".rels")) and chance.random() < 0.3:
            files[path] = _spoilt(files[path], names, chance)
    check(name, packed(files, zipfile.ZIP_STORED))


def _spoilt(body: bytes, names: list[bytes], chance: random.Random) -> bytes:
    strange = (
        b'""',
        b'"-1"',
        b'"99999999999999999999"',
        "\u0664".encode().join([b'"', b'"']),
        b'"../../x"',
        b'"http://["',
        b'"{x"',
    )
    body = _VALUE.sub(lambda found: chance.choice(strange) if chance.random() < 0.02 else found[0], body)
    if chance.random() < 0.5:
        old, new = chance.choice(names), chance.choice(names)
        body = _ELEMENT.sub(lambda found: b"<" + found[1] + (new if found[2] == old else found[2]), body)
    return body


@pytest.mark.slow
@MODEST
@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20),
        st.binary(max_size=60),
        max_size=6,
    )
)
def test_random_zips(files: dict[str, bytes]) -> None:
    check("a.zip", packed(files))


# --- text -----------------------------------------------------------------------------------------------

PIECES = [*"ab1 \n\t.#*_-+=>|~`[](){}<>&!\\:;\"'/xX•☐–سکی؟۔", "&amp;", "1. ", "- ", "Question ", "```", "---", "Pool: "]
SIGNS = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
ANYTHING = st.one_of(SIGNS, st.text(max_size=20))
SPAN = st.builds(
    Span,
    ANYTHING,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "https://example.org/(a) b", "x:y"]),
)
SPANS = st.lists(SPAN, max_size=4).map(tuple)
BLOCK = st.one_of(
    st.builds(Paragraph, SPANS),
    st.builds(Heading, st.integers(1, 4), SPANS),
    st.builds(Item, st.integers(0, limits.MAX_LEVEL), SPANS, st.sampled_from(Numbers), st.integers(0, 30)),
    st.builds(Table, st.lists(st.tuples(SPANS, SPANS), min_size=1, max_size=3).map(tuple)),
    st.builds(Picture, st.just("images/none.png"), ANYTHING, ANYTHING),
    st.builds(Note, ANYTHING),
)

ASKED = st.tuples(
    SPANS, SPANS, SPANS, st.sampled_from(["Answer: a", "Ans: b", "Answers: a, b", "Explanation: why"])
).map(
    lambda parts: [
        Paragraph((Span("1. "), *parts[0])),
        Paragraph((Span("a) "), *parts[1])),
        Paragraph((Span("b) "), *parts[2])),
        Paragraph((Span(parts[3]),)),
    ]
)
BLOCKS = st.lists(st.one_of(BLOCK.map(lambda block: [block]), ASKED), max_size=8).map(
    lambda some: [one for each in some for one in each]
)


def readable(text: str) -> str:
    """What people see of a text: one space for many, nothing for signs that are not shown."""
    return " ".join(
        "".join(
            sign if sign.isprintable() or sign in "\u200c\u200d" else " " if sign.isspace() else ""
            for sign in clean(text)
        ).split()
    )


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(SPANS)
def test_running_text_reads_the_same(spans: tuple[Span, ...]) -> None:
    written = prose.markdown(spans)
    expected = " ".join(readable(line) for line in "".join(span.text for span in spans).split("\n"))
    assert " ".join(inline.plain(written).split()) == " ".join(expected.split())
    report = Report()
    assert mend(written.split("\n"), "x.md", report) == written.split("\n")


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(BLOCKS)
def test_a_draft_has_only_mistakes_that_its_author_can_mend(blocks: Sequence[Block]) -> None:
    files, _, _ = drafting.draft(Document(tuple(blocks), "A title"), {}, "a.docx")
    reading = source.read("draft", files)
    lines = {path: body.decode().split("\n") for path, body in files.items()}
    mistakes = [problem for problem in reading.problems if problem.is_error and not problem.message.startswith(ASKS)]
    assert [(str(each), lines[each.file]) for each in mistakes] == []


@pytest.mark.slow
def test_the_longest_document_that_is_read_takes_seconds() -> None:
    text = b"<w:p><w:r><w:t>Some words of a long, long text.</w:t></w:r></w:p>"
    heading = b'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Lesson</w:t></w:r></w:p>'
    lessons = 200
    content = (heading + text * ((limits.MAX_ELEMENTS - 20_000) // 3 // lessons)) * lessons
    begun = process_time()
    intake = read("a.docx", changed(plain("x"), "word/document.xml", b"<w:body>", b"<w:body>" + content))
    assert process_time() - begun < 60
    assert len(intake.files) == lessons + 1
