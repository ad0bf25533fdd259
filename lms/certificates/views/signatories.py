"""Who signs an agency's certificates: names, titles, signatures, the logo; and a sample of what will be printed."""

from io import BytesIO

from flask import Response, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.catalog.course import Level
from lms.certificates import actions, queries
from lms.certificates.actions import MOST_SIGNATORIES, Signer
from lms.certificates.emblems import BadPicture, Picture, read_picture
from lms.certificates.face import CertificateFace, FaceSignatory
from lms.certificates.forms import LogoForm, SignatoryForm
from lms.certificates.pdf import render
from lms.certificates.shapes import FORMS, Form
from lms.certificates.views.blueprint import bp
from lms.days import day
from lms.people.models import Agency
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now, refusal_text
from lms.web.uploads import accepts

LARGEST_UPLOAD = 22 * 1024 * 1024
"""Four pictures of 5 MB, and what is typed."""
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get("/certificates/signatories")
@requires(Permission.SET_SIGNATORIES)
def list_signatories():
    agencies = queries.agencies(session, current_user)
    return render_template("certificates/signatories.html", agencies=agencies, of=queries.signing(session), **_names())


def _names():
    """The names of agencies from which others inherit; those above the viewer's own are told by their names alone."""
    language = current_language().code
    return {"names": {agency.id: agency.name(language) for agency in queries.all_agencies(session)}}


@bp.get("/certificates/signatories/<int:agency_id>")
@requires(Permission.SET_SIGNATORIES)
def show_signatories(agency_id):
    agency = queries.agency_to_sign(session, current_user, agency_id)
    signing = queries.signing(session)(agency.id)
    own = signing.signatories if signing.signatories_of == agency.id else ()
    forms = [
        SignatoryForm(
            prefix=_prefix(place),
            obj=own[place] if place < len(own) else None,
            kept=own[place].signature if place < len(own) else "",
        )
        for place in range(MOST_SIGNATORIES)
    ]
    logo = LogoForm(prefix="logo-", kept=signing.logo if signing.logo_of == agency.id else "")
    return _page(agency, signing, forms, logo)


def _prefix(place: int) -> str:
    return f"signatory{place + 1}-"


def _page(agency, signing, forms, logo):
    return render_template(
        "certificates/signatories_of.html", agency=agency, signing=signing, forms=forms, logo=logo, **_names()
    )


@bp.post("/certificates/signatories/<int:agency_id>")
@requires(Permission.SET_SIGNATORIES)
@accepts(LARGEST_UPLOAD)
def set_signatories(agency_id):
    forms = [SignatoryForm(request.form, prefix=_prefix(place)) for place in range(MOST_SIGNATORIES)]
    logo = LogoForm(request.form, prefix="logo-")
    all_forms: list[SignatoryForm | LogoForm] = [*forms, logo]
    # before the database is asked: pictures take a moment, and on SQLite nobody else writes meanwhile
    taken = [_read(form) for form in all_forms]
    agency = queries.agency_to_sign(session, current_user, agency_id, lock=True)
    for form, picture in zip(all_forms, taken, strict=True):
        form.kept.data = _kept(form, picture)
    if any(form.errors for form in all_forms):
        session.commit()  # the pictures, which a browser does not send again by itself
        return _page(agency, queries.signing(session)(agency.id), forms, logo), 422
    signers = [
        Signer(form.name_en.data, form.name_ur.data, form.title_en.data, form.title_ur.data, form.kept.data or None)
        for form in forms
        if not form.is_empty
    ]
    actions.set_signatories(session, current_user, agency, signers, logo.kept.data or None, now())
    session.commit()
    flash(_("Saved. Certificates that are issued from now on carry it."), "success")
    return redirect(url_for(".show_signatories", agency_id=agency.id), 303)


def _read(form: SignatoryForm | LogoForm) -> Picture | None:
    """The picture that was uploaded with a form, if any; what is wrong with the form is noted in it."""
    sent = request.files.get(form.picture.name)
    body = sent.read() if sent else b""
    form.validate()
    if not body:
        return None
    if isinstance(form, SignatoryForm) and form.is_empty:
        form.name_en.errors = [_("Write whose signature this is.")]
    try:
        return read_picture(body)
    except BadPicture as refused:
        form.picture.errors = [refusal_text(refused)]
        return None


def _kept(form: SignatoryForm | LogoForm, picture: Picture | None) -> str:
    """The SHA-256 of the picture that a form means: the new one, or the one that was there before; "" if none."""
    if picture is not None:
        return actions.keep_picture(session, picture)
    if form.without.data or not queries.is_kept(session, form.kept.data or ""):
        return ""
    return form.kept.data


@bp.get("/certificates/signatories/<int:agency_id>/sample.pdf")
@requires(Permission.SET_SIGNATORIES)
def show_sample(agency_id):
    agency = queries.agency_to_sign(session, current_user, agency_id)
    asked = request.args.get("form", "both")
    form: Form = next((each for each in FORMS if each == asked), "both")
    name = f"sample-{agency.code}-{form}.pdf"
    pdf = render(_sample(agency, queries.signing(session)(agency.id)), form)
    return send_file(BytesIO(pdf), mimetype="application/pdf", as_attachment=True, download_name=name)


def _sample(agency: Agency, signing: queries.Signing) -> CertificateFace:
    """A certificate of nobody."""
    pictures = queries.drawings(session, signing.emblems)
    today = day(now())
    return CertificateFace(
        serial="TRB-0000-000000",
        holder_en="Muhammad Naeem ul Hassan",
        holder_ur="محمد نعیم الحسن",
        rank_en="Inspector",
        rank_ur="انسپکٹر",
        agency_en=agency.name_en,
        agency_ur=agency.name_ur,
        course_en="A course of two hours",
        course_ur="دو گھنٹے کا ایک کورس",
        hours=2,
        level=Level.ALL,
        completed_on=today,
        valid_until=None,
        issued_on=today,
        verification_address=f"{current_app.extensions['config'].address}/verify",
        revision_number=0,
        revision_digest="0" * 64,
        awaits_review=False,
        signatories=tuple(
            FaceSignatory(
                each.name_en, each.name_ur, each.title_en, each.title_ur, pictures.get(each.signature or "", "")
            )
            for each in signing.signatories
        ),
        logo=pictures.get(signing.logo or "", ""),
        is_sample=True,
    )


@bp.get("/certificates/emblems/<sha256>")
@requires(Permission.SET_SIGNATORIES)
def show_emblem(sha256):
    emblem = queries.emblem(session, current_user, sha256)
    response = Response(emblem.body, content_type=emblem.content_type)
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response
