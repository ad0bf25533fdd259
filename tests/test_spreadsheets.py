"""Every table that can be taken away, opened by a real spreadsheet program: numbers are numbers, days are days, Urdu is Urdu from
right to left, and no name is a formula."""

import io
import subprocess
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.batches import actions as batches
from lms.certificates.actions import issue_due
from lms.days import day
from lms.demo import take_course
from lms.people.models import Sex
from lms.people.roles import Role
from lms.people.viewer import Viewer
from tests.sample_course import BILINGUAL

pytestmark = pytest.mark.slow

NAMES = [
    ('=HYPERLINK("https://example.org","x")', "شازیہ بتول"), ("+923001234567", "+ڑژے"), ("-2+3", "نوید، احمد"),
    ("@SUM(1;2)", "@گل خان"), ("Anna =1+1", "ڈھلّوں گڑھی"), ("Ordinary Name", "عام نام"),
]  # fmt: skip
AGENCY, BATCH = "=1+1 Police", "@Lahore, =2*3"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CSV_IN_UTF8 = "--infilter=CSV:44,34,76,1,,0,false,true"


@dataclass(frozen=True)
class Opened:
    """A sheet as the program shows it: each cell with the kind of its value (`float`, `percentage`, `date`, `string`) and its
    words."""

    name: str
    cells: list[tuple[str, str]]
    formulas: list[str]
    right_to_left: bool

    def words(self) -> set[str]:
        return {words for _, words in self.cells}

    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.cells if kind}


def open_all(files: dict[str, bytes], folder: Path) -> dict[str, list[Opened]]:
    """The sheets of some files, by file name, read back from what LibreOffice makes of them."""
    for name, body in files.items():
        (folder / name).write_bytes(body)
    for ending, options in (("xlsx", []), ("csv", [CSV_IN_UTF8])):
        chosen = [str(folder / name) for name in files if name.endswith(ending)]
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *options]
        if chosen:
            given = [*command, "--convert-to", "fods", "--outdir", str(folder / ending), *chosen]
            subprocess.run(given, check=True, capture_output=True, timeout=240)
    return {name: _sheets(folder / name.rpartition(".")[2] / f"{Path(name).stem}.fods") for name in files}


def _sheets(path: Path) -> list[Opened]:
    tree = ElementTree.parse(path)
    turned = {
        style.get(f"{STYLE}name")
        for style in tree.iter(f"{STYLE}style")
        for each in style.iter(f"{STYLE}table-properties")
        if each.get(f"{STYLE}writing-mode") == "rl-tb"
    }
    return [_sheet(sheet, turned) for sheet in tree.iter(f"{TABLE}table")]


def _sheet(sheet: ElementTree.Element, turned: set[str | None]) -> Opened:
    cells, formulas = [], []
    for cell in sheet.iter(f"{TABLE}table-cell"):
        words = "\n".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))
        if words:
            cells.append((cell.get(f"{OFFICE}value-type") or "", words))
        if formula := cell.get(f"{TABLE}formula"):
            formulas.append(formula)
    return Opened(sheet.get(f"{TABLE}name") or "", cells, formulas, sheet.get(f"{TABLE}style-name") in turned)


@pytest.fixture
def database_url(sqlite: Any) -> Any:
    """One database is enough: what is written does not depend on it."""
    with sqlite.copy() as url:
        yield url


@pytest.fixture(params=["en", "ur"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scene(
    engine: Engine, make_agency: Any, make_person: Any, publish_course: Any, now: Any, language: str
) -> dict[str, Any]:
    """Officers with dangerous names who have completed a course in a batch, and their coordinator, who is a trainer too."""
    agency = make_agency("POLICE", AGENCY, "پولیس")
    keeper = make_person([Role.COORDINATOR, Role.TRAINER, Role.TRANSLATOR], agency=agency, language=language)
    people = [
        make_person(agency=agency, name_en=english, name_ur=urdu, sex=Sex.FEMALE if place % 2 else Sex.MALE)
        for place, (english, urdu) in enumerate(NAMES)
    ]
    publish_course(BILINGUAL, slug="front-desk")
    with Session(engine, expire_on_commit=False) as session:
        by = Viewer(keeper.id, "", "", "en", agency.id, frozenset({Role.COORDINATOR}))
        plan = batches.Plan(BATCH, day(now), day(now) + timedelta(days=9), courses=["front-desk"])
        batch = batches.create_batch(session, by, agency.id, plan, now)
        batches.add_people(session, by, batch, [person.id for person in people], now)
        for person in people:
            viewer = Viewer(person.id, "", "", "en", None, frozenset({Role.OFFICER}))
            take_course(session, viewer, "front-desk", 1.0, now - timedelta(days=3))
        issue_due(session, now)
        session.commit()
        return {"keeper": keeper, "batch": batch.id, "agency": agency.id}


def take_all(browser: FlaskClient, about: dict[str, Any]) -> dict[str, bytes]:
    """Every table of the product, by a file name that says which it is."""
    listed = f"Service number,Name,Date of birth\n77,{NAMES[0][0]!r},31.02.1990\n".encode()
    looked_at = browser.post(
        "/people/import", data={"agency_id": about["agency"], "file": (io.BytesIO(listed), "people.csv")}
    )
    bundle = browser.post("/certificates/export", data={"language": "en", "arrangement": "files", "agency": "POLICE"})
    answers: dict[str, TestResponse] = {
        "importing.wrong.xlsx": browser.get(f"{looked_at.location}/wrong.xlsx"),
        "importing.template.xlsx": browser.get("/people/import/template.xlsx"),
        "glossary.csv": browser.get("/glossary/glossary.csv"),
        "surveys.csv": browser.get("/workshop/front-desk/evaluation.csv"),
        "questions.csv": browser.get("/workshop/front-desk/statistics.csv"),
        "reports.all.xlsx": browser.get("/reports/all-tables.xlsx?period=all"),
        "reports.records.csv": browser.post("/reports/records.csv"),
    }
    for form in ("csv", "xlsx"):
        answers[f"people.{form}"] = browser.post("/people/download", data={"form": form})
        answers[f"batch.{form}"] = browser.post(f"/batches/{about['batch']}/table", data={"form": form})
        answers[f"reports.questions.{form}"] = browser.get(f"/reports/questions.{form}?course=front-desk")
        answers[f"reports.completion.{form}"] = browser.get(f"/reports/completion.{form}?period=all&by=batch")
    found = {}
    for name, answer in answers.items():
        assert answer.status_code == 200, (name, answer.status_code)
        found[name] = answer.data
    with zipfile.ZipFile(io.BytesIO(browser.post(bundle.location).data)) as archive:
        found |= {f"certificates.{form}": archive.read(f"register.{form}") for form in ("csv", "xlsx")}
    return found


def test_every_table_opens_in_a_spreadsheet_program(
    client: FlaskClient, sign_in: Any, scene: dict[str, Any], tmp_path: Path, language: str
) -> None:
    files = take_all(sign_in(client, scene["keeper"]), scene)
    opened = open_all(files, tmp_path)
    for name, sheets in opened.items():
        assert sheets, name
        for sheet in sheets:
            assert sheet.formulas == [], (name, sheet.name)
            assert sheet.right_to_left == (language == "ur" and name.endswith("xlsx")), (name, sheet.name)

    urdu = {name for _, name in NAMES}
    for name in ("people.xlsx", "batch.xlsx", "certificates.xlsx"):
        assert urdu <= opened[name][0].words(), name
    for name in ("people.csv", "batch.csv", "reports.records.csv", "certificates.csv"):
        shown = opened[name][0].words()
        assert all(each in shown or f"'{each}" in shown for each in urdu), name
    shown = opened["batch.xlsx"][0].words()
    assert {name for name, _ in NAMES} <= shown

    figures = opened["reports.completion.xlsx"][0]
    assert ("float", "6") in figures.cells  # people who completed
    assert any(kind == "percentage" and words.startswith("100") for kind, words in figures.cells)
    assert {"float", "percentage"} <= set().union(*(sheet.kinds() for sheet in opened["reports.all.xlsx"]))
    assert {"float", "date"} <= opened["batch.xlsx"][0].kinds()
    assert {"float", "date"} <= opened["reports.records.csv"][0].kinds()
    assert "date" in opened["certificates.xlsx"][0].kinds()


def test_no_table_is_forgotten(app: Flask) -> None:
    """The tables above are all that end in the name of a spreadsheet's file; two more are asked for by a form."""
    assert {rule.rule for rule in app.url_map.iter_rules() if rule.rule.endswith((".csv", ".xlsx", ".<form>"))} == {
        "/glossary/glossary.csv", "/people/import/<int:import_id>/wrong.xlsx", "/people/import/template.xlsx",
        "/reports/<name>.<form>", "/reports/all-tables.xlsx", "/reports/questions.<form>", "/reports/records.csv",
        "/workshop/<slug>/evaluation.csv", "/workshop/<slug>/statistics.csv",
    }  # fmt: skip
