"""The follow-up of a completed course by e-mail: once, to those who have not answered, and without a trace of who has."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.batches import actions, queries
from lms.batches.models import Reminder, ReminderKind
from lms.catalog.models import CourseRecord
from lms.days import day
from lms.learning.models import Enrolment
from lms.people.models import Person
from lms.surveys import actions as surveys
from lms.surveys import queries as of_surveys
from lms.surveys.models import SurveyKind
from tests.batches.letterbox import words_of

DAYS = of_surveys.FOLLOW_UP_AFTER.days


@pytest.fixture
def completed(session, courses, reader, now):
    """`completed("a@example.pk", days=90)`: an officer with this address who completed a course so many days ago, in no batch."""

    def make(email, days=DAYS, course=0, person=None, **given):
        person = person or reader(email, **given)
        at, record = now - timedelta(days=days), courses[course]
        session.add(
            Enrolment(
                person_id=person.id, course_id=record.id, enrolled_at=at, completed_at=at,
                completed_revision_id=record.revision_id,
            )
        )  # fmt: skip
        session.commit()
        return person

    return make


@pytest.fixture
def decline(session, viewer_of):
    def do(person):
        invitation = of_surveys.invitation(session, viewer_of(person), "front-desk", SurveyKind.FOLLOW_UP)
        surveys.decline(session, invitation)
        session.commit()

    return do


@pytest.fixture
def written_to(session, now):
    """Who would get a letter if the command ran at this moment, or so many days later."""

    def ask(days=0):
        moment = now + timedelta(days=days)
        actions.make_follow_ups(session, moment)
        return [post.email for post in queries.outbox(session, moment) if post.reminders]

    return ask


def rows_of(session):
    return session.execute(select(Reminder.email, Reminder.made_at, Reminder.sent_at, Reminder.seen_at)).all()


def test_whoever_completed_a_course_ninety_days_ago_is_written_to_in_a_batch_or_not(completed, make_batch, written_to):
    one = completed("one@example.pk")
    completed("two@example.pk")
    completed("early@example.pk", days=DAYS - 1)
    make_batch([one], courses=["front-desk"])
    assert written_to() == ["one@example.pk", "two@example.pk"]
    assert written_to(days=1) == ["one@example.pk", "two@example.pk", "early@example.pk"]  # none was sent yet


def test_the_first_run_writes_to_those_of_the_last_fortnight_only(completed, written_to, stored, session):
    completed("fortnight@example.pk", days=DAYS + 14)
    completed("longer@example.pk", days=DAYS + 15)
    completed("years@example.pk", days=1000)
    assert written_to() == ["fortnight@example.pk"]
    session.commit()
    [row] = stored(select(Reminder))
    [done] = stored(select(Enrolment.completed_at).where(Enrolment.id == row.enrolment_id))
    assert (row.kind, row.due_on) == (ReminderKind.FOLLOW_UP, day(done + of_surveys.FOLLOW_UP_AFTER))


@pytest.mark.parametrize(
    "change",
    [
        update(Person).values(email=None),
        update(Person).values(email=""),
        update(Person).values(is_active=False),
        update(CourseRecord).values(revision_id=None),
    ],
)
def test_who_cannot_be_asked_is_not_written_to(completed, written_to, session, change):
    completed("one@example.pk")
    session.execute(change)
    assert written_to() == []


def test_who_is_left_meanwhile_is_not_written_to(completed, written_to, session):
    completed("one@example.pk")
    assert written_to() == ["one@example.pk"]
    session.execute(update(Person).values(is_active=False))
    assert written_to() == []
    session.execute(update(Person).values(is_active=True))
    session.execute(update(CourseRecord).values(revision_id=None))
    assert written_to() == []


def test_it_is_made_once_whatever_becomes_of_the_day(completed, written_to, session, stored):
    """Two records of one person are joined: the course then counts as completed on the earlier day."""
    completed("one@example.pk")
    written_to()
    [row] = session.scalars(select(Enrolment))
    row.completed_at -= timedelta(days=3)
    written_to(days=1)
    session.commit()
    assert len(stored(select(Reminder))) == 1


def test_who_has_answered_or_declined_is_not_written_to(completed, decline, written_to):
    for name in ("one", "two"):
        completed(f"{name}@example.pk")
    decline(completed("done@example.pk"))
    assert written_to() == ["one@example.pk", "two@example.pk"]


@pytest.mark.slow
def test_the_letter_leads_to_the_survey_and_goes_out_once(
    completed, decline, server, box, remind, client, sign_in, session
):
    english = completed("bilal@example.pk", language="en", name_en="Bilal Khoso")
    completed("naveed@example.pk", language="ur", name_ur="نوید اختر")
    completed("later@example.pk", days=DAYS - 2)
    for _ in range(2):
        done = remind(f"smtp://127.0.0.1:{server}?tls=no")
        assert done.exit_code == 0, done.output
    assert "Reminders made: 0\nE-mails sent: 0\n" in done.output
    by_address = {envelope.rcpt_tos[0]: words_of(envelope) for envelope in box.letters}
    assert sorted(by_address) == ["bilal@example.pk", "naveed@example.pk"]
    assert len(box.letters) == 2
    message, text = by_address["bilal@example.pk"]
    assert message["Subject"] == "Five questions about your training"
    assert "You completed “\u2068The front desk\u2069” three months ago." in text
    assert "Answering is voluntary" in text
    assert "Go on here" not in text
    message, text = by_address["naveed@example.pk"]
    assert message["Content-Language"] == "ur"
    assert "تین ماہ پہلے مکمل کیا تھا" in text
    address = text.partition("https://training.example.gov.pk")[2].partition("\n")[0]
    here = sign_in(client, english)
    page = here.get(address)
    assert page.status_code == 200
    assert "How often have you used what you learnt" in page.text
    home = here.get("/").text
    assert home.count("Five short questions") == 1
    assert "Put away" not in home


@pytest.mark.slow
def test_one_letter_holds_reminders_and_follow_ups(completed, make_batch, server, box, remind):
    one = completed("bilal@example.pk")
    make_batch([one], due=2, courses=["back-door"])
    assert "E-mails sent: 1" in remind(f"smtp://127.0.0.1:{server}?tls=no").output
    [envelope] = box.letters
    message, text = words_of(envelope)
    assert message["Subject"] == "Reminder of your training"
    assert text.index("is to be finished by") < text.index("Go on here") < text.index("three months ago")
    assert text.count("The training portal sent this") == 1


@pytest.mark.slow
def test_nothing_that_is_kept_tells_who_has_answered(completed, decline, server, box, remind, session):
    """Answers have their week. If rows told that somebody answered between two mornings, they would lead from one to the other."""
    decline(completed("done@example.pk"))  # the first in the line
    completed("open@example.pk")
    away = remind("smtp://127.0.0.1:9?tls=no")
    assert away.exit_code == 1
    assert [row.sent_at for row in rows_of(session)] == [None, None]
    session.rollback()
    assert "E-mails sent: 1" in remind(f"smtp://127.0.0.1:{server}?tls=no").output
    assert [envelope.rcpt_tos for envelope in box.letters] == [["open@example.pk"]]
    one, other = rows_of(session)
    assert one.made_at == other.made_at
    assert one.sent_at == other.sent_at is not None
    assert (one.seen_at, other.seen_at) == (None, None)


@pytest.mark.slow
def test_what_is_refused_is_not_tried_again(completed, decline, server, box, remind, session):
    """Else it would be marked on the morning after its officer has answered."""
    refused = completed("no.space@example.pk")
    decline(completed("done@example.pk"))
    assert remind(f"smtp://127.0.0.1:{server}?tls=no").exit_code == 1
    first, second = rows_of(session)
    assert first.sent_at == second.sent_at is not None
    session.rollback()
    decline(refused)
    box.refuses = "nobody"
    assert "E-mails sent: 0" in remind(f"smtp://127.0.0.1:{server}?tls=no").output
    assert [row.sent_at for row in rows_of(session)] == [first.sent_at] * 2


def test_without_a_mail_server_nobody_is_noted(completed, remind, stored):
    completed("one@example.pk")
    assert remind().output == "Reminders made: 0\n"
    assert stored(select(Reminder)) == []


def test_it_is_no_reminder_to_the_coordinator(completed, make_batch, by, session, now):
    """Whoever was asked for the follow-up this morning can be reminded of another course today, and is shown what was."""
    one = completed("one@example.pk")
    batch = make_batch([one], due=9)
    actions.make_follow_ups(session, now)
    session.commit()
    enrolments = queries.enrolments_to_change(session, by, batch, session.scalars(select(Enrolment.id)).all())
    assert actions.remind_now(session, by, batch, enrolments, now).made == 1
