"""How names and numbers that people type are brought into one form."""

import re
from collections.abc import Iterable
from itertools import chain

from lms.urdu import clean, search

LONGEST_WORD = 60
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def in_latin(name: str) -> bool:
    """Whether there is a Latin letter in a name."""
    return bool(_LATIN.search(name))


def in_urdu(name: str) -> bool:
    """Whether there is a letter of Urdu in a name, or of another language that is written with Arabic letters."""
    return any("\u0600" <= sign <= "\u077f" and sign.isalpha() for sign in clean(name))


def sign_in_name(typed: str) -> str:
    """A service number or user name as it is stored and looked up: digits of any script, letter case and spaces do not matter."""
    return "".join(search(typed).split()).replace("-", "")


def search_words(names: Iterable[str], sign_in_names: Iterable[str]) -> frozenset[str]:
    """The words by which a person is found, folded: each word of the names, and of a number the whole and its parts
    (`ANF-1001` is found by `anf1001`, `anf` and `1001`)."""
    numbers = tuple(sign_in_names)
    words = chain.from_iterable(search(name).split() for name in chain(names, numbers))
    return frozenset(word[:LONGEST_WORD] for word in chain(words, map(sign_in_name, numbers)) if word)
