"""What a spreadsheet is made of, whatever kind of file it came from."""

from dataclasses import dataclass
from enum import Enum


class Spoilt(Enum):
    """A cell that has no value of its own."""

    FORMULA = "formula"
    ERROR = "error"


Cell = str | Spoilt


@dataclass(frozen=True)
class Row:
    """A row with anything in it: its number as the spreadsheet shows it, and its cells as text."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, place: int) -> Cell:
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: list[Row]
