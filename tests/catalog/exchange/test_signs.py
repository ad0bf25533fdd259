"""A file is what its content is; every encoding of Pakistan's computers is read or named."""

import pytest

from lms.catalog.exchange import signs
from lms.catalog.exchange.intake import Intake
from tests.catalog.exchange.foreign_files import imported, moodle_question, question, said

URDU = "رپورٹ کا مختصر نام کیا ہے؟"
GIFT = f"{URDU} {{=FIR}}\r\n"


def origin(body: bytes) -> str | None:
    found = signs.read(body, Intake("x"))
    return found.origin.value if found else None


def test_the_content_decides() -> None:
    assert origin(b"What?{T}") == "GIFT"
    assert origin(b"What?\nA. x\nB. y\nANSWER: A") == "Aiken"
    assert origin(b"  <quiz></quiz>") == "Moodle XML"
    assert origin(b"<?xml version='1.0'?><a/>") == "Moodle XML"
    assert origin(b"Just some words.") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_every_coat(encoding: str) -> None:
    body = f"A {GIFT}".encode(encoding)
    assert URDU in imported(body).markdown
    assert said(imported(body)) == []


def test_old_windows_is_read_and_reported() -> None:
    arabic = "ما هو اسم التقرير؟"
    result = imported(f"What?{{T}}\n\n{arabic} {{=FIR}}".encode("cp1256"))
    assert arabic in result.markdown
    assert said(result)[0].startswith("3: This file is not saved as UTF-8.")


def test_words_quotation_marks_of_old_windows() -> None:
    body = "“What’s that?” – {=café}".encode("cp1252")
    assert "“What’s that?” –" in imported(body).markdown
    assert [unit.text for unit in question(body).accepted] == ["café"]


def test_an_encoding_that_xml_declares() -> None:
    text = moodle_question("essay", "سؤال").replace("UTF-8", "Windows-1256")
    assert "سؤال" in imported(text.encode("cp1256")).markdown
    assert "“ebcdic-cp-us” cannot be read" in said(imported(text.replace("Windows-1256", "EBCDIC-CP-US")))[0]


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"),
        (b"\x1f\x8b\x08", "MBZ"),
        (b"{\\rtf1 What?{T}", "RTF"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"\x89PNG\r\n", "PNG"),
    ],
)
def test_disguises_are_named(start: bytes, kind: str) -> None:
    (report,) = said(imported(start + b"{T}" * 10))
    assert report.startswith("0: By its content")
    assert kind in report


@pytest.mark.parametrize("body", [b"", b"\n\n", b"words", b"\x00", b"\xff\xfe\x00", b"a\x00b{T}", b"\xff\xfeA\xd8"])
def test_what_holds_no_text_or_no_question_says_so(body: bytes) -> None:
    result = imported(body)
    assert result.markdown == ""
    assert len(result.problems) == 1


def test_sizes_are_limited() -> None:
    assert "larger than 2 MB" in said(imported(b"What?{T}\n" * 300_000))[0]
    assert "larger than 10 MB" in said(imported(b"<quiz>" + b" " * signs.MAX_FILE))[0]
    assert "larger than 2 MB" in said(imported(b"<quiz>" + b"x" * (signs.MAX_TEXT + 1) + b"</quiz>"))[0]
