"""A list of people as it was written: the sheet and the row of headers found, every row read as what it means."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lms.i18n import N_
from lms.people.models import Province, Sex
from lms.people.names import sign_in_name
from lms.people.ranks import known, spelt
from lms.people.roster import dates, values
from lms.people.roster.columns import (
    EXAMPLE_NUMBER,
    NAME,
    NAMES,
    NOT_KEPT,
    OTHER_NAME,
    PASSED_OVER,
    names_the_agency,
    recognised,
)
from lms.people.roster.limits import MAX_HEADER_ROW, MAX_PEOPLE
from lms.people.roster.remarks import Remark, Unreadable, Wrong
from lms.people.roster.rows import Cell, Row, Sheet, Spoilt
from lms.people.roster.sheets import sheets
from lms.printing.lettering import script

_ENOUGH = 2


@dataclass(frozen=True)
class Written:
    """What a row says of a person; None where it says nothing. `agency` is as it was typed."""

    service_number: str | None = None
    user_name: str | None = None
    name_en: str | None = None
    name_ur: str | None = None
    rank: str | None = None
    agency: str | None = None
    province: Province | None = None
    sex: Sex | None = None
    born_on: date | None = None
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    extra_time: int | None = None


@dataclass(frozen=True)
class RosterRow:
    """A row of the list: its number in the file, its cells as they were typed (those of `Roster.columns`), what they mean."""

    number: int
    typed: tuple[str, ...]
    written: Written
    errors: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Roster:
    """A list of people. `columns` are keys, `unknown` and `twice` headers that were left; `not_kept` says that there are numbers
    of identity cards, which are not kept."""

    sheet: str
    header_row: int
    columns: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    not_kept: bool = False
    rows: tuple[RosterRow, ...] = ()


@dataclass(frozen=True)
class _Headers:
    row: Row
    places: dict[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    not_kept: bool = False
    agency_names: int | None = None
    """The column of names of agencies beside that of their codes: it counts where a row has no code."""


def read(body: bytes, today: date) -> Roster:
    """The list in a file: from the first sheet on which a row of headers is recognised. Raises `Unreadable`."""
    best: _Headers | None = None
    for sheet in sheets(body):
        headers = _headers(sheet)
        if headers and len(headers.places) >= _ENOUGH and _identifies(headers.places):
            return _roster(sheet, headers, today)
        if headers and (best is None or len(headers.places) > len(best.places)):
            best = headers
    if best is not None and len(best.places) >= _ENOUGH:
        raise Unreadable(
            N_(
                "No column with service numbers was found in the headers of row %(row)s. Give it one of these headers: "
                "Service number, Personal number, Belt number, Employee number, سروس نمبر، پرسنل نمبر، بیلٹ نمبر."
            ),
            row=best.row.number,
        )
    raise Unreadable(
        N_(
            "No row with headers was found. One of the first rows must name the columns, for example: Service number, Name, Rank, "
            "Agency, Province, Sex, Date of birth, Phone – or سروس نمبر، نام، عہدہ، ادارہ، صوبہ، جنس، تاریخ پیدائش، فون."
        )
    )


def _identifies(places: dict[str, int]) -> bool:
    return "service_number" in places or "user_name" in places


def _headers(sheet: Sheet) -> _Headers | None:
    """The row in which most headers are recognised, the first of several; None if there is no such row."""
    candidates = [_headers_of(row) for row in sheet.rows if row.number <= MAX_HEADER_ROW]
    return max(candidates, key=lambda headers: len(headers.places), default=None)


def _headers_of(row: Row) -> _Headers:
    places: dict[str, int] = {}
    unknown, twice, not_kept, agency_names = [], [], False, None
    for place, cell in enumerate(row.cells):
        if isinstance(cell, Spoilt) or not cell:
            continue
        key = recognised(cell)
        if key == NAME and NAME in places:
            key = OTHER_NAME
        if key is None:
            unknown.append(values.line(cell)[:80])
        elif key == NOT_KEPT:
            not_kept = True
        elif key in places and names_the_agency(cell, str(row.cell(places[key]))):
            agency_names = place
        elif key in places:
            twice.append(values.line(cell)[:80])
        elif key != PASSED_OVER:
            places[key] = place
    return _Headers(row, places, tuple(unknown), tuple(twice), not_kept, agency_names)


def _roster(sheet: Sheet, headers: _Headers, today: date) -> Roster:
    rows = tuple(_people(sheet, headers, today))
    if not rows:
        raise Unreadable(N_("There is nobody under the headers in row %(row)s."), row=headers.row.number)
    if len(rows) > MAX_PEOPLE:
        raise Unreadable(N_("This file has more than %(limit)s rows. Split it into several files."), limit=MAX_PEOPLE)
    return Roster(
        sheet=sheet.name,
        header_row=headers.row.number,
        columns=tuple(headers.places),
        unknown=headers.unknown,
        twice=headers.twice,
        not_kept=headers.not_kept,
        rows=rows,
    )


def _people(sheet: Sheet, headers: _Headers, today: date) -> Iterator[RosterRow]:
    """Every row under the headers but empty ones, headers that are repeated on each printed page, and the template's example."""
    places = headers.places
    head = [headers.row.cell(place) for place in places.values()]
    for row in sheet.rows:
        cells = {key: row.cell(place) for key, place in places.items()}
        if row.number <= headers.row.number or not any(cells.values()) or list(cells.values()) == head:
            continue
        if cells.get("service_number") == EXAMPLE_NUMBER:
            continue
        if headers.agency_names is not None and _is_empty(cells["agency"]):
            cells["agency"] = row.cell(headers.agency_names)
        yield _person(row.number, cells, today)


def _is_empty(cell: Cell) -> bool:
    return not isinstance(cell, Spoilt) and values.is_nothing(cell)


_READERS: dict[str, Callable[[str, date], Any]] = {
    "service_number": lambda typed, _today: values.number_or_name(typed),
    "user_name": lambda typed, _today: values.number_or_name(typed),
    NAME: lambda typed, _today: values.name(typed),
    OTHER_NAME: lambda typed, _today: values.name(typed),
    "name_en": lambda typed, _today: values.name(typed),
    "name_ur": lambda typed, _today: values.name(typed),
    "rank": lambda typed, _today: values.rank(typed),
    "agency": lambda typed, _today: values.line(typed),
    "province": lambda typed, _today: values.province(typed),
    "sex": lambda typed, _today: values.sex(typed),
    "born_on": dates.birthday,
    "phone": lambda typed, _today: values.phone(typed),
    "email": lambda typed, _today: values.email(typed),
    "language": lambda typed, _today: values.language(typed),
    "extra_time": lambda typed, _today: values.extra_time(typed),
}


OPTIONAL = _READERS.keys() - {"service_number", "user_name"} - NAMES


def _person(number: int, cells: dict[str, Any], today: date) -> RosterRow:
    found: dict[str, Any] = {}
    errors: list[Remark] = []
    warnings: list[Remark] = []
    for key, cell in cells.items():
        if isinstance(cell, Spoilt):
            errors.append(_spoilt(key, cell))
        elif cell and not (key in OPTIONAL and values.is_nothing(cell)):
            try:
                found[key] = _READERS[key](cell, today)
            except Wrong as wrong:
                errors.append(Remark(wrong.message, key, wrong.values))
    named = _names(found, warnings)
    rank = found.pop("rank", None)
    if rank and known(rank) is None:
        message = N_("The rank “%(seen)s” is not known here. It is kept, but figures by level of rank leave it out.")
        warnings.append(Remark(message, "rank", {"seen": rank}))
    written = Written(**found | named, rank=spelt(rank) if rank else None)
    if not errors and not (written.service_number or written.user_name):
        errors.append(Remark(N_("The service number is missing."), "service_number"))
    typed = tuple("" if isinstance(cell, Spoilt) else cell for cell in cells.values())
    return RosterRow(number, typed, written, tuple(errors), tuple(warnings))


def _spoilt(key: str, cell: Spoilt) -> Remark:
    if cell is Spoilt.FORMULA:
        return Remark(N_("There is a formula in this cell. Copy the column and paste it back as values."), key)
    return Remark(N_("The spreadsheet shows an error in this cell."), key)


def _names(found: dict[str, Any], warnings: list[Remark]) -> dict[str, str]:
    """The names by script, whatever column they stand in; each column's own first. Takes them out of `found`."""
    named: dict[str, str] = {}
    for key in ("name_en", "name_ur", NAME, OTHER_NAME):
        typed = found.pop(key, None)
        if typed is None:
            continue
        kind = "name_ur" if script(typed) == "ur" else "name_en"
        if kind in named and named[kind] != typed and key != NAME:
            message = N_(
                "“%(seen)s” is not in the letters of this column. It is left, since there is another name in them."
            )
            warnings.append(Remark(message, key, {"seen": typed}))
        named.setdefault(kind, typed)
    return named


def same_person(one: Written, other: Written) -> bool:
    """Whether two rows say the same, but for how the number is spelt."""
    return replace(one, service_number=None, user_name=None) == replace(
        other, service_number=None, user_name=None
    ) and (sign_in_names(one) == sign_in_names(other))


def sign_in_names(written: Written) -> tuple[str, ...]:
    """The service number and the user name of a row, as they are looked up."""
    return tuple(sign_in_name(name) for name in (written.service_number, written.user_name) if name)
