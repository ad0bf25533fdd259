"""Downloads of many certificates: chosen, prepared, streamed, followed, broken off."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pypdf
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.certificates import actions, queries
from lms.certificates.criteria import Criteria
from lms.certificates.models import Certificate, CertificateExport
from lms.days import day
from lms.people.models import AuditEntry
from lms.people.roles import Role
from lms.people.viewer import Viewer

pytestmark = pytest.mark.slow


@pytest.fixture
def agency(make_agency):
    return make_agency("ANF", "Anti Narcotics Force", "اینٹی نارکوٹکس فورس")


@pytest.fixture
def coordinator(make_person, agency):
    return make_person(name_en="Saima Noor", roles=[Role.COORDINATOR], agency=agency)


@pytest.fixture
def done(agency, make_agency, make_person, front_desk, complete, issue):
    """Naeem and Zarghoona of the agency, and Tariq of another one, have completed the course; the first has a certificate."""
    people = [make_person(name_en=name, agency=agency) for name in ("Naeem", "Zarghoona")]
    people.append(make_person(name_en="Tariq", agency=make_agency("FIA")))
    complete(people[0], front_desk)
    issue()
    for person in people[1:]:
        complete(person, front_desk)
    return people


WAY = {"language": "en", "arrangement": "files"}


def prepare(client, **given) -> str:
    """Prepare a download; its address."""
    answer = client.post("/certificates/export", data=WAY | given)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def opened(answer) -> zipfile.ZipFile:
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    return archive


def register(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read("register.csv").decode("utf-8-sig"), newline="")))


def test_a_list_is_downloaded_with_what_was_due(client, sign_in, coordinator, done, stored) -> None:
    sign_in(client, coordinator)
    asked = client.get("/certificates/export?agency=ANF").text
    assert "1 certificate is chosen." in asked
    assert "Anti Narcotics Force" in asked
    address = prepare(client, agency="ANF")
    ready = client.get(address).text
    assert "2 certificates are ready to be downloaded." in ready
    assert "1 of them was issued just now." in ready
    answer = client.post(address)
    assert answer.mimetype == "application/zip"
    assert re.fullmatch(
        r'attachment; filename="certificates-\d{4}-\d\d-\d\d\.zip"', answer.headers["Content-Disposition"]
    )
    assert answer.headers["Cache-Control"] == "no-store"
    archive = opened(answer)
    names = archive.namelist()
    assert [re.sub(r"\d{4}", "YEAR", name, count=1) for name in names] == [
        "about.txt", "TRB-YEAR-000001-Naeem-en.pdf", "TRB-YEAR-000002-Zarghoona-en.pdf", "register.csv", "register.xlsx",
    ]  # fmt: skip
    assert [row["holder"] for row in register(archive)] == ["Naeem", "Zarghoona"]
    about = archive.read("about.txt").decode("utf-8-sig")
    for words in ("Certificates: 2", "By: Saima Noor", "Agency: Anti Narcotics Force"):
        assert words in about
    assert "The download is complete" in client.get(address).text
    [export] = stored(select(CertificateExport))
    assert (export.done, export.total) == (2, 2)
    assert export.ended_at is not None


def test_it_leaves_its_mark_with_filter_and_count(client, sign_in, coordinator, done, stored) -> None:
    sign_in(client, coordinator)
    client.post(prepare(client, agency="ANF", q="naeem", **{"from": "2020-01-01"})).close()
    [entry] = stored(select(AuditEntry).where(AuditEntry.action == "exported"))
    assert entry.actor_id == coordinator.id
    for words in (
        '"agency": "ANF"',
        '"q": "naeem"',
        '"from": "2020-01-01"',
        '"count": 1',
        '"form": "en"',
        '"as": "files"',
    ):
        assert words in entry.details


def test_one_file_for_the_printer(client, sign_in, coordinator, done) -> None:
    sign_in(client, coordinator)
    archive = opened(client.post(prepare(client, arrangement="printing", language="both")))
    assert archive.namelist() == ["about.txt", "certificates.pdf", "register.csv", "register.xlsx"]
    reader = pypdf.PdfReader(io.BytesIO(archive.read("certificates.pdf")), strict=True)
    assert len(reader.pages) == 2
    serials = [row["serial"] for row in register(archive)]
    assert [line["/Title"] for line in reader.outline] == [f"{serials[0]}  Naeem", f"{serials[1]}  Zarghoona"]
    assert {row["file"] for row in register(archive)} == {"certificates.pdf"}


def test_only_what_is_ticked(client, sign_in, coordinator, done, issue, stored) -> None:
    issue()
    ids = dict(zip(stored(select(Certificate.holder_en)), stored(select(Certificate.id)), strict=True))
    sign_in(client, coordinator)
    ticked = f"{ids['Zarghoona']}.{ids['Tariq']}"
    assert "1 certificate is chosen." in client.get(f"/certificates/export?what=ticked&take={ids['Naeem']}&q=x").text
    assert "Nothing is ticked" in client.get("/certificates/export?what=ticked").text
    rows = register(opened(client.post(prepare(client, ticked=ticked))))
    assert [row["holder"] for row in rows] == ["Zarghoona"]  # Tariq is another agency's, whoever types the key


def test_nothing_and_too_much_are_refused(client, sign_in, coordinator, done, stored) -> None:
    sign_in(client, coordinator)
    answer = client.post("/certificates/export", data=WAY | {"q": "nobody"})
    assert answer.status_code == 422
    assert "There is no certificate to download." in answer.text
    answer = client.post("/certificates/export", data={"language": "latin", "arrangement": "files"})
    assert answer.status_code == 422
    assert stored(select(CertificateExport)) == []
    assert len(stored(select(Certificate))) == 1  # and nothing was issued


def test_a_download_is_its_persons_own(client, sign_in, coordinator, done, make_person, agency) -> None:
    sign_in(client, coordinator)
    address = prepare(client)
    sign_in(client, make_person(roles=[Role.COORDINATOR], agency=agency))
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/progress").status_code == 404
    assert client.post(address).status_code == 404
    sign_in(client, make_person())
    for path in (address, "/certificates/export"):
        assert client.get(path).status_code == 403
        assert client.post(path).status_code == 403


def test_it_is_old_after_a_day(client, sign_in, coordinator, done, engine, now) -> None:
    sign_in(client, coordinator)
    address = prepare(client)
    with Session(engine) as session:
        session.execute(update(CertificateExport).values(made_at=now - timedelta(days=1, minutes=1)))
        session.commit()
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_whoever_is_moved_to_another_agency_gets_nothing_of_the_first(
    session, viewer_of, coordinator, make_person, make_agency, done, now
) -> None:
    export = actions.prepare_export(session, viewer_of(coordinator), Criteria(), "en", "files", now)
    session.commit()
    moved = viewer_of(make_person(roles=[Role.COORDINATOR], agency=make_agency("ASF")))
    rows = queries.issued(session, moved, Criteria.read(export.criteria), day(now), export.last_id)
    assert list(rows) == []


def test_what_is_issued_later_is_not_in_it(
    client, sign_in, coordinator, done, make_person, agency, front_desk, complete, issue
) -> None:
    sign_in(client, coordinator)
    address = prepare(client)
    complete(make_person(name_en="Late", agency=agency), front_desk)
    issue()
    assert [row["holder"] for row in register(opened(client.post(address)))] == ["Naeem", "Zarghoona"]


# --- under way -------------------------------------------------------------------------------------------


def test_a_download_that_is_broken_off_ends_the_work_and_can_begin_again(
    client, sign_in, coordinator, done, stored
) -> None:
    sign_in(client, coordinator)
    address = prepare(client)
    answer = client.post(address, buffered=False)
    first = next(answer.iter_encoded())
    assert first.startswith(b"PK")
    assert b"about.txt" in first
    assert client.get(f"{address}/progress").get_json()["over"] is False
    assert "Your browser is downloading the file." in client.get(address).text
    answer.close()
    [export] = stored(select(CertificateExport))
    assert export.ended_at is not None
    assert export.done < export.total
    assert "The download was broken off" in client.get(address).text
    assert len(register(opened(client.post(address)))) == 2
    assert len(stored(select(AuditEntry).where(AuditEntry.action == "exported"))) == 2


def test_how_far_it_is_is_told_in_the_readers_language(client, sign_in, coordinator, done) -> None:
    sign_in(client, coordinator)
    address = prepare(client)
    told = client.get(f"{address}/progress").get_json()
    assert told == {"done": 0, "total": 2, "text": "0 of 2 certificates", "over": True, "shown": "ready"}


def test_a_page_can_tell_that_a_download_has_ended_however_short_it_was(client, sign_in, coordinator, done) -> None:
    sign_in(client, coordinator)
    address = prepare(client)
    for _ in range(2):  # and so when it is downloaded once more
        page = client.get(address).text
        before = client.get(f"{address}/progress").get_json()
        assert f'data-shown="{before["shown"]}"' in page
        opened(client.post(address))
        after = client.get(f"{address}/progress").get_json()
        assert after["over"]
        assert after["shown"] != before["shown"]


def test_one_at_a_time_for_each_and_few_for_all(
    session, viewer_of, coordinator, make_person, agency, done, now
) -> None:
    viewer = viewer_of(coordinator)
    others = [viewer_of(make_person(roles=[Role.COORDINATOR], agency=agency)) for _ in range(actions.AT_ONCE)]

    def prepared(viewer: Viewer) -> str:
        return actions.prepare_export(session, viewer, Criteria(), "en", "files", now).token

    tokens = [prepared(viewer), prepared(viewer)]
    actions.begin_export(session, viewer, tokens[0], "", now)
    session.commit()
    for token in tokens:
        with pytest.raises(actions.ExportUnderWay):
            actions.begin_export(session, viewer, token, "", now + timedelta(seconds=30))
        session.rollback()
    *others, one_more = others
    for other in others:
        actions.begin_export(session, other, prepared(other), "", now)
    token = prepared(one_more)
    session.commit()
    with pytest.raises(actions.ServerBusy):
        actions.begin_export(session, one_more, token, "", now)
    session.rollback()
    # a killed process is not waited for
    assert actions.begin_export(session, one_more, token, "", now + timedelta(minutes=2)).ended_at is None
