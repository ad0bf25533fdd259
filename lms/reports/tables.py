"""Tables as files for spreadsheets: CSV that every one of them opens rightly, with no cell that is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from math import isfinite

_FORMULA = ("=", "+", "-", "@", "\t")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a mark at its start, commas, and lines that end with CR LF (RFC 4180); numbers as they are."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(columns)
    for row in rows:
        table.writerow([_cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    if isinstance(value, float):
        if not isfinite(value):
            return ""
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
