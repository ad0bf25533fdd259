"""Pages of batches: the list, a batch and who is in it, learning paths."""

from lms.batches.views import batches, members, paths, progress
from lms.batches.views.frame import bp

__all__ = ["batches", "bp", "members", "paths", "progress"]
