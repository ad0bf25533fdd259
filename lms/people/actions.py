"""What people do about accounts: be added, sign in and out, choose a password and a language."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from lms.errors import Refused
from lms.i18n import LANGUAGES, N_
from lms.people import queries
from lms.people.agencies import AGENCIES
from lms.people.models import (
    Agency,
    AuditEntry,
    Invitation,
    Person,
    Province,
    RoleGrant,
    Sex,
    SignInCode,
    SignInFailure,
    SignInName,
    SignInSession,
)
from lms.people.names import sign_in_name
from lms.people.passwords import (
    check_strength,
    fold_code,
    hash_password,
    needs_rehash,
    new_code,
    new_token,
    token_hash,
    verify_password,
)
from lms.people.roles import STAFF, Role
from lms.people.throttle import is_too_many
from lms.people.viewer import OFFICER_LONGEST, Viewer
from lms.urdu import clean

CODE_LIFE = timedelta(days=30)
INVITATION_LIFE = timedelta(days=7)
AUDIT_LOCK = 0x41554449


class SignInRefused(Refused):
    """The same words whatever was wrong, so that nothing can be learned by trying."""

    status = 422


class TooManyTries(Refused):
    status = 429


class SignInNameTaken(Refused):
    status = 409


def audit(
    session: Session,
    actor_id: int | None,
    action: str,
    subject: str,
    now: datetime,
    address: str = "",
    **details: object,
) -> None:
    """Append to the audit: `action` a verb in past tense, `subject` like `certificate TRB-2026-000001`. Chained by SHA-256."""
    if session.get_bind().dialect.name == "postgresql":
        # one writer of the chain at a time, as on SQLite, where every writer is alone anyway
        session.execute(select(func.pg_advisory_xact_lock(AUDIT_LOCK)))
    previous = session.scalars(select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)).first() or ""
    text = json.dumps(details, sort_keys=True, ensure_ascii=False, default=str)
    covered = "\n".join((previous, now.isoformat(), str(actor_id), action, subject, text, address))
    session.add(
        AuditEntry(
            at=now,
            actor_id=actor_id,
            action=action,
            subject=subject,
            details=text,
            address=address,
            previous=previous,
            digest=sha256(covered.encode()).hexdigest(),
        )
    )
    session.flush()


def add_agency(session: Session, code: str, name_en: str, name_ur: str, parent: Agency | None = None) -> Agency:
    agency = Agency(code=code, name_en=name_en, name_ur=clean(name_ur), parent_id=parent.id if parent else None)
    session.add(agency)
    session.flush()
    return agency


def add_missing_agencies(session: Session) -> None:
    """Add the agencies of the programme that are not there yet; what was renamed here stays as it is."""
    known = set(session.scalars(select(Agency.code)))
    for code, name_en, name_ur in AGENCIES:
        if code not in known:
            add_agency(session, code, name_en, name_ur)


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
    now: datetime,
) -> Person:
    """Add a person with roles. Raises `SignInNameTaken` if somebody already signs in with the number or the name."""
    person = Person(
        name_en=clean(name_en).strip(),
        name_ur=clean(name_ur).strip(),
        service_number=service_number.strip() if service_number else None,
        user_name=user_name.strip() if user_name else None,
        rank=rank,
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
        over = person.agency_id if role is Role.COORDINATOR else None
        session.add(RoleGrant(person_id=person.id, role=role, agency_id=over))
    session.flush()
    return person


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
    if invitation is None or not _use(session, invitation, now):
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


def _use(session: Session, once: SignInCode | Invitation, now: datetime) -> bool:
    """Use what works once; False if it was used in the same moment by another request, for which this one has waited."""
    session.refresh(once, with_for_update=True)
    if once.used_at is not None:
        return False
    once.used_at = now
    return True


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
    if found is None or not _use(session, found, now):
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


def choose_language(session: Session, viewer: Viewer, language: str) -> None:
    """Remember the viewer's interface language; an unknown one is ignored."""
    if language in LANGUAGES:
        session.execute(update(Person).where(Person.id == viewer.id).values(language=language))


def give_extra_time(session: Session, by: Viewer | None, person: Person, percent: int, now: datetime) -> None:
    """Set a person's extra time in quizzes, in per cent of the limit; it holds for attempts that start after this."""
    person.extra_time = percent
    audit(session, by.id if by else None, "gave extra time", f"person {person.id}", now, percent=percent)
