"""The evaluation report: means of answers that are kept apart from names, told apart by what they carry."""

import csv
import io
from datetime import timedelta
from statistics import mean

import openpyxl
import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from sqlalchemy import select

from lms.cli import main
from lms.config import ROOT
from lms.people.models import Sex
from lms.people.roles import Role
from lms.reports import queries
from lms.reports.actions import keep_facts
from lms.reports.evaluation import SCALES
from lms.reports.periods import all_time
from lms.reports.report import FORMS, Kind
from lms.reports.spoken import day_name, figure_text, moment_name, words_of
from lms.surveys import shipped
from lms.surveys.models import SurveyKind, SurveyResponse
from lms.surveys.tally import monday
from lms.web.language import read_catalogue
from tests.batches.test_plans import plans
from tests.sample_course import COURSE, FILES

KEYS = shipped.standard_keys()


@pytest.fixture
def courses(publish_course):
    other = FILES | {"course.md": COURSE.replace("track: core", "track: specialist")}
    return [publish_course(FILES, slug="front-desk"), publish_course(other, slug="back-door")]


@pytest.fixture
def say(session, now):
    """`say(course, 6, agency=…, sex=…, useful=4)`: so many answers two weeks ago."""

    def do(course, count, agency=None, sex=Sex.NOT_STATED, useful=4, language="ur", weeks=2, **other):
        for number in range(count):
            answers = {KEYS[0]: [str(useful)], KEYS[SCALES]: ["2"], KEYS[SCALES + 1]: ["1" if number % 2 else "3"]}
            session.add(
                SurveyResponse(
                    id=f"{course.id}-{agency and agency.id}-{sex}-{language}-{weeks}-{number}",
                    course_id=course.id,
                    revision_id=course.revision_id,
                    kind=SurveyKind.EVALUATION,
                    week=monday(now.date()) - timedelta(days=7 * weeks),
                    language=language,
                    agency_id=agency and agency.id,
                    sex=sex,
                    answers=answers | other,
                    standard=shipped.standard(answers | other),
                    texts={},
                )
            )
        session.commit()

    return do


@pytest.fixture
def agency(make_agency):
    return make_agency("NORTH", "North Police")


@pytest.fixture
def here(client, sign_in, make_person, agency):
    return sign_in(client, make_person(roles=[Role.COORDINATOR], agency=agency))


def rows(client, **asked):
    answer = client.get("/reports/evaluation.csv", query_string={"period": "all"} | asked)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_every_column_is_of_its_question() -> None:
    survey = shipped.edition(SurveyKind.EVALUATION, "en").survey
    assert survey is not None
    prompts = [text.prompt for text in survey.questions if text.choices]
    for place, words in enumerate(
        ("useful for my work", "easy to", "on duty", "were fair", "portal", "How long", "recommend")
    ):
        assert words in prompts[place]
    length, recommended = (text for text in survey.questions if text.question.key in KEYS[SCALES:])
    assert [choice.phrase.text for choice in length.choices if choice.id == "2"] == ["Just right"]
    assert [choice.phrase.text for choice in recommended.choices if choice.id == "1"] == ["Yes"]


@pytest.mark.parametrize("by", ["course", "track", "level", "sex", "language", "agency"])
def test_means_are_those_of_counting_one_by_one(here, courses, agency, make_agency, say, stored, by) -> None:
    one, two = courses
    unit = make_agency("NORTH-ONE", parent=agency)
    for place, (course, whose, sex, language) in enumerate(
        [
            (one, agency, Sex.FEMALE, "ur"),
            (one, unit, Sex.MALE, "en"),
            (two, agency, Sex.MALE, "ur"),
            (two, unit, Sex.NOT_STATED, "ur"),
        ]
    ):
        say(course, 6 + place, whose, sex, useful=place + 1, language=language)
    say(one, 9, make_agency("SOUTH"), useful=5)  # of others
    say(one, 3, agency, useful=5, weeks=0)  # of this week
    told = [
        each for each in stored(select(SurveyResponse))
        if each.agency_id in (agency.id, unit.id) and each.id.split("-")[-2] != "0"
    ]  # fmt: skip
    tracks = {one.id: "core", two.id: "specialist"}
    slugs = {one.id: "front-desk", two.id: "back-door"}
    of = {
        "course": lambda each: slugs[each.course_id],
        "track": lambda each: tracks[each.course_id],
        "level": lambda each: one.level.value,
        "sex": lambda each: each.sex.value,
        "language": lambda each: each.language,
        "agency": lambda each: "NORTH" if each.agency_id == agency.id else "NORTH-ONE",
    }[by]
    expected = {"all": told}
    for each in told:
        expected.setdefault(of(each), []).append(each)
    found = {row[by]: row for row in rows(here, by=by)}
    assert set(found) == set(expected)
    for key, among in expected.items():
        assert int(found[key]["answers"]) == len(among)
        assert float(found[key]["useful"]) == pytest.approx(
            mean(int(each.answers[KEYS[0]][0]) for each in among), abs=0.01
        )
        assert found[key]["length_right"] in ("1", "1.0")
        yes = mean(each.answers[KEYS[SCALES + 1]] == ["1"] for each in among)
        assert float(found[key]["recommend"]) == pytest.approx(yes, abs=0.01)
        assert found[key]["clear"] == ""  # nobody was asked


def test_few_are_hidden_with_others_who_would_tell_them(here, courses, agency, say) -> None:
    one, _two = courses
    say(one, 3, agency, Sex.FEMALE, useful=1)
    say(one, 9, agency, Sex.MALE, useful=5)
    found = rows(here, by="sex")
    assert {row["sex"]: (row["answers"], row["useful"]) for row in found} == {
        "female": ("hidden", "hidden"),
        "male": ("hidden", "hidden"),
        "all": ("12", "4"),
    }


def test_answers_without_an_agency_cannot_be_worked_out(
    client, sign_in, make_person, courses, make_agency, say
) -> None:
    """They are in the total of those who see all, and in no line."""
    one, _two = courses
    for code, count in (("EAST", 8), ("WEST", 7)):
        say(one, count, make_agency(code))
    say(one, 2)
    sign_in(client, make_person(roles=[Role.ADMINISTRATOR]))
    found = {row["agency"]: row["answers"] for row in rows(client, by="agency")}
    assert found["all"] == "17"
    assert "hidden" in found.values()


def test_what_answers_do_not_carry_is_left_out_and_said(here, courses, agency, say) -> None:
    say(courses[0], 6, agency)
    page = here.get("/reports/evaluation?period=all&by=province&age=25-34").get_data(as_text=True)
    assert "The rest was left out." in page
    assert 'value="province"' not in page
    assert 'name="age"' not in page
    assert "Answers are kept apart from names. Those of groups" in page
    assert "The rest was left out." not in here.get("/reports/evaluation?period=all&by=sex&sex=male").text
    assert here.get("/reports/evaluation?agency=SOUTH").status_code == 404


def test_answers_of_a_week_cannot_be_cut_out(here, courses, agency, say, now, database_url, tmp_path) -> None:
    """Whoever moves a day by a week gets the same table, and no other report tells answers of such days."""
    say(courses[0], 9, agency, weeks=5)
    say(courses[0], 6, agency, weeks=2)
    start = now.date() - timedelta(weeks=4)
    told = [rows(here, period="", **{"from": (start - timedelta(weeks=back)).isoformat()}) for back in (0, 3)]
    assert [row["answers"] for row in told[0]] == [row["answers"] for row in told[1]] == ["15", "15"]
    page = here.get(f"/reports/evaluation?from={start}").text
    assert "never of days of your own" in page
    assert 'value="days"' not in page
    assert "never of days of your own" not in here.get("/reports/evaluation?period=all").text
    assert "Evaluation by track" in here.get("/reports?period=all").text
    assert "Evaluation by track" not in here.get(f"/reports?from={start}").text
    environment = {"LMS_DATABASE_URL": database_url, "LMS_INSTANCE": str(tmp_path)}
    words = ["reports", "evaluation", "--from", start.isoformat(), "--output", "-"]
    done = CliRunner().invoke(main, words, env=environment)
    assert done.exit_code == 1
    assert "never of days of your own" in done.output


def test_nothing_is_told_of_few_answers(here, courses, agency, say) -> None:
    say(courses[0], 4, agency)
    assert "There are not enough answers yet" in here.get("/reports/evaluation?period=all").text
    say(courses[0], 5, agency, weeks=30)
    assert "There are not enough answers yet" in here.get("/reports/evaluation").text


def test_files_with_a_codebook_and_the_command(here, courses, agency, say, database_url, tmp_path) -> None:
    say(courses[0], 6, agency)
    for language in ("en", "ur"):
        here.post("/language", data={"language": language, "next": "/"})
        book = openpyxl.load_workbook(io.BytesIO(here.get("/reports/evaluation.xlsx?period=all&by=course").data))
        sheet, codebook = book.worksheets
        assert [cell.value for cell in list(sheet.rows)[-1]][1:3] == [6, 4]
        assert {"answers", "useful", "recommend"} <= {row[1].value for row in codebook.rows}
    environment = {"LMS_DATABASE_URL": database_url, "LMS_INSTANCE": str(tmp_path)}
    words = ["reports", "evaluation", "--period", "all", "--output", "-", "--by"]
    done = CliRunner().invoke(main, [*words, "course"], env=environment)
    assert done.exit_code == 0, done.output
    assert "front-desk,The front desk,6,4" in done.stdout_bytes.decode("utf-8-sig")
    done = CliRunner().invoke(main, [*words, "province"], env=environment)
    assert done.exit_code == 1
    assert "Answers can be told apart by agency, sex, language, course, track, level only." in done.output


def test_a_report_costs_the_same_for_any_number(here, courses, agency, say, count_queries) -> None:
    def asked():
        with count_queries() as statements:
            here.get("/reports/evaluation?period=all&by=course")
        return len(statements)

    say(courses[0], 6, agency)
    few = asked()
    say(courses[1], 60, agency)
    assert asked() == few


NOTE = "Counted on %(moment)s, from the answers up to the week that began on %(week)s."


def noted(moment, week, language="en"):
    words = words_of(read_catalogue(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"))
    return words(NOTE, moment=moment_name(moment, language), week=day_name(week, language))


def test_a_summary_tells_it_with_its_own_time(here, courses, agency, say, session, now, monkeypatch) -> None:
    """The other figures are those of the night; answers are counted when the page is opened."""
    say(courses[0], 7, agency)
    say(courses[1], 8, agency)
    night = now - timedelta(hours=9)
    keep_facts(session, queries.gather(session, night), {})
    session.commit()
    monkeypatch.setattr(queries.facts, "LIVE", -1)
    page = here.get("/reports?period=all").text
    assert "Evaluation by track" in page
    assert "Nothing happened" not in page
    assert f"Figures of {moment_name(night, 'en').rpartition(' ')[0]}" in page
    week = monday(now.date()) - timedelta(days=14)
    assert any(noted(now + timedelta(minutes=more), week) in page for more in (0, 1))
    assert "Answers are kept apart from names." in page
    assert "/reports/evaluation?period=all&amp;by=track" in page
    assert "Evaluation by track" not in here.get("/reports?period=2020-q1").text


@pytest.mark.slow
def test_the_files_of_a_summary_tell_it_like_the_page(
    client, sign_in, make_person, courses, agency, say, session, now, database_url, tmp_path
) -> None:
    say(courses[0], 7, agency)
    say(courses[1], 8, agency)
    sign_in(client, make_person(roles=[Role.ADMINISTRATOR]))
    environment = {"LMS_DATABASE_URL": database_url, "LMS_INSTANCE": str(tmp_path)}
    words = ["reports", "summary", "--period", "all", "--language", "en", "--output"]
    for form in ("xlsx", "pdf"):
        done = CliRunner().invoke(main, [*words, str(tmp_path / f"made.{form}"), "--format", form], env=environment)
        assert done.exit_code == 0, done.output
    week = monday(now.date()) - timedelta(days=14)
    for body in (client.get("/reports/all-tables.xlsx?period=all").data, (tmp_path / "made.xlsx").read_bytes()):
        book = openpyxl.load_workbook(io.BytesIO(body))
        assert [cell.value for cell in list(book["Evaluation by track"].rows)[-1]][1:3] == [15, 4]
        said = [cell.value for row in book["Evaluation by track"].rows for cell in row]
        assert any(noted(now + timedelta(minutes=more), week) in said for more in (0, 1))
        assert "recommend" in {row[1].value for row in book["Codebook"].rows}
    for body in (client.get("/reports/summary.pdf?period=all&form=en").data, (tmp_path / "made.pdf").read_bytes()):
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).split())
        assert "Evaluation by track" in text
        assert f"from the answers up to the week that began on {day_name(week, 'en')}." in text
        assert "Who would recommend the course to a colleague" in text


def test_a_share_reads_alike_on_pages_and_on_paper() -> None:
    english, urdu = (
        words_of(read_catalogue(ROOT / "translations" / code / "LC_MESSAGES" / "messages.po")) for code in ("en", "ur")
    )
    assert figure_text(0.363, Kind.SHARE, english) == "36.3 %"
    assert figure_text(0.363, Kind.SHARE, urdu) == "36.3 فیصد"
    assert figure_text(-0.057, Kind.SHARE, english) == "-5.7 %"
    assert figure_text(-0.057, Kind.SHARE, urdu) == "\u2066-5.7\u2069 فیصد"


def test_reports_are_counted_from_an_index_alone(here, courses, agency, say, session, now) -> None:
    """Rows of answers are long, and there are a hundred thousand: what reports count stands in one index."""
    say(courses[0], 6, agency)
    ground = queries.ground(
        session, queries.gather(session, now), queries.agencies_in_scope(session, queries.whole_scope())
    )
    period = all_time(now.date())
    for asked in (queries.Asked(period, "track"), queries.Asked(period, "agency", "NORTH", track="core")):
        found = plans(session, lambda asked=asked: queries.answer(session, ground, FORMS["evaluation"], asked))
        told = [line for line in found if "survey_response" in line]
        assert len(told) == 2
        assert all("ix_survey_response_report" in line and ("COVERING" in line or "Only" in line) for line in told), (
            told
        )
