"""Facts for reports: gathered from the tables while they are small, and as they were kept when they have become large."""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import String, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased, undefer

from lms.catalog.course import QuizKind
from lms.catalog.models import CourseCard, CourseRecord
from lms.certificates.models import Certificate, Revocation
from lms.days import day
from lms.learning.models import Attempt, Enrolment
from lms.people.models import Functioning, Person, Province, RankBand, Sex
from lms.reports.facts import CERTIFIED, COMPLETED, ENROLLED, NOT_STATED, VALUES, Events, Facts, Pairs, age_band, unpack
from lms.reports.figures import Known
from lms.reports.models import FactsKept
from lms.reports.queries.days import DayNumber

LIVE = 10_000
"""Up to so many enrolments the facts are read anew for every page, which then takes a tenth of a second."""
A_LOT = 3
"""A lot of difficulty, in at least one domain: the cut-off that the Washington Group recommends."""

_AT_ONCE = 5_000
_newest: dict[tuple[str, datetime], Facts] = {}

_Lists = defaultdict[int, list[tuple[int, int]]]


def gathered_live(session: Session) -> bool:
    """Whether there is so little that the facts are gathered for every page. Asks for the last key only, not for a count."""
    return (session.scalar(select(func.max(Enrolment.id))) or 0) <= LIVE


def kept_at(session: Session) -> datetime | None:
    """When the facts that are kept were gathered; None if there are none."""
    return session.scalar(select(FactsKept.made_at).order_by(FactsKept.id.desc()).limit(1))


def current_facts(session: Session, now: datetime) -> Facts | None:
    """The facts of this moment, or of the moment at which they were last kept; None if they are many and were never kept."""
    if gathered_live(session):
        return gather(session, now)
    made_at = kept_at(session)
    if made_at is None:
        return None
    key = (str(session.get_bind().engine.url), made_at)
    if key not in _newest:
        kept = session.scalars(
            select(FactsKept).order_by(FactsKept.id.desc()).limit(1).options(undefer(FactsKept.body))
        )
        facts = unpack(kept.one().body)
        if facts is None:
            return None
        _newest.clear()
        _newest[key] = facts
    return _newest[key]


def known_courses(session: Session) -> dict[int, Known]:
    """All courses that were ever published, by key."""
    hours = (
        select(CourseCard.course_id, func.max(CourseCard.hours).label("hours"))
        .group_by(CourseCard.course_id)
        .subquery()
    )
    rows = session.execute(
        select(CourseRecord.id, CourseRecord.slug, CourseRecord.track, CourseRecord.level, hours.c.hours)
        .outerjoin(hours, hours.c.course_id == CourseRecord.id)
        .order_by(CourseRecord.slug)
    )
    return {row.id: Known(row.id, row.slug, row.track.value, row.level.value, row.hours or 0.0) for row in rows}


def gather(session: Session, now: datetime) -> Facts:
    """All facts, read from the tables: a second or two for each hundred thousand enrolments."""
    people, agency, traits = _people(session, now)
    places = {key: place for place, key in enumerate(people)}
    events = _enrolments(session, places)
    events[CERTIFIED] = _certificates(session, places)
    return Facts(
        now,
        people,
        agency,
        traits,
        {kind: {course: _events(pairs) for course, pairs in lists.items()} for kind, lists in events.items()},
        _pairs(session, places),
    )


def _people(session: Session, now: datetime) -> tuple["array[int]", "array[int]", dict[str, bytes]]:
    people, agency = array("i"), array("i")
    traits = {trait: bytearray() for trait in VALUES}
    today = day(now)
    places = {trait: {value: place for place, value in enumerate(values)} for trait, values in VALUES.items()}
    disabled = _disabled(session)
    province_name, band_name, sex_name = (
        type_coerce(column, String) for column in (Person.province, Person.rank_band, Person.sex)
    )
    rows = session.execute(
        select(Person.id, Person.agency_id, province_name, band_name, sex_name, Person.born_on, Person.language)
        .where(Person.merged_into_id.is_(None))
        .order_by(Person.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for key, agency_id, province, band, sex, born_on, language in rows:
        people.append(key)
        agency.append(agency_id or 0)
        said = {
            "province": Province[province].value if province else NOT_STATED,
            "band": RankBand[band].value if band else NOT_STATED,
            "sex": Sex[sex].value if sex else NOT_STATED,
            "age": age_band(born_on, today),
            "language": language if language in VALUES["language"] else "ur",
            "disability": disabled.get(key, NOT_STATED),
        }
        for trait, value in said.items():
            traits[trait].append(places[trait][value])
    return people, agency, {trait: bytes(values) for trait, values in traits.items()}


def _disabled(session: Session) -> dict[int, str]:
    """What each person who answered any of the questions on functioning comes to."""
    domains = (
        Functioning.seeing, Functioning.hearing, Functioning.walking, Functioning.remembering, Functioning.self_care,
        Functioning.communicating,
    )  # fmt: skip
    rows = session.execute(
        select(Functioning.person_id, case((or_(*(each >= A_LOT for each in domains)), "yes"), else_="no")).where(
            or_(*(each.is_not(None) for each in domains))
        )
    )
    return {row[0]: row[1] for row in rows}


def _enrolments(session: Session, places: dict[int, int]) -> dict[str, _Lists]:
    enrolled: _Lists = defaultdict(list)
    completed: _Lists = defaultdict(list)
    rows = session.execute(
        select(
            Enrolment.person_id,
            Enrolment.course_id,
            DayNumber(Enrolment.enrolled_at),
            DayNumber(Enrolment.completed_at),
        )
        .order_by(Enrolment.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for person, course, enrolled_on, completed_on in rows:
        place = places.get(person)
        if place is None:
            continue
        enrolled[course].append((enrolled_on, place))
        if completed_on is not None:
            completed[course].append((completed_on, place))
    return {ENROLLED: enrolled, COMPLETED: completed}


def _certificates(session: Session, places: dict[int, int]) -> _Lists:
    """By course, those who hold a certificate that counts, and the day of the first one."""
    found: _Lists = defaultdict(list)
    rows = session.execute(
        select(Enrolment.person_id, Enrolment.course_id, func.min(Certificate.issued_on))
        .join_from(Certificate, Enrolment, Enrolment.id == Certificate.enrolment_id)
        .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
        .group_by(Certificate.enrolment_id, Enrolment.person_id, Enrolment.course_id)
        .having(func.count() > func.count(Revocation.id))
    )
    for person, course, issued_on in rows:
        if person in places:
            found[course].append((issued_on.toordinal(), places[person]))
    return found


def _pairs(session: Session, places: dict[int, int]) -> dict[int, Pairs]:
    """First tests before and first tests after, of the same enrolment."""
    first, second = aliased(Attempt), aliased(Attempt)
    rows = session.execute(
        select(
            Enrolment.person_id,
            Enrolment.course_id,
            DayNumber(second.submitted_at),
            first.score / first.maximum,
            second.score / second.maximum,
        )
        .join_from(second, first, first.enrolment_id == second.enrolment_id)
        .join(Enrolment, Enrolment.id == second.enrolment_id)
        .where(
            second.kind == QuizKind.AFTER, first.kind == QuizKind.BEFORE, first.number == 1, second.number == 1,
            first.score.is_not(None), second.score.is_not(None), first.maximum > 0, second.maximum > 0,
        )
    )  # fmt: skip
    found: dict[int, list[tuple[int, int, float, float]]] = defaultdict(list)
    for person, course, ordinal, before, after in rows:
        if person in places and before is not None and after is not None:
            found[course].append((ordinal, places[person], before, after))
    return {course: _paired(sorted(pairs)) for course, pairs in found.items()}


def _paired(pairs: list[tuple[int, int, float, float]]) -> Pairs:
    events = Events(array("i", (each[0] for each in pairs)), array("i", (each[1] for each in pairs)))
    return Pairs(events, array("d", (each[2] for each in pairs)), array("d", (each[3] for each in pairs)))


def _events(pairs: Iterable[tuple[int, int]]) -> Events:
    ordered: list[Any] = sorted(pairs)
    return Events(array("i", (day for day, _ in ordered)), array("i", (who for _, who in ordered)))
