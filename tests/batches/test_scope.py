"""Members who have moved to another agency since: its coordinator's people, no longer those of the batch's coordinator."""

import pytest
from sqlalchemy import select

from lms.batches import actions, queries
from lms.batches.queries import Wanted
from lms.batches.standing import Standing
from lms.learning.models import Enrolment
from lms.live import actions as live
from lms.live import queries as sessions
from lms.live.models import Attendance, AttendanceWay, LiveKind
from lms.people.models import Agency, Person
from lms.people.roles import Role


@pytest.fixture
def moved(session, officers, make_batch, stranger, courses):
    """A batch of two, its number two moved to the stranger's agency."""
    stays, goes = officers(2)
    batch = make_batch([stays, goes])
    session.get_one(Person, goes.id).agency_id = stranger.agency_id
    session.commit()
    return batch, stays, goes


def test_whoever_has_moved_is_in_no_list_and_no_figure(session, by, moved, now):
    batch, stays, _goes = moved
    taught = queries.taught(session, batch.id, "en")
    assert [row.person.id for row in queries.members(session, by, batch)] == [stays.id]
    assert queries.member_count(session, by, batch) == 1
    assert [row.members for row in queries.batches(session, by)] == [1]
    for wanted in (Wanted(), Wanted(taught[0]), Wanted(standing=Standing.NOT_STARTED)):
        assert [row.person.id for row in queries.followed(session, by, batch, taught, wanted, now)] == [stays.id]
    figures = queries.figures(session, by, batch, taught, now)
    assert [figures[key].all for key in (None, taught[0].id)] == [1, 1]
    ids = session.scalars(select(Enrolment.id)).all()
    chosen = queries.enrolments_to_change(session, by, batch, ids)
    assert {each.person_id for each in chosen} == {stays.id}


def test_an_administrator_sees_everybody_and_the_trainer_the_agency(
    session, by, moved, make_person, viewer_of, plan, now
):
    batch, stays, _goes = moved
    administrator, trainer = (viewer_of(make_person([role])) for role in (Role.ADMINISTRATOR, Role.TRAINER))
    actions.change_batch(session, by, batch, plan(trainer_id=trainer.id), now)
    session.commit()
    assert queries.member_count(session, administrator, batch) == 2
    assert [row.person.id for row in queries.members(session, trainer, batch)] == [stays.id]
    assert [row.members for row in queries.batches(session, trainer)] == [1]


def test_with_a_unit_its_people_leave(session, by, moved, unit, stranger):
    batch, _stays, _goes = moved
    session.get_one(Agency, unit.id).parent_id = stranger.agency_id
    session.commit()
    assert queries.members(session, by, batch) == []


def test_attendance_is_taken_of_who_is_seen(session, by, moved, now):
    batch, stays, goes = moved
    planned = live.plan(session, by, batch, live.Plan(LiveKind.WEBINAR, "Interviewing", now, 60), now)
    session.add(Attendance(live_session_id=planned.id, person_id=goes.id, way=AttendanceWay.LIST, at=now))
    session.commit()
    found = sessions.live_session(session, by, planned.id)
    assert [row.person.id for row in sessions.members(session, by, found)] == [stays.id]
    assert sessions.present_count(session, by, found) == 0
    assert [row.present for row in sessions.of_batch(session, by, batch)] == [0]
    ticked = {stays.id: None, goes.id: 5}
    assert live.take_attendance(session, by, found, ticked, {goes.id}, AttendanceWay.LIST, now) == 1
    assert sessions.attendance(session, found)[goes.id].minutes is None


def test_the_pages_do_not_name_who_has_moved(client, sign_in, coordinator, moved):
    batch, stays, goes = moved
    here = sign_in(client, coordinator)
    for page in ("members", "progress"):
        shown = here.get(f"/batches/{batch.id}/{page}").get_data(as_text=True)
        assert stays.name_en in shown
        assert goes.service_number not in shown
    assert here.get(f"/batches/{batch.id}/members/{goes.id}/remove").status_code == 404
    table = here.post(f"/batches/{batch.id}/table", data={"form": "csv"}).get_data(as_text=True)
    assert stays.service_number in table
    assert goes.service_number not in table
