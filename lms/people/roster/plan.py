"""What a list of people would do to the people who are there: row by row, what is created, changed, left, and what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from lms.i18n import N_
from lms.people.models import Sex
from lms.people.names import in_latin, search_words, sign_in_name
from lms.people.ranks import rank_name
from lms.people.roster.columns import NAMES
from lms.people.roster.reading import Roster, RosterRow, Written, same_person, sign_in_names
from lms.people.roster.remarks import Remark
from lms.people.roster.values import folded, phone_digits


class State(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(frozen=True)
class AgencyName:
    id: int
    code: str
    name_en: str
    name_ur: str

    def name(self, language: str) -> str:
        return self.name_ur if language == "ur" and self.name_ur else self.name_en


class Agencies:
    """The agencies into which somebody may bring people, by code and by name in either language."""

    def __init__(self, agencies: Iterable[AgencyName]) -> None:
        self.by_id = {agency.id: agency for agency in agencies}
        self._found: dict[str, set[int]] = {}
        codes: dict[str, int] = {}
        for agency in self.by_id.values():
            codes[folded(agency.code)] = agency.id
            for name in (agency.name_en, agency.name_ur):
                self._found.setdefault(folded(name), set()).add(agency.id)
        # a code is one agency's only, whatever others are called
        self._found |= {code: {found} for code, found in codes.items()}

    def find(self, typed: str) -> set[int]:
        """The ids of the agencies that are meant: one, or none, or several units of the same name."""
        return self._found.get(folded(typed), set()) if folded(typed) else set()


@dataclass(frozen=True)
class Known:
    """Somebody who is there: the record, whether whoever brings the list in keeps it, and whether the account may do more than
    theirs, or reaches further."""

    person_id: int
    in_scope: bool
    is_above: bool
    is_active: bool
    agency_id: int | None
    record: Written


@dataclass(frozen=True)
class Change:
    """A value that becomes another: the column, and both values as text: ISO dates, ids of agencies, words of enumerations."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Planned:
    """What becomes of a row. `written` is what is to be stored, of which `columns` are given; `agency_id` stands beside it."""

    row: int
    state: State
    written: Written
    agency_id: int | None = None
    person_id: int | None = None
    changes: tuple[Change, ...] = ()
    errors: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    typed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What a whole list would do, with what has to be said about its columns."""

    sheet: str
    header_row: int
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]
    not_kept: bool
    rows: tuple[Planned, ...]

    def counts(self) -> dict[str, int]:
        """How many rows are what, and how many have a warning."""
        counts = {state.value: 0 for state in State}
        for row in self.rows:
            counts[row.state.value] += 1
        return counts | {"warnings": sum(bool(row.warnings) for row in self.rows)}


STORED = (
    "service_number", "user_name", "name_en", "name_ur", "rank", "province", "sex", "born_on", "phone", "email", "language",
    "extra_time",
)  # fmt: skip
"""What is stored of a row as it was written; the agency is looked up."""


def make_plan(roster: Roster, known: Mapping[str, Known], agencies: Agencies, agency_id: int | None) -> Plan:
    """`known` holds the people by the names with which they sign in; `agency_id` counts for new people where a row names none."""
    twice = _Repeated(roster.rows, known)
    rows = tuple(_planned(row, known, agencies, agency_id, twice) for row in roster.rows)
    return Plan(
        sheet=roster.sheet,
        header_row=roster.header_row,
        columns=roster.columns,
        unknown=roster.unknown,
        twice=roster.twice,
        not_kept=roster.not_kept,
        rows=rows,
    )


class _Repeated:
    """Which rows are of the same person: they have the same number or user name, or two under which the same person is known."""

    def __init__(self, rows: Iterable[RosterRow], known: Mapping[str, Known]) -> None:
        self._known = known
        self._by_owner: dict[str | int, list[RosterRow]] = {}
        for row in rows:
            for owner in self._owners(row):
                self._by_owner.setdefault(owner, []).append(row)

    def _owners(self, row: RosterRow) -> set[str | int]:
        """Whose the names of a row are: ids of people, and names that nobody has. Of people elsewhere nothing is told."""
        return {
            self._known[name].person_id if name in self._known and self._known[name].in_scope else name
            for name in sign_in_names(row.written)
        }

    def others(self, row: RosterRow) -> list[RosterRow]:
        found = {other.number: other for owner in self._owners(row) for other in self._by_owner[owner]}
        found.pop(row.number, None)
        return sorted(found.values(), key=lambda other: other.number)


def _planned(
    row: RosterRow, known: Mapping[str, Known], agencies: Agencies, agency_id: int | None, repeated: _Repeated
) -> Planned:
    found = {known[name].person_id: known[name] for name in sign_in_names(row.written) if name in known}
    errors, warnings = list(row.errors), list(row.warnings)
    others = repeated.others(row)
    if any(not same_person(other.written, row.written) for other in others):
        errors.append(_twice(row, others))
    elif others and others[0].number < row.number:
        warnings.append(
            Remark(N_("Row %(row)s says the same. It counts once."), "service_number", {"row": str(others[0].number)})
        )
        return _row(row, State.WRONG if errors else State.UNCHANGED, errors, warnings)
    if len(found) > 1:
        message = N_("The service number belongs to one person and the user name to another.")
        errors.append(Remark(message, "user_name"))
    person = next(iter(found.values()), None) if len(found) == 1 else None
    if person and not person.in_scope:
        errors.append(Remark(N_("This number belongs to somebody in another agency."), "service_number"))
        person = None
    wanted = _agency(row, agencies, errors)
    if person is None and not found:
        return _new(row, wanted or agency_id, errors, warnings)
    if errors or person is None:
        return _row(row, State.WRONG, errors, warnings)
    planned = _change(row, person, wanted, known, warnings)
    if planned.changes and person.is_above:
        message = N_("This account may do things that yours may not. An administrator can change it.")
        return _row(row, State.WRONG, [Remark(message, "service_number")], warnings)
    return planned


def _row(row: RosterRow, state: State, errors: Iterable[Remark], warnings: Iterable[Remark]) -> Planned:
    typed = row.typed if state is State.WRONG else ()
    return Planned(row.number, state, row.written, errors=tuple(errors), warnings=tuple(warnings), typed=typed)


_SAME_NUMBER = (
    N_("The same number stands in row %(rows)s with other values. Only one of the two can be right."),
    N_("The same number stands in the rows %(rows)s with other values. Only one of them can be right."),
)
_SAME_PERSON = (
    N_("Row %(rows)s is of the same person, under another number or user name. Only one of the two can be right."),
    N_("The rows %(rows)s are of the same person, under other numbers or user names. Only one of them can be right."),
)


def _twice(row: RosterRow, others: list[RosterRow]) -> Remark:
    names = set(sign_in_names(row.written))
    is_same_number = any(names & set(sign_in_names(other.written)) for other in others)
    message = (_SAME_NUMBER if is_same_number else _SAME_PERSON)[len(others) > 1]
    return Remark(message, "service_number", {"rows": ", ".join(str(other.number) for other in others[:5])})


def _agency(row: RosterRow, agencies: Agencies, errors: list[Remark]) -> int | None:
    """The agency that a row names, if it is one that can be meant."""
    typed = row.written.agency
    if not typed:
        return None
    found = agencies.find(typed)
    if len(found) == 1:
        return next(iter(found))
    if found:
        message = N_("Several units are called “%(seen)s”. Write the code of the one that is meant.")
    else:
        message = N_(
            "“%(seen)s” is neither your agency nor a unit under it. Write its code, or its name as it stands here."
        )
    errors.append(Remark(message, "agency", {"seen": typed[:60]}))
    return None


def _new(row: RosterRow, agency_id: int | None, errors: list[Remark], warnings: list[Remark]) -> Planned:
    written = row.written
    if not (written.name_en or written.name_ur) and not any(each.column in NAMES for each in errors):
        errors.append(Remark(N_("The name is missing."), "name_en"))
    elif not written.name_en and written.name_ur and not errors:
        message = N_("There is no name in Latin letters. Certificates in English will show the Urdu name.")
        warnings.append(Remark(message, "name_en"))
        written = replace(written, name_en=written.name_ur)
    if agency_id is None and not any(each.column == "agency" for each in errors):
        errors.append(
            Remark(N_("The agency is missing: choose one for the whole file, or write it in the row."), "agency")
        )
    if errors:
        return _row(row, State.WRONG, errors, warnings)
    return replace(_row(row, State.CREATE, (), warnings), written=written, agency_id=agency_id)


def _change(
    row: RosterRow, person: Known, agency_id: int | None, known: Mapping[str, Known], warnings: list[Remark]
) -> Planned:
    record, written = person.record, row.written
    if not in_latin(record.name_en or "") and written.name_ur and not written.name_en:
        written = replace(written, name_en=written.name_ur)  # there was no Latin name, and there is none yet
    changes = []
    for column in STORED:
        old, new = getattr(record, column), getattr(written, column)
        if new is not None and new != old and not _is_same(column, old, new, known):
            changes.append(Change(column, "" if old is None else str(old), str(new)))
    if agency_id is not None and agency_id != person.agency_id:
        changes.append(Change("agency", str(person.agency_id or ""), str(agency_id)))
    if not person.is_active:
        warnings.append(Remark(N_("This account is switched off, and stays so."), "service_number"))
    if _is_somebody_else(record, written):
        message = N_("The number belongs to %(name)s: is it the same person?")
        known_as = record.name_en if written.name_en or not record.name_ur else record.name_ur
        warnings.append(Remark(message, "service_number", {"name": str(known_as)}))
    planned = _row(row, State.CHANGE if changes else State.UNCHANGED, (), warnings)
    return replace(planned, written=written, agency_id=agency_id, person_id=person.person_id, changes=tuple(changes))


def _is_somebody_else(record: Written, written: Written) -> bool:
    """Whether a row seems to be of another person than the number: no word of the name is the same in any script that both have, or
    a sex that was stated is another one."""
    if written.sex and record.sex and Sex.NOT_STATED not in (written.sex, record.sex) and written.sex != record.sex:
        return True
    had, has = _words(record), _words(written)
    compared = [script for script in had if had[script] and has[script]]
    return bool(compared) and not any(had[script] & has[script] for script in compared)


def _words(written: Written) -> dict[bool, frozenset[str]]:
    """The words of the names, folded, in Latin letters and in others."""
    words = search_words((written.name_en or "", written.name_ur or ""), ())
    latin = frozenset(word for word in words if word.isascii())
    return {True: latin, False: words - latin}


def _is_same(column: str, old: Any, new: Any, known: Mapping[str, Known]) -> bool:
    """A number by which the person was found is theirs, in whatever spelling and since whenever; a rank in another language is the
    same rank."""
    if column in {"service_number", "user_name"}:
        return sign_in_name(new) in known
    if column == "phone" and old is not None:
        return bool(phone_digits(old) == new)
    return column == "rank" and rank_name(old, "en") == rank_name(new, "en")
