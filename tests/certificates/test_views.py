"""Pages of certificates, as people meet them."""

import re
from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.certificates.models import Certificate, Revocation
from lms.certificates.numbering import grouped
from lms.people.roles import Role


@pytest.fixture
def agency(make_agency):
    return make_agency("ANF", "Anti Narcotics Force", "اینٹی نارکوٹکس فورس")


@pytest.fixture
def officer(make_person, agency):
    return make_person(name_en="Naeem ul Hassan", name_ur="نعیم الحسن", agency=agency)


@pytest.fixture
def certificate(officer, front_desk, complete, issue) -> Certificate:
    complete(officer, front_desk)
    return issue()[0]


@pytest.fixture
def coordinator(make_person, agency):
    return make_person(name_en="Saima Noor", roles=[Role.OFFICER, Role.COORDINATOR], agency=agency)


def page_of(certificate: Certificate) -> str:
    return f"/certificates/{certificate.serial}"


def verify(client, certificate: Certificate):
    return client.get(f"/verify/{grouped(certificate.token)}")


# --- one's own -------------------------------------------------------------------------------------------


def test_an_officer_gets_the_certificate_of_a_completed_course(client, sign_in, officer, front_desk, complete) -> None:
    complete(officer, front_desk)
    sign_in(client, officer)
    assert "A certificate is waiting for you" in client.get("/certificates").text
    answer = client.post("/certificates/issue", data={"course": "front-desk"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "Naeem ul Hassan" in answer.text
    assert "The front desk" in answer.text
    listed = client.get("/certificates").text
    assert "The front desk" in listed
    assert "waiting" not in listed


def test_who_has_completed_nothing_is_told_so(client, sign_in, officer, front_desk) -> None:
    sign_in(client, officer)
    answer = client.post("/certificates/issue", data={"course": "front-desk"}, follow_redirects=True)
    assert "You have no certificate yet" in answer.text


def test_the_page_says_what_the_certificate_says(client, sign_in, officer, certificate) -> None:
    shown = sign_in(client, officer).get(page_of(certificate)).text
    for words in (
        "Certificate of Completion", "Naeem ul Hassan", "Anti Narcotics Force", "The front desk", certificate.serial,
        "0.5 hour", "awaiting expert review", grouped(certificate.token), certificate.revision_digest[:12],
    ):  # fmt: skip
        assert words in shown
    assert "Revoke" not in shown


def test_the_page_in_urdu_has_both_scripts(client, sign_in, officer, certificate, engine) -> None:
    with Session(engine) as session:
        session.merge(officer).language = "ur"
        session.commit()
    shown = sign_in(client, officer).get(page_of(certificate)).text
    for words in (
        "تکمیل کا سرٹیفکیٹ",
        "نعیم الحسن",
        "Naeem ul Hassan",
        "فرنٹ ڈیسک",
        "The front desk",
        "ماہرین کے جائزے",
    ):
        assert words in shown


@pytest.mark.parametrize("form", ["en", "ur", "both"])
def test_it_is_downloaded_in_three_forms(client, sign_in, officer, certificate, form) -> None:
    answer = sign_in(client, officer).get(f"{page_of(certificate)}.pdf?form={form}")
    assert answer.mimetype == "application/pdf"
    assert (
        answer.headers["Content-Disposition"] == f"attachment; filename={certificate.serial}-Naeem-ul-Hassan-{form}.pdf"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    reader = pypdf.PdfReader(BytesIO(answer.data))
    assert certificate.serial in reader.metadata.title


def test_an_unknown_form_is_both(client, sign_in, officer, certificate) -> None:
    answer = sign_in(client, officer).get(f"{page_of(certificate)}.pdf?form=../x")
    assert answer.headers["Content-Disposition"].endswith("-both.pdf")


def test_the_qr_code_on_the_page_leads_to_its_verification(client, sign_in, officer, certificate) -> None:
    shown = sign_in(client, officer).get(page_of(certificate)).text
    address = f"http://127.0.0.1:8000/verify/{grouped(certificate.token)}"
    assert address in shown
    assert read_svg(shown[shown.index("<svg", shown.index('class="qr"')) :]) == address


def read_svg(svg: str) -> str:
    """The QR code in an SVG: rectangles in one path, on a board of whole units."""
    size = int(svg.split('viewBox="0 0 ')[1].split()[0])
    picture = Image.new("L", (size + 8, size + 8), 255)
    for x, y, width, height in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", svg.split(' d="')[1].split('"')[0]):
        corner = (int(x) + 4, int(y) + 4)
        picture.paste(0, (*corner, corner[0] + int(width), corner[1] + int(height)))
    (found,) = zxingcpp.read_barcodes(picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST))
    return found.text


# --- who may see -----------------------------------------------------------------------------------------


def test_others_do_not_see_it(client, sign_in, certificate, make_person, make_agency) -> None:
    stranger = make_person(agency=make_agency("FIA"))
    other_coordinator = make_person(roles=[Role.COORDINATOR], agency=make_agency("ASF"))
    for person in (stranger, other_coordinator):
        sign_in(client, person)
        for path in (page_of(certificate), f"{page_of(certificate)}.pdf"):
            assert client.get(path).status_code == 404
    assert client.get(f"{page_of(certificate)}/revoke").status_code == 404
    assert client.post(f"{page_of(certificate)}/revoke", data={"reason": "x"}).status_code == 404


def test_an_officer_may_neither_see_the_register_nor_revoke(client, sign_in, officer, certificate, stored) -> None:
    sign_in(client, officer)
    assert client.get("/certificates/register").status_code == 403
    assert client.post(f"{page_of(certificate)}/revoke", data={"reason": "x"}).status_code == 403
    assert client.post(f"{page_of(certificate)}/reissue", data={"reason": "x"}).status_code == 403
    assert stored(select(Revocation)) == []


def test_a_coordinator_sees_the_agency_and_its_units(
    client, sign_in, coordinator, agency, certificate, make_agency, make_person, front_desk, complete, issue
) -> None:
    unit = make_agency("ANF-QUETTA", parent=agency)
    complete(make_person(name_en="Zarghoona Kakar", agency=unit), front_desk)
    complete(make_person(name_en="Tariq Mehmood", agency=make_agency("FIA")), front_desk)
    issue()
    shown = sign_in(client, coordinator).get("/certificates/register").text
    assert "Naeem ul Hassan" in shown
    assert "Zarghoona Kakar" in shown
    assert "Tariq Mehmood" not in shown
    assert "Naeem ul Hassan" not in client.get("/certificates/register?q=zargh").text


def test_an_administrator_sees_all(client, sign_in, make_person, certificate) -> None:
    sign_in(client, make_person(roles=[Role.ADMINISTRATOR]))
    assert certificate.serial in client.get("/certificates/register").text
    assert client.get(page_of(certificate)).status_code == 200


def test_who_is_not_signed_in_is_asked_to(client, certificate) -> None:
    assert client.get(page_of(certificate)).status_code == 303


# --- the register ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_register_is_paged_and_asks_as_much_for_many_as_for_few(
    client, sign_in, coordinator, agency, make_person, front_desk, complete, issue, count_queries
) -> None:
    complete(make_person(name_en="The First", agency=agency), front_desk)
    issue()
    sign_in(client, coordinator)
    with count_queries() as few:
        client.get("/certificates/register")
    for _ in range(55):
        complete(make_person(agency=agency), front_desk)
    issue()
    with count_queries() as many:
        first_page = client.get("/certificates/register").text
    assert len(few) == len(many) <= 9
    assert "The First" not in first_page
    before = re.search(r'name="before" value="([^"]+)"', first_page)[1]
    older = client.get(f"/certificates/register?before={before}").text
    assert "The First" in older
    after = re.search(r'name="after" value="([^"]+)"', older)[1]
    assert serials_in(client.get(f"/certificates/register?after={after}").text) == serials_in(first_page)


def serials_in(page: str) -> list[str]:
    return re.findall(r'<bdi dir="ltr">(TRB-[\d-]+)</bdi></a>', page)


def test_a_search_without_result_says_so(client, sign_in, coordinator, certificate) -> None:
    assert "No certificate was found" in sign_in(client, coordinator).get("/certificates/register?q=nobody").text


def test_own_pages_ask_little(client, sign_in, officer, certificate, count_queries) -> None:
    sign_in(client, officer)
    for path in ("/certificates", page_of(certificate)):
        with count_queries() as asked:
            client.get(path)
        assert len(asked) <= 6


# --- revoking and replacing ------------------------------------------------------------------------------


def test_a_coordinator_revokes_with_a_reason(client, sign_in, coordinator, certificate, stored) -> None:
    sign_in(client, coordinator)
    asked = client.get(f"{page_of(certificate)}/revoke").text
    assert "Naeem ul Hassan" in asked
    assert "This cannot be undone" in asked
    answer = client.post(f"{page_of(certificate)}/revoke", data={"reason": "Taken by another"}, follow_redirects=True)
    assert "The certificate is revoked." in answer.text
    assert "Taken by another" in answer.text
    assert "Download as PDF" not in answer.text
    (revocation,) = stored(select(Revocation))
    assert revocation.by_id == coordinator.id


def test_without_a_reason_nothing_is_revoked(client, sign_in, coordinator, certificate, stored) -> None:
    sign_in(client, coordinator)
    for change in ("revoke", "reissue"):
        answer = client.post(f"{page_of(certificate)}/{change}", data={"reason": "  "})
        assert answer.status_code == 422
        assert "Write the reason." in answer.text
    assert stored(select(Revocation)) == []
    assert len(stored(select(Certificate))) == 1


def test_a_second_revocation_is_refused(client, sign_in, coordinator, certificate) -> None:
    sign_in(client, coordinator)
    client.post(f"{page_of(certificate)}/revoke", data={"reason": "one"})
    answer = client.post(f"{page_of(certificate)}/revoke", data={"reason": "two"})
    assert answer.status_code == 409
    assert "This certificate is revoked already." in answer.text


def test_a_corrected_name_makes_a_new_certificate(
    client, sign_in, coordinator, officer, certificate, engine, stored
) -> None:
    with Session(engine) as session:
        session.merge(officer).name_en = "Muhammad Naeem ul Hassan"
        session.commit()
    sign_in(client, coordinator)
    assert "Muhammad Naeem ul Hassan" in client.get(f"{page_of(certificate)}/reissue").text
    answer = client.post(f"{page_of(certificate)}/reissue", data={"reason": "Misspelt"}, follow_redirects=True)
    assert "The new certificate is issued" in answer.text
    old, new = stored(select(Certificate).order_by(Certificate.id))
    assert new.serial in answer.text
    assert "Muhammad Naeem ul Hassan" in answer.text
    assert "Open the certificate that replaces it" in client.get(page_of(old)).text
    assert verify(client, old).text.count("Revoked") > 0
    sign_in(client, officer)
    listed = client.get("/certificates").text
    assert new.serial in listed
    assert old.serial not in listed


def test_whoever_has_moved_on_gets_no_certificate_of_the_new_agency_from_the_old_one(
    client, sign_in, coordinator, officer, certificate, engine, stored, make_agency, make_person
) -> None:
    with Session(engine) as session:
        session.merge(officer).agency_id = make_agency("FIA").id
        session.commit()
    sign_in(client, coordinator)
    shown = client.get(page_of(certificate)).text
    assert "Ask an administrator to issue it." in shown
    assert f"{page_of(certificate)}/reissue" not in shown
    assert f"{page_of(certificate)}/revoke" in shown
    for answer in (
        client.get(f"{page_of(certificate)}/reissue"),
        client.post(f"{page_of(certificate)}/reissue", data={"reason": "Misspelt"}),
    ):
        assert answer.status_code == 409
        assert "Ask an administrator to issue it." in answer.text
    assert len(stored(select(Certificate))) == 1
    sign_in(client, make_person(roles=[Role.ADMINISTRATOR]))
    answer = client.post(f"{page_of(certificate)}/reissue", data={"reason": "Misspelt"}, follow_redirects=True)
    assert "The new certificate is issued" in answer.text


def test_the_holder_does_not_read_the_reason(client, sign_in, coordinator, officer, certificate) -> None:
    sign_in(client, coordinator).post(f"{page_of(certificate)}/revoke", data={"reason": "Copied the answers"})
    shown = sign_in(client, officer).get(page_of(certificate)).text
    assert "This certificate is revoked" in shown
    assert "Copied the answers" not in shown


# --- verification ----------------------------------------------------------------------------------------


def test_anybody_can_see_that_it_is_genuine_and_nothing_else(client, certificate, officer) -> None:
    answer = verify(client, certificate)
    assert answer.status_code == 200
    for words in ("Genuine", "Naeem ul Hassan", "The front desk"):
        assert words in answer.text
    for words in ("Anti Narcotics Force", certificate.serial, officer.service_number, certificate.revision_digest[:12]):
        assert words not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_revoked_one_says_since_when_but_not_why(client, sign_in, coordinator, certificate, app, now) -> None:
    sign_in(client, coordinator).post(f"{page_of(certificate)}/revoke", data={"reason": "Copied the answers"})
    shown = verify(app.test_client(), certificate)
    assert shown.status_code == 200
    client.set_cookie("language", "en")
    shown = verify(client, certificate).text
    assert "This certificate has not counted since" in shown
    assert str(now.year) in shown
    assert "Copied the answers" not in shown


def test_an_expired_one_says_so(client, certificate, engine, now) -> None:
    with Session(engine) as session:
        session.execute(update(Certificate).values(valid_until=now.date() - timedelta(days=2)))
        session.commit()
    assert "Genuine, but expired" in verify(client, certificate).text


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "x", "TRB-2026-000001", "a" * 500])
def test_an_unknown_code_is_not_found(client, certificate, code) -> None:
    answer = client.get(f"/verify/{code}")
    assert answer.status_code == 404
    assert "No such certificate" in answer.text


def test_the_code_can_be_typed(client, certificate) -> None:
    assert "Verification code" in client.get("/verify").text
    typed = f" {grouped(certificate.token).lower().replace('-', ' ')} "
    answer = client.get("/verify", query_string={"code": typed}, follow_redirects=True)
    assert "Genuine" in answer.text


def test_a_slip_in_the_code_is_told_apart_from_a_false_certificate(client, certificate) -> None:
    answer = client.get("/verify", query_string={"code": "7K3M-9QWX"})
    assert answer.status_code == 422
    assert "A code has 16 letters and digits." in answer.text


def test_a_number_typed_for_the_code_leads_to_the_code(client, certificate) -> None:
    answer = client.get("/verify", query_string={"code": f" {certificate.serial.lower()} "})
    assert answer.status_code == 422
    assert "This is the certificate’s number." in answer.text
