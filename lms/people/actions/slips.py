"""One-time codes for many people at once, to be printed on slips."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from lms.errors import Refused
from lms.i18n import N_
from lms.people import queries
from lms.people.actions.audit import Act, audit_all
from lms.people.actions.invitations import CODE_LIFE
from lms.people.models import SignInCode
from lms.people.passwords import fold_code, token_hash
from lms.people.viewer import Viewer


def keep_codes(session: Session, by: Viewer, codes: Mapping[int, str], now: datetime) -> None:
    """Make codes that are printed already hold: each is its person's only one, since older ones die.

    They come from `passwords.new_code`, and are printed before, so that nobody waits for a printer to write. Raises `Refused` if
    the viewer may not let one of these people sign in.
    """
    holders = {holder.id for holder in queries.slip_holders(session, by, codes.keys(), now)}
    if holders != codes.keys():
        raise Refused(N_("People have changed meanwhile. Look at the list again, and print the slips then."))
    session.execute(
        update(SignInCode)
        .where(SignInCode.person_id.in_(codes), SignInCode.used_at.is_(None), SignInCode.expires_at > now)
        .values(expires_at=now)
    )
    session.execute(
        insert(SignInCode),
        [
            {
                "person_id": person_id,
                "code_hash": token_hash(fold_code(code)),
                "made_at": now,
                "expires_at": now + CODE_LIFE,
            }
            for person_id, code in codes.items()
        ],
    )
    audit_all(session, by.id, [Act("made a one-time code", f"person {person_id}") for person_id in codes], now)
