"""Invented opinions of a course, for the demonstration: those of people who are not there."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.course import QuestionType
from lms.catalog.models import CourseRecord
from lms.people.models import Sex
from lms.surveys import shipped
from lms.surveys.models import SurveyKind, SurveyResponse
from lms.surveys.tally import monday

TEXTS = {
    "en": ("The examples from the checkpoint.", "More pictures, please.", "Longer, with cases from our province."),
    "ur": ("ناکے والی مثالیں بہت اچھی تھیں۔", "سوالات آسان زبان میں ہیں۔", "بجلی جانے پر بھی جواب محفوظ رہے۔"),
}


def add_opinions(session: Session, slug: str, number: int, today: date) -> None:
    """Add so many responses to the evaluation of a published course, two weeks old, unless there are some."""
    record = session.scalars(select(CourseRecord).where(CourseRecord.slug == slug)).one_or_none()
    known = select(SurveyResponse.id).where(SurveyResponse.kind == SurveyKind.EVALUATION).limit(1)
    if record is None or record.revision_id is None or session.scalars(known).first():
        return
    chance = Random(slug)
    questions = shipped.edition(SurveyKind.EVALUATION, "en").course.pages[-1].questions
    for place in range(number):
        language = "ur" if place % 3 else "en"
        answers = {
            question.key: [chance.choice([*question.options, *question.options[-2:]]).id]
            for question in questions
            if question.options
        }
        session.add(
            SurveyResponse(
                id=f"{chance.getrandbits(128):032x}",
                course_id=record.id,
                revision_id=record.revision_id,
                kind=SurveyKind.EVALUATION,
                week=monday(today) - timedelta(days=14),
                language=language,
                agency_id=None,
                sex=Sex.NOT_STATED,
                answers=answers,
                standard=shipped.standard(answers),
                texts={
                    question.key: chance.choice(TEXTS[language])
                    for question in questions
                    if question.type is QuestionType.FREE_TEXT and chance.random() < 0.6
                },
            )
        )
