"""PO files are read whatever is in them, and written so that the same content is the same bytes."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalog import messages, po
from lms.catalog.po import Document, Entry

WHOLE = """# Urdu of a course
msgid ""
msgstr ""
"Language: ur\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# Ask Sana.
#. Of a river.
#: 01-a.md:5 01-a.md:9
#, fuzzy
#| msgid "The old bank"
msgctxt "river"
msgid "The bank"
msgstr "کنارا"

#: 01-a.md:7
msgid ""
"One\\\\\\n"
"two \\"three\\""
msgstr "80% of\\tall"

#, fuzzy
#~| msgid "Older"
#~ msgid "Old"
#~ msgstr "پرانا"
"""


def test_a_whole_file_is_read_and_written_byte_by_byte() -> None:
    document, mistakes = po.read(WHOLE.encode())
    assert mistakes == ()
    assert document.comments == ("Urdu of a course",)
    assert document.value("language") == "ur"
    assert document.entries == (
        Entry(
            "The bank",
            "کنارا",
            "river",
            True,
            "The old bank",
            False,
            ("Ask Sana.",),
            ("Of a river.",),
            ("01-a.md:5", "01-a.md:9"),
        ),
        Entry('One\\\ntwo "three"', "80% of\tall", references=("01-a.md:7",)),
        Entry("Old", "پرانا", fuzzy=True, previous="Older", obsolete=True),
    )
    assert [entry.line for entry in document.entries] == [13, 17, 24]
    assert po.write(document).decode() == WHOLE


def test_what_other_programs_write_is_read() -> None:
    written = '#, python-format, fuzzy\r\nmsgid ""\r\n"a "\r\n"b"\r\nmsgstr "c"\r\nmsgid "d"\r\nmsgstr "e"\r\n'
    document, mistakes = po.read(b"\xef\xbb\xbf" + written.encode())
    assert mistakes == ()
    assert document.entries == (Entry("a b", "c", fuzzy=True), Entry("d", "e"))


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        ('msgid "A"\nmsgstr "a\n\nmsgid "B"\nmsgstr "b"\n', 2, "not a line"),
        ('nonsense\n\nmsgid "B"\nmsgstr "b"\n', 1, "not a line"),
        ('msgid "A"\n\nmsgid "B"\nmsgstr "b"\n', 1, "not whole"),
        ('msgid "A"\nmsgid_plural "As"\nmsgstr[0] "a"\nmsgstr[1] "b"\n\nmsgid "B"\nmsgstr "b"\n', 1, "plural"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_and_the_rest_is_read(written: str, line: int, words: str) -> None:
    found = messages.read(written.encode())
    assert (found.problems[0].line, words in found.problems[0].text()) == (line, True)
    assert [entry.text for entry in found.document.entries if entry.translation == "b"] == ["B"]


def test_another_encoding_is_told() -> None:
    assert "UTF-8" in messages.read('msgid "A"\nmsgstr "é"\n'.encode("latin-1")).problems[0].text()


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
LINE = st.text(st.characters(categories=["L", "N", "P"]), min_size=1)
ENTRIES = st.lists(
    st.builds(
        Entry,
        text=TEXT.filter(bool),
        translation=TEXT,
        context=TEXT,
        fuzzy=st.booleans(),
        previous=TEXT,
        obsolete=st.just(False),
        comments=st.lists(LINE.filter(lambda line: line[0] not in ".:,|~")).map(tuple),
        notes=st.lists(LINE).map(tuple),
        references=st.lists(LINE).map(tuple),
    ),
    max_size=4,
)


@pytest.mark.slow
@given(ENTRIES)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back(entries: list[Entry]) -> None:
    document = Document(tuple(entries), (("Language", "ur"),))
    written = po.write(document)
    again, mistakes = po.read(written)
    assert (again, mistakes) == (document, ())
    assert po.write(again) == written


@given(
    st.binary()
    | st.lists(st.sampled_from(['msgid "a"', 'msgstr "b"', '"c"', "#~ ", "#| ", "#, fuzzy", "\n", '"', "\\", "#"]))
    .map("".join)
    .map(str.encode)
)
@settings(max_examples=200, deadline=None)
def test_reading_never_fails(body: bytes) -> None:
    found = messages.read(body)
    messages.write(found.document)
    messages.check(found)


def test_babel_reads_the_same(tmp_path: Path) -> None:
    catalog = read_po(BytesIO(WHOLE.encode()), locale="ur")
    found = {message.id: message.string for message in catalog if message.id}
    assert found == {"The bank": "کنارا", 'One\\\ntwo "three"': "80% of\tall"}


@pytest.mark.slow
def test_gettext_takes_it_with_all_its_checks(tmp_path: Path) -> None:
    (tmp_path / "ur.po").write_text(WHOLE.replace("#, fuzzy\n#| ", "#| "), encoding="utf-8")
    subprocess.run(["msgfmt", "-c", "-o", tmp_path / "ur.mo", tmp_path / "ur.po"], check=True, capture_output=True)
