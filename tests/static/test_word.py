"""What is pasted from Word and its like becomes Markdown that the checker takes, in real Chromium."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from lms.catalog.source import read
from lms.config import ROOT
from tests.sample_course import FILES

pytestmark = pytest.mark.browser

SITE = "http://portal.test"

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color: red}</style></head><body>
<!--StartFragment-->
<h1><span style='font-family:"Calibri"'>Receiving a complainant<o:p></o:p></span></h1>
<p class=MsoNormal><b><span lang=EN-GB>Never</span></b> send a person <i>away</i>, says <a href="https://www.unodc.org/x(1)">UNODC</a>.</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18pt;mso-list:l0 level1 lfo1'
><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>Greet</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'
><span style='mso-list:Ignore'>o<span>&nbsp;</span></span>with a seat</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Listen</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.</span>First</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>Section</p></td><td><p class=MsoNormal>Says | what</p></td></tr>
<tr><td><p>154</p></td><td><p>First information<br>report</p></td></tr></table>
<p class=MsoNormal>5 &lt; 6 * 7_8 [sic]<o:p>&nbsp;</o:p></p>
<!--EndFragment--></body></html>"""

MARKDOWN = """# Receiving a complainant

**Never** send a person *away*, says [UNODC](https://www.unodc.org/x%281%29).

- Greet
  - with a seat
- Listen
1. First

| Section | Says \\| what |
|---|---|
| 154 | First information report |

5 \\< 6 \\* 7\\_8 \\[sic\\]"""

CASES = {
    "google docs": (
        "<b style='font-weight:normal' id='docs-internal-guid-1'><h2>A heading</h2><p><span style='font-weight:700'>Bold</span>"
        "<span style='font-style:italic'> slanted</span></p>"
        "<ul><li><p>one</p></li><ul><li><p>inner</p></li></ul><li>two</li></ul></b>",
        "## A heading\n\n**Bold** *slanted*\n\n- one\n  - inner\n- two",
    ),
    "nested lists": ("<ol><li>one<ul><li>inner</li></ul></li><li>two</li></ol>", "1. one\n   - inner\n2. two"),
    "urdu": ("<p dir='rtl'><b>پہلے دو منٹ</b> اہم ہیں۔</p>", "**پہلے دو منٹ** اہم ہیں۔"),
    "spaces inside bold": ("<p>a<b> bold </b>word</p>", "a **bold** word"),
    "a box around text": ("<table><tr><td><p>Only <b>text</b></p></td></tr></table>", "Only **text**"),
    "a line that looks like a list": ("<p>- <b>no</b> list</p><p>1. no list</p>", "\\- **no** list\n\n1\\. no list"),
    "scripts and styles": (
        "<h2 onclick='alert(1)' style='position:fixed'>Title</h2><script>alert(1)</script><img src=x onerror=alert(1)>"
        "<p><a href='javascript:alert(1)'>words</a> <iframe src='//evil'></iframe><svg onload=alert(1)></svg></p>",
        "## Title\n\nwords",
    ),
    "headings too deep": ("<h5>Deep</h5>", "### Deep"),
    "a quotation": ("<blockquote><p>one</p><p><b>two</b></p></blockquote>", "> one\n>\n> **two**"),
    "plain text in boxes": ("<div><span style='color:#fff'>const a = 1;</span></div>", ""),
    "a new line": ("<p><b>one</b><br>two</p>", "**one**\\\ntwo"),
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Page:
    made = chromium.new_page()
    made.route(
        f"{SITE}/word.js",
        lambda route: route.fulfill(
            path=ROOT / "lms" / "static" / "editor" / "word.js", content_type="text/javascript"
        ),
    )
    made.route(f"{SITE}/", lambda route: route.fulfill(body="<title>x</title>", content_type="text/html"))
    made.goto(f"{SITE}/")
    return made


def markdown(page: Page, html: str) -> str:
    return str(page.evaluate('async (html) => (await import("/word.js")).toMarkdown(html)', html))


def test_word(page: Page) -> None:
    assert markdown(page, WORD) == MARKDOWN


@pytest.mark.parametrize("case", CASES)
def test_others(page: Page, case: str) -> None:
    html, expected = CASES[case]
    assert markdown(page, html) == expected


@pytest.mark.parametrize("html", [WORD, *(html for html, _ in CASES.values())])
def test_the_checker_finds_nothing_to_mend(page: Page, html: str) -> None:
    text = markdown(page, html).removeprefix("# Receiving a complainant")
    body = FILES["01-receiving.md"] + b"\n---\n\n" + text.encode()
    problems = read("front-desk", FILES | {"01-receiving.md": body}).problems
    assert [str(problem) for problem in problems if problem.line] == []


def test_nothing_runs_and_nothing_is_fetched(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    markdown(
        page,
        "<b>x</b><img src='/pixel.png' onerror='alert(1)'><link rel=stylesheet href='/x.css'><script>alert(2)</script>",
    )
    page.wait_for_timeout(200)
    assert [url for url in asked if not url.endswith("word.js")] == []
