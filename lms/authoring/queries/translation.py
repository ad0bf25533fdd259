"""What the translators' bench asks. A course's texts are read once for as long as its files are the same; no page looks at
the texts of more than one course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from lms.authoring import bench as benches
from lms.authoring import script as scripts
from lms.authoring.bench import Bench, Count
from lms.authoring.models import DraftFile, KnownTranslation, TranslationChange, TranslationCount
from lms.authoring.script import Script
from lms.catalog import po
from lms.catalog.cache import Cache
from lms.catalog.course import Unit
from lms.catalog.models import Catalogue, CourseCard, CourseRecord, Media, Revision
from lms.i18n import LANGUAGES
from lms.people.models import Person
from lms.urdu import search

_scripts: Cache[Script | None] = Cache(16)
_benches: Cache[Bench] = Cache(16)

COUNTED_PAGE = 25
MOST_RECOUNTED = 3
"""Courses whose figures are old are counted anew while the list is shown, but not more of them than this."""
LONGEST_HISTORY = 50
MOST_ELSEWHERE = 5


@dataclass(frozen=True)
class Digests:
    """The SHA-256 of a course's files by path, in its draft and as published."""

    draft: Mapping[str, str]
    published: Mapping[str, str]

    @property
    def digest(self) -> str:
        return f"{scripts.digest_of(self.draft)} {scripts.digest_of(self.published)}"


def _files(session: Session, record: CourseRecord) -> Digests:
    draft = session.execute(select(DraftFile.path, DraftFile.media_sha256).where(DraftFile.course_id == record.id))
    published = session.scalars(
        select(Revision.files)
        .join(CourseRecord, CourseRecord.revision_id == Revision.id)
        .where(CourseRecord.id == record.id)
    ).one_or_none()
    return Digests(dict(draft.all()), published or {})


def _script(session: Session, record: CourseRecord, files: Digests) -> Script | None:
    def write() -> Script | None:
        wanted = {*files.draft.values(), *files.published.values()}
        kinds = session.execute(select(Media.sha256, Media.content_type).where(Media.sha256.in_(wanted)))
        small = [row.sha256 for row in kinds if not row.content_type.startswith(("video/", "audio/"))]
        rows = session.execute(select(Media.sha256, Media.body).where(Media.sha256.in_(small)))
        bodies: dict[str, bytes] = {row.sha256: row.body for row in rows}
        draft, published = (
            scripts.Files({path: bodies.get(digest, b"") for path, digest in each.items()}, each)
            for each in (files.draft, files.published)
        )
        return scripts.write(record.slug, draft, published)

    return _scripts.get((record.slug, files.digest), write)


def translation_languages(source: str) -> list[str]:
    """The languages into which a course in `source` is translated."""
    return [code for code in LANGUAGES if code != source]


def bench(session: Session, record: CourseRecord, language: str = "") -> Bench | None:
    """The bench of a course in `language` (the first there is, if it is not one of the course's); None if nothing can be read."""
    script = _script(session, record, files := _files(session, record))
    if script is None:
        return None
    languages = translation_languages(script.course.language)
    language = language if language in languages else languages[0]
    digest = _catalogue_digest(session, record, language)

    def lay_out() -> Bench:
        body = session.scalars(_catalogue(record, language).with_only_columns(Catalogue.po)).one_or_none() or b""
        return benches.lay_out(script, po.read(body)[0], language)

    return _benches.get((record.slug, files.digest, language, digest), lay_out)


def _catalogue(record: CourseRecord, language: str) -> Select[Any]:
    return select(Catalogue).where(Catalogue.course_id == record.id, Catalogue.language == language)


def _catalogue_digest(session: Session, record: CourseRecord, language: str) -> str:
    return session.scalars(_catalogue(record, language).with_only_columns(Catalogue.digest)).one_or_none() or ""


def digest_of_texts(session: Session, record: CourseRecord, language: str) -> str:
    """The state of a course's texts and translations: what is counted stays right as long as it is the same."""
    return _digest(_files(session, record).draft, _catalogue_digest(session, record, language))


def _digest(draft: Mapping[str, str], catalogue: str) -> str:
    return sha256(f"{scripts.digest_of(draft)} {catalogue}".encode()).hexdigest()


# --- the list --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """A line of the list of courses: the title as the viewer reads it, and whether the figures are those of today.

    `key` is what the line is sorted by: what was to do when it was last counted, and the course.
    """

    key: tuple[int, int]
    count: Count
    slug: str
    title: str
    title_language: str
    is_published: bool
    is_current: bool


def counted(
    session: Session, viewer_language: str, language: str, words: str = "", after: tuple[int, int] | None = None
) -> list[Counted]:
    """Courses by what is left to do, most first: a page and one more. `after` is `to_do` and course of the last one seen."""
    card = and_(CourseCard.course_id == TranslationCount.course_id, CourseCard.language == viewer_language)
    statement = (
        select(TranslationCount, CourseRecord, CourseCard.title, CourseCard.title_language)
        .join(CourseRecord, CourseRecord.id == TranslationCount.course_id)
        .outerjoin(CourseCard, card)
        .where(TranslationCount.language == language)
        .order_by(TranslationCount.to_do.desc(), TranslationCount.course_id)
        .limit(COUNTED_PAGE + 1)
    )
    for word in search(words).split():
        statement = statement.where(TranslationCount.search_text.contains(word, autoescape=True))
    if after is not None:
        same = and_(TranslationCount.to_do == after[0], TranslationCount.course_id > after[1])
        statement = statement.where(or_(TranslationCount.to_do < after[0], same))
    rows = session.execute(statement).all()
    digests = _digests(session, [row[0].course_id for row in rows], language)
    recounted = 0
    lines = []
    for row, record, title, title_language in rows:
        count = Count(row.units, row.missing, row.changed, row.failing)
        is_current = digests[row.course_id] == row.digest
        if not is_current and recounted < MOST_RECOUNTED:
            recounted += 1
            found = bench(session, record, language)
            count, is_current = found.count if found else Count(), True
        named = (title, title_language) if title else (row.title, row.title_language)
        key = (row.to_do, row.course_id)
        lines.append(Counted(key, count, record.slug, *named, record.revision_id is not None, is_current))
    return lines


def has_counted(session: Session, language: str) -> bool:
    """Whether any course is translated into `language`."""
    return (
        session.scalars(select(TranslationCount.id).where(TranslationCount.language == language).limit(1)).first()
        is not None
    )


def _digests(session: Session, course_ids: Sequence[int], language: str) -> dict[int, str]:
    """What `digest_of_texts` gives, for several courses in two queries."""
    files: dict[int, dict[str, str]] = {each: {} for each in course_ids}
    for course_id, path, digest in session.execute(
        select(DraftFile.course_id, DraftFile.path, DraftFile.media_sha256).where(DraftFile.course_id.in_(course_ids))
    ):
        files[course_id][path] = digest
    catalogues = dict(
        session.execute(
            select(Catalogue.course_id, Catalogue.digest).where(
                Catalogue.course_id.in_(course_ids), Catalogue.language == language
            )
        ).all()
    )
    return {each: _digest(files[each], catalogues.get(each, "")) for each in course_ids}


# --- one text --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Elsewhere:
    """A translation of the same English in other courses: the title of one, and how many there are."""

    translation: str
    slug: str
    title: str
    title_language: str
    courses: int


def elsewhere(
    session: Session, record: CourseRecord, language: str, unit: Unit, viewer_language: str
) -> list[Elsewhere]:
    """How other courses translate the same English, the most frequent first."""
    found = (
        select(
            KnownTranslation.translation,
            func.min(KnownTranslation.course_id).label("course_id"),
            func.count().label("courses"),
        )
        .where(
            KnownTranslation.digest == digest_of_text(unit.text),
            KnownTranslation.language == language,
            KnownTranslation.course_id != record.id,
        )
        .group_by(KnownTranslation.translation)
        .subquery()
    )
    card = and_(CourseCard.course_id == found.c.course_id, CourseCard.language == viewer_language)
    rows = session.execute(
        select(found.c.translation, CourseRecord.slug, CourseCard.title, CourseCard.title_language, found.c.courses)
        .join(CourseRecord, CourseRecord.id == found.c.course_id)
        .outerjoin(CourseCard, card)
        .order_by(found.c.courses.desc(), found.c.course_id)
        .limit(MOST_ELSEWHERE)
    )
    return [
        Elsewhere(translation, slug, title or slug, title_language or "en", courses)
        for translation, slug, title, title_language, courses in rows
    ]


def digest_of_text(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _changes(record: CourseRecord, language: str) -> Select[TranslationChange]:
    return select(TranslationChange).where(
        TranslationChange.course_id == record.id, TranslationChange.language == language
    )


def history_of_unit(
    session: Session, record: CourseRecord, language: str, unit: Unit
) -> list[tuple[TranslationChange, Person | None]]:
    """What was done to one translation, the newest first, and by whom."""
    statement = (
        _changes(record, language)
        .where(TranslationChange.text == unit.text, TranslationChange.context == unit.context)
        .outerjoin(Person, Person.id == TranslationChange.by_id)
        .add_columns(Person)
        .order_by(TranslationChange.id.desc())
        .limit(LONGEST_HISTORY)
    )
    return [(change, person) for change, person in session.execute(statement)]


def translation_change(session: Session, record: CourseRecord, language: str, change_id: int) -> TranslationChange:
    """One change of a course's translation; `NoResultFound` if it is none of these."""
    return session.scalars(_changes(record, language).where(TranslationChange.id == change_id)).one()


def last_change(session: Session, record: CourseRecord, language: str) -> int:
    """The number of the last change of a translation, 0 if there is none. Within a course and language they are in order."""
    statement = _changes(record, language).with_only_columns(func.max(TranslationChange.id))
    return session.scalars(statement).one() or 0


def changes_since(session: Session, record: CourseRecord, language: str, change_id: int) -> frozenset[Unit]:
    """The units whose translation was changed after the change with this number."""
    statement = _changes(record, language).where(TranslationChange.id > change_id)
    rows = session.execute(statement.with_only_columns(TranslationChange.text, TranslationChange.context).distinct())
    return frozenset(Unit(text, context) for text, context in rows)
