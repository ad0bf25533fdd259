"""What officers do in a course: enrol, read, complete it."""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from lms.catalog.course import QuizKind
from lms.catalog.outline import Outline
from lms.db import upsert
from lms.errors import Refused
from lms.i18n import N_
from lms.learning import queries
from lms.learning.models import Attempt, Enrolment, LessonProgress
from lms.learning.progress import is_complete
from lms.learning.queries import Place
from lms.people.viewer import Viewer

# How rows are locked that other transactions may meanwhile point to: a full lock would wait for whoever has just added a
# row below, who in turn waits for this one. (SQLite has one writer at a time and locks nothing more.)
LOCK: dict[str, Any] = {"key_share": True}

_enrolment = cast(Table, Enrolment.__table__)
_COMPLETED_AT = (
    select(_enrolment.c.completed_at).where(_enrolment.c.id == bindparam("enrolment_id")).with_for_update(**LOCK)
)
_NOTE_USE = (
    update(_enrolment)
    .where(_enrolment.c.id == bindparam("enrolment"))
    .values(last_lesson=bindparam("last_lesson"), last_seen_at=bindparam("last_seen_at"))
)


class RequirementsOpen(Refused):
    """Another course has to be completed first. `slugs` are those that are open."""

    def __init__(self, slugs: tuple[str, ...]) -> None:
        super().__init__(N_("Another course has to be completed first."))
        self.slugs = slugs


def check_requirements(session: Session, person_id: int, requires: tuple[str, ...]) -> None:
    """Raise `RequirementsOpen` if one of these courses is published and not completed by the person."""
    missing = queries.open_requirements(session, person_id, requires)
    if missing:
        raise RequirementsOpen(tuple(slug for slug in requires if slug in missing))


def enrol(session: Session, viewer: Viewer, place: Place, requires: tuple[str, ...], now: datetime) -> None:
    """Enrol the viewer in a published course. A second time changes nothing. Raises `RequirementsOpen`.

    A required course that is not published keeps nobody out, since nobody could take it.
    """
    check_requirements(session, viewer.id, requires)
    session.execute(
        upsert(session, Enrolment)
        .values(person_id=viewer.id, course_id=place.shown.course_id, enrolled_at=now)
        .on_conflict_do_nothing(index_elements=["person_id", "course_id"])
    )


class NotOpenYet(Refused):
    """The batch in which somebody was enrolled has not begun. `opens_on` is when it does."""

    def __init__(self, opens_on: date) -> None:
        super().__init__(N_("This course opens on %(opens_on)s."), opens_on=opens_on)


def check_open_to(session: Session, person_id: int, place: Place, requires: tuple[str, ...], today: date) -> None:
    """Raise `NotOpenYet` or `RequirementsOpen` if somebody who is enrolled may not begin the course yet.

    Whoever has begun may go on, whatever is asked for now: nothing that was open is closed again.
    """
    if place.last_lesson is not None or place.completed_at is not None:
        return
    if place.opens_on is not None and place.opens_on > today:
        raise NotOpenYet(place.opens_on)
    check_requirements(session, person_id, requires)


def save_position(session: Session, enrolment_id: int, lesson: str, position: str, now: datetime) -> None:
    """Remember where in which lesson somebody is, so that they can go on from there on any device."""
    session.execute(
        upsert(session, LessonProgress)
        .values(enrolment_id=enrolment_id, lesson=lesson, position=position, digest="")
        .on_conflict_do_update(index_elements=["enrolment_id", "lesson"], set_={"position": position})
    )
    note_use(session, enrolment_id, lesson, now)


def mark_read(session: Session, enrolment_id: int, outline: Outline, lesson: str, now: datetime) -> None:
    """Note that a lesson was read. The first time stays; the digest becomes that of the text which was read last.

    A test before the course that is still open takes no more answers: what would be given now is no longer from before.
    """
    statement = upsert(session, LessonProgress).values(
        enrolment_id=enrolment_id, lesson=lesson, read_at=now, digest=outline.digests[lesson], position=""
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["enrolment_id", "lesson"],
            set_={
                "read_at": func.coalesce(LessonProgress.read_at, now),
                "digest": outline.digests[lesson],
                "position": "",
            },
        )
    )
    if outline.before:
        session.execute(
            update(Attempt)
            .where(Attempt.enrolment_id == enrolment_id, Attempt.kind == QuizKind.BEFORE)
            .where(Attempt.submitted_at.is_(None), Attempt.deadline.is_(None))
            .values(deadline=now)
        )
    note_use(session, enrolment_id, lesson, now)


def note_use(session: Session, enrolment_id: int, lesson: str, now: datetime) -> None:
    session.execute(_NOTE_USE, {"enrolment": enrolment_id, "last_lesson": lesson, "last_seen_at": now})


def complete_if_due(session: Session, enrolment_id: int, place: Place, now: datetime) -> bool:
    """Complete an enrolment if its course's rule now holds; returns whether it is completed. Never takes completion back.

    The row of the enrolment is locked, so that of two last steps at the same moment the second one sees the first.
    """
    if place.completed_at is not None:
        return True
    session.flush()
    completed_at = session.scalars(_COMPLETED_AT, {"enrolment_id": enrolment_id}).one()
    if completed_at is None and is_complete(place.outline, queries.done(session, enrolment_id)):
        completed_at = now
        session.execute(
            update(Enrolment)
            .where(Enrolment.id == enrolment_id)
            .values(completed_at=now, completed_revision_id=place.shown.revision_id)
        )
    return completed_at is not None


def position_is_valid(position: Any) -> bool:
    """`b1` … `b9999`: the id of a block, as pages report it."""
    return isinstance(position, str) and position[:1] == "b" and position[1:].isdecimal() and len(position) < 6
