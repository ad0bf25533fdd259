"""Pictures that certificates carry, an agency's logo or a signature: what is taken, made harmless, and drawn.

Nothing that was uploaded is kept as it came. A photograph is decoded, made small enough and encoded anew; of a drawing, only
shapes and colours are written out again, and it is printed once to see whether that works: a certificate is no place to find out.
"""

import io
import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from xml.etree import ElementTree

from PIL import Image, ImageOps

from lms.certificates.trial import can_be_printed
from lms.errors import Refused
from lms.i18n import N_

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_DRAWING = 200 * 1024
MOST_PIXELS = 50_000_000
KEPT = (1000, 500)
"""Pixels that are kept of a photograph: at the size of the print, more than a printer shows."""
FEWEST = 20

_SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SHAPES = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "clipPath",
        "mask", "linearGradient", "radialGradient", "stop", "title", "desc", "style",
    }
)  # fmt: skip
_DEEPEST = 100
"""How deep shapes may lie in groups; drawing programs come to ten or twenty."""
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|expression\(|@import|\\", re.IGNORECASE)


class BadPicture(Refused):
    status = 422


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept."""

    content_type: str
    body: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.body).hexdigest()


def read_picture(body: bytes) -> Picture:
    """What is kept of an uploaded picture, known by its content. Raises `BadPicture`."""
    if len(body) > LARGEST_FILE:
        raise BadPicture(N_("The picture is larger than 5 MB."))
    start = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return Picture("image/svg+xml", _drawing(body))
    return _photograph(body)


def _photograph(body: bytes) -> Picture:
    try:
        with Image.open(io.BytesIO(body), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadPicture(N_("The picture has too many pixels. Make it smaller."))
            image = ImageOps.exif_transpose(opened)
            image.thumbnail(KEPT)
            clear = image.convert("RGBA")
    except BadPicture:
        raise
    except Exception as error:  # there is no end of what decoders stumble over in a file that was cut off or made up
        raise BadPicture(N_("This is no picture that can be read. Use PNG, JPEG or a plain SVG.")) from error
    if min(clear.size) < FEWEST:
        raise BadPicture(N_("The picture is too small to be printed."))
    written = io.BytesIO()
    if clear.getchannel("A").getextrema() == (255, 255):
        clear.convert("RGB").save(written, "JPEG", quality=88, optimize=True)
        return Picture("image/jpeg", written.getvalue())
    clear.save(written, "PNG", optimize=True)
    return Picture("image/png", written.getvalue())


def _drawing(body: bytes) -> bytes:
    if len(body) > LARGEST_DRAWING:
        raise BadPicture(N_("The drawing is larger than 200 KB. Save it simpler, or as PNG."))
    if re.search(rb"<!ENTITY", body, re.IGNORECASE):
        raise BadPicture(N_("This drawing holds more than shapes. Save it as a plain SVG, or as PNG."))
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError) as error:
        raise BadPicture(N_("This is no picture that can be read. Use PNG, JPEG or a plain SVG.")) from error
    if root.tag != f"{{{_SVG}}}svg" or _sides(root) is None:
        raise BadPicture(N_("The drawing does not say how large it is. Save it with a width and a height, or as PNG."))
    ElementTree.register_namespace("", _SVG)
    drawing = ElementTree.tostring(_shapes_of(root))
    if not can_be_printed(drawing.decode()):
        raise BadPicture(N_("This drawing cannot be printed. Save it simpler, or as PNG."))
    return drawing


def _shapes_of(element: ElementTree.Element, depth: int = 0) -> ElementTree.Element:
    """The element again, with nothing in it but shapes, colours and places."""
    if depth > _DEEPEST:
        raise BadPicture(N_("This drawing cannot be printed. Save it simpler, or as PNG."))
    copy = ElementTree.Element(element.tag)
    for name, value in element.attrib.items():
        is_inside = name in ("href", _LINK)
        if is_inside and not value.startswith("#"):
            continue
        plain = "href" if is_inside else name
        if _ATTRIBUTE.fullmatch(plain) and not plain.lower().startswith("on") and not _OUTSIDE.search(value):
            copy.set(plain, value)
    if element.tag in {f"{{{_SVG}}}{name}" for name in ("title", "desc", "style")}:
        if _OUTSIDE.search(element.text or ""):
            raise BadPicture(N_("This drawing holds more than shapes. Save it as a plain SVG, or as PNG."))
        copy.text = element.text
        return copy
    for child in element:
        if not isinstance(child.tag, str) or not child.tag.startswith(f"{{{_SVG}}}"):
            continue  # comments, and what drawing programs keep for themselves
        if child.tag.removeprefix(f"{{{_SVG}}}") in {"metadata"}:
            continue
        if child.tag.removeprefix(f"{{{_SVG}}}") not in _SHAPES:
            raise BadPicture(
                N_("This drawing holds more than shapes (letters, a photograph or a script). Save it as PNG.")
            )
        copy.append(_shapes_of(child, depth + 1))
    return copy


def _sides(root: ElementTree.Element) -> tuple[float, float] | None:
    numbers = re.findall(r"[\d.]+", root.get("viewBox", ""))[-2:]
    if len(numbers) < 2:
        numbers = [re.sub(r"[^\d.]", "", root.get(name, "")) for name in ("width", "height")]
    try:
        width, height = (float(number) for number in numbers)
    except ValueError:
        return None
    return (width, height) if width > 0 and height > 0 else None


def as_drawing(picture: Picture) -> str:
    """The picture as SVG, which the typesetter is given as text."""
    if picture.content_type == "image/svg+xml":
        return picture.body.decode()
    with Image.open(io.BytesIO(picture.body)) as image:
        width, height = image.size
    source = f"data:{picture.content_type};base64,{b64encode(picture.body).decode()}"
    return (
        f'<svg xmlns="{_SVG}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="{source}"/></svg>'
    )
