"""One's own certificates; a certificate, its PDF, its revocation and its correction."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from lms.certificates import actions, queries
from lms.certificates.bundle import file_name
from lms.certificates.forms import ReasonForm
from lms.certificates.numbering import grouped
from lms.certificates.pdf import render
from lms.certificates.shapes import FORMS, Form
from lms.certificates.views.blueprint import bp, face_of, register_list
from lms.certificates.words import WORDS
from lms.days import day
from lms.people.roles import Permission
from lms.printing.qr import qr
from lms.surveys import queries as surveys
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now


@bp.get("/certificates")
@requires(Permission.TAKE_COURSES)
def list_own():
    certificates = queries.own(session, current_user)
    due = session.execute(queries.due(queries.of_person(current_user.id))).first() is not None
    return render_template("certificates/own.html", certificates=certificates, due=due, today=day(now()))


@bp.post("/certificates/issue")
@requires(Permission.TAKE_COURSES)
def issue():
    actions.issue_due(session, now(), current_user.id, (queries.of_person(current_user.id),))
    session.commit()
    certificate = queries.own_of_course(session, current_user, request.form.get("course", ""))
    if certificate is None:
        return redirect(url_for(".list_own"), 303)
    return redirect(url_for(".show", serial=certificate.serial), 303)


@bp.get("/certificates/<serial>")
@requires(Permission.TAKE_COURSES)
def show(serial):
    certificate = queries.by_serial(session, current_user, serial)
    face = face_of(certificate)
    words = WORDS[current_language().code]
    is_own = certificate.person_id == current_user.id
    asked = surveys.offers(session, current_user, "en", now(), certificate.course_id) if is_own else []
    corrects = current_user.may(Permission.REVOKE_CERTIFICATES)
    return render_template(
        "certificates/certificate.html",
        asked=asked,
        certificate=certificate,
        face=face,
        words=words,
        hours=words.hours_of(face.hours),
        token=grouped(certificate.token),
        qr=Markup(qr(face.verification_address)),
        today=day(now()),
        may=Permission,
        may_reissue=corrects and queries.holder_kept(session, current_user, certificate) is not None,
        list=register_list(),
    )


@bp.get("/certificates/<serial>.pdf")
@requires(Permission.TAKE_COURSES)
def download(serial):
    certificate = queries.by_serial(session, current_user, serial)
    asked = request.args.get("form", current_language().code)
    form: Form = next((each for each in FORMS if each == asked), "both")
    face = face_of(certificate)
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
    return redirect(url_for(".show", serial=serial, list=register_list()), 303)


@bp.get("/certificates/<serial>/reissue")
@requires(Permission.REVOKE_CERTIFICATES)
def ask_reissue(serial):
    certificate = queries.by_serial(session, current_user, serial)
    actions.check_holder(session, current_user, certificate)
    return _change_page("reissue", certificate, ReasonForm())


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
    return redirect(url_for(".show", serial=corrected.serial, list=register_list()), 303)


def _change_page(change, certificate, form):
    person = queries.holder(session, certificate)
    return render_template(
        f"certificates/{change}.html", certificate=certificate, person=person, form=form, list=register_list()
    )
