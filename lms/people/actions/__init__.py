"""What people do about accounts: be added, sign in and out, choose a password and a language. And the audit."""

from lms.people.actions.accounts import SignInNameTaken, add_person, choose_language, give_extra_time, index_words
from lms.people.actions.agencies import add_agency, add_missing_agencies
from lms.people.actions.audit import AUDIT_LOCK, audit, audit_each
from lms.people.actions.invitations import (
    CODE_LIFE,
    INVITATION_LIFE,
    SignInRefused,
    accept_invitation,
    invite_administrator,
    make_sign_in_code,
)
from lms.people.actions.signing_in import (
    SignInTry,
    TooManyTries,
    begin_sign_in,
    change_password,
    choose_password,
    sign_in,
    sign_in_with_code,
    sign_out,
    sign_out_everywhere_else,
    start_session,
    touch,
)

__all__ = [
    "AUDIT_LOCK",
    "CODE_LIFE",
    "INVITATION_LIFE",
    "SignInNameTaken",
    "SignInRefused",
    "SignInTry",
    "TooManyTries",
    "accept_invitation",
    "add_agency",
    "add_missing_agencies",
    "add_person",
    "audit",
    "audit_each",
    "begin_sign_in",
    "change_password",
    "choose_language",
    "choose_password",
    "give_extra_time",
    "index_words",
    "invite_administrator",
    "make_sign_in_code",
    "sign_in",
    "sign_in_with_code",
    "sign_out",
    "sign_out_everywhere_else",
    "start_session",
    "touch",
]
