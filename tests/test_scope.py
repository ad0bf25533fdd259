"""Every address of the product as everybody: one table says who finds what, and nobody else learns anything.

A new address that names a person's thing fails here until the table says whose it is.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from werkzeug.routing import Map, Rule

from lms.batches import actions as batches
from lms.certificates.actions import issue_due
from lms.certificates.models import Certificate
from lms.days import day
from lms.demo import take_course
from lms.learning.models import Attempt
from lms.live import actions as live
from lms.live.models import LiveKind
from lms.people import actions as people
from lms.people.models import NameCorrection, Person
from lms.people.roles import Role
from lms.people.roster import read
from lms.people.viewer import Viewer
from tests.sample_course import BILINGUAL
from tests.web.test_access import something

pytestmark = pytest.mark.slow

OWNER, KEEPERS = "owner", ("keeper", "programme", "administrator")
STAFF_OF_BATCH = (*KEEPERS, "trainer")
EVERYBODY = (OWNER, "other officer", "trainer", "translator", "keeper", "stranger", "programme", "administrator")

# Who finds the thing of the agency's officer (OWNER), of those whose role may open the page at all. `keeper` coordinates the
# officer's agency, `stranger` another one, `programme` all of them; `trainer` is the trainer of the batch and of no agency here.
WHOSE = {
    "/attempts/<int:attempt_id>": (OWNER,),
    "/attend/<int:session_id>": (OWNER,),
    "/agencies/<int:agency_id>": KEEPERS,
    "/batches/<int:batch_id>": STAFF_OF_BATCH,
    "/live/<int:session_id>": STAFF_OF_BATCH,
    "/live/<int:session_id>.ics": (OWNER, *STAFF_OF_BATCH),
    "/certificates/signatories/<int:agency_id>": KEEPERS,
    "/certificates/<serial>": (OWNER, *KEEPERS),
    "/certificates/<serial>.pdf": (OWNER, *KEEPERS),
    "/people/<int:person_id>": KEEPERS,
    "/people/corrections/<int:correction_id>": KEEPERS,
    "/people/import/<int:import_id>": ("keeper",),  # who has brought it in
}
# Addresses whose things belong to nobody: courses, words, the account of whoever asks, and what is public by a secret address.
OPEN = (
    "/courses/<slug>", "/surveys/<slug>", "/workshop/<slug>", "/translation/<slug>", "/glossary/<int:term_id>",
    "/paths/<int:path_id>",
    "/static/", "/setup/<token>", "/verify/<token>", "/calendar/<token>.ics", "/marking/<int:answer_id>",
    "/reminders/<int:reminder_id>", "/certificates/export/<token>",
    "/certificates/emblems/<sha256>", "/surveys/<slug>", "/reports/<name>", "/reports/questions.<form>",
)  # fmt: skip
NAME = "Zarmina Wazirzada"
NUMBER = "UNIQUE-77031"


@dataclass(frozen=True)
class Scene:
    """An officer of one agency with everything that the product keeps of somebody, and who looks at it."""

    values: dict[str, Any]
    viewers: dict[str, Person]


@pytest.fixture
def database_url(sqlite: Any) -> Iterator[str]:
    """SQLite alone, since its file is put back after each act; that queries see the same on both is tested with each of them."""
    with sqlite.copy() as url:
        yield url


@pytest.fixture
def scene(
    engine: Engine, make_agency: Callable[..., Any], make_person: Callable[..., Person], publish_course: Any, now: Any
) -> Scene:
    programme = make_agency("PK", "The programme")
    agency, elsewhere = make_agency("POLICE", parent=programme), make_agency("CUSTOMS", parent=programme)
    unit = make_agency("POLICE-1", "First station", parent=agency)
    viewers = {
        OWNER: make_person(agency=unit, name_en=NAME, service_number=NUMBER),
        "other officer": make_person(agency=elsewhere),
        "trainer": make_person([Role.TRAINER], agency=elsewhere),
        "translator": make_person([Role.TRANSLATOR], agency=elsewhere),
        "keeper": make_person([Role.COORDINATOR], agency=agency),
        "stranger": make_person([Role.COORDINATOR], agency=elsewhere),
        "programme": make_person([Role.COORDINATOR], agency=elsewhere, coordinates=programme),
        "administrator": make_person([Role.ADMINISTRATOR]),
    }
    publish_course(BILINGUAL, slug="front-desk")
    with Session(engine, expire_on_commit=False) as session:
        values = _records(session, viewers, unit, now)
        session.commit()
    return Scene(values, viewers)


def _records(session: Session, viewers: dict[str, Person], unit: Any, now: Any) -> dict[str, Any]:
    owner, keeper = viewers[OWNER], viewers["keeper"]
    take_course(session, _viewer(owner, Role.OFFICER), "front-desk", 1.0, now - timedelta(days=3))
    issue_due(session, now)
    by = _viewer(keeper, Role.COORDINATOR)
    plan = batches.Plan("Rohri", day(now), day(now), courses=["front-desk"], trainer_id=viewers["trainer"].id)
    batch = batches.create_batch(session, by, unit.id, plan, now)
    batches.add_people(session, by, batch, [owner.id], now)
    meeting = live.plan(session, by, batch, live.Plan(LiveKind.WEBINAR, "Interviewing", now, 60), now)
    correction = NameCorrection(person_id=owner.id, name_en="Zarmina Wazir", name_ur="زرمینہ", asked_at=now)
    session.add(correction)
    session.flush()
    people.make_sign_in_code(session, owner, now)
    listed = f"Service number,Name\n{NUMBER},Zarmina Khan\n".encode()
    roster = read(listed, day(now))
    looked_through = (roster, people.plan_for(session, by, roster, unit.id))
    brought = people.keep_import(session, by, listed, f"{NAME}.csv", unit.id, looked_through, now)
    return {
        "slug": "front-desk",
        "attempt_id": session.scalars(select(Attempt.id)).one(),
        "serial": session.scalars(select(Certificate.serial)).one(),
        "person_id": owner.id,
        "other_id": owner.id,
        "agency_id": unit.id,
        "batch_id": batch.id,
        "session_id": meeting.id,
        "correction_id": correction.id,
        "import_id": brought.id,
        "name": "completion",
        "form": "csv",
    }


def _viewer(person: Person, role: Role) -> Viewer:
    return Viewer(person.id, person.name_en, "", "en", person.agency_id, frozenset({role}), person.agency_id)


def rules(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint != "static"]


def finders(rule: Rule) -> tuple[str, ...] | None:
    """Who finds what an address names; None if what it names is nobody's. Raises `LookupError` if the table does not say."""
    if not rule.arguments or rule.rule.startswith(OPEN):
        return None
    known = [prefix for prefix in WHOSE if rule.rule == prefix or rule.rule.startswith(f"{prefix}/")]
    if not known:
        raise LookupError(f"Whose is {rule.rule}? Say so in WHOSE, or in OPEN.")
    return WHOSE[max(known, key=len)]


def filled(rule: Rule, scene: Scene) -> str:
    values = {name: scene.values.get(name, something(rule._converters[name])) for name in rule.arguments}
    built = rule.build(values)
    assert built is not None
    return str(built[1])


def test_every_address_has_a_line_in_the_table(application: Flask) -> None:
    for method in ("GET", "POST"):
        for rule in rules(application, method):
            finders(rule)


def test_an_address_without_a_line_is_noticed() -> None:
    diaries = Map([Rule("/diaries/<int:diary_id>", endpoint="diaries.show")])
    with pytest.raises(LookupError):
        finders(next(diaries.iter_rules()))


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_finds_what_is_theirs_to_see_and_nothing_else(
    client: FlaskClient, sign_in: Any, viewer_of: Any, scene: Scene, engine: Engine, database_url: str, who: str
) -> None:
    person = scene.viewers[who]
    may = viewer_of(person).may
    sign_in(client, person)
    keep = _keeper_of(engine, database_url)
    wrong = []
    for method in ("GET", "POST"):
        for rule in rules(client.application, method):
            permission = client.application.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
            found_by = finders(rule)
            if permission is None or rule.endpoint == "people.sign_out":
                continue
            answer = client.open(filled(rule, scene), method=method)
            expected = (
                "refused" if not may(permission) else "found" if found_by is None or who in found_by else "nothing"
            )
            seen = {403: "refused", 404: "nothing"}.get(answer.status_code, "found")
            if answer.status_code >= 500 or (seen != expected and not (found_by is None and seen == "nothing")):
                wrong.append(f"{method} {rule.rule}: {answer.status_code}, expected {expected}")
            if who in ("other officer", "translator", "stranger") and _tells(answer):
                wrong.append(f"{method} {rule.rule}: tells about the officer of another agency")
            if method == "POST":
                keep()
    assert wrong == []


def _tells(answer: Any) -> bool:
    body = answer.get_data()
    return any(word.encode() in body for word in (NAME, NUMBER))


def _keeper_of(engine: Engine, url: str) -> Callable[[], None]:
    """Puts the database back as it is now."""
    path = make_url(url).database
    assert path
    kept = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(path)) as stored:
        stored.backup(kept)

    def put_back() -> None:
        engine.dispose()
        with closing(sqlite3.connect(path)) as stored:
            kept.backup(stored)

    return put_back
