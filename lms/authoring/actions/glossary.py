"""Keeping the glossary: terms added, changed and removed here, and taken over from what is shipped."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring.models import GlossaryTerm
from lms.catalog import inflection, translation
from lms.catalog.glossary import Domain, Glossary, Term
from lms.errors import Refused
from lms.i18n import N_
from lms.people.actions import audit
from lms.people.viewer import Viewer
from lms.urdu import clean, search

LONGEST = 200
LONGEST_NOTE = 1_000


class NotATerm(Refused):
    status = 422


class TermConflict(Refused):
    """Somebody else changed the term meanwhile; nothing was saved. `theirs` is as it is now."""

    def __init__(self, theirs: GlossaryTerm) -> None:
        super().__init__(N_("Somebody else has changed this term meanwhile. Compare both, then save."))
        self.theirs = theirs


def base_of_term(term: GlossaryTerm) -> str:
    """The state of a term, from which a change begins."""
    return sha256("\n".join((term.english, term.urdu, term.domain, term.note)).encode()).hexdigest()[:20]


def load_glossary(session: Session, shipped: Glossary, now: datetime) -> None:
    """Take the shipped terms over that are new or have changed. What was changed, added or removed here stays so."""
    known = {name: row for row in session.scalars(select(GlossaryTerm)) for name in _names(row.english)}
    for term in shipped.terms:
        row = next((known[name] for name in _names(term.english) if name in known), None)
        if row is None:
            row = GlossaryTerm(english=term.english, by_id=None)
            session.add(row)
        elif row.by_id is not None or (row.english, row.urdu, row.domain, row.note) == _values(term):
            continue
        _fill(row, term, now)
    session.flush()


def add_term(session: Session, term: Term, by: Viewer, now: datetime) -> GlossaryTerm:
    """Add a term. Raises `NotATerm` if it has not both languages, or is there already."""
    term = _checked(session, term, None)
    row = GlossaryTerm(by_id=by.id)
    _fill(row, term, now)
    session.add(row)
    session.flush()
    audit(session, by.id, "added term", f"glossary {term.english}", now, urdu=term.urdu)
    return row


def change_term(session: Session, row: GlossaryTerm, term: Term, base: str, by: Viewer, now: datetime) -> None:
    """Change a term. `base` is `base_of_term` from which the change began. Raises `NotATerm`, `TermConflict`."""
    row = _held(session, row)
    if row.removed_at is not None:
        raise NotATerm(N_("Somebody else has removed this term meanwhile. Bring it back first; then change it."))
    term = _checked(session, term, row)
    if (row.english, row.urdu, row.domain, row.note) == _values(term):
        return
    if base_of_term(row) != base:
        raise TermConflict(row)
    before = {"english_before": row.english, "urdu_before": row.urdu, "note_before": row.note}
    _fill(row, term, now)
    row.by_id = by.id
    session.flush()
    audit(session, by.id, "changed term", f"glossary {term.english}", now, urdu=term.urdu, note=term.note, **before)


def remove_term(session: Session, row: GlossaryTerm, base: str, by: Viewer, now: datetime) -> None:
    """Take a term out of the glossary; `restore_term` brings it back. `base` is what was shown to whoever removes it. Removing it
    twice changes nothing. Raises `TermConflict`."""
    row = _held(session, row)
    if row.removed_at is not None:
        return
    if base_of_term(row) != base:
        raise TermConflict(row)
    row.removed_at = row.updated_at = now
    row.by_id = by.id
    session.flush()
    audit(session, by.id, "removed term", f"glossary {row.english}", now, urdu=row.urdu, note=row.note)


def restore_term(session: Session, row: GlossaryTerm, by: Viewer, now: datetime) -> None:
    """Bring a removed term back. Raises `NotATerm` if another term has its name by now."""
    row = _held(session, row)
    if row.removed_at is None:
        return
    _checked(session, Term(row.english, row.urdu, Domain(row.domain), row.note), row)
    row.removed_at, row.updated_at, row.by_id = None, now, by.id
    session.flush()
    audit(session, by.id, "restored term", f"glossary {row.english}", now, urdu=row.urdu)


def _held(session: Session, row: GlossaryTerm) -> GlossaryTerm:
    """The term as it is now, and nobody else changes it until the end of the transaction."""
    statement = select(GlossaryTerm).where(GlossaryTerm.id == row.id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def _names(english: str) -> list[str]:
    return [name.casefold() for name in (english, *inflection.names(english))]


def _values(term: Term) -> tuple[str, str, str, str]:
    return term.english, term.urdu, term.domain.value, term.note


def _fill(row: GlossaryTerm, term: Term, now: datetime) -> None:
    row.english, row.urdu, row.domain, row.note = _values(term)
    row.sort_key = term.english.casefold()
    row.search_text = " ".join(search(text) for text in (term.english, term.urdu, term.note))
    row.updated_at = now


def _checked(session: Session, term: Term, row: GlossaryTerm | None) -> Term:
    english, note = (" ".join(text.split()) for text in (term.english, term.note))
    urdu = " ".join(clean(term.urdu).split())
    if not inflection.names(english) or not translation.accepted(urdu):
        raise NotATerm(N_("A term needs its English and its Urdu."))
    if max(len(english), len(urdu)) > LONGEST or len(note) > LONGEST_NOTE:
        raise NotATerm(
            N_("A term has %(limit)s characters at most, a note %(most)s."), limit=LONGEST, most=LONGEST_NOTE
        )
    names = set(_names(english))
    for other in session.scalars(select(GlossaryTerm)):
        if (row is not None and other.id == row.id) or not names & set(_names(other.english)):
            continue
        if other.removed_at is None:
            raise NotATerm(N_("The glossary has “%(seen)s” already. Change that term."), seen=other.english)
        if other.english == english:
            session.delete(other)  # the new one takes its place, and keeps the shipped one out as it did
            session.flush()
    return Term(english, urdu, Domain(term.domain), note)
