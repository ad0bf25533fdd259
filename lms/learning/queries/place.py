"""Where somebody stands in a course."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Text, and_, bindparam, cast, select
from sqlalchemy.orm import Session

from lms.catalog import outline
from lms.catalog.outline import Outline
from lms.catalog.queries import Shown
from lms.catalog.quiz import Mark
from lms.learning.progress import Done
from lms.learning.queries import tables
from lms.people.viewer import Viewer
from lms.prepared import Prepared

ALL_RIGHT = 0.999


@dataclass(frozen=True)
class Place:
    """Where the viewer stands in a course: what is shown, whether enrolled, what is read and answered.

    `read` is the digest of the text that was read, by lesson; `positions` are blocks by lesson; `checks` are by question key.
    """

    shown: Shown
    slug: str
    revision_number: int
    outline: Outline
    enrolment_id: int | None = None
    enrolled_at: datetime | None = None
    due_on: date | None = None
    opens_on: date | None = None
    extra_attempts: int = 0
    last_lesson: str | None = None
    completed_at: datetime | None = None
    passed: bool = False
    attended: int = 0
    read: dict[str, str] = field(default_factory=dict)
    positions: dict[str, str] = field(default_factory=dict)
    checks: dict[str, "CheckRow"] = field(default_factory=dict)

    @property
    def done(self) -> Done:
        return Done(self.read, frozenset(self.checks), self.passed, self.attended)


@dataclass(frozen=True)
class CheckRow:
    """The newest answer to an in-lesson check."""

    answer: Any
    share: float
    tries: int

    @property
    def mark(self) -> Mark:
        return Mark(share=self.share, right=self.share > ALL_RIGHT, waiting=False)


_PLACE = Prepared(
    select(
        tables.course.c.id.label("course_id"),
        tables.course.c.slug,
        tables.revision.c.id.label("revision_id"),
        tables.revision.c.number,
        tables.revision.c.digest,
        cast(tables.revision.c.outline, Text).label("outline"),
        tables.catalogue.c.digest.label("catalogue_digest"),
        tables.enrolment.c.id.label("enrolment_id"),
        tables.enrolment.c.enrolled_at,
        tables.enrolment.c.due_on,
        tables.enrolment.c.opens_on,
        tables.enrolment.c.extra_attempts,
        tables.enrolment.c.last_lesson,
        tables.enrolment.c.completed_at,
        tables.enrolment.c.attended,
        tables.passed.label("passed"),
        tables.rows_of(
            tables.progress.c.lesson,
            tables.progress.c.position,
            tables.is_read,
            tables.progress.c.digest,
        ).label("lessons"),
        tables.rows_of(
            tables.check.c.question_key,
            tables.check.c.answer,
            tables.check.c.share,
            tables.check.c.tries,
        ).label("checks"),
    )
    .select_from(tables.course)
    .join(tables.revision, tables.revision.c.id == tables.course.c.revision_id)
    .outerjoin(
        tables.catalogue,
        and_(tables.catalogue.c.course_id == tables.course.c.id, tables.catalogue.c.language == bindparam("language")),
    )
    .outerjoin(
        tables.enrolment,
        and_(
            tables.enrolment.c.course_id == tables.course.c.id, tables.enrolment.c.person_id == bindparam("person_id")
        ),
    )
    .where(tables.course.c.slug == bindparam("slug"))
)


def place(session: Session, viewer: Viewer, slug: str, language: str) -> Place | None:
    """The viewer's place in a published course, or None if there is no such course. One query."""
    return place_of(session, viewer.id, slug, language)


def place_of(session: Session, person_id: int, slug: str, language: str) -> Place | None:
    """A person's place in a published course, for whoever has the right to change it."""
    rows = _PLACE.rows(session, slug=slug, language=language, person_id=person_id)
    if not rows:
        return None
    (row,) = rows
    lessons = msgspec.json.decode(row.lessons)
    return Place(
        shown=Shown(row.course_id, row.revision_id, row.digest, row.catalogue_digest),
        slug=row.slug,
        revision_number=row.number,
        outline=outline.parse(row.outline),
        enrolment_id=row.enrolment_id,
        enrolled_at=row.enrolled_at,
        due_on=row.due_on,
        opens_on=row.opens_on,
        extra_attempts=row.extra_attempts or 0,
        last_lesson=row.last_lesson,
        completed_at=row.completed_at,
        passed=bool(row.passed) if row.enrolment_id else False,
        attended=row.attended or 0,
        read={lesson: digest for lesson, _, is_read, digest in lessons if is_read},
        positions={lesson: position for lesson, position, *_ in lessons if position},
        checks={key: CheckRow(*answered) for key, *answered in msgspec.json.decode(row.checks)},
    )


_DONE = Prepared(
    select(
        tables.passed.label("passed"),
        tables.enrolment.c.attended,
        tables.rows_of(tables.progress.c.lesson, tables.is_read, tables.progress.c.digest).label("lessons"),
        tables.rows_of(tables.check.c.question_key).label("checks"),
    ).where(tables.enrolment.c.id == bindparam("enrolment_id"))
)


def done(session: Session, enrolment_id: int) -> Done:
    """What somebody has done in a course so far."""
    (row,) = _DONE.rows(session, enrolment_id=enrolment_id)
    return Done(
        {lesson: digest for lesson, is_read, digest in msgspec.json.decode(row.lessons) if is_read},
        frozenset(key for (key,) in msgspec.json.decode(row.checks)),
        bool(row.passed),
        row.attended,
    )


_CHECK = select(tables.check.c.answer, tables.check.c.share, tables.check.c.tries).where(
    tables.check.c.enrolment_id == bindparam("enrolment_id"), tables.check.c.question_key == bindparam("question_key")
)


def check(session: Session, enrolment_id: int, question_key: str) -> CheckRow | None:
    """The answer to one in-lesson check."""
    row = session.execute(_CHECK, {"enrolment_id": enrolment_id, "question_key": question_key}).one_or_none()
    return CheckRow(row.answer, row.share, row.tries) if row else None
