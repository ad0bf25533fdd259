"""Lists that are brought in, and slips: the rules, on both databases."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.errors import Refused
from lms.people import actions, queries
from lms.people.actions.importing import forget_old_imports
from lms.people.models import AuditEntry, PeopleImport, Person, PersonWord, RankBand, RoleGrant, SignInCode, SignInName
from lms.people.passwords import new_code
from lms.people.roles import Role
from lms.people.roster import State, read
from lms.records import actions as records
from lms.records import queries as record_queries
from tests.conftest import PASSWORD
from tests.people.messy import HEADERS_MENDED, MENDED, WRONG_ROWS, messy_book

HEAD = "Service number,User name,Name,نام,Rank,Agency,Province,Sex,DOB,Phone,E-mail,Extra time,Language\n"


@pytest.fixture
def agency(make_agency):
    return make_agency("POLICE-PB", "Punjab Police", "پنجاب پولیس")


@pytest.fixture
def unit(make_agency, agency):
    return make_agency("PB-LHR", "Lahore Range", "لاہور رینج", parent=agency)


@pytest.fixture
def elsewhere(make_agency):
    return make_agency("ANF", "Anti Narcotics Force", "اینٹی نارکوٹکس فورس")


@pytest.fixture
def coordinator(make_person, agency, viewer_of):
    return viewer_of(make_person(roles=[Role.COORDINATOR], agency=agency, service_number="C-1"))


@pytest.fixture
def bring_in(session, coordinator, now):
    """`bring_in(text)` looks a list through and carries it out at once; returns the plan."""

    def bring(text, agency_id=None, by=coordinator):
        body = text if isinstance(text, bytes) else text.encode()
        roster = read(body, now.date())
        plan = actions.plan_for(session, by, roster, agency_id)
        record = actions.keep_import(session, by, body, "list.csv", agency_id, (roster, plan), now)
        actions.apply_import(session, by, record, actions.version(record), now)
        session.commit()
        return plan

    return bring


@pytest.fixture
def look(session, coordinator, now):
    def plan(text, agency_id=None, by=coordinator):
        found = actions.plan_for(session, by, read(text.encode(), now.date()), agency_id)
        session.rollback()
        return found

    return plan


def person_with(session, number):
    found = session.scalars(
        select(Person).join(SignInName, SignInName.person_id == Person.id).where(SignInName.name == number)
    ).one()
    session.refresh(found)
    return found


def said(plan):
    return {row.row: [error.message for error in row.errors] for row in plan.rows if row.errors}


# --- creating ----------------------------------------------------------------------------------------------------


def test_a_new_officer_has_everything_that_the_row_says(session, bring_in, unit):
    bring_in(HEAD + "LHR-1,,Ayesha Bibi,عايشہ,ASI,لاہور رینج,KPK,F,5/3/1990,3001234567,A@B.PK,25,English\n")
    person = person_with(session, "lhr1")
    assert (person.name_en, person.name_ur, person.rank, person.rank_band) == (
        "Ayesha Bibi", "عایشہ", "Assistant Sub-Inspector", RankBand.JUNIOR,
    )  # fmt: skip
    assert (person.agency_id, person.province.value, person.sex.value) == (unit.id, "khyber-pakhtunkhwa", "female")
    assert (person.born_on.isoformat(), person.phone, person.email) == ("1990-03-05", "03001234567", "a@b.pk")
    assert (person.extra_time, person.language, person.is_active, person.password_hash) == (25, "en", True, None)
    grants = session.execute(select(RoleGrant.role, RoleGrant.agency_id).where(RoleGrant.person_id == person.id)).all()
    assert grants == [(Role.OFFICER, None)]
    assert set(session.scalars(select(PersonWord.word).where(PersonWord.person_id == person.id))) == {
        "ayesha", "bibi", "عایشہ", "lhr1", "lhr", "1",
    }  # fmt: skip


def test_without_an_agency_in_the_row_the_chosen_one_counts(session, bring_in, unit):
    bring_in(HEAD + "LHR-1,,Ayesha,,,,,,,,,,\n", unit.id)
    assert person_with(session, "lhr1").agency_id == unit.id


def test_an_urdu_name_alone_is_enough(session, bring_in, agency):
    plan = bring_in("Service number,نام\nLHR-1,علی خان\n", agency.id)
    assert "Latin" in plan.rows[0].warnings[0].message
    person = person_with(session, "lhr1")
    assert (person.name_en, person.name_ur) == ("علی خان", "علی خان")
    bring_in("Service number,نام\nLHR-1,علی احمد خان\n", agency.id)
    session.refresh(person)
    assert (person.name_en, person.name_ur) == ("علی احمد خان", "علی احمد خان")
    person.name_en = "علي حمد"  # as it was spelt once
    session.commit()
    bring_in("Service number,نام\nLHR-1,علی احمد خان\n", agency.id)
    session.refresh(person)
    assert (person.name_en, person.name_ur) == ("علی احمد خان", "علی احمد خان")


def test_the_same_list_again_changes_nothing(session, bring_in, agency, count_queries):
    body = messy_book(60, MENDED)
    assert bring_in(body, agency.id).counts()["create"] == 60
    before = session.execute(select(Person.id, Person.name_en, Person.phone, Person.born_on).order_by(Person.id)).all()
    words = session.scalar(select(func.count()).select_from(PersonWord))
    assert bring_in(body, agency.id).counts() == {"create": 0, "change": 0, "unchanged": 60, "wrong": 0, "warnings": 0}
    after = session.execute(select(Person.id, Person.name_en, Person.phone, Person.born_on).order_by(Person.id)).all()
    assert after == before
    assert session.scalar(select(func.count()).select_from(PersonWord)) == words


def test_wrong_rows_are_left_and_come_in_when_they_are_mended(session, bring_in, agency):
    assert bring_in(messy_book(60, HEADERS_MENDED), agency.id).counts()["wrong"] == WRONG_ROWS
    assert bring_in(messy_book(60, MENDED), agency.id).counts()["create"] == WRONG_ROWS


# --- changing ----------------------------------------------------------------------------------------------------


def test_what_is_written_changes_and_what_is_empty_stays(session, bring_in, make_person, agency, unit):
    person = make_person(service_number="LHR-1", name_en="Ali Khan", rank="Constable", agency=agency, email="a@b.pk")
    plan = bring_in(HEAD + "lhr 1,,Ali Ahmed Khan,,HC,PB-LHR,,,,,,,\n")
    assert [(each.column, each.old, each.new) for each in plan.rows[0].changes] == [
        ("name_en", "Ali Khan", "Ali Ahmed Khan"),
        ("rank", "Constable", "Head Constable"),
        ("agency", str(agency.id), str(unit.id)),
    ]
    person = person_with(session, "lhr1")
    assert (person.name_en, person.rank, person.agency_id) == ("Ali Ahmed Khan", "Head Constable", unit.id)
    assert (person.email, person.service_number) == ("a@b.pk", "LHR-1")
    assert "ahmed" in session.scalars(select(PersonWord.word).where(PersonWord.person_id == person.id)).all()


def test_the_same_telephone_number_in_another_spelling_is_no_change(session, look, make_person, agency):
    made = session.get_one(Person, make_person(service_number="L-1", name_en="Ali", agency=agency).id)
    made.phone = "+92 300 123 4567"
    session.commit()
    assert look("Service number,Phone\nL-1,0300-1234567\n").rows[0].state is State.UNCHANGED
    assert look("Service number,Phone\nL-1,0300-1234568\n").rows[0].state is State.CHANGE


def test_a_person_without_a_number_is_found_by_the_user_name_and_gets_it(session, bring_in, make_person, agency):
    made = make_person(service_number=None, user_name="a.khan", name_en="Ali Khan", agency=agency)
    bring_in(HEAD + "LHR-1,a.khan,Ali Khan,,,,,,,,,,\n")
    assert person_with(session, "lhr1").id == made.id
    assert person_with(session, "akhan").id == made.id
    assert "lhr1" in session.scalars(select(PersonWord.word).where(PersonWord.person_id == made.id)).all()


def test_an_old_number_of_a_person_stays_and_does_not_come_back(session, bring_in, make_person, agency):
    made = make_person(service_number="LHR-1", name_en="Ali", agency=agency)
    session.add(SignInName(name="old9", person_id=made.id))
    session.commit()
    bring_in("Service number,Name\nOLD-9,Ali Khan\n")
    person = person_with(session, "old9")
    assert (person.id, person.service_number, person.name_en) == (made.id, "LHR-1", "Ali Khan")
    assert "old9" in session.scalars(select(PersonWord.word).where(PersonWord.person_id == made.id)).all()


def test_a_record_that_was_joined_to_another_is_that_other_one(
    session, coordinator, bring_in, make_person, agency, now
):
    kept = make_person(service_number="LHR-1", name_en="Ali", agency=agency)
    gone = make_person(service_number="LHR-2", name_en="Ali", agency=agency)
    pair = record_queries.pair_to_join(session, coordinator, kept.id, gone.id)
    records.join_records(session, coordinator, *pair, now)
    session.commit()
    bring_in("Service number,Name\nLHR-2,Ali Khan\n")
    assert session.scalars(select(Person.name_en).where(Person.id == kept.id)).one() == "Ali Khan"


def test_a_deactivated_account_is_told_and_stays_off(session, bring_in, make_person, agency):
    made = session.get_one(Person, make_person(service_number="LHR-1", name_en="Ali", agency=agency).id)
    made.is_active = False
    session.commit()
    plan = bring_in("Service number,Name\nLHR-1,Ali Khan\n")
    assert "switched off" in plan.rows[0].warnings[0].message
    assert not person_with(session, "lhr1").is_active


def test_a_level_that_was_chosen_stays_when_a_list_changes_the_rank(session, bring_in, make_person, agency):
    by_rank, chosen = (make_person(service_number=number, rank="Constable", agency=agency) for number in ("L-1", "L-2"))
    session.get_one(Person, chosen.id).rank_band = RankBand.SENIOR
    session.get_one(Person, by_rank.id).rank_band = RankBand.JUNIOR
    session.commit()
    bring_in("Service number,Rank\nL-1,Inspector\nL-2,Inspector\n")
    assert [person_with(session, name).rank for name in ("l1", "l2")] == ["Inspector"] * 2
    assert [person_with(session, name).rank_band for name in ("l1", "l2")] == [RankBand.MID, RankBand.SENIOR]


SAME_PERSON = "The number belongs to %(name)s: is it the same person?"


@pytest.mark.parametrize(
    ("name", "urdu", "sex", "asked"),
    [
        ("Sara Javed", "سارہ جاوید", "", "Ali Raza"),
        ("", "سارہ جاوید", "", "علی رضا"),
        ("Ali Raza", "", "F", "Ali Raza"),
        ("Raza Ali", "", "M", None),
        ("Ali Khan", "", "", None),
        ("Aly Rza", "علی رضا", "", None),
        ("", "", "", None),
    ],
)
def test_a_number_with_the_name_or_the_sex_of_somebody_else_is_asked_about(
    bring_in, look, make_person, agency, name, urdu, sex, asked
):
    make_person(name_en="Clerk", service_number="C-9", agency=agency)
    bring_in("Service number,Name,نام,Sex\nL-1,Ali Raza,علی رضا,M\nL-2,Nadia,,\n", agency.id)
    plan = look(f"Service number,Name,نام,Sex\nL-1,{name},{urdu},{sex}\nL-2,Nadia,نادیہ,F\n")
    remarks = [(remark.message, remark.values["name"]) for row in plan.rows for remark in row.warnings]
    assert remarks == ([(SAME_PERSON, asked)] if asked else [])
    assert State.WRONG not in [row.state for row in plan.rows]
    assert plan.counts()["warnings"] == bool(asked)


# --- what is wrong -----------------------------------------------------------------------------------------------


def test_one_number_in_two_rows_is_told_with_both(look, agency):
    plan = look("Service number,Name\nL-1,Ali\nL-2,Sara\nl1,Akbar\nL-2,Sara\n", agency.id)
    assert [row.state for row in plan.rows] == [State.WRONG, State.CREATE, State.WRONG, State.UNCHANGED]
    assert plan.rows[0].errors[0].values == {"rows": "4"}
    assert plan.rows[2].errors[0].values == {"rows": "2"}
    assert plan.rows[3].warnings[0].values == {"row": "3"}
    assert "stands in row %(rows)s" in said(plan)[2][0]
    three = look("Service number,Name\nL-1,Ali\nl1,Akbar\nL1,Sara\n", agency.id)
    assert "stands in the rows %(rows)s" in said(three)[2][0]


def test_two_numbers_of_one_person_in_two_rows_are_told(session, look, make_person, agency, elsewhere):
    made = make_person(service_number="L-1", user_name="ali", name_en="Ali", agency=agency)
    session.add(SignInName(name="old9", person_id=made.id))
    other = make_person(service_number="ANF-1", agency=elsewhere)
    session.add(SignInName(name="anf2", person_id=other.id))
    session.commit()
    text = HEAD + "L-1,,Ali Khan,,,,,,,,,,\nOLD-9,,Ali Raza,,,,,,,,,,\n,ali,Ali Shah,,,,,,,,,,\n"
    plan = look(text + "ANF-1,,A,,,,,,,,,,\nANF-2,,B,,,,,,,,,,\n")
    assert [row.state for row in plan.rows] == [State.WRONG] * 5
    assert [row.errors[0].values for row in plan.rows[:3]] == [{"rows": "3, 4"}, {"rows": "2, 4"}, {"rows": "2, 3"}]
    assert "of the same person, under other numbers" in said(plan)[2][0]
    assert said(plan)[5] == ["This number belongs to somebody in another agency."]


def test_a_person_of_another_agency_is_refused_without_a_word_more(look, make_person, elsewhere, agency):
    make_person(service_number="ANF-1", name_en="Secret Name", agency=elsewhere)
    plan = look("Service number,Name\nANF-1,Ali\n", agency.id)
    assert said(plan) == {2: ["This number belongs to somebody in another agency."]}
    assert plan.rows[0].person_id is None
    assert "Secret" not in repr(plan)


def test_nobody_is_brought_into_another_agency(look, elsewhere, agency):
    for name in ("ANF", "Anti Narcotics Force", "اینٹی نارکوٹکس فورس", "Nowhere"):
        plan = look(f"Service number,Name,Agency\n1,Ali,{name}\n", agency.id)
        assert ["neither your agency" in each for each in said(plan)[2]] == [True], name


def test_units_of_the_same_name_are_told_apart_by_code(look, make_agency, agency):
    make_agency("HQ1", "Headquarters", "صدر دفتر ایک", parent=agency)
    second = make_agency("HQ2", "Headquarters", "صدر دفتر دو", parent=agency)
    assert "Several units" in said(look("Service number,Name,Agency\n1,Ali,Headquarters\n"))[2][0]
    assert look("Service number,Name,Agency\n1,Ali,hq2\n").rows[0].agency_id == second.id


def test_what_is_needed_and_missing_is_told(look):
    plan = look("Service number,Name\n,Ali\n1,\n2,Sara\n")
    assert "number is missing" in said(plan)[2][0]
    assert "name is missing" in said(plan)[3][0]
    assert "agency is missing" in said(plan)[4][0]


def test_the_number_of_one_and_the_user_name_of_another(look, make_person, agency):
    make_person(service_number="L-1", agency=agency)
    make_person(service_number=None, user_name="sara", agency=agency)
    assert "one person" in said(look(HEAD + "L-1,sara,Ali,,,,,,,,,,\n", agency.id))[2][0]


def test_an_account_that_may_do_more_is_not_changed_by_a_coordinator(look, make_person, agency, unit, viewer_of):
    make_person(service_number="T-1", roles=[Role.TRAINER], name_en="Tariq", agency=agency)
    text = "Service number,Name\nT-1,Somebody Else\n"
    assert "may do things" in said(look(text))[2][0]
    assert look("Service number,Name\nT-1,Tariq\n").rows[0].state is State.UNCHANGED
    administrator = viewer_of(make_person(roles=[Role.ADMINISTRATOR], service_number="A-1"))
    assert look(text, by=administrator).rows[0].state is State.CHANGE


def test_a_coordinator_of_a_unit_does_not_change_the_one_above(look, make_person, agency, unit, viewer_of):
    below = viewer_of(make_person(roles=[Role.COORDINATOR], agency=unit, service_number="C-2"))
    make_person(service_number="C-3", roles=[Role.COORDINATOR], coordinates=agency, agency=unit, name_en="Saima")
    assert "may do things" in said(look("Service number,Name\nC-3,Other\n", by=below))[2][0]


# --- all or nothing, as it was shown ------------------------------------------------------------------------------


@pytest.fixture
def kept(session, coordinator, agency, now):
    body = b"Service number,Name\nL-1,Ali\nL-2,Sara\n"
    roster = read(body, now.date())
    looked = (roster, actions.plan_for(session, coordinator, roster, agency.id))
    record = actions.keep_import(session, coordinator, body, "list.csv", agency.id, looked, now)
    session.commit()
    return record


def test_people_who_changed_meanwhile_make_another_plan(session, coordinator, kept, make_person, agency, now):
    shown = actions.version(kept)
    session.rollback()
    make_person(service_number="L-2", name_en="Zara", agency=agency)
    with pytest.raises(actions.PlanChanged):
        actions.apply_import(session, coordinator, kept, shown, now)
    session.rollback()
    assert session.scalars(select(Person).where(Person.service_number == "L-1")).all() == []
    actions.plan_again(session, coordinator, kept, now)
    assert kept.counts["change"] == 1
    with pytest.raises(actions.PlanChanged):
        actions.apply_import(session, coordinator, kept, shown, now)
    actions.apply_import(session, coordinator, kept, actions.version(kept), now)
    assert person_with(session, "l2").name_en == "Sara"


def test_a_second_click_does_nothing(session, coordinator, kept, now):
    for _click in range(2):
        actions.apply_import(session, coordinator, kept, actions.version(kept), now)
        session.commit()
    assert session.scalar(select(func.count()).where(AuditEntry.action == "brought in people")) == 1
    assert kept.content is None
    assert len(kept.counts["people"]) == 2


def test_two_who_bring_in_the_same_number_at_once(session, coordinator, kept, now, meanwhile, viewer_of, agency):
    body = b"Service number,Name\nL-1,Akbar\n"
    roster = read(body, now.date())

    def other(opened):
        looked = (roster, actions.plan_for(opened, coordinator, roster, agency.id))
        record = actions.keep_import(opened, coordinator, body, "x.csv", agency.id, looked, now)
        actions.apply_import(opened, coordinator, record, actions.version(record), now)

    actions.apply_import(session, coordinator, kept, actions.version(kept), now)
    raised = meanwhile(session, other)
    assert [type(each) for each in raised] in ([], [actions.PlanChanged])
    assert session.scalar(select(func.count()).where(SignInName.name == "l1")) == 1


def test_a_list_that_nobody_has_forgotten_yet_is_over_after_a_day_all_the_same(session, coordinator, kept, now):
    tomorrow = now + timedelta(hours=25)
    [listed] = queries.newest_imports(session, coordinator, now)
    assert listed.is_open
    [listed] = queries.newest_imports(session, coordinator, tomorrow)
    assert not listed.is_open
    with pytest.raises(actions.ImportOver):
        actions.apply_import(session, coordinator, kept, actions.version(kept), tomorrow)


def test_a_list_is_forgotten_after_a_day(session, coordinator, kept, now):
    forget_old_imports(session, now + timedelta(hours=23))
    session.refresh(kept)
    assert kept.content is not None
    forget_old_imports(session, now + timedelta(hours=25))
    session.refresh(kept)
    with pytest.raises(actions.ImportOver):
        actions.apply_import(session, coordinator, kept, "", now)


def test_a_list_is_its_owners_only(session, kept, make_person, viewer_of, agency):
    other = viewer_of(make_person(roles=[Role.COORDINATOR], agency=agency))
    with pytest.raises(Exception, match="No row"):
        queries.own_import(session, other, kept.id)


def test_the_audit_names_the_list_and_everybody_in_it(session, bring_in, make_person, agency):
    made = make_person(service_number="L-1", name_en="Ali", agency=agency)
    bring_in("Service number,Name\nL-1,Ali Khan\nL-2,Sara\n", agency.id)
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[-3:]
    record = session.scalars(select(PeopleImport)).one()
    assert [entry.action for entry in entries] == ["brought in people", "brought in", "changed by a list"]
    assert entries[0].subject == f"import {record.id}"
    assert json.loads(entries[0].details)["create"] == 1
    assert entries[1].subject == f"person {person_with(session, 'l2').id}"
    assert (entries[2].subject, json.loads(entries[2].details)["name_en"]) == (f"person {made.id}", ["Ali", "Ali Khan"])
    assert [entry.previous for entry in entries[1:]] == [entry.digest for entry in entries[:-1]]


@pytest.mark.slow
def test_the_number_of_statements_does_not_grow_with_the_list(session, coordinator, agency, now, count_queries):
    counts = []
    for people in (20, 200):
        roster = read(messy_book(people, MENDED, prefix=f"P{people}"), now.date())
        plan = actions.plan_for(session, coordinator, roster, agency.id)
        with count_queries() as statements:
            actions.carry_out(session, coordinator, plan, "a test", "list.xlsx", now)
        counts.append(len(statements))
        session.commit()
    assert counts[1] <= counts[0] + 6  # the driver sends some hundred rows at once


# --- slips -------------------------------------------------------------------------------------------------------


def test_slips_are_for_people_whom_the_viewer_may_let_in(
    session, coordinator, make_person, agency, unit, elsewhere, now
):
    own = make_person(agency=agency)
    under = make_person(agency=unit)
    with_password = make_person(agency=agency, password=PASSWORD)
    above = [make_person(agency=agency, roles=[role]) for role in (Role.TRAINER, Role.ADMINISTRATOR)]
    others = [make_person(agency=elsewhere), *above]
    everybody = [person.id for person in (own, under, with_password, *others)]
    found = queries.slip_holders(session, coordinator, everybody, now)
    assert [(holder.id, holder.has_password) for holder in found] == [
        (own.id, False),
        (under.id, False),
        (with_password.id, True),
    ]
    without = {holder.id for holder in queries.slip_holders(session, coordinator, None, now)}
    assert without == {coordinator.id, own.id, under.id}


def test_a_new_slip_ends_the_earlier_one(session, coordinator, make_person, agency, now):
    person = session.get_one(Person, make_person(agency=agency).id)
    old = actions.make_sign_in_code(session, person, now)
    code = new_code()
    actions.keep_codes(session, coordinator, {person.id: code}, now)
    session.commit()

    def try_with(code):
        tried = actions.begin_sign_in(session, person.service_number, "127.0.0.1", now)
        return actions.sign_in_with_code(session, tried, code, PASSWORD, False, "127.0.0.1", "", now)

    with pytest.raises(actions.SignInRefused):
        try_with(old)
    assert try_with(code.lower().replace("-", " "))
    with pytest.raises(actions.SignInRefused):
        try_with(code)


def test_a_slip_dies_after_thirty_days(session, coordinator, make_person, agency, now):
    person = make_person(agency=agency)
    actions.keep_codes(session, coordinator, {person.id: new_code()}, now)
    [row] = session.scalars(select(SignInCode)).all()
    assert row.expires_at == now + timedelta(days=30)


def test_codes_for_others_are_refused(session, coordinator, make_person, agency, elsewhere, now):
    codes = {make_person(agency=agency).id: new_code(), make_person(agency=elsewhere).id: new_code()}
    with pytest.raises(Refused, match="Look at the list again"):
        actions.keep_codes(session, coordinator, codes, now)
    assert session.scalars(select(SignInCode)).all() == []
