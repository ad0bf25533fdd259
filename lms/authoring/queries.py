"""What is asked about drafts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.authoring.models import DraftFile
from lms.catalog.models import Catalogue, CourseRecord, Media


def course(slug: str) -> Select[CourseRecord]:
    return select(CourseRecord).where(CourseRecord.slug == slug)


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


def catalogue_bodies(session: Session, record: CourseRecord) -> dict[str, bytes]:
    """A course's translations as files."""
    rows = session.execute(select(Catalogue.language, Catalogue.po).where(Catalogue.course_id == record.id))
    return {f"locale/{row.language}.po": row.po for row in rows}


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
