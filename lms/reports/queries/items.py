"""What first attempts at the quiz of a course tell of its questions: sums that the database makes, and that are kept once they are
many."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import CTE, Text, cast, func, select
from sqlalchemy.orm import Session

from lms.catalog import queries as catalog
from lms.catalog.course import Question, QuestionType, QuizKind
from lms.catalog.models import Catalogue, CourseRecord, Revision
from lms.catalog.queries import Shown
from lms.learning.models import Attempt, AttemptAnswer, Enrolment
from lms.people.models import Person
from lms.reports.models import TalliesKept
from lms.reports.queries.days import QuarterNumber
from lms.reports.queries.facts import gathered_live, kept_at
from lms.reports.tallies import PAPER, Row, Tallies, pack, tallied, unpack

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


def current_tallies(session: Session, course_id: int, now: datetime) -> tuple[Tallies, datetime] | None:
    """The sums of a course at this moment, or at the moment at which they were last kept, with that moment; None if there is so
    much that they are kept, and they never were."""
    if gathered_live(session):
        return gather_tallies(session, course_id), now
    made_at = kept_at(session)
    if made_at is None:
        return None
    body = session.scalar(select(TalliesKept.body).where(TalliesKept.course_id == course_id))
    tallies = Tallies() if body is None else unpack(body)
    return None if tallies is None else (tallies, made_at)


def gather_all_tallies(session: Session) -> dict[int, bytes]:
    """The sums of all courses as they are kept, read one course at a time."""
    courses = session.scalars(select(CourseRecord.id).order_by(CourseRecord.id)).all()
    gathered = ((course_id, gather_tallies(session, course_id)) for course_id in courses)
    return {course_id: pack(tallies) for course_id, tallies in gathered if tallies.numbers}


def gather_tallies(session: Session, course_id: int) -> Tallies:
    """The sums of a course, over all its revisions."""
    asked = _asked(session, course_id)
    return tallied(_rows(session, asked), _answers(session, asked))


def _asked(session: Session, course_id: int) -> dict[int, list[Question]]:
    """The graded questions of every revision at which somebody was asked, by the revision's id."""
    used = select(Attempt.revision_id).where(Attempt.revision_id == Revision.id).exists()
    rows = session.execute(select(Revision.id, Revision.digest).where(Revision.course_id == course_id, used)).all()
    courses = {row.id: catalog.course_at(session, row.id, row.digest) for row in rows}
    return {number: list(found.graded.questions) for number, found in courses.items() if found.quiz}


def _rows(session: Session, asked: dict[int, list[Question]]) -> Iterator[Row]:
    """Of each revision the attempts themselves, and the questions. The rest of the paper is the score without the question's own
    points, as a share."""
    x, total = AttemptAnswer.share, func.count()
    for revision_id, questions in asked.items():
        paper = _papers(revision_id)
        groups = (paper.c.language, paper.c.agency, paper.c.quarter)
        for language, agency, quarter, n in session.execute(select(*groups, total).group_by(*groups)):
            yield PAPER, language, agency, quarter, (n, 0, 0, 0, 0, 0)
        worth = {question.points for question in questions}
        for points in sorted(worth):
            keys = {question.id: question.key for question in questions if question.points == points}
            y = func.coalesce((paper.c.score - x * points) / func.nullif(paper.c.maximum - points, 0), 0)
            sums = (total, *(func.sum(each) for each in (x, x * x, y, y * y, x * y)))
            statement = (
                select(AttemptAnswer.question_id, *groups, *sums)
                .join_from(paper, AttemptAnswer, AttemptAnswer.attempt_id == paper.c.id)
                .group_by(AttemptAnswer.question_id, *groups)
            )
            if len(worth) > 1:  # else it would only be looked for one by one what is read in a row
                statement = statement.where(AttemptAnswer.question_id.in_(keys))
            for question_id, language, agency, quarter, *values in session.execute(statement):
                yield keys[question_id], language, agency, quarter, values


def _papers(revision_id: int) -> CTE:
    """The first attempts at a revision, with whose and when. Made once, not once for each answer."""
    return (
        select(
            Attempt.id,
            Attempt.language,
            Attempt.score,
            Attempt.maximum,
            func.coalesce(Person.agency_id, 0).label("agency"),
            QuarterNumber(Attempt.submitted_at).label("quarter"),
        )
        .join_from(Attempt, Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Attempt.revision_id == revision_id, *_FIRST)
        .cte("paper")
        .prefix_with("MATERIALIZED")
    )


def _answers(session: Session, asked: dict[int, list[Question]]) -> Iterator[tuple[str, str | None, int]]:
    """Key, answer as stored and how often, of questions with options; what was left out is None."""
    text = cast(AttemptAnswer.answer, Text)
    for revision_id, questions in asked.items():
        keys = {question.id: question.key for question in questions if question.type in CHOOSING}
        statement = (
            select(AttemptAnswer.question_id, text, func.count())
            .join_from(AttemptAnswer, Attempt, Attempt.id == AttemptAnswer.attempt_id)
            .where(Attempt.revision_id == revision_id, AttemptAnswer.question_id.in_(keys), *_FIRST)
            .group_by(AttemptAnswer.question_id, text)
        )
        for question_id, answer, count in session.execute(statement):
            yield keys[question_id], answer, count
