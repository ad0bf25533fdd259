"""The register, filtered: who sees what, at what price; and issuing what is due for a list."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from lms.batches.models import Batch, BatchCourse, BatchMember
from lms.certificates import actions, queries
from lms.certificates.criteria import Criteria, State
from lms.certificates.models import Certificate, CertificateCounter
from lms.days import day
from lms.people.actions import index_words
from lms.people.models import AuditEntry, Person
from lms.people.roles import Role
from tests.sample_course import BILINGUAL


@pytest.fixture
def agency(make_agency):
    return make_agency("ANF", "Anti Narcotics Force", "اینٹی نارکوٹکس فورس")


@pytest.fixture
def unit(make_agency, agency):
    return make_agency("ANF-Q", "Quetta Unit", "کوئٹہ یونٹ", parent=agency)


@pytest.fixture
def stranger(make_agency):
    return make_agency("FIA", "Federal Investigation Agency", "وفاقی تحقیقاتی ادارہ")


@pytest.fixture
def coordinator(make_person, agency):
    return make_person(roles=[Role.COORDINATOR], agency=agency)


@pytest.fixture
def back_desk(publish_course):
    return publish_course(BILINGUAL, slug="back-desk")


@pytest.fixture
def make_batch(engine, now):
    """`make_batch(agency, courses, people)`: a batch; returns its key."""

    def make(agency, courses, people) -> int:
        with Session(engine) as opened:
            batch = Batch(
                agency_id=agency.id,
                name="Recruits",
                search_text="recruits",
                starts_on=now.date(),
                created_at=now,
                created_by_id=people[0].id,
            )
            opened.add(batch)
            opened.flush()
            opened.add_all(
                BatchCourse(batch_id=batch.id, course_id=course.id, place=place)
                for place, course in enumerate(courses, 1)
            )
            opened.add_all(BatchMember(batch_id=batch.id, person_id=person.id, added_at=now) for person in people)
            opened.commit()
            return batch.id

    return make


@pytest.fixture
def filled(agency, unit, stranger, make_person, front_desk, back_desk, complete, issue, now):
    """Naeem of the agency and Zarghoona of its unit have both courses, Tariq of another agency the first one."""
    people = {
        "Naeem": make_person(name_en="Naeem", agency=agency),
        "Zarghoona": make_person(name_en="Zarghoona", agency=unit),
        "Tariq": make_person(name_en="Tariq", agency=stranger),
    }
    for person in people.values():
        complete(person, front_desk)
    issue(now=now - timedelta(days=400))
    for name in ("Naeem", "Zarghoona"):
        complete(people[name], back_desk)
    issue(now=now)
    return people


@pytest.fixture
def found(session, viewer_of, coordinator, now):
    """`found(batch=…)`: holder and course of what the coordinator finds, the newest first."""

    def find(viewer=None, **criteria) -> list[tuple[str, int]]:
        page = queries.register(session, viewer or viewer_of(coordinator), Criteria(**criteria), day(now))
        rows = [(row.holder_en, row.course_id) for row in page.certificates]
        assert page.count == len(rows)
        session.rollback()
        return rows

    return find


def test_the_register_is_filtered(filled, found, front_desk, back_desk, agency, make_batch, now) -> None:
    front, back = front_desk.id, back_desk.id
    everything = [("Zarghoona", back), ("Naeem", back), ("Zarghoona", front), ("Naeem", front)]
    today = day(now)
    assert found() == everything
    assert found(words="zar") == [("Zarghoona", back), ("Zarghoona", front)]
    assert found(course="back-desk") == everything[:2]
    assert found(agency="ANF") == everything
    assert found(agency="ANF-Q") == [("Zarghoona", back), ("Zarghoona", front)]
    assert found(start=today) == everything[:2]
    assert found(end=today - timedelta(days=1)) == everything[2:]
    assert found(start=today - timedelta(days=400), end=today - timedelta(days=400)) == everything[2:]
    batch = make_batch(agency, [back_desk], [filled["Naeem"]])
    assert found(batch=batch) == [("Naeem", back)]
    assert found(batch=batch, words="zar") == []


def test_states_are_told_apart(filled, found, session, viewer_of, coordinator, engine, now) -> None:
    viewer = viewer_of(coordinator)
    first, second, third, fourth = session.scalars(
        select(Certificate.serial).where(Certificate.holder_en != "Tariq").order_by(Certificate.id)
    ).all()
    actions.revoke(session, viewer, queries.to_change(session, viewer, first), "One", now)
    actions.reissue(session, viewer, queries.to_change(session, viewer, second), "Two", now)
    ended = day(now) - timedelta(days=1)
    session.execute(update(Certificate).where(Certificate.serial == third).values(valid_until=ended))
    session.commit()

    def serials(state: State) -> list[str]:
        page = queries.register(session, viewer, Criteria(state=state), day(now))
        return [row.serial for row in page.certificates]

    assert serials(State.REVOKED) == [first]
    assert serials(State.REPLACED) == [second]
    assert serials(State.EXPIRED) == [third]
    assert fourth in serials(State.VALID)
    assert len(serials(State.VALID)) == 2  # with the one that replaces the second


def test_a_number_is_found_however_it_is_spelt(
    make_person, agency, stranger, front_desk, complete, issue, found
) -> None:
    for name, number, of in (
        ("Naeem", "POL-2002", agency),
        ("Zar", "POL2003", agency),
        ("Tariq", "POL-2004", stranger),
    ):
        complete(make_person(name_en=name, service_number=number, agency=of), front_desk)
    serials = {each.holder_en: each.serial for each in issue()}

    def holders(words: str) -> list[str]:
        return [name for name, _course in found(words=words)]

    for written in ("POL2002", "pol-2002", "pol 2002", "POL-20 02", "۲۰۰۲", "naeem 2002"):
        assert holders(written) == ["Naeem"], written
    assert holders("pol-2003") == holders("POL2003") == ["Zar"]
    assert holders("pol200") == ["Zar", "Naeem"]
    assert holders("pol2004") == []  # another agency's
    for written in (serials["Naeem"], serials["Naeem"].replace("-", "").lower(), serials["Naeem"].replace("-", " ")):
        assert holders(written) == ["Naeem"], written
    assert holders(serials["Tariq"].replace("-", "")) == []


def test_the_number_that_another_agency_gave_later_is_not_told(
    make_person, agency, stranger, front_desk, complete, issue, found, session, now
) -> None:
    person = make_person(name_en="Naeem", service_number="POL-2002", agency=agency)
    complete(person, front_desk)
    issue()
    moved = session.get(Person, person.id)
    moved.agency_id, moved.service_number = stranger.id, "FIA-77"
    index_words(session, moved)
    session.commit()
    for number in ("fia77", "FIA-77", "fia-7", "77"):
        assert found(words=number) == [], number
    assert found(words="pol2002") == found(words="POL-20 02") == [("Naeem", front_desk.id)]


def test_what_was_replaced_is_called_so_everywhere(
    client, sign_in, filled, coordinator, session, viewer_of, now
) -> None:
    viewer, serials = viewer_of(coordinator), {}
    for name, act in (("Naeem", actions.reissue), ("Zarghoona", actions.revoke)):
        serial = session.scalars(select(Certificate.serial).where(Certificate.holder_en == name)).first()
        act(session, viewer, queries.to_change(session, viewer, serial), "Misspelt", now)
        session.commit()
        serials[name] = serial
    sign_in(client, coordinator)

    def tags(page: str) -> set[str]:
        return set(re.findall(r'class="tag \w+"><svg.*?</svg>(\w+)</span>', page))

    for state, tag in (("replaced", "Replaced"), ("revoked", "Revoked")):
        assert tags(client.get(f"/certificates/register?state={state}").text) == {tag}
    page = client.get(f"/certificates/{serials['Naeem']}").text
    assert tags(page) == {"Replaced"}
    assert "This certificate was replaced by a corrected one" in page
    assert tags(client.get(f"/certificates/{serials['Zarghoona']}").text) == {"Revoked"}
    person = client.get(f"/people/{filled['Naeem'].id}").text
    assert "Replaced" in tags(person)
    assert "Revoked" not in tags(person)
    sign_in(client, filled["Zarghoona"])
    assert {"Revoked", "Valid"} == tags(client.get("/certificates").text)


def test_nobody_finds_what_is_another_agencys(
    client, sign_in, filled, stranger, make_person, make_batch, front_desk, agency
) -> None:
    batch = make_batch(agency, [front_desk], [filled["Naeem"]])
    sign_in(client, make_person(roles=[Role.COORDINATOR], agency=stranger))
    shown = client.get("/certificates/register").text
    assert "Tariq" in shown
    assert "Naeem" not in shown
    for address in (f"?batch={batch}", "?agency=ANF", "?agency=ANF-Q", "?agency=NOBODY", "?course=nothing"):
        for page in ("register", "export"):
            assert client.get(f"/certificates/{page}{address}").status_code == 404
        data = {name: values[0] for name, values in parse_qs(address[1:]).items()}
        assert client.post("/certificates/register/issue", data=data).status_code == 404
    assert "Recruits" not in shown
    assert "Quetta Unit" not in shown


def test_days_that_are_none_are_said(client, sign_in, coordinator, filled) -> None:
    sign_in(client, coordinator)
    answer = client.get("/certificates/register?from=31.12.2026")
    assert answer.status_code == 422
    assert "Write the day as in 2026-11-23." in answer.text
    assert 'value="31.12.2026"' in answer.text
    answer = client.get("/certificates/register?from=2026-02-01&to=2026-01-01")
    assert "The last day is before the first one." in answer.text


# --- ticked ----------------------------------------------------------------------------------------------


def ticked(page: str) -> set[str]:
    return set(re.findall(r'name="take" value="(\d+)" checked', page))


@pytest.mark.slow
def test_what_is_ticked_stays_ticked_on_other_pages(
    client, sign_in, coordinator, agency, make_person, front_desk, complete, issue, stored
) -> None:
    for _ in range(60):
        complete(make_person(agency=agency), front_desk)
    issue()
    newest, oldest = stored(select(Certificate.id).order_by(Certificate.id.desc()))[::59]
    sign_in(client, coordinator)
    first = client.get("/certificates/register").text
    assert ticked(first) == set()
    place = re.search(r'name="before" value="([^"]+)"', first)[1]
    second = client.get(f"/certificates/register?take={newest}&before={place}").text
    assert f'name="ticked" value="{newest}"' in second
    assert "1 is ticked." in second
    back = re.search(r'name="after" value="([^"]+)"', second)[1]
    again = client.get(f"/certificates/register?ticked={newest}&take={oldest}&after={back}").text
    assert ticked(again) == {str(newest)}
    assert f'name="ticked" value="{oldest}"' in again
    assert "2 are ticked." in again
    all_of_second = client.get(f"/certificates/register?ticked={newest}&all=before%20{place}").text
    assert len(ticked(all_of_second)) == 10
    assert "11 are ticked." in all_of_second
    none = client.get(f"/certificates/register?ticked={newest}&take={oldest}&none=1").text
    assert "ticked." not in none
    elsewhere = client.get(f"/certificates/register?ticked={newest}&q=nobody").text
    assert f"ticked={newest}" in elsewhere


def test_from_a_list_to_a_certificate_and_back(client, sign_in, coordinator, filled) -> None:
    sign_in(client, coordinator)
    listed = client.get("/certificates/register?q=zarg&state=valid&ticked=7").text
    link = re.search(r'href="(/certificates/TRB[^"]+)"', listed)[1].replace("&amp;", "&")
    page = client.get(link).text
    asked = re.search(r'href="(/certificates/TRB[^"]+/revoke[^"]*)"', page)[1].replace("&amp;", "&")
    form = re.search(r'<form method="post" action="([^"]+/revoke[^"]*)"', client.get(asked).text)[1]
    after = client.post(form.replace("&amp;", "&"), data={"reason": "Misspelt"}, follow_redirects=True).text
    back = re.search(r'class="back" href="([^"]+)"', after)[1].replace("&amp;", "&")
    assert urlsplit(back).path == "/certificates/register"
    assert parse_qs(urlsplit(back).query) == {"q": ["zarg"], "state": ["valid"], "ticked": ["7"]}


# --- issuing what is due ---------------------------------------------------------------------------------


def test_what_is_due_is_issued_for_a_list(
    client, sign_in, coordinator, filled, agency, unit, back_desk, make_person, complete, make_batch, stored
) -> None:
    new, other = make_person(name_en="New", agency=agency), make_person(name_en="Other", agency=unit)
    complete(new, back_desk)
    complete(other, back_desk)
    complete(filled["Tariq"], back_desk)
    batch = make_batch(agency, [back_desk], [new, filled["Tariq"]])
    sign_in(client, coordinator)
    answer = client.post("/certificates/register/issue", data={"batch": batch}, follow_redirects=True)
    assert "1 certificate was issued." in answer.text
    assert "New" in answer.text
    assert "Other" not in stored(select(Certificate.holder_en))
    answer = client.post("/certificates/register/issue", data={"batch": batch}, follow_redirects=True)
    assert "Nobody in this list is waiting for a certificate." in answer.text
    client.post("/certificates/register/issue")
    assert "Other" in stored(select(Certificate.holder_en))
    assert stored(select(Certificate.holder_en)).count("Tariq") == 1
    entries = stored(select(AuditEntry).where(AuditEntry.action == "issued").order_by(AuditEntry.id))
    assert [entry.actor_id for entry in entries[-2:]] == [coordinator.id] * 2


def test_four_hundred_are_issued_with_few_questions(
    agency, make_person, front_desk, complete, session, count_queries, now, stored
) -> None:
    for _ in range(2):
        complete(make_person(agency=agency), front_desk)
    with count_queries() as few:
        actions.issue_due(session, now)
    session.commit()
    for _ in range(30):
        complete(make_person(agency=agency), front_desk)
    with count_queries() as many:
        actions.issue_due(session, now)
    session.commit()
    asked = [sum(not each.startswith("INSERT") for each in queries) for queries in (few, many)]
    assert asked[1] <= asked[0] <= 16  # the first one may have read the course
    year = day(now).year
    assert stored(select(Certificate.serial).order_by(Certificate.id)) == [f"TRB-{year}-{n:06d}" for n in range(1, 33)]
    assert stored(select(CertificateCounter.last)) == [32]


# --- how the database finds it ---------------------------------------------------------------------------

FILTERS = {
    "agency": {"agency": "ANF"},
    "course": {"course": "front-desk"},
    "words": {"words": "naeem"},
    "number": {"words": "pol 2002"},
    "serial": {"words": "trb2026000002"},
    "ticked": {"ticked": frozenset({1, 2, 3})},
    "revoked": {"state": State.REVOKED},
    "replaced": {"state": State.REPLACED},
    "expired": {"state": State.EXPIRED},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", [*FILTERS, "batch", "days", "nothing"])
def test_no_filter_reads_the_whole_table(
    name,
    filled,
    agency,
    make_agency,
    front_desk,
    make_batch,
    session,
    make_person,
    viewer_of,
    engine,
    count_queries,
    now,
) -> None:
    batch = make_batch(agency, [front_desk], [filled["Naeem"]])
    for _ in range(9):  # else two of three agencies are most of the register
        make_agency()
    today = day(now)
    chosen = {"days": {"start": today, "end": today}, "nothing": {}, "batch": {"batch": batch}} | FILTERS
    viewer = viewer_of(make_person(roles=[Role.ADMINISTRATOR]))
    is_sqlite = engine.dialect.name == "sqlite"
    if not is_sqlite:  # small tables are read whole whatever the indexes are, unless that is forbidden
        session.execute(text("SET enable_seqscan = off"))
    for line in plans(session, viewer, Criteria(**chosen[name]), today, is_sqlite):
        assert not re.search(r"SCAN certificate(?! USING)|Seq Scan on certificate\b", line), line
        if name not in ("nothing",) and is_sqlite:
            assert not line.startswith("SCAN certificate"), line


def plans(session, viewer, criteria, today, is_sqlite) -> list[str]:
    """How the database goes about a page of the register, and a batch of an export."""
    meant = queries.conditions(session, viewer, criteria, today)
    order = (Certificate.issued_on, Certificate.id)
    lines = []
    for direction in (order, [column.desc() for column in order]):
        statement = select(Certificate).where(*meant).order_by(*direction).limit(51)
        written = str(statement.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
        rows = session.connection().exec_driver_sql(explain + written.replace("%", "%%" if not is_sqlite else "%"))
        lines += [str(row[-1]) for row in rows]
    return lines


def test_a_batch_leads_to_its_certificates(client, sign_in, coordinator, filled, agency, back_desk, make_batch) -> None:
    batch = make_batch(agency, [back_desk], [filled["Naeem"]])
    sign_in(client, coordinator)
    link = f"/certificates/register?batch={batch}"
    assert link in client.get(f"/batches/{batch}").text
    shown = client.get(link).text
    assert "1 certificate was found." in shown
    assert "Naeem" in shown
