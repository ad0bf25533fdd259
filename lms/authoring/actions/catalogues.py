"""Keeping a course's translations, and with them what lists and other courses ask of them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from lms.authoring import queries
from lms.authoring.bench import Bench
from lms.authoring.models import KnownTranslation, TranslationChange, TranslationCount
from lms.authoring.queries.translation import digest_of_text
from lms.catalog import actions as catalog
from lms.catalog import inline, messages, po, translation
from lms.catalog.course import Unit
from lms.catalog.models import Catalogue, CourseRecord
from lms.i18n import LANGUAGES
from lms.urdu import search


def keep_catalogue(session: Session, record: CourseRecord, language: str, body: bytes, now: datetime) -> None:
    """Keep a course's translations into one language: officers, lists and translators of other courses see them at once."""
    catalog.save_catalogue(session, record, language, body, now)
    texts = messages.read(body, f"locale/{language}.po").catalogue.texts
    good = {digest_of_text(unit.text): text for unit, text in texts.items() if not translation.faults(unit.text, text)}
    _keep_known(session, record, language, good)


def _keep_known(session: Session, record: CourseRecord, language: str, good: Mapping[str, str]) -> None:
    """Write down only what is another one than before: a save changes one translation of hundreds."""
    left = dict(good)
    gone = []
    for row in session.execute(
        select(KnownTranslation.id, KnownTranslation.digest, KnownTranslation.translation).where(
            KnownTranslation.course_id == record.id, KnownTranslation.language == language
        )
    ):
        if left.get(row.digest) == row.translation:
            del left[row.digest]
        else:
            gone.append(row.id)
    if gone:
        session.execute(delete(KnownTranslation).where(KnownTranslation.id.in_(gone)))
    if left:
        session.execute(
            insert(KnownTranslation),
            [
                {"course_id": record.id, "language": language, "digest": digest, "translation": text}
                for digest, text in left.items()
            ],
        )


def note_translations(
    session: Session, record: CourseRecord, language: str, body: bytes, by_id: int | None, now: datetime
) -> None:
    """Write into the history which translations are other ones in a catalogue that is going to be kept."""
    stored = select(Catalogue.po).where(Catalogue.course_id == record.id, Catalogue.language == language)
    before, after = _translations(session.scalars(stored).one_or_none() or b""), _translations(body)
    for unit in {**before, **after}:
        was, is_now = before.get(unit, ""), after.get(unit, "")
        if was != is_now:
            session.add(
                TranslationChange(
                    course_id=record.id,
                    language=language,
                    text=unit.text,
                    context=unit.context,
                    before=was,
                    after=is_now,
                    by_id=by_id,
                    at=now,
                )
            )
    session.flush()


def _translations(body: bytes) -> dict[Unit, str]:
    return {Unit(entry.text, entry.context): entry.translation for entry in po.read(body)[0].entries}


def count_translations(session: Session, record: CourseRecord, now: datetime) -> None:
    """Bring what lists show of a course's translations in step with its draft and its catalogues."""
    first = queries.bench(session, record)
    source = first.script.course.language if first else "en"
    languages = queries.translation_languages(source)
    stored = {
        row.language: row
        for row in session.scalars(select(TranslationCount).where(TranslationCount.course_id == record.id))
    }
    for language in set(LANGUAGES) - set(languages):
        if language in stored:
            session.delete(stored[language])
    for language in languages:
        row = stored.get(language) or TranslationCount(course_id=record.id, language=language)
        _fill(row, queries.bench(session, record, language) if first else None, record.slug)
        row.digest, row.counted_at = queries.digest_of_texts(session, record, language), now
        session.add(row)
    session.flush()


def _fill(row: TranslationCount, bench: Bench | None, slug: str) -> None:
    row.title, row.title_language, row.search_text = slug, "en", search(slug)
    row.units = row.missing = row.changed = row.failing = row.to_do = 0
    if bench is None:
        return
    course, count = bench.script.course, bench.count
    translated = bench.entry(course.title)
    titles = [inline.plain(text) for text in (course.title.text, translated.translation if translated else "")]
    row.title, row.title_language = titles[0], course.language
    row.search_text = " ".join(search(text) for text in (*titles, slug))
    row.units, row.missing, row.changed, row.failing = count.units, count.missing, count.changed, count.failing
    row.to_do = count.to_do
