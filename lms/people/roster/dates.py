"""Days as people type them."""

import re
from datetime import date, timedelta

from lms.i18n import N_
from lms.people.roster.remarks import Wrong
from lms.urdu import clean, digits, search

_MONTHS_EN = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS_UR = ("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر")
_MONTHS: dict[str, int] = {
    **{name: number for number, name in enumerate(_MONTHS_EN, start=1)},
    **{name[:3]: number for number, name in enumerate(_MONTHS_EN, start=1)},
    "sept": 9,
    **{search(name): number for number, name in enumerate(_MONTHS_UR, start=1)},
    search("جولای"): 7,
    search("فرورى"): 2,
}

_EXCEL_FIRST = date(1899, 12, 30)
_LONGEST = 60
_BETWEEN = r"[\s./,،\-–]+"
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,2}})")
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{2}})")
_DAY_AND_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./,،\-–]*([^\W\d_]+)[\s./,،\-–]*(\d{4}|\d{2})", re.IGNORECASE)
_NAME_AND_DAY = re.compile(r"([^\W\d_]+)[\s./,،\-–]*(\d{1,2})(?:st|nd|rd|th)?[\s./,،\-–]+(\d{4}|\d{2})", re.IGNORECASE)
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AP]M)?$", re.IGNORECASE)
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.\d+)?")

YOUNGEST, OLDEST = 15, 90


def day(typed: str, today: date) -> date:
    """The day that somebody typed: day before month, as in Pakistan; month before day only where it cannot be otherwise.

    Takes Urdu and Arabic digits, names of months in both languages, ISO 8601 and the number that a spreadsheet makes of a
    date. A year of two digits is the last one that has been. Raises `Wrong`.
    """
    text = _TIME.sub("", digits(clean(typed)).strip().removesuffix("ء").strip())
    if len(text) <= _LONGEST:
        if _SERIAL.fullmatch(text):
            return _EXCEL_FIRST + timedelta(days=int(text.partition(".")[0]))
        if found := _YEAR_FIRST.fullmatch(text):
            return _made(typed, int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(text):
            first, second = int(found[1]), int(found[2])
            one, month = (second, first) if second > 12 >= first else (first, second)
            return _made(typed, _year(found[3], today), month, one)
        if (found := _DAY_AND_NAME.fullmatch(text)) and (number := _MONTHS.get(search(found[2]))):
            return _made(typed, _year(found[3], today), number, int(found[1]))
        if (found := _NAME_AND_DAY.fullmatch(text)) and (number := _MONTHS.get(search(found[1]))):
            return _made(typed, _year(found[3], today), number, int(found[2]))
    raise Wrong(
        N_("“%(seen)s” is not understood as a date. Write day, month and year: 5/3/1990."), seen=typed[:_LONGEST]
    )


def birthday(typed: str, today: date) -> date:
    """A day on which somebody who works today may have been born. Raises `Wrong`."""
    found = day(typed, today)
    age = today.year - found.year - ((today.month, today.day) < (found.month, found.day))
    if not YOUNGEST <= age <= OLDEST:
        raise Wrong(
            N_("“%(seen)s” cannot be the date of birth: the officer would be %(age)s years old today."),
            seen=typed[:_LONGEST],
            age=str(age),
        )
    return found


def _year(typed: str, today: date) -> int:
    if len(typed) == 4:
        return int(typed)
    century = today.year - today.year % 100
    return century + int(typed) if century + int(typed) <= today.year else century - 100 + int(typed)


def _made(typed: str, year: int, month: int, day_of_month: int) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise Wrong(N_("There is no such day as “%(seen)s”."), seen=typed[:_LONGEST]) from None
