"""What becomes of the parts of a Word document."""

import io

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from lms.authoring.intake import Converted, read
from tests.authoring.intake.documents import (
    NAMESPACES,
    add_picture,
    changed,
    element,
    paragraphs,
    part,
    picture,
    plain,
    repacked,
    word,
)
from tests.authoring.intake.markdown import mistakes, only_lesson, said, text

pytestmark = pytest.mark.slow

DOCUMENT = "word/document.xml"


def converted(*texts: str) -> Converted:
    return read("a.docx", paragraphs(*texts))


def with_element(xml: str, before: str = "Before ", after: str = " after.") -> Converted:
    """A document of one paragraph with an element in it."""

    def write(document: Document) -> None:
        paragraph = document.add_paragraph(before)
        element(paragraph, xml)
        paragraph.add_run(after)

    return read("a.docx", word(write))


# --- headings -------------------------------------------------------------------------------------------


def lessons(intake: Converted) -> dict[str, str]:
    return {path: text(intake, path).split("\n")[0] for path in intake.files if path != "course.md"}


def test_one_heading_above_all_others_is_the_title() -> None:
    intake = converted(
        "# Front desk", "All about it.", "## Receiving", "Stand up.", "### Greeting", "Smile.", "## Writing", "Write."
    )
    assert intake.title == "Front desk"
    assert lessons(intake) == {"01-receiving.md": "# Receiving", "02-writing.md": "# Writing"}
    assert "## Greeting" in text(intake, "01-receiving.md")
    assert "# Front desk\n\nAll about it.\n" in text(intake, "course.md")


def test_without_a_title_the_files_name_is_taken_and_said() -> None:
    intake = read(r"C:\Courses\Front_desk v2.docx", paragraphs("# One", "Text.", "# Two", "Text."))
    assert intake.title == "Front desk v2"
    assert any("The name of its file was taken" in report for report in said(intake))


def test_a_long_text_without_headings_is_divided_and_said() -> None:
    intake = converted(*["Twelve words stand here in a row to fill the paragraph up."] * 120)
    assert len(lessons(intake)) == 3
    assert any("no headings" in report for report in said(intake))


def test_bold_lines_are_headings_where_there_are_no_others() -> None:
    def write(document: Document) -> None:
        for title in ("Receiving", "Writing down"):
            document.add_paragraph().add_run(title).bold = True
            document.add_paragraph("A sentence of text that is not bold.")

    intake = read("a.docx", word(write))
    assert list(lessons(intake).values()) == ["# Receiving", "# Writing down"]
    assert any("bold lines" in report for report in said(intake))


def test_an_urdu_title_gives_a_safe_name() -> None:
    intake = converted("# سائل کا استقبال", "کھڑے ہو کر سلام کریں۔", "# اندراج", "سب کچھ لکھیں۔")
    assert lessons(intake) == {"01-lesson.md": "# سائل کا استقبال", "02-lesson-2.md": "# اندراج"}
    assert "---\nlanguage: ur\n" in text(intake, "course.md")


def test_headings_that_the_format_reads_otherwise_stay_headings() -> None:
    intake = converted(
        "# One", "### Question time", "Text.", "### Exercise (match)", "Text.", "## Pool: swimming (ask 2)", "# C#", "x"
    )
    assert mistakes(intake.files) == []


# --- text -----------------------------------------------------------------------------------------------


def test_looks_come_over() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("He said ")
        paragraph.add_run("never ").bold = True
        paragraph.add_run("and ")
        paragraph.add_run("always.").italic = True
        struck = paragraph.add_run("gone")
        struck.font.strike = True
        paragraph.add_run(" 10")
        paragraph.add_run("2").font.superscript = True

    assert only_lesson(read("a.docx", word(write))) == "He said **never** and *always*.~~gone~~ 10²\n"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("# no heading", "\\# no heading"),
        ("#tag", "\\#tag"),
        ("> no quotation", "\\> no quotation"),
        ("1986. It was a year.", "1986\\. It was a year."),
        ("2 * 3 * 4 = a_b _c_", "2 \\* 3 \\* 4 = a_b \\_c\\_"),
        ("<b> & &amp; a < b", "\\<b> & \\&amp; a \\< b"),
        ("[x](y) ![z](w)", "\\[x\\](y) !\\[z\\](w)"),
        ("[1]: http://example.org", "\\[1\\]: http://example.org"),
        ("`code` ~~gone~~ C:\\x", "\\`code\\` \\~\\~gone\\~\\~ C:\\\\x"),
        ("| a | b |", "\\| a | b |"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("+ [ ] box", "\\+ \\[ \\] box"),
    ],
)
def test_signs_that_mean_something_are_shown_as_they_are(typed: str, written: str) -> None:
    intake = read("a.docx", plain("First.", typed))
    assert only_lesson(intake) == f"First.\n\n{written}\n"
    assert mistakes(intake.files) == []


def test_links_keep_only_safe_addresses() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph()
        for address in ("https://example.org/a b(c)", "mailto:a@example.org", "javascript:alert(1)", "file:///C:/x"):
            kind = docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK
            link = document.part.relate_to(address, kind, is_external=True)
            element(
                paragraph, f'<w:hyperlink r:id="{link}"><w:r><w:t xml:space="preserve">link </w:t></w:r></w:hyperlink>'
            )

    intake = read("a.docx", word(write))
    assert only_lesson(intake) == "[link](https://example.org/a%20b%28c%29) [link](mailto:a@example.org) link link\n"
    assert len([report for report in said(intake) if "was a link to" in report]) == 2


def test_a_link_may_be_a_field() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>there</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    intake = with_element(f"<w:smartTag>{field}</w:smartTag>")
    assert only_lesson(intake) == "Before [there](https://example.org) after.\n"


def test_a_field_that_never_ends_hides_nothing() -> None:
    intake = with_element('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', after="")
    assert only_lesson(intake) == "Before\n"

    def write(document: Document) -> None:
        element(document.add_paragraph("One"), '<w:r><w:fldChar w:fldCharType="begin"/></w:r>')
        document.add_paragraph("Two")

    assert only_lesson(read("a.docx", word(write))) == "One\n\nTwo\n"


@pytest.mark.parametrize(
    ("xml", "written", "report"),
    [
        ("<m:oMath><m:r><m:t>v=s/t</m:t></m:r></m:oMath>", "Before v=s/t after.", "An equation became plain text"),
        ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins>", "Before new after.", "inserted while changes were tracked"),
        ("<w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "Before after.", "“old” was deleted"),
        (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>",
            "<!-- Hidden text: secret -->\n\nBefore after.",
            "Hidden text",
        ),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "Before ✓ after.", ""),
        ('<w:r><w:sym w:font="Webdings" w:char="F051"/></w:r>', "Before after.", "A sign of the font Webdings"),
        (
            '<w:hyperlink w:anchor="here"><w:r><w:t>see there</w:t></w:r></w:hyperlink>',
            "Before see there after.",
            "a link to a place",
        ),
        ("<w:sdt><w:sdtContent><w:r><w:t>chosen</w:t></w:r></w:sdtContent></w:sdt>", "Before chosen after.", ""),
        ("<w:r><w:br/><w:t>- [ ] next</w:t></w:r>", "Before\\\n\\- \\[ \\] next after.", ""),
    ],
)
def test_what_is_in_a_paragraph_is_kept_or_said(xml: str, written: str, report: str) -> None:
    intake = with_element(xml)
    assert only_lesson(intake) == f"{written}\n"
    place = written.count("\n") + 3
    found = [each for each in intake.reports if each.file != "course.md"]
    assert [(report in each.text(), each.line) for each in found] == ([(True, place)] if report else [])


def test_a_comment_of_a_reviewer_is_kept_where_readers_do_not_see_it() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph("Two officers search.")
        document.add_comment(paragraph.runs, text="Three -- or more? -->", author="Inspector Amna", initials="A")

    intake = read("a.docx", word(write))
    assert only_lesson(intake) == "<!-- Comment by Inspector Amna: Three – or more? –> -->\n\nTwo officers search.\n"
    assert mistakes(intake.files) == []
    assert any("line 5: A comment was taken over" in report for report in said(intake))


def test_a_text_box_comes_after_its_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        + box
        + "</wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    intake = with_element(xml)
    assert only_lesson(intake) == "Before after.\n\nIn the box\n"
    assert any("stood in a box" in report for report in said(intake))


def test_a_diagram_becomes_a_list() -> None:
    def write(document: Document) -> None:
        points = "".join(
            f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>" for text in ("Stop", "Look")
        )
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
        link = part(
            document, "diagram", kind, f"<dgm:dataModel {NAMESPACES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"
        )
        element(
            document.add_paragraph(),
            f'<w:r><w:drawing><wp:inline><dgm:relIds r:dm="{link}"/></wp:inline></w:drawing></w:r>',
        )

    intake = read("a.docx", word(write))
    assert only_lesson(intake) == "- Stop\n- Look\n"
    assert any("SmartArt" in report for report in said(intake))


def test_what_was_drawn_is_said() -> None:
    intake = with_element("<w:r><w:drawing><wp:inline/></w:drawing></w:r>")
    assert any("A drawing or an object did not come over" in report for report in said(intake))


def test_what_stood_on_every_page_is_said() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Text.")
        document.sections[0].header.paragraphs[0].text = "RESTRICTED"

    assert any("“RESTRICTED” stood above" in report for report in said(read("a.docx", word(write))))


def test_the_table_of_contents_is_left_out() -> None:
    def write(document: Document) -> None:
        style = document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("Receiving 1", style=style)
        document.add_paragraph("Text.")

    intake = read("a.docx", word(write))
    assert only_lesson(intake) == "Text.\n"
    assert any("table of contents" in report for report in said(intake))


# --- lists and tables -----------------------------------------------------------------------------------


def numbered(document: Document, *levels: tuple[str, str], restart: bool = False) -> str:
    """A list that counts with these formats; returns its number."""
    numbering = document.part.numbering_part.element
    made = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (kind, text) in enumerate(levels)
    )
    number = str(90 + len(numbering))
    numbering.append(parse_xml(f'<w:abstractNum {NAMESPACES} w:abstractNumId="{number}">{made}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    return number


def point(document: Document, text: str, number: str, level: int = 0) -> None:
    paragraph = document.add_paragraph(text)
    xml = f'<w:numPr {NAMESPACES}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(xml))


def test_lists_in_lists_and_lists_that_begin_anew() -> None:
    def write(document: Document) -> None:
        first = numbered(document, ("decimal", "%1."), ("bullet", "•"))
        second = numbered(document, ("decimal", "%1."), ("decimal", "%2."))
        for words, level in (("One", 0), ("dot", 1), ("Two", 0)):
            point(document, words, first, level)
        for words, level in (("Anew", 0), ("inside", 1), ("inside too", 1), ("Second", 0)):
            point(document, words, second, level)
        document.add_paragraph("Between.")
        point(document, "Third", second)

    intake = read("a.docx", word(write))
    assert only_lesson(intake) == (
        "1. One\n   - dot\n2. Two\n\n1) Anew\n   1. inside\n   2. inside too\n2) Second\n\nBetween.\n\n3. Third\n"
    )


def test_letters_of_a_list_become_numbers_and_are_said() -> None:
    def write(document: Document) -> None:
        number = numbered(document, ("lowerLetter", "%1)"))
        for words in ("Gloves", "Bags"):
            point(document, words, number)

    intake = read("a.docx", word(write))
    assert only_lesson(intake) == "1. Gloves\n2. Bags\n"
    assert [report.line for report in intake.reports if "letters or signs" in report.text()] == [3]


def test_lists_that_were_typed_are_lists() -> None:
    intake = converted("You need:", "• gloves", "• bags", "Then:", "1. Stop", "2. Look", "5. Only a number", "– a dash")
    assert only_lesson(intake) == (
        "You need:\n\n- gloves\n- bags\n\nThen:\n\n1. Stop\n2. Look\n\n5\\. Only a number\n\n- a dash\n"
    )
    assert mistakes(intake.files) == []


def test_a_table_of_one_cell_is_text() -> None:
    def write(document: Document) -> None:
        document.add_table(1, 1).cell(0, 0).text = "Never search alone."

    intake = read("a.docx", word(write))
    assert only_lesson(intake) == "Never search alone.\n"
    assert any("A frame" in report for report in said(intake))


def test_what_a_cell_cannot_hold_is_said() -> None:
    def write(document: Document) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "One"
        table.cell(0, 0).add_paragraph("two\nthree")
        table.cell(0, 1).add_paragraph().add_run().add_picture(io.BytesIO(picture()))
        table.cell(0, 1).add_table(1, 2).cell(0, 1).text = "inside"

    intake = read("a.docx", word(write))
    assert only_lesson(intake) == "| One; two three | inside |\n|---|---|\n\n![](images/picture-01.png)\n"
    assert len([report for report in said(intake) if "of this table" in report]) == 3


# --- pictures -------------------------------------------------------------------------------------------


def illustrated(body: bytes, description: str = "") -> bytes:
    return word(lambda document: add_picture(document, body, description))


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif")])
def test_pictures_are_kept_byte_for_byte(kind: str, ending: str) -> None:
    body = picture(kind=kind)
    intake = read("a.docx", illustrated(body, 'A "sealed" [bag]'))
    assert intake.files[f"images/picture-01.{ending}"] == body
    assert only_lesson(intake) == f'![A "sealed" \\[bag\\]](images/picture-01.{ending})\n'
    assert mistakes(intake.files) == []


def test_the_same_picture_twice_is_one_file() -> None:
    intake = read(
        "a.docx",
        word(lambda document: [add_picture(document, picture(), "A bag"), add_picture(document, picture(), "A bag")]),
    )
    assert only_lesson(intake).count("images/picture-01.png") == 2
    assert len([path for path in intake.files if path.startswith("images/")]) == 1


@pytest.mark.parametrize(
    "description",
    ["", "IMG_0042.JPG", r"C:\Users\x\desk.png", "Picture 3", "A dog. Description automatically generated"],
)
def test_what_office_writes_is_no_description(description: str) -> None:
    intake = read("a.docx", illustrated(picture(), description))
    assert only_lesson(intake) == "![](images/picture-01.png)\n"
    assert any("guessed" in report for report in said(intake)) == ("dog" in description)


def test_a_picture_that_browsers_do_not_show_is_asked_for() -> None:
    body = repacked(
        illustrated(picture(), "A sketch"), lambda path, content: b"\x01\0\0\0 EMF" if "media" in path else content
    )
    intake = read("a.docx", body)
    assert only_lesson(intake) == "![A sketch](images/picture-01.png)\n"
    assert any("Save the picture as PNG and add it as images/picture-01.png" in report for report in said(intake))
    assert mistakes(intake.files) == []
    assert "images/picture-01.png" not in intake.files


def test_a_picture_that_is_not_in_the_document_is_asked_for() -> None:
    body = changed(
        illustrated(picture()), "word/_rels/document.xml.rels", b'Target="media/image1.png"', b'Target="NULL"'
    )
    intake = read("a.docx", body)
    assert any("does not hold this picture" in report for report in said(intake))


def test_a_cropped_picture_is_said_to_be_whole_again() -> None:
    body = changed(illustrated(picture()), DOCUMENT, b"<a:stretch>", b'<a:srcRect r="40000"/><a:stretch>')
    assert any("only a part of this picture" in report for report in said(read("a.docx", body)))


def test_a_caption_goes_with_its_picture() -> None:
    def write(document: Document) -> None:
        add_picture(document, picture(), "A bag")
        document.add_paragraph('Figure 1: the "bag"', style="Caption")

    assert only_lesson(read("a.docx", word(write))) == '![A bag](images/picture-01.png "Figure 1: the \\"bag\\"")\n'


def test_strict_documents_are_read() -> None:
    def strict(path: str, content: bytes) -> bytes:
        content = content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        old = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        return content.replace(old, b"http://purl.oclc.org/ooxml/officeDocument/relationships")

    assert only_lesson(read("a.docx", repacked(paragraphs("Hello."), strict))) == "Hello.\n"
