"""What a lesson weighs on the line, and how long an officer waits for it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

import brotli

LINE = 400_000
"""Bits a second: a phone at the edge of a 3G cell."""
TEXT_BUDGET = 14 * 1024
PICTURES_BUDGET = 40 * 1024
FRAME = 4 * 1024
"""What every page has around its lesson: header, navigation, the buttons of the checks."""


@dataclass(frozen=True)
class Weight:
    """Bytes as they are sent. `films` are fetched only when somebody presses play, and not counted in `total`."""

    text: int
    pictures: int
    films: int = 0

    @property
    def total(self) -> int:
        return self.text + self.pictures

    @property
    def seconds(self) -> float:
        return self.total * 8 / LINE

    @property
    def is_text_heavy(self) -> bool:
        return self.text > TEXT_BUDGET

    @property
    def are_pictures_heavy(self) -> bool:
        return self.pictures > PICTURES_BUDGET


def weigh(text: bytes, pictures: Iterable[int] = (), films: Iterable[int] = ()) -> Weight:
    """The weight of a lesson from its Markdown and the sizes of its files, each as it is sent."""
    return Weight(FRAME + sent(text), sum(pictures), sum(films))


def sent(text: bytes) -> int:
    """The size of a text after compression."""
    return len(brotli.compress(text, quality=2))
