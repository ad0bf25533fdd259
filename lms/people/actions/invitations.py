"""What works once: codes for a first sign-in, and the link of the first administrator."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.errors import Refused
from lms.i18n import N_
from lms.people import queries
from lms.people.actions.accounts import add_person
from lms.people.actions.audit import audit
from lms.people.models import Invitation, Person, SignInCode
from lms.people.passwords import check_strength, fold_code, hash_password, new_code, new_token, token_hash
from lms.people.roles import Role

CODE_LIFE = timedelta(days=30)
INVITATION_LIFE = timedelta(days=7)


class SignInRefused(Refused):
    """The same words whatever was wrong, so that nothing can be learned by trying."""

    status = 422


def make_sign_in_code(session: Session, person: Person, now: datetime) -> str:
    """A new one-time code for a person, to be printed; older ones of the same person die."""
    session.execute(
        update(SignInCode).where(SignInCode.person_id == person.id, SignInCode.used_at.is_(None)).values(expires_at=now)
    )
    code = new_code()
    session.add(
        SignInCode(person_id=person.id, code_hash=token_hash(fold_code(code)), made_at=now, expires_at=now + CODE_LIFE)
    )
    session.flush()
    return code


def invite_administrator(session: Session, now: datetime) -> str:
    """A new token for the link with which the first administrator makes an account; older links die."""
    session.execute(update(Invitation).where(Invitation.used_at.is_(None)).values(expires_at=now))
    token = new_token()
    session.add(Invitation(token_hash=token_hash(token), role=Role.ADMINISTRATOR, expires_at=now + INVITATION_LIFE))
    session.flush()
    return token


def accept_invitation(
    session: Session,
    token: str,
    name_en: str,
    name_ur: str,
    user_name: str,
    password: str,
    language: str,
    now: datetime,
) -> Person:
    """Make the administrator's account with the one-time link's token."""
    invitation = queries.open_invitation(session, token_hash(token), now)
    if invitation is None or not use(session, invitation, now):
        raise SignInRefused(
            N_("This link was used already, or is too old. A new one is printed when the server starts.")
        )
    check_strength(password, staff=True, names=(name_en, user_name))
    person = add_person(
        session,
        name_en=name_en,
        name_ur=name_ur,
        user_name=user_name,
        language=language,
        roles=(invitation.role,),
        now=now,
    )
    person.password_hash = hash_password(password)
    audit(session, person.id, "made the first administrator", f"person {person.id}", now)
    return person


def use(session: Session, once: SignInCode | Invitation, now: datetime) -> bool:
    """Use what works once; False if it was used in the same moment by another request, for which this one has waited."""
    session.refresh(once, with_for_update=True)
    if once.used_at is not None:
        return False
    once.used_at = now
    return True
