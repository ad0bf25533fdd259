"""The surveys that come with the product: the evaluation of a course that has none of its own, and the follow-up of any course."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from lms.catalog import messages, surveys
from lms.catalog.addresses import Addresses
from lms.catalog.course import Course, Lesson, Level, Track, Unit
from lms.catalog.edition import Edition
from lms.catalog.localise import localise
from lms.catalog.page import Occurrence, Page
from lms.catalog.problems import Problem, Report
from lms.surveys.models import SurveyKind

FOLDER = Path(__file__).parent / "standard"


@cache
def edition(kind: SurveyKind, language: str) -> Edition:
    """The shipped survey of a kind in a language, as the evaluation of a course that has nothing else."""
    survey, _, problems = read(kind)
    assert survey is not None, problems
    course = Course("survey", "en", Track.CORE, Level.ALL, Unit("Survey"), (), (), (), 0, survey=survey)
    if language == course.language:
        return localise(course, language, None)
    return localise(course, language, messages.read((FOLDER / "ur.po").read_bytes(), "locale/ur.po").catalogue)


@cache
def standard_keys() -> tuple[str, ...]:
    """The keys of the questions of the shipped evaluation that can be counted, in their order."""
    survey = edition(SurveyKind.EVALUATION, "en").survey
    assert survey is not None
    return tuple(text.question.key for text in survey.questions if text.choices)


def standard(answers: Mapping[str, Sequence[str]]) -> str:
    """What was answered to these questions, one sign for each: the option, or "-" for what was left open or not asked."""
    chosen = (answers.get(key, ()) for key in standard_keys())
    return "".join(options[0] if len(options) == 1 and len(options[0]) == 1 else "-" for options in chosen)


def read(kind: SurveyKind) -> tuple[Lesson | None, tuple[Occurrence, ...], tuple[Problem, ...]]:
    """The survey as its file says it, its texts, and what is wrong with it."""
    report = Report()
    page = Page(f"{kind}.md", f"{kind}.md", Addresses("", {}, {}), report)
    survey = surveys.read((FOLDER / page.file).read_text("utf-8"), page, kind)
    return survey, tuple(page.in_order()), report.problems()
