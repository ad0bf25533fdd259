"""What changed between two texts and between two states of a course."""

from hypothesis import given
from hypothesis import strategies as st

from lms.authoring.differences import FileChange, Gap, Kind, Line, compare, compare_files


def shown(before: str, after: str) -> list[str]:
    """The difference with a sign for each line, and marks around words."""
    signs = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.CHANGED: "~", Kind.SAME: " "}
    marks = {Kind.ADDED: "{%s}", Kind.REMOVED: "[%s]", Kind.SAME: "%s"}
    found = []
    for line in compare(before, after, around=1):
        if isinstance(line, Gap):
            found.append(f"… {line.lines}")
        else:
            words = [marks[part.kind] % part.text if line.kind is Kind.CHANGED else part.text for part in line.parts]
            found.append(f"{signs[line.kind]}{line.number} {''.join(words)}")
    return found


def test_a_changed_word_is_marked_inside_its_line():
    assert shown("Always use handcuffs.", "Never use handcuffs.") == ["~1 [Always]{Never} use handcuffs."]


def test_lines_that_are_the_same_are_left_out():
    before = "\n".join(f"Line {number}" for number in range(1, 9))
    after = before.replace("Line 5", "Line 5 and more")
    assert shown(before, after) == ["… 3", " 4 Line 4", "~5 Line 5{ and more}", " 6 Line 6", "… 2"]


def test_another_line_in_the_place_of_one_is_not_called_a_change_of_it():
    assert shown("Weigh the packets.", "A new question begins here, about something else") == [
        "+1 A new question begins here, about something else",
        "-1 Weigh the packets.",
    ]


def test_texts_that_are_the_same_have_no_difference():
    assert compare("a\nb", "a\nb") == ()


lines = st.lists(st.sampled_from(["", "one", "one two", "one two three", "four five", "six"]), max_size=8)


@given(lines, lines)
def test_the_new_text_can_be_read_from_the_difference_and_the_old_one_too(before, after):
    found = [line for line in compare("\n".join(before), "\n".join(after), around=99) if isinstance(line, Line)]
    old, new = [], []
    for line in found:
        if line.kind is not Kind.ADDED:
            old.append("".join(part.text for part in line.parts if part.kind is not Kind.ADDED))
        if line.kind is not Kind.REMOVED:
            new.append("".join(part.text for part in line.parts if part.kind is not Kind.REMOVED))
    if found:
        assert sorted(old) == sorted("\n".join(before).splitlines())
        assert new == "\n".join(after).splitlines()
    else:
        assert "\n".join(before).splitlines() == "\n".join(after).splitlines()


def test_a_long_line_is_shown_before_and_after_instead_of_being_compared():
    before, after = "word " * 5_000, "word " * 5_000 + "more"
    assert [line.kind for line in compare(before, after)] == [Kind.ADDED, Kind.REMOVED]


def test_a_lesson_is_known_by_its_lasting_name_and_a_picture_by_its_content():
    before = {"course.md": "a", "01-one.md": "b", "02-two.md": "c", "images/x.svg": "p", "03-old.md": "d"}
    after = {"course.md": "a2", "01-two.md": "c2", "02-one.md": "b", "images/y.svg": "p", "04-new.md": "e"}
    assert compare_files(before, after) == (
        FileChange("course.md", Kind.CHANGED, "course.md", "a", "a2"),
        FileChange("01-two.md", Kind.RENAMED, "02-two.md", "c", "c2"),
        FileChange("02-one.md", Kind.RENAMED, "01-one.md", "b", "b"),
        FileChange("03-old.md", Kind.REMOVED, "03-old.md", "d", None),
        FileChange("04-new.md", Kind.ADDED, "04-new.md", None, "e"),
        FileChange("images/y.svg", Kind.RENAMED, "images/x.svg", "p", "p"),
    )
