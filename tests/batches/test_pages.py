"""Pages of batches, in words that a coordinator sees; and nobody else sees them."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.batches import actions
from lms.batches.models import Batch, BatchMember, LearningPath
from lms.days import day
from lms.learning.models import Enrolment
from lms.people.roles import Role


@pytest.fixture
def typed(now):
    """`typed(name="…")`: the form of a batch, filled in."""

    def make(**given):
        today = day(now)
        filled = {"name": "Rohri, first group", "starts_on": today, "due_on": today + timedelta(days=10)}
        return filled | {"courses": ["front-desk", "back-door"]} | given

    return make


@pytest.fixture
def here(client, sign_in, coordinator):
    """The coordinator's browser."""
    return sign_in(client, coordinator)


def text_of(answer):
    return answer.get_data(as_text=True)


def test_a_coordinator_makes_a_batch_and_brings_people_in(here, courses, agency, officers, typed, stored):
    one, two = officers(2)
    assert "There is no batch yet" in text_of(here.get("/batches"))
    made = here.post("/batches", data=typed(agency=agency.id, venue="Rohri, hall 2"))
    assert made.status_code == 303
    [batch] = stored(select(Batch))
    assert made.location == f"/batches/{batch.id}/members/add"
    adding = text_of(here.get(made.location))
    assert "The batch is made. Now bring people in." in adding
    found = text_of(here.get(f"{made.location}?q={one.name_en}"))
    assert one.service_number in found
    assert two.service_number not in found
    here.post(f"/batches/{batch.id}/members", data={"person": one.id})
    answer = here.post(f"/batches/{batch.id}/members/numbers", data={"numbers": f"{two.service_number}\n"})
    page = text_of(here.get(answer.location))
    assert "1 person was added." in page
    assert one.name_en in page
    assert two.name_en in page
    assert len(stored(select(Enrolment))) == 4
    overview = text_of(here.get(f"/batches/{batch.id}"))
    for words in ("Rohri, first group", "The front desk", "The back door", "2 people", "Rohri, hall 2"):
        assert words in overview
    listed = text_of(here.get("/batches?q=ROHRI"))
    assert "2 members · 2 courses" in listed
    assert "No batch was found" in text_of(here.get("/batches?q=karachi"))


def options(page, name):
    """What a list in a form offers, and what is chosen in it."""
    [part] = re.findall(rf'<select[^>]* id="{name}".*?</select>', page, re.DOTALL)
    every = re.findall(r"<option([^>]*)>([^<]*)", part)
    return [unescape(words).strip() for _, words in every], [words for how, words in every if "selected" in how]


def test_a_batch_is_of_the_own_agency_unless_another_is_chosen(here, agency, make_agency, make_batch):
    make_agency("AAA", "A station that comes first", parent=agency)
    offered = ["Police", "A station that comes first"]
    assert options(text_of(here.get("/batches/new")), "agency") == (offered, ["Police"])
    assert options(text_of(here.get(f"/batches/{make_batch(courses=()).id}/members/add")), "unit")[0] == offered


def test_an_administrator_is_asked_for_the_agency(client, sign_in, make_person, make_agency, courses, typed, stored):
    make_agency()
    admin = sign_in(client, make_person([Role.ADMINISTRATOR]))
    offered, chosen = options(text_of(admin.get("/batches/new")), "agency")
    assert offered[0] == "Choose an agency."
    assert chosen == ["Choose an agency."]
    make_agency()
    answer = admin.post("/batches", data=typed(agency=""))
    assert answer.status_code == 422
    assert text_of(answer).count("Choose an agency.") > 1
    assert stored(select(Batch)) == []


def test_what_is_wrong_with_a_batch_is_said_and_nothing_typed_is_lost(here, courses, agency, typed, stored, now):
    wrong = typed(
        agency=agency.id, name=" ", due_on=day(now) - timedelta(days=1), trainer="nobody", note="Bring the register."
    )
    answer = here.post("/batches", data=wrong)
    assert answer.status_code == 422
    page = text_of(answer)
    for words in ("Write a name.", "This is before the first day.", "No trainer signs in with this name."):
        assert words in page
    assert "Bring the register." in page
    assert page.count(" checked") == 2
    assert "This is not a day" in text_of(here.post("/batches", data=typed(agency=agency.id, starts_on="tomorrow")))
    assert stored(select(Batch)) == []


def test_a_batch_is_made_for_no_other_agency(here, courses, stranger, unit, typed, stored):
    answer = here.post("/batches", data=typed(agency=stranger.agency_id))
    assert answer.status_code == 422
    assert "Choose an agency." in text_of(answer)
    assert here.post("/batches", data=typed(agency=unit.id)).status_code == 303
    assert [batch.agency_id for batch in stored(select(Batch))] == [unit.id]


def test_lines_that_are_left_stay_to_be_mended(here, courses, officers, make_batch, make_person, stranger, stored):
    [one] = officers(1)
    make_person(agency=None, service_number="XX-9")
    batch = make_batch()
    answer = here.post(
        f"/batches/{batch.id}/members/numbers", data={"numbers": f"{one.service_number}\nXX-9\nnever-seen"}
    )
    assert answer.status_code == 422
    page = text_of(answer)
    assert "1 person was added." in page
    assert "never-seen\nXX-9</textarea>" in page.replace("\r", "")
    assert "of another agency" in page
    assert [row.person_id for row in stored(select(BatchMember))] == [one.id]
    assert "Write at least one number." in text_of(
        here.post(f"/batches/{batch.id}/members/numbers", data={"numbers": "\n"})
    )


def test_a_learning_path_brings_its_published_courses(client, sign_in, make_person, courses, agency, typed, stored):
    administrator = make_person([Role.ADMINISTRATOR], agency=agency)
    here = sign_in(client, administrator)
    named = {"name_en": "Desk work", "name_ur": "دفتری کام", "courses": "back-door\nnot-written-yet\nfront-desk"}
    assert "is not the name of a course" in text_of(here.post("/paths", data=named | {"courses": "Front Desk!"}))
    here.post("/paths", data=named)
    [path] = stored(select(LearningPath))
    page = text_of(here.get(f"/paths/{path.id}"))
    assert "The back door" in page
    assert "not-written-yet" in page
    assert "Not published" in page
    assert "3 courses · 2 published" in text_of(here.get("/paths"))
    answer = here.post("/batches", data=typed(agency=agency.id, courses=[], path=path.id))
    [batch] = stored(select(Batch))
    assert answer.status_code == 303
    overview = text_of(here.get(f"/batches/{batch.id}"))
    assert overview.index("The back door") < overview.index("The front desk")


def test_only_administrators_set_learning_paths(here):
    assert here.get("/paths").status_code == 200
    for answer in (
        here.get("/paths/new"),
        here.post("/paths"),
        here.post("/paths/1/edit"),
        here.post("/paths/1/remove"),
    ):
        assert answer.status_code == 403


def hidden(page):
    """What a page sends back of what it showed."""
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="(seen-[a-z_]+)" value="([^"]*)">', text_of(page)):
        found.setdefault(name, []).append(unescape(value))
    return found


def test_of_two_who_change_a_batch_nobody_takes_back_what_the_other_did(here, courses, make_batch, typed, stored, now):
    batch = make_batch(due=10, courses=["front-desk"])
    address = f"/batches/{batch.id}/edit"
    shown = hidden(here.get(address))
    today, later = day(now), day(now) + timedelta(days=20)
    here.post(address, data=shown | typed(courses=["front-desk", "back-door"], due_on=later, venue="Hall 2"))
    older = typed(courses=["front-desk"], name="Sukkur", note="Bring\r\npens")
    assert here.post(address, data=shown | older).status_code == 303
    [kept] = stored(select(Batch).options(selectinload(Batch.courses)))
    assert (kept.name, kept.due_on, kept.venue, len(kept.courses)) == ("Sukkur", later, "Hall 2", 2)
    clash = here.post(address, data=shown | older | {"due_on": today, "name": "Larkana"})
    assert clash.status_code == 409
    assert "Somebody else has changed this meanwhile" in text_of(clash)
    assert 'value="Larkana"' in text_of(clash)
    again = hidden(clash) | typed(courses=["front-desk"], name="Larkana", venue="Hall 2", due_on=today)
    assert here.post(address, data=again).status_code == 303
    [kept] = stored(select(Batch).options(selectinload(Batch.courses)))
    assert (kept.name, kept.due_on, len(kept.courses)) == ("Larkana", today, 1)


def test_days_of_two_that_do_not_fit_are_told(here, courses, make_batch, typed, now):
    batch = make_batch(due=10)
    address = f"/batches/{batch.id}/edit"
    shown, soon = hidden(here.get(address)), day(now) + timedelta(days=2)
    here.post(address, data=shown | typed(due_on=soon))
    late = typed(starts_on=day(now) + timedelta(days=5))
    answer = here.post(address, data=shown | late)
    assert answer.status_code == 422
    assert "is before the first day" in text_of(answer)


def test_a_path_that_was_removed_meanwhile_is_told(here, courses, agency, make_batch, typed, stored):
    answer = here.post("/batches", data=typed(agency=agency.id, path=777))
    assert answer.status_code == 422
    assert "This learning path is not there any more." in text_of(answer)
    batch = make_batch()
    shown = hidden(here.get(f"/batches/{batch.id}/edit"))
    assert here.post(f"/batches/{batch.id}/edit", data=shown | typed(path=777)).status_code == 422


def test_editing_closing_copying(here, courses, officers, make_batch, typed, stored):
    batch = make_batch(officers(1), due=10)
    form = here.get(f"/batches/{batch.id}/edit")
    assert 'value="Rohri, first group"' in text_of(form)
    here.post(f"/batches/{batch.id}/edit", data=hidden(form) | typed(name="Sukkur", courses=["back-door"]))
    assert "Sukkur" in text_of(here.get(f"/batches/{batch.id}"))
    here.post(f"/batches/{batch.id}/close")
    assert "Open the batch again" in text_of(here.get(f"/batches/{batch.id}"))
    assert here.post(f"/batches/{batch.id}/edit", data=typed()).status_code == 409
    assert "Sukkur" not in text_of(here.get("/batches"))
    assert "Sukkur" in text_of(here.get("/batches?show=closed"))
    here.post(f"/batches/{batch.id}/reopen")
    assert stored(select(Batch.closed_at)) == [None]
    copied = text_of(here.get(f"/batches/new?like={batch.id}"))
    assert 'value="Sukkur (copy)"' in copied
    assert copied.count(" checked") == 1


def test_somebody_is_taken_out_after_a_question(here, courses, officers, make_batch, stored):
    [one] = officers(1)
    batch = make_batch([one])
    asked = f"/batches/{batch.id}/members/{one.id}/remove"
    assert one.name_en in text_of(here.get(asked))
    here.post(asked)
    assert stored(select(BatchMember)) == []
    assert here.get(asked).status_code == 404


def test_a_coordinator_of_another_agency_finds_nothing(
    client, sign_in, stranger, courses, officers, make_batch, stored
):
    [one] = officers(1)
    batch = make_batch([one])
    here = sign_in(client, stranger)
    assert "Rohri" not in text_of(here.get("/batches"))
    assert here.get(f"/batches/new?like={batch.id}").status_code == 404
    at = f"/batches/{batch.id}"
    pages = ("", "/edit", "/members", "/members/add", f"/members/{one.id}/remove")
    assert [here.get(at + page).status_code for page in pages] == [404] * len(pages)
    acts = ("/edit", "/close", "/reopen", "/members", "/members/numbers", "/members/unit", "/members/batch")
    acts += (f"/members/{one.id}/remove",)
    filled = {"person": one.id, "numbers": one.service_number, "source": batch.id}
    assert [here.post(at + act, data=filled).status_code for act in acts] == [404] * len(acts)
    assert len(stored(select(BatchMember))) == 1


def test_members_are_not_taken_over_from_a_batch_that_one_may_not_see(
    client, sign_in, stranger, viewer_of, courses, officers, make_batch, session, plan, now, stored
):
    hidden = make_batch(officers(1))
    own = actions.create_batch(session, viewer_of(stranger), stranger.agency_id, plan(), now)
    session.commit()
    here = sign_in(client, stranger)
    assert here.post(f"/batches/{own.id}/members/batch", data={"source": hidden.id}).status_code == 404


def test_the_trainer_of_a_batch_reads_and_changes_nothing(
    client, sign_in, make_person, make_agency, courses, officers, make_batch
):
    trainer = make_person([Role.TRAINER], agency=make_agency("UNODC"), user_name="a.trainer", service_number=None)
    [one] = officers(1)
    batch = make_batch([one], trainer_id=trainer.id)
    other = make_batch(name="Not this trainer's")
    here = sign_in(client, trainer)
    listed = text_of(here.get("/batches"))
    assert "Rohri" in listed
    assert "Not this trainer" not in listed
    assert "New batch" not in listed
    assert one.name_en in text_of(here.get(f"/batches/{batch.id}/members"))
    page = text_of(here.get(f"/batches/{batch.id}"))
    assert "Change the batch" not in page
    assert here.get(f"/batches/{other.id}").status_code == 404
    assert here.get(f"/batches/{batch.id}/edit").status_code == 403
    assert here.post(f"/batches/{batch.id}/close").status_code == 403


def test_officers_have_no_batches_to_keep(client, sign_in, make_person, agency):
    here = sign_in(client, make_person(agency=agency))
    assert here.get("/batches").status_code == 403
    assert "/batches" not in text_of(here.get("/"))


@pytest.mark.slow
def test_lists_are_paged_and_ask_the_same_of_many(here, courses, officers, make_batch, count_queries):
    batch = make_batch(officers(2))
    for number in range(4):
        make_batch(name=f"Group {number}")

    def asked(address):
        with count_queries() as queries:
            assert here.get(address).status_code == 200
        return len(queries)

    few = asked("/batches"), asked(f"/batches/{batch.id}/members"), asked(f"/batches/{batch.id}")
    more = make_batch(officers(60), name="A large one")
    for number in range(60):
        make_batch(name=f"More {number}")
    assert few == (asked("/batches"), asked(f"/batches/{more.id}/members"), asked(f"/batches/{more.id}"))
    first = text_of(here.get("/batches"))
    assert "More 59" in first
    assert "Rohri" not in first
    assert "Rohri" in text_of(here.get(f"/batches?before={more.id}"))
    assert "Next" in text_of(here.get(f"/batches/{more.id}/members"))


def test_keys_that_are_none_are_nobodys(here, courses, officers, make_batch, stored):
    batch = make_batch(officers(1))
    large = {"person": "99999999999999999999", "source": "99999999999999999999", "enrolment": "-99999999999999999999"}
    for act in ("/members", "/members/unit", "/members/batch"):
        assert here.post(f"/batches/{batch.id}{act}", data=large).status_code == 303
    answer = here.post(f"/batches/{batch.id}/progress", data=large | {"act": "remind"})
    assert answer.status_code == 422
    assert "Nobody was ticked." in answer.text
    assert len(stored(select(BatchMember))) == 1


def test_what_is_not_a_number_is_not_found(here):
    assert here.get("/batches/99999999999").status_code == 404
    assert here.get("/batches?before=nonsense").status_code == 200
    assert here.get("/batches/new?like=99999999999999999").status_code in (200, 404)
