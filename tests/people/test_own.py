"""The own record: contact data, another spelling of the name, the questions on functioning."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.people import actions, queries
from lms.people.models import Functioning, NameCorrection, PersonWord
from lms.people.roles import Role


@pytest.fixture
def anf(make_agency):
    return make_agency("ANF")


@pytest.fixture
def officer(make_person, anf):
    return make_person(name_en="Sadia Bibi", name_ur="صادیہ", agency=anf)


@pytest.fixture
def coordinator(make_person, viewer_of, anf):
    return viewer_of(make_person(roles=[Role.COORDINATOR], agency=anf))


@pytest.fixture
def own(session, officer, coordinator, viewer_of):
    return queries.own_person(session, viewer_of(officer))


@pytest.fixture
def wish(session, own, coordinator, now):
    actions.ask_correction(session, own, "Sadia Khanum", "سعدیہ خانم", "as on the CNIC", now)
    session.commit()
    waiting = queries.open_correction(session, own.id)
    return queries.correction_in_scope(session, coordinator, waiting.id, lock=True)


def test_contact_data_is_changed_and_a_birth_date_given_once(session, own, now) -> None:
    actions.change_own(session, own, {"phone": "0300 1234567", "born_on": date(1990, 1, 2)}, now)
    assert (own.phone, own.born_on) == ("0300 1234567", date(1990, 1, 2))
    with pytest.raises(actions.NotNow):
        actions.change_own(session, own, {"born_on": date(1991, 1, 2)}, now)


def test_nothing_else_is_ones_own_to_change(session, own, now) -> None:
    with pytest.raises(ValueError, match="name_en"):
        actions.change_own(session, own, {"name_en": "Somebody"}, now)


def test_one_correction_is_open_at_a_time(session, own, wish, now) -> None:
    with pytest.raises(actions.NotNow):
        actions.ask_correction(session, own, "Sadia Bano", "", "", now)
    actions.withdraw_correction(session, own, now)
    actions.withdraw_correction(session, own, now)  # the second click
    actions.ask_correction(session, own, "Sadia Bano", "", "", now)
    session.commit()
    assert queries.open_correction(session, own.id).name_en == "Sadia Bano"


def test_the_name_as_it_is_is_no_correction(session, own, now) -> None:
    with pytest.raises(actions.NothingToCorrect):
        actions.ask_correction(session, own, " Sadia Bibi", "صادیہ", "", now)


def test_what_is_approved_is_the_name_and_is_found(session, coordinator, wish, now) -> None:
    actions.decide_correction(session, coordinator, wish, True, "", now)
    session.commit()
    person = queries.person_in_scope(session, coordinator, wish.person_id)
    assert (person.name_en, person.name_ur) == ("Sadia Khanum", "سعدیہ خانم")
    words = set(session.scalars(select(PersonWord.word).where(PersonWord.person_id == person.id)))
    assert "khanum" in words
    assert "bibi" not in words
    with pytest.raises(actions.NotNow):
        actions.decide_correction(session, coordinator, wish, False, "no", now)


def test_a_refusal_says_why_and_changes_nothing(session, coordinator, wish, now) -> None:
    with pytest.raises(actions.WordsMissing):
        actions.decide_correction(session, coordinator, wish, False, " ", now)
    actions.decide_correction(session, coordinator, wish, False, "The CNIC says otherwise.", now)
    session.commit()
    assert queries.person_in_scope(session, coordinator, wish.person_id).name_en == "Sadia Bibi"
    assert queries.last_decision(session, wish.person_id).answer == "The CNIC says otherwise."
    assert queries.corrections(session, coordinator) == []


def test_coordinators_see_the_corrections_of_their_agency(
    session, coordinator, wish, make_person, make_agency, viewer_of
) -> None:
    session.rollback()
    other = viewer_of(make_person(roles=[Role.COORDINATOR], agency=make_agency("FIA")))
    assert [each.id for each in queries.corrections(session, coordinator)] == [wish.id]
    assert queries.open_corrections(session, coordinator) == 1
    assert queries.corrections(session, other) == []
    assert queries.open_corrections(session, other) == 0


def test_answers_on_functioning_are_kept_changed_and_deleted(session, own, now, stored) -> None:
    none = dict.fromkeys(("seeing", "hearing", "walking", "remembering", "self_care", "communicating"))
    actions.answer_functioning(session, own, none, now)
    session.commit()
    assert stored(select(Functioning)) == []
    actions.answer_functioning(session, own, none | {"seeing": 3}, now)
    actions.answer_functioning(session, own, none | {"seeing": 2, "walking": 1}, now)
    session.commit()
    (row,) = stored(select(Functioning))
    assert (row.seeing, row.walking, row.hearing) == (2, 1, None)
    actions.answer_functioning(session, own, none, now)
    session.commit()
    assert stored(select(Functioning)) == []
    assert stored(select(NameCorrection)) == []
