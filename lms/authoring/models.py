"""Making it: the draft of a course, file by file."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class DraftFile(Base):
    """One file of a course's draft. `version` counts its changes, so that a save that started from an older one is noticed."""

    __tablename__ = "draft_file"
    __table_args__ = (UniqueConstraint("course_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    path: Mapped[str]
    media_sha256: Mapped[str] = mapped_column(ForeignKey("media.sha256"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
