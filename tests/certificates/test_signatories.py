"""Who signs certificates: set by coordinators, copied when a certificate is issued, printed, never changed after."""

import io
import json
import struct
import zlib
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import page
import pypdf
import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from lms.certificates.actions import Signer, keep_picture, set_signatories
from lms.certificates.emblems import BadPicture, as_drawing, read_picture
from lms.certificates.face import FaceSignatory, credential
from lms.certificates.models import AgencyLogo, Certificate, Emblem, Signatory
from lms.certificates.pdf import render
from lms.certificates.shapes import FORMS
from lms.people.models import AuditEntry
from lms.people.roles import Role
from tests.certificates.conftest import FACE
from tests.certificates.test_pdf import LONG, on_paper, text

pytestmark = pytest.mark.slow

SHAPE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z" fill="#0b5d3b"/></svg>'


def photograph(kind: str = "PNG", size: tuple[int, int] = (300, 100), mode: str = "RGBA") -> bytes:
    image = Image.new(mode, size)
    ImageDraw.Draw(image).line(
        [(0, size[1]), (size[0], 0)], fill="navy" if mode != "CMYK" else (255, 100, 0, 0), width=8
    )
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()


# --- pictures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (photograph(), "image/png"),
        (photograph(mode="P", size=(60, 60)), "image/jpeg"),
        (photograph("JPEG", mode="RGB"), "image/jpeg"),
        (photograph("JPEG", mode="CMYK"), "image/jpeg"),
        (SHAPE, "image/svg+xml"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "x" "http://x/y.dtd">' + SHAPE, "image/svg+xml"),
    ],
)
def test_a_picture_is_known_by_its_content(body: bytes, kind: str) -> None:
    assert read_picture(body).content_type == kind


def test_a_photograph_is_made_small_and_forgets_where_it_was_taken() -> None:
    taken = Image.new("RGB", (3000, 2000), "white")
    about = Image.Exif()
    about[0x010E] = "at home"
    written = io.BytesIO()
    taken.save(written, "JPEG", exif=about)
    kept = read_picture(written.getvalue()).body
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (750, 500)
    assert b"at home" in written.getvalue()
    assert b"at home" not in kept


def test_of_a_drawing_only_shapes_are_kept() -> None:
    body = SHAPE.replace(b"<path", b'<!-- x --><g onclick="steal()" style="fill:url(http://x)"><path').replace(
        b"</svg>", b'</g><use href="http://x#y"/><use href="#z"/></svg>'
    )
    kept = read_picture(body).body
    for gone in (b"onclick", b"steal", b"http://x", b"<!--"):
        assert gone not in kept
    assert b'href="#z"' in kept
    assert b"M0 0h40v20z" in kept


@pytest.mark.parametrize(
    "body",
    [
        b"", b"GIF89a", b"%PDF-1.7", photograph()[:80], photograph(size=(8, 8)), b"<html>", b"<svg>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
        SHAPE.replace(b"<path", b"<script>x()</script><path"),
        SHAPE.replace(b"<path", b"<foreignObject/><path"),
        SHAPE.replace(b"<path", b'<image href="http://x/y.png"/><path'),
        SHAPE.replace(b"<path", b"<style>@import url(http://x);</style><path"),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SHAPE,
        SHAPE + b" " * 300_000,
        b"\x89PNG\r\n\x1a\n" + b"0" * 6_000_000,
    ],
)  # fmt: skip
def test_what_is_no_picture_or_more_than_one_is_refused(body: bytes) -> None:
    with pytest.raises(BadPicture):
        read_picture(body)


def cut_exif() -> bytes:
    """A PNG whose note on how the camera was held ends too early, as after a broken transfer."""
    note = b"MM\0*\0\0"
    chunk = struct.pack(">I", len(note)) + b"eXIf" + note + struct.pack(">I", zlib.crc32(b"eXIf" + note))
    body = photograph()
    return body[:33] + chunk + body[33:]


def nested(depth: int) -> bytes:
    return SHAPE.replace(b"<path", b"<g>" * depth + b"<path").replace(b"</svg>", b"</g>" * depth + b"</svg>")


@pytest.mark.parametrize("body", [cut_exif(), nested(1_500), nested(20_000)])
def test_what_a_reader_would_stumble_over_is_refused(body: bytes) -> None:
    with pytest.raises(BadPicture):
        read_picture(body)


@pytest.mark.parametrize(
    "body",
    [
        SHAPE.replace(b"viewBox", b'width="0" viewBox'),
        SHAPE.replace(b"viewBox", b'width="-4" viewBox'),
        SHAPE.replace(b"viewBox", b'height="1e39" viewBox'),
        SHAPE.replace(b"0 0 40 20", b"0 0 1e-39 1e-39"),  # typst ends the whole process
        SHAPE.replace(
            b"<path",
            b'<defs><g id="a0"><path d="M0 0h1"/></g>'
            + b"".join(b'<g id="a%d">%s</g>' % (n + 1, b'<use href="#a%d"/>' % n * 10) for n in range(8))
            + b'</defs><use href="#a8"/><path',
        ),
    ],
)
def test_what_cannot_be_printed_is_refused_before_it_is_on_a_certificate(body: bytes) -> None:
    with pytest.raises(BadPicture, match="cannot be printed"):
        read_picture(body)


def test_a_drawing_keeps_its_lines_and_gradients() -> None:
    drawn = (
        b'<linearGradient id="g" x1="1" y1="2" x2="3" y2="4"><stop offset="0" stop-color="red"/></linearGradient>'
        b'<line x1="5" y1="6" x2="7" y2="8" stroke="url(#g)"/>'
    )
    kept = ElementTree.fromstring(read_picture(SHAPE.replace(b"<path", drawn + b"<path")).body)
    for name, places in (("linearGradient", "1 2 3 4"), ("line", "5 6 7 8")):
        element = kept.find(f"{{http://www.w3.org/2000/svg}}{name}")
        assert element is not None
        assert [element.get(each) for each in ("x1", "y1", "x2", "y2")] == places.split()


# --- on paper --------------------------------------------------------------------------------------------

SIGNATURE = as_drawing(read_picture(photograph()))
LOGO = as_drawing(read_picture(SHAPE))
WIDE = as_drawing(read_picture(photograph("JPEG", (900, 120), "RGB")))
FIRST = FaceSignatory(
    "Sikandar Hayat Khan", "سکندر حیات خان", "Director General", "ڈائریکٹر جنرل، اینٹی نارکوٹکس فورس", SIGNATURE
)
SECOND = FaceSignatory(
    "Dr Ayesha Siddiqa Bokhari", "ڈاکٹر عائشہ صدیقہ بخاری",
    "Deputy Director Training and Curriculum Development, Directorate of Human Resource Management, Government of Pakistan",
    "ڈپٹی ڈائریکٹر تربیت و نصاب سازی، ڈائریکٹوریٹ برائے انسانی وسائل، حکومتِ پاکستان", SIGNATURE,
)  # fmt: skip
THIRD = FaceSignatory("محمد", "", "#panic()", "", "")
SIGNED = {
    "one": replace(FACE, signatories=(FIRST,), logo=WIDE),
    "two": replace(FACE, signatories=(FIRST, SECOND), logo=LOGO),
    "three": replace(LONG, signatories=(FIRST, SECOND, THIRD), logo=LOGO),
    "sample": replace(FACE, signatories=(FIRST, SECOND), is_sample=True),
    "logo alone": replace(FACE, logo=LOGO),
}
every_form = pytest.mark.parametrize("form", FORMS)


@every_form
@pytest.mark.parametrize("face", SIGNED.values(), ids=SIGNED)
def test_a_signed_certificate_is_valid_and_one_page(face, form) -> None:
    pdf = render(face, form)
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert len(pypdf.PdfReader(BytesIO(pdf)).pages) == 1


@on_paper
def test_names_and_titles_stand_there() -> None:
    printed = text(render(SIGNED["two"], "en"))
    for words in ("Sikandar Hayat Khan", "Director General", "Dr Ayesha Siddiqa Bokhari"):
        assert words in printed


def test_a_sample_says_that_it_is_one() -> None:
    about = pypdf.PdfReader(BytesIO(render(SIGNED["sample"], "en"))).metadata
    assert about is not None
    assert about.title == "Sample – not valid (TRB-2026-000123)"


def test_the_credential_names_them() -> None:
    assert credential(SIGNED["two"])["signatories"][0] == {
        "name": "Sikandar Hayat Khan",
        "name_ur": "سکندر حیات خان",
        "title": "Director General",
        "title_ur": "ڈائریکٹر جنرل، اینٹی نارکوٹکس فورس",
    }
    assert "signatories" not in credential(FACE)
    assert credential(SIGNED["sample"])["type"] == "sample, not valid"
    [attached] = pypdf.PdfReader(BytesIO(render(SIGNED["two"], "ur"))).attachments["credential.json"]
    assert json.loads(attached) == credential(SIGNED["two"])


# --- set, and copied at issue ----------------------------------------------------------------------------


@pytest.fixture
def agency(make_agency):
    return make_agency("ANF", "Anti Narcotics Force", "اینٹی نارکوٹکس فورس")


@pytest.fixture
def unit(make_agency, agency):
    return make_agency("ANF-Q", "Quetta Unit", "کوئٹہ یونٹ", parent=agency)


@pytest.fixture
def coordinator(make_person, agency):
    return make_person(roles=[Role.COORDINATOR], agency=agency)


def test_a_certificate_keeps_what_it_was_issued_with(
    agency, unit, coordinator, viewer_of, session, make_person, front_desk, complete, issue, now, stored
) -> None:
    viewer = viewer_of(coordinator)
    complete(make_person(agency=unit), front_desk)
    issue()
    digest = keep_picture(session, read_picture(SHAPE))
    assert keep_picture(session, read_picture(SHAPE)) == digest
    first = Signer("Sikandar", "سكندر", "Director", "", digest)
    set_signatories(session, viewer, agency, [first], digest, now)
    session.commit()
    complete(make_person(agency=unit), front_desk)
    issue()
    set_signatories(session, viewer, unit, [Signer("Ayesha", "", "Chief", "", None)], None, now)
    session.commit()
    complete(make_person(agency=unit), front_desk)
    issue()
    before, inherited, own = stored(select(Certificate).order_by(Certificate.id))
    assert (before.signatories, before.logo) == ([], None)
    assert inherited.signatories == [
        {"name_en": "Sikandar", "name_ur": "سکندر", "title_en": "Director", "title_ur": "", "signature": digest}
    ]
    assert inherited.logo == digest
    assert [each["name_en"] for each in own.signatories] == ["Ayesha"]
    assert own.logo == digest  # the logo of the agency above, since the unit has none
    assert len(stored(select(Emblem))) == 1


def form(**given) -> dict[str, object]:
    return {"signatory1-name_en": "Sikandar", "signatory1-title_en": "Director General"} | given


def test_a_coordinator_sets_them_and_sees_a_sample(client, sign_in, coordinator, agency, unit, stored) -> None:
    sign_in(client, coordinator)
    listed = client.get("/certificates/signatories").text
    assert listed.count("Nobody yet") == 2
    address = f"/certificates/signatories/{agency.id}"
    data = form(**{"signatory1-picture": (BytesIO(photograph()), "a.exe"), "logo-picture": (BytesIO(SHAPE), "l.svg")})
    answer = client.post(address, data=data, follow_redirects=True)
    assert "Saved." in answer.text
    [signatory] = stored(select(Signatory))
    [logo] = stored(select(AgencyLogo.logo))
    shown = client.get(f"/certificates/emblems/{logo}")
    assert shown.mimetype == "image/svg+xml"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    listed = client.get("/certificates/signatories").text
    assert "Its own" in listed
    assert "As the agency over it" in listed
    assert "Anti Narcotics Force" in client.get(f"/certificates/signatories/{unit.id}").text
    sample = client.get(f"/certificates/signatories/{unit.id}/sample.pdf?form=en")
    assert "TRB-0000-000000" in pypdf.PdfReader(BytesIO(sample.data)).metadata.title
    # once more without files: the pictures stay
    kept = {"signatory1-kept": signatory.signature, "logo-kept": logo}
    client.post(address, data=form(**kept))
    assert [row.signature for row in stored(select(Signatory))] == [signatory.signature]
    client.post(address, data=form(**kept, **{"signatory1-without": "y", "logo-without": "y"}))
    assert [row.signature for row in stored(select(Signatory))] == [None]
    assert stored(select(AgencyLogo)) == []
    client.post(address, data={})
    assert stored(select(Signatory)) == []
    actions = stored(select(AuditEntry.action).order_by(AuditEntry.id))
    assert actions.count("set the signatories") == 4


def test_what_was_typed_and_chosen_is_kept_when_something_is_wrong(
    client, sign_in, coordinator, agency, stored
) -> None:
    sign_in(client, coordinator)
    address = f"/certificates/signatories/{agency.id}"
    data = {
        "signatory1-name_en": "Sikandar", "signatory2-picture": (BytesIO(photograph()), "s.png"),
        "signatory3-name_en": "x" * 121, "signatory3-title_en": "y", "logo-picture": (BytesIO(b"nothing"), "logo.png"),
    }  # fmt: skip
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    for words in ("Write the title.", "Write whose signature this is.", "This is too long.", "This is no picture",
                  'value="Sikandar"', "The picture that you have chosen is kept."):  # fmt: skip
        assert words in answer.text
    assert stored(select(Signatory)) == []
    [digest] = stored(select(Emblem.sha256))
    assert digest in answer.text


def test_another_agencys_are_nobodys_business(client, sign_in, coordinator, agency, make_person, make_agency) -> None:
    sign_in(client, coordinator)
    client.post(f"/certificates/signatories/{agency.id}", data=form(**{"logo-picture": (BytesIO(SHAPE), "l.svg")}))
    digest = read_picture(SHAPE).sha256
    address = f"/certificates/signatories/{agency.id}"
    sign_in(client, make_person(roles=[Role.COORDINATOR], agency=make_agency("FIA")))
    assert "Anti Narcotics Force" not in client.get("/certificates/signatories").text
    for path in (address, f"{address}/sample.pdf", f"/certificates/emblems/{digest}", "/certificates/emblems/x"):
        assert client.get(path).status_code == 404
    assert client.post(address, data=form()).status_code == 404
    sign_in(client, make_person())
    for path in ("/certificates/signatories", address, f"/certificates/emblems/{digest}"):
        assert client.get(path).status_code == 403


def test_the_page_of_a_certificate_names_them(
    client, sign_in, coordinator, agency, make_person, front_desk, complete, issue
) -> None:
    sign_in(client, coordinator).post(
        f"/certificates/signatories/{agency.id}", data=form(**{"signatory1-picture": (BytesIO(photograph()), "s.png")})
    )
    officer = make_person(agency=agency)
    complete(officer, front_desk)
    [certificate] = issue()
    shown = sign_in(client, officer).get(f"/certificates/{certificate.serial}").text
    assert "Signed by" in shown
    assert "Sikandar" in shown
    assert client.get(f"/certificates/{certificate.serial}.pdf?form=both").status_code == 200
