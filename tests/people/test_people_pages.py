"""The pages of people, corrections, agencies and the own record, as people meet them."""

import csv
import io
from datetime import date, timedelta
from html import unescape

import openpyxl
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.days import day
from lms.people import actions
from lms.people.models import Agency, AuditEntry, Functioning, Person, Province, Sex
from lms.people.roles import Role
from lms.people.roster import State, read


@pytest.fixture
def anf(make_agency):
    return make_agency("ANF", "Anti Narcotics Force", "اینٹی نارکوٹکس فورس")


@pytest.fixture
def coordinator(client, sign_in, make_person, anf):
    """Signed in."""
    person = make_person(name_en="Saima Noor", roles=[Role.COORDINATOR], agency=anf)
    sign_in(client, person)
    return person


@pytest.fixture
def officer(make_person, anf):
    return make_person(
        name_en="Sadia Bibi", name_ur="صادیہ بی بی", service_number="ANF-2001", rank="Constable", agency=anf
    )


NEW = {
    "name_en": "Naveed Akhtar", "name_ur": "نوید اختر", "service_number": "ANF-77", "user_name": "", "rank": "hc",
    "rank_band": "", "province": "sindh", "sex": "male", "born_on": "1990-05-01", "phone": "۰۳۰۰ ۱۲۳۴۵۶۷",
    "email": "naveed@example.gov.pk", "language": "ur", "extra_time": "25",
}  # fmt: skip


def seen(page: str) -> dict[str, str]:
    """The hidden fields of a form: what its page showed."""
    found = {}
    for part in page.split('<input type="hidden" name="')[1:]:
        name, rest = part.split('" value="', 1)
        found[name] = unescape(rest.split('"', 1)[0])
    return {name: value for name, value in found.items() if name.startswith("seen-")}


def form_of(person: Person, **changes: object) -> dict[str, object]:
    return {
        "name_en": person.name_en, "name_ur": person.name_ur, "service_number": person.service_number,
        "user_name": "", "rank": "Constable", "rank_band": "", "province": "", "sex": "not stated", "born_on": "",
        "phone": "", "email": "", "language": "en", "extra_time": 0,
    } | changes  # fmt: skip


# --- the list --------------------------------------------------------------------------------------------


def test_a_person_is_added_and_found(client, coordinator, anf, stored) -> None:
    answer = client.post("/people/new", data=NEW | {"agency_id": anf.id}, follow_redirects=True)
    assert "The person is added." in answer.text
    (person,) = stored(select(Person).where(Person.service_number == "ANF-77"))
    assert (person.rank, person.rank_band, person.phone) == ("Head Constable", "junior", "0300 1234567")
    assert (person.extra_time, str(person.born_on), person.province) == (25, "1990-05-01", "sindh")
    for words in ("naveed", "anf۷۷"):
        assert "Naveed Akhtar" in client.get("/people", query_string={"q": words}).text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name_en": ""}, "This field is required."),
        ({"name_en": "؟؟؟"}, "A name has letters."),
        ({"name_ur": "؟؟؟"}, "Write the name in Urdu letters, or leave this empty."),
        ({"name_ur": "Naveed"}, "Write the name in Urdu letters, or leave this empty."),
        ({"service_number": ""}, "Give a service number or a user name"),
        ({"service_number": "anf 2001"}, "Somebody already signs in with “anf 2001”."),
        ({"born_on": "31.2.1990"}, "This is not a day."),
        ({"born_on": "2024-01-01"}, "Check the year of birth."),
        ({"email": "naveed"}, "An e-mail address looks like"),
        ({"email": "علی@example.pk"}, "An e-mail address looks like"),
        ({"phone": "call me"}, "A telephone number has digits"),
        ({"extra_time": "much"}, "Write a number from 0 to 300."),
        ({"extra_time": "301"}, "Write a number from 0 to 300."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    client, coordinator, officer, anf, wrong, told, stored
) -> None:
    answer = client.post("/people/new", data=NEW | {"agency_id": anf.id} | wrong)
    assert answer.status_code in (409, 422)
    assert told in answer.text
    assert "naveed@example.gov.pk" in answer.text or "email" in wrong
    assert stored(select(Person).where(Person.service_number == "ANF-77")) == []


def test_all_that_is_missing_is_told_at_once(client, coordinator, anf) -> None:
    answer = client.post("/people/new", data=NEW | {"agency_id": anf.id, "name_en": "", "service_number": ""})
    assert "This field is required." in answer.text
    assert "Give a service number or a user name" in answer.text


def test_an_urdu_name_in_the_latin_field_is_kept_as_both_and_told(client, coordinator, officer, anf, stored) -> None:
    told = "There is no name in Latin letters. Certificates in English will show the Urdu name."
    typed = NEW | {"agency_id": anf.id, "name_en": "نوید اختر", "name_ur": ""}
    assert told in client.post("/people/new", data=typed, follow_redirects=True).text
    (person,) = stored(select(Person).where(Person.service_number == "ANF-77"))
    assert (person.name_en, person.name_ur) == ("نوید اختر", "نوید اختر")
    page = client.get(f"/people/{officer.id}/edit").text
    for typed, is_told in (({"name_en": "صادیہ بی بی"}, True), ({"name_en": "صادیہ بی بی", "rank": "ASI"}, False)):
        answer = client.post(
            f"/people/{officer.id}/edit", data=form_of(officer, **typed) | seen(page), follow_redirects=True
        )
        assert "The record is saved." in answer.text
        assert (told in answer.text) == is_told
        page = client.get(f"/people/{officer.id}/edit").text


def test_an_empty_list_says_what_to_do(client, coordinator) -> None:
    assert "There is nobody in this list" in client.get("/people?state=deactivated").text
    assert "Nobody was found" in client.get("/people?q=xyz").text


def test_the_list_costs_the_same_for_few_and_for_many(client, coordinator, anf, engine, now, count_queries) -> None:
    with count_queries() as few:
        client.get("/people")
    with Session(engine) as opened:
        opened.add_all(
            Person(name_en=f"P {n}", service_number=f"N-{n}", agency_id=anf.id, created_at=now) for n in range(1000)
        )
        opened.commit()
    with count_queries() as many:
        shown = client.get("/people")
    assert len(many) == len(few)
    assert "more than 1,000" in shown.text
    older = unescape(shown.text.split('rel="next" href="')[1].split('"')[0])
    assert client.get(older).status_code == 200


def test_a_list_is_downloaded_and_the_audit_knows(client, coordinator, officer, stored) -> None:
    answer = client.post("/people/download", data={"form": "csv", "q": "sadia"})
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["name_ur"] for row in rows] == ["صادیہ بی بی"]
    assert (rows[0]["agency"], rows[0]["active"], rows[0]["has_signed_in"]) == ("ANF", "yes", "no")
    (entry,) = stored(select(AuditEntry).where(AuditEntry.action == "downloaded people"))
    assert '"words": "sadia"' in entry.details
    answer = client.post("/people/download", data={"form": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"Sadia Bibi", "Saima Noor"}
    assert client.post("/people/download", data={"form": "exe"}).status_code == 400


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_workbook_speaks_the_language_of_the_page_and_can_be_brought_in_again(
    client, sign_in, make_person, anf, session, viewer_of, now, language
) -> None:
    keeper = make_person(roles=[Role.COORDINATOR], agency=anf, language=language, name_en="Saima Noor")
    person = make_person(agency=anf, name_en="Gul Khan", name_ur="گل خان", language="ur", rank="Sub-Inspector")
    kept = {
        "sex": Sex.MALE,
        "province": Province.KHYBER_PAKHTUNKHWA,
        "born_on": date(1990, 3, 5),
        "phone": "03001234567",
    }
    session.execute(update(Person).where(Person.id == person.id).values(**kept))
    session.commit()
    body = sign_in(client, keeper).post("/people/download", data={"form": "xlsx", "q": "gul"}).data
    head, line = openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
    told = dict(zip(head, line, strict=True))
    sex, province = ("جنس", "صوبہ") if language == "ur" else ("Sex", "Province")
    words = ("مرد", "خیبر پختونخوا") if language == "ur" else ("Male", "Khyber Pakhtunkhwa")
    assert (told[sex], told[province]) == words
    plan = actions.plan_for(session, viewer_of(keeper), read(body, day(now)), anf.id)
    assert [row.state for row in plan.rows] == [State.UNCHANGED]
    assert (plan.unknown, plan.twice) == ((), ())
    assert {"name_en", "name_ur", "service_number", "rank", "province", "sex", "born_on", "phone", "language"} <= set(
        plan.columns
    )


# --- one record ------------------------------------------------------------------------------------------


def test_a_record_is_changed(client, coordinator, officer, stored) -> None:
    page = client.get(f"/people/{officer.id}/edit").text
    answer = client.post(
        f"/people/{officer.id}/edit",
        data=seen(page) | form_of(officer, name_en="Sadia Khanum", phone="0300 1234567"),
        follow_redirects=True,
    )
    assert "The record is saved." in answer.text
    assert "Sadia Khanum" in answer.text
    (person,) = stored(select(Person).where(Person.id == officer.id))
    assert (person.name_en, person.phone, person.rank_band) == ("Sadia Khanum", "0300 1234567", "junior")


def test_two_people_who_edit_one_record_do_not_overwrite_each_other(client, coordinator, officer, stored) -> None:
    page = client.get(f"/people/{officer.id}/edit").text
    address = f"/people/{officer.id}/edit"
    client.post(address, data=seen(page) | form_of(officer, name_en="Sadia One", phone="0300 1111111"))
    answer = client.post(address, data=seen(page) | form_of(officer, name_en="Sadia Two"))
    assert answer.status_code == 409
    assert "Somebody else has changed this meanwhile to “Sadia One”." in answer.text
    assert 'value="0300 1111111"' in answer.text  # what only the other changed is not put back
    kept = stored(select(Person).where(Person.id == officer.id))[0]
    assert (kept.name_en, kept.phone) == ("Sadia One", "0300 1111111")
    again = client.post(address, data=seen(answer.text) | form_of(officer, name_en="Sadia Two", phone="0300 1111111"))
    assert again.status_code == 303
    kept = stored(select(Person).where(Person.id == officer.id))[0]
    assert (kept.name_en, kept.phone) == ("Sadia Two", "0300 1111111")


def test_a_refused_number_keeps_what_was_typed(client, coordinator, officer, make_person, anf) -> None:
    make_person(service_number="ANF-3", agency=anf)
    page = client.get(f"/people/{officer.id}/edit").text
    typed = form_of(officer, service_number="anf 3", phone="0300 7654321")
    answer = client.post(f"/people/{officer.id}/edit", data=seen(page) | typed)
    assert answer.status_code == 409
    assert "Somebody already signs in with “anf 3”." in answer.text
    assert "0300 7654321" in answer.text


def test_a_person_is_moved_and_deactivated_and_activated_again(client, coordinator, officer, make_agency, anf) -> None:
    unit = make_agency("ANF-KHI", "ANF Karachi", parent=anf)
    moved = client.post(
        f"/people/{officer.id}/move",
        data={"agency_id": unit.id, "seen": anf.id, "reason": ""},
        follow_redirects=True,
    )
    assert "The person is moved." in moved.text
    assert "ANF Karachi" in moved.text
    address = f"/people/{officer.id}/deactivate"
    assert client.post(address, data={"reason": ""}).status_code == 422
    assert "Deactivated" in client.post(address, data={"reason": "left"}, follow_redirects=True).text
    assert client.post(address, data={"reason": "left"}).status_code == 409  # the second click
    back = client.post(f"/people/{officer.id}/reactivate", follow_redirects=True)
    assert "The account is active again." in back.text


def test_a_coordinator_is_told_what_only_an_administrator_changes(client, coordinator, make_person, anf) -> None:
    trainer = make_person(roles=[Role.TRAINER], agency=anf)
    page = client.get(f"/people/{trainer.id}").text
    assert "An administrator can change it." in page
    assert f"/people/{trainer.id}/edit" not in page
    assert client.get(f"/people/{trainer.id}/edit").status_code == 403


def test_an_administrator_gives_roles(client, sign_in, make_person, officer, anf) -> None:
    sign_in(client, make_person(roles=[Role.ADMINISTRATOR]))
    page = client.get(f"/people/{officer.id}/roles").text
    assert 'value="officer:"' in page
    typed = {"roles": ["officer", "coordinator"], "coordinates": anf.id, "seen": "officer:"}
    answer = client.post(f"/people/{officer.id}/roles", data=typed, follow_redirects=True)
    assert "The roles are saved." in answer.text
    again = client.post(f"/people/{officer.id}/roles", data=typed | {"roles": ["trainer"]})
    assert again.status_code == 409
    assert f'value="coordinator:{anf.id} officer:"' in again.text
    none = client.post(
        f"/people/{officer.id}/roles", data={"coordinates": anf.id, "seen": f"coordinator:{anf.id} officer:"}
    )
    assert "Choose one role at least." in none.text


# --- the own record --------------------------------------------------------------------------------------


def test_hidden_fields_that_hold_nonsense_are_no_error(client, sign_in, officer, coordinator) -> None:
    sign_in(client, coordinator)
    address = f"/people/{officer.id}/edit"
    nonsense = {f"seen-{name}": "x" for name in ("province", "sex", "rank_band", "born_on", "extra_time")}
    assert client.post(address, data=form_of(officer) | nonsense).status_code == 303


def test_an_officer_corrects_contact_data(client, sign_in, officer, stored) -> None:
    sign_in(client, officer)
    page = client.get("/account/contact").text
    typed = {"phone": "0300-1234567", "email": "s@example.pk", "born_on": "1992-02-03"}
    answer = client.post("/account/contact", data=seen(page) | typed, follow_redirects=True)
    assert "Your contact data is saved." in answer.text
    assert "3 February 1992" in answer.text
    (person,) = stored(select(Person).where(Person.id == officer.id))
    assert (person.phone, person.email) == ("0300-1234567", "s@example.pk")
    later = client.get("/account/contact").text
    assert "born_on" not in later
    clash = client.post("/account/contact", data=seen(page) | typed | {"phone": "0301-0000000"})
    assert clash.status_code == 409
    assert "0301-0000000" in clash.text


def test_a_correction_is_asked_for_decided_and_read(client, sign_in, officer, coordinator) -> None:
    sign_in(client, officer)
    typed = {"name_en": "Sadia Khanum", "name_ur": "سعدیہ خانم", "remark": "as on my CNIC"}
    answer = client.post("/account/name", data=typed, follow_redirects=True)
    assert "Your coordinator is looking at the spelling of your name" in answer.text
    assert client.post("/account/name", data=typed).status_code == 409  # the second click
    sign_in(client, coordinator)
    listed = client.get("/people/corrections").text
    assert "Sadia Khanum" in listed
    address = listed.split('<h2><a href="')[1].split('"')[0]
    assert "as on my CNIC" in client.get(address).text
    assert client.post(address, data={"decision": "refuse", "answer": ""}).status_code == 422
    done = client.post(address, data={"decision": "approve", "answer": "Thank you."}, follow_redirects=True)
    assert "The name is corrected." in done.text
    assert "corrected ones" not in done.text  # nobody has issued a certificate
    assert "The name before: <bdi>Sadia Bibi</bdi>" in done.text
    decided = client.get(address).text
    for name in ("Sadia Bibi", "صادیہ بی بی", "Sadia Khanum", "سعدیہ خانم", "Thank you.", "Approved"):
        assert name in decided
    assert client.post(address, data={"decision": "approve"}).status_code == 409
    sign_in(client, officer)
    account = client.get("/account").text
    assert "Sadia Khanum" in account
    assert "Thank you." in account


def test_a_name_without_letters_is_not_asked_for(client, sign_in, make_person, officer, anf) -> None:
    sign_in(client, officer)
    for wrong, told in (
        ({"name_en": "؟؟؟"}, "A name has letters."),
        ({"name_en": "سعدیہ"}, "Write the name in Latin letters."),
        ({"name_ur": "؟؟؟"}, "Write the name in Urdu letters, or leave this empty."),
    ):
        answer = client.post("/account/name", data={"name_en": "Sadia", "name_ur": "سعدیہ"} | wrong)
        assert (answer.status_code, told in answer.text) == (422, True), wrong


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(("صادیہ", "سعدیہ"), id="the Urdu field"),
        pytest.param(("سعدیہ", "صادیہ"), id="the Latin field"),
        pytest.param(("سعدیہ", ""), id="the Latin field alone"),
        pytest.param(("سعدیہ", "سعدیہ"), id="both"),
    ],
)
def test_a_name_known_only_in_urdu_is_corrected_in_both_places(
    client, sign_in, make_person, coordinator, anf, stored, typed
) -> None:
    person = make_person(name_en="صادیہ", name_ur="صادیہ", agency=anf)
    sign_in(client, person)
    assert client.post("/account/name", data={"name_en": "صادیہ", "name_ur": ""}).status_code == 422  # as it is
    data = dict(zip(("name_en", "name_ur"), typed, strict=True))
    assert client.post("/account/name", data=data).status_code == 303
    sign_in(client, coordinator)
    address = client.get("/people/corrections").text.split('<h2><a href="')[1].split('"')[0]
    assert client.post(address, data={"decision": "approve", "answer": ""}).status_code == 303
    (corrected,) = stored(select(Person).where(Person.id == person.id))
    assert (corrected.name_en, corrected.name_ur) == ("سعدیہ", "سعدیہ")


def test_a_correction_is_withdrawn(client, sign_in, officer) -> None:
    sign_in(client, officer)
    client.post("/account/name", data={"name_en": "Sadia Khanum", "name_ur": ""})
    assert "Withdraw" in client.get("/account/name").text
    answer = client.post("/account/name/withdraw", follow_redirects=True)
    assert "The correction is withdrawn." in answer.text
    assert "looking at" not in answer.text


def test_answers_on_functioning_are_the_persons_own(client, sign_in, officer, coordinator, stored) -> None:
    sign_in(client, officer)
    client.post("/account/functioning", data={"seeing": "3", "walking": ""})
    page = client.get("/account/functioning")
    assert 'checked id="seeing-2"' in page.text
    assert "no-store" in page.headers["Cache-Control"]
    (row,) = stored(select(Functioning))
    assert (row.seeing, row.walking) == (3, None)
    assert client.post("/account/functioning", data={"seeing": "9"}).status_code == 422
    sign_in(client, coordinator)
    assert "difficulty" not in client.get(f"/people/{officer.id}").text.lower()
    sign_in(client, officer)
    assert "deleted" in client.post("/account/functioning/delete", follow_redirects=True).text
    assert stored(select(Functioning)) == []


def test_what_was_typed_survives_the_end_of_a_session(client, officer) -> None:
    answer = client.post("/account/contact", data={"phone": "0300-1234567"})
    assert answer.status_code == 401
    assert "0300-1234567" in answer.text


# --- agencies --------------------------------------------------------------------------------------------


def test_a_coordinator_adds_and_renames_units_but_not_the_own_agency(client, coordinator, anf, stored) -> None:
    typed = {"name_en": "ANF Karachi", "name_ur": "اے این ایف کراچی", "code": "anf-khi", "parent_id": anf.id}
    assert "New agency" not in client.get("/agencies/new").text
    assert "The unit is added." in client.post("/agencies/new", data=typed, follow_redirects=True).text
    assert client.post("/agencies/new", data=typed).status_code == 409
    (unit,) = stored(select(Agency).where(Agency.code == "ANF-KHI"))
    page = client.get(f"/agencies/{unit.id}").text
    changed = seen(page) | {"name_en": "ANF Sindh", "name_ur": unit.name_ur, "parent_id": anf.id}
    assert client.post(f"/agencies/{unit.id}", data=changed).status_code == 303
    clash = client.post(f"/agencies/{unit.id}", data=changed | {"name_en": "ANF South"})
    assert clash.status_code == 409
    listed = client.get("/agencies").text
    assert "ANF Sindh" in listed
    assert "2 active people" not in listed
    assert "1 active person" in listed
    assert client.get(f"/agencies/{anf.id}").status_code == 403


def test_an_administrator_moves_an_agency_to_the_top(client, sign_in, make_person, make_agency, anf, stored) -> None:
    unit = make_agency("ANF-KHI", "ANF Karachi", parent=anf)
    sign_in(client, make_person(roles=[Role.ADMINISTRATOR]))
    page = client.get(f"/agencies/{unit.id}").text
    moved = seen(page) | {"name_en": unit.name_en, "name_ur": unit.name_ur, "parent_id": 0}
    assert "New agency or unit" in client.get("/agencies/new").text
    assert "The agency is saved." in client.post(f"/agencies/{unit.id}", data=moved, follow_redirects=True).text
    assert stored(select(Agency.parent_id).where(Agency.id == unit.id)) == [None]


def test_slips_are_seen_in_the_list(client, coordinator, officer, engine, now) -> None:
    assert "No slip yet" in client.get("/people?q=sadia").text
    with Session(engine) as opened:
        actions.make_sign_in_code(opened, officer, now - timedelta(days=1))
        opened.commit()
    assert "Has a slip" in client.get("/people?q=sadia").text
