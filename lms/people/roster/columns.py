"""The columns of a list of people, and the headers by which they are known in both languages."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lms.i18n import N_
from lms.urdu import search


@dataclass(frozen=True)
class Column:
    """A column: its key, its title in both languages, other headers by which it is known, what is written in it, an example."""

    key: str
    title_en: str
    title_ur: str
    also: tuple[str, ...]
    about: str
    example: str | int = ""

    def title(self, language: str) -> str:
        return self.title_ur if language == "ur" else self.title_en


EXAMPLE_NUMBER = "EXAMPLE-1"
"""The service number of the example row in the template, which is left out when the file comes back with it."""

COLUMNS: tuple[Column, ...] = (
    Column(
        "service_number",
        "Service number",
        "سروس نمبر",
        (
            "service no", "service #", "svc no", "personal number", "personal no", "personnel number", "personnel no", "pno",
            "p no", "belt number", "belt no", "force number", "force no", "army number", "army no", "regimental number",
            "employee number", "employee no", "employee id", "employee code", "emp no", "emp id", "staff number", "staff no",
            "badge number", "badge no", "officer number", "officer id", "ملازمت نمبر", "پرسنل نمبر", "پرسنل نمبر", "پیٹی نمبر",
            "بیلٹ نمبر", "بیج نمبر", "سروس نمبر افسر", "ذاتی نمبر", "فورس نمبر", "آرمی نمبر", "ملازم نمبر",
        ),
        N_("The number with which the officer signs in. Every officer needs one, or else a user name."),
        EXAMPLE_NUMBER,
    ),
    Column(
        "user_name",
        "User name",
        "صارف نام",
        ("username", "login", "login name", "sign in name", "user id", "یوزر نیم", "یوزر نام", "یوزرنیم"),
        N_("Only for people who have no service number."),
    ),
    Column(
        "name_en",
        "Name in Latin letters",
        "نام انگریزی حروف میں",
        (
            "name english", "english name", "name in english", "full name english", "full name in latin letters", "latin name",
            "name latin", "نام انگریزی", "انگریزی نام", "نام انگریزی میں", "انگریزی میں نام", "پورا نام لاطینی حروف میں",
            "نام لاطینی حروف میں", "انگریزی حروف میں نام",
        ),
        N_("As it shall stand on certificates. A column “Name” in either script is understood too."),
        "Ayesha Bibi",
    ),
    Column(
        "name_ur",
        "Name in Urdu letters",
        "نام اردو حروف میں",
        (
            "name urdu", "urdu name", "name in urdu", "full name urdu", "full name in urdu letters", "نام اردو", "اردو نام",
            "نام اردو میں", "اردو میں نام", "پورا نام اردو حروف میں", "اردو حروف میں نام",
        ),
        N_("As it shall stand on Urdu certificates."),
        "عائشہ بی بی",
    ),
    Column(
        "rank",
        "Rank",
        "عہدہ",
        ("designation", "desig", "post", "rank designation", "title of post", "رینک", "منصب", "عہدہ رینک", "پوسٹ"),
        N_("In either language, in full or as an abbreviation: ASI, Inspector, حوالدار."),
        "Sub-Inspector",
    ),
    Column(
        "agency",
        "Agency",
        "ادارہ",
        (
            "agency code", "department", "organization", "organisation", "unit", "office", "force", "institution", "agency name",
            "name of agency", "agency or unit", "محکمہ", "یونٹ", "فورس", "ادارے کا نام", "ادارہ یا یونٹ", "شعبہ", "دفتر",
            "ادارے کا کوڈ",
        ),
        N_("The code or the name of your agency or of a unit under it. If it is empty, the agency that you choose counts."),
    ),
    Column(
        "province",
        "Province",
        "صوبہ",
        ("region", "province region", "province of posting", "علاقہ", "صوبہ علاقہ"),
        N_("The province, or Islamabad, Gilgit-Baltistan or Azad Jammu and Kashmir. KP, ICT, GB and AJK will do."),
        "Sindh",
    ),
    Column("sex", "Sex", "جنس", ("gender", "sex gender", "m f", "male female", "صنف"), N_("Female or male: F, M, عورت, مرد."), "F"),
    Column(
        "born_on",
        "Date of birth",
        "تاریخ پیدائش",
        ("dob", "d o b", "birth date", "birthdate", "birthday", "born on", "born", "پیدائش کی تاریخ", "یوم پیدائش", "تاریخ ولادت"),
        N_("Day, month, year: 5/3/1990, 5 March 1990, ۵ مارچ ۱۹۹۰."),
        "5/3/1990",
    ),
    Column(
        "phone",
        "Phone",
        "فون",
        (
            "phone number", "phone no", "mobile", "mobile number", "mobile no", "mobile phone", "cell", "cell no", "cell number",
            "cell phone", "contact", "contact no", "contact number", "telephone", "telephone number", "whatsapp", "whatsapp number",
            "فون نمبر", "موبائل", "موبائل نمبر", "موبائل فون", "رابطہ نمبر", "ٹیلی فون", "ٹیلیفون نمبر",
        ),
        N_("A mobile number or one with its area code."),
        "0300-1234567",
    ),
    Column(
        "email",
        "E-mail",
        "ای میل",
        ("email", "email address", "e mail address", "mail", "email id", "ای میل پتا", "ای میل ایڈریس", "برقی پتا"),
        N_("Only if there is one. Nobody needs it."),
    ),
    Column(
        "language",
        "Language",
        "زبان",
        ("preferred language", "language of the interface", "ترجیحی زبان"),
        N_("The language in which the product speaks to the officer: Urdu or English. Urdu if nothing is written."),
        "Urdu",
    ),
    Column(
        "extra_time",
        "Extra time (%)",
        "اضافی وقت (فیصد)",
        ("extra time", "additional time", "extra time percent", "extra time in per cent", "اضافی وقت", "زائد وقت"),
        N_("How much more time the officer has in a quiz with a time limit, in per cent: 25. Empty for most."),
    ),
)  # fmt: skip

NAME, OTHER_NAME = "name", "other name"
"""Columns of names in either script: a list has one of each script, or one for both."""
_EITHER_SCRIPT = (
    "name", "names", "full name", "full names", "officer name", "officers name", "name of officer", "name of the officer",
    "name of officers", "names of officers", "official name", "officials name", "name of official", "name of the official",
    "name of officials", "names of officials", "employee name", "employees name", "name of employee", "name of employees",
    "staff name", "name of staff", "participant", "participant name", "participants name", "name of participant",
    "name of participants", "names of participants", "trainee name", "name of trainee", "name of trainees", "نام", "پورا نام",
    "مکمل نام", "افسر کا نام", "نام افسر", "نام افسران", "افسران کے نام", "اہلکار کا نام", "نام اہلکار", "نام اہلکاران",
    "اہلکاروں کے نام", "نام ملازم", "نام ملازمین", "ملازم کا نام", "شریک کا نام", "شرکاء کے نام", "نام شرکاء",
)  # fmt: skip
NAMES = frozenset({NAME, OTHER_NAME, "name_en", "name_ur"})
NOT_KEPT = "not kept"
_NOT_KEPT = (
    "cnic", "nic", "cnic no", "cnic number", "nic no", "id card", "id card no", "id card number", "identity card",
    "identity card number", "national id", "national identity card", "national identity card number", "شناختی کارڈ",
    "شناختی کارڈ نمبر", "قومی شناختی کارڈ", "قومی شناختی کارڈ نمبر", "سی این آئی سی",
)  # fmt: skip
PASSED_OVER = "passed over"
REMARKS_EN, REMARKS_UR = "What is wrong", "کیا درست نہیں"
ROW_EN, ROW_UR = "Row", "قطار"
_PASSED_OVER = (
    "s no", "s #", "sr", "sr no", "sr #", "ser", "ser no", "serial", "serial no", "serial number", "sno", "no", "#", "نمبر شمار",
    "شمار", "سیریل نمبر", ROW_EN, ROW_UR, REMARKS_EN, REMARKS_UR,
    # of the list that is downloaded here, and follows from the rest
    "level of the rank", "rank band", "عہدے کا درجہ", "active", "فعال", "has signed in", "سائن ان ہو چکا ہے",
)  # fmt: skip

BY_KEY = {column.key: column for column in COLUMNS}


def _folded(text: str) -> str:
    return "".join(search(text).split())


_KNOWN: dict[str, str] = {
    **{_folded(header): NAME for header in _EITHER_SCRIPT},
    **{_folded(header): NOT_KEPT for header in _NOT_KEPT},
    **{_folded(header): PASSED_OVER for header in _PASSED_OVER if _folded(header)},
    **{
        _folded(header): column.key for column in COLUMNS for header in (column.title_en, column.title_ur, *column.also)
    },
}
_LONGEST_HEADER = 120
_AGENCY_CODE = frozenset(map(_folded, ("agency code", "ادارے کا کوڈ")))


def names_the_agency(header: str, earlier: str) -> bool:
    """Whether a column has the name of the agency whose code stands in an earlier one, as in the list that is downloaded here."""
    agency = BY_KEY["agency"]
    return _folded(earlier) in _AGENCY_CODE and _folded(header) in map(_folded, (agency.title_en, agency.title_ur))


@lru_cache(4096)
def recognised(header: str) -> str | None:
    """The key of the column under a header, `NAME` for one of names in either script, `NOT_KEPT`, `PASSED_OVER`, or None.

    A header may say the same in both languages (`Rank / عہدہ`) and how to write a value (`Date of birth (DD/MM/YYYY)`).
    """
    if len(header) > _LONGEST_HEADER:
        return None
    if header.strip() == "#":
        return PASSED_OVER
    whole = _KNOWN.get(_folded(header))
    if whole is not None:
        return whole
    parts = {_KNOWN.get(_folded(part)) for part in re.split(r"[()/|\[\]\n*:]", header)} - {None, PASSED_OVER}
    return parts.pop() if len(parts) == 1 else None
