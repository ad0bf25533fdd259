"""What is told about one translation while it is typed: by the same code as `lms courses check`, and in its words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lms.catalog import translation
from lms.catalog.course import Unit
from lms.catalog.glossary import Glossary, Term


class Weight(StrEnum):
    """A fault keeps a translation from being shown; a blemish does not."""

    FAULT = "fault"
    BLEMISH = "blemish"


@dataclass(frozen=True)
class Remark:
    """`message` is a gettext msgid with the placeholders in `values`."""

    weight: Weight
    message: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Remarks:
    """All that is told about a translation. `terms` are those of the glossary whose Urdu it does not have."""

    remarks: tuple[Remark, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def is_shown(self) -> bool:
        return all(remark.weight is not Weight.FAULT for remark in self.remarks)

    def __bool__(self) -> bool:
        return bool(self.remarks or self.terms)


def remarks(unit: Unit, text: str, language: str, glossary: Glossary) -> Remarks:
    """What there is to say about `text` as the translation of a unit; nothing about no text."""
    if not text:
        return Remarks()
    found = [Remark(Weight.FAULT, *each) for each in translation.faults(unit.text, text)]
    found += [Remark(Weight.BLEMISH, *each) for each in translation.blemishes(text, language)]
    return Remarks(tuple(found), glossary.for_lessons.missing(unit.text, text) if language == "ur" else ())
