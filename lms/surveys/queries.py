"""What is asked about surveys. Sums are made by the database: a page costs the same few rows for ten officers and for all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, cast, exists, func, or_, select, true
from sqlalchemy.orm import Session

from lms.catalog.models import Catalogue, CourseCard, CourseRecord, Revision
from lms.catalog.queries import Shown
from lms.learning.models import Enrolment
from lms.people.models import Agency, Person, Sex
from lms.people.queries import agency_and_units
from lms.people.viewer import Viewer
from lms.prepared import Prepared
from lms.surveys.models import SurveyDone, SurveyKind, SurveyResponse
from lms.surveys.tally import FEWEST, Tally, monday, tallied, told_of


@dataclass(frozen=True)
class Part:
    """Which responses: those to a survey of these courses, from these agencies (a list or a `select()` of ids), of this sex, in
    this language, told of the period from `first` to `last` (see `told_of`). None leaves open."""

    kind: SurveyKind = SurveyKind.EVALUATION
    courses: Collection[int] | None = None
    agencies: Collection[int] | Select[int] | None = None
    sex: Sex | None = None
    language: str | None = None
    first: date | None = None
    last: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """All but the period."""
        found: list[ColumnElement[bool]] = [SurveyResponse.kind == self.kind]
        if self.courses is not None:
            found.append(SurveyResponse.course_id.in_(self.courses))
        if self.agencies is not None:
            found.append(SurveyResponse.agency_id.in_(self.agencies))
        if self.sex is not None:
            found.append(SurveyResponse.sex == self.sex)
        if self.language is not None:
            found.append(SurveyResponse.language == self.language)
        return found


def tally(session: Session, part: Part, today: date) -> Tally:
    """What people of `part` answered, as far as it is told by `today`; whether it `is_shown` is for the page to ask.

    Two queries. Free texts are asked for with `texts`. Whose agencies a viewer may see is decided by who fills in `part`.
    """
    week, weeks, responses = _told(session, part, today)
    if week is None:
        return Tally()
    each = func.json_each(SurveyResponse.answers).table_valued("key", "value")
    options = cast(each.c.value, Text)
    rows = session.execute(
        select(each.c.key, options, func.count())
        .select_from(SurveyResponse)
        .join(each, true())
        .where(*part.conditions(), *weeks)
        .group_by(each.c.key, options)
    )
    return tallied(responses, ((key, msgspec.json.decode(chosen), count) for key, chosen, count in rows), week)


def standard_answers(
    session: Session, part: Part, today: date, by: Any
) -> tuple[date | None, dict[Any, tuple[int, str]]]:
    """What people of `part` answered to the questions that come with the product, told apart by a column of responses: the last
    week that is told, the same for all; and by value, how many responses there are, and their signs one after another
    (`SurveyResponse.standard`).

    An index answers it by itself: of a hundred thousand responses in about a tenth of a second.
    """
    week, weeks, _responses = _told(session, part, today)
    if week is None:
        return None, {}
    signs = func.aggregate_strings(SurveyResponse.standard, "")
    counted = select(by, func.count(), signs).where(*part.conditions(), *weeks)
    # week by week, courses lie in the order of the index: read once, and nothing is sorted
    groups = (SurveyResponse.week, by) if by is SurveyResponse.course_id else (by,)
    found: dict[Any, list[tuple[int, str]]] = {}
    for value, count, told in session.execute(counted.group_by(*groups)):
        found.setdefault(value, []).append((count, told))
    return week, {value: (sum(n for n, _ in told), "".join(each for _, each in told)) for value, told in found.items()}


def _told(session: Session, part: Part, today: date) -> tuple[date | None, list[ColumnElement[bool]], int]:
    """The last week that is told, which weeks are, and how many responses there are in them."""
    number = func.count().label("number")
    rows = session.execute(select(SurveyResponse.week, number).where(*part.conditions()).group_by(SurveyResponse.week))
    counts = {row.week: row.number for row in rows}
    before, week = told_of(counts, monday(today), part.first, part.last)
    if week is None:
        return None, [], 0
    after = date.min if before is None else before
    weeks = [SurveyResponse.week <= week, *([SurveyResponse.week > before] if before else [])]
    return week, weeks, sum(count for each, count in counts.items() if after < each <= week)


def texts(
    session: Session, part: Part, key: str, week: date, after: str = "", limit: int = 50
) -> list[tuple[str, str]]:
    """Free texts to one question given up to `week` (that of the tally), with the ids of their responses, which are in no order
    that means anything: the next page begins `after` the last of one. None are told if fewer than `FEWEST` people wrote."""
    text: Any = SurveyResponse.texts[key].as_string()
    written = (
        select(SurveyResponse.id, text)
        .where(*part.conditions(), SurveyResponse.week <= week, text.is_not(None))
        .order_by(SurveyResponse.id)
    )
    rows = [(number, said) for number, said in session.execute(written.where(SurveyResponse.id > after).limit(limit))]
    if len(rows) < FEWEST and len(session.execute(written.limit(FEWEST)).all()) < FEWEST:
        return []
    return rows


def course(session: Session, slug: str) -> CourseRecord:
    """A course by its lasting name; `NoResultFound` if there is none."""
    return session.scalars(select(CourseRecord).where(CourseRecord.slug == slug)).one()


def answered_revisions(session: Session, record: CourseRecord, kind: SurveyKind, language: str) -> list[Shown]:
    """The revisions of a course in a language about which somebody was asked: the published one, then the others, newest first."""
    catalogue = session.scalars(
        select(Catalogue.digest).where(Catalogue.course_id == record.id, Catalogue.language == language)
    ).one_or_none()
    used = select(SurveyResponse.revision_id).where(SurveyResponse.course_id == record.id, SurveyResponse.kind == kind)
    rows = session.execute(
        select(Revision.id, Revision.digest)
        .where(Revision.course_id == record.id, or_(Revision.id == record.revision_id, Revision.id.in_(used)))
        .order_by(Revision.number.desc())
    ).all()
    first = [row for row in rows if row.id == record.revision_id]
    return [Shown(record.id, row.id, row.digest, catalogue) for row in (*first, *(r for r in rows if r not in first))]


# --- who is asked ----------------------------------------------------------------------------------------------------------

FOLLOW_UP_AFTER = timedelta(days=90)
OFFERED_FOR = {SurveyKind.EVALUATION: timedelta(days=30), SurveyKind.FOLLOW_UP: timedelta(days=365)}
"""How long after the completion the home page offers a survey. By its address it can be answered later too."""


@dataclass(frozen=True)
class Invitation:
    """That somebody who completed a course may be asked about it; `is_done` when they answered or declined."""

    kind: SurveyKind
    enrolment_id: int
    course_id: int
    revision_id: int
    completed_at: datetime
    agency_id: int | None
    sex: Sex
    is_done: bool

    def is_due(self, now: datetime) -> bool:
        """The follow-up has its time; before that there is nothing to tell."""
        return self.kind is SurveyKind.EVALUATION or self.completed_at + FOLLOW_UP_AFTER <= now


def invitation(session: Session, viewer: Viewer, slug: str, kind: SurveyKind) -> Invitation | None:
    """Whether the viewer may be asked about a published course; None unless it is completed."""
    done = select(SurveyDone.kind).where(SurveyDone.enrolment_id == Enrolment.id, SurveyDone.kind == kind).exists()
    row = session.execute(
        select(
            Enrolment.id,
            CourseRecord.id,
            CourseRecord.revision_id,
            Enrolment.completed_at,
            Person.agency_id,
            Person.sex,
            done,
        )
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            CourseRecord.slug == slug,
            CourseRecord.revision_id.is_not(None),
            Person.id == viewer.id,
            Enrolment.completed_at.is_not(None),
        )
    ).one_or_none()
    return Invitation(kind, *row) if row else None  # type: ignore[arg-type]


def is_done(session: Session, enrolment_id: int, kind: SurveyKind) -> bool:
    """Whether a survey was answered or declined."""
    return session.get(SurveyDone, (enrolment_id, kind)) is not None


@dataclass(frozen=True)
class Offer:
    """A survey that the home page offers."""

    kind: SurveyKind
    slug: str
    title: str
    title_language: str


_DONE = {
    kind: exists().where(SurveyDone.enrolment_id == Enrolment.id, SurveyDone.kind == kind).correlate(Enrolment)
    for kind in SurveyKind
}
_COMPLETED = Prepared(
    select(
        Enrolment.completed_at,
        Enrolment.course_id,
        CourseRecord.slug,
        CourseCard.title,
        CourseCard.title_language,
        *(done.label(kind.name) for kind, done in _DONE.items()),
    )
    .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
    .join(CourseCard, and_(CourseCard.course_id == CourseRecord.id, CourseCard.language == bindparam("language")))
    .where(
        Enrolment.person_id == bindparam("person_id"),
        Enrolment.completed_at.between(bindparam("first"), bindparam("last")),
        CourseRecord.revision_id.is_not(None),
    )
    .order_by(Enrolment.completed_at.desc())
)


def offers(
    session: Session, viewer: Viewer, language: str, now: datetime, course_id: int | None = None, limit: int = 3
) -> list[Offer]:
    """Surveys of courses (or of one) that the viewer completed and has not answered, the course completed last first. One query."""
    first = now - max(OFFERED_FOR.values())
    rows = _COMPLETED.rows(session, person_id=viewer.id, language=language, first=first, last=now)
    found = (
        Offer(kind, row.slug, row.title, row.title_language)
        for row in rows
        for kind in SurveyKind
        if course_id in (None, row.course_id)
        and not getattr(row, kind.name)
        and _is_offered(kind, now - row.completed_at)
    )
    return list(islice(found, limit))


def _is_offered(kind: SurveyKind, age: timedelta) -> bool:
    earliest = FOLLOW_UP_AFTER if kind is SurveyKind.FOLLOW_UP else timedelta(0)
    return earliest <= age <= OFFERED_FOR[kind]


def agency_and_those_above(session: Session, agency_id: int | None) -> list[int]:
    """The ids of an agency and of what it belongs to, the smallest first."""
    found: list[int] = []
    while agency_id is not None and agency_id not in found:
        found.append(agency_id)
        agency_id = session.scalars(select(Agency.parent_id).where(Agency.id == agency_id)).one()
    return found


def are_enough(session: Session, course_id: int, sex: Sex, agency_id: int | None = None) -> bool:
    """Whether at least `FEWEST` people of this sex, of an agency with its units, have completed a course."""
    statement = (
        select(Enrolment.id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.course_id == course_id, Enrolment.completed_at.is_not(None), Person.sex == sex)
    )
    if agency_id is not None:
        statement = statement.where(Person.agency_id.in_(agency_and_units(agency_id)))
    return len(session.scalars(statement.limit(FEWEST)).all()) == FEWEST
