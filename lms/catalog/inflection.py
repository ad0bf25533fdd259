"""Words in their forms: what it takes to see that a text holds a term, in English and in Urdu.

Two rough rules instead of a dictionary. English is found by its plural and, where it is a verb, by its -s, -ed and -ing;
Urdu words are alike when they are equal without their endings. Both would rather take two words for one than the
opposite: a term that is overlooked costs less than a reader who no longer believes the warnings.
"""

import re
from functools import lru_cache
from itertools import pairwise

from lms.urdu import search

# An English word in whose singular, or without its s, another word is meant.
_ONLY_PLURAL = {"aids", "customs", "rights", "statistics"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BETWEEN = r"[\s*_~-]+"
# What is no word of a sentence: code, the targets of links, addresses, comments.
_NOT_TEXT = re.compile(r"`+[^`]*`+|(?<=\])\([^()]*\)|<[^<>]*>|https?://\S+|www\.\S+")
# The title of a law: inside it words are no terms, since laws keep their English names in Urdu. What ends with it may be.
_NAME = r"(?:[A-Z][\w’'-]*|\([A-Z][^()]*\))"
_TITLE = re.compile(
    rf"\b{_NAME}(?:,? (?:{_NAME}|of|and|for|the|in|on|against|to)){{0,8}} (?:Act|Order|Ordinance|Code|Rules|Convention|Covenant)\b"
)

# Endings of number, case, gender and quality after `search`, which has already made ں to ن and ء to nothing; the
# English plural in کورسز and رینجرز is one of them.
_ENDINGS = ("یون", "یان", "اتی", "ون", "ین", "ان", "ات", "ا", "ہ", "ے", "ی", "و", "ز")
_SHORTEST = 3
# What carries no meaning of its own in a term: postpositions, and the verbs that make a verb of a noun.
_LIGHT_WORDS = (
    "کا کی کے کو میں سے پر نے اور و یا تک لیے برائے ہے ہیں ہو ہونا ہونے گیا گئی جا جانا جائیں شدہ والا والی والے"
    " کر کرنا کرنے کریں کرائیں کیا دینا دیں دے لینا لیں لے رکھنا رکھیں لگائیں ہٹائیں بنانا"
)
_LIGHT = {search(word) for word in _LIGHT_WORDS.split()}
_IMPERATIVE = re.compile(r"\S+یں")


def names(english: str) -> tuple[str, ...]:
    """What a glossary's English entry names.

    `a / b` is either; `report (STR)` and `FIR (report)` are the long and the short name; any other word in brackets says
    which kind is meant and stands before it in a text: `station (police)` is a police station.
    """
    found: list[str] = []
    for part in english.split(" / "):
        outer, _, inner = (piece.strip() for piece in part.rstrip(")").partition("("))
        if inner and (inner.isupper() or outer.isupper()):
            found += [outer, inner]
        else:
            found.append(f"{inner} {outer}".strip())
    return tuple(name for name in found if _WORD.search(name))


def is_verb(urdu: str) -> bool:
    """Whether a term is something to do: its Urdu is a polite imperative, as ضبط کریں is."""
    last = urdu.split()[-1]
    return search(last) in _LIGHT and _IMPERATIVE.fullmatch(last) is not None


def pattern(name: str, verb: bool) -> str:
    """A regular expression for `name` in its forms, in whichever case unless it is all capitals. Anchor it to whole words."""
    words = _WORD.findall(name)
    heads = {len(words) - 1} | {place - 1 for place, word in enumerate(words) if word.lower() == "of"}
    forms = [_forms(word, place in heads, verb and place == 0) for place, word in enumerate(words)]
    return _BETWEEN.join(forms)


def _forms(word: str, noun: bool, verb: bool) -> str:
    if len(word) > 1 and word.isupper():
        return re.escape(word) + ("s?" if noun else "")
    found = {word}
    if noun:
        found |= _plurals(word) | _singulars(word)
    if verb:
        stem = word.removesuffix("e")
        doubled = word + word[-1]
        found |= _plurals(word) | {f"{start}{end}" for start in (stem, doubled) for end in ("ed", "ing")}
    forms = "|".join(re.escape(form) for form in sorted(found, key=lambda form: (-len(form), form)))
    return f"(?i:{forms})"


def _plurals(word: str) -> set[str]:
    if re.search(r"[^aeiou]y$", word, re.IGNORECASE):
        return {word[:-1] + "ies"}
    return {word + ("es" if word.lower().endswith(("s", "x", "z", "ch", "sh")) else "s")}


def _singulars(word: str) -> set[str]:
    if word.lower() in _ONLY_PLURAL or not re.search(r"[^sui]s$", word, re.IGNORECASE):
        return set()
    return {word[:-3] + "y"} if word.lower().endswith("ies") else {word[:-1]}


def only_text(markdown: str) -> str:
    """Inline Markdown of the same length, in which what is no text (code, targets, addresses) holds no word."""
    return _NOT_TEXT.sub(lambda found: "\0" * len(found[0]), markdown)


def titles(text: str) -> list[tuple[int, int]]:
    """Where the titles of laws stand, each from its first character up to its end."""
    return [match.span() for match in _TITLE.finditer(text)]


def says(text: str, urdu: str) -> bool:
    """Whether an Urdu text has all the words of a term, in any form and order, written together or apart."""
    words, wanted = _words(text), _words(urdu)
    pairs = (first + second for first, second in pairwise(words))
    there = {_stem(word) for word in (*words, *pairs)}
    weighty = [word for word in wanted if word not in _LIGHT] or wanted
    return _stem("".join(wanted)) in there or all(_stem(word) in there for word in weighty)


def _words(text: str) -> list[str]:
    return search(text).replace("ء", "").split()


@lru_cache(maxsize=16_384)
def _stem(word: str) -> str:
    """`word` without its endings: صوبہ, صوبے and صوبوں are one, ملزم and ملزمان, گرفتار and گرفتاری."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return _stem(word.removesuffix(ending))
    # Short words keep two letters: ڈبہ, ڈبے and ڈبوں.
    for ending in ("ون", "ین", "ا", "ہ", "ے"):
        if word.endswith(ending) and len(word) - len(ending) == _SHORTEST - 1:
            return word.removesuffix(ending)
    return word
