"""The evaluation report: what people said of courses, told apart by what their answers carry."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from lms.days import day
from lms.people.models import Sex
from lms.reports.evaluation import Opinions, opinions
from lms.reports.facts import VALUES
from lms.reports.queries.ground import Asked, Ground
from lms.reports.report import FORMS, Report, assemble
from lms.reports.words import LEVELS, TRACKS
from lms.surveys import queries as surveys
from lms.surveys import shipped
from lms.surveys.models import SurveyKind, SurveyResponse
from lms.surveys.queries import Part


def evaluation(session: Session, on: Ground, asked: Asked) -> tuple[Report, date | None]:
    """The report over the answers of the viewer's agencies. All its lines are told up to the same week, that of the whole, which is
    given, too: None if nothing is told."""
    lines = _lines(on, asked)
    columns: dict[str, Any] = {
        "agency": SurveyResponse.agency_id,
        "sex": SurveyResponse.sex,
        "language": SurveyResponse.language,
    }
    column = columns.get(asked.by, SurveyResponse.course_id)
    week, told = surveys.standard_answers(session, _part(on, asked), day(on.now), column)

    def of(groups: set[Any]) -> Opinions:
        return opinions([told[each] for each in groups], len(shipped.standard_keys()))

    by_line: dict[str, set[Any]] = {}
    for group in told:
        by_line.setdefault(lines.get(group, ""), set()).add(group)
    # whoever belongs to no line is hidden like a line: else they could be worked out
    keys = [key for key in dict.fromkeys(lines.values()) if key in by_line]
    rest = of(by_line.get("", set()))
    figures = [(of(by_line[key]), rest) for key in keys]
    report = assemble(FORMS["evaluation"], asked.by, keys, figures, (of(set(told)), rest), (rest, rest))
    return report, week


def _part(on: Ground, asked: Asked) -> Part:
    place = on.scope.with_code(asked.agency) if asked.agency else None
    everybody = None if on.scope.everybody else sorted(on.scope.agencies)
    courses = [
        each.id
        for each in on.courses.values()
        if asked.course in ("", each.slug) and asked.track in ("", each.track) and asked.level in ("", each.level)
    ]
    return Part(
        SurveyKind.EVALUATION,
        courses=None if len(courses) == len(on.courses) else courses,
        agencies=sorted(on.scope.under(place.id)) if place else everybody,
        sex=Sex(asked.traits["sex"]) if "sex" in asked.traits else None,
        language=asked.traits.get("language"),
        first=asked.period.first,
        last=asked.period.last,
    )


def _lines(on: Ground, asked: Asked) -> Mapping[Any, str]:
    """To which line each value of the column belongs, in the order of the lines."""
    if asked.by == "agency":
        lines = on.scope.lines(on.scope.with_code(asked.agency))
        return {agency: str(line) for line, under in lines.items() for agency in under}
    if asked.by == "sex":
        return {Sex(value): value for value in VALUES["sex"]}
    if asked.by == "language":
        return {value: value for value in VALUES["language"]}
    if asked.by == "course":
        return {course.id: str(course.id) for course in on.courses.values()}
    order = list(TRACKS if asked.by == "track" else LEVELS)
    ordered = sorted(on.courses.values(), key=lambda course: order.index(getattr(course, asked.by)))
    return {course.id: getattr(course, asked.by) for course in ordered}
