"""What is not read at all: other files, disguises, attacks. Each is refused with its reason, and nothing is unpacked first."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from lms.authoring.intake import TooLarge, Unreadable, limits, read
from lms.authoring.intake.package import parse
from lms.catalog.source import MAX_TEXT_FILE
from lms.errors import Refused
from tests.authoring.intake.documents import changed, packed, picture, plain, repacked, slides, unpacked, word

pytestmark = pytest.mark.slow

DOCUMENT = "word/document.xml"


# --- other kinds of file --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "before 2007"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"\x1f\x8b\x08" + bytes(20), "not a ZIP"),
        (picture(), "picture"),
        (b"# A lesson\n\nText.", "plain text"),
        (b"MZ\x90\0\xff", "neither a Word document"),
        (b"PK\x03\x04 and then nothing", "damaged"),
    ],
)
@pytest.mark.parametrize("name", ["course.docx", "course"])
def test_other_files_are_named(name: str, body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(name, body)


@pytest.mark.parametrize(
    ("name", "body", "meant"),
    [
        ("a.docx", slides(lambda presentation: None), ".pptx"),
        ("a.PPTX", plain("x"), ".docx"),
        ("a.zip", plain("x"), ".docx"),
        ("a.docx", packed({"course.md": b"# x"}), ".zip"),
    ],
)
def test_a_name_that_says_something_else_is_refused(name: str, body: bytes, meant: str) -> None:
    with pytest.raises(Unreadable, match=f"should end in {meant}"):
        read(name, body)


def test_a_name_that_says_nothing_is_enough() -> None:
    assert read("handout", plain("x")).title == "handout"


def test_macros_and_spreadsheets_are_refused() -> None:
    with pytest.raises(Unreadable, match="macros"):
        read("a.docx", packed(unpacked(plain("x")) | {"word/vbaProject.bin": b"x"}))
    with pytest.raises(Unreadable, match="neither a Word document"):
        read("a.xlsx", changed(plain("x"), "_rels/.rels", b"word/document.xml", b"word/styles.xml"))


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(Unreadable, match="no text"):
        read("a.docx", word())


# --- tricks with ZIPs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "../course.md",
        "a/../../x.md",
        "/etc/passwd",
        "C:/x.md",
        "\\\\host\\x.md",
        "..\\x.md",
        "a//x.md",
        "./x.md",
        "a\nb.md",
    ],
)
def test_paths_that_lead_elsewhere_are_refused(path: str) -> None:
    with pytest.raises(Unreadable, match="leads out of it"):
        read("a.zip", packed({"course.md": b"# x", path: b"x"}))


def test_a_path_that_ends_at_a_null_is_refused() -> None:
    with pytest.raises(Unreadable, match="leads out of it"):
        read("a.zip", packed({"course.md": b"# x", "01-ab.md": b"x"}).replace(b"01-ab.md", b"01-a\0.md"))


def test_links_are_refused() -> None:
    link = zipfile.ZipInfo("01-secrets.md")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("course.md", "# x")
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(Unreadable, match="a link to another place"):
        read("a.zip", body.getvalue())


def test_a_password_is_said() -> None:
    body = bytearray(packed({"course.md": b"# x"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(signature) + place] |= 1
    with pytest.raises(Unreadable, match="password"):
        read("a.zip", bytes(body))


def test_other_ways_of_packing_are_refused() -> None:
    with pytest.raises(Unreadable, match="ordinary ZIP"):
        read("a.zip", packed({"course.md": b"# x"}, zipfile.ZIP_LZMA))


def test_the_same_path_twice_is_refused() -> None:
    body = packed({"course.md": b"# x", "course.mx": b"# y"}).replace(b"course.mx", b"course.md")
    with pytest.raises(Unreadable, match="twice"):
        read("a.zip", body)


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLarge, match="more than"):
        read("a.zip", packed({f"{number}.md": b"" for number in range(limits.MAX_ENTRIES + 1)}))


def peak_of(body: bytes, name: str, reason: str) -> int:
    """The most memory that refusing a file took."""
    tracemalloc.start()
    with pytest.raises(Refused, match=reason):
        read(name, body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_a_bomb_is_not_unpacked() -> None:
    zeros = bytes(30 * 1024**2)
    assert peak_of(packed({"course.md": zeros}), "a.zip", "would grow more than") < 5 * 1024**2
    hidden = changed(plain("x"), DOCUMENT, b"<w:body>", b"<w:body>" + b" " * len(zeros))
    assert peak_of(hidden, "a.docx", "would grow more than") < 5 * 1024**2


def test_many_small_bombs_are_not_unpacked() -> None:
    files = {f"{number}.md": bytes(limits.SMALL) for number in range(limits.MAX_UNPACKED // limits.SMALL + 1)}
    assert peak_of(packed(files), "a.zip", "would be larger than") < 10 * 1024**2


def test_a_file_that_lies_about_its_size_is_not_believed() -> None:
    body = packed({"course.md": b"# " + b"x" * 5000})
    lying = body.replace(struct.pack("<L", 5002), struct.pack("<L", 10))
    with pytest.raises(Unreadable, match="damaged"):
        read("a.zip", lying)


def test_what_is_too_large_as_it_comes_in_is_not_opened() -> None:
    with pytest.raises(TooLarge, match="larger than 100 MB"):
        read("a.zip", bytes(limits.MAX_BYTES + 1))


# --- tricks with XML ------------------------------------------------------------------------------------

LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)


@pytest.mark.parametrize(
    "definition",
    [
        LAUGHS + b"]>",
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
        b'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        b"<!DOCTYPE x>",
    ],
)
@pytest.mark.parametrize("part", [DOCUMENT, "word/styles.xml", "_rels/.rels", "word/_rels/document.xml.rels"])
def test_definitions_of_entities_are_refused(definition: bytes, part: str) -> None:
    body = repacked(
        plain("x"), lambda path, content: content.replace(b"?>", b"?>" + definition, 1) if path == part else content
    )
    with pytest.raises(Unreadable, match="defines entities"):
        read("a.docx", body)


def test_definitions_in_another_encoding_are_refused() -> None:
    def written(path: str, content: bytes) -> bytes:
        if path != DOCUMENT:
            return content
        return content.decode().replace("UTF-8", "UTF-16").replace("?>", "?><!DOCTYPE x>", 1).encode("utf-16")

    with pytest.raises(Unreadable, match="defines entities"):
        read("a.docx", repacked(plain("x"), written))


def test_elements_without_end_are_refused() -> None:
    deep = b"<w:sdt>" * 5000 + b"</w:sdt>" * 5000
    with pytest.raises(TooLarge, match="too intricate"):
        read("a.docx", changed(plain("x"), DOCUMENT, b"<w:body>", b"<w:body>" + deep))


def test_as_deep_as_is_allowed_is_read() -> None:
    depth = limits.MAX_DEPTH - 8
    deep = b"<w:sdt><w:sdtContent>" * (depth // 2), b"</w:sdtContent></w:sdt>" * (depth // 2)
    body = changed(
        plain("x"), DOCUMENT, b"<w:body>", b"<w:body>" + deep[0] + b"<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + deep[1]
    )
    assert any(b"deep" in content for content in read("a.docx", body).files.values())


def test_too_many_elements_are_refused() -> None:
    with pytest.raises(TooLarge, match="too long"):
        parse(b"<x>" + b"<y/>" * limits.MAX_ELEMENTS + b"</x>")


def test_a_part_that_is_no_xml_is_refused() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read("a.docx", changed(plain("x"), DOCUMENT, b"<w:body>", b"<w:body"))


# --- what a course cannot hold --------------------------------------------------------------------------


def test_a_lesson_that_no_editor_would_open_is_refused() -> None:
    with pytest.raises(TooLarge, match="too long for one lesson"):
        read("a.docx", plain("x" * (MAX_TEXT_FILE + 1)))


def test_more_lessons_than_a_course_can_have_are_refused() -> None:
    def write(document: object) -> None:
        for number in range(301):
            document.add_heading(f"Lesson {number}", 1)  # type: ignore[attr-defined]

    with pytest.raises(TooLarge, match="302 lessons and pictures"):
        read("a.docx", word(write))
