"""What stands in a cell, read as what it means. Every function takes text and raises `Wrong` for what it does not understand."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from lms.i18n import N_
from lms.people.models import Province, Sex
from lms.people.names import sign_in_name
from lms.people.roster.remarks import Wrong
from lms.urdu import clean, digits, number, search

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_NAME, LONGEST_NUMBER, LONGEST_RANK, LONGEST_EMAIL = 200, 60, 100, 200
_SHOWN = 60

_SEXES: dict[Sex, tuple[str, ...]] = {
    Sex.FEMALE: (
        "female",
        "f",
        "woman",
        "lady",
        "girl",
        "ms",
        "mrs",
        "miss",
        "عورت",
        "خاتون",
        "زنانہ",
        "مونث",
        "مؤنث",
        "لیڈی",
    ),
    Sex.MALE: ("male", "m", "man", "mr", "مرد", "مردانہ", "مذکر"),
    Sex.NOT_STATED: ("not stated", "unknown", "other", "نہیں بتایا", "نامعلوم", "دیگر"),
}
_PROVINCES: dict[Province, tuple[str, ...]] = {
    Province.BALOCHISTAN: ("balochistan", "baluchistan", "bal", "bln", "quetta", "بلوچستان", "کوئٹہ"),
    Province.KHYBER_PAKHTUNKHWA: (
        "khyber pakhtunkhwa", "khyber pakhtoonkhwa", "kp", "kpk", "k p", "kpk province", "nwfp", "peshawar", "خیبر پختونخوا",
        "خیبرپختونخوا", "کے پی", "کے پی کے", "خیبر پختونخواہ", "پشاور",
    ),
    Province.PUNJAB: ("punjab", "panjab", "pb", "pjb", "lahore", "پنجاب", "لاہور"),
    Province.SINDH: ("sindh", "sind", "sd", "karachi", "سندھ", "کراچی"),
    Province.ISLAMABAD: (
        "islamabad", "ict", "isb", "islamabad capital territory", "federal capital", "federal", "اسلام آباد", "وفاق",
        "وفاقی دارالحکومت", "وفاقی دارالحکومت اسلام آباد",
    ),
    Province.GILGIT_BALTISTAN: ("gilgit baltistan", "gb", "gilgit", "northern areas", "گلگت بلتستان", "گلگت", "جی بی"),
    Province.AZAD_KASHMIR: (
        "azad kashmir", "azad jammu and kashmir", "azad jammu & kashmir", "azad jammu kashmir", "ajk", "ajandk", "aj&k", "kashmir",
        "muzaffarabad", "آزاد کشمیر", "آزاد جموں و کشمیر", "آزاد جموں کشمیر", "اے جے کے",
    ),
}  # fmt: skip
_LANGUAGES = {"ur": ("urdu", "ur", "اردو"), "en": ("english", "en", "eng", "انگریزی", "انگلش")}


@lru_cache(4096)
def folded(text: str) -> str:
    """Text as it is compared with what is known: without spaces and signs, letters that people mix up as one."""
    return "".join(search(text).split())


_SEX_OF = {folded(word): sex for sex, words in _SEXES.items() for word in words}
_PROVINCE_OF = {folded(word): province for province, words in _PROVINCES.items() for word in words}
_LANGUAGE_OF = {folded(word): code for code, words in _LANGUAGES.items() for word in words}


_NOTHING = frozenset(map(folded, ("nil", "n/a", "na", "none", "null", "not available", "نہیں", "کوئی نہیں", "ندارد")))


def is_nothing(typed: str) -> bool:
    """Whether somebody wrote that there is nothing to write: a dash, `N/A`, `nil`."""
    key = folded(typed)
    return not key or key in _NOTHING


def line(typed: str) -> str:
    """Text as it is kept: Urdu letters instead of Arabic ones, single spaces, nothing that cannot be seen."""
    seen = "".join(sign for sign in clean(typed) if sign.isprintable() or sign.isspace() or sign == "\u200c")
    return " ".join(seen.split())


def name(typed: str) -> str:
    found = line(typed)
    if len(found) > LONGEST_NAME:
        raise Wrong(N_("This name is too long: at most %(count)s letters."), count=str(LONGEST_NAME))
    if not any(sign.isalpha() for sign in found):
        raise Wrong(N_("“%(seen)s” is not a name."), seen=found[:_SHOWN])
    return found


def number_or_name(typed: str) -> str:
    """A service number or user name."""
    found = line(typed)
    if re.fullmatch(r"\d(?:\.\d+)?E\+\d+", found, re.IGNORECASE):
        raise Wrong(
            N_(
                "The spreadsheet has shortened this number to “%(seen)s”. Make the cells of the column text, and type it anew."
            ),
            seen=found,
        )
    if len(found) > LONGEST_NUMBER:
        raise Wrong(N_("This number is too long: at most %(count)s signs."), count=str(LONGEST_NUMBER))
    if not sign_in_name(found):
        raise Wrong(N_("“%(seen)s” has neither a letter nor a digit."), seen=found[:_SHOWN])
    return found


def rank(typed: str) -> str:
    found = line(typed)
    if len(found) > LONGEST_RANK:
        raise Wrong(N_("This rank is too long: at most %(count)s letters."), count=str(LONGEST_RANK))
    return found


def sex(typed: str) -> Sex:
    found = _SEX_OF.get(folded(typed))
    if found is None:
        raise Wrong(N_("“%(seen)s” is not understood. Write F or M."), seen=typed[:_SHOWN])
    return found


def province(typed: str) -> Province:
    key = folded(typed)
    found = (
        _PROVINCE_OF.get(key)
        or _PROVINCE_OF.get(key.removesuffix("province"))
        or _PROVINCE_OF.get(key.removeprefix("صوبہ"))
    )
    if found is None:
        raise Wrong(N_("“%(seen)s” is not known as a province."), seen=typed[:_SHOWN])
    return found


def phone(typed: str) -> str:
    """A telephone number as `phone_digits` gives it."""
    bare = phone_digits(typed)
    if not re.fullmatch(r"\+?\d{7,15}", bare, re.ASCII):
        raise Wrong(N_("“%(seen)s” is not understood as one phone number."), seen=typed[:_SHOWN])
    return bare


def phone_digits(typed: str) -> str:
    """Digits only, with `+` for another country: numbers of Pakistan begin with 0, also where a spreadsheet has lost it."""
    plain = digits(clean(typed)).strip().lstrip("'")
    bare = re.sub(r"[\s().\-–/_]", "", plain)
    bare = re.sub(r"^(?:\+|00)92\(?0?", "0", bare)
    if re.fullmatch(r"92[1-9]\d{8,9}", bare):
        bare = "0" + bare[2:]
    if re.fullmatch(r"3\d{9}", bare):
        bare = "0" + bare
    return re.sub(r"^00", "+", bare)


def email(typed: str) -> str:
    found = line(typed).removeprefix("mailto:").lower()
    shape = r"[^\s@,;<>()\"]+@[^\s@,;<>()\"]+\.[^\s@,;<>().\"]{2,}"
    if len(found) > LONGEST_EMAIL or not found.isascii() or not re.fullmatch(shape, found):
        raise Wrong(N_("“%(seen)s” is not an e-mail address."), seen=typed[:_SHOWN])
    return found


def language(typed: str) -> str:
    found = _LANGUAGE_OF.get(folded(typed))
    if found is None:
        raise Wrong(N_("“%(seen)s” is not understood. Write Urdu or English."), seen=typed[:_SHOWN])
    return found


def extra_time(typed: str) -> int:
    found = number(typed)
    if found is None or found != int(found) or not 0 <= found <= 300:
        raise Wrong(
            N_("“%(seen)s” is not understood. Write a whole number of per cent, 0 to 300: 25."), seen=typed[:_SHOWN]
        )
    return int(found)
