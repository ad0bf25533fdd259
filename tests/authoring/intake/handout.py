"""A classroom handout as trainers have them: some twenty pages on receiving and searching, made by python-docx."""

import io
import re

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from tests.authoring.intake.documents import NAMESPACES, add_picture, element, footnotes, picture, saved

TITLE = "Searching a vehicle at a check post"
OBJECTIVES = (
    "Plan a search with the people and the light that you have",
    "Search a vehicle in the same order every time",
    "Keep what was found so that a court can rely on it",
    "Write the search memo on the spot",
)
CHAPTERS = (
    "Before the search",
    "Stopping the vehicle",
    "The order of the search",
    "What was found",
    "The search memo",
    "Working with the public",
)
_SENTENCES = (
    "Stand where the driver can see both of your hands and where traffic cannot reach you.",
    "Say who you are, show your card, and say in one sentence why the vehicle was stopped.",
    "A search that begins without a plan ends with a corner that nobody looked into.",
    "Two officers search, one of them writes, and nobody changes place before a side is finished.",
    "Ask the driver whether anything in the vehicle could hurt you: needles, blades, or a weapon.",
    "Gloves are changed between two finds, and the used pair goes into a bag of its own.",
    "What you touch first you may have to explain last, so photograph before you lift.",
    "Section 103 of the Code asks for two respectable inhabitants of the locality as witnesses.",
    "If no witness is willing to come, write down whom you asked, when, and what they answered.",
    "Packets are weighed as they were found, then with their wrapping, and both weights are noted.",
    "A seal is only as good as the record that says who had it and where it was kept.",
    "Families are searched with the same courtesy that you would want for your own.",
    "A woman is searched by a woman, out of the sight of men, and her belongings stay with her.",
    "The memo is read to the driver in a language that he understands before anybody signs.",
    "Rain, dust & darkness spoil evidence (see annex A); a plastic sheet costs less than 5 < 10 minutes.",
    "The file_name on the camera is written down as it stands: IMG_0042.JPG, not *about* forty.",
)
_URDU = (
    "تلاشی شروع کرنے سے پہلے اپنا تعارف کرائیں اور گاڑی روکنے کی وجہ بتائیں۔",
    "خواتین کی تلاشی صرف خاتون اہلکار لے، اور پردے کا خیال رکھا جائے۔",
    "برآمد شدہ سامان گواہوں کے سامنے سر بمہر کیا جائے۔",
)
# As old keyboards write it: Arabic kaf, yeh and heh.
ARABIC_KEYBOARD = "تلاشي كي ترتيب هميشه ايك هي رهے۔"
QUESTIONS = (
    (
        "1. What do you do before you lift a packet?",
        ("Weigh it", "Photograph it where it lies", "Open it", "Ask for tea"),
        "Answer: b",
    ),
    ("Q2. Who searches a woman?", ("The eldest officer", "Any officer in uniform", "A woman officer"), "Ans: (C)"),
    ("3) Which of these stand in the memo?", ("The time", "Your opinion", "The witnesses"), "Correct answer: a and c"),
)
FOOTNOTE = "Code of Criminal Procedure 1898, as it stood in 2024."
LIGHT = "A torch lies on the bonnet and lights the open door of a pickup"


def handout(parts: int = 4) -> bytes:
    """The document. Nothing in it is set by hand that Word would set by a style. `parts` are its length."""
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph("Handout for the two-day course at the regional academy. Bring it to both days.")
    document.add_heading("Learning objectives", 1)
    document.add_paragraph("By the end of the second day you will be able to:")
    for objective in OBJECTIVES:
        document.add_paragraph(objective, style="List Bullet")
    footnotes(document, FOOTNOTE)
    for number, chapter in enumerate(CHAPTERS):
        document.add_heading(chapter, 1)
        _chapter(document, number, parts)
    document.add_heading("Check yourself", 1)
    for stem, options, answer in QUESTIONS:
        document.add_paragraph(stem)
        for letter, option in zip("abcd", options, strict=False):
            document.add_paragraph(f"{letter}) {option}")
        document.add_paragraph(answer)
    return saved(document)


def _chapter(document: Document, number: int, parts: int) -> None:
    for part in range(parts):
        document.add_heading(f"Step {number + 1}.{part + 1}: {_sentence(number + part).split(',')[0][:40]}", 2)
        for paragraph in range(parts):
            _prose(document, 7 * number + 3 * part + paragraph)
    _lists(document)
    if number == 0:
        _sources(document)
    elif number == 2:
        _table(document)
        add_picture(document, picture("navy"), LIGHT)
    elif number == 3:
        add_picture(document, picture("maroon"))
        _urdu(document)


def _sentence(number: int) -> str:
    return _SENTENCES[number % len(_SENTENCES)]


def _prose(document: Document, number: int) -> None:
    paragraph = document.add_paragraph(f"{_sentence(number)} ")
    paragraph.add_run("Always").bold = True
    paragraph.add_run(f" remember: {_sentence(5 * number + 1)} ")
    paragraph.add_run(_sentence(3 * number + 2)).italic = True
    paragraph.add_run(f" {_sentence(number + 9)}")


def _lists(document: Document) -> None:
    document.add_paragraph("What you need", style="List Bullet")
    document.add_paragraph("gloves of two sizes", style="List Bullet 2")
    document.add_paragraph("bags that can be sealed", style="List Bullet 2")
    document.add_paragraph("a camera with its clock set", style="List Bullet")
    for step in ("Walk around the vehicle once", "Open the doors in turn", "Close what you have finished"):
        document.add_paragraph(step, style="List Number")


def _sources(document: Document) -> None:
    paragraph = document.add_paragraph("The duty to call witnesses is in section 103")
    element(paragraph, '<w:r><w:footnoteReference w:id="1"/></w:r>')
    paragraph.add_run(", and the text is at ")
    link = document.part.relate_to(
        "https://www.pakistancode.gov.pk/english/", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    element(paragraph, f'<w:hyperlink r:id="{link}"><w:r><w:t>the Pakistan Code</w:t></w:r></w:hyperlink>')
    paragraph.add_run(".")


def _table(document: Document) -> None:
    table = document.add_table(rows=4, cols=3)
    for row, texts in enumerate(
        (
            ("Side", "Look into", "Who"),
            ("Front", "Bonnet | grille", "First officer"),
            ("", "Wheel arches", ""),
            ("Back", "Boot", ""),
        )
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 1).merge(table.cell(3, 2))


def _urdu(document: Document) -> None:
    for text in (*_URDU, ARABIC_KEYBOARD):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:bidi {NAMESPACES}/>"))
        run._r.get_or_add_rPr().append(parse_xml(f"<w:rtl {NAMESPACES}/>"))
    assert document.element.body.findall(f".//{qn('w:bidi')}")


def words(body: bytes) -> list[str]:
    """Every word that python-docx finds in the paragraphs and cells of a document, signs left out."""
    document = docx.Document(io.BytesIO(body))
    texts = [paragraph.text for paragraph in document.paragraphs]
    cells = {cell._tc: cell.text for table in document.tables for row in table.rows for cell in row.cells}
    return re.findall(r"\w+", " ".join([*texts, *cells.values()]))
