"""Reports as they are shown and downloaded: their columns with definitions, their lines, and what of them is hidden. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lms.i18n import N_
from lms.reports.figures import Counting, Counts, Cut
from lms.reports.gain import Gain
from lms.reports.suppression import hidden, is_small
from lms.reports.words import MEANINGS, MEANINGS_OF_ANSWERS, NOTE_ANSWERS


class Hidden(StrEnum):
    """What stands in a cell that is not shown."""

    HIDDEN = "hidden"
    TOO_FEW = "too few"


HIDDEN = Hidden.HIDDEN
Cell = int | float | Hidden | None
Figures = tuple[Any, Any]
"""Counts and gain; of the evaluation, opinions in the place of the counts."""


class Kind(StrEnum):
    COUNT = "count"
    NUMBER = "number"
    INDEX = "index"
    SHARE = "share"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """A column: `behind` is how many people are behind its figure, by which it is decided whether that is shown."""

    key: str
    label: str
    kind: Kind
    definition: str
    value: Callable[[Any, Any], Cell]
    behind: Callable[[Any, Any], int]


PEOPLE = Column(
    "people", N_("People"), Kind.COUNT,
    N_("People who were enrolled in at least one course in the period, alone or with a batch. Each is counted once."),
    lambda c, g: c.people, lambda c, g: c.people,
)  # fmt: skip
ENROLMENTS = Column(
    "enrolments", N_("Enrolments"), Kind.COUNT,
    N_(
        "Enrolments in the period, whether or not the course was opened since: one person who is enrolled in three courses is three"
        " enrolments."
    ),
    lambda c, g: c.enrolments, lambda c, g: c.people,
)  # fmt: skip
PER_PERSON = Column(
    "enrolments_per_person", N_("Enrolments per person"), Kind.NUMBER,
    N_("Enrolments divided by people."), lambda c, g: c.per_person, lambda c, g: c.people,
)  # fmt: skip
FINISHED = Column(
    "finished", N_("Completed of these"), Kind.COUNT,
    N_("How many of the enrolments in the period are completed by the time at which the table was made."),
    lambda c, g: c.finished, lambda c, g: c.finishers,
)  # fmt: skip
RATE = Column(
    "completion_rate", N_("Completion rate"), Kind.SHARE,
    N_("Completed of these, divided by enrolments."), lambda c, g: c.rate, lambda c, g: c.finishers,
)  # fmt: skip
COMPLETIONS = Column(
    "completions", N_("Completions"), Kind.COUNT,
    N_("Courses completed in the period, whenever people were enrolled in them."),
    lambda c, g: c.completions, lambda c, g: c.completers,
)  # fmt: skip
COMPLETERS = Column(
    "people_completed", N_("People who completed"), Kind.COUNT,
    N_("People who completed at least one course in the period, each counted once."),
    lambda c, g: c.completers, lambda c, g: c.completers,
)  # fmt: skip
CERTIFICATES = Column(
    "certificates", N_("Certificates"), Kind.COUNT,
    N_("Certificates issued in the period that are not revoked. A corrected certificate counts once, on the day of the first."),
    lambda c, g: c.certificates, lambda c, g: c.certified,
)  # fmt: skip
HOURS = Column(
    "training_hours", N_("Training hours"), Kind.NUMBER,
    N_("For each course completed in the period, its length in hours as the course states it."),
    lambda c, g: c.hours, lambda c, g: c.completers,
)  # fmt: skip
PAIRS = Column(
    "pairs", N_("Pairs of tests"), Kind.COUNT,
    N_("First tests before and after a course by the same person, of which the one after lies in the period."),
    lambda c, g: g.n, lambda c, g: g.n,
)  # fmt: skip
BEFORE = Column(
    "mean_before", N_("Before"), Kind.SHARE, N_("The mean score of the tests before, as a share of their points."),
    lambda c, g: g.mean_before, lambda c, g: g.n,
)  # fmt: skip
AFTER = Column(
    "mean_after", N_("After"), Kind.SHARE, N_("The mean score of the tests after, as a share of their points."),
    lambda c, g: g.mean_after, lambda c, g: g.n,
)  # fmt: skip
POINTS = Column(
    "gain", N_("Gain"), Kind.SHARE, N_("After minus before, in points of a hundred."),
    lambda c, g: g.points, lambda c, g: g.n,
)  # fmt: skip
LOW = Column(
    "gain_low", N_("Interval from"), Kind.SHARE,
    N_(
        "The 95 per cent interval of the gain begins here: the mean difference less t(0.975; n – 1) times s divided by the square"
        " root of n (Student, paired)."
    ),
    lambda c, g: g.interval[0] if g.interval else None, lambda c, g: g.n,
)  # fmt: skip
HIGH = Column(
    "gain_high", N_("Interval to"), Kind.SHARE, N_("The 95 per cent interval of the gain ends here."),
    lambda c, g: g.interval[1] if g.interval else None, lambda c, g: g.n,
)  # fmt: skip
NORMALISED = Column(
    "normalised_gain", N_("Normalised gain"), Kind.NUMBER,
    N_("(After – before) ÷ (100 – before): how much of what could be gained was gained (Hake, 1998)."),
    lambda c, g: g.normalised, lambda c, g: g.n,
)  # fmt: skip
RELATIVE = Column(
    "relative_gain", N_("Relative gain"), Kind.SHARE,
    N_("(After – before) ÷ before. Earlier reports used it; it is large where people knew little before."),
    lambda c, g: g.relative, lambda c, g: g.n,
)  # fmt: skip


ANSWERS = Column(
    "answers", N_("Answers"), Kind.COUNT,
    N_("People who answered the evaluation of a course in the period; whoever answered for two courses counts twice."),
    lambda o, _: o.responses, lambda o, _: o.responses,
)  # fmt: skip


def _scale(key: str, place: int, label: str, definition: str) -> Column:
    return Column(key, label, Kind.NUMBER, definition, lambda o, _: o.mean(place), lambda o, _: o.answered(place))


def _share(key: str, place: int, option: str, label: str, definition: str) -> Column:
    return Column(
        key, label, Kind.SHARE, definition, lambda o, _: o.share(place, option), lambda o, _: o.answered(place)
    )


USEFUL = _scale(
    "useful", 0, N_("Useful for work"),
    N_("The mean of the answers to “What I learnt is useful for my work.”, from 1 (not at all) to 5 (very much)."),
)  # fmt: skip
OPINIONS = (
    ANSWERS,
    USEFUL,
    _scale(
        "clear", 1, N_("Easy to understand"),
        N_("The mean of the answers to “The lessons were easy to understand.”, from 1 to 5."),
    ),
    _scale(
        "fitting", 2, N_("Examples fit duty"),
        N_("The mean of the answers to “The examples fit what happens on duty.”, from 1 to 5."),
    ),
    _scale(
        "fair", 3, N_("Quiz was fair"),
        N_("The mean of the answers to “The questions and the quiz were fair.”, from 1 to 5."),
    ),
    _scale(
        "portal", 4, N_("Portal worked well"),
        N_("The mean of the answers to “The portal worked well on my phone or computer.”, from 1 to 5."),
    ),
    _share("length_right", 5, "2", N_("Length just right"), N_("Who found the length of the course just right.")),
    _share("recommend", 6, "1", N_("Would recommend it"), N_("Who would recommend the course to a colleague: “Yes”.")),
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A kind of report: its columns, and the one that its chart shows; by what it can be told apart, each with a sentence that says
    what that means; and `note`, what else is to be known."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    chart: Column
    dimensions: Mapping[str, str] = field(default_factory=lambda: MEANINGS)
    note: str = ""


FORMS = {
    form.name: form
    for form in (
        Form(
            "participation", N_("Participation"), N_("Who was enrolled in courses, and in how many."),
            (PEOPLE, ENROLMENTS, PER_PERSON), PEOPLE,
        ),
        Form(
            "completion", N_("Completion"), N_("What was completed: courses, certificates, hours."),
            (ENROLMENTS, FINISHED, RATE, COMPLETIONS, COMPLETERS, CERTIFICATES, HOURS), COMPLETIONS,
        ),
        Form(
            "gain", N_("Knowledge gain"), N_("What people knew before a course and after it, by its two tests."),
            (PAIRS, BEFORE, AFTER, POINTS, LOW, HIGH, NORMALISED, RELATIVE), POINTS,
        ),
        Form(
            "evaluation", N_("Evaluation"), N_("What people think of the courses that they completed."), OPINIONS, USEFUL,
            MEANINGS_OF_ANSWERS, NOTE_ANSWERS,
        ),
    )
}  # fmt: skip

DIMENSIONS: dict[str, str] = {
    "agency": N_("Agency"), "province": N_("Province"), "band": N_("Rank band"), "sex": N_("Sex"), "age": N_("Age band"),
    "language": N_("Language"), "disability": N_("Disability"), "batch": N_("Batch"), "course": N_("Course"),
    "track": N_("Track"), "level": N_("Level"),
}  # fmt: skip
"""By what figures can be told apart."""

TITLES: dict[str, str] = {
    "agency": N_("%(report)s by agency"), "province": N_("%(report)s by province"), "band": N_("%(report)s by rank band"),
    "sex": N_("%(report)s by sex"), "age": N_("%(report)s by age band"), "language": N_("%(report)s by language"),
    "disability": N_("%(report)s by disability"), "batch": N_("%(report)s by batch"), "course": N_("%(report)s by course"),
    "track": N_("%(report)s by track"), "level": N_("%(report)s by level"),
}  # fmt: skip
"""What a table is called, by what it tells apart."""

OF_COURSES = frozenset({"course", "track", "level", "batch"})
"""Where one person may stand in several lines, and the length of courses ties hours to completions."""


@dataclass(frozen=True)
class Line:
    """A line of a table. `key` says of what; "" is the total."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Report:
    """A table: `lines` in order, then the total. `n` is how many people are behind it, or hidden."""

    form: Form
    by: str
    lines: tuple[Line, ...]
    total: Line
    n: Cell

    @property
    def has_hidden(self) -> bool:
        return any(cell is HIDDEN for line in (*self.lines, self.total) for cell in line.cells)

    def bars(self) -> list[tuple[Line, Cell, float]]:
        """For the chart: each line with its figure, and how long its bar is beside the longest (0 to 1)."""
        place = self.form.columns.index(self.form.chart)
        shown = [(line, line.cells[place]) for line in self.lines]
        numbers = [cell for _, cell in shown if isinstance(cell, int | float) and not isinstance(cell, Hidden)]
        longest = max((abs(number) for number in numbers), default=0) or 1
        return [
            (line, cell, max(0.0, cell) / longest if isinstance(cell, int | float) else 0.0) for line, cell in shown
        ]


def make(form: Form, by: str, counting: Counting, cuts: Sequence[Cut], whole: Cut) -> Report:
    """A report by some dimension. Lines in which nothing happened are left out; small figures are hidden."""
    needs_gain = form.name == "gain"
    *figures, total = _figures(counting, cuts, needs_gain) + _figures(counting, [whole], needs_gain)
    return assemble(form, by, [cut.key for cut in cuts], figures, total)


def assemble(
    form: Form, by: str, keys: Sequence[str], figures: Sequence[Figures], total: Figures, rest: Figures | None = None
) -> Report:
    """A report of figures by the keys of its lines. `rest` is of those who are in the total and in no line, if that is known: they
    are hidden like a line."""
    kept = [
        (key, each)
        for key, each in zip(keys, figures, strict=True)
        if any(column.value(*each) for column in form.columns)
    ]
    columns = [_column(column, [each for _, each in kept], total, by, rest) for column in form.columns]
    behind = form.columns[0].behind(*total)
    return Report(
        form,
        by,
        tuple(Line(key, tuple(column[place] for column in columns)) for place, (key, _) in enumerate(kept)),
        Line("", tuple(column[-1] for column in columns)),
        HIDDEN if is_small(behind) else behind,
    )


def _figures(counting: Counting, cuts: Sequence[Cut], needs_gain: bool) -> list[Figures]:
    if needs_gain:
        return [(Counts(), gain) for gain in counting.gains(cuts)]
    return [(counting.counts(cut), Gain()) for cut in cuts]


def _column(
    column: Column, lines: Sequence[Figures], total: Figures, by: str, rest: Figures | None = None
) -> list[Cell]:
    """The cells of a column, the total's last."""
    together = 3 if by in OF_COURSES else 2
    places = hidden([column.behind(*each) for each in (*lines, *([rest] if rest else ()))], together)
    if column is RATE:
        places |= hidden([ENROLMENTS.behind(*each) for each in lines], together)
    cells: list[Cell] = [HIDDEN if place in places else column.value(*each) for place, each in enumerate(lines)]
    return [*cells, HIDDEN if is_small(column.behind(*total)) else column.value(*total)]
