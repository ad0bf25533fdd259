"""How hard a text in a European language is to read, by one number.

LIX, by C. H. Björnsson (Läsbarhet, Stockholm: Liber, 1968; "Readability of newspapers in 11 languages", Reading Research
Quarterly 18 (1983), 480–497): the words to a sentence, and how many of a hundred words have more than six letters. It
counts what can be counted; Flesch's and Kincaid's formulas need syllables, which no rule finds reliably in English.
Björnsson's scale: 20 very easy, 30 easy, 40 medium, 50 difficult, 60 very difficult.
"""

import re
from collections.abc import Iterable

_LONG = 6
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"[.!?:…]+(?=\W*(?:\s|$))")
_SENTENCE = re.compile(r"[.!?:…]\W*$")


def lix(texts: Iterable[str]) -> float:
    """The score of plain texts together; 0 if there is no sentence. Titles and cells, which end without a stop, are left out."""
    prose = [text for text in texts if _SENTENCE.search(text)]
    words = [word for text in prose for word in _WORD.findall(text)]
    sentences = sum(len(_END.findall(text)) for text in prose)
    if not words or not sentences:
        return 0.0
    return len(words) / sentences + 100 * sum(len(word) > _LONG for word in words) / len(words)
