"""What is asked about published courses. Compiled courses and editions are kept in the process under their digests."""

from dataclasses import dataclass

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, undefer

from lms.catalog import compiled, messages
from lms.catalog.cache import Cache
from lms.catalog.course import Course, Level, QuestionType, Track
from lms.catalog.edition import Cover, Edition
from lms.catalog.localise import cover, localise
from lms.catalog.models import Catalogue, CourseCard, CourseRecord, Media, Revision
from lms.catalog.source import read
from lms.urdu import search

_courses: Cache[Course] = Cache(160)
_editions: Cache[Edition] = Cache(160)


@dataclass(frozen=True)
class Shown:
    """Which content is shown: a revision, and the state of its translations (None if there are none)."""

    course_id: int
    revision_id: int
    digest: str
    catalogue_digest: str | None


def course_at(session: Session, revision_id: int, digest: str) -> Course:
    """The compiled course of a revision."""

    def read_course() -> Course:
        try:
            return compiled.load(session.scalars(select(Revision.compiled).where(Revision.id == revision_id)).one())
        except compiled.Outdated:
            return _compiled_anew(session, revision_id)

    return _courses.get(digest, read_course)


def know(digest: str, course: Course) -> None:
    """Keep the course of a revision that was just compiled, so that it is not read back."""
    _courses.get(digest, lambda: course)


def _compiled_anew(session: Session, revision_id: int) -> Course:
    """The course of a revision that an older program compiled, from its files."""
    files, slug = session.execute(
        select(Revision.files, CourseRecord.slug)
        .join(CourseRecord, CourseRecord.id == Revision.course_id)
        .where(Revision.id == revision_id)
    ).one()
    rows = session.execute(select(Media.sha256, Media.body).where(Media.sha256.in_(files.values())))
    bodies = {row.sha256: row.body for row in rows}
    course = read(slug, {path: bodies[digest] for path, digest in files.items()}).course
    if course is None:
        raise RuntimeError(f"Revision {revision_id} of “{slug}” cannot be read any more")
    return course


def edition(session: Session, shown: Shown, language: str) -> Edition:
    """The course in `language`, or in its source language if there is no catalogue for `language` at all."""
    course = course_at(session, shown.revision_id, shown.digest)
    if shown.catalogue_digest is None or language == course.language:
        return _editions.get((shown.digest, course.language), lambda: localise(course, course.language, None))

    def read_edition() -> Edition:
        po = session.scalars(
            select(Catalogue.po).where(Catalogue.course_id == shown.course_id, Catalogue.language == language)
        ).one()
        return localise(course, language, messages.read(po, f"locale/{language}.po").catalogue)

    return _editions.get((shown.digest, language, shown.catalogue_digest), read_edition)


_CATALOGUES = select(Catalogue.language, Catalogue.digest).where(Catalogue.course_id == bindparam("course_id"))


def editions(session: Session, course_id: int, revision_id: int, digest: str) -> list[Edition]:
    """The course in its source language and in every language that it has a catalogue for."""
    rows = session.execute(_CATALOGUES, {"course_id": course_id}).all()
    course = course_at(session, revision_id, digest)
    source = edition(session, Shown(course_id, revision_id, digest, None), course.language)
    return [source] + [
        edition(session, Shown(course_id, revision_id, digest, row.digest), row.language) for row in rows
    ]


def covers(session: Session, course_id: int, revision_id: int, digest: str) -> list[Cover]:
    """What lists show of `editions`, in the same order. Nothing of it is kept: it is asked for once after each change."""
    course = course_at(session, revision_id, digest)
    rows = session.execute(select(Catalogue.language, Catalogue.po).where(Catalogue.course_id == course_id))
    found = [cover(course, course.language, None)]
    for row in rows:
        if row.language != course.language:
            found.append(cover(course, row.language, messages.read(row.po, f"locale/{row.language}.po").catalogue))
    return found


def accepted_answers(session: Session, shown: Shown, course: Course, lesson: str) -> dict[str, tuple[str, ...]]:
    """By question id, the accepted short answers of what a lesson asks in every language: an officer may answer in any of them."""
    read_lesson = next((course.stock_of(each) for each in course.lessons if each.slug == lesson), None)
    if read_lesson is None or all(q.type is not QuestionType.SHORT_ANSWER for q in read_lesson.questions):
        return {}
    accepted: dict[str, tuple[str, ...]] = {}
    for each in editions(session, shown.course_id, shown.revision_id, shown.digest):
        in_language = each.lesson(read_lesson.slug)
        for question in in_language.questions if in_language else ():
            accepted[question.id] = accepted.get(question.id, ()) + question.accepted
    return accepted


def cards(
    language: str, words: str = "", track: Track | None = None, level: Level | None = None
) -> Select[CourseCard, CourseRecord]:
    """Cards of the published courses, filtered; `words` are found however they are typed, all of them, in either language."""
    statement = (
        select(CourseCard, CourseRecord)
        .join(CourseRecord, CourseRecord.id == CourseCard.course_id)
        .where(CourseCard.language == language, CourseRecord.revision_id.is_not(None))
        .order_by(CourseRecord.id)
    )
    for word in search(words).split():
        statement = statement.where(CourseCard.search_text.contains(word, autoescape=True))
    if track is not None:
        statement = statement.where(CourseRecord.track == track)
    if level is not None:
        statement = statement.where(CourseRecord.level.in_((level, Level.ALL)))
    return statement


def media_of_course(session: Session, slug: str, path: str, version: str) -> Media | None:
    """The media at `path` of any revision of a course whose SHA-256 begins with `version` (at least 12 hex digits)."""
    for files in session.scalars(
        select(Revision.files)
        .join(CourseRecord, CourseRecord.id == Revision.course_id)
        .where(CourseRecord.slug == slug)
        .order_by(Revision.number.desc())
    ):
        digest = files.get(path, "")
        if digest.startswith(version):
            return session.scalars(select(Media).where(Media.sha256 == digest).options(undefer(Media.body))).one()
    return None
