"""The completion report: one row for each person and course. The only report with names in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, func, select, true, type_coerce
from sqlalchemy.orm import Session

from lms.catalog.course import Level, QuizKind, Track
from lms.catalog.models import CourseRecord
from lms.certificates.models import Certificate, Revocation
from lms.days import ZONE
from lms.learning.models import Attempt, Enrolment
from lms.people.models import Agency, Person, Province, RankBand, Sex
from lms.reports.periods import Period
from lms.reports.queries.days import DayText

PAGE = 10
"""People on a page, each with all the courses that are asked for."""
AT_ONCE = 4_000
COLUMNS = (
    "service_number", "name_en", "name_ur", "rank", "rank_band", "agency_code", "agency", "province", "sex", "course", "track",
    "level", "enrolled_on", "due_on", "last_activity_on", "completed_on", "best_score_percent", "certificate",
    "certificate_issued_on",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which enrolments: of people of these agencies (None: of everybody), of one course, made or completed in a period.
    `state` is `completed`, `open` or ""; the period is of completions if only those are wanted, else of enrolments."""

    agencies: frozenset[int] | None
    course_id: int | None = None
    state: str = ""
    period: Period | None = None

    def of_people(self) -> ColumnElement[bool]:
        return true() if self.agencies is None else Person.agency_id.in_(sorted(self.agencies))

    def of_enrolments(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.course_id is not None:
            found.append(Enrolment.course_id == self.course_id)
        if self.state:
            is_open = Enrolment.completed_at.is_(None)
            found.append(is_open if self.state == "open" else Enrolment.completed_at.is_not(None))
        if self.period is not None:
            moment = Enrolment.completed_at if self.state == "completed" else Enrolment.enrolled_at
            start, end = _begin(self.period.first), _begin(self.period.last + timedelta(days=1))
            found += [moment >= start, moment < end]
        return found


def records_page(session: Session, wanted: Wanted, after: int = 0) -> tuple[list[tuple[Person, list[Any]]], bool]:
    """People by their keys, those after one, each with the enrolments that are wanted; and whether there are more people."""
    any_wanted = select(Enrolment.id).where(Enrolment.person_id == Person.id, *wanted.of_enrolments()).exists()
    people = session.scalars(
        select(Person)
        .where(wanted.of_people(), Person.id > after, Person.merged_into_id.is_(None), any_wanted)
        .order_by(Person.id)
        .limit(PAGE + 1)
    ).all()
    shown = people[:PAGE]
    rows = session.execute(
        select(
            Enrolment.person_id, Enrolment.course_id, Enrolment.enrolled_at, Enrolment.due_on, Enrolment.last_seen_at,
            Enrolment.completed_at,
        )
        .where(Enrolment.person_id.in_([person.id for person in shown]), *wanted.of_enrolments())
        .order_by(Enrolment.person_id, Enrolment.enrolled_at, Enrolment.course_id)
    ).all()  # fmt: skip
    by_person: dict[int, list[Any]] = {person.id: [] for person in shown}
    for row in rows:
        by_person[row.person_id].append(row)
    return [(person, by_person[person.id]) for person in shown], len(people) > PAGE


def records(session: Session, wanted: Wanted) -> Iterator[list[object]]:
    """The rows of the file, as `COLUMNS` names them, a stretch of keys at a time. No transaction stays open between stretches."""
    last = session.scalar(select(func.max(Enrolment.id))) or 0
    written = _rows(wanted)
    for start in range(1, last + 1, AT_ONCE):
        keys = (start, start + AT_ONCE - 1)
        rows = session.execute(written, {"first": keys[0], "last": keys[1]}).all()
        scores = _scores(session, keys) if rows else {}
        serials = _certificates(session, keys) if rows else {}
        session.rollback()
        for enrolment, *cells in rows:
            for place, words in _WORDS:
                cells[place] = words[cells[place]]
            yield [*cells, scores.get(enrolment), *serials.get(enrolment, (None, None))]


_ENUMS: dict[str, type[StrEnum]] = {
    "rank_band": RankBand, "province": Province, "sex": Sex, "track": Track, "level": Level
}  # fmt: skip
_WORDS = [
    (COLUMNS.index(column), {None: "", **{each.name: each.value for each in kind}}) for column, kind in _ENUMS.items()
]
"""Names of values are read as they are stored, and put into words here: a fifth of the time of making values of them."""


def _rows(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    stored = {name: type_coerce(column, String) for name, column in (
        ("band", Person.rank_band), ("province", Person.province), ("sex", Person.sex), ("track", CourseRecord.track),
        ("level", CourseRecord.level),
    )}  # fmt: skip
    return (
        select(
            Enrolment.id, Person.service_number, Person.name_en, Person.name_ur, Person.rank, stored["band"],
            Agency.code, Agency.name_en, stored["province"], stored["sex"], CourseRecord.slug, stored["track"],
            stored["level"], DayText(Enrolment.enrolled_at), Enrolment.due_on,
            DayText(Enrolment.last_seen_at), DayText(Enrolment.completed_at),
        )
        .join_from(Enrolment, Person, Person.id == Enrolment.person_id)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .outerjoin(Agency, Agency.id == Person.agency_id)
        .where(wanted.of_people(), *wanted.of_enrolments())
        .where(Enrolment.id.between(bindparam("first"), bindparam("last")))
        .order_by(Enrolment.id)
    )  # fmt: skip


def _scores(session: Session, keys: tuple[int, int]) -> dict[int, float]:
    """The best score of the graded quiz, as a share, by enrolment."""
    rows = session.execute(
        select(Attempt.enrolment_id, func.max(Attempt.score / func.nullif(Attempt.maximum, 0)))
        .where(Attempt.enrolment_id.between(*keys), Attempt.kind == QuizKind.GRADED, Attempt.score.is_not(None))
        .group_by(Attempt.enrolment_id)
    )
    return {enrolment: round(best * 100, 1) for enrolment, best in rows if best is not None}


def _certificates(session: Session, keys: tuple[int, int]) -> dict[int, tuple[str, date]]:
    """Serial and day of the certificate that counts, by enrolment."""
    rows = session.execute(
        select(Certificate.enrolment_id, Certificate.serial, Certificate.issued_on)
        .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
        .where(Certificate.enrolment_id.between(*keys), Revocation.id.is_(None))
        .order_by(Certificate.id)
    )
    return {enrolment: (serial, issued_on) for enrolment, serial, issued_on in rows}


def _begin(day: date) -> datetime:
    """The moment at which a day begins in Pakistan."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)
