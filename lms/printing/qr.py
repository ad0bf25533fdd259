"""QR codes."""

import re

import zxingcpp

PAPER = "#0b2f20"


def qr(text: str, colour: str = PAPER) -> str:
    """The QR code of an address as SVG, without a margin; level M can be read with 15 per cent of it stained."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = zxingcpp.write_barcode_to_svg(code, add_quiet_zones=False)
    (size, _), (_, squares) = re.findall(r'<svg width="(\d+)"|<path d="([^"]+)"', drawn)
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
    return f'{start}<path fill="{colour}" d="{squares}"/></svg>'
