"""Serial numbers, verification codes, and how long a certificate is valid."""

import re
import secrets
from calendar import monthrange
from datetime import date

SERIAL_PREFIX = "TRB"
# Crockford's base 32: no I, L, O, U, so that a code can be read from paper and said over the telephone
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16

_READ_AS = str.maketrans("ILO", "110")


def serial(year: int, number: int) -> str:
    """`TRB-2026-000123`. Counts without gaps inside a year, so it says nothing that must stay secret."""
    return f"{SERIAL_PREFIX}-{year}-{number:06d}"


def numbered(text: str) -> tuple[int, int] | None:
    """Year and number of a serial; None if it is none."""
    found = re.fullmatch(rf"{SERIAL_PREFIX}-(\d{{4}})-(\d{{6,}})", text)
    return (int(found[1]), int(found[2])) if found else None


def serial_of(typed: str) -> str:
    """The serial that somebody typed without its dashes or in small letters (`trb2026000123`); "" if it is none."""
    found = re.fullmatch(rf"{SERIAL_PREFIX}\W*(\d{{4}})\W*(\d{{6,}})", typed.strip(), re.IGNORECASE)
    return f"{SERIAL_PREFIX}-{found[1]}-{found[2]}" if found else ""


def is_serial(typed: str) -> bool:
    """Whether somebody typed a serial number, where a code was asked for."""
    return re.fullmatch(rf"{SERIAL_PREFIX}\W*\d{{4}}\W*\d+", typed.strip(), re.IGNORECASE) is not None


def new_code() -> str:
    """A verification code of 80 random bits: whoever knows it was shown the certificate."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def grouped(code: str) -> str:
    """A code as it is printed: `7K3M-9QWX-2FHT-C5RV`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def fold_code(typed: str) -> str:
    """A code as it is stored, however it was typed: in small letters, with spaces, with O for 0; "" if it cannot be one."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_READ_AS)
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) else ""


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the last one if that month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
