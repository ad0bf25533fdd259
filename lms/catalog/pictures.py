"""How large a picture is, read from its first bytes, so that a page keeps its place free and nothing jumps."""

import re
import struct

_SVG = re.compile(rb"<svg\b[^>]*>", re.IGNORECASE)
_VIEW_BOX = re.compile(rb"""\bviewBox\s*=\s*["']\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+([\d.e]+)[\s,]+([\d.e]+)\s*["']""")
_LENGTH = rb"""\b%s\s*=\s*["']\s*([\d.]+)(?:px)?\s*["']"""
_LARGEST = 20_000
# A drawing is shown by <img>, where none of this runs; but its file can be opened on its own.
_ACTIVE = re.compile(
    rb"<\s*(?:script|foreignObject|iframe|embed|object)\b|\bon[a-z]+\s*=|javascript:|<!ENTITY", re.IGNORECASE
)


def size(body: bytes, path: str) -> tuple[int, int] | None:
    """Width and height in pixels by the content, or None if it is not a picture of the kind that its name says."""
    kind = path.rpartition(".")[2].lower()
    try:
        found = _READERS[kind](body) if kind in _READERS else None
    except (struct.error, ValueError, IndexError, OverflowError):
        return None
    return found if found and all(0 < side <= _LARGEST for side in found) else None


def is_active(body: bytes) -> bool:
    """Whether a drawing holds anything but a drawing."""
    return _ACTIVE.search(body) is not None


def _svg(body: bytes) -> tuple[int, int] | None:
    tag = _SVG.search(body[:100_000])
    if not tag:
        return None
    box = _VIEW_BOX.search(tag[0])
    if box:
        return round(float(box[1])), round(float(box[2]))
    sides = [re.search(_LENGTH % name, tag[0]) for name in (b"width", b"height")]
    return (round(float(sides[0][1])), round(float(sides[1][1]))) if sides[0] and sides[1] else None


def _png(body: bytes) -> tuple[int, int] | None:
    if body[:8] != b"\x89PNG\r\n\x1a\n" or body[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", body[16:24])
    return width, height


def _gif(body: bytes) -> tuple[int, int] | None:
    if body[:6] not in (b"GIF87a", b"GIF89a"):
        return None
    width, height = struct.unpack("<HH", body[6:10])
    return width, height


def _jpeg(body: bytes) -> tuple[int, int] | None:
    if body[:2] != b"\xff\xd8":
        return None
    place = 2
    while place + 9 < len(body):
        if body[place] != 0xFF:
            return None
        marker = body[place + 1]
        if marker == 0xFF:
            place += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", body[place + 5 : place + 9])
            return width, height
        else:
            place += 2 + struct.unpack(">H", body[place + 2 : place + 4])[0]
    return None


def _webp(body: bytes) -> tuple[int, int] | None:
    if body[:4] != b"RIFF" or body[8:12] != b"WEBP":
        return None
    chunk = body[12:16]
    if chunk == b"VP8 " and body[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", body[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L" and body[20] == 0x2F:
        bits = int.from_bytes(body[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if chunk == b"VP8X" and len(body) >= 30:
        return int.from_bytes(body[24:27], "little") + 1, int.from_bytes(body[27:30], "little") + 1
    return None


_READERS = {"svg": _svg, "png": _png, "gif": _gif, "jpg": _jpeg, "jpeg": _jpeg, "webp": _webp}
