"""Whether a drawing can be printed, tried in a process of its own: some of what typst cannot draw ends the process that asks it."""

import subprocess
import sys
from datetime import date
from functools import lru_cache
from pathlib import Path

from typst import TypstError

from lms.config import ROOT
from lms.printing.typeset import typeset_many

TEMPLATE = Path(__file__).parent / "typst" / "trial.typ"
PATIENCE = 20
"""Seconds. What takes longer once would keep everybody waiting who downloads a certificate."""


@lru_cache(maxsize=64)
def can_be_printed(drawing: str) -> bool:
    """Whether a logo or signature, given as SVG, comes out on paper."""
    command = [sys.executable, "-m", "lms.certificates.trial"]
    try:
        tried = subprocess.run(command, cwd=ROOT, input=drawing.encode(), capture_output=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return False
    return tried.returncode == 0


if __name__ == "__main__":
    try:
        typeset_many(TEMPLATE, "trial", {"drawing": sys.stdin.buffer.read().decode()}, date(2026, 1, 1))
    except TypstError as error:
        raise SystemExit(str(error)) from None
