"""The drawing behind the words of a certificate: a band of interlaced waves, corner stars, a rosette as on bank notes.

It is drawn once and kept as `typst/frame.svg`, because typst would draw 1,500 curves anew for each certificate.
`python -m lms.certificates.artwork` draws it again.
"""

from math import cos, pi, sin
from pathlib import Path

FILE = Path(__file__).parent / "typst" / "frame.svg"

WIDTH, HEIGHT = 297.0, 210.0
EDGE = 12.5
"""How far the middle of the band is from the edge of the paper, in millimetres like everything here."""

GREEN, GOLD, BRIGHT, PAPER, WATERMARK = "#0b5d3b", "#8f6a24", "#c7a253", "#fffdf7", "#f1ece1"
STRANDS = ((3.0, "#5f967f"), (1.9, BRIGHT), (0.8, "#8fb3a3"))
"""Height and colour of the waves; each runs twice, the second time upside down."""


def frame() -> str:
    """The whole drawing as SVG."""
    across, down = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
    parts = [
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{PAPER}"/>',
        _rosette(74, 44, 20),
        _rosette(44, 20, 14),
        _rectangle(6.5, GREEN, 0.39),
        _rectangle(7.7, GOLD, 0.12),
        *(_waves(across, 38, f"translate({EDGE:g} {y:g})") for y in (EDGE, HEIGHT - EDGE)),
        *(_waves(down, 26, f"translate({x:g} {EDGE:g}) rotate(90)") for x in (EDGE, WIDTH - EDGE)),
        _rectangle(17.3, GOLD, 0.12),
        _rectangle(18.3, GREEN, 0.25),
        _mark(WIDTH / 2 - 7, 22, 14),
        *(_corner(x, y) for x in (EDGE, WIDTH - EDGE) for y in (EDGE, HEIGHT - EDGE)),
    ]
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" fill="none">'
    return "\n".join([start, *parts, "</svg>\n"])


def _waves(length: float, count: int, place: str) -> str:
    paths = "".join(
        f'<path stroke="{colour}" d="{_wave(length / count / 2, height * sign, count)}"/>'
        for height, colour in STRANDS
        for sign in (1, -1)
    )
    return f'<g transform="{place}" stroke-width=".115">{paths}</g>'


def _wave(half: float, height: float, count: int) -> str:
    """`count` periods of a sine. The numbers are those of the cubic that is nearest to half a period of it."""
    near, far, top = half * 0.3642, half * 0.6358, height * 4 / 3
    up, downwards = (f"c{near:.3f} {y:.3f} {far:.3f} {y:.3f} {half:.4f} 0" for y in (-top, top))
    return "M0 0" + (up + downwards) * count


def _rosette(long: float, short: float, count: int) -> str:
    ellipses = "".join(
        f'<ellipse rx="{long:g}" ry="{short:g}" transform="rotate({180 * n / count:g})"/>' for n in range(count)
    )
    return f'<g transform="translate({WIDTH / 2:g} {HEIGHT / 2:g})" stroke="{WATERMARK}" stroke-width=".105">{ellipses}</g>'


def _rectangle(inset: float, colour: str, thickness: float) -> str:
    return (
        f'<rect x="{inset:g}" y="{inset:g}" width="{WIDTH - 2 * inset:g}" height="{HEIGHT - 2 * inset:g}" '
        f'stroke="{colour}" stroke-width="{thickness:g}"/>'
    )


def _corner(x: float, y: float) -> str:
    return (
        f'<g transform="translate({x:g} {y:g})">'
        f'<path fill="{PAPER}" stroke="{GOLD}" stroke-width=".18" d="{_star(6.4)}"/>'
        f'<path fill="{GREEN}" d="{_star(5.2)}"/>'
        f'<path stroke="{BRIGHT}" stroke-width=".14" d="{_star(4.0)}"/>'
        f'<path fill="{BRIGHT}" d="{_star(2.1)}"/></g>'
    )


def _mark(x: float, y: float, size: float) -> str:
    """The product's mark, as in `static/icon.svg`: an open book in the star."""
    page = "c-2.6-2-5.4-2.6-8.3-2.6v12.8c3 0 5.8.6 8.3 2.4z"
    return (
        f'<g transform="translate({x:g} {y:g}) scale({size / 48:.5f}) translate(24 24)">'
        f'<path fill="#e9cf8d" d="{_star(24)}"/><path fill="{GREEN}" d="{_star(22.4)}"/>'
        f'<path stroke="#e9cf8d" stroke-width=".8" d="{_star(17.5)}"/>'
        f'<path fill="{PAPER}" d="M-.7-4.8{page}"/><path fill="{PAPER}" transform="scale(-1 1)" d="M-.7-4.8{page}"/></g>'
    )


def _star(radius: float) -> str:
    """Two squares turned against each other, the khatam; `radius` reaches to its points."""
    points = []
    for n in range(16):
        reach = radius if n % 2 == 0 else radius * 0.7654
        points.append(f"{reach * cos(n * pi / 8):.3f} {reach * sin(n * pi / 8):.3f}")
    return "M" + "L".join(points) + "z"


if __name__ == "__main__":
    FILE.write_text(frame(), encoding="utf-8")
