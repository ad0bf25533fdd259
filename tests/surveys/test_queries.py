"""The tally of a part of the responses equals that of counting them one by one."""

from datetime import timedelta

import pytest

from lms.people.models import Sex
from lms.surveys import queries
from lms.surveys.models import SurveyKind
from lms.surveys.queries import Part
from lms.surveys.tally import Tally, monday
from tests.surveys.conftest import BETTER, LENGTH, USEFUL


@pytest.fixture
def answered(completed, answer, make_agency):
    """Seven men and six women of one agency said something two weeks ago, and two men this week."""
    agency = make_agency("ANF")
    men = [completed(sex=Sex.MALE, agency=agency) for _ in range(9)]
    women = [completed(sex=Sex.FEMALE, agency=agency) for _ in range(6)]
    for number, viewer in enumerate(men[:7]):
        answer(viewer, {USEFUL.key: [str(number % 5 + 1)], BETTER.key: f"[{number}]"}, weeks=2)
    for viewer in women:
        answer(viewer, {USEFUL.key: ["5"], LENGTH.key: ["2"]}, weeks=2, language="ur")
    for viewer in men[7:]:
        answer(viewer, {USEFUL.key: ["1"]})
    return agency


def test_a_tally_counts_what_is_told(answered, session, front_desk, now):
    found = queries.tally(session, Part(courses=[front_desk.id]), now.date())
    assert (found.responses, found.week) == (13, monday(now.date()) - timedelta(days=14))
    assert found.question(USEFUL.key).chosen == {"1": 2, "2": 2, "3": 1, "4": 1, "5": 7}
    assert found.question(LENGTH.key).chosen == {"2": 6}
    assert BETTER.key not in found.questions
    later = queries.tally(session, Part(courses=[front_desk.id]), now.date() + timedelta(days=7))
    assert later.responses == 13  # two more wait for three others


def test_a_part_is_that_of_its_people_and_weeks(answered, session, front_desk, now):
    def responses(**which):
        return queries.tally(session, Part(**which), now.date()).responses

    assert responses(sex=Sex.FEMALE) == 6
    assert responses(agencies=[answered.id], sex=Sex.MALE) == 7
    assert responses(agencies=[answered.id + 1]) == 0
    assert responses(courses=[front_desk.id + 1]) == 0
    assert responses(kind=SurveyKind.FOLLOW_UP) == 0
    week = monday(now.date()) - timedelta(days=14)
    assert responses(first=week, last=week) == 13
    assert responses(first=week + timedelta(days=1)) == 0
    assert queries.tally(session, Part(courses=[]), now.date()) == Tally()


def test_free_texts_are_told_page_by_page(answered, session, front_desk, now):
    part = Part(courses=[front_desk.id])
    week = queries.tally(session, part, now.date()).week
    first = queries.texts(session, part, BETTER.key, week, limit=4)
    rest = queries.texts(session, part, BETTER.key, week, after=first[-1][0], limit=4)
    assert sorted(said for _, said in first + rest) == [f"[{number}]" for number in range(7)]
    last = queries.texts(session, part, BETTER.key, week, after=rest[-2][0], limit=4)
    assert last == rest[-1:]  # a page of few texts is not one of a few people
    assert queries.texts(session, part, "survey:unknown", week) == []


def test_a_tally_costs_the_same_for_any_number(answered, session, front_desk, now, count_queries):
    with count_queries() as statements:
        queries.tally(session, Part(courses=[front_desk.id]), now.date())
    assert len(statements) == 2
