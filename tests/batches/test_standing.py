"""Where somebody stands: the sums, and that the database counts the same over any history."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from lms.batches import queries
from lms.batches.models import ReminderKind
from lms.batches.queries import Wanted
from lms.batches.standing import History, Standing, is_late, overall, reminder_due, standing
from lms.catalog.course import QuizKind
from lms.days import day
from lms.learning.models import Attempt, Enrolment
from lms.records import queries as records
from tests.sample_course import BILINGUAL

TODAY = date(2026, 11, 25)


def in_days(count):
    return TODAY + timedelta(days=count)


def test_what_is_completed_is_done_whatever_else(now):
    history = History(True, True, now - timedelta(days=90), TODAY - timedelta(days=60), failed=3, allowed=3)
    assert standing(history, now) is Standing.DONE
    assert not is_late(history, TODAY)


def test_who_has_done_nothing_has_not_started(now):
    assert standing(History(False, False), now) is Standing.NOT_STARTED


@pytest.mark.parametrize(("hours", "found"), [(7 * 24 - 1, Standing.UNDER_WAY), (7 * 24, Standing.STUCK)])
def test_seven_days_of_silence_are_stuck(now, hours, found):
    assert standing(History(True, False, now - timedelta(hours=hours)), now) is found


@pytest.mark.parametrize(
    ("failed", "allowed", "found"),
    [(2, 3, Standing.UNDER_WAY), (3, 3, Standing.STUCK), (3, 4, Standing.UNDER_WAY), (9, None, Standing.UNDER_WAY)],
)
def test_all_attempts_failed_is_stuck_until_another_is_allowed(now, failed, allowed, found):
    assert standing(History(True, False, now, failed=failed, allowed=allowed), now) is found


def test_the_due_day_itself_is_not_late():
    assert not is_late(History(False, False, due_on=TODAY), TODAY)
    assert is_late(History(False, False, due_on=in_days(-1)), TODAY)
    assert not is_late(History(False, False), TODAY)


def test_over_all_courses():
    done, stuck, none, way = Standing.DONE, Standing.STUCK, Standing.NOT_STARTED, Standing.UNDER_WAY
    assert overall([]) is none
    assert overall([none, none]) is none
    assert overall([done, done]) is done
    assert overall([done, none]) is way
    assert overall([done, stuck, none]) is stuck


@pytest.mark.parametrize(
    ("history", "kind"),
    [
        (History(False, True, due_on=in_days(-1)), None),
        (History(True, False, due_on=in_days(-1)), ReminderKind.LATE),
        (History(False, False, due_on=in_days(3)), ReminderKind.DUE_SOON),
        (History(True, False, due_on=TODAY), ReminderKind.DUE_SOON),
        (History(False, False, due_on=in_days(4)), ReminderKind.BEGIN),
        (History(False, False), ReminderKind.BEGIN),
        (History(True, False, due_on=in_days(4)), None),
        (History(False, False, due_on=in_days(4), is_open=False), None),
    ],
)
def test_only_the_most_pressing_is_reminded_of(history, kind):
    assert reminder_due(history, TODAY, TODAY) is kind
    assert reminder_due(history, in_days(1), TODAY) is None


# --- the same in the database ------------------------------------------------------------------------------------

step = st.fixed_dictionaries(
    {
        "begun": st.booleans(),
        "completed": st.sampled_from([False, False, True]),
        "seen": st.integers(0, 10 * 24),
        "due": st.sampled_from([None, -2, -1, 0, 1]),
        "extra": st.integers(0, 1),
        "attempts": st.lists(st.sampled_from([True, False, False, None]), max_size=4),
        "tests": st.integers(0, 3),
    }
)


def put(session, enrolment, course, now, made):
    """Give an enrolment this history."""
    is_done = made["completed"]
    enrolment.last_lesson = "receiving" if made["begun"] else None
    enrolment.last_seen_at = now - timedelta(hours=made["seen"]) if made["begun"] else None
    enrolment.completed_at = now if is_done else None
    enrolment.completed_revision_id = course.revision_id if is_done else None
    enrolment.due_on = None if made["due"] is None else day(now) + timedelta(days=made["due"])
    enrolment.extra_attempts = made["extra"]
    kinds = [(QuizKind.GRADED, passed) for passed in made["attempts"] if made["begun"]]
    kinds += [(QuizKind.BEFORE, False)] * (made["tests"] if made["begun"] else 0)
    for number, (kind, passed) in enumerate(kinds, 1):
        session.add(
            Attempt(
                enrolment_id=enrolment.id, kind=kind, number=number, revision_id=course.revision_id, language="en",
                seed=1, drawn=[], started_at=now, submitted_at=None if passed is None else now, maximum=1, passed=passed,
            )
        )  # fmt: skip


def histories(count):
    return st.lists(st.tuples(step, step), min_size=count, max_size=count)


PEOPLE = 5


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.data())
def test_the_database_counts_what_the_rule_says(drawn, prepared_batch, session, by, now):
    batch, courses = prepared_batch
    session.rollback()
    session.execute(delete(Attempt))
    enrolments = {(row.person_id, row.course_id): row for row in session.query(Enrolment)}
    people = sorted({person for person, _ in enrolments})
    for person, both in zip(people, drawn.draw(histories(PEOPLE)), strict=True):
        for course, made in zip(courses, both, strict=True):
            put(session, enrolments[person, course.id], course, now, made)
    session.flush()
    taught = queries.taught(session, batch.id, "en")
    counted = queries.figures(session, by, batch, taught, now)
    members = list(queries.every(session, by, batch, taught, Wanted(), now, at_once=2))
    assert len(members) == PEOPLE
    for course in (None, *taught):
        for kind in Standing:
            expected = [
                member.person.id
                for member in members
                if kind is (member.standing if course is None else member.steps[taught.index(course)].standing)
            ]
            assert counted[course and course.id].standings[kind] == len(expected)
            listed = queries.followed(session, by, batch, taught, Wanted(course, kind), now)
            assert [row.person.id for row in listed] == expected
        late = [
            member.person.id
            for member in members
            if (member.late if course is None else member.steps[taught.index(course)].late)
        ]
        assert counted[course and course.id].late == len(late)
        listed = queries.followed(session, by, batch, taught, Wanted(course, late=True), now)
        assert [row.person.id for row in listed] == late


@pytest.fixture
def prepared_batch(courses, officers, make_batch):
    return make_batch(officers(PEOPLE)), courses


def test_a_member_of_a_batch_without_courses_has_not_started(officers, make_batch, session, by, now):
    batch = make_batch(officers(2), courses=[])
    taught = queries.taught(session, batch.id, "en")
    assert queries.figures(session, by, batch, taught, now)[None].standings[Standing.NOT_STARTED] == 2
    [one, _] = queries.followed(session, by, batch, taught, Wanted(), now)
    assert one.standing is Standing.NOT_STARTED


def test_sessions_that_were_attended_are_steps_as_on_the_officers_own_page(
    publish_course, officers, make_batch, session, by, now
):
    course = publish_course(
        BILINGUAL | {"course.md": BILINGUAL["course.md"].replace(b"hours: ", b"live sessions: 2\nhours: ")}, slug="live"
    )
    batch = make_batch(officers(1), courses=["live"])
    session.execute(update(Enrolment).where(Enrolment.course_id == course.id).values(attended=1))
    taught = queries.taught(session, batch.id, "en")
    [one] = queries.followed(session, by, batch, taught, Wanted(), now)
    assert [step.steps for step in one.steps] == [1]
    [held] = records.courses(session, one.person.id, "en")
    assert (held.done, held.steps) == (1, one.steps[0].total)
