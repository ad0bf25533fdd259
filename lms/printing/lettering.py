"""Letters that the fonts of a certificate have, and the script in which a value is written."""

import re
import unicodedata

from lms.urdu import clean

LATIN_LETTERS = "\u0020-\u007e\u00a0-\u024f\u0259\u02b0-\u036f\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u2116\u2122"
"""What all of the Latin fonts in `fonts/` have."""
ARABIC_LETTERS = (
    "\u0600-\u0604\u0609-\u0614\u061b\u061e-\u0659\u065d-\u0673\u0679-\u0681\u0683-\u068f\u0691\u0693\u0696"
    "\u0698-\u069a\u069e\u06a1\u06a4\u06a6\u06a9\u06ab\u06af-\u06b1\u06b3\u06b7\u06ba-\u06bc\u06be\u06c0-\u06c4"
    "\u06c6\u06c7\u06ca\u06cc\u06cd\u06d0\u06d2-\u06d5\u06dd\u06de\u06e0\u06e1\u06e9\u06ee-\u06f9\u06ff\u0759\u075c"
    "\u0763\u0767-\u077d\u200c\u200d"
)
"""What Noto Nastaliq Urdu has: the letters of Urdu, Pashto, Punjabi, Balochi and Arabic, and nearly all of Sindhi."""

_SINDHI = {"ڪ": "ک"}
"""The letter of Sindhi that it lacks, and what it is in Urdu."""

_PRINTABLE = re.compile(f"[{LATIN_LETTERS}{ARABIC_LETTERS}]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def printable(text: str) -> str:
    """`text` in letters that can be printed: a letter without a glyph becomes its base letter, or else `?`.

    A PDF/A with a letter that its font does not have is invalid, and one name must not stop the export of thousands.
    """
    text = "".join(_with_glyph(letter) for letter in " ".join(clean(text).split()))
    return text or "?"


def _with_glyph(letter: str) -> str:
    if _PRINTABLE.match(letter):
        return letter
    if unicodedata.category(letter) in {"Cc", "Cf"}:
        return ""
    base = _SINDHI.get(letter) or unicodedata.normalize("NFKD", letter)[0]
    return base if _PRINTABLE.match(base) else "?"


def script(text: str) -> str:
    """`ur` if most of the letters of `text` are Arabic ones, else `en`: a name may be known in one script only."""
    return "ur" if len(_ARABIC.findall(text)) > len(_LATIN.findall(text)) else "en"
