"""Accounts: a person is added, chooses a language, is given extra time."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from lms.errors import Refused
from lms.i18n import LANGUAGES, N_
from lms.people.actions.audit import audit
from lms.people.models import Agency, Person, PersonWord, Province, RoleGrant, Sex, SignInName
from lms.people.names import search_words, sign_in_name
from lms.people.ranks import band, spelt
from lms.people.roles import Role
from lms.people.viewer import Viewer
from lms.urdu import clean


class SignInNameTaken(Refused):
    status = 409


def add_person(
    session: Session,
    *,
    name_en: str,
    name_ur: str = "",
    service_number: str | None = None,
    user_name: str | None = None,
    rank: str = "",
    agency: Agency | None = None,
    province: Province | None = None,
    sex: Sex = Sex.NOT_STATED,
    email: str | None = None,
    language: str = "ur",
    roles: tuple[Role, ...] = (Role.OFFICER,),
    coordinates: Agency | None = None,
    now: datetime,
) -> Person:
    """Add a person with roles; a coordinator's reaches over `coordinates`, or over the own agency.

    Raises `SignInNameTaken` if somebody already signs in with the number or the name.
    """
    person = Person(
        name_en=clean(name_en).strip(),
        name_ur=clean(name_ur).strip(),
        service_number=service_number.strip() if service_number else None,
        user_name=user_name.strip() if user_name else None,
        rank=spelt(rank),
        rank_band=band(rank),
        agency_id=agency.id if agency else None,
        province=province,
        sex=sex,
        email=email or None,
        language=language,
        created_at=now,
    )
    session.add(person)
    session.flush()
    for name in filter(None, (person.service_number, person.user_name)):
        taken = session.get(SignInName, sign_in_name(name))
        if taken is None:
            session.add(SignInName(name=sign_in_name(name), person_id=person.id))
            session.flush()
        elif taken.person_id != person.id:
            raise SignInNameTaken(N_("Somebody already signs in with “%(name)s”."), name=name)
    for role in roles:
        over = (coordinates or agency) if role is Role.COORDINATOR else None
        session.add(RoleGrant(person_id=person.id, role=role, agency_id=over.id if over else None))
    index_words(session, person)
    session.flush()
    return person


def index_words(session: Session, person: Person) -> None:
    """Keep the words by which a person is found; after every change of a name, a service number or a user name."""
    session.flush()
    session.execute(delete(PersonWord).where(PersonWord.person_id == person.id))
    names, numbers = (person.name_en, person.name_ur), filter(None, (person.service_number, person.user_name))
    # of a record into which another one went, the numbers of that one too
    known = session.scalars(select(SignInName.name).where(SignInName.person_id == person.id))
    session.execute(
        insert(PersonWord),
        [{"person_id": person.id, "word": word} for word in sorted(search_words(names, [*numbers, *known]))],
    )


def choose_language(session: Session, viewer: Viewer, language: str) -> None:
    """Remember the viewer's interface language; an unknown one is ignored."""
    if language in LANGUAGES:
        session.execute(update(Person).where(Person.id == viewer.id).values(language=language))


def give_extra_time(session: Session, by: Viewer | None, person: Person, percent: int, now: datetime) -> None:
    """Set a person's extra time in quizzes, in per cent of the limit; it holds for attempts that start after this."""
    person.extra_time = percent
    audit(session, by.id if by else None, "gave extra time", f"person {person.id}", now, percent=percent)
