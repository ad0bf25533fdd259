"""Invented opinions of courses, for the demonstration and for measurements: those of people who are not there."""

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lms.catalog.course import QuestionType
from lms.catalog.models import CourseRecord
from lms.people.models import Agency, Sex
from lms.surveys import shipped
from lms.surveys.models import SurveyKind, SurveyResponse
from lms.surveys.tally import monday

TEXTS = {
    "en": ("The examples from the checkpoint.", "More pictures, please.", "Longer, with cases from our province."),
    "ur": ("ناکے والی مثالیں بہت اچھی تھیں۔", "سوالات آسان زبان میں ہیں۔", "بجلی جانے پر بھی جواب محفوظ رہے۔"),
}
WEEKS, AT_ONCE = 130, 5_000


def add_opinions(session: Session, slug: str, number: int, today: date) -> None:
    """Add so many responses to the evaluation of a published course, two weeks old, unless there are some."""
    record = session.scalars(select(CourseRecord).where(CourseRecord.slug == slug)).one_or_none()
    known = select(SurveyResponse.id).where(SurveyResponse.kind == SurveyKind.EVALUATION).limit(1)
    if record is None or record.revision_id is None or session.scalars(known).first():
        return
    chance, week = Random(slug), monday(today) - timedelta(days=14)
    for place in range(number):
        session.add(
            SurveyResponse(**_opinion(chance, record.id, record.revision_id, week, "ur" if place % 3 else "en"))
        )


def add_many(session: Session, number: int, seed: int, today: date) -> None:
    """Add so many responses to the evaluations of all published courses, from all agencies, over two and a half years."""
    chance = Random(seed)
    published = select(CourseRecord.id, CourseRecord.revision_id).where(CourseRecord.revision_id.is_not(None))
    courses = [(row.id, row.revision_id) for row in session.execute(published.order_by(CourseRecord.id))]
    agencies = [None, *session.scalars(select(Agency.id).order_by(Agency.id))]
    for first in range(0, number, AT_ONCE):
        rows = [
            _opinion(
                chance, *chance.choice(courses), monday(today) - timedelta(days=7 * chance.randrange(1, WEEKS)),
                chance.choice(("ur", "ur", "en")), chance.choice(agencies), chance.choice(list(Sex)),
            )
            for _ in range(min(AT_ONCE, number - first))
        ]  # fmt: skip
        session.execute(insert(SurveyResponse), rows)


def _opinion(
    chance: Random,
    course_id: int,
    revision_id: int,
    week: date,
    language: str,
    agency_id: int | None = None,
    sex: Sex = Sex.NOT_STATED,
) -> dict[str, Any]:
    questions = shipped.edition(SurveyKind.EVALUATION, "en").course.pages[-1].questions
    answers = {
        question.key: [chance.choice([*question.options, *question.options[-2:]]).id]
        for question in questions
        if question.options
    }
    texts = {
        question.key: chance.choice(TEXTS[language])
        for question in questions
        if question.type is QuestionType.FREE_TEXT and chance.random() < 0.6
    }
    return {
        "id": f"{chance.getrandbits(128):032x}",
        "course_id": course_id,
        "revision_id": revision_id,
        "kind": SurveyKind.EVALUATION,
        "week": week,
        "language": language,
        "agency_id": agency_id,
        "sex": sex,
        "answers": answers,
        "texts": texts,
        "standard": shipped.standard(answers),
    }
