"""Who is found in the lists of people, and what it costs."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from lms.people import actions, queries
from lms.people.models import Person
from lms.people.queries import State, Wanted
from lms.people.roles import Role


@pytest.fixture
def anf(make_agency):
    return make_agency("ANF")


@pytest.fixture
def coordinator(make_person, viewer_of, anf):
    return viewer_of(
        make_person(roles=[Role.COORDINATOR], agency=anf, name_en="Saima Noor", password="seven brown camels sleep")
    )


@pytest.fixture
def found(session, coordinator, now):
    """`found("words", state=…)`: the names on the first page."""

    def ask(words="", viewer=coordinator, **given):
        session.rollback()
        return [person.name_en for person in queries.people(session, viewer, Wanted(words, **given), now)]

    return ask


def test_each_agency_sees_its_own_people_and_those_of_its_units(found, make_agency, make_person, anf) -> None:
    unit = make_agency("ANF-KHI", parent=anf)
    make_person(name_en="In the agency", agency=anf)
    make_person(name_en="In the unit", agency=unit)
    make_person(name_en="Elsewhere", agency=make_agency("FIA"))
    make_person(name_en="Nowhere")
    assert found() == ["In the unit", "In the agency", "Saima Noor"]
    assert found(agency_id=unit.id) == ["In the unit"]


def test_an_agency_out_of_reach_has_nobody_even_if_it_is_named(found, make_agency, make_person) -> None:
    other = make_agency("FIA")
    make_person(agency=other)
    assert found(agency_id=other.id) == []


def test_who_looks_after_the_programme_sees_everybody_in_an_agency(
    found, make_agency, make_person, viewer_of, anf
) -> None:
    programme = make_agency("PK")
    inside = make_agency("FC", parent=programme)
    make_person(name_en="Inside", agency=inside)
    make_person(name_en="Beside", agency=anf)
    over_all = viewer_of(make_person(roles=[Role.COORDINATOR], agency=programme, name_en="Maryam"))
    assert found(viewer=over_all) == ["Maryam", "Inside"]


def test_administrators_see_everybody_and_officers_nobody(found, make_person, viewer_of, anf) -> None:
    make_person(name_en="Nowhere")
    administrator = viewer_of(make_person(roles=[Role.ADMINISTRATOR], name_en="Adeel"))
    officer = viewer_of(make_person(agency=anf, name_en="Naveed"))
    assert found(viewer=administrator) == ["Naveed", "Adeel", "Nowhere", "Saima Noor"]
    assert found(viewer=officer) == []


@pytest.mark.parametrize(
    "typed",
    ["sadia", "SADIA bi", "بی بی", "صاد", "ANF-2001", "anf 2001", "anf2001", "2001", "۲۰۰۱", "ANF 20 01", "sadia 2001"],
)
def test_a_person_is_found_by_name_and_number_however_they_are_typed(found, make_person, anf, typed) -> None:
    make_person(name_en="Sadia Bibi", name_ur="صادیہ بی بی", service_number="ANF-2001", agency=anf)
    make_person(name_en="Naveed Akhtar", name_ur="نوید اختر", service_number="ANF-3333", agency=anf)
    assert found(typed) == ["Sadia Bibi"]


def test_all_words_must_be_there(found, make_person, anf) -> None:
    make_person(name_en="Sadia Bibi", agency=anf)
    assert found("sadia khan") == []


@pytest.fixture
def in_each_list(session, make_person, anf, now):
    make_person(name_en="Without", agency=anf)
    slip = make_person(name_en="Slip", agency=anf)
    too_old = make_person(name_en="Too old", agency=anf)
    make_person(name_en="Signs in", agency=anf, password="seven brown camels sleep")
    gone = make_person(name_en="Gone", agency=anf)
    joined = make_person(name_en="Joined", agency=anf)
    actions.make_sign_in_code(session, slip, now)
    actions.make_sign_in_code(session, too_old, now - timedelta(days=31))
    session.execute(update(Person).where(Person.id.in_([gone.id, joined.id])).values(is_active=False))
    session.execute(update(Person).where(Person.id == joined.id).values(merged_into_id=slip.id))
    session.commit()


def test_the_lists(found, in_each_list) -> None:
    assert found(state=State.ACTIVE) == ["Signs in", "Too old", "Slip", "Without", "Saima Noor"]
    assert found(state=State.NEVER_SIGNED_IN) == ["Too old", "Slip", "Without"]
    assert found(state=State.WITHOUT_SLIP) == ["Too old", "Without"]
    assert found(state=State.DEACTIVATED) == ["Gone"]


def test_the_lists_are_counted(session, coordinator, in_each_list, now) -> None:
    counted = queries.counts(session, coordinator, Wanted(), now)
    assert counted == {
        State.ACTIVE: 5,
        State.NEVER_SIGNED_IN: 3,
        State.WITHOUT_SLIP: 2,
        State.DEACTIVATED: 1,
    }
    assert queries.counts(session, coordinator, Wanted("slip"), now)[State.ACTIVE] == 1


@pytest.fixture
def crowd(session, anf, now):
    """More people than stand on one page, in the order in which they were added."""
    people = [
        Person(name_en=f"P {n}", service_number=f"N-{n}", agency_id=anf.id, created_at=now)
        for n in range(queries.PAGE + 3)
    ]
    session.add_all(people)
    session.commit()
    return [person.id for person in people]


def test_pages_follow_each_other_without_gap(session, crowd, coordinator, now) -> None:
    first = [person.id for person in queries.people(session, coordinator, Wanted(), now)]
    assert len(first) == queries.PAGE + 1
    second = [person.id for person in queries.people(session, coordinator, Wanted(), now, before=first[-2])]
    assert first[: queries.PAGE] + second == [coordinator.id, *reversed(crowd)]


def test_everybody_of_a_list_is_downloaded_in_batches(session, crowd, coordinator, now) -> None:
    rows = list(queries.every(session, coordinator, Wanted(), now, batch=7))
    assert [person.id for person, _agency in rows] == [*crowd, coordinator.id]
    assert {agency.code for _person, agency in rows} == {"ANF"}
