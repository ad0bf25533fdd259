"""The words of the interface, to be read beside their translations. They are changed in the sources only."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

from lms.urdu import search


@dataclass(frozen=True)
class Message:
    """One message: its forms (two if it counts something) in English and in translation."""

    english: tuple[str, ...]
    translation: tuple[str, ...]
    context: str = ""

    @cached_property
    def folded(self) -> str:
        return search(" ".join((*self.english, *self.translation)))


@lru_cache(4)
def messages(path: Path) -> tuple[Message, ...]:
    """The messages in a `.po` file of the interface, in its order. They are the same as long as the program runs."""
    return tuple(
        Message(_forms(each.id), _forms(each.string), each.context or "")
        for each in read_po(BytesIO(path.read_bytes()))
        if each.id
    )


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())
