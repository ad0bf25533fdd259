"""What reports keep: the facts as they were at some moment, so that a page need not read every enrolment again."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class FactsGathering(Base):
    """That facts are being gathered since `begun_at`. One row at most, gone when they are kept; what a dead process left counts for
    some minutes only."""

    __tablename__ = "facts_gathering"

    id: Mapped[int] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime]


class FactsKept(Base):
    """The facts of all people and courses at `made_at`, as `lms.reports.facts` packs them. There is one row, the newest."""

    __tablename__ = "facts_kept"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class TalliesKept(Base):
    """What first attempts at a course's quiz add up to, as `lms.reports.tallies` packs it. Made together with the facts that are
    kept, of the same moment; a course at whose quiz nobody was has no row."""

    __tablename__ = "tallies_kept"

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
