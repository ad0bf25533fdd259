"""What participants think: the evaluation of a course, and the follow-up ninety days later. Answers are kept apart from names."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base
from lms.people.models import Sex


class SurveyKind(StrEnum):
    EVALUATION = "evaluation"
    FOLLOW_UP = "follow-up"


class SurveyDone(Base):
    """That a survey of a course was answered, so that nobody is asked twice. What was answered is not to be found from here."""

    __tablename__ = "survey_done"
    __table_args__ = (UniqueConstraint("enrolment_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    kind: Mapped[SurveyKind]


class SurveyResponse(Base):
    """One person's answers, without the person. `week` is the Monday of the week in which it was given; `id` is random, so that the
    order of rows tells nothing either. `answers` are by the key of the question."""

    __tablename__ = "survey_response"
    __table_args__ = (Index("ix_survey_response_course_id_kind_week", "course_id", "kind", "week"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    kind: Mapped[SurveyKind]
    week: Mapped[date]
    language: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    sex: Mapped[Sex]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
