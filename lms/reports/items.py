"""Item analysis: how hard a question is, whether it tells those who know from those who do not, and whether it does so in both
languages. Pure sums.

Sources: facility and discrimination as in Moodle's quiz statistics (mean mark over maximum; correlation of the item with the
rest of the paper); the comparison of languages is an analysis of covariance (ANCOVA, R. A. Fisher, Statistical Methods for
Research Workers, 1932) of the item on the rest of the paper, so that a group that is weaker altogether is not taken for a
question that is harder in its language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import copysign, inf, sqrt
from statistics import NormalDist

FEWEST = 30
"""First attempts below which nothing is shown: a figure of so few says more about them than about the question."""

CHANCE = 0.05
"""How often, of all comparisons of a page together, one may be flagged by chance (Bonferroni)."""

LOWEST_DISCRIMINATION = 0.2
"""Below this a question hardly tells apart who knows (Ebel, Essentials of Educational Measurement, 1972). It is pointed out one
standard error further down, so that a small group does not raise it for half of all questions."""

EASIEST, HARDEST = 0.95, 0.25


@dataclass(frozen=True)
class Sums:
    """Sums over first attempts in which a question was asked: `x` is its share (0 to 1), `y` the share of the rest of the paper."""

    n: int = 0
    x: float = 0.0
    xx: float = 0.0
    y: float = 0.0
    yy: float = 0.0
    xy: float = 0.0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.n + other.n,
            self.x + other.x,
            self.xx + other.xx,
            self.y + other.y,
            self.yy + other.yy,
            self.xy + other.xy,
        )

    @property
    def facility(self) -> float:
        """The mean share, 0 to 1. Raises `ZeroDivisionError` for nobody."""
        return self.x / self.n

    @property
    def variation(self) -> tuple[float, float, float]:
        """Sums of squares and products about the means: of x, of y, of both."""
        return (
            max(0.0, self.xx - self.x * self.x / self.n),
            max(0.0, self.yy - self.y * self.y / self.n),
            self.xy - self.x * self.y / self.n,
        )

    @property
    def discrimination(self) -> float | None:
        """The correlation of the question with the rest of the paper, -1 to 1; None where one of them never varies."""
        of_x, of_y, of_both = self.variation
        if of_x < 1e-9 or of_y < 1e-9:
            return None
        return max(-1.0, min(1.0, of_both / sqrt(of_x * of_y)))


@dataclass(frozen=True)
class Difference:
    """A question in two languages: the facility of the first minus that of the second among equally able people, and its t."""

    gap: float
    t: float


def difference(first: Sums, second: Sums) -> Difference | None:
    """How much easier a question is in the first language than in the second, the rest of the paper being equal.

    None if one of the groups is smaller than `FEWEST`, or everybody answered alike.
    """
    if min(first.n, second.n) < FEWEST:
        return None
    of_x, of_y, of_both = (a + b for a, b in zip(first.variation, second.variation, strict=True))
    slope = of_both / of_y if of_y > 1e-9 else 0.0
    ahead = first.y / first.n - second.y / second.n
    gap = first.facility - second.facility - slope * ahead
    left = max(0.0, of_x - slope * of_both) / (first.n + second.n - 3)
    if left < 1e-12:  # all of each group answered alike
        return Difference(gap, copysign(inf, gap)) if abs(gap) > 1e-9 else None
    spread = 1 / first.n + 1 / second.n + (ahead * ahead / of_y if of_y > 1e-9 else 0.0)
    return Difference(gap, gap / sqrt(left * spread))


@dataclass(frozen=True)
class Item:
    """A question over all its revisions: sums by language, and how many chose each option (by option id, all languages)."""

    key: str
    sums: Mapping[str, Sums] = field(default_factory=dict)
    chosen: Mapping[str, int] = field(default_factory=dict)
    left_out: int = 0

    @property
    def all(self) -> Sums:
        return sum(self.sums.values(), Sums())

    @property
    def is_shown(self) -> bool:
        return self.all.n >= FEWEST

    def share_of(self, option: str) -> float:
        """How many of those who were asked chose the option, 0 to 1."""
        return self.chosen.get(option, 0) / self.all.n


KINDS = ("language", "key", "discrimination", "hard", "easy")


@dataclass(frozen=True)
class Finding:
    """What the figures say of a question: one of `KINDS`; `harder` is the language in which it is harder."""

    kind: str
    harder: str = ""


def findings(item: Item, comparisons: int, languages: tuple[str, str] = ("en", "ur")) -> tuple[Finding, ...]:
    """What an author should look at, the worst first. `comparisons` is how many questions are compared on the page."""
    if not item.is_shown:
        return ()
    found: list[Finding] = []
    between = difference(*(item.sums.get(code, Sums()) for code in languages))
    if between and abs(between.t) > critical(comparisons):
        found.append(Finding("language", languages[1] if between.gap > 0 else languages[0]))
    tells = item.all.discrimination
    if tells is not None and tells < -2 / sqrt(item.all.n):  # below zero by more than chance
        found.append(Finding("key"))
    elif (
        tells is not None
        and tells < LOWEST_DISCRIMINATION - 1 / sqrt(item.all.n)
        and HARDEST <= item.all.facility <= EASIEST
    ):
        found.append(Finding("discrimination"))
    if item.all.facility > EASIEST:
        found.append(Finding("easy"))
    elif item.all.facility < HARDEST:
        found.append(Finding("hard"))
    return tuple(found)


def critical(comparisons: int) -> float:
    """The t beyond which a difference is more than chance, two-sided, for so many comparisons at once."""
    return NormalDist().inv_cdf(1 - CHANCE / (2 * max(1, comparisons)))


def together(parts: Iterable[tuple[str, str, Sums]], answers: Iterable[tuple[str, object, int]]) -> dict[str, Item]:
    """Items by key, from (key, language, sums) of each revision and (key, answer as stored, how often)."""
    sums: dict[str, dict[str, Sums]] = {}
    chosen: dict[str, dict[str, int]] = {}
    left_out: dict[str, int] = {}
    for key, language, each in parts:
        of_key = sums.setdefault(key, {})
        of_key[language] = of_key.get(language, Sums()) + each
    for key, answer, count in answers:
        if answer is None:
            left_out[key] = left_out.get(key, 0) + count
        elif isinstance(answer, list):
            for option in answer:
                of_option = chosen.setdefault(key, {})
                of_option[option] = of_option.get(option, 0) + count
    return {key: Item(key, by, chosen.get(key, {}), left_out.get(key, 0)) for key, by in sums.items()}
