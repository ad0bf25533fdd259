"""Batches and who is in them: everybody is in every course, with the batch's day, and nobody's own later day is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.batches import actions, queries
from lms.batches.models import Batch, BatchMember, LearningPath
from lms.days import day
from lms.learning.models import Enrolment
from lms.people.models import AuditEntry
from lms.people.roles import Role


@pytest.fixture
def days(stored, now):
    """By person and course, in how many days from today an enrolment is due, or None."""

    def read():
        rows = stored(select(Enrolment).order_by(Enrolment.person_id, Enrolment.course_id))
        today = day(now)
        return {(row.person_id, row.course_id): row.due_on and (row.due_on - today).days for row in rows}

    return read


def test_a_member_is_enrolled_in_every_course_with_its_day(courses, officers, make_batch, days):
    one, two = officers(2)
    make_batch([one, two], due=10)
    assert days() == {(person.id, course.id): 10 for person in (one, two) for course in courses}


def test_a_course_that_is_added_later_enrols_all(courses, officers, make_batch, days, session, by, plan, now):
    [one] = officers(1)
    batch = make_batch([one], due=10, courses=["front-desk"])
    assert len(days()) == 1
    actions.change_batch(session, by, batch, plan(due=10), now)
    session.commit()
    assert days() == {(one.id, course.id): 10 for course in courses}


def test_an_own_later_day_is_kept_and_an_earlier_one_moves(courses, officers, make_batch, days, session, now):
    early, late, free = officers(3)
    for person, due in ((early, 3), (late, 30), (free, None)):
        due_on = None if due is None else day(now) + timedelta(days=due)
        session.add(Enrolment(person_id=person.id, course_id=courses[0].id, enrolled_at=now, due_on=due_on))
    session.commit()
    make_batch([early, late, free], due=10, courses=["front-desk"])
    assert [days()[person.id, courses[0].id] for person in (early, late, free)] == [10, 30, 10]


def test_a_completed_enrolment_stays_as_it_was(courses, officers, make_batch, days, session, now):
    [one] = officers(1)
    done = {"completed_at": now, "completed_revision_id": courses[0].revision_id}
    session.add(Enrolment(person_id=one.id, course_id=courses[0].id, enrolled_at=now, **done))
    session.commit()
    make_batch([one], due=10, courses=["front-desk"])
    assert days() == {(one.id, courses[0].id): None}


def test_another_day_of_the_batch_moves_those_who_had_its_day(
    courses, officers, make_batch, days, session, by, plan, now
):
    one, other = officers(2)
    batch = make_batch([one, other], due=10, courses=["front-desk"])
    own = session.scalars(select(Enrolment).where(Enrolment.person_id == other.id)).one()
    own.due_on = day(now) + timedelta(days=40)
    session.flush()
    actions.change_batch(session, by, batch, plan(due=5, courses=["front-desk"]), now)
    session.commit()
    assert [days()[person.id, courses[0].id] for person in (one, other)] == [5, 40]
    actions.change_batch(session, by, batch, plan(due=None, courses=["front-desk"]), now)
    session.commit()
    assert [days()[person.id, courses[0].id] for person in (one, other)] == [None, 40]


def test_a_batch_that_has_not_begun_keeps_its_courses_closed(
    courses, officers, make_batch, stored, session, by, plan, now
):
    [one] = officers(1)
    batch = make_batch([one], start=5, due=10)
    first = day(now) + timedelta(days=5)
    assert [row.opens_on for row in stored(select(Enrolment))] == [first, first]
    actions.change_batch(session, by, batch, plan(start=7, due=10), now)
    session.commit()
    assert {row.opens_on for row in stored(select(Enrolment))} == {first + timedelta(days=2)}
    actions.change_batch(session, by, batch, plan(start=0, due=10), now)
    session.commit()
    assert {row.opens_on for row in stored(select(Enrolment))} == {None}


@pytest.fixture
def opens(stored, now):
    """In how many days each enrolment opens."""
    return lambda: {each.opens_on and (each.opens_on - day(now)).days for each in stored(select(Enrolment))}


def test_a_course_opens_with_the_first_of_ones_batches(courses, officers, make_batch, opens, session, by, plan, now):
    [one] = officers(1)
    late = make_batch([one], start=30, courses=["front-desk"])
    middle = make_batch([one], start=10, courses=["front-desk"])
    assert opens() == {10}
    actions.change_batch(session, by, late, plan(start=20, courses=["front-desk"]), now)
    session.commit()
    assert opens() == {10}
    actions.change_batch(session, by, middle, plan(start=25, courses=["front-desk"]), now)
    session.commit()
    assert opens() == {20}
    make_batch([one], due=3, courses=["front-desk"])
    assert opens() == {None}


def test_what_only_one_batch_keeps_closed_opens_when_the_person_the_course_or_the_batch_goes(
    courses, officers, make_batch, opens, session, by, plan, now
):
    [one] = officers(1)
    batch = make_batch([one], start=30, courses=["front-desk"])
    actions.remove_member(session, by, batch, one, now)
    session.commit()
    assert opens() == {None}
    [two] = officers(1)
    batch = make_batch([two], start=30, courses=["front-desk"])
    actions.change_batch(session, by, batch, plan(start=30, courses=[]), now)
    session.commit()
    assert opens() == {None}
    [three] = officers(1)
    batch = make_batch([three], start=30, courses=["front-desk"])
    actions.close_batch(session, by, batch, now)
    session.commit()
    assert opens() == {None}


def test_adding_somebody_twice_changes_nothing(courses, officers, make_batch, session, by, stored, now):
    [one] = officers(1)
    batch = make_batch([one], due=10)
    assert actions.add_people(session, by, batch, [one.id], now) == 0
    session.commit()
    assert len(stored(select(BatchMember))) == 1


def test_pasted_numbers_say_what_became_of_each(
    courses, officers, make_person, make_agency, make_batch, session, by, now
):
    one, two = officers(2)
    elsewhere = make_person(agency=make_agency("ANF"), service_number="ANF-77")
    batch = make_batch([one])
    typed = [
        f" {one.service_number} ",
        two.service_number,
        "no-such-number",
        "anf 77",
        "",
        " \u200f",
        "؟؟؟",
        two.service_number,
    ]
    pasted = actions.add_numbers(session, by, batch, typed, now)
    assert (pasted.added, pasted.already) == (1, 1)
    assert (pasted.unknown, pasted.outside) == (["no-such-number", "؟؟؟"], ["anf 77"])
    assert elsewhere.id not in session.scalars(select(BatchMember.person_id)).all()


def test_a_whole_unit_comes_without_its_staff(
    courses, officers, make_person, unit, agency, make_batch, session, by, now
):
    officers(3)
    make_person([Role.TRAINER], agency=unit)
    make_person(agency=agency)
    batch = make_batch()
    assert actions.add_unit(session, by, batch, unit.id, now) == 3
    assert actions.add_unit(session, by, batch, agency.id, now) == 1


def test_members_come_from_another_batch(courses, officers, make_batch, session, by, now):
    batch = make_batch(officers(2))
    second = make_batch(name="Second group")
    assert actions.add_batch(session, by, second, batch, now) == 2
    assert queries.member_count(session, by, second) == 2


def test_nobody_of_another_agency_comes_in(courses, make_person, make_agency, make_batch, session, by, now):
    foreign = make_person(agency=make_agency("ANF"))
    batch = make_batch()
    with pytest.raises(actions.NotInScope):
        actions.add_people(session, by, batch, [foreign.id], now)
    session.rollback()
    assert actions.add_unit(session, by, batch, foreign.agency_id, now) == 0


def test_who_is_taken_out_keeps_the_courses(courses, officers, make_batch, session, by, stored, now):
    [one] = officers(1)
    batch = make_batch([one], due=10)
    actions.remove_member(session, by, batch, one, now)
    session.commit()
    assert stored(select(BatchMember)) == []
    assert len(stored(select(Enrolment))) == 2


def test_a_closed_batch_takes_nobody_and_is_not_changed(courses, officers, make_batch, session, by, plan, now):
    [one] = officers(1)
    batch = make_batch()
    actions.close_batch(session, by, batch, now)
    for act in (
        lambda: actions.add_people(session, by, batch, [one.id], now),
        lambda: actions.add_numbers(session, by, batch, [one.service_number], now),
        lambda: actions.change_batch(session, by, batch, plan(), now),
    ):
        with pytest.raises(actions.BatchClosed):
            act()
    actions.reopen_batch(session, by, batch, now)
    assert actions.add_people(session, by, batch, [one.id], now) == 1


def test_a_batch_does_not_end_before_it_begins(courses, agency, session, by, plan, now):
    with pytest.raises(actions.DueBeforeStart):
        actions.create_batch(session, by, agency.id, plan(start=3, due=2), now)


def test_every_change_is_in_the_audit(courses, officers, make_batch, session, by, plan, stored, now):
    [one] = officers(1)
    batch = make_batch([one], due=10)
    actions.change_batch(session, by, batch, plan(due=12), now)
    actions.remove_member(session, by, batch, one, now)
    actions.close_batch(session, by, batch, now)
    session.commit()
    told = [(entry.action, entry.subject) for entry in stored(select(AuditEntry).order_by(AuditEntry.id))]
    subject = f"batch {batch.id}"
    assert told[-5:] == [
        ("made a batch", subject),
        ("added to a batch", subject),
        ("changed a batch", subject),
        ("took out of a batch", f"person {one.id}"),
        ("closed a batch", subject),
    ]


def test_four_hundred_people_are_enrolled_with_a_handful_of_statements(
    courses, make_batch, officers, session, by, count_queries, now
):
    batch = make_batch()
    people = officers(12)
    with count_queries() as few:
        actions.add_people(session, by, batch, [person.id for person in people[:2]], now)
    with count_queries() as many:
        actions.add_people(session, by, batch, [person.id for person in people], now)
    assert len(few) == len(many)
    assert len(session.scalars(select(Enrolment)).all()) == 24


def test_the_core_curriculum_is_there_once(session, stored):
    actions.add_missing_paths(session)
    actions.add_missing_paths(session)
    session.commit()
    assert [path.slug for path in stored(select(LearningPath))] == ["core-junior", "core-mid", "core-senior"]


def test_a_path_names_courses_that_do_not_exist_yet(courses, session):
    path = actions.create_path(session, "Desk work", "دفتری کام", ["front-desk", "not-written", "back-door"])
    known = queries.path_courses(session, path.id, "en")
    assert [(each.slug, each.title is None) for each in known] == [
        ("front-desk", False),
        ("not-written", True),
        ("back-door", False),
    ]
    actions.change_path(session, path, "Desk work", "دفتری کام", ["back-door", "front-desk"])
    assert [each.slug for each in queries.path_courses(session, path.id, "en")] == ["back-door", "front-desk"]
    with pytest.raises(actions.PathNameTaken):
        actions.create_path(session, "Desk  work!", "دفتری کام", [])


def test_a_path_that_is_removed_leaves_its_batches(courses, make_batch, session, stored):
    path = actions.create_path(session, "Desk work", "دفتری کام", ["front-desk"])
    session.commit()
    make_batch(path_id=path.id)
    actions.remove_path(session, path)
    session.commit()
    assert [batch.path_id for batch in stored(select(Batch))] == [None]
