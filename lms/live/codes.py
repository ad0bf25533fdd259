"""The code on the screen by which those in the room, or in the webinar, say that they are there. Pure.

It is new every minute and taken for ten, so that there is time to sign in on a slow line and a photo of it is soon worth nothing.
It is made from the installation's secret and stored nowhere (as in RFC 6238, with letters).
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are taken for another: 0 O, 1 I L, U V."""
LENGTH = 6
NEW_EVERY = timedelta(minutes=1)
TAKEN_FOR = 10
"""How many codes are taken: that of this minute and those of the nine before."""
OPEN_BEFORE = timedelta(minutes=30)
OPEN_AFTER = timedelta(minutes=60)


def is_open(starts_at: datetime, minutes: int, now: datetime) -> bool:
    """Whether a session takes codes: from half an hour before it begins to an hour after it ends."""
    return starts_at - OPEN_BEFORE <= now <= starts_at + timedelta(minutes=minutes) + OPEN_AFTER


def code(secret: str, session_id: int, now: datetime) -> str:
    """The code of this minute."""
    return _of(secret, session_id, _minute(now))


def is_right(secret: str, session_id: int, typed: str, now: datetime) -> bool:
    """Whether `typed` is a code of the last ten minutes, however it was typed."""
    given = fold(typed)
    minute = _minute(now)
    codes = (_of(secret, session_id, minute - past) for past in range(TAKEN_FOR))
    return any(hmac.compare_digest(given.encode(), each.encode()) for each in codes)


def fold(typed: str) -> str:
    """Capital letters without spaces and hyphens."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[: 2 * LENGTH]


def _minute(now: datetime) -> int:
    return int(now.timestamp() // NEW_EVERY.total_seconds())


def _of(secret: str, session_id: int, minute: int) -> str:
    number = int.from_bytes(hmac.digest(secret.encode(), f"attendance {session_id} {minute}".encode(), sha256), "big")
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)
