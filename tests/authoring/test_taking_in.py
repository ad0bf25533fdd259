"""Files that somebody uploads to begin a course with: nothing that they say of themselves is believed."""

import zipfile
from io import BytesIO

import pytest

from lms.authoring import taking_in
from lms.authoring.paths import TooLarge
from lms.authoring.taking_in import NotReadable, take_in

COURSE = {"course.md": b"# A course", "01-one.md": b"# One", "images/x.svg": b"<svg/>", "locale/ur.po": b'msgid ""'}


def packed(files, **given) -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, **given) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return body.getvalue()


@pytest.mark.parametrize("folder", ["", "front-desk/", "a/b/front-desk/"])
def test_a_zip_of_a_course_is_that_course_wherever_its_folder_lies(folder):
    inside = {folder + path: body for path, body in COURSE.items()} | {folder + "README.md": b"x"}
    inside |= {"__MACOSX/._course.md": b"x", folder + ".DS_Store": b"x"}
    taken = take_in([("Front Desk.ZIP", packed(inside))])
    assert taken.files == COURSE
    assert taken.left_out == ()


def test_files_of_a_folder_come_with_the_folder_before_them():
    assert take_in([(f"front-desk/{path}", body) for path, body in COURSE.items()]).files == COURSE


def test_loose_files_get_their_places():
    taken = take_in([("C:\\x\\Lesson One.md", b"# One"), ("Two.markdown", b"# Two"), ("Desk 1.PNG", b"png")])
    assert set(taken.files) == {"01-lesson-one.md", "02-two.md", "images/desk-1.png"}


def test_what_is_no_part_of_a_course_is_named():
    taken = take_in([("c.zip", packed(COURSE | {"notes.docx": b"x", "x.exe": b"MZ"}))])
    assert taken.files == COURSE
    assert taken.left_out == ("notes.docx", "x.exe")


@pytest.mark.parametrize("name", ["../../etc/01-x.md", "/etc/01-x.md", "C:\\windows\\01-x.md", "a/../../01-x.md"])
def test_a_name_never_leads_out_of_the_course(name):
    for uploads in ([(name, b"# x")], [("c.zip", packed({name: b"# x"}))]):
        assert set(take_in(uploads).files) == {"01-x.md"}


def test_a_link_in_a_zip_is_left_out():
    link = zipfile.ZipInfo("01-link.md")
    link.external_attr = 0o120777 << 16
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("02-real.md", "# Real")
    assert set(take_in([("c.zip", body.getvalue())]).files) == {"02-real.md"}


def test_a_zip_that_unpacks_to_too_much_is_refused_while_it_is_read(monkeypatch):
    monkeypatch.setattr(taking_in, "MOST_UNPACKED", 1_000_000)
    bomb = packed({f"{number:02d}-x.md": b"\0" * 300_000 for number in range(1, 10)})
    assert len(bomb) < 10_000
    with pytest.raises(NotReadable, match="unpacks to more"):
        take_in([("bomb.zip", bomb)])


def test_a_zip_that_lies_about_its_sizes_is_refused():
    body = packed({"01-x.md": b"# x\n" * 10_000})
    size = (40_000).to_bytes(4, "little")
    with pytest.raises(NotReadable):
        take_in([("c.zip", body.replace(size, (3).to_bytes(4, "little")))])


@pytest.mark.parametrize("body", [b"", b"PK", b"PK\x03\x04" + b"\0" * 100, packed(COURSE)[:-30], packed(COURSE)[40:]])
def test_a_damaged_zip_is_refused(body):
    with pytest.raises(NotReadable, match="cannot be unpacked"):
        take_in([("c.zip", body)])


def test_too_many_files_are_refused():
    with pytest.raises(NotReadable, match="more than"):
        take_in([("c.zip", packed({f"{number:04d}-x.md": b"" for number in range(1_001)}))])
    with pytest.raises(TooLarge):
        take_in([(f"{number:04d}-x{number}.md", b"") for number in range(301)])


def test_two_courses_at_once_are_refused():
    with pytest.raises(NotReadable, match="several courses"):
        take_in([("c.zip", packed({"a/course.md": b"", "b/course.md": b""}))])


@pytest.mark.parametrize("uploads", [[], [("x.png", b"x")], [("c.zip", packed({}))]])
def test_without_a_lesson_there_is_no_course(uploads):
    with pytest.raises(NotReadable, match="no lesson"):
        take_in(uploads)
