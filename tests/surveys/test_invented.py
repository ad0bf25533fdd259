"""Invented opinions read like those of people."""

from sqlalchemy import select

from lms.people.models import Sex
from lms.surveys import queries, shipped
from lms.surveys.invented import add_many
from lms.surveys.models import SurveyResponse
from lms.surveys.queries import Part
from lms.surveys.tally import FEWEST


def test_many_of_all_agencies_and_weeks(session, front_desk, make_agency, now):
    agency = make_agency("ANF")
    add_many(session, 60, 1, now.date())
    found = session.scalars(select(SurveyResponse)).all()
    assert len(found) == 60
    assert {each.agency_id for each in found} == {None, agency.id}
    assert {each.sex for each in found} == set(Sex)
    assert len({each.week for each in found}) > 30
    assert all(each.standard == shipped.standard(each.answers) and "-" not in each.standard for each in found)
    week, told = queries.standard_answers(session, Part(), now.date(), SurveyResponse.course_id)
    count, signs = told[front_desk.id]
    assert 60 - FEWEST < count <= 60
    assert len(signs) == 7 * count
    assert week is not None
