"""Pages of reports: figures for coordinators and donors, records of completion, and what a quiz tells its author."""

from lms.reports.views import figures, questions, records

BLUEPRINTS = (questions.bp, figures.bp, records.bp)

__all__ = ["BLUEPRINTS"]
