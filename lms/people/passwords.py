"""Passwords, one-time codes and tokens: made, checked, hashed. Nothing here knows the database."""

import secrets
from functools import cache
from hashlib import sha256
from itertools import pairwise
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lms.errors import Refused
from lms.i18n import N_

OFFICER_LENGTH, STAFF_LENGTH, LONGEST = 12, 15, 128
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12

# OWASP password storage cheat sheet: argon2id with 19 MiB, t=2, p=1
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = BoundedSemaphore(4)


class BadPassword(Refused):
    status = 422


def check_strength(password: str, *, staff: bool, names: tuple[str, ...]) -> None:
    """Raise `BadPassword` if a new password is too short, too long, one repeated pattern, or the person's own name or number."""
    shortest = STAFF_LENGTH if staff else OFFICER_LENGTH
    if len(password) < shortest:
        raise BadPassword(
            N_("The password is too short. Use at least %(count)s characters; a few words are fine."), count=shortest
        )
    if len(password) > LONGEST:
        raise BadPassword(N_("The password is too long. Use at most %(count)s characters."), count=LONGEST)
    if len(set(password)) < 5 or is_repetition(password) or is_run(password):
        raise BadPassword(N_("This password is easy to guess. Use a few words that do not belong together."))
    rest = password.casefold()
    for name in names:
        if len(name) > 2:
            rest = rest.replace(name.casefold(), "")
    if len(rest) < shortest // 2:
        raise BadPassword(N_("The password must not be your name or your service number."))


def is_repetition(password: str) -> bool:
    """`abcabcabcabc`: the password is one shorter piece over and over."""
    return password in (password + password)[1:-1]


def is_run(password: str) -> bool:
    """`123456789012`, `abcdefghijkl`: every character follows the one before it."""
    steps = {_step(a, b) for a, b in pairwise(password)}
    return steps in ({1}, {-1}, {9})


def _step(a: str, b: str) -> int:
    return (ord(b) - ord(a)) % 10 if a.isdigit() and b.isdigit() else ord(b) - ord(a)


def hash_password(password: str) -> str:
    with _at_once:
        return _hasher.hash(password)


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex(16))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Without a hash, as much time is spent as with one, so that time tells nothing."""
    with _at_once:
        try:
            return _hasher.verify(password_hash or _nobody(), password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def needs_rehash(password_hash: str) -> bool:
    return _hasher.check_needs_rehash(password_hash)


def new_code() -> str:
    """A one-time code as it is printed: three groups of four letters and digits, none of which look alike (58 random bits)."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def fold_code(typed: str) -> str:
    """A one-time code as it is hashed: upper case, without spaces and dashes."""
    return "".join(c for c in typed.upper() if c.isalnum())


def new_token() -> str:
    """A random token of 256 bits, for cookies and links."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token or code that is itself random: SHA-256, in hex."""
    return sha256(token.encode()).hexdigest()
