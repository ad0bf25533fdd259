"""Documents for the tests, written by python-docx and python-pptx: other people's idea of what Word and PowerPoint write."""

import io
import zipfile
from collections.abc import Callable, Mapping

import docx
import pptx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from PIL import Image
from pptx.presentation import Presentation

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{address}"'
    for prefix, address in {
        "w": "wordprocessingml/2006/main",
        "m": "officeDocument/2006/math",
        "r": "officeDocument/2006/relationships",
        "a": "drawingml/2006/main",
        "dgm": "drawingml/2006/diagram",
        "c": "drawingml/2006/chart",
        "wp": "drawingml/2006/wordprocessingDrawing",
        "mc": "markup-compatibility/2006",
    }.items()
)
NAMESPACES += ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def picture(colour: str = "navy", kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    body = io.BytesIO()
    Image.new("RGB", size, colour).save(body, kind)
    return body.getvalue()


def saved(document: Document | Presentation) -> bytes:
    body = io.BytesIO()
    document.save(body)
    return body.getvalue()


def word(write: Callable[[Document], object] = lambda document: None) -> bytes:
    document = docx.Document()
    write(document)
    return saved(document)


def plain(*texts: str) -> bytes:
    """A document of these paragraphs, without headings."""
    return word(lambda document: [document.add_paragraph(text) for text in texts])


def paragraphs(*texts: str) -> bytes:
    """A document of these paragraphs; `# ` and `## ` before a text make headings."""

    def write(document: Document) -> None:
        for text in texts:
            level = len(text) - len(text.lstrip("#"))
            if level:
                document.add_heading(text.lstrip("# "), level)
            else:
                document.add_paragraph(text)

    return word(write)


def slides(write: Callable[[Presentation], object]) -> bytes:
    presentation = pptx.Presentation()
    write(presentation)
    return saved(presentation)


def element(paragraph: Paragraph, xml: str) -> None:
    """Put an element into a paragraph. The prefixes of Word are declared."""
    name = xml[1 : min(xml.index(sign) for sign in (" ", ">", "/") if sign in xml)]
    paragraph._p.append(parse_xml(xml.replace(f"<{name}", f"<{name} {NAMESPACES}", 1)))


def part(document: Document, name: str, kind: str, xml: str) -> str:
    """Add a part such as footnotes; returns the id by which the document refers to it."""
    package = document.part.package
    added = Part(
        PackURI(f"/word/{name}.xml"), f"application/vnd.openxmlformats-officedocument.{name}+xml", xml.encode(), package
    )
    return document.part.relate_to(added, kind)


def footnotes(document: Document, *texts: str) -> None:
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {text}</w:t></w:r>'
        "</w:p></w:footnote>"
        for number, text in enumerate(texts, start=1)
    )
    part(document, "footnotes", RELATIONSHIP_TYPE.FOOTNOTES, f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>")


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", method) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return body.getvalue()


def unpacked(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {path: archive.read(path) for path in archive.namelist()}


def repacked(body: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same package with its parts changed."""
    return packed({path: change(path, content) for path, content in unpacked(body).items()})


def changed(body: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The same package with something in one part replaced, which must be there."""
    assert old in unpacked(body)[part], (part, old)
    return repacked(body, lambda path, content: content.replace(old, new, 1) if path == part else content)


def add_picture(document: Document, body: bytes, description: str = "") -> None:
    document.add_picture(io.BytesIO(body), width=Cm(6))
    document.inline_shapes[-1]._inline.docPr.set("descr", description)
