"""Knowledge gain of matched pairs: one person's test before a course and the first test after it. Pure sums.

Normalised gain is (post - pre) / (max - pre) of the means (R. R. Hake, American Journal of Physics 66, 64, 1998); relative gain is
(post - pre) / pre, which earlier reports of the programme used. The interval is Student's for paired differences,
mean ± t(0.975; n - 1) · s / √n.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Gain:
    """Sums over matched pairs, each test as a share of its points (0 to 1)."""

    n: int = 0
    before: float = 0.0
    after: float = 0.0
    squares: float = 0.0

    @property
    def mean_before(self) -> float | None:
        return self.before / self.n if self.n else None

    @property
    def mean_after(self) -> float | None:
        return self.after / self.n if self.n else None

    @property
    def points(self) -> float | None:
        """The mean of after minus before."""
        return (self.after - self.before) / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of `points`; None for fewer than two pairs."""
        if self.n < 2:
            return None
        mean = (self.after - self.before) / self.n
        variance = max(0.0, self.squares - self.n * mean * mean) / (self.n - 1)
        margin = student(self.n - 1) * sqrt(variance / self.n)
        return mean - margin, mean + margin

    @property
    def normalised(self) -> float | None:
        """None where everybody had all points before."""
        room = self.n - self.before
        return (self.after - self.before) / room if room > 1e-9 else None

    @property
    def relative(self) -> float | None:
        """None where nobody had a point before."""
        return (self.after - self.before) / self.before if self.before > 1e-9 else None


def gain_of(pairs: Iterable[tuple[tuple[float, float], int]]) -> Gain:
    """The gain of pairs (before, after), each with how often it occurs."""
    n, first, second, squares = 0, 0.0, 0.0, 0.0
    for (before, after), count in pairs:
        n += count
        first += count * before
        second += count * after
        squares += count * (after - before) ** 2
    return Gain(n, first, second, squares)


def student(freedom: int) -> float:
    """The two-sided 95 % quantile of Student's t (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5; one and two
    degrees of freedom are closed forms). Right to three figures from three degrees on."""
    if freedom == 1:
        return 12.7062
    if freedom == 2:
        return 4.30265
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / float(freedom**power) for power, term in enumerate(terms, 1))
