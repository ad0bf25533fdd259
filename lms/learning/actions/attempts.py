"""Starting an attempt at the quiz and handing it in."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.catalog.course import Course, Question, QuizKind
from lms.catalog.quiz import draw, mark
from lms.learning import queries
from lms.learning.actions.reading import note_use
from lms.learning.attempts import Past, check_may_start, check_may_take, deadline, is_passed, score
from lms.learning.models import Attempt, AttemptAnswer, Enrolment
from lms.learning.queries import AttemptPlace, Place

Accepted = Mapping[str, Sequence[str]]

_enrolment = Enrolment.__table__
_LOCK_ENROLMENT = select(_enrolment.c.id).where(_enrolment.c.id == bindparam("enrolment_id")).with_for_update()


def start_attempt(
    session: Session,
    enrolment_id: int,
    place: Place,
    course: Course,
    language: str,
    extra_time: int,
    accepted: Accepted,
    seed: int,
    now: datetime,
    kind: QuizKind = QuizKind.GRADED,
) -> Attempt:
    """Start an attempt at the graded quiz or at a test, or return the one that is open.

    The row of the enrolment is locked, so that a second click cannot start a second attempt. An attempt whose time is over is
    handed in first. Raises what `check_may_start` or `check_may_take` raises.
    """
    session.execute(_LOCK_ENROLMENT, {"enrolment_id": enrolment_id})
    past = queries.attempts(session, enrolment_id, kind)
    opened = next((attempt for attempt in past if attempt.submitted_at is None), None)
    if opened is not None:
        if opened.deadline is None or opened.deadline > now or opened.revision_id != place.shown.revision_id:
            return opened
        _close(session, opened, course, accepted, opened.deadline)
    lesson = course.quiz_of(kind)
    if lesson is None or lesson.quiz is None:
        raise LookupError(f"“{course.slug}” has no such quiz: {kind}")
    if lesson.is_graded:
        submitted = [Past(a.submitted_at, a.passed) for a in past if a.submitted_at]
        check_may_start(lesson.quiz, submitted, now, place.extra_attempts)
    else:
        read = sum(each in place.read for each in place.outline.lessons)
        check_may_take(kind, len(past), read, len(place.outline.lessons))
    stock = course.stock_of(lesson)
    drawn = draw(lesson, seed, stock if stock is not lesson else None)
    attempt = Attempt(
        enrolment_id=enrolment_id,
        kind=kind,
        number=len(past) + 1,
        revision_id=place.shown.revision_id,
        language=language,
        seed=seed,
        drawn=[{"question": d.question, "order": list(d.order)} for d in drawn],
        started_at=now,
        deadline=deadline(lesson.quiz, now, extra_time),
        maximum=sum(course.question(d.question).points for d in drawn),
    )
    session.add(attempt)
    note_use(session, enrolment_id, lesson.slug, now)
    session.flush()
    return attempt


def submit_attempt(
    session: Session, attempt_place: AttemptPlace, course: Course, accepted: Accepted, now: datetime
) -> Attempt:
    """Hand in an attempt and mark it. The first time counts; again changes nothing."""
    attempt = attempt_place.attempt
    if attempt.submitted_at is None:
        ended = min(now, attempt.deadline) if attempt.deadline else now
        _close(session, attempt, course, accepted, ended)
    return attempt


def _close(session: Session, attempt: Attempt, course: Course, accepted: Accepted, ended: datetime) -> None:
    saved = queries.answers(session, attempt.id)
    shares: list[tuple[float, float]] = []
    waiting = False
    for item in attempt.drawn:
        question = course.question(item["question"])
        row = saved.get(question.id) or _left_out(session, attempt, question, ended)
        marked = mark(question, row.answer, accepted.get(question.id, ()))
        row.waiting = marked.waiting and row.answer is not None
        row.share = None if row.waiting else marked.share
        waiting = waiting or row.waiting
        shares.append((row.share or 0.0, question.points))
    attempt.submitted_at = ended
    if attempt.kind is not QuizKind.GRADED:
        attempt.score = score(shares)
    elif not waiting:
        decide(attempt, shares, course.quiz_settings.pass_mark)
    session.flush()


def _left_out(session: Session, attempt: Attempt, question: Question, ended: datetime) -> AttemptAnswer:
    """A question that was asked and not answered is kept as such: whoever counts how often it was right must count it."""
    row = AttemptAnswer(
        attempt_id=attempt.id, question_id=question.id, answer=None, counter=0, change_key="", saved_at=ended, remark=""
    )
    session.add(row)
    return row


def decide(attempt: Attempt, shares: list[tuple[float, float]], pass_mark: float) -> None:
    attempt.score = score(shares)
    attempt.passed = is_passed(attempt.score, attempt.maximum, pass_mark)
