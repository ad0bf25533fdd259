"""Numbers of other programs as `- Answer:` has them, and back."""

import re
from decimal import Decimal, DecimalException

from lms.urdu import number

_POWER = re.compile(r"[+-]?\d{1,20}(?:\.\d{0,20})?[eE][+-]?\d{1,2}", re.ASCII)
_LONGEST = 40


def read_decimal(text: str) -> Decimal | None:
    """The number in `text`, also as `1.5e3`; None if it is none or too long for our format."""
    text = text.strip()
    found = Decimal(text) if _POWER.fullmatch(text) else number(text)
    return found if found is not None and written(found) else None


def written(value: Decimal) -> str | None:
    """`value` in digits, without zeros at its end; None if that is too long or would not be read as the same number."""
    try:
        text = f"{value.normalize() + 0:f}" if value.is_finite() and abs(value.adjusted()) < _LONGEST else ""
    except DecimalException:
        return None
    return text if text and number(text) == value else None


def written_range(text: str, margin: str) -> str | None:
    """`8.5` or `8.5 ± 0.1`; what is `8..9` in GIFT is `8 to 9`. None if it is no number."""
    lowest, dots, highest = text.partition("..")
    low, high = read_decimal(lowest), read_decimal(highest) if dots else read_decimal(margin or "0")
    if low is None or high is None or (dots and low > high):
        return None
    if dots:
        return f"{written(low)} to {written(high)}"
    return f"{written(low)} ± {written(abs(high))}" if high else written(low)


def range_of(low: float, high: float) -> tuple[str, str]:
    """The middle of a range, and how far its ends are from it."""
    lowest, highest = Decimal(repr(low)), Decimal(repr(high))
    value, margin = (lowest + highest) / 2, (highest - lowest) / 2
    return written(value) or repr(float(value)), written(margin) or repr(float(margin))


def share_of(count: int) -> str:
    """What each of `count` right options is worth, in per cent with the five decimals of Moodle's list of grades."""
    return written((Decimal(100) / max(count, 1)).quantize(Decimal("0.00001"))) or "100"
