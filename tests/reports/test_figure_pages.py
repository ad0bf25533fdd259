"""Pages and files of figures and records: what coordinators see, and what they do not."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.batches.models import Batch, BatchCourse, BatchMember
from lms.catalog.models import CourseRecord
from lms.cli import main
from lms.learning.models import Enrolment
from lms.people.models import AuditEntry, Person, Sex
from lms.people.roles import Role
from lms.reports import actions, queries
from lms.reports.models import FactsGathering, FactsKept
from tests.sample_course import FILES

pytestmark = pytest.mark.slow

Enrol = Callable[..., None]


@pytest.fixture
def enrol(
    session: Session, publish_course: Callable[..., Any], make_person: Callable[..., Any], now: datetime
) -> Enrol:
    """`enrol(agency, 6)`: so many women of an agency began the course today; `done` of them completed it."""
    course = publish_course(FILES, slug="front-desk")

    def make(agency: Any, count: int, done: int = 0, **given: Any) -> None:
        for number in range(count):
            person = make_person(agency=agency, **{"sex": Sex.FEMALE, **given})
            completed = {"completed_at": now, "completed_revision_id": course.revision_id} if number < done else {}
            session.add(
                Enrolment(person_id=person.id, course_id=course.id, enrolled_at=now - timedelta(1), **completed)
            )
        session.commit()

    return make


@pytest.fixture
def coordinator(client: FlaskClient, sign_in: Any, make_person: Any, make_agency: Any) -> Any:
    agency = make_agency("NORTH", "North Police")
    sign_in(client, make_person(roles=[Role.COORDINATOR], agency=agency))
    return agency


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    page = client.get(address)
    assert page.status_code == status
    assert "no-store" in page.headers["Cache-Control"]
    return " ".join(page.get_data(as_text=True).split())


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_a_quarter_at_a_glance(client: FlaskClient, coordinator: Any, enrol: Enrol) -> None:
    enrol(coordinator, 8, done=6)
    page = text(client, "/reports?period=all")
    assert "Participation by sex" in page
    assert "Training hours" in page
    assert "75 %" in page or "75.0 %" in page


def test_a_quarter_in_which_nothing_happened(client: FlaskClient, coordinator: Any) -> None:
    assert "Nothing happened in this period" in text(client, "/reports?period=2020-q1")
    assert "Nothing happened in this period" in text(client, "/reports/gain?period=2020-q1")


def test_figures_of_other_agencies_are_not_counted(
    client: FlaskClient, coordinator: Any, make_agency: Any, enrol: Enrol
) -> None:
    enrol(coordinator, 6)
    enrol(make_agency("SOUTH"), 9)
    (line, total) = rows(client, "/reports/participation.csv?period=all")
    assert (line["agency"], line["people"], total["people"]) == ("NORTH", "6", "6")
    for address in (
        "/reports",
        "/reports/completion",
        "/reports/records",
        "/reports/completion.csv",
        "/reports/summary.pdf",
    ):
        assert client.get(f"{address}?agency=SOUTH").status_code == 404
    assert "SOUTH" not in text(client, "/reports/records")


def test_units_are_counted_with_their_agency_and_shown_one_by_one(
    client: FlaskClient, coordinator: Any, make_agency: Any, enrol: Enrol
) -> None:
    enrol(coordinator, 5)
    enrol(make_agency("NORTH-ONE", "First unit", parent=coordinator), 7)
    found = {row["name"]: row["people"] for row in rows(client, "/reports/participation.csv?period=all")}
    assert found == {"First unit": "7", "North Police, without a unit": "5", "In all": "12"}


def test_an_agency_leads_to_its_units_and_never_to_the_same_table(
    client: FlaskClient, coordinator: Any, make_agency: Any, enrol: Enrol
) -> None:
    unit = make_agency("NORTH-ONE", "First unit", parent=coordinator)
    enrol(coordinator, 5)
    enrol(unit, 7)
    enrol(make_agency("NORTH-TWO", "Its own unit", parent=unit), 6)
    for chosen in ("", "&agency=NORTH"):
        page = text(client, f"/reports/participation?period=all{chosen}")
        (head, table) = page.split("<tbody>")[0], page.partition("<tbody>")[2].partition("</tbody>")[0]
        assert "Participation by agency" in head
        assert "agency=NORTH-ONE" in table
        assert "North Police, without a unit" in table
        assert 'agency=NORTH"' not in table
        assert "agency=NORTH&" not in table


def test_everything_says_whose_people_it_is_about(
    client: FlaskClient, coordinator: Any, make_agency: Any, make_person: Any, sign_in: Any, enrol: Enrol
) -> None:
    enrol(make_agency("NORTH-ONE", "First unit", parent=coordinator), 7)
    enrol(make_agency("SOUTH"), 7)
    whose = "North Police and its units"
    for chosen, wanted, code in (("", whose, "-NORTH"), ("&agency=NORTH-ONE", "First unit", "-NORTH-ONE")):
        told_by_all(client, chosen, wanted, code)
    sign_in(client, make_person(roles=[Role.ADMINISTRATOR]))
    for chosen, wanted, code in (("", "All agencies", ""), ("&agency=NORTH", whose, "-NORTH")):
        told_by_all(client, chosen, wanted, code)


def told_by_all(client: FlaskClient, chosen: str, wanted: str, code: str) -> None:
    assert f'<p class="lead"><bdi>{wanted}</bdi></p>' in text(client, f"/reports?period=all{chosen}")
    assert f"<dd>{wanted}</dd>" in text(client, f"/reports/participation?period=all{chosen}")
    for name, stem in (("participation.xlsx", "participation"), ("all-tables.xlsx", "reports")):
        answer = client.get(f"/reports/{name}?period=all{chosen}")
        assert f'"{stem}{code}.xlsx"' in answer.headers["Content-Disposition"]
        for sheet in openpyxl.load_workbook(io.BytesIO(answer.data)):
            assert f"Agency: {wanted}" in [row[0].value for row in sheet.iter_rows(max_row=4)]
    answer = client.get(f"/reports/summary.pdf?period=all&form=en{chosen}")
    assert f'"summary-all{code}.pdf"' in answer.headers["Content-Disposition"]
    assert f"Agency: {wanted}" in PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    answer = client.get(f"/reports/participation.csv?period=all{chosen}")
    assert f'"participation{code}.csv"' in answer.headers["Content-Disposition"]


def test_people_are_counted_from_the_day_of_enrolment(client: FlaskClient, coordinator: Any, enrol: Enrol) -> None:
    enrol(coordinator, 6)  # none of them has opened the course
    assert rows(client, "/reports/participation.csv?period=all")[-1]["people"] == "6"
    page = text(client, "/reports/participation?period=all")
    assert "were enrolled in at least one course" in page
    assert "began" not in page
    assert "Nobody was enrolled in a course" in text(client, "/reports?period=2020-q1")
    client.post("/language", data={"language": "ur", "next": "/"})
    page = text(client, "/reports/participation?period=all&by=age")
    assert "شرکت بلحاظ عمر<" in page
    page = text(client, "/reports/participation?period=all&by=band")  # the band, as its filter calls it, not the rank
    assert "شرکت بلحاظ درجۂ عہدہ<" in page


def test_few_people_are_hidden_with_others_who_would_tell_them(
    client: FlaskClient, coordinator: Any, enrol: Enrol
) -> None:
    enrol(coordinator, 3)
    enrol(coordinator, 9, sex=Sex.MALE)
    found = {row["sex"]: row["people"] for row in rows(client, "/reports/participation.csv?period=all&by=sex")}
    assert found == {"female": "hidden", "male": "hidden", "all": "12"}
    assert "fewer than five people" in text(client, "/reports/participation?period=all&by=sex")


def test_disability_is_told_of_all_together_only(client: FlaskClient, coordinator: Any, enrol: Enrol) -> None:
    enrol(coordinator, 6)
    page = text(client, "/reports/participation?period=all&by=disability&sex=female&agency=NORTH")
    assert "the other filters were left out" in page
    page = text(client, "/reports/participation?from=2020-01-01&by=disability")
    assert "never of days of your own" in page
    assert "Did not say" not in page


@pytest.mark.parametrize(
    "wrong", ["by=shoe-size", "period=2026-q9", "sex=unknown", "course=none", "agency=none", "batch=7", "level=x"]
)
def test_what_nobody_can_have_chosen_is_not_found(client: FlaskClient, coordinator: Any, wrong: str) -> None:
    assert client.get(f"/reports/completion?{wrong}").status_code == 404


@pytest.mark.parametrize("days", ["to=9999-12-31", "from=0001-01-01", "from=0001-01-01&to=0001-01-02"])
def test_days_near_the_ends_of_the_calendar(client: FlaskClient, coordinator: Any, enrol: Enrol, days: str) -> None:
    enrol(coordinator, 6)
    for address in ("/reports", "/reports/completion", "/reports/records"):
        assert client.get(f"{address}?{days}").status_code == 200
    given = dict(each.split("=") for each in days.split("&"))
    answer = client.post("/reports/records.csv", data=given)
    assert answer.status_code == 200
    assert answer.get_data(as_text=True).count("front-desk") == (0 if "0001-01-02" in days else 6)


@pytest.mark.parametrize("number", ["99999999999999999999", "2147483648", "0", "-1", "x"])
def test_a_number_that_no_batch_can_have(client: FlaskClient, coordinator: Any, number: str) -> None:
    for address in ("/reports", "/reports/completion", "/reports/records"):
        for name in ("batch", "after"):
            assert "There is nothing with this number." in text(client, f"{address}?{name}={number}", 422)
    for name in ("completion.csv", "completion.xlsx", "summary.pdf", "all-tables.xlsx"):
        assert client.get(f"/reports/{name}?batch={number}").status_code == 404
    assert client.post("/reports/records.csv", data={"batch": number}).status_code == 404


def test_days_of_ones_own_count_only_where_they_are_chosen(
    client: FlaskClient, coordinator: Any, enrol: Enrol, now: datetime
) -> None:
    enrol(coordinator, 6)  # yesterday
    old = "from=2020-01-01&to=2020-01-31"
    assert rows(client, f"/reports/participation.csv?period=days&{old}")[-1]["people"] == "0"
    assert rows(client, f"/reports/participation.csv?{old}")[-1]["people"] == "0"  # as addresses were before
    assert rows(client, f"/reports/participation.csv?period={now.year}&{old}")[-1]["people"] == "6"
    assert rows(client, "/reports/participation.csv?period=days&from=2020-01-01")[-1]["people"] == "6"
    for address in ("/reports", "/reports/participation", "/reports/records"):
        page = text(client, f"{address}?period={now.year}&{old}")
        assert 'value="2020-01' not in page
        assert f'<option selected value="{now.year}">' in page
        assert "This is not a day" not in text(client, f"{address}?period={now.year}&from=31.12.2020")
        for days in (f"period=days&{old}", old):
            page = text(client, f"{address}?{days}")
            assert '<option selected value="days">' in page
            assert page.count('value="2020-01-') >= 2
            for name in ("from", "to"):  # where a browser cannot hide the fields, they say when they count
                assert f'aria-describedby="{name}-hint"' in page
                assert f'id="{name}-hint">Only with “Days of your own”' in page


def test_days_of_ones_own_without_a_day_are_asked_for(client: FlaskClient, coordinator: Any, enrol: Enrol) -> None:
    enrol(coordinator, 6)
    for address in ("/reports", "/reports/participation", "/reports/evaluation", "/reports/records"):
        page = text(client, f"{address}?period=days&agency=NORTH", 422)
        assert page.count("Write the first day, or the last one, or both.") == 2  # at the top, and at its field
        assert 'id="from-error"' in page
        assert "<table" not in page
        assert 'href="/reports/completion?period=days' not in page  # where else to go from here
    for name in ("participation.csv", "participation.xlsx", "summary.pdf", "all-tables.xlsx"):
        assert client.get(f"/reports/{name}?period=days").status_code == 404
    assert client.post("/reports/records.csv", data={"period": "days"}).status_code == 404


def test_the_period_that_is_shown_is_the_one_chosen(client: FlaskClient, coordinator: Any, enrol: Enrol) -> None:
    enrol(coordinator, 6)
    assert '<option selected value="2020-q1">Quarter 1 of 2020' in text(client, "/reports?period=2020-q1")
    assert '<option selected value="all">' in text(client, "/reports/records")


def test_a_day_that_is_none_is_said_beside_the_field(client: FlaskClient, coordinator: Any) -> None:
    assert "This is not a day" in text(client, "/reports/completion?from=31.12.2026", 422)
    assert "This is not a day" in text(client, "/reports?from=31.12.2026", 422)
    assert "This is not a day" in text(client, "/reports/records?from=31.12.2026", 422)


def test_officers_and_trainers_see_no_reports(client: FlaskClient, sign_in: Any, make_person: Any) -> None:
    for role in (Role.OFFICER, Role.TRAINER, Role.TRANSLATOR):
        sign_in(client, make_person(roles=[role]))
        for address in ("/reports", "/reports/gain", "/reports/records", "/reports/summary.pdf", "/reports/gain.csv"):
            assert client.get(address).status_code == 403
        assert client.post("/reports/records.csv").status_code == 403
        assert client.post("/reports/refresh").status_code == 403


def test_files_of_figures(client: FlaskClient, coordinator: Any, enrol: Enrol) -> None:
    enrol(coordinator, 8, done=6)
    for language in ("en", "ur"):
        client.post("/language", data={"language": language, "next": "/"})
        book = openpyxl.load_workbook(io.BytesIO(client.get("/reports/completion.xlsx?period=all&by=sex").data))
        sheet, codebook = book.worksheets
        assert bool(sheet.sheet_view.rightToLeft) is (language == "ur")
        total = [cell.value for cell in list(sheet.rows)[-1]]
        assert total[1:4] == [8, 6, 0.75]
        assert list(sheet.rows)[-1][3].number_format == "0.0%"
        assert {"enrolments", "completion_rate"} <= {row[1].value for row in codebook.rows}
    assert (
        len(openpyxl.load_workbook(io.BytesIO(client.get("/reports/all-tables.xlsx?period=all").data)).sheetnames) >= 7
    )
    (line, _total) = rows(client, "/reports/completion.csv?period=all")
    assert (line["completion_rate"], line["completions"], line["period_from"]) == ("0.75", "6", "2000-01-01")


def test_the_summary_on_paper(client: FlaskClient, coordinator: Any, enrol: Enrol) -> None:
    enrol(coordinator, 8, done=6)
    answer = client.get("/reports/summary.pdf?period=all&form=both")
    assert answer.status_code == 200, answer.data[:3000]
    assert answer.content_type == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.data))
    pages = [page.extract_text() for page in pdf.pages]
    assert "Training in figures" in pages[0]
    assert any("Completion by agency" in page for page in pages)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert client.get("/reports/summary.pdf?form=fr").status_code == 404


def test_records_have_a_row_for_each_person_and_course(
    client: FlaskClient, coordinator: Any, enrol: Enrol, make_agency: Any, stored: Any
) -> None:
    enrol(coordinator, 3, done=1, name_en="=cmd()", name_ur="سمیرا")
    enrol(make_agency("SOUTH"), 2, name_en="Somebody else")
    page = text(client, "/reports/records")
    assert page.count("=cmd()") == 3
    assert "Somebody else" not in page
    answer = client.post("/reports/records.csv", data={"state": "completed"})
    found = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["name_en"], row["agency_code"], row["course"]) for row in found] == [
        ("'=cmd()", "NORTH", "front-desk")
    ]
    assert found[0]["completed_on"] == date.fromisoformat(found[0]["completed_on"]).isoformat()
    assert found[0]["sex"] == "female"
    entry = stored(select(AuditEntry).where(AuditEntry.action == "exported the completion report"))
    assert len(entry) == 1
    assert '"state": "completed"' in entry[0].details


def test_records_are_paged_by_person(client: FlaskClient, coordinator: Any, enrol: Enrol) -> None:
    enrol(coordinator, 12)
    first = text(client, "/reports/records")
    assert first.count("rowgroup") == 10
    after = first.partition("after=")[2].partition('"')[0]
    assert text(client, f"/reports/records?after={after}").count("rowgroup") == 2


def test_pages_ask_as_much_for_many_people_as_for_few(
    client: FlaskClient,
    coordinator: Any,
    enrol: Enrol,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    asked = []
    for more in (1, 40):
        enrol(coordinator, more)
        for address in ("/reports", "/reports/completion?by=sex", "/reports/records"):
            with count_queries() as seen:
                client.get(address)
            asked.append(len(seen))
    assert asked[:3] == asked[3:]
    assert max(asked) <= 16


def test_many_enrolments_are_counted_once_and_kept(
    client: FlaskClient,
    coordinator: Any,
    enrol: Enrol,
    session: Session,
    stored: Any,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    enrol(coordinator, 6)
    monkeypatch.setattr(queries.facts, "LIVE", 0)
    assert "have not been made yet" in text(client, "/reports")
    assert client.post("/reports/refresh").status_code == 303
    assert "Make them anew" in text(client, "/reports?period=all")
    enrol(coordinator, 3)
    assert rows(client, "/reports/participation.csv?period=all")[-1]["people"] == "6"  # of that moment, which is said
    assert client.post("/reports/refresh").status_code == 409  # a second click
    actions.keep_facts(session, queries.gather(session, now), queries.gather_all_tallies(session))
    session.commit()
    assert rows(client, "/reports/participation.csv?period=all")[-1]["people"] == "9"
    assert len(stored(select(FactsKept))) == 1


def test_figures_are_made_once_however_often_somebody_clicks(
    client: FlaskClient, coordinator: Any, session: Session, now: datetime, stored: Any
) -> None:
    actions.begin_gathering(session, now)
    session.commit()
    answer = client.post("/reports/refresh")
    assert answer.status_code == 409
    assert "The figures are being made at this moment." in answer.get_data(as_text=True)
    assert stored(select(FactsKept)) == []
    session.execute(update(FactsGathering).values(begun_at=now - actions.PAUSE))  # the process has died meanwhile
    session.commit()
    assert client.post("/reports/refresh").status_code == 303
    assert (len(stored(select(FactsKept))), stored(select(FactsGathering))) == (1, [])


def test_of_two_who_begin_at_once_one_makes_the_figures(session: Session, meanwhile: Any, now: datetime) -> None:
    actions.begin_gathering(session, now)
    [refused] = meanwhile(session, lambda other: actions.begin_gathering(other, now))
    assert isinstance(refused, actions.BeingMade)


def test_files_hold_all_batches_and_not_those_of_a_page(
    client: FlaskClient, coordinator: Any, enrol: Enrol, session: Session, now: datetime, run: Callable[..., Any]
) -> None:
    enrol(coordinator, 6)
    people, [course] = session.scalars(select(Enrolment.person_id)).all(), session.scalars(select(CourseRecord)).all()
    for number in range(30):
        batch = Batch(
            agency_id=coordinator.id, name=f"Batch {number}", search_text="", starts_on=now.date(), created_at=now,
            created_by_id=people[0],
        )  # fmt: skip
        session.add(batch)
        session.flush()
        session.add(BatchCourse(batch_id=batch.id, course_id=course.id, place=1))
        session.add_all(BatchMember(batch_id=batch.id, person_id=person, added_at=now) for person in people)
    session.commit()
    page = text(client, "/reports/participation?period=all&by=batch")
    assert "Batch 5" in page
    assert "Batch 4" not in page
    wanted = ["In all", *(f"Batch {number}" for number in range(30))]
    after = page.partition("after=")[2].partition('"')[0]
    for address in ("by=batch", f"by=batch&after={after}"):
        found = rows(client, f"/reports/participation.csv?period=all&{address}")
        assert sorted(row["name"] for row in found) == sorted(wanted)
    made = run("participation", "--period", "all", "--by", "batch", "--output", "-").stdout_bytes.decode("utf-8-sig")
    assert sorted(row["name"] for row in csv.DictReader(io.StringIO(made))) == sorted(wanted)


@pytest.fixture
def run(database_url: str, tmp_path: Any) -> Callable[..., Any]:
    def invoke(*words: str, code: int = 0) -> Any:
        environment = {"LMS_DATABASE_URL": database_url, "LMS_INSTANCE": str(tmp_path)}
        result = CliRunner().invoke(main, ["reports", *words], env=environment)
        assert result.exit_code == code, result.output
        return result

    return invoke


def test_the_command_makes_the_same_files(
    run: Callable[..., Any],
    client: FlaskClient,
    sign_in: Any,
    make_person: Any,
    coordinator: Any,
    enrol: Enrol,
    tmp_path: Any,
    stored: Any,
) -> None:
    enrol(coordinator, 8, done=6)
    sign_in(client, make_person(roles=[Role.ADMINISTRATOR]))
    made = run("completion", "--period", "all", "--by", "sex", "--output", "-").stdout_bytes.decode("utf-8-sig")
    wanted = rows(client, "/reports/completion.csv?period=all&by=sex")
    for row, other in zip(csv.DictReader(io.StringIO(made)), wanted, strict=True):
        assert {**row, "made_at": ""} == {**other, "made_at": ""}
    run("summary", "--period", "all", "--output", str(tmp_path / "summary.pdf"))
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF")
    run("records", "--agency", "NORTH", "--output", str(tmp_path / "records.csv"))
    assert (tmp_path / "records.csv").read_text("utf-8-sig").count("front-desk") == 8
    assert len(stored(select(AuditEntry).where(AuditEntry.action == "exported the completion report"))) == 1
    assert "Figures are made" in run("refresh").output


@pytest.mark.parametrize(
    "words",
    [
        ("summary", "--format", "xlsx", "--output", "-"),
        ("completion", "--period", "all", "--output", "-"),
        ("records", "--output", "-"),
        ("refresh",),
    ],
)
def test_nobody_waits_while_a_command_reads(
    run: Callable[..., Any], coordinator: Any, enrol: Enrol, while_reading: Any, stored: Any, words: tuple[str, ...]
) -> None:
    enrol(coordinator, 6)
    with while_reading("FROM enrolment", update(Person).values(rank="Saved meanwhile")):
        run(*words)
    assert set(stored(select(Person.rank))) == {"Saved meanwhile"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("summary", "--agency", "NOWHERE", "--output", "-"), "no agency"),
        (("gain", "--period", "2026-q7", "--output", "-"), "no period"),
        (("gain", "--period", "2026-q1", "--from", "2026-01-01", "--output", "-"), "not both"),
        (("records", "--course", "nothing", "--output", "-"), "no course"),
        (("gain", "--by", "disability", "--from", "2026-01-01", "--output", "-"), "Disability"),
    ],
)
def test_the_command_says_what_is_wrong(
    run: Callable[..., Any], make_agency: Any, words: tuple[str, ...], said: str
) -> None:
    make_agency("NORTH")
    assert said in run(*words, code=1).output
