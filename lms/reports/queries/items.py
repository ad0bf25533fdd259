"""What reports ask. Sums are made by the database, so that a page costs the same few rows for a hundred officers and for all."""

from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import Session

from lms.catalog import queries as catalog
from lms.catalog.course import Question, QuestionType, QuizKind
from lms.catalog.models import Catalogue, CourseRecord, Revision
from lms.catalog.queries import Shown
from lms.learning.models import Attempt, AttemptAnswer, Enrolment
from lms.reports.items import Item, Sums, together

CHOOSING = frozenset({QuestionType.CHOOSE_ONE, QuestionType.CHOOSE_ALL, QuestionType.TRUE_OR_FALSE})
_FIRST = (
    Attempt.kind == QuizKind.GRADED,
    Attempt.number == 1,
    Attempt.submitted_at.is_not(None),
    Attempt.score.is_not(None),
)


def course(session: Session, slug: str) -> CourseRecord:
    """A course by its lasting name; `NoResultFound` if there is none."""
    return session.scalars(select(CourseRecord).where(CourseRecord.slug == slug)).one()


def published(session: Session, record: CourseRecord, language: str) -> Shown | None:
    """What officers are shown of a course in a language; None while it is not published."""
    if record.revision_id is None:
        return None
    digest = session.scalars(select(Revision.digest).where(Revision.id == record.revision_id)).one()
    catalogue = session.scalars(
        select(Catalogue.digest).where(Catalogue.course_id == record.id, Catalogue.language == language)
    ).one_or_none()
    return Shown(record.id, record.revision_id, digest, catalogue)


def first_attempts(session: Session, record: CourseRecord) -> dict[str, int]:
    """How many people have handed in a first attempt that is marked, by language."""
    rows = session.execute(
        select(Attempt.language, func.count().label("people"))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.course_id == record.id, *_FIRST)
        .group_by(Attempt.language)
    )
    return {row.language: row.people for row in rows}


def items(session: Session, record: CourseRecord) -> dict[str, Item]:
    """The figures of a course's quiz by question key, over all revisions, first attempts only."""
    asked = _asked(session, record)
    return together(_sums(session, asked), _answers(session, asked))


def _asked(session: Session, record: CourseRecord) -> dict[int, list[Question]]:
    """The graded questions of every revision at which somebody was asked, by the revision's id."""
    used = select(Attempt.revision_id).where(Attempt.revision_id == Revision.id).exists()
    rows = session.execute(select(Revision.id, Revision.digest).where(Revision.course_id == record.id, used)).all()
    courses = {row.id: catalog.course_at(session, row.id, row.digest) for row in rows}
    return {number: list(found.graded.questions) for number, found in courses.items() if found.quiz}


def _sums(session: Session, asked: dict[int, list[Question]]) -> Iterator[tuple[str, str, Sums]]:
    """Key, language and sums. The rest of the paper is the score without the question's own points, as a share."""
    x, total = AttemptAnswer.share, func.count()
    for revision_id, questions in asked.items():
        for points in sorted({question.points for question in questions}):
            keys = {question.id: question.key for question in questions if question.points == points}
            y = func.coalesce((Attempt.score - x * points) / func.nullif(Attempt.maximum - points, 0), 0)
            sums = (total, *(func.sum(each) for each in (x, x * x, y, y * y, x * y)))
            statement = _of_revision(revision_id, keys, AttemptAnswer.question_id, Attempt.language, *sums).group_by(
                AttemptAnswer.question_id, Attempt.language
            )
            for question_id, language, *values in session.execute(statement):
                yield keys[question_id], language, Sums(*values)


def _answers(session: Session, asked: dict[int, list[Question]]) -> Iterator[tuple[str, object, int]]:
    """Key, answer as stored and how often, of questions with options; what was left out is None."""
    text = cast(AttemptAnswer.answer, Text)
    for revision_id, questions in asked.items():
        keys = {question.id: question.key for question in questions if question.type in CHOOSING}
        statement = _of_revision(revision_id, keys, AttemptAnswer.question_id, text, func.count()).group_by(
            AttemptAnswer.question_id, text
        )
        for question_id, answer, count in session.execute(statement):
            yield keys[question_id], None if answer is None else msgspec.json.decode(answer), count


def _of_revision(revision_id: int, questions: Collection[str], *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join_from(AttemptAnswer, Attempt, Attempt.id == AttemptAnswer.attempt_id)
        .where(Attempt.revision_id == revision_id, AttemptAnswer.question_id.in_(questions), *_FIRST)
    )
