"""Text in HTML, marked where its language is not that of the text around it, or kept apart from its direction.

Templates find these among the macros of `_macros.html`. They are written in Python because a page of questions has hundreds of
them, and Jinja takes ten times as long to call a macro.
"""

from typing import Protocol

from markupsafe import Markup, escape

from lms.i18n import LANGUAGES


class Phrase(Protocol):
    """As in `lms.catalog.edition`: safe inline HTML, and the language that it is really in."""

    html: str
    language: str


def foreign(code: str, around: str | None = None) -> Markup:
    """` lang=… dir=…` for an element in the language `code` inside text in `around`; nothing if they are the same."""
    if code == around:
        return Markup("")
    direction = LANGUAGES[code].direction if code in LANGUAGES else "ltr"
    return Markup(f' lang="{escape(code)}" dir="{direction}"')


def phrase(p: Phrase, language: str | None = None) -> Markup:
    """A phrase, marked if it is not in `language`."""
    return Markup(p.html if p.language == language else f"<span{foreign(p.language, language)}>{p.html}</span>")


def bdi(value: object, ltr: bool = False) -> Markup:
    """A value that a person typed, kept apart from the direction around it; `ltr` for numbers, dates, serials, file names."""
    return Markup(f'<bdi dir="ltr">{escape(value)}</bdi>' if ltr else f"<bdi>{escape(value)}</bdi>")


class Marked:
    """What is said in one language of the interface."""

    foreign, phrase, bdi = staticmethod(foreign), staticmethod(phrase), staticmethod(bdi)

    def __init__(self, language: str) -> None:
        self.language = language

    def own(self, words: str, around: str | None) -> Markup:
        """Words of the interface inside text in the language `around`, marked if that is another one."""
        if around is None or around == self.language:
            return escape(words)
        return Markup(f"<span{foreign(self.language, around)}>{escape(words)}</span>")

    def interface(self, around: str | None) -> Markup:
        """` lang=… dir=…` for an element in which only the interface speaks, inside text in the language `around`."""
        return foreign(self.language, around) if around else Markup("")
