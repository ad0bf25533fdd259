"""A list of people as it comes from a real office: titles above it, its own headers, everything that goes wrong in Excel."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from openpyxl import Workbook

GIVEN = (
    ("Muhammad", "محمد", "M"), ("Abdul Rahman", "عبدالرحمٰن", "M"), ("Naveed", "نوید", "M"), ("Imran", "عمران", "M"),
    ("Fatima", "فاطمہ", "F"), ("Shagufta", "شگفتہ", "F"), ("Zainab", "زینب", "F"), ("Rukhsana", "رخسانہ", "F"),
)  # fmt: skip
FAMILY = (
    ("Khan", "خان"),
    ("Chattha", "چٹھہ"),
    ("Siddiqui", "صدیقی"),
    ("Brohi", "بروہی"),
    ("Kakar", "کاکڑ"),
    ("Yousafzai", "یوسفزئی"),
)
RANKS = ("Constable", "HC", "اے ایس آئی", "Sub Inspector", "Inspector", "DSP")
PROVINCES = ("Punjab", "KPK", "سندھ", "Baluchistan", "ICT")
ARABIC = str.maketrans("یکہ", "يكه")
HEADERS = ("Sr. No.", "Officer's Name", "Emp. No.", "نام (اردو)", "Designation", "Gender", "D.O.B (DD/MM/YYYY)", "Father's Name",
           "Cell No", "CNIC", "Province")  # fmt: skip


@dataclass(frozen=True)
class Faults:
    """What is wrong in a list. All of it at first; `MENDED` is the same list after its owner has mended it."""

    number_header: str = "Emp. No."
    impossible_date: bool = True
    formula: bool = True
    twice: bool = True
    missing_number: bool = True


ALL = Faults(number_header="Nmbr")
HEADERS_MENDED = Faults()
MENDED = Faults(impossible_date=False, formula=False, twice=False, missing_number=False)
WRONG_ROWS = 5
"""Rows that are wrong with `HEADERS_MENDED`: two with one number, a date, a formula, a missing number."""


def messy_book(people: int = 400, faults: Faults = ALL, prefix: str = "LHR") -> bytes:
    """An XLSX of `people` officers: a title in merged cells, an empty row, headers in row 4, Arabic letters in Urdu names, dates in
    five notations, phones without their zero, a second sheet, a hidden one, and `faults`."""
    book = Workbook()
    notes = book.active
    notes.title = "Notes"
    notes.append(["Prepared by the training branch"])
    page = book.create_sheet("Nominations")
    page.append(["Punjab Police – nominations for the core curriculum"])
    page.merge_cells("A1:K1")
    page.append([])
    page.append(["As of 20 November 2026"])
    page.append([faults.number_header if header == "Emp. No." else header for header in HEADERS])
    for row in rows(people, faults, prefix):
        page.append(row)
    page.append([])
    hidden = book.create_sheet("old")
    hidden.sheet_state = "hidden"
    hidden.append(HEADERS)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def rows(people: int, faults: Faults, prefix: str) -> Iterable[list[Any]]:
    chance = Random(prefix)
    for number in range(1, people + 1):
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        born = date(1970, 1, 1) + timedelta(days=chance.randrange(12_000))
        row = [
            number, f"{given[0]} {family[0]}", f"{prefix}-{number:04}", f"{given[1]} {family[1]}".translate(ARABIC),
            chance.choice(RANKS), chance.choice((given[2], {"M": "مرد", "F": "عورت"}[given[2]])), written(born, number), "Somebody",
            3_000_000_000 + chance.randrange(499_999_999), f"35202-{number:07}-1", chance.choice(PROVINCES),
        ]  # fmt: skip
        yield spoilt(row, number, faults, prefix)


def written(day: date, number: int) -> Any:
    """A date in one of the ways in which people write them in one and the same column."""
    months = ("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر")
    urdu = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    return (
        day,
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%b-%Y}",
        f"{day.day} {months[day.month - 1]} {day.year}".translate(urdu),
        (day - date(1899, 12, 30)).days,
    )[number % 5]


def spoilt(row: list[Any], number: int, faults: Faults, prefix: str) -> list[Any]:
    if number == 7 and faults.impossible_date:
        row[6] = "31/2/1990"
    if number == 11 and faults.formula:
        row[1] = '=CONCATENATE("Muhammad"," Khan")'
    if number == 15 and faults.twice:
        row[2] = f"{prefix}-0014"
    if number == 23 and faults.missing_number:
        row[2] = None
    return row
