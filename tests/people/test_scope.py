"""Nobody sees the people of an agency that is not theirs: in no list, by no search, in no file, by no address."""

import pytest
from sqlalchemy import select

from lms.people import actions, queries
from lms.people.models import AuditEntry, Person
from lms.people.roles import Role

WITH_A_PERSON = [
    ("GET", "/people/{person}"),
    ("GET", "/people/{person}/edit"),
    ("POST", "/people/{person}/edit"),
    ("GET", "/people/{person}/move"),
    ("POST", "/people/{person}/move"),
    ("GET", "/people/{person}/deactivate"),
    ("POST", "/people/{person}/deactivate"),
    ("POST", "/people/{person}/reactivate"),
    ("POST", "/people/{person}/slip"),
    ("GET", "/people/{person}/join"),
    ("GET", "/people/{person}/join/{other}"),
    ("POST", "/people/{person}/join/{other}"),
    ("GET", "/people/corrections/{wish}"),
    ("POST", "/people/corrections/{wish}"),
    ("GET", "/agencies/{agency}"),
    ("POST", "/agencies/{agency}"),
]
FOR_ADMINISTRATORS = [("GET", "/people/{person}/roles"), ("POST", "/people/{person}/roles")]
LISTS = ["/people", "/people?q=sadia", "/people?q=ANF-1", "/people?agency={agency}", "/people/corrections", "/agencies"]


@pytest.fixture
def anf(make_agency):
    return make_agency("ANF", "Anti Narcotics Force")


@pytest.fixture
def officer(make_person, anf) -> Person:
    return make_person(name_en="Sadia Bibi", service_number="ANF-1", agency=anf)


@pytest.fixture
def addresses(session, officer, anf, viewer_of, now):
    """What stands in the places of an address."""
    own = queries.own_person(session, viewer_of(officer))
    actions.ask_correction(session, own, "Sadia Khanum", "", "", now)
    session.commit()
    wish = queries.open_correction(session, officer.id).id
    session.rollback()
    return {"person": officer.id, "wish": wish, "agency": anf.id, "other": officer.id}


@pytest.fixture
def stranger(make_person, make_agency) -> Person:
    return make_person(roles=[Role.COORDINATOR], agency=make_agency("FIA", "Federal Investigation Agency"))


@pytest.fixture
def coordinator(make_person, anf) -> Person:
    return make_person(roles=[Role.COORDINATOR], agency=anf)


def test_every_address_with_a_person_is_in_this_table(app) -> None:
    """A new address must be added above, so that it is tried too."""
    known = {address.format(person="<int:person_id>", wish="<int:correction_id>", agency="<int:agency_id>", other="<int:other_id>")
             for _method, address in WITH_A_PERSON + FOR_ADMINISTRATORS}  # fmt: skip
    there = {
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.arguments & {"person_id", "other_id", "correction_id", "agency_id"}
        and str(rule).startswith(("/people", "/agencies"))
    }  # fmt: skip
    assert there - known == set()


@pytest.mark.parametrize(("method", "address"), WITH_A_PERSON)
def test_a_coordinator_of_another_agency_finds_nothing_there(
    client, sign_in, stranger, addresses, stored, method, address
) -> None:
    before = stored(select(AuditEntry.id))
    answer = sign_in(client, stranger).open(address.format(**addresses), method=method, data={"reason": "x"})
    assert answer.status_code == 404
    assert "Sadia" not in answer.text
    assert stored(select(AuditEntry.id)) == before


@pytest.mark.parametrize(("method", "address"), WITH_A_PERSON + FOR_ADMINISTRATORS)
def test_an_officer_may_not_even_ask(client, sign_in, make_person, addresses, method, address) -> None:
    sign_in(client, make_person())
    assert client.open(address.format(**addresses), method=method).status_code == 403


@pytest.mark.parametrize(("method", "address"), FOR_ADMINISTRATORS)
def test_roles_are_for_administrators(client, sign_in, coordinator, addresses, method, address) -> None:
    sign_in(client, coordinator)
    assert client.open(address.format(**addresses), method=method).status_code == 403


@pytest.mark.parametrize("address", LISTS)
def test_lists_and_searches_show_nobody_of_another_agency(client, sign_in, stranger, addresses, address) -> None:
    shown = sign_in(client, stranger).get(address.format(**addresses))
    assert shown.status_code == 200
    for theirs in ("Sadia", "ANF-1<", "Anti Narcotics Force"):
        assert theirs not in shown.text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_files_hold_nobody_of_another_agency(client, sign_in, stranger, coordinator, addresses, form) -> None:
    asked = {"form": form, "q": "sadia", "agency": addresses["agency"]}
    theirs = sign_in(client, stranger).post("/people/download", data=asked)
    ours = sign_in(client, coordinator).post("/people/download", data=asked)
    assert theirs.status_code == ours.status_code == 200
    if form == "csv":
        assert len(theirs.text.splitlines()) == 1
        assert "Sadia Bibi" in ours.text
    else:
        assert len(ours.data) > len(theirs.data)


def test_nobody_is_moved_out_of_reach(client, sign_in, coordinator, stranger, officer, stored) -> None:
    sign_in(client, coordinator)
    target = {"agency_id": stranger.agency_id, "seen": officer.agency_id, "reason": ""}
    assert client.post(f"/people/{officer.id}/move", data=target).status_code == 422
    assert stored(select(Person.agency_id).where(Person.id == officer.id)) == [officer.agency_id]


def test_nobody_is_added_out_of_reach(client, sign_in, coordinator, stranger, stored) -> None:
    sign_in(client, coordinator)
    typed = {
        "name_en": "New",
        "service_number": "N-1",
        "agency_id": stranger.agency_id,
        "language": "ur",
        "extra_time": 0,
    }
    assert client.post("/people/new", data=typed | {"sex": "not stated"}).status_code == 422
    assert stored(select(Person.id).where(Person.name_en == "New")) == []


def test_no_unit_is_put_under_another_agency(client, sign_in, coordinator, stranger, anf) -> None:
    sign_in(client, coordinator)
    typed = {"name_en": "Unit", "name_ur": "یونٹ", "code": "UNIT", "parent_id": stranger.agency_id}
    assert client.post("/agencies/new", data=typed).status_code == 422
    assert client.post("/agencies/new", data=typed | {"parent_id": 0}).status_code == 422
    assert client.post("/agencies/new", data=typed | {"parent_id": anf.id}).status_code == 303
