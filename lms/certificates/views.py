"""Pages of certificates: one's own, the register with its corrections, and the public check."""

from io import BytesIO

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from lms.certificates import actions, queries
from lms.certificates.bundle import file_name
from lms.certificates.forms import CodeForm, ReasonForm
from lms.certificates.models import Certificate
from lms.certificates.numbering import fold_code, grouped
from lms.certificates.pdf import FORMS, Form, render
from lms.certificates.words import WORDS
from lms.people.roles import Permission
from lms.printing.qr import qr
from lms.web.access import public, requires
from lms.web.database import LARGEST_KEY, session
from lms.web.language import current_language, now

bp = Blueprint("certificates", __name__)


@bp.after_request
def keep_out_of_stores(response: Response) -> Response:
    """Names of people: neither browsers, proxies nor search engines keep these pages."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _face(certificate: Certificate):
    return certificate.face(current_app.extensions["config"].address)


@bp.get("/certificates")
@requires(Permission.TAKE_COURSES)
def list_own():
    certificates = queries.own(session, current_user)
    due = session.execute(queries.due(current_user.id)).first() is not None
    return render_template("certificates/own.html", certificates=certificates, due=due, today=actions.day(now()))


@bp.post("/certificates/issue")
@requires(Permission.TAKE_COURSES)
def issue():
    actions.issue_due(session, now(), person_id=current_user.id)
    session.commit()
    certificate = queries.own_of_course(session, current_user, request.form.get("course", ""))
    if certificate is None:
        return redirect(url_for(".list_own"), 303)
    return redirect(url_for(".show", serial=certificate.serial), 303)


@bp.get("/certificates/register")
@requires(Permission.SEE_CERTIFICATES)
def list_issued():
    words = request.args.get("q", "").strip()[:200]
    before = request.args.get("before", type=_key)
    rows = queries.register(session, current_user, words, before)
    return render_template(
        "certificates/register.html",
        certificates=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        before=before,
        words=words,
        today=actions.day(now()),
    )


def _key(typed: str) -> int:
    return min(abs(int(typed)), LARGEST_KEY)


@bp.get("/certificates/<serial>")
@requires(Permission.TAKE_COURSES)
def show(serial):
    certificate = queries.by_serial(session, current_user, serial)
    face = _face(certificate)
    words = WORDS[current_language().code]
    return render_template(
        "certificates/certificate.html",
        certificate=certificate,
        face=face,
        words=words,
        hours=words.hours_of(face.hours),
        token=grouped(certificate.token),
        qr=Markup(qr(face.verification_address)),
        today=actions.day(now()),
        may=Permission,
    )


@bp.get("/certificates/<serial>.pdf")
@requires(Permission.TAKE_COURSES)
def download(serial):
    certificate = queries.by_serial(session, current_user, serial)
    asked = request.args.get("form", current_language().code)
    form: Form = next((each for each in FORMS if each == asked), "both")
    face = _face(certificate)
    return send_file(
        BytesIO(render(face, form)),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=file_name(face, form),
    )


@bp.get("/certificates/<serial>/revoke")
@requires(Permission.REVOKE_CERTIFICATES)
def ask_revoke(serial):
    return _change_page("revoke", queries.by_serial(session, current_user, serial), ReasonForm())


@bp.post("/certificates/<serial>/revoke")
@requires(Permission.REVOKE_CERTIFICATES)
def revoke(serial):
    certificate = queries.to_change(session, current_user, serial)
    form = ReasonForm(request.form)
    if not form.validate():
        return _change_page("revoke", certificate, form), 422
    actions.revoke(session, current_user, certificate, form.reason.data, now())
    session.commit()
    flash(_("The certificate is revoked."), "success")
    return redirect(url_for(".show", serial=serial), 303)


@bp.get("/certificates/<serial>/reissue")
@requires(Permission.REVOKE_CERTIFICATES)
def ask_reissue(serial):
    return _change_page("reissue", queries.by_serial(session, current_user, serial), ReasonForm())


@bp.post("/certificates/<serial>/reissue")
@requires(Permission.REVOKE_CERTIFICATES)
def reissue(serial):
    certificate = queries.to_change(session, current_user, serial)
    form = ReasonForm(request.form)
    if not form.validate():
        return _change_page("reissue", certificate, form), 422
    corrected = actions.reissue(session, current_user, certificate, form.reason.data, now())
    session.commit()
    flash(_("The new certificate is issued, and the old one is revoked."), "success")
    return redirect(url_for(".show", serial=corrected.serial), 303)


def _change_page(change, certificate, form):
    person = queries.holder(session, certificate)
    return render_template(f"certificates/{change}.html", certificate=certificate, person=person, form=form)


@bp.get("/verify")
@public
def ask_code():
    if "code" not in request.args:
        return render_template("certificates/verify.html", form=CodeForm())
    form = CodeForm(request.args)
    if not form.validate():
        return render_template("certificates/verify.html", form=form), 422
    return redirect(url_for(".verify", token=grouped(fold_code(form.code.data))), 303)


@bp.get("/verify/<token>")
@public
def verify(token):
    certificate = queries.by_token(session, fold_code(token))
    if certificate is None:
        return render_template("certificates/verified.html", certificate=None), 404
    return render_template("certificates/verified.html", certificate=certificate, today=actions.day(now()))
