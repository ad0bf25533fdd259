"""What coordinators and administrators do about records: change, move, deactivate, give roles."""

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from lms.errors import Forbidden
from lms.people import actions, queries
from lms.people.models import AuditEntry, Person, PersonWord, RankBand, RoleGrant, SignInName, SignInSession
from lms.people.roles import Role


@pytest.fixture
def anf(make_agency):
    return make_agency("ANF")


@pytest.fixture
def coordinator(make_person, viewer_of, anf):
    return viewer_of(make_person(roles=[Role.COORDINATOR], agency=anf))


@pytest.fixture
def administrator(make_person, viewer_of):
    return viewer_of(make_person(roles=[Role.ADMINISTRATOR]))


@pytest.fixture
def officer(make_person, anf):
    return make_person(service_number="ANF-1", name_en="Sadia Bibi", rank="Constable", agency=anf)


@pytest.fixture
def fresh(session, administrator):
    """The record as it is kept, to be changed."""
    return lambda person: queries.person_to_change(session, administrator, person.id)


def last_entry(session) -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


# --- changes ---------------------------------------------------------------------------------------------


def test_a_change_is_kept_found_and_audited(session, coordinator, officer, fresh, now) -> None:
    person = fresh(officer)
    actions.change_person(session, coordinator, person, {"name_en": "Sadia Khanum", "born_on": date(1990, 5, 1)}, now)
    session.commit()
    assert (person.name_en, person.born_on) == ("Sadia Khanum", date(1990, 5, 1))
    assert "khanum" in session.scalars(select(PersonWord.word).where(PersonWord.person_id == person.id)).all()
    told = json.loads(last_entry(session).details)
    assert told["changes"]["name_en"] == ["Sadia Bibi", "Sadia Khanum"]


def test_the_band_follows_the_rank_unless_it_is_chosen(session, coordinator, officer, fresh, now) -> None:
    person = fresh(officer)
    actions.change_person(session, coordinator, person, {"rank": "ڈی ایس پی"}, now)
    assert (person.rank, person.rank_band) == ("Deputy Superintendent of Police", RankBand.MID)
    actions.change_person(session, coordinator, person, {"rank_band": RankBand.SENIOR}, now)
    assert person.rank_band is RankBand.SENIOR
    actions.change_person(session, coordinator, person, {"rank_band": None}, now)
    assert person.rank_band is RankBand.MID


def test_a_new_number_takes_the_place_of_the_old_one(session, coordinator, officer, fresh, make_person, now) -> None:
    actions.change_person(session, coordinator, fresh(officer), {"service_number": "ANF-2"}, now)
    session.commit()
    assert session.get(SignInName, "anf1") is None
    assert session.get_one(SignInName, "anf2").person_id == officer.id
    session.rollback()
    make_person(service_number="anf 1")  # free for somebody else


def test_a_taken_number_is_refused(session, coordinator, officer, fresh, make_person, now) -> None:
    make_person(service_number="ANF-2")
    with pytest.raises(actions.SignInNameTaken):
        actions.change_person(session, coordinator, fresh(officer), {"service_number": "anf 2"}, now)


def test_one_way_to_sign_in_must_stay(session, coordinator, officer, fresh, now) -> None:
    with pytest.raises(actions.NoWayToSignIn):
        actions.change_person(session, coordinator, fresh(officer), {"service_number": None}, now)
    session.rollback()
    actions.change_person(session, coordinator, fresh(officer), {"service_number": None, "user_name": "sadia"}, now)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRANSLATOR, Role.ADMINISTRATOR])
def test_a_coordinator_does_not_change_accounts_that_may_do_more(
    session, coordinator, make_person, fresh, anf, role, now
) -> None:
    person = fresh(make_person(roles=[role], agency=anf))
    for change in (
        lambda: actions.change_person(session, coordinator, person, {"name_en": "X"}, now),
        lambda: actions.deactivate(session, coordinator, person, "because", now),
        lambda: actions.move_person(session, coordinator, person, anf, anf.id, "", now),
    ):
        with pytest.raises(Forbidden):
            change()


def test_nor_those_who_look_after_more_agencies(
    session, coordinator, make_person, make_agency, fresh, anf, now
) -> None:
    wider = make_person(roles=[Role.COORDINATOR], agency=anf, coordinates=make_agency("FIA"))
    colleague = make_person(roles=[Role.COORDINATOR], agency=anf)
    with pytest.raises(Forbidden):
        actions.check_may_change(session, coordinator, fresh(wider))
    actions.check_may_change(session, coordinator, fresh(colleague))


# --- moving ----------------------------------------------------------------------------------------------


def test_a_person_moves_with_a_reason(session, coordinator, officer, fresh, make_agency, anf, now) -> None:
    unit = make_agency("ANF-KHI", parent=anf)
    actions.move_person(session, coordinator, fresh(officer), unit, anf.id, "posted to Karachi", now)
    session.commit()
    assert session.get_one(Person, officer.id).agency_id == unit.id
    assert json.loads(last_entry(session).details) == {"from": anf.id, "to": unit.id, "reason": "posted to Karachi"}


def test_of_two_moves_the_second_is_told(session, coordinator, officer, fresh, make_agency, anf, now) -> None:
    one, two = make_agency("A1", parent=anf), make_agency("A2", parent=anf)
    actions.move_person(session, coordinator, fresh(officer), one, anf.id, "", now)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.move_person(session, coordinator, fresh(officer), two, anf.id, "", now)


# --- deactivating ----------------------------------------------------------------------------------------


def test_who_is_deactivated_is_signed_out_and_the_slip_dies(
    session, coordinator, officer, fresh, viewer_of, now
) -> None:
    viewer_of(officer)
    actions.make_sign_in_code(session, officer, now)
    session.commit()
    actions.deactivate(session, coordinator, fresh(officer), "left the service", now)
    session.commit()
    assert session.scalars(select(func.count()).where(SignInSession.person_id == officer.id)).one() == 0
    assert queries.with_open_code(session, [officer], now) == set()
    assert queries.person_signing_in(session, "ANF-1") is None
    assert json.loads(last_entry(session).details) == {"reason": "left the service"}
    actions.reactivate(session, coordinator, fresh(officer), now)
    session.commit()
    assert queries.person_signing_in(session, "ANF-1") is not None


def test_deactivating_needs_a_reason_and_is_done_once(session, coordinator, officer, fresh, now) -> None:
    with pytest.raises(actions.ReasonMissing):
        actions.deactivate(session, coordinator, fresh(officer), "  ", now)
    actions.deactivate(session, coordinator, fresh(officer), "left", now)
    with pytest.raises(actions.NotNow):
        actions.deactivate(session, coordinator, fresh(officer), "left", now)


def test_nobody_deactivates_the_own_account(session, coordinator, fresh, now) -> None:
    with pytest.raises(actions.NotNow):
        actions.deactivate(
            session, coordinator, queries.person_to_change(session, coordinator, coordinator.id), "x", now
        )


# --- roles -----------------------------------------------------------------------------------------------

OFFICER = frozenset({(Role.OFFICER, None)})


def test_roles_are_given_and_taken(session, administrator, officer, fresh, anf, now, stored) -> None:
    wanted = frozenset({Role.TRAINER, Role.COORDINATOR})
    actions.set_roles(session, administrator, fresh(officer), wanted, anf, OFFICER, now)
    session.commit()
    grants = stored(select(RoleGrant).where(RoleGrant.person_id == officer.id))
    assert {(grant.role, grant.agency_id) for grant in grants} == {(Role.TRAINER, None), (Role.COORDINATOR, anf.id)}


def test_roles_that_somebody_else_changed_meanwhile_are_not_overwritten(
    session, administrator, officer, fresh, now
) -> None:
    actions.set_roles(session, administrator, fresh(officer), frozenset({Role.TRAINER}), None, OFFICER, now)
    session.commit()
    with pytest.raises(actions.ChangedMeanwhile):
        actions.set_roles(session, administrator, fresh(officer), frozenset({Role.OFFICER}), None, OFFICER, now)


def test_some_role_is_needed_and_a_coordinator_needs_an_agency(session, administrator, officer, fresh, now) -> None:
    for roles in (frozenset(), frozenset({Role.COORDINATOR})):
        with pytest.raises(actions.NoRole):
            actions.set_roles(session, administrator, fresh(officer), roles, None, OFFICER, now)


def test_the_last_administrator_stays(session, administrator, make_person, fresh, viewer_of, now) -> None:
    own = fresh(administrator)
    seen = frozenset({(Role.ADMINISTRATOR, None)})
    with pytest.raises(actions.NotNow):
        actions.set_roles(session, administrator, own, frozenset({Role.OFFICER}), None, seen, now)
    session.rollback()
    other = viewer_of(make_person(roles=[Role.ADMINISTRATOR]))
    actions.deactivate(session, other, fresh(administrator), "left", now)
    session.commit()
    with pytest.raises(actions.NotNow):
        actions.set_roles(session, other, fresh(other), frozenset({Role.OFFICER}), None, seen, now)


def test_two_administrators_do_not_remove_each_other(
    session, administrator, make_person, fresh, viewer_of, meanwhile, now
) -> None:
    other = viewer_of(make_person(roles=[Role.ADMINISTRATOR]))
    actions.deactivate(session, other, fresh(administrator), "left", now)

    def back(opened) -> None:
        actions.deactivate(
            opened, administrator, queries.person_to_change(opened, administrator, other.id), "left", now
        )

    (raised,) = meanwhile(session, back)
    assert isinstance(raised, actions.NotNow)


# --- agencies --------------------------------------------------------------------------------------------


def test_a_code_is_one_agencys(session, administrator, anf, now) -> None:
    with pytest.raises(actions.CodeTaken):
        actions.found_agency(session, administrator, "anf", "Another", "دوسرا", None, now)
    made = actions.found_agency(session, administrator, "anf-khi", "ANF Karachi", "اے این ایف کراچی", anf, now)
    assert (made.code, made.parent_id) == ("ANF-KHI", anf.id)


def test_an_agency_is_not_put_under_its_own_unit(session, administrator, make_agency, anf, now) -> None:
    unit = make_agency("ANF-KHI", parent=anf)
    agency = queries.agency_in_scope(session, administrator, anf.id)
    for place in (anf.id, unit.id):
        with pytest.raises(actions.UnderItself):
            actions.change_agency(session, administrator, agency, {"parent_id": place}, now)


def test_people_of_agencies_are_counted(session, coordinator, make_agency, make_person, anf, officer) -> None:
    unit = make_agency("ANF-KHI", parent=anf)
    make_person(agency=unit)
    make_person(agency=make_agency("FIA"))
    assert queries.people_of_agencies(session, coordinator, 100) == {anf.id: 2, unit.id: 1}
    assert queries.people_of_agencies(session, coordinator, 0) == {anf.id: 1, unit.id: 1}
