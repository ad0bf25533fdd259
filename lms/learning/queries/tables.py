"""The tables that pages of learning ask, and what is asked of them in several places."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, literal_column, select

from lms.catalog.course import QuizKind
from lms.catalog.models import Catalogue, CourseCard, CourseRecord, Revision
from lms.learning.models import Attempt, CheckAnswer, Enrolment, LessonProgress
from lms.prepared import JsonRows

# Tables instead of classes: these rows are read for every page, and the object mapper would take longer than the database.
course, revision, catalogue, card = (
    CourseRecord.__table__,
    Revision.__table__,
    Catalogue.__table__,
    CourseCard.__table__,
)
enrolment, progress, check, attempt = (
    Enrolment.__table__,
    LessonProgress.__table__,
    CheckAnswer.__table__,
    Attempt.__table__,
)

is_read = progress.c.read_at.is_not(None)


def rows_of(*columns: ColumnElement[Any]) -> ScalarSelect[str]:
    """The rows of an enrolment in the table of these columns, as JSON."""
    table = columns[0].table
    return (
        select(JsonRows(*columns)).where(table.c.enrolment_id == enrolment.c.id).correlate(enrolment).scalar_subquery()
    )


# as it is stored: a statement that is written out once knows no types of values
is_graded = attempt.c.kind == literal_column(f"'{QuizKind.GRADED.name}'")
passed = (
    exists().where(attempt.c.enrolment_id == enrolment.c.id, is_graded, attempt.c.passed.is_(True)).correlate(enrolment)
)
