"""The page of a quiz's figures and its files: what coordinators see of their people, and what they do not."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from itertools import count as counted
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.catalog import queries as catalog
from lms.catalog.models import Revision
from lms.cli import main
from lms.people.actions import add_person
from lms.people.roles import Role
from lms.reports import actions, queries
from tests.reports.papers import add_paper, enrolment
from tests.sample_course import BILINGUAL

PAGE = "/reports/questions"
HandIn = Callable[..., None]


@pytest.fixture
def course(publish_course: Callable[..., Any]) -> Any:
    return publish_course(BILINGUAL, slug="front-desk")


@pytest.fixture
def hand_in(session: Session, course: Any, now: datetime) -> HandIn:
    """`hand_in(agency, 40)`: so many people hand in a first attempt; every second one has the first question wrong."""
    revision = session.get_one(Revision, course.revision_id)
    read = catalog.course_at(session, revision.id, revision.digest)
    session.commit()
    names = counted(1)

    def make(agency: Any, count: int, language: str = "en", days_ago: int = 0) -> None:
        at = now - timedelta(days=days_ago)
        for number in range(count):
            name = f"paper.{next(names)}"
            person = add_person(session, name_en="A", user_name=name, agency=agency, now=now)
            shares = {question.id: 1.0 for question in read.graded.questions} | {"final-quiz.1": float(number % 2)}
            add_paper(
                session, read, enrolment(session, course.id, person.id, at), shares, at, revision_id=revision.id,
                language=language,
            )  # fmt: skip
        session.commit()

    return make


@pytest.fixture
def coordinator(client: FlaskClient, sign_in: Any, make_person: Any, make_agency: Any) -> Any:
    agency = make_agency("NORTH", "North Police", "شمالی پولیس")
    sign_in(client, make_person(roles=[Role.COORDINATOR], agency=agency))
    return agency


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    page = client.get(address)
    assert page.status_code == status
    assert "no-store" in page.headers["Cache-Control"]
    return " ".join(page.get_data(as_text=True).split())


def rows(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{PAGE}.csv?course=front-desk{query}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_it_opens_on_a_course_with_a_quiz(
    client: FlaskClient, coordinator: Any, publish_course: Any, hand_in: HandIn
) -> None:
    publish_course({path: body for path, body in BILINGUAL.items() if "quiz" not in path}, slug="a-course-without")
    hand_in(coordinator, 3)
    assert "has no quiz" not in text(client, PAGE)


def test_each_question_has_a_line_and_is_not_told(client: FlaskClient, coordinator: Any, hand_in: HandIn) -> None:
    hand_in(coordinator, 40)
    page = text(client, PAGE)
    assert "The front desk" in page
    assert "Write down what was said" in page  # an objective
    assert page.count('<th scope="row">') == 5
    assert "50.0 %" in page
    for secret in ("What belongs in the record?", "The words that were used", "How many minutes decide?"):
        assert secret not in page
    first, *others = rows(client)
    assert (first["question"], first["n"], first["facility"], first["objective"]) == (
        "1",
        "40",
        "0.5",
        "Write down what was said",
    )
    assert (first["n_en"], first["facility_en"], first["n_ur"], first["facility_ur"]) == ("40", "0.5", "0", "")
    assert {each["looked_at_for"] for each in others} == {"easy"}
    assert "Nearly everybody gets it right" in page


@pytest.mark.slow
def test_figures_of_other_agencies_are_not_counted(
    client: FlaskClient, coordinator: Any, make_agency: Any, hand_in: HandIn
) -> None:
    hand_in(coordinator, 31)
    hand_in(make_agency("SOUTH"), 45)
    hand_in(None, 45)
    assert {each["n"] for each in rows(client)} == {"31"}
    for address in (PAGE, f"{PAGE}.csv", f"{PAGE}.xlsx"):
        assert client.get(f"{address}?agency=SOUTH").status_code == 404
    assert "SOUTH" not in client.get(PAGE).get_data(as_text=True)


@pytest.mark.slow
def test_a_coordinator_of_another_agency_sees_nothing_of_them(
    client: FlaskClient, coordinator: Any, make_agency: Any, hand_in: HandIn
) -> None:
    hand_in(make_agency("SOUTH"), 45)
    assert "Nobody has handed in the quiz yet" in text(client, PAGE)
    assert {(each["n"], each["facility"]) for each in rows(client)} == {("0", "")}


@pytest.mark.slow
def test_few_are_hidden_and_whatever_would_tell_them(
    client: FlaskClient, coordinator: Any, make_agency: Any, hand_in: HandIn
) -> None:
    unit = make_agency("NORTH-ONE", "First unit", parent=coordinator)
    hand_in(unit, 29)
    page = text(client, PAGE)
    assert "Too few so far" in page
    assert "too few" in page
    assert "50.0 %" not in page
    hand_in(coordinator, 4, language="ur")
    first = rows(client)[0]
    assert (first["n"], first["n_en"], first["n_ur"]) == ("33", "29", "4")
    assert float(first["facility"]) > 0
    assert (first["facility_en"], first["facility_ur"]) == ("too few", "too few")
    hand_in(unit, 2)
    [first, *_others] = rows(client)
    assert (first["facility_en"], first["facility_ur"]) == ("hidden", "too few")
    [first, *_others] = rows(client, "&agency=NORTH-ONE")
    assert (first["n"], first["facility"], first["agency"]) == ("31", "hidden", "NORTH-ONE")


@pytest.mark.slow
def test_the_period_is_that_of_handing_in(
    client: FlaskClient, coordinator: Any, hand_in: HandIn, now: datetime
) -> None:
    hand_in(coordinator, 30)
    hand_in(coordinator, 40, days_ago=800)
    assert {each["n"] for each in rows(client)} == {"70"}
    [first, *_others] = rows(client, f"&period={now.year}")
    assert (first["n"], first["period_from"]) == ("30", f"{now.year}-01-01")
    assert "Nobody has handed in the quiz in this period" in text(client, f"{PAGE}?period=2021-q1")


@pytest.mark.slow
def test_what_was_chosen_elsewhere_and_does_not_count_here_is_told(
    client: FlaskClient, coordinator: Any, hand_in: HandIn, now: datetime
) -> None:
    hand_in(coordinator, 3)
    days = "from=2026-01-01&to=2026-01-31"
    for chosen in ("sex=female&by=sex", days, f"period=days&{days}"):
        assert "The rest was left out." in text(client, f"{PAGE}?{chosen}")
    for counted_here in ("", f"period={now.year}", "period=all&course=front-desk&agency=NORTH"):
        assert "The rest was left out." not in text(client, f"{PAGE}?{counted_here}")


@pytest.mark.parametrize("wrong", ["period=2026-q9", "period=never", "course=none", "agency=none"])
def test_what_nobody_can_have_chosen_is_not_found(
    client: FlaskClient, coordinator: Any, course: Any, wrong: str
) -> None:
    for address in (PAGE, f"{PAGE}.csv"):
        assert client.get(f"{address}?{wrong}").status_code == 404
    assert client.get(f"{PAGE}.pdf").status_code == 404


def test_nothing_to_show_yet(client: FlaskClient, coordinator: Any, publish_course: Any) -> None:
    assert "No course is published" in text(client, PAGE)
    assert client.get(f"{PAGE}.csv").status_code == 404
    publish_course({path: body for path, body in BILINGUAL.items() if "quiz" not in path}, slug="no-quiz")
    assert "This course has no quiz" in text(client, PAGE)
    publish_course(BILINGUAL, slug="front-desk")
    assert "Nobody has handed in the quiz yet" in text(client, f"{PAGE}?course=front-desk")


def test_more_is_only_advised_where_there_is_more(
    client: FlaskClient, coordinator: Any, make_agency: Any, hand_in: HandIn, now: datetime
) -> None:
    unit = make_agency("NORTH-ONE", "First unit", parent=coordinator)
    hand_in(unit, 3)
    (everything, quarter) = ("?period=all", f"?period={now.year}-q{(now.month + 2) // 3}")
    for choice, longer, wider in (
        (everything, False, False),
        (f"{everything}&agency=NORTH", False, False),
        (quarter, True, False),
        (f"{everything}&agency=NORTH-ONE", False, True),
        (f"{quarter}&agency=NORTH-ONE", True, True),
    ):
        page = text(client, f"{PAGE}{choice}")
        assert "Figures of a question appear once it was asked in thirty first attempts." in page
        assert ("Choose a longer period" in page) is longer
        assert ("all agencies" in page.casefold().partition("thirty first attempts.")[2].partition("</p>")[0]) is wider
    assert [row["n"] for row in rows(client)][:1] == ["3"]  # how many were asked is no secret


def test_who_writes_courses_is_led_to_what_is_asked(
    client: FlaskClient, coordinator: Any, hand_in: HandIn, sign_in: Any, make_person: Any
) -> None:
    hand_in(coordinator, 3)
    assert "/workshop/front-desk/statistics" not in text(client, PAGE)
    sign_in(client, make_person(roles=[Role.COORDINATOR, Role.TRAINER], agency=coordinator))
    assert "/workshop/front-desk/statistics" in text(client, PAGE)


def test_officers_trainers_and_translators_do_not_see_it(client: FlaskClient, sign_in: Any, make_person: Any) -> None:
    for role in (Role.OFFICER, Role.TRAINER, Role.TRANSLATOR):
        sign_in(client, make_person(roles=[role]))
        for address in (PAGE, f"{PAGE}.csv", f"{PAGE}.xlsx"):
            assert client.get(address).status_code == 403


@pytest.mark.slow
def test_the_workbook_in_both_languages(client: FlaskClient, coordinator: Any, hand_in: HandIn) -> None:
    hand_in(coordinator, 40)
    hand_in(coordinator, 5, language="ur")
    for language, objective in (("en", "Write down what was said"), ("ur", "بیان تحریر کرنا")):
        client.post("/language", data={"language": language, "next": "/"})
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}.xlsx?course=front-desk&agency=NORTH").data))
        sheet, codebook = book.worksheets
        assert bool(sheet.sheet_view.rightToLeft) is (language == "ur")
        lines = [[cell.value for cell in row] for row in sheet.rows]
        [first] = [line for line in lines if line[0] == 1]
        assert (first[2], first[3], first[6]) == (objective, 45, 40)
        assert first[4] == pytest.approx(20 / 45 + 2 / 45)
        assert {"looked_at_for", "facility_ur", "n"} <= {row[1].value for row in codebook.rows}
        notes = "\n".join(str(line[0]) for line in lines)
        assert ("North Police" if language == "en" else "شمالی پولیس") in notes
    assert "آسانی کا اشاریہ" in text(client, PAGE)


@pytest.fixture
def run(database_url: str, tmp_path: Any) -> Callable[..., Any]:
    def invoke(*words: str, code: int = 0) -> Any:
        environment = {"LMS_DATABASE_URL": database_url, "LMS_INSTANCE": str(tmp_path)}
        result = CliRunner().invoke(main, ["reports", *words], env=environment)
        assert result.exit_code == code, result.output
        return result

    return invoke


@pytest.mark.slow
def test_the_command_makes_the_same_files(
    client: FlaskClient, sign_in: Any, make_person: Any, coordinator: Any, hand_in: HandIn, run: Any, tmp_path: Any
) -> None:
    hand_in(coordinator, 40)
    hand_in(None, 35)
    sign_in(client, make_person(roles=[Role.ADMINISTRATOR]))
    for narrowed, query in ((), ""), (("--agency", "NORTH", "--period", "2025"), "&agency=NORTH&period=2025"):
        made = run("questions", "--course", "front-desk", *narrowed, "--output", "-").stdout_bytes.decode("utf-8-sig")
        for row, other in zip(csv.DictReader(io.StringIO(made)), rows(client, query), strict=True):
            assert {**row, "made_at": ""} == {**other, "made_at": ""}
    book = tmp_path / "questions.xlsx"
    run("questions", "--course", "front-desk", "--format", "xlsx", "--language", "ur", "--output", str(book))
    assert openpyxl.load_workbook(book).worksheets[0].sheet_view.rightToLeft
    assert "no course" in run("questions", "--course", "nothing", "--output", "-", code=1).output
    assert "no agency" in run("questions", "--course", "front-desk", "--agency", "X", "--output", "-", code=1).output
    assert "no period" in run("questions", "--course", "front-desk", "--period", "X", "--output", "-", code=1).output


def test_a_course_without_a_quiz_is_said_by_the_command(coordinator: Any, publish_course: Any, run: Any) -> None:
    publish_course({path: body for path, body in BILINGUAL.items() if "quiz" not in path}, slug="no-quiz")
    assert "no quiz" in run("questions", "--course", "no-quiz", "--output", "-", code=1).output
    assert "Name a course" in run("questions", "--course", "", "--output", "-", code=1).output


@pytest.mark.slow
def test_many_are_added_up_once_and_kept(
    client: FlaskClient,
    coordinator: Any,
    hand_in: HandIn,
    session: Session,
    make_person: Any,
    sign_in: Any,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    hand_in(coordinator, 31)
    monkeypatch.setattr(queries.facts, "LIVE", 0)
    assert "have not been made yet" in text(client, PAGE)
    assert "have not been made yet" in text(client, f"{PAGE}?course=front-desk")
    assert client.get(f"{PAGE}.csv?course=front-desk").status_code == 303
    assert client.post("/reports/refresh").status_code == 303
    assert "Make them anew" in text(client, PAGE)
    hand_in(coordinator, 9)
    assert {each["n"] for each in rows(client)} == {"31"}  # of that moment, which is said
    trainer = sign_in(client, make_person(roles=[Role.TRAINER]))
    page = " ".join(trainer.get("/workshop/front-desk/statistics").text.split())
    assert "First attempts</dt><dd>31" in page
    assert "Figures of" in page
    actions.keep_facts(session, queries.gather(session, now), queries.gather_all_tallies(session))
    session.commit()
    assert "First attempts</dt><dd>40" in " ".join(trainer.get("/workshop/front-desk/statistics").text.split())


@pytest.mark.slow
def test_pages_ask_as_much_for_many_people_as_for_few(
    client: FlaskClient,
    coordinator: Any,
    hand_in: HandIn,
    make_agency: Any,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    asked = []
    for more in (1, 60):
        hand_in(make_agency(parent=coordinator), more)
        for query in ("", "?course=front-desk"):
            client.get(PAGE + query)
            with count_queries() as seen:
                client.get(PAGE + query)
            asked.append(len(seen))
    assert asked[:2] == asked[2:]
    assert max(asked) <= 26
