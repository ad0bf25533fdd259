"""Where a remark's line is now, after others have changed the text. Pure."""

from collections.abc import Sequence


def quoted(text: str, line: int) -> str:
    """The words of a line, counted from 1; "" if there is no such line."""
    lines = text.splitlines()
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


def line_now(lines: Sequence[str], line: int, quote: str) -> int | None:
    """The line that reads as the one that was remarked on, the nearest one if there are several; None if there is none."""
    wanted = quote.strip()
    found = [number for number, text in enumerate(lines, 1) if text.strip()[: len(wanted)] == wanted and text.strip()]
    return min(found, key=lambda number: abs(number - line), default=None) if wanted else None
