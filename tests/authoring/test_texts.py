"""A text field and the bytes of the file behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.authoring.texts import body_of, is_readable, shown


@given(st.text(st.characters(blacklist_categories=("Cs",))))
def test_who_changes_nothing_has_changed_nothing(text: str) -> None:
    before = text.encode()
    assert body_of(shown(before), before) == before
    assert body_of(shown(before).replace("\n", "\r\n"), before) == before


def test_the_ends_of_lines_and_the_mark_of_a_file_are_kept() -> None:
    assert body_of("a\nb\nc", b"a\r\nb\r\n") == b"a\r\nb\r\nc"
    assert body_of("a\r\nb", b"a\n") == b"a\nb"
    assert body_of("b", "\ufeffa".encode()) == "\ufeffb".encode()
    assert body_of("a\r\nb\rc") == b"a\nb\nc"


@pytest.mark.parametrize(
    ("body", "readable"), [(b"text", True), ("اردو".encode(), True), (b"\xff\xfea", False), (b"a\0", False)]
)
def test_what_is_no_text_is_known(body: bytes, readable: bool) -> None:
    assert is_readable(body) is readable
    assert isinstance(shown(body), str)
