"""How many sign-ins may be tried. Pure: counts in, waiting time out."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Limit:
    """At most `count` tries within `period`; then nothing is tried until the oldest of them is older than that."""

    count: int
    period: timedelta


# per account, so that a password cannot be guessed; per address more, since a whole station shares one
ACCOUNT_LIMITS = (Limit(5, timedelta(seconds=60)), Limit(15, timedelta(minutes=15)), Limit(40, timedelta(hours=12)))
ADDRESS_LIMITS = (Limit(60, timedelta(seconds=60)), Limit(300, timedelta(minutes=15)))


def is_too_many(counts: dict[Limit, int]) -> bool:
    """Whether any limit is used up, given how many tries fall within each limit's period."""
    return any(count >= limit.count for limit, count in counts.items())
