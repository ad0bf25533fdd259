"""The list of all courses that trainers work on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import ColumnElement

from lms.authoring.models import CourseAuthor, Draft
from lms.authoring.paths import slug_of
from lms.authoring.queries.drafts import kept_reading, read_draft
from lms.catalog.models import CourseCard, CourseRecord, Revision
from lms.catalog.source import Reading
from lms.people.models import Person
from lms.people.viewer import Viewer
from lms.urdu import search

PAGE = 20
MOST_READ = 4
"""How many drafts a page of the list reads anew: each takes a third of a second. What was read is kept."""


class Whose(StrEnum):
    """A list of courses by their authors: the viewer's, those that have none, all others."""

    OWN = "own"
    OPEN = "open"
    OTHERS = "others"


@dataclass(frozen=True)
class CourseRow:
    """A course in the list. `errors` is how many mistakes its draft has; None if that is not known yet."""

    id: int
    slug: str
    title: str
    title_language: str | None
    whose: Whose
    authors: tuple[Person, ...]
    is_published: bool
    is_changed: bool
    errors: int | None
    updated_at: datetime
    by: Person | None


_has_author = exists().where(CourseAuthor.course_id == CourseRecord.id).correlate(CourseRecord)


def _is_own(viewer: Viewer) -> ColumnElement[bool]:
    return _has_author.where(CourseAuthor.person_id == viewer.id)


def _among(viewer: Viewer, whose: Whose) -> ColumnElement[bool]:
    own = _is_own(viewer)
    return {Whose.OWN: own, Whose.OPEN: ~_has_author, Whose.OTHERS: and_(_has_author, ~own)}[whose]


def how_many(session: Session, viewer: Viewer) -> dict[Whose, int]:
    """How many courses there are in each list."""
    counts = [func.count().filter(_among(viewer, whose)) for whose in Whose]
    return dict(zip(Whose, session.execute(select(*counts).select_from(CourseRecord)).one(), strict=True))


def courses(
    session: Session, viewer: Viewer, language: str, whose: Whose | None, words: str = "", before: int | None = None
) -> tuple[list[CourseRow], int | None]:
    """A page of courses, those first that were edited last, and the key of the next page (None if there is none).

    `words` are found in titles, also translated ones, and addresses. `before` is the key of the page.
    """
    statement = _rows(viewer, language)
    if whose is not None:
        statement = statement.where(_among(viewer, whose))
    card = aliased(CourseCard)
    for word in search(words).split():
        in_card = (
            exists()
            .where(card.course_id == CourseRecord.id, card.search_text.contains(word, autoescape=True))
            .correlate(CourseRecord)
        )
        statement = statement.where(or_(Draft.search_text.contains(word, autoescape=True), in_card))
    if before is not None:
        edited = select(Draft.updated_at).where(Draft.course_id == before).scalar_subquery()
        statement = statement.where(tuple_(Draft.updated_at, Draft.course_id) < tuple_(edited, before))
    found = session.execute(statement.limit(PAGE + 1)).all()
    rows = found[:PAGE]
    key = rows[-1].CourseRecord.id if len(found) > PAGE else None
    return _shown(session, rows), key


def _rows(viewer: Viewer, language: str) -> Select[*tuple[Any, ...]]:
    source, shown = aliased(CourseCard), aliased(CourseCard)
    return (
        select(
            CourseRecord,
            Draft,
            Person,
            Revision.digest,
            source.title.label("source_title"),
            shown.title.label("shown_title"),
            shown.title_language,
            _is_own(viewer).label("is_own"),
        )
        .join(Draft, Draft.course_id == CourseRecord.id)
        .outerjoin(Person, Person.id == Draft.by_id)
        .outerjoin(Revision, Revision.id == CourseRecord.revision_id)
        .outerjoin(source, and_(source.course_id == CourseRecord.id, source.language == "en"))
        .outerjoin(shown, and_(shown.course_id == CourseRecord.id, shown.language == language))
        .order_by(Draft.updated_at.desc(), Draft.course_id.desc())
    )


def _shown(session: Session, rows: Sequence[Any]) -> list[CourseRow]:
    authors: dict[int, list[Person]] = {row.CourseRecord.id: [] for row in rows}
    of_these = (
        select(CourseAuthor.course_id, Person)
        .join(Person, Person.id == CourseAuthor.person_id)
        .where(CourseAuthor.course_id.in_(authors))
        .order_by(CourseAuthor.id)
    )
    for course_id, person in session.execute(of_these):
        authors[course_id].append(person)
    readings = _readings(session, rows)
    return [_row(row, tuple(authors[row.CourseRecord.id]), readings.get(row.CourseRecord.id)) for row in rows]


def _readings(session: Session, rows: Sequence[Any]) -> dict[int, Reading]:
    """What is known of the drafts that are not what is published; of the others it is known that they have no mistakes."""
    found, read = {}, 0
    for row in rows:
        if row.digest == row.Draft.digest:
            continue
        reading = kept_reading(row.Draft.digest)
        if reading is None and read < MOST_READ:
            read += 1
            reading = read_draft(session, row.CourseRecord, row.Draft.digest)
        if reading is not None:
            found[row.CourseRecord.id] = reading
    return found


def _row(row: Any, authors: tuple[Person, ...], reading: Reading | None) -> CourseRow:
    record, draft = row.CourseRecord, row.Draft
    is_published, is_same = record.revision_id is not None, row.digest == draft.digest
    has_card = row.shown_title is not None and (is_same or row.source_title == draft.title)
    errors = 0 if is_same else None
    if reading is not None:
        errors = sum(problem.is_error for problem in reading.problems)
    return CourseRow(
        id=record.id,
        slug=record.slug,
        title=row.shown_title if has_card else draft.title or record.slug,
        title_language=row.title_language if has_card else None,
        whose=Whose.OWN if row.is_own else Whose.OTHERS if authors else Whose.OPEN,
        authors=authors,
        is_published=is_published,
        is_changed=is_published and not is_same,
        errors=errors,
        updated_at=draft.updated_at,
        by=row.Person,
    )


def free_address(session: Session, title: str) -> str:
    """An address for a course with this title that no course has yet; "" if the title has no Latin letters."""
    slug = slug_of(title)
    taken = set(session.scalars(select(CourseRecord.slug).where(CourseRecord.slug.startswith(slug, autoescape=True))))
    count = next(
        number for number in range(1, len(taken) + 2) if (f"{slug}-{number}" if number > 1 else slug) not in taken
    )
    return f"{slug}-{count}" if slug and count > 1 else slug
