"""What translators do: translate one text, bring an earlier translation back, take in a file; nobody's work is overwritten."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import queries
from lms.authoring.actions.catalogues import count_translations, keep_catalogue
from lms.authoring.bench import Bench, base_of, id_of, tidy
from lms.authoring.models import TranslationChange
from lms.authoring.upload import CHANGE_HEADER, Received, compare
from lms.catalog import inline, po
from lms.catalog.course import Unit
from lms.catalog.models import CourseRecord
from lms.catalog.po import Entry
from lms.errors import Refused
from lms.i18n import N_
from lms.people.viewer import Viewer

MAX_UPLOAD = 2 * 1024 * 1024


class TranslationConflict(Refused):
    """Somebody else changed the translation meanwhile; nothing was saved. `theirs` is what it is now."""

    def __init__(self, theirs: Entry | None) -> None:
        super().__init__(
            N_("Somebody else has changed this translation meanwhile. Yours is not lost: compare both, then save.")
        )
        self.theirs = theirs


class TooLongText(Refused):
    status = 422


class NotTranslatable(Refused):
    """Neither the draft nor anything published of a course can be read."""


def save_translation(
    session: Session, record: CourseRecord, language: str, unit: Unit, text: str, base: str, by: Viewer, now: datetime
) -> bool:
    """Save the translation of one text; whether anything changed by it. `base` is the `Item.base` from which the change began.

    A fuzzy one is confirmed by it, even unchanged. A translation with faults is saved too; it is not shown to officers. That of
    a text that has gone from the course meanwhile is kept for its return.
    Raises `TranslationConflict`, `TooLongText`, `NotTranslatable`.
    """
    text = tidy(text, language)
    if len(text) > inline.MAX_TEXT:
        raise TooLongText(N_("The translation is longer than a text may be."))
    bench = _locked_bench(session, record, language)
    entry = bench.entry(unit)
    before = entry.translation if entry else ""
    if text == before and not (entry and entry.fuzzy):
        return False
    if base_of(entry) != base and id_of(unit) in bench.by_id:
        raise TranslationConflict(entry)
    _keep(session, record, bench, {unit: text}, by, now)
    return True


def restore_translation(
    session: Session, record: CourseRecord, change: TranslationChange, is_before: bool, by: Viewer, now: datetime
) -> bool:
    """Bring the translation back that stood there after `change` (or before it), as a new change; whether it is another one
    than now."""
    bench = _locked_bench(session, record, change.language)
    unit = Unit(change.text, change.context)
    entry = bench.entry(unit)
    text = change.before if is_before else change.after
    if entry is not None and entry.translation == text and not entry.fuzzy:
        return False
    _keep(session, record, bench, {unit: text}, by, now)
    return True


def take_in(session: Session, record: CourseRecord, language: str, body: bytes, by: Viewer, now: datetime) -> Received:
    """Take the translations in a PO file that are good and that nobody changed here since the file was downloaded.

    Whatever is in the file, it does not raise for it; raises `Refused` if it is too large or in another language.
    """
    if len(body) > MAX_UPLOAD:
        raise Refused(N_("This file is too large. It may have %(limit)s MB at most."), limit=MAX_UPLOAD // 1024 // 1024)
    bench = _locked_bench(session, record, language)
    document, mistakes = po.read(body)
    if document.value("Language") not in ("", language, f"{language}_PK"):
        raise Refused(
            N_("This file is in another language: its header says “%(seen)s”."), seen=document.value("Language")[:20]
        )
    since = document.value(CHANGE_HEADER)
    number = int(since) if since.isascii() and since.isdecimal() and len(since) < 10 else 0
    newer = queries.changes_since(session, record, language, number)
    received = compare(bench, document, mistakes, newer)
    if received.taken:
        _keep(session, record, bench, received.taken, by, now)
    return received


def _locked_bench(session: Session, record: CourseRecord, language: str) -> Bench:
    """The bench as it is now, with every other change of this course's translations waiting until this one is committed.

    The catalogue is one text: of two who read it at the same time and wrote it one after the other, the first would lose.
    """
    locked = (
        select(CourseRecord)
        .where(CourseRecord.id == record.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    bench = queries.bench(session, session.scalars(locked).one(), language)
    if bench is None or bench.language != language:
        raise NotTranslatable(
            N_("This course cannot be translated now: its text has mistakes. Its authors must mend them.")
        )
    return bench


def _keep(
    session: Session, record: CourseRecord, bench: Bench, texts: Mapping[Unit, str], by: Viewer, now: datetime
) -> None:
    for unit, text in texts.items():
        entry = bench.entry(unit)
        session.add(
            TranslationChange(
                course_id=record.id,
                language=bench.language,
                text=unit.text,
                context=unit.context,
                before=entry.translation if entry else "",
                after=text,
                by_id=by.id,
                at=now,
            )
        )
    record.edited_here = True
    session.flush()
    keep_catalogue(session, record, bench.language, po.write(bench.changed(texts)), now)
    count_translations(session, record, now)
