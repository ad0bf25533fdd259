"""What participants think: the evaluation of a course, and the follow-up ninety days later. Answers are kept apart from names."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base
from lms.people.models import Sex


class SurveyKind(StrEnum):
    EVALUATION = "evaluation"
    FOLLOW_UP = "follow-up"


class SurveyDone(Base):
    """That a survey of a course was answered or declined, so that nobody is asked twice. What was answered is not to be found from
    here: neither a number nor a time tells the order in which people were done."""

    __tablename__ = "survey_done"
    __table_args__ = ({"sqlite_with_rowid": False},)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True, autoincrement=False)
    kind: Mapped[SurveyKind] = mapped_column(primary_key=True)


class SurveyResponse(Base):
    """One person's answers, without the person (decision 25). `id` is random and `week` the Monday of the week in which it was
    given. `agency_id` and `sex` are left out where fewer than five people could be meant.

    `answers` are lists of option ids by the key of the question, `texts` are free texts by key; what was left open is in neither.
    `standard` says once more what was answered to the questions of the evaluation that come with the product, one sign for each in
    their order (`shipped.standard`), since reports count them by the hundred thousand; "" for a follow-up.
    """

    __tablename__ = "survey_response"
    __table_args__ = (
        Index("ix_survey_response_course_id_kind_week", "course_id", "kind", "week"),
        # with all that reports count: they need not look at the rows
        Index("ix_survey_response_report", "kind", "week", "course_id", "agency_id", "sex", "language", "standard"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    kind: Mapped[SurveyKind]
    week: Mapped[date]
    language: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    sex: Mapped[Sex]
    answers: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    standard: Mapped[str]
