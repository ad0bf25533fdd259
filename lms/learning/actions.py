"""What officers do in a course: enrol, read, answer checks, attempt the quiz. And what trainers do with written answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from lms.catalog.course import Answer, Course, Question
from lms.catalog.outline import Outline
from lms.catalog.quiz import draw, is_well_formed, mark, most_letters
from lms.db import dialect_of, insert_into, upsert
from lms.errors import Refused
from lms.i18n import N_
from lms.learning import queries
from lms.learning.attempts import Past, check_may_start, deadline, is_passed, score
from lms.learning.models import Attempt, AttemptAnswer, CheckAnswer, Enrolment, LessonProgress
from lms.learning.progress import is_complete
from lms.learning.queries import AttemptPlace, Place, Sheet
from lms.people.viewer import Viewer

Accepted = Mapping[str, Sequence[str]]

# How rows are locked that other transactions may meanwhile point to: a full lock would wait for whoever has just added a
# row below, who in turn waits for this one. (SQLite has one writer at a time and locks nothing more.)
LOCK: dict[str, Any] = {"key_share": True}

_enrolment = cast(Table, Enrolment.__table__)
_LOCK_ENROLMENT = select(_enrolment.c.id).where(_enrolment.c.id == bindparam("enrolment_id")).with_for_update()
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


class AnswerMisshapen(Refused):
    status = 422


class NewerAnswerKept(Refused):
    """Another device was faster; what it saved stays."""

    def __init__(self) -> None:
        super().__init__(N_("A newer answer from another device is kept. Load the page again to see it."))


class AttemptClosed(Refused):
    pass


class TimeOver(Refused):
    pass


class TooManyPoints(Refused):
    status = 422


class AlreadyMarked(Refused):
    pass


def enrol(session: Session, viewer: Viewer, place: Place, requires: tuple[str, ...], now: datetime) -> None:
    """Enrol the viewer in a published course. A second time changes nothing. Raises `RequirementsOpen`.

    A required course that is not published keeps nobody out, since nobody could take it.
    """
    missing = queries.open_requirements(session, viewer.id, requires)
    if missing:
        raise RequirementsOpen(tuple(slug for slug in requires if slug in missing))
    session.execute(
        upsert(session, Enrolment)
        .values(person_id=viewer.id, course_id=place.shown.course_id, enrolled_at=now)
        .on_conflict_do_nothing(index_elements=["person_id", "course_id"])
    )


def save_position(session: Session, enrolment_id: int, lesson: str, position: str, now: datetime) -> None:
    """Remember where in which lesson somebody is, so that they can go on from there on any device."""
    session.execute(
        upsert(session, LessonProgress)
        .values(enrolment_id=enrolment_id, lesson=lesson, position=position, digest="")
        .on_conflict_do_update(index_elements=["enrolment_id", "lesson"], set_={"position": position})
    )
    _note_use(session, enrolment_id, lesson, now)


def mark_read(session: Session, enrolment_id: int, outline: Outline, lesson: str, now: datetime) -> None:
    """Note that a lesson was read. The first time stays; the digest becomes that of the text which was read last."""
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
    _note_use(session, enrolment_id, lesson, now)


def _note_use(session: Session, enrolment_id: int, lesson: str, now: datetime) -> None:
    session.execute(_NOTE_USE, {"enrolment": enrolment_id, "last_lesson": lesson, "last_seen_at": now})


def answer_check(
    session: Session,
    enrolment_id: int,
    lesson: str,
    question: Question,
    answer: Answer,
    accepted: Sequence[str],
    now: datetime,
) -> None:
    """Answer an in-lesson check. The newest answer is kept, and the first one beside it. Raises `AnswerMisshapen`."""
    _check_length(question, answer)
    if not answer or not is_well_formed(question, answer):
        raise AnswerMisshapen(N_("Choose or write an answer first."))
    share = mark(question, answer, accepted).share
    statement = upsert(session, CheckAnswer).values(
        enrolment_id=enrolment_id,
        question_key=question.key,
        answer=answer,
        share=share,
        first_answer=answer,
        first_share=share,
        tries=1,
        answered_at=now,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["enrolment_id", "question_key"],
            set_={
                "answer": statement.excluded.answer,
                "share": share,
                "tries": CheckAnswer.tries + 1,
                "answered_at": now,
            },
        )
    )
    _note_use(session, enrolment_id, lesson, now)


def _check_length(question: Question, answer: Answer | None) -> None:
    """Raise `AnswerMisshapen` if an answer is too long: nobody is told that it is saved when its end is not."""
    if isinstance(answer, str) and len(answer) > (most := most_letters(question)):
        raise AnswerMisshapen(N_("This answer is too long. Write at most %(count)s characters."), count=most)


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
) -> Attempt:
    """Start an attempt at the graded quiz, or return the one that is open.

    The row of the enrolment is locked, so that a second click cannot start a second attempt. An attempt whose time is over is
    handed in first. Raises what `check_may_start` raises.
    """
    session.execute(_LOCK_ENROLMENT, {"enrolment_id": enrolment_id})
    past = queries.attempts(session, enrolment_id)
    opened = next((attempt for attempt in past if attempt.submitted_at is None), None)
    if opened is not None:
        if opened.deadline is None or opened.deadline > now or opened.revision_id != place.shown.revision_id:
            return opened
        _close(session, opened, course, accepted, opened.deadline)
    check_may_start(course.quiz_settings, [Past(a.submitted_at, a.passed) for a in past if a.submitted_at], now)
    lesson = course.graded
    drawn = draw(lesson, seed)
    points = {question.id: question.points for question in lesson.questions}
    attempt = Attempt(
        enrolment_id=enrolment_id,
        number=len(past) + 1,
        revision_id=place.shown.revision_id,
        language=language,
        seed=seed,
        drawn=[{"question": d.question, "order": list(d.order)} for d in drawn],
        started_at=now,
        deadline=deadline(course.quiz_settings, now, extra_time),
        maximum=sum(points[d.question] for d in drawn),
    )
    session.add(attempt)
    _note_use(session, enrolment_id, lesson.slug, now)
    session.flush()
    return attempt


def save_answer(
    session: Session,
    attempt: Attempt | Sheet,
    question: Question,
    answer: Answer | None,
    counter: int,
    change_key: str,
    now: datetime,
) -> None:
    """Save the answer to one question of an open attempt; `None` takes an answer back.

    The same change (by its key) again changes nothing. Raises `NewerAnswerKept` if a change with a higher counter is stored
    already, and `AttemptClosed`, `TimeOver`, `AnswerMisshapen`.
    """
    check_open(attempt, now)
    _check_length(question, answer)
    if answer is not None and not is_well_formed(question, answer):
        raise AnswerMisshapen(N_("This answer cannot be read. Load the page again."))
    saved = session.execute(
        _saving(dialect_of(session)),
        {
            "attempt_id": attempt.id,
            "question_id": question.id,
            "answer": answer,
            "counter": counter,
            "change_key": change_key,
            "saved_at": now,
            "waiting": False,
            "remark": "",
        },
    ).first()
    if saved is None and queries.change_key(session, attempt.id, question.id) != change_key:
        raise NewerAnswerKept


@cache
def _saving(dialect: str) -> Any:
    """Made once, since that takes longer than what the database does with it."""
    table = AttemptAnswer.__table__
    statement = insert_into(dialect, table)
    return statement.on_conflict_do_update(
        index_elements=["attempt_id", "question_id"],
        set_={name: statement.excluded[name] for name in ("answer", "counter", "change_key", "saved_at")},
        where=(table.c.counter <= statement.excluded.counter) & (table.c.change_key != statement.excluded.change_key),
    ).returning(table.c.id)


def save_answers(
    session: Session,
    attempt: Attempt,
    course: Course,
    given: Mapping[str, tuple[Answer | None, int]],
    change_key: str,
    now: datetime,
) -> Refused | None:
    """Save all answers of a page: by question id, the answer and the counter of the one that the page knew.

    What is stored already is left alone. Returns why one of them was not saved, if so; the others are. That may be
    `NewerAnswerKept`: a page that was opened before cannot know a newer answer, and its blank field takes nothing back. The
    attempt must be locked for `update`.
    """
    check_open(attempt, now)
    stored = queries.answers(session, attempt.id)
    questions = {question.id: question for question in course.graded.questions}
    refused: Refused | None = None
    for question_id, (answer, counter) in given.items():
        known = stored.get(question_id)
        if answer == (known.answer if known else None):
            continue
        try:
            if known and known.counter > counter:
                raise NewerAnswerKept
            save_answer(session, attempt, questions[question_id], answer, counter + 1, change_key, now)
        except (NewerAnswerKept, AnswerMisshapen) as reason:
            refused = reason
    return refused


def check_open(attempt: Attempt | Sheet, now: datetime) -> None:
    """Raise `AttemptClosed` or `TimeOver` if an attempt takes no more answers."""
    if attempt.submitted_at is not None:
        raise AttemptClosed(N_("This quiz is handed in already."))
    if attempt.deadline is not None and now > attempt.deadline:
        raise TimeOver(N_("The time is over. What was saved before counts."))


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
    questions = {question.id: question for question in course.graded.questions}
    saved = queries.answers(session, attempt.id)
    shares: list[tuple[float, float]] = []
    waiting = False
    for item in attempt.drawn:
        question = questions[item["question"]]
        row = saved.get(question.id) or _left_out(session, attempt, question, ended)
        marked = mark(question, row.answer, accepted.get(question.id, ()))
        row.waiting = marked.waiting and row.answer is not None
        row.share = None if row.waiting else marked.share
        waiting = waiting or row.waiting
        shares.append((row.share or 0.0, question.points))
    attempt.submitted_at = ended
    if not waiting:
        _decide(attempt, shares, course.quiz_settings.pass_mark)
    session.flush()


def _left_out(session: Session, attempt: Attempt, question: Question, ended: datetime) -> AttemptAnswer:
    """A question that was asked and not answered is kept as such: whoever counts how often it was right must count it."""
    row = AttemptAnswer(
        attempt_id=attempt.id, question_id=question.id, answer=None, counter=0, change_key="", saved_at=ended, remark=""
    )
    session.add(row)
    return row


def _decide(attempt: Attempt, shares: list[tuple[float, float]], pass_mark: float) -> None:
    attempt.score = score(shares)
    attempt.passed = is_passed(attempt.score, attempt.maximum, pass_mark)


def mark_written(
    session: Session, marker: Viewer, row: AttemptAnswer, course: Course, points: float, remark: str, now: datetime
) -> Attempt:
    """A trainer's mark for a written answer, in points. When the last one of an attempt is marked, the attempt is decided.

    Raises `AlreadyMarked` if somebody was faster, and `TooManyPoints`.
    """
    if not row.waiting:
        raise AlreadyMarked(N_("This answer is marked already."))
    most = next(question.points for question in course.graded.questions if question.id == row.question_id)
    if points > most:
        raise TooManyPoints(N_("This answer is worth %(most)s points at most."), most=f"{most:g}")
    # of two trainers with the last two answers, the second one must see what the first one did
    session.execute(select(Attempt.id).where(Attempt.id == row.attempt_id).with_for_update(**LOCK))
    worth = {question.id: question.points for question in course.graded.questions}
    row.share = points / most
    row.waiting, row.marked_by_id, row.marked_at, row.remark = False, marker.id, now, remark
    session.flush()
    rows = queries.answers(session, row.attempt_id).values()
    if not any(other.waiting for other in rows):
        _decide(row.attempt, [(r.share or 0.0, worth[r.question_id]) for r in rows], course.quiz_settings.pass_mark)
        session.flush()
    return row.attempt


def position_is_valid(position: Any) -> bool:
    """`b1` … `b9999`: the id of a block, as pages report it."""
    return isinstance(position, str) and position[:1] == "b" and position[1:].isdecimal() and len(position) < 6
