"""Reminders: made once, shown on the home page until they are put away, and e-mailed through a real mail server."""

import re
import ssl
from datetime import timedelta

import pytest
import trustme
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from lms.batches import actions, queries
from lms.batches.models import Reminder, ReminderKind
from lms.days import day
from lms.learning.models import Enrolment
from lms.people.models import Person
from tests.batches.letterbox import Box, words_of
from tests.journeys.server import free_port
from tests.sample_course import BILINGUAL


@pytest.fixture
def kinds(stored):
    return lambda: sorted(row.kind for row in stored(select(Reminder)))


def text_of(answer):
    return answer.get_data(as_text=True)


def test_each_is_made_once_for_its_day(courses, officers, make_batch, session, now, kinds):
    make_batch(officers(2), due=3, courses=["front-desk"])
    assert actions.make_reminders(session, now) == 2
    assert actions.make_reminders(session, now) == 0
    assert actions.make_reminders(session, now + timedelta(days=1)) == 0
    assert actions.make_reminders(session, now + timedelta(days=4)) == 2
    session.commit()
    assert kinds() == [ReminderKind.DUE_SOON] * 2 + [ReminderKind.LATE] * 2


def test_who_is_done_or_in_a_closed_batch_is_left_in_peace(courses, officers, make_batch, session, by, now):
    [one] = officers(1)
    batch = make_batch([one], due=2, courses=["front-desk"])
    done = {"completed_at": now, "completed_revision_id": courses[0].revision_id}
    session.execute(update(Enrolment).values(**done))
    assert actions.make_reminders(session, now) == 0
    session.execute(update(Enrolment).values(completed_at=None, completed_revision_id=None))
    actions.close_batch(session, by, batch, now)
    assert actions.make_reminders(session, now) == 0
    actions.reopen_batch(session, by, batch, now)
    assert actions.make_reminders(session, now) == 1


def test_nobody_is_reminded_before_the_first_day(courses, officers, make_batch, session, now, kinds):
    make_batch(officers(1), start=2, due=20, courses=["front-desk"])
    assert actions.make_reminders(session, now) == 0
    assert actions.make_reminders(session, now + timedelta(days=2)) == 1
    session.commit()
    assert kinds() == [ReminderKind.BEGIN]


def test_a_reminder_stands_on_the_home_page_until_it_is_put_away(
    client, sign_in, courses, officers, make_batch, session, stored, now
):
    one, other = officers(2)
    make_batch([one, other], due=2, venue="Hall 2", courses=["front-desk"])
    actions.make_reminders(session, now)
    session.commit()
    here = sign_in(client, one)
    home = text_of(here.get("/"))
    assert "is to be finished by" in home
    for words in ("Your batches", "Rohri, first group", "Hall 2", "0 of 1 courses completed"):
        assert words in home
    [own] = stored(select(Reminder).join(Enrolment).where(Enrolment.person_id == one.id))
    [foreign] = stored(select(Reminder).join(Enrolment).where(Enrolment.person_id == other.id))
    here.post(f"/reminders/{foreign.id}/seen")
    here.post(f"/reminders/{own.id}/seen")
    assert "is to be finished by" not in text_of(here.get("/"))
    assert len(stored(select(Reminder).where(Reminder.seen_at.is_(None)))) == 1


def test_a_reminder_is_gone_when_its_day_has_moved(client, sign_in, courses, officers, make_batch, session, now):
    [one] = officers(1)
    make_batch([one], due=2, courses=["front-desk"])
    actions.make_reminders(session, now)
    session.execute(update(Enrolment).values(due_on=day(now) + timedelta(days=30)))
    session.commit()
    assert "is to be finished by" not in text_of(sign_in(client, one).get("/"))


def test_of_one_course_only_the_most_pressing_is_shown(client, sign_in, courses, officers, make_batch, session, now):
    [one] = officers(1)
    make_batch([one], due=0, courses=["front-desk"])
    actions.make_reminders(session, now)
    session.execute(update(Enrolment).values(due_on=day(now) - timedelta(days=1)))
    session.execute(update(Reminder).values(due_on=day(now) - timedelta(days=1)))
    actions.make_reminders(session, now)
    session.commit()
    home = text_of(sign_in(client, one).get("/"))
    assert home.count("Put away") == 1
    assert "was to be finished by" in home
    assert "Overdue" in home


def test_a_course_that_is_not_open_says_when_on_the_home_page(client, sign_in, courses, officers, make_batch):
    [one] = officers(1)
    make_batch([one], start=4)
    home = text_of(sign_in(client, one).get("/"))
    assert "Begins on" in home
    assert home.count("Opens on") == 2
    assert "Start the course" not in home


def test_a_coordinator_reminds_now_and_once_a_day(
    client, sign_in, coordinator, courses, officers, make_batch, session, stored, now
):
    [one] = officers(1)
    batch = make_batch([one], due=20, courses=["front-desk"])
    [enrolment] = stored(select(Enrolment))
    here = sign_in(client, coordinator)
    for expected in ("1 reminder is made.", "1 was reminded today already."):
        answer = here.post(f"/batches/{batch.id}/progress", data={"enrolment": enrolment.id, "act": "remind"})
        assert expected in text_of(here.get(answer.location))
    session.execute(update(Reminder).values(made_at=now - timedelta(days=2), seen_at=now, sent_at=now))
    session.commit()
    here.post(f"/batches/{batch.id}/progress", data={"enrolment": enrolment.id, "act": "remind"})
    [reminder] = stored(select(Reminder))
    assert (reminder.kind, reminder.seen_at, reminder.sent_at) == (ReminderKind.BY_HAND, None, None)


def test_why_some_are_not_reminded_is_told_with_numbers(
    client, sign_in, coordinator, courses, officers, make_batch, session, stored, now
):
    people = officers(6)
    batch = make_batch(people, courses=["front-desk"])
    ids = stored(select(Enrolment.id).order_by(Enrolment.id))
    completed = {"completed_at": now, "completed_revision_id": courses[0].revision_id}
    session.execute(update(Enrolment).where(Enrolment.id.in_(ids[3:5])).values(**completed))
    session.execute(update(Person).where(Person.id == people[5].id).values(is_active=False))
    session.commit()
    here = sign_in(client, coordinator)

    def told(some):
        answer = here.post(f"/batches/{batch.id}/progress", data={"enrolment": some, "act": "remind"})
        return re.search(r'class="flash (\w+)">.*?<span>(.*?)</span>', text_of(here.get(answer.location)))

    assert told(ids[:1])[2] == "1 reminder is made."
    assert told(ids[:5])[2] == "2 reminders are made. 1 was reminded today already. 2 are done already."
    kind, words = told(ids).groups()
    assert kind == "warning"
    assert words == "3 were reminded today already. 2 are done already. 1 has an account that is not active."


def remind_all(session, by, batch, now):
    ids = session.scalars(select(Enrolment.id)).all()
    return actions.remind_now(session, by, batch, queries.enrolments_to_change(session, by, batch, ids), now)


def test_a_reminder_by_hand_is_shown_to_who_has_begun_a_course_without_a_day(
    client, sign_in, courses, officers, make_batch, session, by, now
):
    [one] = officers(1)
    batch = make_batch([one], courses=["front-desk"])
    session.execute(update(Enrolment).values(last_lesson="receiving", last_seen_at=now))
    assert remind_all(session, by, batch, now).made == 1
    session.commit()
    here = sign_in(client, one)
    assert "Your coordinator asks you to go on with “" in text_of(here.get("/"))
    session.execute(update(Enrolment).values(due_on=day(now) + timedelta(days=9)))
    session.commit()
    assert "The day to finish it by:" in text_of(here.get("/"))
    session.execute(update(Enrolment).values(completed_at=now, completed_revision_id=courses[0].revision_id))
    session.commit()
    assert "Your coordinator asks" not in text_of(here.get("/"))


def test_a_reminder_by_hand_is_not_the_one_that_comes_on_its_day(
    courses, officers, make_batch, session, by, now, kinds
):
    batch = make_batch(officers(1), due=5, courses=["front-desk"])
    assert remind_all(session, by, batch, now).made == 1
    assert actions.make_reminders(session, now + timedelta(days=2)) == 1
    session.commit()
    assert kinds() == [ReminderKind.BY_HAND, ReminderKind.DUE_SOON]


def test_a_closed_batch_reminds_nobody_by_hand(courses, officers, make_batch, session, by, now):
    batch = make_batch(officers(1), courses=["front-desk"])
    actions.close_batch(session, by, batch, now)
    with pytest.raises(actions.BatchClosed):
        remind_all(session, by, batch, now)


def test_a_course_is_said_to_be_open_only_when_it_is(publish_course, officers, make_batch, session, now, kinds):
    required = publish_course(BILINGUAL, slug="front-desk")
    requiring = BILINGUAL["course.md"].replace(b"hours: ", b"requires: front-desk\nhours: ")
    publish_course(BILINGUAL | {"course.md": requiring}, slug="back-door")
    make_batch(officers(1), due=20)
    assert actions.make_reminders(session, now) == 1
    front, back = session.scalars(select(Enrolment).order_by(Enrolment.course_id))
    front.completed_at, front.completed_revision_id = now, required.revision_id
    session.flush()
    back.opens_on = day(now) + timedelta(days=1)
    session.flush()
    assert actions.make_reminders(session, now) == 0
    assert actions.make_reminders(session, now + timedelta(days=1)) == 1


# --- e-mail ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_one_letter_in_the_persons_language_and_never_twice(courses, reader, officers, make_batch, server, box, remind):
    urdu = reader("naveed@example.pk", language="ur", name_ur="نوید اختر")
    english = reader("bilal@example.pk", language="en", name_en="Bilal Khoso")
    make_batch([urdu, english, *officers(1)], due=2)
    done = remind(f"smtp://127.0.0.1:{server}?tls=no")
    assert done.exit_code == 0, done.output
    assert "Reminders made: 6" in done.output
    assert "E-mails sent: 2" in done.output
    by_address = {envelope.rcpt_tos[0]: words_of(envelope) for envelope in box.letters}
    message, text = by_address["bilal@example.pk"]
    assert message["From"] == "training@example.gov.pk"
    assert message["Subject"] == "Reminder of your training"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Dear \u2068Bilal Khoso\u2069," in text
    assert "“\u2068The front desk\u2069” is to be finished by" in text
    assert "“\u2068The back door\u2069” is to be finished by" in text
    assert "\nhttps://training.example.gov.pk\n" in text
    message, text = by_address["naveed@example.pk"]
    assert message["Content-Language"] == "ur"
    assert "\u2068نوید اختر\u2069" in text
    assert "تک مکمل کرنا ہے۔" in text
    again = remind(f"smtp://127.0.0.1:{server}?tls=no")
    assert "E-mails sent: 0" in again.output
    assert len(box.letters) == 2


@pytest.mark.slow
def test_what_is_refused_is_told_and_tried_again(courses, reader, make_batch, server, box, remind, stored):
    make_batch([reader("no.space@example.pk"), reader("yes@example.pk")], due=2, courses=["front-desk"])
    first = remind(f"smtp://127.0.0.1:{server}?tls=no")
    assert first.exit_code == 1
    assert "not taken: 1. The reminders in them are tried again next time." in first.output
    assert [envelope.rcpt_tos for envelope in box.letters] == [["yes@example.pk"]]
    assert len(stored(select(Reminder).where(Reminder.sent_at.is_(None)))) == 1
    box.handle_DATA = Box().handle_DATA  # a new box, with room
    assert remind(f"smtp://127.0.0.1:{server}?tls=no").exit_code == 1


def test_what_was_refused_goes_to_the_address_that_is_right_now(
    courses, reader, make_batch, server, box, remind, session
):
    person = reader("no.space@example.pk")
    make_batch([person], due=2, courses=["front-desk"])
    assert remind(f"smtp://127.0.0.1:{server}?tls=no").exit_code == 1
    for address, sent in ((None, 0), ("", 0), ("right@example.pk", 1)):
        session.execute(update(Person).where(Person.id == person.id).values(email=address))
        session.commit()
        assert f"E-mails sent: {sent}" in remind(f"smtp://127.0.0.1:{server}?tls=no").output
    assert [envelope.rcpt_tos for envelope in box.letters] == [["right@example.pk"]]


def test_an_address_that_the_server_cannot_take_stops_nobody_elses_letter(
    courses, reader, make_batch, server, box, remind, stored
):
    wrong = ["علی@example.pk"]
    make_batch([*map(reader, wrong), reader("yes@example.pk")], due=2, courses=["front-desk"])
    done = remind(f"smtp://127.0.0.1:{server}?tls=no")
    assert "E-mails sent: 1" in done.output
    assert ["yes@example.pk"] in [envelope.rcpt_tos for envelope in box.letters]
    assert stored(select(Reminder.sent_at).join(Enrolment).join(Person).where(Person.email == wrong[0])) == [None]


@pytest.mark.parametrize("address", ["mail.example.pk", "smtp://", "smtp://mail.example.pk:many", "http://example.pk"])
def test_an_address_of_a_server_that_is_none_is_told_and_loses_nothing(
    courses, reader, make_batch, remind, stored, address
):
    make_batch([reader("a@example.pk")], due=2, courses=["front-desk"])
    done = remind(address)
    assert done.exit_code == 1
    assert "LMS_SMTP_URL is no address like" in done.output
    assert stored(select(Reminder.sent_at)) == [None]


@pytest.mark.slow
def test_a_server_that_is_away_loses_nothing(courses, reader, make_batch, server, box, remind, stored):
    make_batch([reader("a@example.pk"), reader("b@example.pk")], due=2, courses=["front-desk"])
    away = remind("smtp://127.0.0.1:9?tls=no")
    assert away.exit_code == 1
    assert len(stored(select(Reminder).where(Reminder.sent_at.is_(None)))) == 2
    assert "E-mails sent: 2" in remind(f"smtp://127.0.0.1:{server}?tls=no").output


def test_without_a_mail_server_reminders_are_made_all_the_same(courses, reader, make_batch, remind, kinds):
    make_batch([reader("a@example.pk")], due=2, courses=["front-desk"])
    assert remind().output == "Reminders made: 1\n"
    assert kinds() == [ReminderKind.DUE_SOON]


@pytest.mark.slow
def test_the_way_to_the_server_is_encrypted_and_signed_in(
    courses, reader, make_batch, box, remind, tmp_path, monkeypatch
):
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    controller = Controller(
        box, hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True, authenticator=box.authenticate,
        auth_required=True,
    )  # fmt: skip
    controller.start()
    try:
        make_batch([reader("a@example.pk")], due=2, courses=["front-desk"])
        address = f"smtp://lms:s3cret%40@127.0.0.1:{controller.port}"
        untrusted = remind(address)
        assert untrusted.exit_code == 1
        assert box.letters == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        assert "E-mails sent: 1" in remind(address).output
        assert box.signed_in == [(b"lms", b"s3cret@")]
    finally:
        controller.stop()
