"""XML is read without ever trusting it."""

import time

import pytest

from lms.catalog.exchange import tree
from tests.catalog.exchange.foreign_files import imported, moodle_question, said

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE quiz [<!ENTITY l0 "lol">{LAUGHS}]>',
        '<!DOCTYPE quiz [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE quiz SYSTEM "http://127.0.0.1/evil.dtd">',
        '<!DOCTYPE quiz [<!ENTITY % x SYSTEM "http://127.0.0.1/"> %x;]>',
    ],
)
def test_a_doctype_is_refused_before_anything_in_it_is_read(doctype: str) -> None:
    text = moodle_question("essay", "]]>&l9;&file;<![CDATA[").replace("<quiz>", f"{doctype}\n<quiz>")
    begun = time.monotonic()
    (report,) = said(imported(text))
    assert report.startswith("2: There is a DOCTYPE here.")
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("<quiz>\n<question>\n</quiz>", 3, "damaged"),
        ("<quiz>\n&nbsp;</quiz>", 2, "damaged"),
        ("<quiz>\n\x01</quiz>", 2, "damaged"),
        ("<quiz></quiz><quiz></quiz>", 1, "damaged"),
        ("<quiz>" + "<a>" * 50, 1, "more than 40 deep"),
        ("<quiz>" + "<a/>" * 100_001, 1, "more than 100000 elements"),
    ],
)
def test_what_cannot_be_read_has_its_line(text: str, line: int, words: str) -> None:
    found = tree.read(text)
    assert isinstance(found, tree.Fault)
    assert found.line == line
    assert words in found.message % found.values


def test_html_that_was_not_escaped_stays_text() -> None:
    text = moodle_question("essay").replace("<![CDATA[What is asked?]]>", 'What <b class="x&quot;y">is <i>it</i></b>?')
    assert "What **is *it***?" in imported(text).markdown


def test_other_xml_is_named() -> None:
    assert "begins with <assessmentitem>" in said(imported("<assessmentItem/>"))[0]
