"""Rules of live sessions: who counts as present, and what that changes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.batches import actions as batches
from lms.batches.actions import Plan as BatchPlan
from lms.learning import actions as learning
from lms.learning.models import Enrolment
from lms.learning.queries import place_of
from lms.live import actions, queries
from lms.live.actions import CodeRefused, Plan, SessionCancelled
from lms.live.codes import code
from lms.live.models import Attendance, AttendanceWay, LiveKind
from lms.people.models import AuditEntry

SECRET = "only for tests"


@pytest.fixture
def attended(stored):
    """How many sessions are counted for each person."""
    return lambda: {row.person_id: row.attended for row in stored(select(Enrolment))}


@pytest.fixture
def present(stored):
    return lambda: {row.person_id: (row.way, row.minutes) for row in stored(select(Attendance))}


def tick(session, by, live, present, absent=(), now=None, way=AttendanceWay.LIST):
    changed = actions.take_attendance(session, by, live, present, set(absent), way, now)
    session.commit()
    return changed


def test_members_who_are_ticked_were_there_and_it_is_counted(session, by, officers, make_live, present, attended, now):
    live, one, two = make_live(), *[person.id for person in officers]
    assert tick(session, by, live, {one: None}, now=now) == 1
    assert tick(session, by, live, {one: None}, now=now) == 0
    assert present() == {one: (AttendanceWay.LIST, None)}
    assert attended() == {one: 1, two: 0}
    tick(session, by, live, {two: 55}, absent=[one], now=now, way=AttendanceWay.FILE)
    assert present() == {two: (AttendanceWay.FILE, 55)}
    assert attended() == {one: 0, two: 1}


WITH_SESSIONS = {
    "course.md": b"---\ntrack: core\nlevel: junior\nhours: 1\nlive sessions: 2\n---\n# Teaching\n\nHow to teach.\n\n"
    b"## What you will be able to do\n\n- Teach\n",
    "01-one.md": b"# One\n\nText.\n",
}


def test_the_last_session_that_a_course_asks_for_completes_it(
    session, by, officers, batch, publish_course, make_live, viewer_of, stored, now
):
    course = publish_course(WITH_SESSIONS, slug="teaching")
    plan = BatchPlan(name="Rohri", starts_on=batch.starts_on, due_on=None, courses=["front-desk", "teaching"])
    batches.change_batch(session, by, batch, plan, now)
    session.commit()
    viewer = viewer_of(officers[0])
    place = place_of(session, viewer.id, "teaching", "en")
    learning.mark_read(session, place.enrolment_id, place.outline, "one", now)
    assert not learning.complete_if_due(session, place.enrolment_id, place, now)
    session.commit()

    def completed():
        of_course = select(Enrolment).where(Enrolment.course_id == course.id)
        return [row.person_id for row in stored(of_course) if row.completed_at]

    one, two = make_live(), make_live(course_id=course.id)
    tick(session, by, one, {viewer.id: None}, now=now)
    assert completed() == []
    actions.attend(session, viewer, two, code(SECRET, two.id, now), SECRET, now)
    session.commit()
    assert completed() == [viewer.id]
    tick(session, by, two, {}, absent=[viewer.id], now=now)
    assert completed() == [viewer.id]  # completion is never taken back


def test_sessions_about_all_courses_count_in_one_that_comes_later_until_it_leaves(
    session, by, officers, batch, publish_course, make_live, stored, now
):
    live, one = make_live(), officers[0].id
    tick(session, by, live, {one: None}, now=now)
    later = publish_course(WITH_SESSIONS, slug="teaching")

    def counted(courses):
        plan = BatchPlan(name="Rohri", starts_on=batch.starts_on, due_on=None, courses=courses)
        batches.change_batch(session, by, batch, plan, now)
        session.commit()
        of_course = select(Enrolment).where(Enrolment.course_id == later.id)
        return {row.person_id: row.attended for row in stored(of_course)}

    assert counted(["front-desk", "teaching"]) == {one: 1, officers[1].id: 0}
    assert counted(["front-desk"]) == {one: 0, officers[1].id: 0}


def test_two_sessions_that_are_noted_at_once_both_count(
    session, officers, viewer_of, make_live, attended, meanwhile, now
):
    first, second, viewer = make_live(), make_live(), viewer_of(officers[0])
    actions.attend(session, viewer, first, code(SECRET, first.id, now), SECRET, now)

    def other(opened):
        live = queries.own_session(opened, viewer, second.id)
        actions.attend(opened, viewer, live, code(SECRET, second.id, now), SECRET, now)

    assert meanwhile(session, other) == []
    assert attended()[viewer.id] == 2


def test_the_trainer_of_the_batch_sees_on_the_first_page_what_names_no_other(
    session, by, batch, trainer, make_person, make_live, viewer_of, now
):
    viewer, other = viewer_of(trainer), make_person()
    plan = BatchPlan(name="Rohri", starts_on=batch.starts_on, due_on=None, courses=[], trainer_id=trainer.id)
    batches.change_batch(session, by, batch, plan, now)
    session.commit()
    make_live(title="Mine")
    make_live(title="Not mine", trainer=other)
    assert [row.title for row in queries.coming(session, viewer, now)] == ["Mine"]


def test_somebody_outside_the_batch_is_not_noted(session, by, stranger, make_live, present, now):
    assert tick(session, by, make_live(), {stranger.id: None}, now=now) == 0
    assert present() == {}


def test_what_the_list_of_participants_tells_does_not_undo_a_tick(session, by, officers, make_live, present, now):
    live, one = make_live(), officers[0].id
    tick(session, by, live, {one: None}, now=now)
    tick(session, by, live, {one: 12}, now=now, way=AttendanceWay.FILE)
    assert present() == {one: (AttendanceWay.LIST, 12)}


def test_a_session_of_another_course_does_not_count(
    session, by, officers, batch, make_live, publish_course, attended, now
):
    from tests.sample_course import BILINGUAL  # noqa: PLC0415 - one test only

    other = publish_course(BILINGUAL, slug="back-door")
    live, one = make_live(course_id=other.id), officers[0].id
    tick(session, by, live, {one: None}, now=now)
    assert attended()[one] == 0
    actions.change(session, by, live, Plan(LiveKind.WEBINAR, live.title, live.starts_at, 60), now)
    session.commit()
    assert attended()[one] == 1
    assert live.changes == 0  # nothing that stands in a calendar


def test_a_cancelled_session_counts_for_nobody_until_it_is_held_after_all(
    session, by, officers, make_live, attended, now
):
    live, one = make_live(), officers[0].id
    tick(session, by, live, {one: None}, now=now)
    actions.cancel(session, by, live, now)
    session.commit()
    assert attended()[one] == 0
    with pytest.raises(SessionCancelled):
        actions.take_attendance(session, by, live, {one: None}, set(), AttendanceWay.LIST, now)
    actions.hold_after_all(session, by, live, now)
    session.commit()
    assert attended()[one] == 1
    assert live.changes == 2


def test_the_code_on_the_screen_notes_presence_once(session, officers, viewer_of, make_live, present, attended, now):
    live, viewer = make_live(), viewer_of(officers[0])
    for _ in range(2):
        actions.attend(session, viewer, live, code(SECRET, live.id, now), SECRET, now)
        session.commit()
    assert present() == {viewer.id: (AttendanceWay.CODE, None)}
    assert attended()[viewer.id] == 1


def test_a_code_that_is_old_wrong_or_too_early_is_refused(session, officers, viewer_of, make_live, now):
    viewer, live, tomorrow = viewer_of(officers[0]), make_live(), make_live(starts=timedelta(days=1))
    for session_, typed in (
        (live, code(SECRET, live.id, now - timedelta(minutes=30))),
        (live, "ABCDEF"),
        (live, code(SECRET, tomorrow.id, now)),
        (tomorrow, code(SECRET, tomorrow.id, now)),
    ):
        with pytest.raises(CodeRefused):
            actions.attend(session, viewer, session_, typed, SECRET, now)


def test_changes_of_time_and_place_are_told_to_calendars(session, by, make_live, now):
    live = make_live()
    later = now + timedelta(minutes=5)
    actions.change(
        session, by, live, Plan(LiveKind.CLASSROOM, live.title, live.starts_at, 60, note="Bring a pen"), later
    )
    assert (live.changes, live.changed_at) == (0, now)
    actions.change(
        session, by, live, Plan(LiveKind.CLASSROOM, live.title, live.starts_at, 90, note="Bring a pen"), later
    )
    assert (live.changes, live.changed_at) == (1, later)


def test_acts_stand_in_the_audit(session, by, officers, make_live, stored, now):
    live = make_live()
    tick(session, by, live, {officers[0].id: None}, now=now)
    actions.cancel(session, by, live, now)
    session.commit()
    acts = [row.action for row in stored(select(AuditEntry).order_by(AuditEntry.id)) if "live session" in row.subject]
    assert acts == ["planned a live session", "took attendance", "cancelled a live session"]
