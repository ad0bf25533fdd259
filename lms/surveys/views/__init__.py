"""Pages of surveys: for officers to answer, for trainers to read."""

from lms.surveys.views import results  # noqa: F401 - its views are added to the blueprint
from lms.surveys.views.answering import bp

__all__ = ["bp"]
