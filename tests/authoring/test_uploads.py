"""Files are what they are and not what they are called."""

import pytest

from lms.authoring import actions, paths, uploads
from lms.catalog.source import read
from lms.people.roles import Role
from tests.sample_course import FILES

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x04\x00\x00\x00\x03\x08\x06\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0\x00\x11\x08\x00\x03\x00\x04\x03"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00"


@pytest.mark.parametrize(
    ("name", "body", "kept"),
    [
        ("a.png", PNG, "a.png"),
        ("IMG 1.JPG", JPEG, "IMG 1.JPG"),
        ("photo.png", JPEG, "photo.jpg"),
        ("a.svg", b"<?xml version='1.0'?>\n<!-- drawn by hand -->" + SVG, "a.svg"),
        ("a.pdf", b"%PDF-1.7", "a.pdf"),
        ("a.mp4", b"\0\0\0 ftypisom", "a.mp4"),
        ("a.m4a", b"\0\0\0 ftypM4A ", "a.m4a"),
        ("a.en.vtt", b"WEBVTT\n", "a.en.vtt"),
    ],
)
def test_a_file_keeps_its_name_or_gets_the_ending_of_what_it_is(name: str, body: bytes, kept: str) -> None:
    assert uploads.named(name, body) == kept


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.png", EXE),
        ("a.png", b"<html><script>alert(1)</script>"),
        ("a.svg", PNG),
        ("a.png", SVG),
        ("a.mp4", b"%PDF-1.7"),
        ("a.pdf", PNG),
        ("a.vtt", b"<script>"),
        ("a.png", b""),
    ],
)
def test_what_is_something_else_than_its_name_says_is_refused_with_a_reason(name: str, body: bytes) -> None:
    with pytest.raises(uploads.NotWhatItSays, match="not what its name says"):
        uploads.named(name, body)


@pytest.mark.parametrize("name", ["a.exe", "a.html", "png"])
def test_what_no_course_can_have_is_refused(name: str) -> None:
    with pytest.raises(paths.BadPath):
        uploads.named(name, PNG)


@pytest.mark.parametrize(
    "inside",
    [b"<script>alert(1)</script>", b'<g onload="alert(1)"/>', b"<foreignObject/>", b'<a href="javascript:alert(1)"/>'],
)
def test_a_drawing_that_is_more_than_a_drawing_is_refused(session, make_person, viewer_of, now, inside) -> None:
    trainer = viewer_of(make_person(roles=[Role.TRAINER]))
    record = actions.create_course(session, "desk", FILES, trainer, now)
    body = SVG.replace(b"/>", b">" + inside + b"</svg>")
    with pytest.raises(uploads.NotWhatItSays, match="more than a drawing"):
        actions.add_media(session, record, "a.svg", body, trainer, now)


def test_a_picture_is_kept_under_the_ending_of_what_it_is(session, make_person, viewer_of, now) -> None:
    trainer = viewer_of(make_person(roles=[Role.TRAINER]))
    record = actions.create_course(session, "desk", FILES, trainer, now)
    assert (
        actions.add_media(session, record, r"C:\Fotos\Front Desk.png", JPEG, trainer, now).path
        == "images/front-desk.jpg"
    )


@pytest.mark.parametrize(
    ("description", "caption"),
    [("A desk", ""), ('Two "stars": * and [brackets](x) <b>', 'He said "stand up"'), ("مدعی `x` \\", "عنوان")],
)
def test_whatever_is_written_about_a_picture_the_checker_takes_it(description: str, caption: str) -> None:
    text = FILES["01-receiving.md"] + b"\n---\n\n" + uploads.markdown("images/a.svg", description, caption).encode()
    files = FILES | {"images/a.svg": SVG}
    told = read("desk", files | {"01-receiving.md": text}).problems
    assert [problem for problem in told if problem.line] == [p for p in read("desk", files).problems if p.line]


def test_recordings_and_documents_are_links_and_captions_nothing() -> None:
    assert uploads.markdown("videos/a.mp4", "How to greet") == "[How to greet](videos/a.mp4)"
    assert uploads.markdown("files/a.pdf", "Form 24") == "[Form 24](files/a.pdf)"
    assert uploads.markdown("videos/a.en.vtt", "") == ""
