"""A draft while somebody is typing in it: its texts, what the checker says of them as they are typed, and how they look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from lms.authoring.models import DraftFile, Remark
from lms.authoring.remarks import line_now
from lms.catalog import messages
from lms.catalog.cache import Cache
from lms.catalog.course import Media as MediaFacts
from lms.catalog.edition import Edition
from lms.catalog.localise import localise
from lms.catalog.models import Catalogue, CourseRecord, Media
from lms.catalog.page import is_picture
from lms.catalog.source import MediaFile, Reading, is_media, look_at, read

_seen: Cache[MediaFile] = Cache(5_000)
_readings: Cache[Reading] = Cache(32)


def draft_text(session: Session, record: CourseRecord, path: str) -> tuple[DraftFile, bytes]:
    """A file of a draft that authors write, with who changed it last, and its bytes. `NoResultFound` if there is none."""
    found = session.execute(
        select(DraftFile, Media.body)
        .join(Media, Media.sha256 == DraftFile.media_sha256)
        .where(DraftFile.course_id == record.id, DraftFile.path == path)
        .options(selectinload(DraftFile.by))
    ).one()
    return found.DraftFile, found.body


def kept_text(session: Session, digest: str) -> bytes:
    """The bytes that a text was once saved as, however long ago; none if it never was."""
    found = select(Media.body).where(Media.sha256 == digest, Media.content_type.startswith("text/markdown"))
    return session.scalars(found).one_or_none() or b""


def typed_reading(session: Session, record: CourseRecord, typed: Mapping[str, bytes]) -> Reading:
    """What the checker reads in a draft with the texts of `typed` (by path) in the place of those that are saved.

    It takes a fifth of a second, once for each state of the texts. A picture is looked at once, a film or recording never.
    """
    rows = session.execute(select(DraftFile.path, DraftFile.media_sha256).where(DraftFile.course_id == record.id))
    digests = {row.path: row.media_sha256 for row in rows if row.path not in typed}
    state = frozenset(digests.items()), frozenset((path, sha256(body).digest()) for path, body in typed.items())
    return _readings.get((record.slug, *state), lambda: _read(session, record.slug, digests, typed))


def _read(session: Session, slug: str, digests: Mapping[str, str], typed: Mapping[str, bytes]) -> Reading:
    known = {path: MediaFile(MediaFacts(path, digest)) for path, digest in digests.items() if is_media(path)}
    pictures = {path: digests[path] for path in known if is_picture(path)}
    seen: dict[str, bytes] = {}

    def look(path: str, digest: str) -> MediaFile:
        seen.update(seen or _bodies(session, pictures.values()))
        return look_at(path, seen[digest])

    for path, digest in pictures.items():
        known[path] = _seen.get((path, digest), partial(look, path, digest))
    texts = {path: digest for path, digest in digests.items() if path not in known}
    bodies = _bodies(session, texts.values())
    return read(slug, {path: bodies[digest] for path, digest in texts.items()} | dict(typed), known)


def _bodies(session: Session, digests: Iterable[str]) -> dict[str, bytes]:
    rows = session.execute(select(Media.sha256, Media.body).where(Media.sha256.in_(set(digests))))
    return {row.sha256: row.body for row in rows}


def draft_edition(session: Session, record: CourseRecord, reading: Reading, language: str, home: str) -> Edition | None:
    """A draft as officers would get it in `language` if it were published now; None while there is nothing to show.

    `home` is where its pages are.
    """
    if reading.sketch is None:
        return None
    stored = select(Catalogue.po).where(Catalogue.course_id == record.id, Catalogue.language == language)
    po = session.scalars(stored).one_or_none()
    if po is None or language == reading.sketch.language:
        return localise(reading.sketch, reading.sketch.language, None, home)
    return localise(reading.sketch, language, messages.read(po, f"locale/{language}.po").catalogue, home)


@dataclass(frozen=True)
class PlacedRemark:
    """A remark and the line of the text that it is about now."""

    remark: Remark
    line: int


def placed_remarks(session: Session, record: CourseRecord, path: str, text: str) -> list[PlacedRemark]:
    """The open remarks on a file in the order of its lines as they are typed; where a line is gone, its old number counts."""
    lines = text.split("\n")
    statement = (
        select(Remark)
        .where(Remark.course_id == record.id, Remark.path == path, Remark.settled_at.is_(None))
        .options(selectinload(Remark.by))
        .order_by(Remark.id)
    )
    found = [
        PlacedRemark(each, line_now(lines, each.line, each.quote) or max(1, min(each.line, len(lines))))
        for each in session.scalars(statement)
    ]
    return sorted(found, key=lambda each: each.line)
