"""Keeping what is published: media, revisions, translations, and the cards that lists show of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from lms.catalog import compiled, outline, queries
from lms.catalog.course import Course
from lms.catalog.edition import Cover
from lms.catalog.media_types import UNKNOWN, content_type
from lms.catalog.models import Catalogue, CourseCard, CourseRecord, Media, Revision, RevisionKind
from lms.i18n import LANGUAGES
from lms.urdu import search

KEPT_LATELY = timedelta(hours=12)
"""For how long nothing is noted when bytes are kept once more: on SQLite that writes them all again."""


def course_record(session: Session, course: Course) -> CourseRecord:
    """The course with this slug, made if there is none yet."""
    record = session.scalars(select(CourseRecord).where(CourseRecord.slug == course.slug)).one_or_none()
    if record is None:
        record = CourseRecord(slug=course.slug, track=course.track, level=course.level)
        session.add(record)
        session.flush()
    return record


def keep_media(session: Session, path: str, body: bytes, now: datetime) -> str:
    """Keep the bytes of a file, once; returns their SHA-256.

    Bytes that are there already are kept anew, so that whoever collects what nothing refers to leaves them alone. If their type
    was not known so far, it is that of `path` from now on.
    """
    digest = sha256(body).hexdigest()
    media = session.get(Media, digest)
    if media is None:
        session.add(Media(sha256=digest, content_type=content_type(path), size=len(body), kept_at=now, body=body))
        session.flush()
        return digest
    if media.content_type == UNKNOWN:
        media.content_type = content_type(path)
    if media.kept_at is None or now - media.kept_at > KEPT_LATELY:
        media.kept_at = now
    session.flush()
    return digest


def digest_of_files(slug: str, files: Mapping[str, str]) -> str:
    """The digest of a revision: SHA-256 over the course's name and each path with its content's SHA-256, in order of paths."""
    total = sha256(slug.encode())
    for path in sorted(files):
        total.update(f"\n{path}\t{files[path]}".encode())
    return total.hexdigest()


def add_revision(
    session: Session,
    record: CourseRecord,
    course: Course,
    files: Mapping[str, bytes],
    kind: RevisionKind,
    note: str,
    by_id: int | None,
    now: datetime,
) -> Revision:
    """Publish `files` (without catalogues) as the course's next revision. What is published already is not published again."""
    digests = {path: sha256(body).hexdigest() for path, body in files.items()}
    digest = digest_of_files(course.slug, digests)
    newest = session.scalars(
        select(Revision)
        .where(Revision.course_id == record.id)
        .options(undefer(Revision.files))
        .order_by(Revision.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and newest.digest == digest and record.revision_id == newest.id:
        return newest
    before = outline.Before(outline.load(newest.outline), newest.files) if newest else None
    is_correction = kind is RevisionKind.CORRECTION
    revision = Revision(
        course_id=record.id,
        number=newest.number + 1 if newest else 1,
        digest=digest,
        files={path: keep_media(session, path, body, now) for path, body in files.items()},
        compiled=compiled.dump(course),
        outline=outline.dump(outline.outline_of(course, files, before, is_correction)),
        kind=kind if newest else RevisionKind.FIRST,
        note=note,
        by_id=by_id,
        at=now,
    )
    session.add(revision)
    session.flush()
    queries.know(digest, course)
    record.revision_id, record.track, record.level = revision.id, course.track, course.level
    session.flush()
    refresh_cards(session, record)
    return revision


def save_catalogue(session: Session, record: CourseRecord, language: str, po: bytes, now: datetime) -> Catalogue:
    """Keep a course's translations into one language."""
    digest = sha256(po).hexdigest()
    stored = session.scalars(
        select(Catalogue).where(Catalogue.course_id == record.id, Catalogue.language == language)
    ).one_or_none()
    if stored is None:
        stored = Catalogue(course_id=record.id, language=language, po=po, digest=digest, updated_at=now)
        session.add(stored)
    elif stored.digest != digest:
        stored.po, stored.digest, stored.updated_at = po, digest, now
    session.flush()
    refresh_cards(session, record)
    return stored


def refresh_cards(session: Session, record: CourseRecord) -> None:
    """Bring the course's cards in step with its published revision and its translations."""
    session.execute(delete(CourseCard).where(CourseCard.course_id == record.id))
    if record.revision_id is None:
        return
    digest = session.scalars(select(Revision.digest).where(Revision.id == record.revision_id)).one()
    covers = queries.covers(session, record.id, record.revision_id, digest)
    folded = " ".join(dict.fromkeys(word for cover in covers for word in _words(cover)))
    by_language = {cover.language: cover for cover in covers}
    for language in LANGUAGES:
        shown = by_language.get(language, covers[0])
        session.add(
            CourseCard(
                course_id=record.id,
                language=language,
                title=shown.title.text,
                title_language=shown.title.language,
                summary=shown.lead.text,
                summary_language=shown.lead.language,
                hours=shown.course.hours,
                lessons=len(shown.course.reading),
                review=shown.course.review,
                certificate=shown.course.certificate,
                translated=shown.translated if language in by_language else 0.0,
                search_text=folded,
            )
        )
    session.flush()


def _words(shown: Cover) -> list[str]:
    texts = [shown.title.text, shown.lead.text, *(objective.text for objective in shown.objectives)]
    texts += [lesson.text for lesson in shown.lessons]
    return [word for text in texts for word in search(text).split()] + search(shown.course.slug).split()
