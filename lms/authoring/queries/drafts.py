"""Drafts: who may change one, their files, and what the checker says about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import Select, exists, or_, select, true
from sqlalchemy.orm import Session, selectinload, undefer
from sqlalchemy.sql import ColumnElement

from lms.authoring.models import CourseAuthor, Draft, DraftFile
from lms.authoring.queries.typed import typed_reading
from lms.catalog import messages
from lms.catalog.cache import Cache
from lms.catalog.messages import Coverage
from lms.catalog.models import Catalogue, CourseRecord, Media, Revision
from lms.catalog.source import Reading
from lms.i18n import LANGUAGES
from lms.people.roles import Permission, Role
from lms.people.viewer import Viewer

_readings: Cache[Reading] = Cache(64)
_coverages: Cache[tuple[Coverage, ...]] = Cache(256)


def course(slug: str) -> Select[CourseRecord]:
    return select(CourseRecord).where(CourseRecord.slug == slug)


def editable(viewer: Viewer) -> ColumnElement[bool]:
    """Courses that the viewer may change: one's own, those that have no author yet, and for an administrator all."""
    if Role.ADMINISTRATOR in viewer.roles:
        return true()
    authored = exists().where(CourseAuthor.course_id == CourseRecord.id).correlate(CourseRecord)
    own = authored.where(CourseAuthor.person_id == viewer.id)
    return or_(own, ~authored) if viewer.may(Permission.WRITE_COURSES) else own


def to_read(session: Session, slug: str) -> CourseRecord:
    """A course that trainers may read, that is any; `NoResultFound` if there is none."""
    return session.scalars(course(slug)).one()


def to_edit(session: Session, viewer: Viewer, slug: str) -> CourseRecord:
    """A course that the viewer may change; `NoResultFound` if there is none."""
    return session.scalars(course(slug).where(editable(viewer))).one()


def may_edit(session: Session, viewer: Viewer, record: CourseRecord) -> bool:
    return session.scalars(course(record.slug).where(editable(viewer))).one_or_none() is not None


def draft_file(record: CourseRecord, path: str) -> Select[DraftFile]:
    return select(DraftFile).where(DraftFile.course_id == record.id, DraftFile.path == path)


def draft_media(record: CourseRecord, path: str) -> Select[Media]:
    """A file of a draft with its bytes."""
    return (
        select(Media)
        .join(DraftFile, DraftFile.media_sha256 == Media.sha256)
        .where(DraftFile.course_id == record.id, DraftFile.path == path)
        .options(undefer(Media.body))
    )


def published(session: Session, record: CourseRecord) -> Revision | None:
    """The revision of a course that officers see, with its files."""
    found = select(Revision).where(Revision.id == record.revision_id).options(undefer(Revision.files))
    return session.scalars(found).one_or_none()


def media_body(session: Session, sha256: str) -> bytes:
    """The bytes of a file by their SHA-256."""
    return session.scalars(select(Media.body).where(Media.sha256 == sha256)).one()


def draft_files(record: CourseRecord) -> Select[DraftFile]:
    return select(DraftFile).where(DraftFile.course_id == record.id).order_by(DraftFile.path)


def draft_bodies(session: Session, record: CourseRecord) -> dict[str, bytes]:
    """The files of a draft by path, translations not among them."""
    rows = session.execute(
        select(DraftFile.path, Media.body)
        .join(Media, Media.sha256 == DraftFile.media_sha256)
        .where(DraftFile.course_id == record.id)
        .order_by(DraftFile.path)
    )
    return {row.path: row.body for row in rows}


def draft_of(session: Session, record: CourseRecord) -> Draft:
    """What lists show of a course's draft, with who changed it last."""
    return session.scalars(select(Draft).where(Draft.course_id == record.id).options(selectinload(Draft.by))).one()


def hold_draft(session: Session, record: CourseRecord) -> None:
    """Let nobody change a draft until the end of the transaction."""
    session.execute(select(Draft.course_id).where(Draft.course_id == record.id).with_for_update())


def text_bodies(session: Session, record: CourseRecord, endings: tuple[str, ...] = (".md",)) -> dict[str, bytes]:
    """The files of a draft that authors write, by path; or those with other endings."""
    rows = session.execute(
        select(DraftFile.path, Media.body)
        .join(Media, Media.sha256 == DraftFile.media_sha256)
        .where(DraftFile.course_id == record.id, or_(*map(DraftFile.path.endswith, endings)))
        .order_by(DraftFile.path)
    )
    return {row.path: row.body for row in rows}


def draft_sizes(session: Session, record: CourseRecord) -> dict[str, int]:
    """How many bytes each file of a draft has."""
    rows = session.execute(
        select(DraftFile.path, Media.size)
        .join(Media, Media.sha256 == DraftFile.media_sha256)
        .where(DraftFile.course_id == record.id)
        .order_by(DraftFile.path)
    )
    return {row.path: row.size for row in rows}


def draft_reading(session: Session, record: CourseRecord) -> Reading:
    """What the checker reads in a draft, with all problems. It takes a third of a second once for each state of the draft."""
    digest = _digest(session, record)
    return kept_reading(digest) or read_draft(session, record, digest)


def _digest(session: Session, record: CourseRecord) -> str:
    return session.scalars(select(Draft.digest).where(Draft.course_id == record.id)).one()


def kept_reading(digest: str) -> Reading | None:
    """What was read in a draft with this digest, if it was read lately."""
    return _readings.known(digest)


def read_draft(session: Session, record: CourseRecord, digest: str) -> Reading:
    """What the checker reads in a draft whose digest is known. It is kept unless somebody has changed the draft since then, for
    then it may be of the newer texts."""
    reading = typed_reading(session, record, {})
    if _digest(session, record) == digest:
        _readings.get(digest, lambda: reading)
    return reading


def coverage(session: Session, record: CourseRecord, language: str) -> tuple[Coverage, ...]:
    """How far each lesson of a draft is translated into `language`; nothing is where there is no catalogue."""
    known = select(Draft.digest, Catalogue.digest).outerjoin(
        Catalogue, (Catalogue.course_id == Draft.course_id) & (Catalogue.language == language)
    )
    draft, translations = session.execute(known.where(Draft.course_id == record.id)).one()

    def compute() -> tuple[Coverage, ...]:
        path = f"locale/{language}.po"
        po = catalogue_bodies(session, record).get(path, b"")
        return messages.coverage(draft_reading(session, record).occurrences, messages.read(po, path))

    return _coverages.get((draft, language, translations), compute)


def catalogue_bodies(session: Session, record: CourseRecord) -> dict[str, bytes]:
    """A course's translations as files."""
    rows = session.execute(select(Catalogue.language, Catalogue.po).where(Catalogue.course_id == record.id))
    return {f"locale/{row.language}.po": row.po for row in rows}


def translated_into(session: Session, record: CourseRecord) -> tuple[str, ...]:
    """The languages for which a course has translations, be they whole or not, in the order of `LANGUAGES`."""
    found = set(session.scalars(select(Catalogue.language).where(Catalogue.course_id == record.id)))
    return tuple(code for code in LANGUAGES if code in found)


@dataclass
class Loaded:
    """What of a course is in the database already: SHA-256 by path of its draft and of its translations."""

    edited_here: bool
    files: dict[str, str] = field(default_factory=dict)

    def same_files(self, files: Mapping[str, bytes]) -> bool:
        return self.files == {path: sha256(body).hexdigest() for path, body in files.items()}


def loaded(session: Session) -> dict[str, Loaded]:
    """All courses by slug, with the digests of their files. Three queries, no file is read."""
    records = {record.id: record for record in session.scalars(select(CourseRecord))}
    found = {record.slug: Loaded(record.edited_here) for record in records.values()}
    for course_id, path, digest in session.execute(select(DraftFile.course_id, DraftFile.path, DraftFile.media_sha256)):
        found[records[course_id].slug].files[path] = digest
    for course_id, language, digest in session.execute(
        select(Catalogue.course_id, Catalogue.language, Catalogue.digest)
    ):
        found[records[course_id].slug].files[f"locale/{language}.po"] = digest
    return found
