"""Learning paths: made and changed by administrators; those of the core curriculum are there from the first start."""

import re
from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.batches.models import Batch, LearningPath, LearningPathCourse
from lms.batches.queries import path_by_slug
from lms.errors import Refused
from lms.i18n import N_
from lms.urdu import clean

CORE = (
    ("core-junior", "Core curriculum – junior", "بنیادی نصاب – جونیئر", "junior"),
    ("core-mid", "Core curriculum – mid-level", "بنیادی نصاب – درمیانی درجہ", "mid"),
    ("core-senior", "Core curriculum – senior", "بنیادی نصاب – سینیئر", "senior"),
)
MODULES = ("info-gathering-analysis", "evidence", "interviewing")
"""The three core modules, each in a version for every level."""


class PathNameTaken(Refused):
    status = 422


def add_missing_paths(session: Session) -> None:
    """Add the paths of the core curriculum on the first start; once there is a path, which ones there are is decided here."""
    if session.scalars(select(func.count()).select_from(LearningPath)).one():
        return
    for slug, name_en, name_ur, level in CORE:
        courses = [f"{module}-{level}" for module in MODULES]
        session.add(LearningPath(slug=slug, name_en=name_en, name_ur=name_ur, courses=_places(courses)))
    session.flush()


def create_path(session: Session, name_en: str, name_ur: str, slugs: Sequence[str]) -> LearningPath:
    """Make a learning path. Raises `PathNameTaken`."""
    slug = "-".join(re.findall(r"[a-z0-9]+", name_en.lower())) or "path"
    if path_by_slug(session, slug) is not None:
        raise PathNameTaken(N_("There is a learning path with this name already."))
    path = LearningPath(
        slug=slug, name_en=clean(name_en).strip(), name_ur=clean(name_ur).strip(), courses=_places(slugs)
    )
    session.add(path)
    session.flush()
    return path


def change_path(session: Session, path: LearningPath, name_en: str, name_ur: str, slugs: Sequence[str]) -> None:
    """Change a learning path. Batches that were made from it keep the courses that they have."""
    path.name_en, path.name_ur = clean(name_en).strip(), clean(name_ur).strip()
    path.courses = []
    session.flush()  # the same course may come back at another place
    path.courses = _places(slugs)
    session.flush()


def remove_path(session: Session, path: LearningPath) -> None:
    """Remove a learning path. Batches that were made from it stay as they are."""
    session.execute(update(Batch).where(Batch.path_id == path.id).values(path_id=None))
    session.delete(path)
    session.flush()


def _places(slugs: Sequence[str]) -> list[LearningPathCourse]:
    return [LearningPathCourse(slug=slug, place=place) for place, slug in enumerate(dict.fromkeys(slugs), 1)]
