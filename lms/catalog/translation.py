"""Whether a translation may stand for its English, and how well it is written.

A fault means that the English is shown instead; a blemish is only told to the translator.
"""

import re
from functools import lru_cache

from lms.catalog import inline
from lms.i18n import N_, direction
from lms.urdu import DIRECTION_CONTROLS, clean, digits

Remark = tuple[str, dict[str, object]]

_CONTROL = re.compile(f"[{DIRECTION_CONTROLS}]")
_WRONG_LETTER = re.compile("[يىكهە]")
_LETTER = "[\u0620-\u065f\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff]"
_LATIN_SIGN = re.compile(rf"{_LETTER}[,;?.](?![\w/])|[,;?]{_LETTER}")
_ACCEPTED = re.compile(r"[؛;]")


def faults(source: str, translation: str) -> list[Remark]:
    """Why `translation` cannot be shown, each a message as in `Problem` with its values. Both are inline Markdown."""
    return list(_faults(source, translation))


def _differing(is_missing: bool, is_extra: bool) -> str:
    if is_missing and is_extra:
        return N_("The numbers differ: %(missing)s is missing, %(extra)s is not in the original.")
    if is_missing:
        return N_("The numbers differ: %(missing)s is missing.")
    return N_("The numbers differ: %(extra)s is not in the original.")


# Asked again and again of the same texts: by editions, by counts, by the bench of translators.
@lru_cache(8192)
def _faults(source: str, translation: str) -> tuple[Remark, ...]:
    if source == translation:
        return ()
    if len(translation) > inline.MAX_TEXT:
        return ((N_("The translation is longer than a text may be."), {}),)
    ours, theirs = inline.facts(source), inline.facts(translation, digits)
    found: list[Remark] = []
    if ours.targets != theirs.targets:
        message = N_("The links are not those of the original. Write between the round brackets exactly: %(wanted)s")
        found.append((message, {"wanted": " ".join(ours.targets) or "–"}))
    if ours.code != theirs.code:
        message = N_("The text between ` signs is not that of the original. Leave it as it is: %(wanted)s")
        found.append((message, {"wanted": " ".join(ours.code) or "–"}))
    if ours.numbers != theirs.numbers:
        missing, extra = sorted(ours.numbers - theirs.numbers), sorted(theirs.numbers - ours.numbers)
        found.append(
            (_differing(bool(missing), bool(extra)), {"missing": ", ".join(missing), "extra": ", ".join(extra)})
        )
    if theirs.html:
        message = N_("“%(seen)s” is HTML, which is not allowed here. Delete it.")
        found.append((message, {"seen": theirs.html[0]}))
    if _CONTROL.search(translation):
        message = N_(
            "There is an invisible direction mark in the translation. Delete it; the program sets the direction."
        )
        found.append((message, {}))
    if "**" in theirs.words and "**" not in ours.words:
        message = N_(
            "The ** did not make bold."
            " Put the full stop outside the stars, and a space before and after them: **words**۔"
        )
        found.append((message, {}))
    return tuple(found)


def blemishes(translation: str, language: str) -> list[Remark]:
    """What a reader of `language` would stumble over."""
    found: list[Remark] = []
    if "  " in translation.replace("  \n", ""):
        found.append((N_("There are two spaces in a row. Write one."), {}))
    if direction(language) == "ltr":
        return found
    words = inline.facts(translation).words
    wrong = _WRONG_LETTER.search(words)
    if wrong:
        message = N_("The letter “%(seen)s” (%(code)s) is Arabic. Write the Urdu letter “%(wanted)s”.")
        letter = wrong[0]
        found.append((message, {"seen": letter, "code": f"U+{ord(letter):04X}", "wanted": clean(letter)}))
    sign = _LATIN_SIGN.search(words)
    if sign:
        found.append((N_("There is Latin punctuation in “%(seen)s”. Write ، ؛ ؟ or ۔"), {"seen": sign[0]}))
    return found


def accepted(translation: str) -> tuple[str, ...]:
    """The answers that a translator gave for one accepted answer: several are parted by `؛` or `;`."""
    return tuple(part for part in (inline.plain(part).strip() for part in _ACCEPTED.split(translation)) if part)
