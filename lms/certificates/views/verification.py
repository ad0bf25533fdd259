"""The public check: whether a certificate is genuine."""

from flask import redirect, render_template, request, url_for

from lms.certificates import queries
from lms.certificates.forms import CodeForm
from lms.certificates.numbering import fold_code, grouped
from lms.certificates.views.blueprint import bp
from lms.days import day
from lms.web.access import public
from lms.web.database import session
from lms.web.language import now


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
    return render_template("certificates/verified.html", certificate=certificate, today=day(now()))
