"""The figures of a quiz equal a slow, obvious recomputation, and nothing of fewer than thirty is told or can be worked out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import combinations
from random import Random
from statistics import correlation, fmean, pvariance
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog import queries as catalog
from lms.catalog.course import QuizKind
from lms.catalog.models import Revision
from lms.people.actions import add_person
from lms.people.roles import Role
from lms.people.viewer import Viewer
from lms.reports import queries
from lms.reports.items import FEWEST
from lms.reports.periods import Period, all_time, fiscal_year, quarter, year
from lms.reports.queries import Asked
from lms.reports.quiz_figures import EVERYBODY, Figures, Part, figures
from lms.reports.report import Hidden
from lms.reports.suppression import told
from lms.reports.tallies import Tallies, pack, tallied, unpack
from tests.reports.papers import add_paper, enrolment
from tests.sample_course import BILINGUAL, QUIZ

ZONE = ZoneInfo("Asia/Karachi")
TODAY = date(2026, 11, 26)
TREE = {EVERYBODY: [1, 5], 1: [2, 3], 3: [4], 5: []}
PERIODS = (
    all_time(TODAY), year(2025), year(2026), fiscal_year(2025), fiscal_year(2026), fiscal_year(2027),
    *(quarter(2025 + number // 4, number % 4 + 1) for number in range(8)),
)  # fmt: skip
COUNTS = st.integers(0, 3) | st.integers(0, 90)


def under(group: int) -> set[int]:
    return {group}.union(*(under(each) for each in TREE.get(group, ())))


def few_that_can_be_found(leaves: dict[Any, int], sets: list[set[Any]]) -> list[tuple[Any, ...]]:
    """Groups of fewer than thirty of which a sum can be worked out by adding and subtracting those of `sets`: vectors of 0 and 1 in
    the space that the sets span."""
    names = [leaf for leaf, count in leaves.items() if count and any(leaf in each for each in sets)]
    basis = reduced([[Fraction(leaf in each) for leaf in names] for each in sets])
    small = [place for place, leaf in enumerate(names) if leaves[leaf] < FEWEST]
    found = []
    for size in range(1, len(small) + 1):
        for places in combinations(small, size):
            if sum(leaves[names[place]] for place in places) < FEWEST:
                left = [Fraction(place in places) for place in range(len(names))]
                for pivot, row in basis:
                    left = [one - left[pivot] * other for one, other in zip(left, row, strict=True)]
                if not any(left):
                    found.append(tuple(names[place] for place in places))
    return found


def reduced(rows: list[list[Fraction]]) -> list[tuple[int, list[Fraction]]]:
    """A basis of what the rows span, each row with the place of its first number, which is 1 and stands alone in its column."""
    basis: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        for pivot, other in basis:
            row = [one - row[pivot] * two for one, two in zip(row, other, strict=True)]
        first = next((place for place, each in enumerate(row) if each), None)
        if first is not None:
            row = [each / row[first] for each in row]
            basis = [
                (pivot, [one - other[first] * two for one, two in zip(other, row, strict=True)])
                for pivot, other in basis
            ]
            basis.append((first, row))
    return basis


def are_enough(counts: Iterable[int]) -> bool:
    return all(count == 0 or count >= FEWEST for count in counts)


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=6, max_size=6))
def test_no_few_are_found_by_subtracting_groups_and_kinds(own):
    together = {group: [sum(own[each][kind] for each in under(group)) for kind in (0, 1)] for group in range(6)}
    found = told(together, TREE, EVERYBODY, FEWEST)
    assert found.by_kind <= found.groups
    leaves = {(group, kind): own[group][kind] for group in range(6) for kind in (0, 1)}
    sets = [{leaf for leaf in leaves if leaf[0] in under(group)} for group in found.groups]
    sets += [
        {leaf for leaf in leaves if leaf[0] in under(group) and leaf[1] == kind}
        for group in found.by_kind
        for kind in (0, 1)
    ]
    assert few_that_can_be_found(leaves, sets) == []
    if all(count >= FEWEST for each in own for count in each):
        assert found.by_kind == set(range(6))


def asked_in(counts: dict[tuple[int, int, str], int]) -> Tallies:
    """So many were asked a question, by agency, quarter and language; half of them were right."""
    return tallied(
        [
            ("k", language, agency, number, (n, n / 2, n / 2, n / 3, n / 4, n / 5))
            for (agency, number, language), n in counts.items()
        ],
        [],
    )


def of(tallies: Tallies, period: Period, agency: int = EVERYBODY) -> Figures:
    return figures(tallies, Part(None, TREE, agency, period), ["k"])[0]["k"]


LANGUAGES = st.sampled_from(["en", "ur"])


def told_of(found: Figures, here: set[Any]) -> list[set[Any]]:
    """What a table tells of those who are here: (…, language)."""
    by_language = [
        {key for key in here if key[-1] == code} for code, each in found.by_language.items() if is_number(each)
    ]
    return by_language + [here] * found.is_told


def is_number(measures: Any) -> bool:
    return isinstance(measures.facility, float)


@pytest.mark.slow
@settings(deadline=None)
@given(st.dictionaries(st.tuples(st.integers(8100, 8107), LANGUAGES), COUNTS))
def test_no_few_are_found_by_subtracting_periods_and_languages(own):
    """Calendar and fiscal years overlap, and quarters are in both."""
    own = {key: n for key, n in own.items() if n}
    tallies = asked_in({(1, *key): n for key, n in own.items()})
    sets, seen = [], set()
    for period in PERIODS:
        here = {key for key in own if Part(None, TREE, EVERYBODY, period).is_within(key[0])}
        sets += told_of(of(tallies, period), here)
        seen |= {period} if here else set()
    assert few_that_can_be_found(own, sets) == []
    if own and are_enough(own.values()):
        assert {each for each in PERIODS if of(tallies, each).is_told} == seen


@pytest.mark.slow
@settings(deadline=None)
@given(st.dictionaries(st.tuples(st.sampled_from([0, 2, 3, 4, 5]), LANGUAGES), COUNTS))
def test_no_few_are_found_by_subtracting_units_and_languages(own):
    own = {key: n for key, n in own.items() if n}
    tallies = asked_in({(agency, 8107, language): n for (agency, language), n in own.items()})
    sets = []
    for agency in range(6):
        sets += told_of(of(tallies, quarter(2026, 4), agency), {key for key in own if key[0] in under(agency)})
    assert few_that_can_be_found(own, sets) == []


@pytest.mark.parametrize(
    ("english", "urdu", "words"),
    [
        (29, 0, (Hidden.TOO_FEW, Hidden.TOO_FEW, None)),
        (30, 0, (0.5, 0.5, None)),
        (4, 31, (0.5, Hidden.TOO_FEW, Hidden.HIDDEN)),
        (31, 29, (0.5, Hidden.HIDDEN, Hidden.TOO_FEW)),
        (30, 30, (0.5, 0.5, 0.5)),
    ],
)
def test_one_language_is_not_told_if_the_other_is_small(english, urdu, words):
    found = of(asked_in({(1, 8100, "en"): english, (1, 8100, "ur"): urdu}), all_time(TODAY))
    assert (found.all.facility, *(found.by_language[code].facility for code in ("en", "ur"))) == words
    assert (found.all.n, found.by_language["en"].n) == (english + urdu, english)


def test_a_unit_is_not_told_if_few_are_left_of_its_agency():
    tallies = asked_in({(2, 8100, "en"): 40, (3, 8100, "en"): 12, (5, 8100, "en"): 90})
    assert of(tallies, all_time(TODAY), 1).is_told
    assert of(tallies, all_time(TODAY), 2).all.facility is Hidden.HIDDEN
    assert of(tallies, all_time(TODAY), 3).all.facility is Hidden.TOO_FEW


def test_a_quarter_is_not_told_if_few_are_left_of_its_year_but_the_years_around_are():
    tallies = asked_in({(1, 8106, "en"): 5, (1, 8107, "en"): 200, (1, 8108, "en"): 50})
    assert of(tallies, quarter(2026, 4)).all.facility is Hidden.HIDDEN
    assert of(tallies, quarter(2026, 3)).all.facility is Hidden.TOO_FEW
    assert [of(tallies, each).all.n for each in (year(2026), fiscal_year(2027)) if of(tallies, each).is_told] == [
        205,
        255,
    ]


def test_nobody_at_all():
    found = of(Tallies(), all_time(TODAY))
    assert (found.all.n, found.all.facility, found.findings, found.is_told) == (0, None, (), False)


def test_what_is_kept_is_what_was_gathered():
    tallies = tallied([("k", "en", 3, 8100, (2, 1.5, 1.25, 1, 0.6, 0.7))], [("k", '["1"]', 2), ("k", None, 1)])
    assert unpack(pack(tallies)) == tallies
    assert unpack(b"\0" * 8 + pack(tallies)[8:]) is None


# --- against a recomputation -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """One question of one first attempt that counts: `rest` is the share of the rest of the paper."""

    key: str
    agency: str
    day: date
    language: str
    share: float
    rest: float


@dataclass(frozen=True)
class Scene:
    course: Any
    agencies: dict[str, Any]
    answers: list[Answer]


ABOVE = {"": [], "north": ["north"], "unit": ["unit", "north"], "post": ["post", "unit", "north"], "south": ["south"]}


@pytest.fixture
def histories(
    session: Session,
    publish_course: Callable[..., Any],
    make_agency: Callable[..., Any],
    make_person: Callable[..., Any],
    now: datetime,
) -> Callable[[int, int], Scene]:
    """`histories(people, seed)`: two revisions, with other points, and people of several agencies who take the quiz."""

    def make(people: int, seed: int) -> Scene:
        chance = Random(seed)
        north = make_agency("NORTH")
        unit = make_agency("UNIT", parent=north)
        agencies = {
            "north": north,
            "unit": unit,
            "post": make_agency("POST", parent=unit),
            "south": make_agency("SOUTH"),
        }
        record = publish_course(BILINGUAL, slug="front-desk")
        again = BILINGUAL | {
            "03-final-quiz.md": QUIZ.replace("Points: 2\n", "").replace("How many minutes", "How many")
        }
        publish_course(again, slug="front-desk", note="Another")
        revisions = session.scalars(select(Revision).where(Revision.course_id == record.id)).all()
        papers = [(each.id, catalog.course_at(session, each.id, each.digest)) for each in revisions]
        answers: list[Answer] = []
        for number in range(people):
            place = chance.choices(list(ABOVE), (2, 3, 2, 1, 4))[0]
            person = add_person(session, name_en="A", service_number=f"N-{number}", agency=agencies.get(place), now=now)
            answers += _take(session, chance, record.id, papers, person.id, place)
        session.commit()
        return Scene(record, agencies, answers)

    return make


def _take(session: Session, chance: Random, course_id: int, papers: Any, person_id: int, place: str) -> list[Answer]:
    """A first attempt, and what else there may be: a second one, a test, one that is open or waits to be marked."""
    at = datetime(2025, 2, 1, 12, tzinfo=UTC) + timedelta(hours=chance.randrange(14_000))
    taken = enrolment(session, course_id, person_id, at)
    revision_id, course = chance.choice(papers)
    drawn = [each for each in course.graded.questions if chance.random() < 0.8] or list(course.graded.questions)
    able = chance.random()
    shares = {each.id: chance.choice((1.0, 0.5)) if chance.random() < able else 0.0 for each in drawn}
    kind = chance.choice(("", "", "", "again", "test", "open", "waiting"))
    language = chance.choices(("en", "ur"), (1, 2))[0]
    other: dict[str, Any] = {"revision_id": revision_id, "language": language}
    if kind in ("open", "waiting"):
        other |= {"submitted_at": None} if kind == "open" else {}
        add_paper(session, course, taken, shares, at, score=None, **other)
        return []
    add_paper(session, course, taken, shares, at, **other)
    if kind == "again":
        add_paper(session, course, taken, dict.fromkeys(shares, 1.0), at + timedelta(days=9), number=2, **other)
    if kind == "test":
        add_paper(session, course, taken, dict.fromkeys(shares, 1.0), at, kind=QuizKind.AFTER, **other)
    points = {each.id: each.points for each in drawn}
    score, maximum = sum(shares[each] * points[each] for each in shares), sum(points.values())
    return [
        Answer(
            each.key, place, at.astimezone(ZONE).date(), language, shares[each.id],
            (score - shares[each.id] * each.points) / (maximum - each.points) if maximum > each.points else 0.0,
        )
        for each in drawn
    ]  # fmt: skip


def compare(told_of: Any, among: list[Answer]) -> int:
    """Whether the three figures are those of these answers; how many were compared."""
    assert told_of.n == len(among)
    if not isinstance(told_of.facility, float):
        return 0
    assert len(among) >= FEWEST
    shares, rests = [each.share for each in among], [each.rest for each in among]
    assert told_of.facility == pytest.approx(fmean(shares))
    if pvariance(shares) > 1e-6 and pvariance(rests) > 1e-6:
        assert told_of.discrimination == pytest.approx(correlation(shares, rests), abs=1e-6)
    return 1


@pytest.mark.slow
@pytest.mark.parametrize(("people", "seed"), [(90, 1), (400, 2), (400, 3)])
def test_the_figures_are_those_of_the_obvious_way(session, histories, now, people, seed):
    scene = histories(people, seed)
    keys = {each.key for each in scene.answers}
    kept = unpack(queries.gather_all_tallies(session)[scene.course.id])
    assert kept == queries.gather_tallies(session, scene.course.id)
    compared = 0
    for whose in ("", "north", "unit", "south"):
        scope = queries.agencies_in_scope(session, viewer(scene.agencies.get(whose)))
        for code in ("", *(each.code for each in scope.agencies.values())):
            place = code.lower() or whose
            for period in PERIODS:
                answer = queries.quiz_answer(
                    session, scope, Asked(period, agency=code, course="front-desk"), "en", (kept, now)
                )
                among = [
                    each
                    for each in scene.answers
                    if period.first <= each.day <= period.last and (not place or place in ABOVE[each.agency])
                ]
                for key in keys & set(answer.figures):
                    of_key, found = [each for each in among if each.key == key], answer.figures[key]
                    compared += compare(found.all, of_key)
                    for language, told_of in found.by_language.items():
                        compared += compare(told_of, [each for each in of_key if each.language == language])
                    if period.key == "all" and not code:
                        assert found.is_told == (len(of_key) >= FEWEST)
    assert compared > (people / 5 if people > 100 else 0)


def viewer(agency: Any) -> Viewer:
    if agency is None:
        return queries.whole_scope()
    return Viewer(1, "", "", "en", agency.id, frozenset({Role.COORDINATOR}), agency.id)
