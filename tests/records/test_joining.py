"""Two records of one person become one, and nothing is lost."""

import json
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.db import Base
from lms.demo import take_course
from lms.errors import Forbidden
from lms.learning.models import Attempt, Enrolment, LessonProgress
from lms.live.models import CalendarFeed
from lms.people import actions as people
from lms.people import queries as people_queries
from lms.people.models import AuditEntry, Functioning, NameCorrection, Person, RoleGrant, Sex, SignInSession
from lms.people.roles import Role
from lms.records import actions, queries
from lms.records.joining import FILLED, filled, joined_check, joined_enrolment, joined_lesson
from tests.records.histories import History, counts_for, everything
from tests.sample_course import BILINGUAL

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)

# Every column that points to a person, an enrolment or an attempt. A new one belongs to one of these, and `join_records` does it.
GOES_TO_THE_KEPT = {
    "sign_in_name.person_id", "name_correction.person_id", "certificate.person_id", "batch.trainer_id",
    "live_session.trainer_id", "review.reviewer_id", "person.merged_into_id", "role_grant.person_id",
    "enrolment.person_id", "batch_member.person_id", "attendance.person_id", "course_author.person_id",
    "functioning.person_id", "calendar_feed.person_id", "attempt.enrolment_id", "certificate.enrolment_id",
    "check_answer.enrolment_id", "lesson_progress.enrolment_id", "reminder.enrolment_id", "survey_done.enrolment_id",
    "attempt_answer.attempt_id",
}  # fmt: skip
ENDS = {"person_word.person_id", "sign_in_code.person_id", "sign_in_session.person_id"}
SAYS_WHO_DID_IT = {
    "audit_entry.actor_id", "batch.created_by_id", "course_author.added_by_id", "draft.by_id", "draft_change.by_id",
    "draft_file.by_id", "glossary_term.by_id", "name_correction.decided_by_id", "people_import.by_id", "remark.by_id",
    "remark.settled_by_id", "review.asked_by_id", "revision.by_id", "translation_change.by_id",
    "batch_member.added_by_id", "attendance.by_id", "attempt_answer.marked_by_id", "revocation.by_id",
    "certificate_export.by_id",
}  # fmt: skip


def test_every_table_that_knows_persons_has_been_thought_of() -> None:
    pointing = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in ("person", "enrolment", "attempt")
    }
    assert pointing == GOES_TO_THE_KEPT | ENDS | SAYS_WHO_DID_IT


# --- sums ------------------------------------------------------------------------------------------------


def test_what_is_empty_is_filled_and_what_is_there_stays() -> None:
    empty = dict.fromkeys(FILLED) | {"extra_time": 0}
    kept = empty | {"phone": "1", "sex": Sex.NOT_STATED, "extra_time": 25}
    other = empty | {"phone": "2", "email": "a@b.pk", "sex": Sex.FEMALE, "extra_time": 10}
    assert filled(kept, other) == {"email": "a@b.pk", "sex": Sex.FEMALE}
    assert filled(other, kept) == {"extra_time": 25}


def test_a_lesson_was_read_when_it_was_read_first_in_the_text_that_was_read_last() -> None:
    early = SimpleNamespace(read_at=EARLY, digest="old", position="")
    late = SimpleNamespace(read_at=LATE, digest="new", position="")
    unread = SimpleNamespace(read_at=None, digest="", position="b7")
    assert joined_lesson(late, early) == {"read_at": EARLY, "digest": "new", "position": ""}
    assert joined_lesson(unread, early) == {"read_at": EARLY, "digest": "old", "position": "b7"}
    assert joined_lesson(unread, unread) == {"position": "b7"}


def test_of_a_check_the_first_answer_stays_the_first_and_the_newest_the_newest() -> None:
    def answer(text: str, moment: datetime) -> SimpleNamespace:
        return SimpleNamespace(
            answer=text, share=1.0, first_answer=f"first {text}", first_share=0.0, tries=2, answered_at=moment
        )

    joined = joined_check(answer("a", LATE), answer("b", EARLY))
    assert (joined["answer"], joined["first_answer"], joined["tries"]) == ("a", "first a", 4)
    joined = joined_check(answer("a", EARLY), answer("b", LATE))
    assert (joined["answer"], joined["first_answer"]) == ("b", "first a")


def test_an_enrolment_is_the_earlier_one_and_completed_when_it_was_first() -> None:
    empty = {"opens_on": None, "due_on": None, "last_lesson": None, "last_seen_at": None, "completed_at": None}
    one = SimpleNamespace(**empty, enrolled_at=LATE, completed_revision_id=None, extra_attempts=1)
    two = SimpleNamespace(
        **empty | {"due_on": date(2026, 3, 1), "completed_at": LATE, "last_seen_at": EARLY, "last_lesson": "x"},
        enrolled_at=EARLY, completed_revision_id=7, extra_attempts=2,
    )  # fmt: skip
    joined = joined_enrolment(one, two)
    assert (joined["enrolled_at"], joined["due_on"], joined["last_lesson"]) == (EARLY, date(2026, 3, 1), "x")
    assert (joined["completed_at"], joined["completed_revision_id"]) == (LATE, 7)
    assert joined["extra_attempts"] == 3


# --- nothing is lost -------------------------------------------------------------------------------------


@pytest.fixture
def anf(make_agency):
    return make_agency("ANF")


@pytest.fixture
def pair(make_person, anf):
    """Two records of one person."""
    return (
        make_person(name_en="Sadia Bibi", service_number="ANF-1", agency=anf),
        make_person(name_en="Sadia Bibi", service_number="FIA-9", agency=anf),
    )


@pytest.fixture
def keeper(make_person, anf):
    return make_person(roles=[Role.COORDINATOR], agency=anf)


@pytest.fixture
def coordinator(keeper, viewer_of):
    return viewer_of(keeper)


@pytest.fixture
def administrator(make_person, viewer_of):
    return viewer_of(make_person(roles=[Role.ADMINISTRATOR]))


@pytest.fixture
def join(session, coordinator, now):
    """`join(kept, other)`, committed."""

    def do(kept, other, by=coordinator) -> None:
        actions.join_records(session, by, *queries.pair_to_join(session, by, kept.id, other.id), now)
        session.commit()
        session.expire_all()

    return do


@pytest.fixture
def courses(publish_course):
    return [publish_course(BILINGUAL, slug=f"course-{number}") for number in range(4)]


def check_that_nothing_is_lost(session: Session, history: History, pair, join) -> None:
    kept, other = pair
    for person in pair:
        history.invent(person)
    session.commit()
    before = everything(session, [kept.id, other.id])
    session.rollback()
    join(kept, other)
    assert everything(session, [kept.id]) == before
    assert not any(everything(session, [other.id]).values())
    enrolled = session.scalars(select(Enrolment).where(Enrolment.person_id == kept.id)).all()
    assert len({each.course_id for each in enrolled}) == len(enrolled)
    for each in enrolled:
        attempts = session.scalars(select(Attempt).where(Attempt.enrolment_id == each.id)).all()
        for kind in {attempt.kind for attempt in attempts}:
            in_time = sorted((a.started_at, a.number) for a in attempts if a.kind == kind)
            assert [number for _moment, number in in_time] == list(range(1, len(in_time) + 1))
        been = [live for live in history.live if live.id in before["live sessions"]]
        assert each.attended == sum(counts_for(session, live, each.course_id) for live in been)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost(session, coordinator, pair, courses, join, anf, now, seed) -> None:
    history = History(session, Random(seed), courses, anf.id, coordinator.id, now)
    check_that_nothing_is_lost(session, history, pair, join)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_nothing_is_lost_in_many_histories(session, coordinator, pair, courses, join, anf, now, seed) -> None:
    history = History(session, Random(seed), courses, anf.id, coordinator.id, now)
    check_that_nothing_is_lost(session, history, pair, join)


def test_what_is_done_with_both_together_is_completed(
    session, pair, join, publish_course, viewer_of, now, stored
) -> None:
    """Half of the lessons with one record, the rest and the quiz with the other."""
    kept, other = pair
    publish_course(BILINGUAL, slug="shared")
    viewers = [viewer_of(person) for person in pair]
    take_course(session, viewers[0], "shared", 0.5, now - timedelta(days=9))
    take_course(session, viewers[1], "shared", 1.0, now - timedelta(days=5))
    theirs = session.scalars(select(Enrolment).where(Enrolment.person_id == other.id)).one()
    read = select(LessonProgress).where(LessonProgress.enrolment_id == theirs.id).order_by(LessonProgress.id).limit(1)
    session.delete(session.scalars(read).one())
    theirs.completed_at = theirs.completed_revision_id = None
    session.commit()
    join(kept, other)
    (enrolment,) = stored(select(Enrolment))
    assert (enrolment.person_id, enrolment.completed_at) == (kept.id, now)


@pytest.mark.slow
def test_a_third_record_can_be_joined_too(session, coordinator, pair, courses, join, make_person, anf, now) -> None:
    history = History(session, Random(7), courses, anf.id, coordinator.id, now)
    check_that_nothing_is_lost(session, history, pair, join)
    session.rollback()
    third = make_person(agency=anf)
    history.invent(third)
    session.commit()
    before = everything(session, [pair[0].id, third.id])
    session.rollback()
    join(third, pair[0])
    assert everything(session, [third.id]) == before
    merged = session.scalars(select(Person).where(Person.merged_into_id == third.id)).all()
    assert {person.id for person in merged} == {each.id for each in pair}


# --- the account -----------------------------------------------------------------------------------------


def test_the_other_record_keeps_nothing_to_sign_in_with(session, pair, join, viewer_of, now, stored) -> None:
    kept, other = pair
    viewer_of(other)
    people.make_sign_in_code(session, other, now)
    session.commit()
    join(kept, other)
    (closed,) = stored(select(Person).where(Person.id == other.id))
    assert (closed.is_active, closed.password_hash, closed.merged_into_id) == (False, None, kept.id)
    assert stored(select(SignInSession).where(SignInSession.person_id == other.id)) == []
    assert people_queries.with_open_code(session, [other], now) == set()
    for number in ("ANF-1", "fia 9"):
        assert people_queries.person_signing_in(session, number).id == kept.id


def test_the_kept_record_is_found_by_both_numbers_also_after_a_change(session, pair, join, coordinator, now) -> None:
    kept, other = pair
    join(kept, other)
    person = people_queries.person_to_change(session, coordinator, kept.id)
    people.change_person(session, coordinator, person, {"name_en": "Sadia Khanum"}, now)
    session.commit()
    for words in ("FIA-9", "anf1", "khanum"):
        (found,) = people_queries.people(session, coordinator, people_queries.Wanted(words), now)
        assert found.id == kept.id


def test_a_password_is_taken_where_the_kept_record_has_none(session, make_person, anf, join, stored) -> None:
    kept = make_person(agency=anf)
    other = make_person(agency=anf, password="seven brown camels sleep")
    join(kept, other)
    assert stored(select(Person.password_hash).where(Person.id == kept.id)) != [None]


def test_all_that_moved_is_in_the_audit(session, coordinator, pair, courses, join, anf, now, stored) -> None:
    history = History(session, Random(3), courses, anf.id, coordinator.id, now)
    for person in pair:
        history.invent(person)
    session.commit()
    theirs = session.scalars(select(Enrolment.id).where(Enrolment.person_id == pair[1].id)).all()
    session.rollback()
    join(*pair)
    (entry,) = stored(select(AuditEntry).where(AuditEntry.action == "joined two records"))
    told = json.loads(entry.details)
    assert told["joined"] == pair[1].id
    assert told["moved"]["enrolment"] == sorted(theirs)
    assert "password" not in entry.details


def test_answers_on_functioning_and_a_calendar_go_along(session, pair, join, now, stored) -> None:
    kept, other = pair
    session.add(Functioning(person_id=kept.id, seeing=1, answered_at=now - timedelta(days=1)))
    session.add(Functioning(person_id=other.id, seeing=3, answered_at=now))
    session.add(CalendarFeed(person_id=other.id, token_hash="t", made_at=now))
    session.commit()
    join(kept, other)
    assert [(row.person_id, row.seeing) for row in stored(select(Functioning))] == [(kept.id, 3)]
    assert stored(select(CalendarFeed.person_id)) == [kept.id]


# --- refused ---------------------------------------------------------------------------------------------


def test_a_record_is_not_joined_with_itself_nor_twice(pair, join, session) -> None:
    kept, other = pair
    with pytest.raises(actions.CannotJoin):
        join(kept, kept)
    session.rollback()
    join(kept, other)
    with pytest.raises(people.NotNow):
        join(kept, other)


def test_roles_are_joined_by_administrators_only(pair, join, session, administrator, stored, make_agency) -> None:
    kept, other = pair
    session.add(RoleGrant(person_id=other.id, role=Role.COORDINATOR, agency_id=other.agency_id))
    session.commit()
    with pytest.raises(actions.CannotJoin):
        join(kept, other)
    session.rollback()
    join(kept, other, administrator)
    assert set(stored(select(RoleGrant.role).where(RoleGrant.person_id == kept.id))) == {
        Role.OFFICER,
        Role.COORDINATOR,
    }
    assert stored(select(RoleGrant).where(RoleGrant.person_id == other.id)) == []


def test_accounts_that_may_do_more_are_not_joined_by_a_coordinator(pair, join, session) -> None:
    session.add(RoleGrant(person_id=pair[1].id, role=Role.TRAINER))
    session.commit()
    with pytest.raises(Forbidden):
        join(*pair)


def test_the_record_that_is_kept_must_be_active(pair, join, session, coordinator, now) -> None:
    person = people_queries.person_to_change(session, coordinator, pair[0].id)
    people.deactivate(session, coordinator, person, "left", now)
    session.commit()
    with pytest.raises(actions.CannotJoin):
        join(*pair)
    session.rollback()
    join(pair[1], pair[0])


def test_nobody_gives_up_the_record_that_is_signed_in(join, coordinator, make_person, anf) -> None:
    with pytest.raises(actions.CannotJoin):
        join(make_person(agency=anf, roles=[Role.COORDINATOR]), coordinator)


def test_two_open_corrections_are_decided_first(pair, join, session, now) -> None:
    for person in pair:
        session.add(NameCorrection(person_id=person.id, name_en="Sadia K", name_ur="", asked_at=now))
    session.commit()
    with pytest.raises(actions.CannotJoin):
        join(*pair)


# --- pages -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_both_records_are_shown_before_anything_is_done(
    client, sign_in, pair, courses, session, keeper, anf, now, stored
) -> None:
    history = History(session, Random(5), courses, anf.id, keeper.id, now)
    for person in pair:
        history.invent(person)
    session.commit()
    kept, other = pair
    sign_in(client, keeper)
    chosen = client.get(f"/people/{kept.id}/join").text
    address = f"/people/{kept.id}/join/{other.id}"
    assert address in chosen
    shown = client.get(address).text
    for words in ("ANF-1", "FIA-9", "The front desk", "This cannot be undone", f"/people/{other.id}/join/{kept.id}"):
        assert words in shown
    assert stored(select(Person).where(Person.merged_into_id.is_not(None))) == []
    done = client.post(address, follow_redirects=True)
    assert "The records are joined." in done.text
    assert client.post(address).status_code == 409  # the second click
    old = client.get(f"/people/{other.id}").text
    assert "This record was joined to another one of the same person" in old
    assert "cannot be joined" in client.get(address).text


def test_it_is_told_which_slip_stops_working(client, sign_in, make_person, anf, session, keeper, now) -> None:
    kept, other = (make_person(name_en="Sadia Bibi", agency=anf) for _ in range(2))
    sign_in(client, keeper)
    address, stops = f"/people/{kept.id}/join/{other.id}", "The slip of the record that is given up stops working."
    page = client.get(address).text
    assert "a slip is needed" in page
    assert stops not in page
    people.make_sign_in_code(session, other, now)
    session.commit()
    page = client.get(address).text
    assert page.count("Has a slip") == page.count("No slip yet") == 1
    assert stops in page
    assert "Print a new one afterwards." in page
    people.make_sign_in_code(session, kept, now)
    session.commit()
    page = client.get(address).text
    assert page.count("Has a slip") == 2
    assert "with the slip of the kept record" in page
    assert "That of the kept record goes on working." in page
    assert "a slip is needed" not in page


def test_a_record_of_another_agency_is_neither_found_nor_joined(
    client, sign_in, pair, make_person, make_agency, keeper
) -> None:
    elsewhere = make_person(name_en="Sadia Bibi", agency=make_agency("CUSTOMS"))
    sign_in(client, keeper)
    assert f"/join/{elsewhere.id}" not in client.get(f"/people/{pair[0].id}/join").text
    for kept, other in ((pair[0].id, elsewhere.id), (elsewhere.id, pair[0].id)):
        assert client.get(f"/people/{kept}/join/{other}").status_code == 404
        assert client.post(f"/people/{kept}/join/{other}").status_code == 404
