"""Pages of learning: courses and lessons, the quiz, marking, and the preview of drafts."""

from lms.learning.views import courses, marking, preview, publishing, quiz
from lms.learning.views.place import bp

__all__ = ["bp", "courses", "marking", "preview", "publishing", "quiz"]
