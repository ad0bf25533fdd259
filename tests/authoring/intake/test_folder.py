"""A ZIP of a course's folder, as people pack it."""

import pytest

from lms.authoring.intake import Unreadable, read
from tests.authoring.intake.documents import packed, picture, plain
from tests.authoring.intake.markdown import said

FILES = {
    "course.md": b"---\r\ntrack: core\r\n---\r\n\r\n# The *front* desk\r\n",
    "01-receiving.md": b"# Receiving\n",
    "images/desk.png": picture(),
    "locale/ur.po": b'msgid ""\n',
}


def under(folder: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {folder + path: body for path, body in files.items()}


def test_files_arrive_byte_for_byte() -> None:
    intake = read("front-desk.zip", packed(FILES))
    assert intake.files == FILES
    assert (intake.title, intake.reports) == ("The front desk", ())


@pytest.mark.parametrize("folder", ["front-desk/", "front-desk\\", "میرا کورس/"])
def test_a_folder_around_them_is_taken_off(folder: str) -> None:
    assert read("a.zip", packed(under(folder, FILES))).files == FILES


def test_what_systems_leave_behind_is_not_there() -> None:
    junk = {"__MACOSX/front-desk/._course.md": b"x", "front-desk/.DS_Store": b"x", "front-desk/images/Thumbs.db": b"x"}
    intake = read("a.zip", packed(under("front-desk/", FILES) | junk))
    assert intake.files == FILES
    assert intake.reports == ()


def test_names_that_a_mac_wrote_without_saying_how_are_understood() -> None:
    named = packed({"XXbung/course.md": b"# x", "XXbung/images/desk.png": picture()})
    body = named.replace(b"XXbung", "Übung".encode())  # the archive does not say that this is UTF-8
    assert set(read("a.zip", body).files) == {"course.md", "images/desk.png"}


def test_names_in_the_code_page_of_an_old_pc_are_understood() -> None:
    body = packed({"XX/course.md": b"# x"}).replace(b"XX/", "Üb/".encode("cp437"))
    assert set(read("a.zip", body).files) == {"course.md"}


def test_files_that_no_course_can_have_are_left_out_and_said() -> None:
    intake = read("a.zip", packed(FILES | {"plan.txt": b"x", "images/Desk 2.png": picture(), "locale/xx.po": b""}))
    assert intake.files == FILES
    assert [report.file for report in intake.reports] == ["images/Desk 2.png", "locale/xx.po", "plan.txt"]
    assert all("was left out" in report for report in said(intake))


def test_a_document_alone_in_a_zip_is_read() -> None:
    intake = read("a.zip", packed({"Handouts/Front desk.docx": plain("Stand up."), "__MACOSX/._x": b""}))
    assert intake.title == "Front desk"
    assert any(b"Stand up." in body for body in intake.files.values())


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"readme.txt": b"x"}, "There is no course.md"),
        (under("a/b/", FILES), "There is no course.md"),
        (under("a/", FILES) | under("b/", FILES), "several courses"),
        (FILES | {"files/more.zip": packed({"a": b"b"})}, "itself packed"),
        ({"a.docx": plain("x"), "b.docx": plain("y")}, "one Word or PowerPoint file"),
        ({"moodle_backup.xml": b"<moodle_backup/>"}, "Moodle"),
        ({"course/imsmanifest.xml": b"<manifest/>"}, "another learning platform"),
        ({"content/databases/1.sqlite3": b"x"}, "Kolibri"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "LibreOffice"),
        ({}, "There is no course.md"),
        ({"a.docx": packed({"x": b"y"})}, "should end in .zip"),
    ],
)
def test_other_zips_are_refused_with_advice(files: dict[str, bytes], reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read("a.zip", packed(files))
