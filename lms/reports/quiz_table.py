"""The questions of a quiz as a table in the words of one language: what the page and the files show alike. Pure: `gettext` gives
the words. Neither prompts nor options are in it, since those who see it take courses too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lms.catalog.edition import Edition, Phrase, QuestionText
from lms.i18n import N_
from lms.reports.queries import QuizAnswer
from lms.reports.quiz_figures import Figures
from lms.reports.report import Cell, Kind
from lms.reports.spoken import Gettext, SpokenColumn, moment_name, period_name, whose_name
from lms.reports.words import FINDINGS, NOTE_FEW, NOTE_FIRST

_FACILITY = N_(
    "The mean mark as a share of the points. From a quarter of the points to 95 of 100 is usual; easier or harder questions are"
    " pointed out."
)
_DISCRIMINATION = N_(
    "The correlation of the question with the rest of the paper, from -1 to 1. From 0.2 it tells who knows from who does not; below"
    " 0, those who know get it wrong."
)
COLUMNS = (
    ("question", N_("Question"), Kind.COUNT, N_("Its number in the quiz that is published, in the order of the author’s file.")),
    ("pool", N_("Pool"), Kind.TEXT, N_("The pool from which it is drawn.")),
    ("objective", N_("Objective"), Kind.TEXT, N_("The objective of the course that it tests.")),
    ("n", N_("Asked"), Kind.COUNT, N_("In how many first attempts it was asked; who left it out counts too.")),
    ("facility", N_("Facility index"), Kind.SHARE, _FACILITY),
    ("discrimination", N_("Discrimination index"), Kind.INDEX, _DISCRIMINATION),
    ("n_en", N_("Asked in English"), Kind.COUNT, N_("Of these, how many read the quiz in English.")),
    ("facility_en", N_("Facility index in English"), Kind.SHARE, N_("The same of those who read the quiz in English.")),
    ("n_ur", N_("Asked in Urdu"), Kind.COUNT, N_("Of these, how many read the quiz in Urdu.")),
    ("facility_ur", N_("Facility index in Urdu"), Kind.SHARE, N_("The same of those who read the quiz in Urdu.")),
    (
        "looked_at_for", N_("Look at"), Kind.TEXT,
        N_(
            "What the author should look at. The languages are compared among people who do equally well in the rest of the paper"
            " (analysis of covariance). A difference is pointed out only if chance explains it in fewer than 1 of 20 such pages."
        ),
    ),
)  # fmt: skip
TEXTS = 3
"""So many columns at the beginning say which question it is, and one at the end what to look at; between them are figures."""


@dataclass(frozen=True)
class QuizLine:
    """A question: `objective_number` counts from 1, `cells` are its figures, `look_at` what there is to look at in words, `codes`
    the same for files."""

    number: int
    pool_phrase: Phrase | None
    objective_number: int | None
    objective: str
    cells: tuple[Cell, ...]
    look_at: tuple[str, ...]
    codes: tuple[str, ...]

    @property
    def pool(self) -> str:
        return self.pool_phrase.text if self.pool_phrase else ""


@dataclass(frozen=True)
class QuizTable:
    """The table in words. `facts` are label and value of what it is about, `about` the same for each line of a CSV; `notes` are
    whole sentences under it. `is_empty` says that nobody has handed in a first attempt."""

    title: str
    columns: tuple[SpokenColumn, ...]
    lines: tuple[QuizLine, ...]
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    about: tuple[str, ...]
    is_empty: bool
    all_few: bool

    @property
    def figures(self) -> tuple[SpokenColumn, ...]:
        """The columns of the cells."""
        return self.columns[TEXTS:-1]


def speak_quiz(answer: QuizAnswer, language: str, gettext: Gettext) -> QuizTable:
    """The words of a quiz's figures."""
    period, place = answer.period, answer.place
    lines = tuple(_lines(answer.edition, answer.figures, gettext)) if answer.edition and answer.edition.quiz else ()
    days = (period.first.isoformat(), period.last.isoformat())
    return QuizTable(
        gettext(N_("Questions of the quiz")),
        tuple(SpokenColumn(key, gettext(label), kind, gettext(meaning)) for key, label, kind, meaning in COLUMNS),
        lines,
        tuple(_facts(answer, language, gettext)),
        (gettext(NOTE_FIRST), gettext(NOTE_FEW)),
        (answer.slug, place.code if place else "", *days, answer.made_at.isoformat(timespec="seconds")),
        not sum(answer.people.values()),
        not any(each.is_told for each in answer.figures.values()),
    )


def _lines(edition: Edition, figures: dict[str, Figures], gettext: Gettext) -> Iterator[QuizLine]:
    for number, text in enumerate(edition.graded.questions, 1):
        of_one = figures[text.question.key]
        english, urdu = of_one.by_language["en"], of_one.by_language["ur"]
        cells = (of_one.all.n, of_one.all.facility, of_one.all.discrimination)
        yield QuizLine(
            number,
            None if text.question.pool is None else edition.graded.pools[text.question.pool],
            *_objective(edition, text),
            (*cells, english.n, english.facility, urdu.n, urdu.facility),
            tuple(gettext(FINDINGS[each.kind, each.harder]) for each in of_one.findings),
            tuple(each.kind for each in of_one.findings),
        )


def _objective(edition: Edition, text: QuestionText) -> tuple[int | None, str]:
    """The number of the objective that a question tests, and its words, as the page of a result has them."""
    number = text.question.objective
    if not number or number > len(edition.objectives):
        return None, ""
    return number, edition.objectives[number - 1].text


def _facts(answer: QuizAnswer, language: str, gettext: Gettext) -> Iterator[tuple[str, str]]:
    yield gettext(N_("Course")), answer.edition.title.text if answer.edition else answer.slug
    yield gettext(N_("Period")), period_name(answer.period, language, gettext)
    yield gettext(N_("Agency")), whose_name(answer.scope, answer.scope.whole(answer.place), language, gettext)
    yield gettext(N_("First attempts")), f"{sum(answer.people.values()):,}"
    yield gettext(N_("In English")), f"{answer.people.get('en', 0):,}"
    yield gettext(N_("In Urdu")), f"{answer.people.get('ur', 0):,}"
    yield gettext(N_("Made on")), moment_name(answer.made_at, language)
