"""What people do about their own record: contact data, another spelling of the name, the questions on functioning."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.errors import Refused
from lms.i18n import N_
from lms.people import queries
from lms.people.actions.accounts import index_words
from lms.people.actions.audit import audit
from lms.people.actions.keeping import NotNow, check_may_change
from lms.people.models import Functioning, NameCorrection, Person
from lms.people.names import in_latin
from lms.people.viewer import Viewer
from lms.urdu import clean

OWN_FIELDS = frozenset({"phone", "email", "born_on"})


class NothingToCorrect(Refused):
    status = 422


class WordsMissing(Refused):
    status = 422


def change_own(session: Session, person: Person, changes: Mapping[str, Any], now: datetime) -> None:
    """Change one's own contact data. A birth date is given once; whoever got it wrong asks the coordinator."""
    if not changes.keys() <= OWN_FIELDS:
        raise ValueError(f"not for oneself to change: {changes.keys() - OWN_FIELDS}")
    if "born_on" in changes and person.born_on is not None:
        raise NotNow(N_("Your birth date is on record already. If it is wrong, tell your coordinator."))
    told = {name: [getattr(person, name), value] for name, value in changes.items()}
    for name, value in changes.items():
        setattr(person, name, value)
    if told:
        audit(session, person.id, "changed own contact data", f"person {person.id}", now, changes=told)


def ask_correction(session: Session, person: Person, name_en: str, name_ur: str, remark: str, now: datetime) -> None:
    """Ask for another spelling of one's own name. Raises `NotNow` while another wish is open.

    Where no name in Latin letters is asked for, the Urdu one is asked for in both places: the one that is new.
    """
    kept = (person.name_en, person.name_ur)
    typed = name_en, name_ur = clean(name_en).strip(), clean(name_ur).strip()
    if not in_latin(name_en):
        name_en = name_ur = name_en if name_ur in ("", person.name_ur) else name_ur
    if queries.open_correction(session, person.id) is not None:
        raise NotNow(N_("You have asked for a correction already. Withdraw that one first."))
    if kept in (typed, (name_en, name_ur)):
        raise NothingToCorrect(N_("This is how your name is written already. Change what is not right."))
    session.add(
        NameCorrection(person_id=person.id, name_en=name_en, name_ur=name_ur, remark=remark.strip(), asked_at=now)
    )
    audit(session, person.id, "asked for a correction", f"person {person.id}", now, name_en=name_en, name_ur=name_ur)


def withdraw_correction(session: Session, person: Person, now: datetime) -> None:
    """Take back a wish that nobody has decided yet; if there is none any more, nothing changes."""
    wish = queries.open_correction(session, person.id)
    if wish is not None:
        session.delete(wish)
        audit(session, person.id, "withdrew a correction", f"person {person.id}", now)


def decide_correction(
    session: Session, by: Viewer, wish: NameCorrection, approved: bool, answer: str, now: datetime
) -> None:
    """Say yes, and the record has the new spelling; or no, with words why. Certificates stay as they were issued."""
    person = wish.person
    check_may_change(session, by, person)
    if wish.decided_at is not None:
        raise NotNow(N_("This correction was decided already."))
    if not approved and not answer.strip():
        raise WordsMissing(N_("Write why, so that the person understands it."))
    wish.decided_at, wish.decided_by_id, wish.approved, wish.answer = now, by.id, approved, answer.strip()
    before = wish.before_en, wish.before_ur = person.name_en, person.name_ur
    if approved:
        person.name_en, person.name_ur = wish.name_en, wish.name_ur
        index_words(session, person)
    verb = "approved a correction" if approved else "refused a correction"
    after = [wish.name_en, wish.name_ur]
    audit(session, by.id, verb, f"person {person.id}", now, before=before, asked=after, answer=answer.strip())


def answer_functioning(session: Session, person: Person, answers: Mapping[str, int | None], now: datetime) -> None:
    """Keep what a person chose to say, in the place of what was said before. If nothing is said, nothing is kept."""
    row = session.get(Functioning, person.id)
    if not any(answers.values()):
        forget_functioning(session, person)
        return
    if row is None:
        row = Functioning(person_id=person.id)
        session.add(row)
    for domain, answer in answers.items():
        setattr(row, domain, answer)
    row.answered_at = now
    session.flush()


def forget_functioning(session: Session, person: Person) -> None:
    """Delete what a person had said."""
    session.execute(delete(Functioning).where(Functioning.person_id == person.id))
