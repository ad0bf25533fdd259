"""Urdu text made comparable: the three normalisations, numbers, and the order of the alphabet.

Unicode's own forms do not do it: keyboards and converters write one Urdu letter as several code points. Each level does
all that the level before it does: `clean` (what is saved), `grade` (what is compared when an answer is marked) and
`search` (what is compared when somebody looks for something).
"""

import re
import unicodedata
from decimal import Decimal

DIRECTION_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# The order of CLDR's first Urdu collation, with both forms of he side by side as Pakistani school primers have them.
ALPHABET = "اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے"


def _presentation_forms() -> dict[int, str]:
    """Letters as they look at a place in a word (U+FB50–FDFF, U+FE70–FEFC) to the letters that they are."""
    table = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        base = unicodedata.normalize("NFKC", chr(code))
        if base != chr(code):
            table[code] = base.strip()
    return table


_PRESENTATION = _presentation_forms()
_CLEAN = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ە": "ہ", "ۀ": "ۂ"} | dict.fromkeys("ـ\ufeff" + DIRECTION_CONTROLS, "")
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_GRADE = str.maketrans(
    {"ئ": "ی", "ۂ": "ہ", "ۓ": "ے", "\u200c": " ", "٫": ".", "٬": ","}
    # Marks on letters: harakat, superscript alef, Quranic marks. An apostrophe joins ("don't"), the rest parts words.
    | dict.fromkeys((*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD)), "")
    | dict.fromkeys((*range(0x06DF, 0x06E9), *range(0x06EA, 0x06EE)), "")
    | dict.fromkeys("'’‘ʼ\u200b\u200d\u00ad", "")
)
_SEARCH = str.maketrans("آأإؤںھ", "اااونہ")

_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_][.۔]\s?){2,}(?:[^\W\d_](?!\w))?")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{2,3})*,\d{3}(?![\d,])")
# Everything that is neither a letter, a digit nor a point between two digits.
_PUNCTUATION = re.compile(r"(?!(?<=\d)\.(?=\d))(?:[^\w]|_)+")
_NUMBER = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}")
# a minus sign counts only at the beginning of a word: "10-12" is not minus twelve
_NUMERIC_RUN = re.compile(r"(?:(?<![\w.,])[-−–])?\d(?:[\d.,٫٬،]*\d)?", re.ASCII)
_MAX_NUMBER = 40


def clean(text: str) -> str:
    """What is saved: one code point for one Urdu letter, no tatweel, no byte order mark, no direction controls.

    Never for passwords. Text without such letters comes back as it was, except that it is in Unicode's form NFC.
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text.translate(_PRESENTATION)).translate(_CLEAN)
    # A letter that has just become Urdu may now join a hamza that follows it.
    return unicodedata.normalize("NFC", text).replace("ی\u0654", "ئ")


def digits(text: str) -> str:
    """`text` with Arabic and Urdu digits written as 0 to 9."""
    return text.translate(_DIGITS)


def grade(text: str) -> str:
    """What is compared when an answer is marked: spelling that readers take for the same word is the same.

    Digits are 0 to 9 without thousands separators; vowel marks, punctuation, case and repeated spaces are gone;
    `F.I.R.` is `fir`. ھ and ں stay, because کھا and کہا are different words. Text without a letter or digit gives "".
    """
    text = digits(clean(text)).translate(_GRADE)
    text = _DOTTED.sub(lambda found: re.sub(r"[.۔\s]", "", found[0]) + " ", text)
    text = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), text)
    text = _PUNCTUATION.sub(" ", text).strip()
    return text if text.isascii() and text.islower() else unicodedata.normalize("NFC", text.casefold())


def search(text: str) -> str:
    """What is compared when somebody looks for something: `grade`, and letters that people mix up are one letter."""
    return grade(text).translate(_SEARCH)


_RANK = {letter: place for place, letter in enumerate(ALPHABET, start=1)} | {"أ": 1, "إ": 1, "ؤ": 33, "ۃ": 34}


def sort_key(text: str) -> tuple[tuple[int, int], ...]:
    """The key that sorts by the Urdu alphabet; digits, then Latin words, come before Urdu ones."""
    return tuple((1, _RANK[letter]) if letter in _RANK else (0, ord(letter)) for letter in grade(text))


def number_with_unit(text: str) -> Decimal | None:
    """The number that a person wrote, with a unit or a currency before or after it (`26 hours`, `Rs 13,45,000`), or None.

    Only where a single number stands in the text; signs between two numbers (`10-12`, `3/4`) make it none.
    """
    found = number(text)
    if found is not None or len(text) > _MAX_NUMBER:
        return found
    plain = digits(clean(text))
    runs = _NUMERIC_RUN.findall(plain)
    return number(runs[0]) if len(runs) == 1 else None


def number(text: str) -> Decimal | None:
    """The number that a person wrote, or None.

    Takes Urdu and Arabic digits, a decimal comma, thousands separators in threes or as lakhs, a minus sign of any kind
    and a per cent sign at the end. `1,234` is a thousand and more; `8,5` and `0,125` are decimals.
    """
    if len(text) > _MAX_NUMBER:
        return None
    text = digits(clean(text)).strip().rstrip("%٪").rstrip()
    text = text.replace("−", "-").replace("–", "-").replace("٫", ".").replace("٬", ",").replace("،", ",")
    text = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))", ",", text)
    sign, whole, rest = re.match(r"([+-]?)([\d,]*)(.*)", text, re.ASCII | re.DOTALL).groups()  # type: ignore[union-attr]
    if _GROUPED.fullmatch(whole):
        text = sign + whole.replace(",", "") + rest
    elif whole.count(",") == 1 and not rest:
        text = sign + whole.replace(",", ".")
    found = _NUMBER.fullmatch(text)
    if not found or not (found[2] or found[3]) or not text.isascii():
        return None
    return Decimal(f"{found[1]}{found[2] or 0}.{found[3] or 0}")
