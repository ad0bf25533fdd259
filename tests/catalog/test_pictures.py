"""The size of a picture is in its first bytes."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalog import pictures

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + bytes(5)
GIF = b"GIF89a" + struct.pack("<HH", 640, 480)
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640) + bytes(10)
WEBP = b"RIFF\0\0\0\0WEBP"
LOSSY = WEBP + b"VP8 \0\0\0\0abc\x9d\x01\x2a" + struct.pack("<HH", 640, 480)
LOSSLESS = WEBP + b"VP8L\0\0\0\0\x2f" + (639 | 479 << 14).to_bytes(4, "little")
EXTENDED = WEBP + b"VP8X" + bytes(8) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("body", "path", "size"),
    [
        (PNG, "a.png", (640, 480)),
        (GIF, "a.gif", (640, 480)),
        (JPEG, "a.jpg", (640, 480)),
        (JPEG, "a.JPEG", (640, 480)),
        (LOSSY, "a.webp", (640, 480)),
        (LOSSLESS, "a.webp", (640, 480)),
        (EXTENDED, "a.webp", (640, 480)),
        (b'<?xml version="1.0"?>\n<svg viewBox="0 0 640 480.4"/>', "a.svg", (640, 480)),
        (b"<svg width='640' viewBox='0,0,64,48'/>", "a.svg", (64, 48)),
        (b'<svg width="640px" height="480"/>', "a.svg", (640, 480)),
        (b'<svg width="100%" height="50%"/>', "a.svg", None),
        (b"<html></html>", "a.svg", None),
        (b'<svg viewBox="0 0 0 0"/>', "a.svg", None),
        (b'<svg viewBox="0 0 e e"/>', "a.svg", None),
        (PNG, "a.gif", None),
        (PNG[:20], "a.png", None),
        (b"", "a.jpg", None),
        (PNG, "a.bmp", None),
    ],
)
def test_the_size_is_read_from_the_content(body: bytes, path: str, size: tuple[int, int] | None) -> None:
    assert pictures.size(body, path) == size


@given(st.sampled_from([b"", PNG[:16], GIF[:6], JPEG[:4], LOSSY[:16], LOSSLESS[:16], b"<svg viewBox='"]), st.binary())
def test_whatever_the_bytes_nothing_fails(start: bytes, rest: bytes) -> None:
    for kind in ("svg", "png", "gif", "jpg", "webp"):
        pictures.size(start + rest, f"a.{kind}")
