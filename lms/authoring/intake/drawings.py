"""What is drawn in a document: pictures, diagrams, charts. The same in Word and PowerPoint (DrawingML, and the older VML)."""

from lms.authoring.intake.album import Album
from lms.authoring.intake.blocks import Block, Item, Note, Paragraph, Picture, Remark, Span, remark
from lms.authoring.intake.package import Node, Package
from lms.i18n import N_


def pictures(node: Node, package: Package, part: str, album: Album) -> list[Block]:
    """The pictures in a drawing. `part` is the part that it stands in."""
    inside = "w:txbxContent"  # what is in a text box is read with its text
    named = node.find("wp:inline", "wp:docPr") or node.find("wp:anchor", "wp:docPr")
    found: list[Block] = []
    for each in node.every("pic:pic", "p:pic", closed=inside):
        own = next(each.every("pic:cNvPr", "p:cNvPr"), None)
        description = next((props.get("descr") for props in (named, own) if props and props.get("descr")), "")
        found.append(picture(each, description, package, part, album))
    for image in node.every("v:imagedata", closed=inside):
        shape = next(node.every("v:shape"), None)
        body = _body(package, part, image.get("r:id"))
        found.append(album.picture(body, shape.get("alt") if shape else ""))
    return found


def picture(node: Node, description: str, package: Package, part: str, album: Album) -> Picture:
    remarks: list[Remark] = []
    crop = next(node.every("a:srcRect"), None)
    if crop and any(value not in ("", "0") for value in crop.attributes.values()):
        message = N_("Office showed only a part of this picture. Here is all of it: cut away what must not be seen.")
        remarks.append(remark(message))
    if next(node.every("a:videoFile", "a:audioFile"), None):
        remarks.append(remark(N_("A film or recording stood here. Add its file to the course, with captions.")))
    blip = next(node.every("a:blip"), None)
    body = _body(package, part, blip.get("r:embed")) if blip else None
    return album.picture(body, description, tuple(remarks))


def _body(package: Package, part: str, reference: str) -> bytes | None:
    relation = package.relations(part).get(reference)
    return package.body(relation.target) if relation and not relation.is_outside else None


def others(node: Node, package: Package, part: str, *, is_enough: bool) -> list[Block]:
    """What is neither picture nor text: its words if it has any, and what to do. `is_enough` is all that shapes need."""
    found: list[Block] = []
    for diagram in node.every("dgm:relIds"):
        relation = package.relations(part).get(diagram.get("r:dm"))
        root = package.xml(relation.target) if relation and not relation.is_outside else None
        points = [point.words("a:t") for point in root.every("dgm:pt")] if root else []
        message = N_("A diagram (SmartArt) became a list. Say what it showed, or add it as a picture.")
        found.append(Note(remarks=(remark(message),)))
        found += [Item(0, (Span(text),)) for text in points if text]
    for chart in node.every("c:chart"):
        relation = package.relations(part).get(chart.get("r:id"))
        root = package.xml(relation.target) if relation and not relation.is_outside else None
        words = root.words("a:t") if root else ""
        message = N_("A chart did not come over. Save it as a picture and add it here.")
        found.append(Paragraph((Span(words),), (remark(message),)) if words else Note(remarks=(remark(message),)))
    is_line = any(name.endswith(":hr") for shape in node.children for name in shape.attributes)
    if not (found or is_enough or is_line):
        found.append(Note(remarks=(remark(N_("A drawing or an object did not come over. Add a picture of it here.")),)))
    return found
