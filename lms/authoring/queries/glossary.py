"""The glossary as it stands in the database."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.authoring.models import GlossaryTerm
from lms.catalog.cache import Cache
from lms.catalog.glossary import Domain, Glossary, Term
from lms.people.models import Person
from lms.urdu import search

_glossaries: Cache[Glossary] = Cache(2)


def glossary(session: Session) -> Glossary:
    """All terms, to be looked for in texts. Kept in the process under the terms themselves."""
    rows = session.execute(
        select(GlossaryTerm.english, GlossaryTerm.urdu, GlossaryTerm.domain, GlossaryTerm.note)
        .where(GlossaryTerm.removed_at.is_(None))
        .order_by(GlossaryTerm.sort_key, GlossaryTerm.id)
    )
    found = tuple((row.english, row.urdu, row.domain, row.note) for row in rows)
    return _glossaries.get(
        found, lambda: Glossary(tuple(Term(en, ur, Domain(kind), note) for en, ur, kind, note in found))
    )


def terms(words: str = "", domain: str = "", after: int = 0) -> Select[GlossaryTerm, Person]:
    """The terms in the order of the English, each with who changed it last (None: it came with the product); those that
    follow the term with the key `after`."""
    statement = _with_person().where(GlossaryTerm.removed_at.is_(None))
    for word in search(words).split():
        statement = statement.where(GlossaryTerm.search_text.contains(word, autoescape=True))
    if domain:
        statement = statement.where(GlossaryTerm.domain == domain)
    if after:
        last = select(GlossaryTerm.sort_key).where(GlossaryTerm.id == after).scalar_subquery()
        statement = statement.where(GlossaryTerm.sort_key > last)
    return statement.order_by(GlossaryTerm.sort_key, GlossaryTerm.id)


def _with_person() -> Select[GlossaryTerm, Person]:
    return select(GlossaryTerm, Person).outerjoin(Person, Person.id == GlossaryTerm.by_id)


def term(session: Session, term_id: int) -> tuple[GlossaryTerm, Person | None]:
    """One term and who changed it last; `NoResultFound` if there is none."""
    found, person = session.execute(_with_person().where(GlossaryTerm.id == term_id)).one()
    return found, person


def removed_terms(before: int | None = None) -> Select[GlossaryTerm, Person]:
    """The terms that were removed, those first that came into the glossary last, each with who removed it; those with a key
    below `before`."""
    statement = _with_person().where(GlossaryTerm.removed_at.is_not(None)).order_by(GlossaryTerm.id.desc())
    return statement if before is None else statement.where(GlossaryTerm.id < before)
