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
    return _compiled(template, day, sys_inputs={name: json.dumps(values, ensure_ascii=False)})


def typeset_many(template: Path, name: str, values: Mapping[str, Any], day: date) -> bytes:
    """The same, for papers of which thousands are made: the template has a function `name`, which is given the values.

    typst remembers what it has set before, but its inputs are part of its standard library, and when that changes it forgets all.
    """
    # JSON in a text of typst, which writes texts as JSON does; of the inner one there is nothing to escape but \" and \\
    text = json.dumps(json.dumps(values, ensure_ascii=False), ensure_ascii=False)
    source = f'#import "/{template.name}": {name}\n#{name}(json(bytes({text})))\n'
    return _compiled(template, day, input=source.encode())


def _compiled(template: Path, day: date, **given: Any) -> bytes:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    with _one_at_a_time:
        pdf = _compiler(template).compile(format="pdf", pdf_standards=list(STANDARDS), timestamp=midnight, **given)
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _compiler(template: Path) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(template, root=template.parent, font_paths=fonts)
