"""Pages of live sessions, as a coordinator, a trainer, an officer and somebody else meet them."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from lms.days import ZONE
from lms.live import actions
from lms.live.codes import code
from lms.live.models import Attendance, LiveSession
from lms.live.participants import MOST_BYTES
from tests.sample_course import BILINGUAL

pytestmark = pytest.mark.slow

SECRET = "only for tests"


@pytest.fixture
def staff(client, sign_in, coordinator):
    return sign_in(client, coordinator)


@pytest.fixture
def officer(app, sign_in, officers, client):
    """A browser of the first officer's."""
    other = app.test_client()
    other.set_cookie("language", "en")
    return sign_in(other, officers[0])


FIELDS = {
    "title": "Interviewing, day 1", "kind": "webinar", "starts_on": "2030-01-15", "starts_at": "10:30", "minutes": "90",
    "link": "https://zoom.us/j/1", "venue": "", "course": "", "capacity": "", "trainer": "", "note": "",
}  # fmt: skip


def test_a_coordinator_plans_a_session_in_pakistan_time(staff, batch, stored):
    assert "No session is planned yet" in staff.get(f"/batches/{batch.id}/live").text
    page = staff.post(f"/batches/{batch.id}/live", data=FIELDS, follow_redirects=True)
    assert "The session is planned" in page.text
    assert "15 January 2030" in page.text
    [live] = stored(select(LiveSession))
    assert live.starts_at.astimezone(ZONE).isoformat() == "2030-01-15T10:30:00+05:00"
    assert "Interviewing, day 1" in staff.get(f"/batches/{batch.id}/live").text


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("title", "", "Write what it is about."),
        ("starts_on", "", "Write a day, for example 2026-12-31."),
        ("starts_on", "tomorrow", "This is not a day. Write it like 2026-12-31."),
        ("starts_at", "", "Write a time, for example 14:30."),
        ("starts_at", "half past", "This is not a time. Write it like 14:30."),
        ("minutes", "0", "A session lasts from 1 to 1440 minutes."),
        ("minutes", "long", "Write a whole number."),
        ("link", "javascript:alert(1)", "Write the whole address, beginning with https://."),
        ("capacity", "-3", "Write a number from 1 on."),
        ("trainer", "nobody", "No trainer signs in with this name."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(staff, batch, stored, name, value, words):
    page = staff.post(f"/batches/{batch.id}/live", data=FIELDS | {"note": "Bring a pen", name: value})
    assert page.status_code == 422
    assert words in page.text
    assert "Bring a pen" in page.text
    assert stored(select(LiveSession)) == []


def test_days_times_and_numbers_may_be_typed_in_urdu_digits(staff, batch, stored):
    staff.post(
        f"/batches/{batch.id}/live", data=FIELDS | {"starts_on": "۲۰۳۰-۰۱-۱۵", "starts_at": "۱۰:۳۰", "minutes": "۴۵"}
    )
    [live] = stored(select(LiveSession))
    assert live.starts_at.astimezone(ZONE).isoformat() == "2030-01-15T10:30:00+05:00"
    assert live.minutes == 45


def hidden(page):
    """What a page sends back of what it showed."""
    found = re.findall(r'<input type="hidden" name="(seen-[a-z_]+)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in found}


def as_shown(shown):
    return {name.removeprefix("seen-"): value for name, value in shown.items()}


def test_of_two_who_change_a_session_nobody_takes_back_what_the_other_did(staff, make_live, stored):
    address = f"/live/{make_live().id}/edit"
    shown = hidden(staff.get(address))
    link = {"link": "https://zoom.us/j/123456789"}
    assert staff.post(address, data=shown | as_shown(shown) | link).status_code == 303
    assert staff.post(address, data=shown | as_shown(shown) | {"starts_at": "09:15"}).status_code == 303
    [live] = stored(select(LiveSession))
    assert (live.link, live.starts_at.astimezone(ZONE).strftime("%H:%M")) == (link["link"], "09:15")
    clash = staff.post(address, data=shown | as_shown(shown) | {"starts_at": "11:00"})
    assert clash.status_code == 409
    assert "Somebody else has changed this meanwhile" in clash.text
    assert 'value="11:00"' in clash.text


def test_a_session_about_a_course_that_has_left_the_batch_stays_about_it(staff, make_live, publish_course, stored):
    gone = publish_course(BILINGUAL, slug="back-door")
    address = f"/live/{make_live(course_id=gone.id).id}/edit"
    shown = hidden(staff.get(address))
    assert f'<option selected value="{gone.id}">' in staff.get(address).text
    assert staff.post(address, data=shown | as_shown(shown) | {"title": "Another"}).status_code == 303
    assert [(row.title, row.course_id) for row in stored(select(LiveSession))] == [("Another", gone.id)]
    unknown = staff.post(address, data=shown | as_shown(shown) | {"course": "999"})
    assert unknown.status_code == 422
    assert "This course is not in the batch any more." in unknown.text
    assert [row.course_id for row in stored(select(LiveSession))] == [gone.id]


def test_a_session_is_changed_cancelled_and_held_after_all(staff, make_live, stored):
    live = make_live()
    shown = hidden(staff.get(f"/live/{live.id}/edit"))
    staff.post(f"/live/{live.id}/edit", data=shown | FIELDS | {"title": "Another title"})
    assert stored(select(LiveSession.title)) == ["Another title"]
    assert "Cancel this session?" in staff.get(f"/live/{live.id}/cancel").text
    assert "Hold it after all" in staff.post(f"/live/{live.id}/cancel", follow_redirects=True).text
    assert "Save attendance" in staff.post(f"/live/{live.id}/hold", follow_redirects=True).text


def test_two_people_who_tick_at_once_undo_nothing(staff, make_live, officers, stored):
    """What a page did not show as ticked, and does not tick, it leaves alone."""
    live, (one, two) = make_live(), [person.id for person in officers]
    shown = {"shown": [one, two]}
    assert (
        "1 person is changed"
        in staff.post(f"/live/{live.id}/attendance", data=shown | {"present": [one]}, follow_redirects=True).text
    )
    staff.post(f"/live/{live.id}/attendance", data=shown | {"present": [two]})  # from a page that is older
    assert set(stored(select(Attendance.person_id))) == {one, two}
    staff.post(f"/live/{live.id}/attendance", data=shown | {"was": [one, two], "present": [two]})
    assert stored(select(Attendance.person_id)) == [two]


def test_a_list_of_participants_is_looked_at_before_it_is_saved(staff, make_live, officers, stored):
    live, one = make_live(), officers[0].id
    body = "Name,Email,Duration (minutes)\nANF-1001 Naveed,,55\nSumaira Gul,,10\nMuhammad,,60\n"
    page = staff.post(
        f"/live/{live.id}/participants", data={"file": (io.BytesIO(body.encode()), "zoom.csv"), "share": "75"}
    )
    assert "2 members were found in the file" in page.text
    assert "1 name belongs to no member" in page.text
    ticked = re.findall(r'name="present" value="(\d+)" checked', page.text)
    assert ticked == [str(one)]  # the other one stayed for ten minutes of sixty
    assert stored(select(Attendance)) == []
    staff.post(f"/live/{live.id}/participants/save", data={"present": ticked, f"minutes-{one}": "55"})
    assert [(row.person_id, row.minutes) for row in stored(select(Attendance))] == [(one, 55)]


def test_a_file_that_is_no_list_is_refused_with_words(staff, make_live):
    live = make_live()
    page = staff.post(f"/live/{live.id}/participants", data={"file": (io.BytesIO(b"%PDF-1.7"), "x.csv"), "share": "75"})
    assert page.status_code == 422
    assert "No list of participants was found in this file" in page.text
    assert "Choose a file." in staff.post(f"/live/{live.id}/participants", data={"share": "75"}).text
    parts = b'--x\r\nContent-Disposition: form-data; name="share"\r\n\r\n75\r\n'
    parts += b'--x\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n%b\r\n--x--\r\n'
    large = parts % (b"x" * (MOST_BYTES + 1))
    page = staff.post(f"/live/{live.id}/participants", data=large, content_type="multipart/form-data; boundary=x")
    assert page.status_code == 422
    assert "This file is too large." in page.text


def test_looking_at_a_list_waits_for_nobody_who_writes(staff, make_live, session):
    live = make_live()
    session.execute(update(LiveSession).values(note="still being written"))
    sent = {"file": (io.BytesIO(b"Name\nNaveed Akhtar\n"), "x.csv"), "share": "75"}
    assert "Naveed Akhtar" in staff.post(f"/live/{live.id}/participants", data=sent).text


def test_the_screen_shows_a_code_that_an_officer_scans_or_writes(staff, officer, officers, make_live, stored):
    live = make_live()
    page = staff.get(f"/live/{live.id}/screen").text
    shown = "".join(re.search(r'screen-letters"><bdi dir="ltr">(\w{3}) (\w{3})<', page).groups())
    assert "<svg" in page
    assert "Show the newest code" in page
    assert "I am here" in officer.get(f"/attend/{live.id}/{shown}").text
    assert stored(select(Attendance)) == []  # opening the address changes nothing
    assert (
        "It is noted that you are here"
        in officer.post(f"/attend/{live.id}", data={"code": shown}, follow_redirects=True).text
    )
    assert stored(select(Attendance.person_id)) == [officers[0].id]
    assert "You are noted as present" in officer.get(f"/attend/{live.id}/{shown}").text
    assert officer.post("/attend", data={"code": shown.lower()}).status_code == 303
    assert "None of your sessions has this code now" in officer.post("/attend", data={"code": "QQQQQQ"}).text


def test_there_is_no_code_the_day_before(staff, make_live):
    live = make_live(starts=timedelta(days=1))
    assert "There is no code now" in staff.get(f"/live/{live.id}/screen").text
    assert "Show the code" not in staff.get(f"/live/{live.id}").text


def test_somebody_outside_the_batch_is_told_what_to_do(client, sign_in, make_person, make_live, now):
    live = make_live()
    page = sign_in(client, make_person()).get(f"/attend/{live.id}/{code(SECRET, live.id, now)}")
    assert page.status_code == 404
    assert "You are not in this batch" in page.text


def test_members_see_their_sessions_at_home_and_in_a_list(officer, make_live):
    make_live(starts=timedelta(days=2), title="تفتیش کی تکنیک", link="https://zoom.us/j/9")
    make_live(starts=-timedelta(days=3), title="Over already")
    home = officer.get("/").text
    assert "تفتیش کی تکنیک" in home
    assert "https://zoom.us/j/9" in home
    assert "Over already" not in home
    own = officer.get("/live").text
    assert own.index("تفتیش کی تکنیک") < own.index("Over already")
    assert "Not present" in own


def test_a_webinar_has_no_place_and_a_class_begins_with_that_of_the_batch(staff, officer, batch, session, stored):
    batch.venue = "Hall 2"
    session.commit()
    address = f"/batches/{batch.id}/live"
    typed = FIELDS | {"venue": "Hall 2"}
    assert 'value="Hall 2"' in staff.get(f"{address}/new").text
    page = staff.post(address, data=typed, follow_redirects=True)
    assert "Hall 2" not in page.text
    own = officer.get("/live").text
    assert "Interviewing, day 1" in own
    assert "Hall 2" not in own
    [live] = stored(select(LiveSession))
    [event] = Calendar.from_ical(officer.get(f"/live/{live.id}.ics").data).walk("VEVENT")
    assert event["LOCATION"] == FIELDS["link"]
    shown = hidden(staff.get(f"/live/{live.id}/edit"))
    staff.post(f"/live/{live.id}/edit", data=shown | typed | {"kind": "classroom"})
    [event] = Calendar.from_ical(officer.get(f"/live/{live.id}.ics").data).walk("VEVENT")
    assert (event["LOCATION"], event["SEQUENCE"]) == ("Hall 2", 1)


def test_a_coordinator_sees_the_sessions_of_the_batches(
    client, sign_in, staff, make_live, coordinator, stranger, trainer, by, session, batch
):
    assert "Webinars and classes are planned in a batch" in staff.get("/live").text
    make_live(starts=timedelta(days=2), title="Tomorrow’s questions")
    make_live(starts=-timedelta(minutes=30), title="Under way")
    make_live(starts=-timedelta(days=1), title="Over already")
    actions.cancel(session, by, make_live(starts=timedelta(days=1), title="Called off"), now=batch.created_at)
    session.commit()
    page = staff.get("/live").text
    assert "In the batches that you look after" in page
    assert page.index("Under way") < page.index("Tomorrow’s questions")
    assert "Over already" not in page
    assert "Called off" not in page
    for words in ("No session is coming up", "Your coordinator plans"):
        assert words not in page
    make_live(starts=timedelta(days=3), title="Own lecture", trainer=trainer)
    assert "Own lecture" not in sign_in(client, stranger).get("/live").text
    own = sign_in(client, trainer).get("/live").text
    assert own.count("Own lecture") == 1
    assert "Tomorrow’s questions" not in own


def test_a_session_is_in_the_list_until_it_is_over(staff, make_live, batch, coordinator, session):
    make_live(starts=-timedelta(hours=20), minutes=1440, title="The long exercise")
    make_live(starts=-timedelta(hours=1), minutes=90, title="Under way")
    for number in range(25):
        make_live(starts=-timedelta(hours=2), title=f"Over already {number}")
    page = staff.get("/live").text
    assert page.index("The long exercise") < page.index("Under way")
    assert "Over already" not in page
    batch.trainer_id = coordinator.id
    session.commit()
    page = staff.get("/live").text
    for own in ("The long exercise", "Under way", "Over already 7"):
        assert page.count(f"{own}</") == 1


def test_of_many_sessions_the_next_are_shown_with_as_many_queries(staff, make_live, count_queries):
    asked = []
    for number in (2, 30):
        for each in range(number):
            make_live(starts=timedelta(days=1 + each), title=f"Session {number}-{each}")
        with count_queries() as queries:
            page = staff.get("/live").text
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 9
    assert len(set(re.findall(r"Session \d+-\d+", page))) == 20


def test_a_calendar_is_read_by_its_secret_address_alone(officer, app, make_live):
    live = make_live(starts=timedelta(days=2), link="https://zoom.us/j/9")
    made = officer.post("/live/feed")
    assert (made.status_code, made.location) == (303, "/live#feed")
    answer = officer.get("/live")
    address = re.search(r'readonly [^>]*value="http://[^"]+/(calendar/[\w-]+\.ics)"', answer.text)[1]
    assert "It is shown only now" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert address not in officer.get("/live").text
    stranger = app.test_client()
    answer = stranger.get(f"/{address}")
    assert answer.mimetype == "text/calendar"
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["SUMMARY"] == f"Webinar: {live.title}"
    assert event.decoded("DTSTART") == live.starts_at
    officer.post("/live/feed")
    assert stranger.get(f"/{address}").status_code == 404  # a new address takes the place of the old one
    [event] = Calendar.from_ical(officer.get(f"/live/{live.id}.ics").data).walk("VEVENT")
    assert event["STATUS"] == "CONFIRMED"


def test_the_address_of_a_calendar_is_shown_to_its_owner_only_and_only_while_it_is_good(
    client, sign_in, officer, officers, app
):
    officer.post("/live/feed")  # the page after it never came; somebody else signs in on this phone
    for person in (officers[1], officers[0]):
        assert "It is shown only now" not in sign_in(client, person).get("/live").text
    elsewhere = sign_in(app.test_client(), officers[0])
    officer.post("/live/feed")
    elsewhere.post("/live/feed")
    assert "It is shown only now" not in officer.get("/live").text
    assert "It is shown only now" in elsewhere.get("/live").text


ADDRESSES = (
    "/live/{0}",
    "/live/{0}/edit",
    "/live/{0}/cancel",
    "/live/{0}/screen",
    "/live/{0}.ics",
    "/batches/{1}/live",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_agencys_coordinator_finds_nothing(client, sign_in, stranger, make_live, batch, address):
    live = make_live()
    assert sign_in(client, stranger).get(address.format(live.id, batch.id)).status_code == 404


@pytest.mark.parametrize("act", ["edit", "cancel", "hold", "attendance", "participants", "participants/save"])
def test_nor_changes_anything(client, sign_in, stranger, make_live, act):
    assert sign_in(client, stranger).post(f"/live/{make_live().id}/{act}", data=FIELDS).status_code == 404


def test_a_trainer_of_one_session_takes_its_attendance_and_sees_no_other(
    client, sign_in, trainer, viewer_of, make_live, session, by, now
):
    live, other = make_live(trainer=trainer), make_live()
    page = sign_in(client, trainer)
    assert page.get(f"/live/{live.id}").status_code == 200
    assert page.get(f"/live/{other.id}").status_code == 404


@pytest.mark.parametrize("count", [3, 60])
def test_pages_ask_as_much_for_few_as_for_many(
    staff, batch, make_live, make_person, session, by, agency, count, count_queries, now
):
    from lms.batches import actions as batches  # noqa: PLC0415 - one test only

    batches.add_people(session, by, batch, [make_person(agency=agency).id for _ in range(count)], now)
    session.commit()
    live = make_live()
    for _ in range(count // 3):
        make_live()
    with count_queries() as asked:
        staff.get(f"/live/{live.id}")
    assert len(asked) <= 11
    with count_queries() as asked:
        staff.get(f"/batches/{batch.id}/live")
    assert len(asked) <= 10
