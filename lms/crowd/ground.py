"""What a crowd is put on: the units of the agencies and the published courses. Read once; the rest is invented from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog import queries as catalog
from lms.catalog.course import Course, Lesson, QuizKind
from lms.catalog.models import CourseCard, CourseRecord, Revision
from lms.catalog.outline import Outline, load
from lms.crowd.names import PLACES, SHARES, WHERE
from lms.people.actions import add_agency
from lms.people.agencies import PROGRAMME
from lms.people.models import Agency, Province

Value = TypeVar("Value")


@dataclass(frozen=True)
class Unit:
    """A unit of an agency: where its officers serve, and how many of all officers are its share."""

    id: int
    code: str
    name_en: str
    name_ur: str
    province: Province
    share: float


@dataclass(frozen=True)
class Offer:
    """A published course as far as histories in it are invented."""

    course_id: int
    revision_id: int
    revision_number: int
    digest: str
    course: Course
    outline: Outline
    title_en: str
    title_ur: str

    @property
    def quiz(self) -> Lesson | None:
        return self.course.quiz

    @property
    def is_tested(self) -> bool:
        """Whether it has a test before it and one after it."""
        return all(self.course.quiz_of(kind) for kind in (QuizKind.BEFORE, QuizKind.AFTER))


def offers(session: Session) -> tuple[Offer, ...]:
    """The published courses in the order of their names."""
    rows = session.execute(
        select(CourseRecord.id, Revision)
        .join(Revision, Revision.id == CourseRecord.revision_id)
        .order_by(CourseRecord.slug)
    ).all()
    return tuple(_offer(session, course_id, revision) for course_id, revision in rows)


def _offer(session: Session, course_id: int, revision: Revision) -> Offer:
    cards = {
        card.language: card for card in session.scalars(select(CourseCard).where(CourseCard.course_id == course_id))
    }
    urdu = cards.get("ur")
    return Offer(
        course_id,
        revision.id,
        revision.number,
        revision.digest,
        catalog.course_at(session, revision.id, revision.digest),
        load(revision.outline),
        cards["en"].title if "en" in cards else "",
        urdu.title if urdu and urdu.title_language == "ur" else "",
    )


def add_units(session: Session) -> tuple[Unit, ...]:
    """Units of the agencies of the programme: one in every town where an agency serves. Those that are missing are added."""
    known = {agency.code: agency for agency in session.scalars(select(Agency))}
    programme = known[PROGRAMME[0]].id
    units: list[Unit] = []
    for agency in sorted(known.values(), key=lambda each: each.code):
        share = _first(SHARES, agency.code.startswith)
        if agency.parent_id != programme or not share:
            continue
        towns = [(province, *town) for province in _first(WHERE, agency.code.endswith) for town in PLACES[province]]
        for province, town, name_en, name_ur in towns:
            code, names = f"{agency.code}-{town}", (f"{agency.name_en}, {name_en}", f"{agency.name_ur}، {name_ur}")
            unit = known.get(code) or add_agency(session, code, *names, agency)
            units.append(Unit(unit.id, code, unit.name_en, unit.name_ur, province, share / len(towns)))
    return tuple(units)


def _first(pairs: Iterable[tuple[str, Value]], fits: Callable[[str], bool]) -> Value:
    return next(value for part, value in pairs if fits(part))
