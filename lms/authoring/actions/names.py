"""The names of a draft's files: renaming, and the order of the lessons. Whatever names a file follows it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import links, paths, queries
from lms.authoring.actions.changes import begin_history, keep_up, note_change
from lms.authoring.models import DraftFile, Remark
from lms.catalog import actions as catalog
from lms.catalog.models import Catalogue, CourseRecord
from lms.errors import Refused
from lms.i18n import N_
from lms.people.viewer import Viewer


class NameTaken(Refused):
    pass


def rename_file(session: Session, record: CourseRecord, path: str, to: str, by: Viewer, now: datetime) -> DraftFile:
    """Rename a file. Raises `NameTaken`, `BadPath`; `NoResultFound` if there is no such file."""
    row = session.scalars(queries.draft_file(record, path).with_for_update()).one()
    if to == path:
        return row
    paths.check(to, 0)
    if session.scalars(queries.draft_file(record, to)).one_or_none() is not None:
        raise NameTaken(N_("There is a file “%(path)s” already."), path=to)
    begin_history(session, row)
    row.path, row.version, row.updated_at, row.by_id = to, row.version + 1, now, by.id
    session.flush()
    note_change(session, row, by.id, now, was_path=path)
    _follow(session, record, {path: to}, by, now)
    return row


def order_lessons(session: Session, record: CourseRecord, order: Sequence[str], by: Viewer, now: datetime) -> None:
    """Number the lessons anew in this order. `order` are their paths, each once; else `Refused`: the list was an old one."""
    rows = {row.path: row for row in session.scalars(queries.draft_files(record).with_for_update())}
    lessons = [path for path in rows if paths.is_lesson(path)]
    if sorted(order) != sorted(lessons):
        raise Refused(N_("The list of lessons has changed meanwhile. Load the page again."))
    wanted = {path: f"{number:02d}-{paths.lesson_slug(path)}.md" for number, path in enumerate(order, 1)}
    moved = {path: to for path, to in wanted.items() if path != to}
    for path in moved:
        begin_history(session, rows[path])
    for path in moved:  # two lessons may change places, and no two files may have one path even for a moment
        rows[path].path = f"{path}~"
    session.flush()
    for path, to in moved.items():
        row = rows[path]
        row.path, row.version, row.updated_at, row.by_id = to, row.version + 1, now, by.id
        session.flush()
        note_change(session, row, by.id, now, was_path=path)
    session.flush()
    if moved:
        _follow(session, record, moved, by, now)


def _follow(session: Session, record: CourseRecord, moved: Mapping[str, str], by: Viewer, now: datetime) -> None:
    """Links in lessons, their translations, and remarks follow files to their new names."""
    texts = queries.text_bodies(session, record)
    for row in session.scalars(queries.draft_files(record).with_for_update()).all():
        body = texts.get(row.path)
        after = links.follow(body, moved) if body else None
        if after != body and after is not None:
            begin_history(session, row)
            row.media_sha256 = catalog.keep_media(session, row.path, after, now)
            row.version, row.updated_at, row.by_id = row.version + 1, now, by.id
            session.flush()
            note_change(session, row, by.id, now)
    for remark in session.scalars(select(Remark).where(Remark.course_id == record.id, Remark.path.in_(moved))).all():
        remark.path = moved[remark.path]
    bodies = select(Catalogue.language, Catalogue.po).where(Catalogue.course_id == record.id)
    for language, po in session.execute(bodies).all():
        translated = links.follow_in_catalogue(po, moved)
        if translated != po:
            catalog.save_catalogue(session, record, language, translated, now)
    record.edited_here = True
    keep_up(session, record, by.id, now)
