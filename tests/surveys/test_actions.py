"""Answers are given once, and nothing in the database leads from them to a person."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, inspect, literal_column, select

from lms.people.models import Sex
from lms.surveys import actions, queries
from lms.surveys.models import SurveyDone, SurveyKind, SurveyResponse
from lms.surveys.tally import monday
from tests.surveys.conftest import BETTER, CLEAR, LENGTH, QUESTIONS, SLUG, USEFUL


def test_an_answer_is_kept_without_its_person(completed, answer, stored, front_desk, now):
    answer(completed(), {USEFUL.key: ["4"], LENGTH.key: ["2"], BETTER.key: "More cases.", CLEAR.key: None})
    (response,) = stored(select(SurveyResponse))
    assert response.answers == {USEFUL.key: ["4"], LENGTH.key: ["2"]}
    assert response.texts == {BETTER.key: "More cases."}
    assert response.standard == "4----2-"
    assert (response.course_id, response.language) == (front_desk.id, "en")
    assert response.week == monday(now.date())
    assert len(stored(select(SurveyDone))) == 1
    columns = {column.name for table in (SurveyResponse, SurveyDone) for column in inspect(table).columns}
    # no time, no number that grows, no person
    assert columns == {
        *(
            "id",
            "course_id",
            "revision_id",
            "kind",
            "week",
            "language",
            "agency_id",
            "sex",
            "answers",
            "texts",
            "standard",
        ),
        *("enrolment_id", "kind"),
    }


def test_nobody_answers_twice(completed, answer, stored):
    viewer = completed()
    answer(viewer, {USEFUL.key: ["4"]})
    with pytest.raises(actions.AlreadyAnswered):
        answer(viewer, {USEFUL.key: ["1"]})
    assert len(stored(select(SurveyResponse))) == 1


def test_of_two_clicks_at_the_same_moment_one_counts(completed, session, meanwhile, now, stored):
    viewer = completed()
    invitation = queries.invitation(session, viewer, SLUG, SurveyKind.EVALUATION)
    session.rollback()

    def click(opened, seed):
        actions.answer(opened, invitation, QUESTIONS, {USEFUL.key: ["4"]}, "en", Random(seed), now.date())

    click(session, 1)
    (raised,) = meanwhile(session, lambda opened: click(opened, 2))
    assert isinstance(raised, actions.AlreadyAnswered)
    assert len(stored(select(SurveyResponse))) == 1


def test_who_declines_is_done_and_says_nothing(completed, session, stored):
    viewer = completed()
    actions.decline(session, queries.invitation(session, viewer, SLUG, SurveyKind.EVALUATION))
    session.commit()
    assert queries.invitation(session, viewer, SLUG, SurveyKind.EVALUATION).is_done
    assert not stored(select(SurveyResponse))


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({}, actions.NothingAnswered),
        ({USEFUL.key: None, BETTER.key: ""}, actions.NothingAnswered),
        ({"survey:unknown": ["1"]}, actions.NothingAnswered),
        ({USEFUL.key: ["6"]}, actions.Unreadable),
        ({USEFUL.key: ["1", "2"]}, actions.Unreadable),
        ({USEFUL.key: "4"}, actions.Unreadable),
        ({BETTER.key: ["1"]}, actions.Unreadable),
        ({BETTER.key: "x" * 4001}, actions.Unreadable),
        ({BETTER.key: "a null \0 sign"}, actions.Unreadable),
    ],
)
def test_what_is_no_answer_is_refused(completed, answer, session, stored, answers, refusal):
    viewer = completed()
    with pytest.raises(refusal):
        answer(viewer, answers)
    session.rollback()
    assert not stored(select(SurveyDone))


def test_the_order_of_rows_does_not_tell_who_was_first(completed, answer, session, engine):
    viewers = [completed() for _ in range(12)]
    for number, viewer in enumerate(viewers):
        answer(viewer, {BETTER.key: str(number)}, chance=Random(f"a {number}"))
    statement = select(SurveyResponse.texts[BETTER.key].as_string())
    if engine.dialect.name == "postgresql":
        statement = statement.order_by(literal_column("survey_response.ctid"))
        transactions = session.scalars(select(literal_column("xmin::text")).select_from(SurveyResponse.__table__)).all()
        # all were written by one transaction: its number is that of no other answer
        assert len(set(transactions)) == 1
    kept = [int(text) for text in session.scalars(statement)]
    assert sorted(kept) == list(range(12))
    assert kept != list(range(12))


def test_a_large_box_is_shaken_in_part(completed, answer, session, count_queries, monkeypatch):
    monkeypatch.setattr(actions, "SHAKEN", 3)
    for number in range(8):
        answer(completed(), {BETTER.key: str(number)}, chance=Random(f"b {number}"))
    assert session.scalars(select(func.count()).select_from(SurveyResponse)).one() == 8


def test_a_group_too_small_is_not_kept(completed, answer, stored, make_agency):
    force = make_agency("ANF")
    post = make_agency("ANF-TORKHAM", parent=force)
    here = [completed(sex=Sex.MALE, agency=post) for _ in range(3)]
    [completed(sex=Sex.MALE, agency=force) for _ in range(2)]
    women = [completed(sex=Sex.FEMALE, agency=post) for _ in range(2)]
    answer(here[0], {USEFUL.key: ["1"]})
    answer(women[0], {USEFUL.key: ["2"]})
    kept = {
        response.answers[USEFUL.key][0]: (response.agency_id, response.sex)
        for response in stored(select(SurveyResponse))
    }
    # three men of the post are five with those of its force; of two women nothing is kept
    assert kept == {"1": (force.id, Sex.MALE), "2": (None, Sex.NOT_STATED)}


def test_a_sex_that_many_share_is_kept_without_the_agency(completed, answer, stored, make_agency):
    agencies = [make_agency() for _ in range(5)]
    women = [completed(sex=Sex.FEMALE, agency=agency) for agency in agencies]
    answer(women[0], {USEFUL.key: ["2"]})
    (response,) = stored(select(SurveyResponse))
    assert (response.agency_id, response.sex) == (None, Sex.FEMALE)


def test_the_follow_up_has_its_time(completed, session, now):
    early, late = completed(days=89), completed(days=90)
    assert not queries.invitation(session, early, SLUG, SurveyKind.FOLLOW_UP).is_due(now)
    assert queries.invitation(session, late, SLUG, SurveyKind.FOLLOW_UP).is_due(now)
    assert queries.invitation(session, early, SLUG, SurveyKind.EVALUATION).is_due(now)


def test_who_has_not_completed_the_course_is_not_asked(session, front_desk, make_person, viewer_of):
    viewer = viewer_of(make_person())
    assert queries.invitation(session, viewer, SLUG, SurveyKind.EVALUATION) is None


def test_the_home_page_offers_what_is_due(completed, session, now):
    def kinds(viewer):
        return [offer.kind for offer in queries.offers(session, viewer, "en", now)]

    assert kinds(completed(days=1)) == [SurveyKind.EVALUATION]
    assert kinds(completed(days=31)) == []
    assert kinds(completed(days=90)) == [SurveyKind.FOLLOW_UP]
    assert kinds(completed(days=366)) == []
    viewer = completed(days=1)
    actions.decline(session, queries.invitation(session, viewer, SLUG, SurveyKind.EVALUATION))
    session.commit()
    assert kinds(viewer) == []
    assert kinds(viewer) == []
    assert queries.offers(session, completed(days=1), "ur", now + timedelta(days=2))[0].title_language == "ur"
