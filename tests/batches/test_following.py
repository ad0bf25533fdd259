"""What is done for members who are late or stuck, and the pages from which it is done."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select, update

from lms.batches import actions, queries
from lms.batches.models import Reminder, ReminderKind
from lms.catalog import queries as catalog
from lms.catalog.models import CourseCard, Revision
from lms.days import day
from lms.learning.attempts import MustWait, NoAttemptsLeft, Past, check_may_start
from lms.learning.models import Attempt, Enrolment
from lms.people.models import AuditEntry, Person
from lms.people.roles import Role

pytestmark = pytest.mark.slow


@pytest.fixture
def here(client, sign_in, coordinator):
    return sign_in(client, coordinator)


@pytest.fixture
def follow(session, now):
    """`follow(enrolment, "failed", "failed")`: begun an hour ago, with these attempts; each is failed, passed or open."""

    def do(enrolment, course, *outcomes, hours=1, **given):
        enrolment = session.merge(enrolment)
        enrolment.last_lesson, enrolment.last_seen_at = "receiving", now - timedelta(hours=hours)
        for name, value in given.items():
            setattr(enrolment, name, value)
        for number, outcome in enumerate(outcomes, 1):
            is_open = outcome == "open"
            session.add(
                Attempt(
                    enrolment_id=enrolment.id, number=number, revision_id=course.revision_id, language="en", seed=1,
                    drawn=[], started_at=now, submitted_at=None if is_open else now, maximum=1,
                    passed=None if is_open else outcome == "passed",
                )
            )  # fmt: skip
        session.commit()
        return enrolment

    return do


@pytest.fixture
def enrolment_of(stored):
    def find(person, course):
        [row] = stored(select(Enrolment).where(Enrolment.person_id == person.id, Enrolment.course_id == course.id))
        return row

    return find


def text_of(answer):
    return answer.get_data(as_text=True)


def test_another_attempt_is_allowed_once_to_who_has_none_left(
    courses, officers, make_batch, follow, enrolment_of, session, by, now
):
    out, left, free = officers(3)
    batch = make_batch([out, left, free])
    front, back = courses
    follow(enrolment_of(out, back), back, "failed", "failed")
    follow(enrolment_of(left, back), back, "failed", "open")
    follow(enrolment_of(free, front), front, "failed", "failed", "failed")
    taught = queries.taught(session, batch.id, "en")

    def allow():
        ids = session.scalars(select(Enrolment.id)).all()
        chosen = queries.enrolments_to_change(session, by, batch, ids)
        return actions.allow_attempt(session, by, batch, taught, chosen, "Was ill on the day", now)

    assert allow() == 1
    assert allow() == 0
    session.commit()
    assert enrolment_of(out, back).extra_attempts == 1
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.subject) == ("allowed another attempt", f"person {out.id}")
    assert "Was ill on the day" in entry.details


def test_an_attempt_that_was_not_begun_is_taken_back(
    courses, officers, make_batch, follow, enrolment_of, session, by, now
):
    [one] = officers(1)
    batch, back = make_batch([one]), courses[1]
    follow(enrolment_of(one, back), back, "failed", "failed", extra_attempts=1)
    taught = queries.taught(session, batch.id, "en")
    chosen = queries.enrolments_to_change(session, by, batch, [enrolment_of(one, back).id])
    assert actions.take_back_attempt(session, by, batch, taught, chosen, "A mistake", now) == 1
    assert actions.take_back_attempt(session, by, batch, taught, chosen, "A mistake", now) == 0
    assert chosen[0].extra_attempts == 0


def test_a_granted_attempt_comes_on_top_and_without_waiting(courses, session, now):
    record = session.merge(courses[1])
    digest = session.scalars(select(Revision.digest).where(Revision.id == record.revision_id)).one()
    quiz = catalog.course_at(session, record.revision_id, digest).quiz_settings
    past = [Past(now - timedelta(minutes=5), False)]
    with pytest.raises(MustWait):
        check_may_start(quiz, past, now, granted=1)
    with pytest.raises(NoAttemptsLeft):
        check_may_start(quiz, past * 2, now)
    check_may_start(quiz, past * 2, now, granted=1)
    with pytest.raises(NoAttemptsLeft):
        check_may_start(quiz, past * 3, now, granted=1)


def test_the_officer_begins_the_attempt_that_was_allowed(
    client, sign_in, courses, officers, make_batch, follow, enrolment_of
):
    [one] = officers(1)
    make_batch([one])
    back = courses[1]
    follow(enrolment_of(one, back), back, "failed", "failed")
    browser = sign_in(client, one)
    assert "No attempts are left" in text_of(browser.get("/courses/back-door/final-quiz"))
    assert browser.post("/courses/back-door/final-quiz/attempts").status_code == 409
    follow(enrolment_of(one, back), back, extra_attempts=1)
    assert "Take the quiz again" in text_of(browser.get("/courses/back-door/final-quiz"))
    assert "/attempts/" in browser.post("/courses/back-door/final-quiz/attempts").location


def test_a_day_of_ones_own_is_set_and_kept_by_the_batch(
    courses, officers, make_batch, enrolment_of, session, by, plan, now
):
    [one] = officers(1)
    batch = make_batch([one], due=2)
    later = day(now) + timedelta(days=20)
    chosen = queries.enrolments_to_change(session, by, batch, [enrolment_of(one, courses[0]).id])
    assert actions.set_due_day(session, by, batch, chosen, later, "On duty at the border", now) == 1
    assert actions.set_due_day(session, by, batch, chosen, later, "On duty at the border", now) == 0
    actions.change_batch(session, by, batch, plan(due=5), now)
    session.commit()
    assert enrolment_of(one, courses[0]).due_on == later
    assert enrolment_of(one, courses[1]).due_on == day(now) + timedelta(days=5)
    with pytest.raises(actions.DayOver):
        actions.set_due_day(session, by, batch, chosen, day(now) - timedelta(days=1), "Too late", now)
    with pytest.raises(actions.ReasonMissing):
        actions.set_due_day(session, by, batch, chosen, later, " ", now)


# --- pages -------------------------------------------------------------------------------------------------------


def test_every_figure_leads_to_its_people(here, courses, officers, make_batch, follow, enrolment_of, session, now):
    idle, busy, silent = officers(3)
    batch = make_batch([idle, busy, silent], due=5)
    front = courses[0]
    follow(enrolment_of(busy, front), front)
    follow(enrolment_of(silent, front), front, hours=8 * 24, due_on=day(now) - timedelta(days=1))
    page = text_of(here.get(f"/batches/{batch.id}"))
    for words in ("At a glance", "Not started", "Under way", "Stuck", "Late", "All courses together"):
        assert words in page
    stuck = f"/batches/{batch.id}/progress?course=front-desk&amp;standing=stuck"
    assert f'<a href="{stuck}">1</a>' in page
    people = text_of(here.get(stuck.replace("&amp;", "&")))
    assert silent.name_en in people
    assert busy.name_en not in people
    assert "Last seen:" in people
    late = text_of(here.get(f"/batches/{batch.id}/progress?late=1"))
    assert silent.name_en in late
    assert idle.name_en not in late
    done = text_of(here.get(f"/batches/{batch.id}/progress?standing=done"))
    assert "No member is in this list." in done


def test_a_coordinator_acts_for_who_is_ticked(here, courses, officers, make_batch, enrolment_of, now):
    one, two = officers(2)
    batch = make_batch([one, two], due=5)
    at = f"/batches/{batch.id}/progress"
    later = day(now) + timedelta(days=30)
    ticked = {"enrolment": enrolment_of(one, courses[0]).id, "act": "day"}
    wrong = here.post(f"{at}?course=front-desk", data=ticked)
    assert wrong.status_code == 422
    for words in ("Write the reason.", "Write a day", f'value="{ticked["enrolment"]}" checked'):
        assert words in text_of(wrong)
    assert "Nobody was ticked." in text_of(here.post(at, data={"act": "remind"}))
    over = here.post(at, data=ticked | {"due_on": day(now) - timedelta(days=2), "reason": "Ill"})
    assert "This day is over." in text_of(over)
    assert 'value="Ill"' in text_of(over)
    answer = here.post(f"{at}?course=front-desk", data=ticked | {"due_on": later, "reason": "Ill"})
    assert answer.location == f"{at}?course=front-desk"
    assert "1 day is set." in text_of(here.get(answer.location))
    assert enrolment_of(one, courses[0]).due_on == later
    assert enrolment_of(two, courses[0]).due_on == day(now) + timedelta(days=5)


def test_enrolments_of_others_are_not_touched(
    here, courses, officers, make_batch, enrolment_of, make_person, session, now
):
    batch = make_batch(officers(1), due=5)
    outsider = make_person()
    session.add(Enrolment(person_id=outsider.id, course_id=courses[0].id, enrolled_at=now))
    session.commit()
    foreign = enrolment_of(outsider, courses[0])
    answer = here.post(
        f"/batches/{batch.id}/progress",
        data={"enrolment": foreign.id, "act": "day", "due_on": day(now) + timedelta(days=9), "reason": "?"},
    )
    assert answer.status_code == 422
    assert enrolment_of(outsider, courses[0]).due_on is None


NAME = "Muhammad Kashif Mahmood Gondal"
TITLE = "Application of Human Rights by Law Enforcement Officers of all ranks"


def test_the_table_of_a_batch_leaves_a_mark(here, courses, officers, make_batch, session, stored):
    one, _two = officers(2)
    session.execute(update(Person).where(Person.id == one.id).values(phone="0300 1234567", name_en=NAME))
    session.execute(update(CourseCard).where(CourseCard.course_id == courses[1].id).values(title=TITLE))
    session.commit()
    batch = make_batch([one, _two], due=5)
    answer = here.post(f"/batches/{batch.id}/table", data={"form": "csv"})
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("name_en,name_ur,rank,service_number,phone,agency,course,standing,late")
    assert len(lines) == 5
    assert f"{one.service_number},0300 1234567,POLICE-1,front-desk,not started,no,0," in lines[1]
    sheet = here.post(f"/batches/{batch.id}/table", data={"form": "xlsx"})
    table = openpyxl.load_workbook(io.BytesIO(sheet.get_data())).active
    rows = list(table.iter_rows(values_only=True))
    assert rows[2][4:9] == ("Telephone number", "Agency", "Course", "Standing", "Late")
    whose = (one.service_number, "0300 1234567", "Rohri station", "The front desk", "Not started", "No")
    assert rows[3][3:9] == whose
    assert table.column_dimensions["A"].width > len(NAME)
    assert rows[4][6] == TITLE
    assert table["G5"].alignment.wrap_text
    assert table.row_dimensions[5].height >= 30  # names and titles are not cut
    marks = [entry.action for entry in stored(select(AuditEntry))]
    assert marks.count("exported") == 2


def test_strangers_and_trainers(client, sign_in, stranger, make_person, courses, officers, make_batch, enrolment_of):
    [one] = officers(1)
    trainer = make_person([Role.TRAINER])
    batch = make_batch([one], trainer_id=trainer.id)
    ticked = {"enrolment": enrolment_of(one, courses[0]).id, "act": "remind"}
    here = sign_in(client, stranger)
    at = f"/batches/{batch.id}"
    assert here.get(f"{at}/progress").status_code == 404
    assert here.post(f"{at}/progress", data=ticked).status_code == 404
    assert here.post(f"{at}/table").status_code == 404
    here = sign_in(client, trainer)
    assert one.name_en in text_of(here.get(f"{at}/progress"))
    assert here.post(f"{at}/progress", data=ticked).status_code == 403
    assert here.post(f"{at}/table").status_code == 403


def test_who_needs_a_call_can_be_called_by_those_who_keep_them(
    client, sign_in, coordinator, make_person, officers, make_batch, session
):
    [one], trainer = officers(1), make_person([Role.TRAINER])
    session.get_one(Person, one.id).phone = "0300 1234567"
    session.commit()
    at = f"/batches/{make_batch([one], trainer_id=trainer.id).id}"
    for page in ("progress", "members"):
        shown = text_of(sign_in(client, coordinator).get(f"{at}/{page}"))
        assert 'href="tel:03001234567"' in shown
        assert client.get(re.search(r'href="(/people/\d+)"', shown)[1]).status_code == 200
        shown = text_of(sign_in(client, trainer).get(f"{at}/{page}"))
        assert one.name_en in shown
        assert "0300" not in shown
        assert "/people/" not in shown


def test_the_same_questions_for_few_and_many(here, courses, officers, make_batch, count_queries):
    few, many = make_batch(officers(2)), make_batch(officers(60), name="Many")

    def asked(address):
        with count_queries() as queries:
            assert here.get(address).status_code == 200
        return len(queries)

    for page in ("", "/progress", "/progress?course=back-door&standing=not+started", "/progress?late=1"):
        assert asked(f"/batches/{few.id}{page}") == asked(f"/batches/{many.id}{page}"), page
    first = text_of(here.get(f"/batches/{many.id}/progress"))
    assert first.count('name="enrolment"') == 100
    assert "Next" in first


def test_a_page_of_people_is_ticked_at_once(here, courses, officers, make_batch, enrolment_of, session, now):
    people = officers(60)
    batch = make_batch(people, courses=["front-desk"])
    session.execute(
        update(Enrolment)
        .where(Enrolment.person_id == people[0].id)
        .values(completed_at=now, completed_revision_id=courses[0].revision_id)
    )
    session.commit()
    first = text_of(here.get(f"/batches/{batch.id}/progress"))
    assert ticked(first) == set()
    assert "Untick all" not in first
    link = re.search(r'href="([^"]+)"[^>]*>(?:(?!</a>).)*Tick this page', first, re.S)[1].replace("&amp;", "&")
    all_of_page = text_of(here.get(link))
    assert ticked(all_of_page) == {enrolment_of(person, courses[0]).id for person in people[1:50]}
    assert "Untick all" in all_of_page
    after = re.search(r'href="[^"]+after=(\d+)"', all_of_page)[1]
    assert ticked(text_of(here.get(f"/batches/{batch.id}/progress?after={after}"))) == set()
    assert len(ticked(text_of(here.get(f"/batches/{batch.id}/progress?after={after}&all=1")))) == 10
    assert len(ticked(text_of(here.get(f"/batches/{batch.id}/progress?standing=stuck&all=1")))) == 0


def ticked(page):
    return {int(each) for each in re.findall(r'name="enrolment" value="(\d+)" checked', page)}


def test_a_row_tells_the_day_of_the_last_reminder(here, courses, officers, make_batch, session, now):
    batch = make_batch(officers(1), due=2)
    assert "Reminded on" not in text_of(here.get(f"/batches/{batch.id}/progress"))
    first, second = session.scalars(select(Enrolment.id).order_by(Enrolment.id)).all()
    made = [(first, ReminderKind.DUE_SOON, 9), (first, ReminderKind.BY_HAND, 3), (second, ReminderKind.FOLLOW_UP, 1)]
    for enrolment_id, kind, ago in made:
        moment = now - timedelta(days=ago)
        session.add(Reminder(enrolment_id=enrolment_id, kind=kind, due_on=day(moment), made_at=moment))
    session.commit()
    page = text_of(here.get(f"/batches/{batch.id}/progress"))
    last = day(now - timedelta(days=3))
    with_day = f"Reminded on {last.day} {last:%B %Y}"
    assert page.count(with_day) == page.count("Reminded on") == 1


def test_names_are_never_formulas(here, courses, unit, make_person, make_batch, session):
    person = make_person(agency=unit)
    session.get_one(Person, person.id).name_en = "=1+1"
    session.commit()
    batch = make_batch([person])
    text = here.post(f"/batches/{batch.id}/table", data={"form": "csv"}).get_data(as_text=True)
    assert "'=1+1" in text
