"""The enrolments of two records of one person become those of one, course by course."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from lms.batches.models import Reminder
from lms.catalog.course import QuizKind
from lms.catalog.models import CourseRecord
from lms.certificates.models import Certificate
from lms.i18n import DEFAULT_LANGUAGE
from lms.learning.actions import complete_if_due
from lms.learning.models import Attempt, CheckAnswer, Enrolment, LessonProgress
from lms.learning.queries import place_of
from lms.live.actions import recount
from lms.records.joining import joined_check, joined_enrolment, joined_lesson
from lms.surveys.models import SurveyDone

OUT_OF_THE_WAY = 1_000_000
"""Attempts get numbers beyond this while they are numbered anew, since no two may ever have the same."""

Moved = dict[str, list[int]]
Joined = Callable[[Any, Any], dict[str, Any]]


def join_enrolments(session: Session, kept_id: int, other_id: int, moved: Moved) -> None:
    """Give the other's enrolments to the kept person; where both are in a course, make one of two. Both persons are locked.

    Whoever writes below an enrolment meanwhile waits for this transaction.
    """
    mine = {row.course_id: row for row in _locked(session, kept_id)}
    for theirs in _locked(session, other_id):
        same = mine.get(theirs.course_id)
        moved.setdefault("enrolment", []).append(theirs.id)
        if same is None:
            theirs.person_id = kept_id
        else:
            _join(session, same, theirs, moved)
    session.flush()


def complete_joined(session: Session, person_id: int, now: datetime) -> None:
    """Count again at how many live sessions the person was, and complete what is done when both records are taken together."""
    rows = session.execute(
        select(Enrolment.id, Enrolment.course_id, CourseRecord.slug)
        .join(CourseRecord, CourseRecord.id == Enrolment.course_id)
        .where(Enrolment.person_id == person_id)
    ).all()
    recount(session, {row.course_id for row in rows}, {person_id}, now)
    for row in rows:
        place = place_of(session, person_id, row.slug, DEFAULT_LANGUAGE)
        if place is not None:
            complete_if_due(session, row.id, place, now)


def _locked(session: Session, person_id: int) -> Sequence[Enrolment]:
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _join(session: Session, own: Enrolment, theirs: Enrolment, moved: Moved) -> None:
    in_order = own.enrolled_at <= theirs.enrolled_at

    def check(kept: CheckAnswer, other: CheckAnswer) -> dict[str, Any]:
        return joined_check(kept, other) if in_order else joined_check(other, kept)

    _join_rows(session, LessonProgress, "lesson", own.id, theirs.id, joined_lesson, moved)
    _join_rows(session, CheckAnswer, "question_key", own.id, theirs.id, check, moved)
    _join_surveys(session, own.id, theirs.id)
    _join_reminders(session, own.id, theirs.id, moved)
    _join_attempts(session, own.id, theirs.id, moved)
    _join_certificates(session, own.id, theirs.id, moved)
    for name, value in joined_enrolment(own, theirs).items():
        setattr(own, name, value)
    session.flush()
    session.delete(theirs)
    session.flush()


def _join_rows(
    session: Session, table: Any, key: str, own_id: int, their_id: int, joined: Joined, moved: Moved
) -> None:
    """Rows of which an enrolment has one for each `key`: those that both have become one, the others move."""
    mine = {getattr(row, key): row for row in session.scalars(select(table).where(table.enrolment_id == own_id))}
    for row in session.scalars(select(table).where(table.enrolment_id == their_id)).all():
        moved.setdefault(table.__tablename__, []).append(row.id)
        same = mine.get(getattr(row, key))
        if same is None:
            row.enrolment_id = own_id
        else:
            for name, value in joined(same, row).items():
                setattr(same, name, value)
            session.delete(row)
    session.flush()


def _join_surveys(session: Session, own_id: int, their_id: int) -> None:
    """Who was asked with either record is not asked again."""
    mine = select(SurveyDone.kind).where(SurveyDone.enrolment_id == own_id)
    answered = session.scalars(mine).all()
    session.execute(
        delete(SurveyDone).where(SurveyDone.enrolment_id == their_id, SurveyDone.kind.in_(answered)),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(SurveyDone).where(SurveyDone.enrolment_id == their_id).values(enrolment_id=own_id),
        execution_options={"synchronize_session": False},
    )


def _join_reminders(session: Session, own_id: int, their_id: int, moved: Moved) -> None:
    mine = {
        (row.kind, row.due_on): row for row in session.scalars(select(Reminder).where(Reminder.enrolment_id == own_id))
    }
    for row in session.scalars(select(Reminder).where(Reminder.enrolment_id == their_id)).all():
        moved.setdefault("reminder", []).append(row.id)
        same = mine.get((row.kind, row.due_on))
        if same is None:
            row.enrolment_id = own_id
        else:
            same.sent_at, same.seen_at = same.sent_at or row.sent_at, same.seen_at or row.seen_at
            session.delete(row)
    session.flush()


def _join_attempts(session: Session, own_id: int, their_id: int, moved: Moved) -> None:
    """All attempts of both under one enrolment, each kind numbered anew in the order in which they were started."""
    for kind in QuizKind:
        attempts = session.scalars(
            select(Attempt)
            .where(Attempt.enrolment_id.in_([own_id, their_id]), Attempt.kind == kind)
            .order_by(Attempt.started_at, Attempt.id)
        ).all()
        moved.setdefault("attempt", []).extend(each.id for each in attempts if each.enrolment_id == their_id)
        for number, attempt in enumerate(attempts, 1):
            attempt.enrolment_id, attempt.number = own_id, OUT_OF_THE_WAY + number
        session.flush()
        for number, attempt in enumerate(attempts, 1):
            attempt.number = number
        session.flush()


def _join_certificates(session: Session, own_id: int, their_id: int, moved: Moved) -> None:
    """Certificates of both stay. Of two that were issued first, one is marked, so that a third cannot be issued by mistake."""
    has_one = session.scalars(select(exists().where(Certificate.enrolment_id == own_id))).one()
    for certificate in session.scalars(select(Certificate).where(Certificate.enrolment_id == their_id)).all():
        moved.setdefault("certificate of enrolment", []).append(certificate.id)
        if has_one and certificate.replaces_id is None:
            certificate.came_by_joining = True
        certificate.enrolment_id = own_id
    session.flush()
