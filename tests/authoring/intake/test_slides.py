"""What becomes of a PowerPoint presentation."""

import io

import pytest
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Cm

from lms.authoring.intake import Converted, read
from tests.authoring.intake.documents import picture, slides
from tests.authoring.intake.markdown import mistakes, said, text

TITLE_SLIDE, CONTENT, SECTION, TITLE_ONLY, BLANK = 0, 1, 2, 5, 6


def slide(presentation: Presentation, layout: int, title: str = "", *points: str) -> Slide:
    made = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if title:
        made.shapes.title.text = title
    if points:
        frame = made.placeholders[1].text_frame
        frame.text = points[0]
        for point in points[1:]:
            frame.add_paragraph().text = point
    return made


def lessons(intake: Converted) -> dict[str, str]:
    return {
        path: text(intake, path).split("\n")[0] for path in intake.files if path.endswith(".md") and path != "course.md"
    }


def only(write) -> tuple[Converted, str]:
    """The draft of a presentation with one slide, and its lesson without the title."""
    intake = read("a.pptx", slides(write))
    [path] = lessons(intake)
    return intake, text(intake, path).partition("\n\n")[2]


def test_title_slides_begin_lessons() -> None:
    def write(presentation: Presentation) -> None:
        slide(presentation, TITLE_SLIDE, "Search of a vehicle", "For check posts")
        slide(presentation, SECTION, "Before")
        slide(presentation, CONTENT, "Plan", "Who", "Where")
        slide(presentation, SECTION, "During")
        slide(presentation, CONTENT, "Order", "Front", "Back")

    intake = read("a.pptx", slides(write))
    assert intake.title == "Search of a vehicle"
    assert "# Search of a vehicle\n\nFor check posts\n" in text(intake, "course.md")
    assert lessons(intake) == {"01-before.md": "# Before", "02-during.md": "# During"}
    assert text(intake, "01-before.md") == "# Before\n\n## Plan\n\n- Who\n- Where\n"


def test_sections_are_lessons() -> None:
    def write(presentation: Presentation) -> None:
        for title in ("One", "Two", "Three"):
            slide(presentation, CONTENT, title, "a point", "another")
        ids = [each.get("id") for each in presentation.slides._sldIdLst]
        sections = "".join(
            f'<p14:section name="{name}" id="{{0}}"><p14:sldIdLst>{"".join(f"""<p14:sldId id="{each}"/>""" for each in some)}'
            "</p14:sldIdLst></p14:section>"
            for name, some in (("Beginning", ids[:1]), ("Rest & end", ids[1:]))
        ).replace("&", "&amp;")
        presentation.element.append(
            parse_xml(
                '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:ext uri="x">'
                f'<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">{sections}</p14:sectionLst>'
                "</p:ext></p:extLst>"
            )
        )

    intake = read("a.pptx", slides(write))
    assert lessons(intake) == {"01-beginning.md": "# Beginning", "02-rest-end.md": "# Rest & end"}
    assert text(intake, "02-rest-end.md").count("\n## ") == 2


def test_without_sections_every_eight_slides_are_a_lesson_and_it_is_said() -> None:
    def write(presentation: Presentation) -> None:
        for number in range(20):
            slide(presentation, CONTENT, f"Slide {number}", "a point", "another")

    intake = read("a.pptx", slides(write))
    assert list(lessons(intake).values()) == ["# Slide 0", "# Slide 8", "# Slide 16"]
    assert any("no sections. A lesson was made of every 8 slides" in report for report in said(intake))


def test_points_keep_their_levels_and_numbers() -> None:
    def write(presentation: Presentation) -> None:
        made = slide(presentation, CONTENT, "Points", "One", "deeper", "Two")
        paragraphs = made.placeholders[1].text_frame.paragraphs
        paragraphs[1].level = 1
        box = made.shapes.add_textbox(0, 0, Cm(5), Cm(5)).text_frame
        box.text = "A box"
        for step in ("Stop", "Look"):
            added = box.add_paragraph()
            added.text = step
            added._p.get_or_add_pPr().append(
                parse_xml(
                    '<a:buAutoNum xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" type="arabicPeriod"/>'
                )
            )

    assert only(write)[1] == "- One\n  - deeper\n- Two\n\nA box\n\n1. Stop\n2. Look\n"


def test_looks_and_links_come_over() -> None:
    def write(presentation: Presentation) -> None:
        frame = slide(presentation, CONTENT, "Looks", "Never ").placeholders[1].text_frame
        bold = frame.paragraphs[0].add_run()
        bold.text, bold.font.bold = "alone", True
        link = frame.paragraphs[0].add_run()
        link.text = " here"
        link.hyperlink.address = "https://example.org/"

    assert only(write)[1] == "Never **alone** [here](https://example.org/)\n"


def test_tables_and_pictures_come_over() -> None:
    def write(presentation: Presentation) -> None:
        made = slide(presentation, TITLE_ONLY, "Table")
        table = made.shapes.add_table(2, 2, 0, 0, Cm(5), Cm(5)).table
        for column, words in enumerate(("Side", "Who")):
            table.cell(0, column).text = words
        table.cell(1, 0).merge(table.cell(1, 1))
        table.cell(1, 0).text = "Front"
        made.shapes.add_picture(io.BytesIO(picture()), 0, 0)._element.nvPicPr.cNvPr.set("descr", "A grille")

    intake, lesson = only(write)
    assert lesson == "| Side | Who |\n|---|---|\n| Front |  |\n\n![A grille](images/picture-01.png)\n"
    assert any("Merged cells" in report for report in said(intake))
    assert mistakes(intake.files) == []


def test_notes_of_the_speaker_become_a_comment() -> None:
    def write(presentation: Presentation) -> None:
        made = slide(presentation, CONTENT, "Plan", "Who")
        made.notes_slide.notes_text_frame.text = "Ask the class.\nWait -- then answer."

    intake, lesson = only(write)
    assert lesson == "Who\n\n<!-- Speaker notes: Ask the class.\nWait – then answer. -->\n"
    assert mistakes(intake.files) == []


def test_a_hidden_slide_is_said() -> None:
    def write(presentation: Presentation) -> None:
        slide(presentation, CONTENT, "Answers", "b")._element.set("show", "0")

    assert any("Slide 1 was hidden" in report for report in said(only(write)[0]))


def test_what_was_drawn_is_said() -> None:
    def write(presentation: Presentation) -> None:
        slide(presentation, CONTENT, "Arrows", "b").shapes.add_connector(1, 0, 0, Cm(3), Cm(3))

    assert any("drawn on slide 1" in report for report in said(only(write)[0]))


def test_shapes_in_groups_are_read() -> None:
    def write(presentation: Presentation) -> None:
        made = slide(presentation, TITLE_ONLY, "Group")
        group = made.shapes.add_group_shape().shapes.add_group_shape()
        group.shapes.add_textbox(0, 0, Cm(3), Cm(3)).text_frame.text = "inside"

    assert only(write)[1] == "inside\n"


def test_a_chart_is_asked_for() -> None:
    chart = pytest.importorskip("pptx.chart.data").CategoryChartData()
    chart.categories = ["2024", "2025"]
    chart.add_series("Seizures", (3, 5))

    def write(presentation: Presentation) -> None:
        slide(presentation, TITLE_ONLY, "Chart").shapes.add_chart(51, 0, 0, Cm(5), Cm(5), chart)

    assert any("A chart did not come over" in report for report in said(only(write)[0]))


def test_urdu_slides_make_an_urdu_course() -> None:
    def write(presentation: Presentation) -> None:
        slide(presentation, TITLE_SLIDE, "گاڑي كي تلاشي")
        slide(presentation, CONTENT, "منصوبہ", "کون", "کہاں")

    intake = read("a.pptx", slides(write))
    assert intake.title == "گاڑی کی تلاشی"
    assert text(intake, "course.md").startswith("---\nlanguage: ur\n")
