"""A compiled course comes back as it was, or is refused."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalog import compiled, folder, source
from lms.catalog.compiled import Outdated
from lms.catalog.course import Course
from tests.catalog import small_course
from tests.catalog.test_localise import LESSON

LIBRARY = Path(__file__).parents[2] / "courses"
EVERYTHING = (
    LESSON
    + "\n---\n\n[Film](a.mp4)\n\n### Question (match)\n\nMatch.\n\n| A | B |\n|---|---|\n| a | X |\n| b | Y |\n"
    + "\n### Question (put in order)\n\nSort.\n\n1. a\n2. b\n\n### Question (number)\n\nHow many?\n\n- Answer: 8 to 9\n"
)


def test_a_course_comes_back_without_loss() -> None:
    course = small_course.compiled(EVERYTHING, **{"a.mp4": b"", "a.en.vtt": b""})
    again = compiled.load(compiled.dump(course))
    assert again == course
    assert repr(again) == repr(course)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*/*/course.md")), ids=lambda path: path.parent.name)
def test_every_course_of_the_library_is_read_and_comes_back(path: Path) -> None:
    reading = source.read(path.parent.name, folder.read(path.parent))
    assert isinstance(reading.course, Course), [str(problem) for problem in reading.problems]
    assert compiled.load(compiled.dump(reading.course)) == reading.course


def test_what_another_version_wrote_is_compiled_anew() -> None:
    version, tree = msgspec.msgpack.decode(compiled.dump(small_course.compiled("# T\n")))
    with pytest.raises(Outdated):
        compiled.load(msgspec.msgpack.encode([version + 1, tree]))
    with pytest.raises(Outdated):
        compiled.load(msgspec.msgpack.encode([version, tree[:-1]]))
    with pytest.raises(Outdated):
        compiled.load(msgspec.msgpack.encode([version, "course"]))


@given(st.binary())
def test_what_is_no_course_is_refused(stored: bytes) -> None:
    with pytest.raises(Outdated):
        compiled.load(stored)
