import re
from dataclasses import fields

import pytest

from lms.catalog.course import Level
from lms.certificates.words import WORDS, Words


def texts(words: Words) -> dict[str, str]:
    found = {}
    for field in fields(words):
        value = getattr(words, field.name)
        found |= (
            {f"{field.name}.{key}": text for key, text in value.items()}
            if isinstance(value, dict)
            else {field.name: value}
        )
    return found


def test_both_languages_have_a_word_for_everything() -> None:
    english, urdu = texts(WORDS["en"]), texts(WORDS["ur"])
    assert english.keys() == urdu.keys()
    assert all(text.strip() for text in (*english.values(), *urdu.values()))
    assert set(WORDS["en"].levels) == set(WORDS["ur"].levels) == set(Level)


@pytest.mark.parametrize("name", texts(WORDS["ur"]))
def test_placeholders_are_the_same(name: str) -> None:
    assert re.findall(r"\{\w*}", texts(WORDS["en"])[name]) == re.findall(r"\{\w*}", texts(WORDS["ur"])[name])


@pytest.mark.parametrize(("name", "text"), texts(WORDS["ur"]).items())
def test_urdu_is_written_as_urdu(name: str, text: str) -> None:
    assert not re.search("[يىكهـ\u200e\u200f\u202a-\u202e]", text), name
    assert not re.search("[\u0600-\u06ff][,;?.]", text), name


def test_hours_are_counted() -> None:
    assert WORDS["en"].hours_of(1) == "1 hour"
    assert WORDS["en"].hours_of(1.5) == "1.5 hours"
    assert WORDS["ur"].hours_of(12.0) == "12 گھنٹے"
