"""Pages of learning: courses and lessons, the quiz, and marking."""

from lms.learning.views import courses, marking, publishing, quiz
from lms.learning.views.place import bp

__all__ = ["bp", "courses", "marking", "publishing", "quiz"]
