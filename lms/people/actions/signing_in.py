"""Signing in and out, and choosing a password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from lms.errors import Refused
from lms.i18n import N_
from lms.people import queries
from lms.people.actions.audit import audit
from lms.people.actions.invitations import SignInRefused, use
from lms.people.models import Person, SignInFailure, SignInSession
from lms.people.names import sign_in_name
from lms.people.passwords import (
    check_strength,
    fold_code,
    hash_password,
    needs_rehash,
    new_token,
    token_hash,
    verify_password,
)
from lms.people.roles import STAFF
from lms.people.throttle import is_too_many
from lms.people.viewer import OFFICER_LONGEST, Viewer


class TooManyTries(Refused):
    status = 429


@dataclass(frozen=True)
class SignInTry:
    """A sign-in that was counted: who it may be, and what the password is compared with outside any transaction."""

    counted: int
    person_id: int | None
    password_hash: str | None


def begin_sign_in(session: Session, typed: str, address: str, now: datetime) -> SignInTry:
    """Count a sign-in before its password is looked at. Raises `TooManyTries`."""
    account = sign_in_name(typed)[:100]
    if is_too_many(queries.recent_failures(session, account, address, now)):
        raise TooManyTries(N_("Too many tries. Wait a few minutes and try again."))
    row = SignInFailure(account=account, address=address, at=now)
    session.add(row)
    session.execute(delete(SignInFailure).where(SignInFailure.at < now - timedelta(days=1)))
    session.flush()
    person = queries.person_signing_in(session, typed)
    return SignInTry(row.id, person.id if person else None, person.password_hash if person else None)


def sign_in(
    session: Session, tried: SignInTry, password: str, shared_computer: bool, address: str, browser: str, now: datetime
) -> str:
    """Sign in with a password; returns the cookie's token. Raises `SignInRefused`.

    The slow comparison comes first, before the session is used, so that no other writer waits for it.
    """
    if not verify_password(tried.password_hash, password) or tried.person_id is None:
        raise SignInRefused(N_("The service number or the password is not right."))
    stronger = hash_password(password) if needs_rehash(tried.password_hash or "") else None
    person = queries.person_with_roles(session, tried.person_id)
    if person.password_hash != tried.password_hash or not person.is_active:  # changed since it was compared
        raise SignInRefused(N_("The service number or the password is not right."))
    if stronger:
        person.password_hash = stronger
    session.execute(delete(SignInFailure).where(SignInFailure.id == tried.counted))
    return start_session(session, person, shared_computer, address, browser, now)


def sign_in_with_code(
    session: Session,
    tried: SignInTry,
    code: str,
    new_password: str,
    shared_computer: bool,
    address: str,
    browser: str,
    now: datetime,
) -> str:
    """Sign in with a one-time code and choose a password; returns the cookie's token. Every other session of the person ends."""
    found = queries.open_code(session, tried.person_id, token_hash(fold_code(code)), now) if tried.person_id else None
    if found is None or not use(session, found, now):
        raise SignInRefused(N_("The service number or the one-time code is not right, or the code was used already."))
    person = queries.person_with_roles(session, found.person_id)
    choose_password(session, person, new_password)
    session.execute(delete(SignInFailure).where(SignInFailure.id == tried.counted))
    audit(session, person.id, "signed in with a one-time code", f"person {person.id}", now, address)
    return start_session(session, person, shared_computer, address, browser, now)


def choose_password(session: Session, person: Person, password: str) -> None:
    """Set a new password and end every session of the person. Raises `BadPassword`."""
    roles = {grant.role for grant in person.grants}
    names = (person.name_en, person.name_ur, person.service_number or "", person.user_name or "")
    check_strength(password, staff=bool(roles & STAFF), names=names)
    person.password_hash = hash_password(password)
    session.execute(delete(SignInSession).where(SignInSession.person_id == person.id))


def change_password(session: Session, viewer: Viewer, current: str, new: str, now: datetime) -> Person:
    """Change one's own password, knowing the current one."""
    person = queries.person_with_roles(session, viewer.id)
    if not verify_password(person.password_hash, current):
        raise SignInRefused(N_("The current password is not right."))
    choose_password(session, person, new)
    audit(session, person.id, "changed own password", f"person {person.id}", now)
    return person


def start_session(
    session: Session, person: Person, shared_computer: bool, address: str, browser: str, now: datetime
) -> str:
    """A new sign-in session for a person; returns the cookie's token. Sessions that are too old for anybody are forgotten."""
    session.execute(delete(SignInSession).where(SignInSession.started_at < now - OFFICER_LONGEST))
    token = new_token()
    session.add(
        SignInSession(
            token_hash=token_hash(token),
            person_id=person.id,
            shared_computer=shared_computer,
            started_at=now,
            last_seen_at=now,
            address=address,
            browser=browser[:200],
        )
    )
    session.flush()
    return token


def touch(session: Session, sign_in_session_id: int, now: datetime) -> None:
    """Note that a session was just used."""
    session.execute(update(SignInSession).where(SignInSession.id == sign_in_session_id).values(last_seen_at=now))


def sign_out(session: Session, viewer: Viewer, sign_in_session_id: int) -> None:
    """End one of the viewer's own sessions."""
    session.execute(
        delete(SignInSession).where(SignInSession.id == sign_in_session_id, SignInSession.person_id == viewer.id)
    )


def sign_out_everywhere_else(session: Session, viewer: Viewer) -> None:
    session.execute(
        delete(SignInSession).where(SignInSession.person_id == viewer.id, SignInSession.id != viewer.sign_in_session_id)
    )
