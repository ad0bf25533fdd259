"""Files that somebody uploads to begin a course with: nothing that they say of themselves is believed."""

import zipfile
from io import BytesIO

import docx
import pytest

from lms.authoring.paths import TooLarge
from lms.authoring.taking_in import NotReadable, take_in
from lms.errors import Refused

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
    assert set(take_in([(name, b"# x")]).files) == {"01-x.md"}
    with pytest.raises(Refused):
        take_in([("c.zip", packed({name: b"# x"}))])


@pytest.mark.parametrize("body", [b"", b"PK", b"PK\x03\x04" + b"\0" * 100, packed(COURSE)[:-30], b"%PDF-1.7"])
def test_what_is_no_zip_is_refused(body):
    with pytest.raises(Refused):
        take_in([("c.zip", body)])


def test_too_many_files_are_refused():
    with pytest.raises(TooLarge):
        take_in([(f"{number:04d}-x{number}.md", b"") for number in range(301)])


@pytest.mark.parametrize("pack", [False, True])
def test_a_word_file_becomes_a_course_alone_and_in_a_zip(pack):
    document = docx.Document()
    document.add_heading("At the front desk", 1)
    document.add_paragraph("Greet the person first.")
    body = BytesIO()
    document.save(body)
    upload = ("c.zip", packed({"desk.docx": body.getvalue()})) if pack else ("desk.docx", body.getvalue())
    taken = take_in([upload])
    assert "course.md" in taken.files
    assert any(b"Greet the person first." in text for text in taken.files.values())
    assert taken.reports
    with pytest.raises(NotReadable, match="by itself"):
        take_in([("desk.docx", body.getvalue()), ("01-x.md", b"# x")])


def test_two_courses_at_once_are_refused():
    with pytest.raises(NotReadable, match="several courses"):
        take_in([("c.zip", packed({"a/course.md": b"", "b/course.md": b""}))])


@pytest.mark.parametrize(
    ("uploads", "reason"),
    [([], "No file was chosen"), ([("x.png", b"x")], "no lesson"), ([("c.zip", packed({}))], "no lesson")],
)
def test_without_a_lesson_there_is_no_course(uploads, reason):
    with pytest.raises(NotReadable, match=reason):
        take_in(uploads)
