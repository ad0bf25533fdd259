"""Typesetting by typst. Everything that it needs is shipped with the package; the fonts of the system are not looked at, so that
every machine makes the same bytes of the same values."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

FONTS = Path(__file__).parent / "fonts"
STANDARDS: tuple[Literal["a-3a", "ua-1"], ...] = ("a-3a", "ua-1")
"""PDF/A-3a and PDF/UA-1: for archives, and for readers who cannot see."""

# a compiler refuses a second thread while it works
_one_at_a_time = Lock()


def typeset(template: Path, name: str, values: Mapping[str, Any], day: date) -> bytes:
    """The PDF of a template: `values` come to it as JSON in `sys.inputs.<name>`, never as source. `day` is written into the file
    as the time of its making. The template reads nothing outside its folder; a process that has used it keeps its compiler."""
    given = {name: json.dumps(values, ensure_ascii=False)}
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    with _one_at_a_time:
        pdf = _compiler(template).compile(
            format="pdf", sys_inputs=given, pdf_standards=list(STANDARDS), timestamp=midnight
        )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _compiler(template: Path) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(template, root=template.parent, font_paths=fonts)
