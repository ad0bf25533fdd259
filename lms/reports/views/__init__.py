"""Pages of reports: figures for coordinators and donors, records of completion, and what a quiz tells
its author and coordinators."""

from lms.reports.views import figures, questions, quizzes, records

BLUEPRINTS = (questions.bp, figures.bp, quizzes.bp, records.bp)

__all__ = ["BLUEPRINTS"]
