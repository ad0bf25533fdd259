"""How names and numbers that people type are brought into one form."""

from collections.abc import Iterable
from itertools import chain

from lms.urdu import search

LONGEST_WORD = 60


def sign_in_name(typed: str) -> str:
    """A service number or user name as it is stored and looked up: digits of any script, letter case and spaces do not matter."""
    return "".join(search(typed).split()).replace("-", "")


def search_words(names: Iterable[str], sign_in_names: Iterable[str]) -> frozenset[str]:
    """The words by which a person is found, folded: each word of the names, and of a number the whole and its parts
    (`ANF-1001` is found by `anf1001`, `anf` and `1001`)."""
    numbers = tuple(sign_in_names)
    words = chain.from_iterable(search(name).split() for name in chain(names, numbers))
    return frozenset(word[:LONGEST_WORD] for word in chain(words, map(sign_in_name, numbers)) if word)
