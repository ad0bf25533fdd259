"""The invented officers themselves: who they are, and in which groups they train. All of it from the chance that is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from lms.crowd.ground import Unit
from lms.crowd.names import FAMILIES, MEN, RANKS, WOMEN
from lms.people.models import Province, RankBand, Sex
from lms.people.ranks import band

_BAND = {rank: band(rank) for _, ranks in RANKS for rank, _ in ranks}
_YOUNGEST = {RankBand.JUNIOR: 20, RankBand.MID: 27, RankBand.SENIOR: 36, None: 20}
_WOMEN = 0.13
_DOMAINS = 6


@dataclass(frozen=True)
class Officer:
    """An invented officer. `able` (0 to 1) is how well the officer learns; `functioning` what was said of six domains."""

    number: str
    name_en: str
    name_ur: str
    rank: str
    band: RankBand | None
    unit: Unit
    province: Province
    sex: Sex
    born_on: date | None
    phone: str | None
    email: str | None
    language: str
    is_active: bool
    able: float
    functioning: tuple[int | None, ...] | None


def groups(chance: Random, units: Sequence[Unit], size: int) -> Iterator[tuple[Unit, int]]:
    """Groups that train together, each of one unit, until there are `size` officers: the unit, and how many are in the group."""
    shares = [unit.share for unit in units]
    left = size
    while left:
        unit = chance.choices(units, shares)[0]
        count = min(left, chance.randrange(25, 61))
        left -= count
        yield unit, count


def officer(chance: Random, unit: Unit, number: int, today: date) -> Officer:
    """An officer of a unit; `number` is unlike that of any other."""
    is_woman = chance.random() < _WOMEN
    first, family = chance.choice(WOMEN if is_woman else MEN), chance.choice(FAMILIES[unit.province])
    ranks = next(ranks for begin, ranks in RANKS if unit.code.startswith(begin))
    rank = chance.choices([name for name, _ in ranks], [share for _, share in ranks])[0]
    years = _YOUNGEST[_BAND[rank]] + min(24.0, chance.expovariate(0.11))
    service = f"{unit.code}-{number}"
    said_sex = chance.random() < 0.98
    return Officer(
        number=service,
        name_en=f"{first[0]} {family[0]}",
        name_ur=f"{first[1]} {family[1]}",
        rank=rank,
        band=_BAND[rank],
        unit=unit,
        province=unit.province,
        sex=(Sex.FEMALE if is_woman else Sex.MALE) if said_sex else Sex.NOT_STATED,
        born_on=today - timedelta(days=int(years * 365.25)) if chance.random() < 0.95 else None,
        phone=f"03{chance.randrange(10, 50)}-{chance.randrange(10**6, 10**7)}" if chance.random() < 0.8 else None,
        email=f"{service.lower()}@example.org" if chance.random() < 0.3 else None,
        language="en" if chance.random() < (0.1 if _BAND[rank] is RankBand.JUNIOR else 0.3) else "ur",
        is_active=chance.random() < 0.97,
        able=chance.betavariate(5, 3),
        functioning=_functioning(chance) if chance.random() < 0.25 else None,
    )


def _functioning(chance: Random) -> tuple[int | None, ...]:
    """Answers to the Washington Group's six questions; about one of eleven has a lot of difficulty in some domain."""
    return tuple(
        None if chance.random() < 0.02 else chance.choices((1, 2, 3, 4), (860, 125, 12, 3))[0] for _ in range(_DOMAINS)
    )
