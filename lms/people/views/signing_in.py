"""Signing in and out, the first sign-in, the account page, the language switch."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Flask, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import Form

from lms.errors import Refused
from lms.i18n import LANGUAGES
from lms.people import actions, queries
from lms.people.forms import FirstSignInForm, PasswordForm, SetupForm, SignInForm
from lms.people.passwords import BadPassword, token_hash
from lms.people.roles import Permission
from lms.people.viewer import Viewer
from lms.web.access import public, requires, signed_in
from lms.web.database import SAFE_METHODS, open_session, reading, session
from lms.web.errors import wants_json
from lms.web.language import COOKIE, current_language, now, refusal_text

bp = Blueprint("people", __name__)

NO_FIELDS = "&"
"""A form without fields, such as "Mark as read", as it is carried along: it too is to be sent again, and not to be asked for."""
TOUCH_EVERY = timedelta(minutes=1)
LARGEST_PENDING = 1024 * 1024


def init_app(app: Flask) -> None:
    login = LoginManager()
    login.session_protection = None
    login.init_app(app, add_context_processor=False)
    login.request_loader(_load_viewer)
    login.unauthorized_handler(_ask_to_sign_in)
    app.context_processor(lambda: {"viewer": signed_in()})
    app.register_blueprint(bp)


@bp.after_request
def keep_out_of_stores(response: Response) -> Response:
    """Accounts, and what somebody wrote before signing in again: browsers do not keep these pages."""
    response.headers["Cache-Control"] = "no-store"
    return response


def session_cookie() -> str:
    """The cookie's name: `__Host-` where the connection is secure, so that no other host can set it."""
    return "__Host-session" if request.is_secure else "session_token"


def _load_viewer(_request: Any) -> Viewer | None:
    token = request.cookies.get(session_cookie())
    if not token:
        return None
    found = queries.viewer(reading, token_hash(token), now())
    if found is None:
        return None
    viewer, last_seen_at = found
    if now() - last_seen_at > TOUCH_EVERY:
        with open_session() as other:
            actions.touch(other, viewer.sign_in_session_id, now())
            other.commit()
    return viewer


def _ask_to_sign_in() -> Any:
    """The sign-in page in the place of what was asked. What a person had written is carried along and offered for sending again;
    passwords are not, nor is more than can come back in one form."""
    if wants_json():
        return jsonify(
            error=_("You are signed out. Open the sign-in page in another tab, sign in, and try again.")
        ), 401
    if request.method in SAFE_METHODS:
        return redirect(url_for("people.show_sign_in", next=request.full_path.rstrip("?")), 303)
    if request.blueprint == bp.name:
        return render_template("people/sign_in.html", form=SignInForm()), 401
    body = urlencode(list(request.form.items(multi=True)))
    if len(body) > LARGEST_PENDING:
        abort(413)
    form = SignInForm(data={"next": request.path, "pending": body or NO_FIELDS})
    notice = _("Your session has ended. Sign in to go on; what you wrote is kept.")
    return keep_out_of_stores(Response(render_template("people/sign_in.html", form=form, notice=notice), 401))


def _own_path(path: str | None) -> str | None:
    """`path` if it is an address on this site, else None. Browsers drop control characters and read `\\` as `/`."""
    if not path or not path.startswith("/") or path.startswith("//"):
        return None
    if "\\" in path or any(ord(character) < 0x20 for character in path):
        return None
    return path


def _set_session(response: BaseResponse, token: str) -> BaseResponse:
    response.set_cookie(session_cookie(), token, secure=request.is_secure, httponly=True, samesite="Lax", path="/")
    return response


def _address() -> str:
    return request.remote_addr or ""


def _browser() -> str:
    return request.user_agent.string


@bp.get("/sign-in")
@public
def show_sign_in():
    if current_user.is_authenticated:
        return redirect(url_for("home.show"), 303)
    return render_template("people/sign_in.html", form=SignInForm(data={"next": request.args.get("next", "")}))


@bp.post("/sign-in")
@public
def sign_in():
    form = SignInForm(request.form)
    if not form.validate():
        return render_template("people/sign_in.html", form=form), 422
    try:
        tried = _begin_sign_in(form.sign_in_name.data)
        token = actions.sign_in(
            session, tried, form.password.data, form.shared_computer.data, _address(), _browser(), now()
        )
    except Refused as refused:
        _say_no(form, refused)
        return render_template("people/sign_in.html", form=form), refused.status
    session.commit()
    target = _own_path(form.next.data)
    if target and form.pending.data:
        fields = parse_qsl(form.pending.data, keep_blank_values=True)
        return _set_session(Response(render_template("people/send_again.html", target=target, fields=fields)), token)
    return _set_session(redirect(target or url_for("home.show"), 303), token)


def _begin_sign_in(typed: str) -> actions.SignInTry:
    """Counted in a transaction of its own, before the slow hash, so that many tries at once are all counted."""
    session.rollback()
    with open_session() as counting:
        tried = actions.begin_sign_in(counting, typed, _address(), now())
        counting.commit()
    return tried


_REFUSED_FIELDS = (
    (BadPassword, "new_password"),
    (actions.SignInNameTaken, "user_name"),
    (actions.SignInRefused, "current_password"),
)


def _say_no(form: Form, refused: Refused) -> None:
    """Beside the field that is refused; above the form what is about several."""
    for kind, name in _REFUSED_FIELDS:
        if isinstance(refused, kind) and name in form:
            form[name].errors = [refusal_text(refused)]
            return
    form.form_errors.append(refusal_text(refused))


@bp.get("/first-sign-in")
@public
def show_first_sign_in():
    return render_template(
        "people/first_sign_in.html", form=FirstSignInForm(data={"sign_in_name": request.args.get("name", "")[:100]})
    )


@bp.post("/first-sign-in")
@public
def first_sign_in():
    form = FirstSignInForm(request.form)
    if not form.validate():
        return render_template("people/first_sign_in.html", form=form), 422
    try:
        tried = _begin_sign_in(form.sign_in_name.data)
        token = actions.sign_in_with_code(
            session,
            tried,
            form.code.data,
            form.new_password.data,
            form.shared_computer.data,
            _address(),
            _browser(),
            now(),
        )
    except Refused as refused:
        _say_no(form, refused)
        return render_template("people/first_sign_in.html", form=form), refused.status
    session.commit()
    return _set_session(redirect(url_for("home.show"), 303), token)


@bp.post("/sign-out")
@requires(Permission.HAVE_ACCOUNT)
def sign_out():
    language = current_language().code
    actions.sign_out(session, current_user, current_user.sign_in_session_id)
    session.commit()
    flash(_("You are signed out."))
    response = _remember_language(redirect(url_for(".show_sign_in"), 303), language)
    response.delete_cookie(session_cookie(), path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/setup/<token>")
@public
def show_setup(token):
    if queries.open_invitation(session, token_hash(token), now()) is None:
        return render_template("people/setup_over.html"), 410
    return render_template("people/setup.html", form=SetupForm())


@bp.post("/setup/<token>")
@public
def setup(token):
    form = SetupForm(request.form)
    if not form.validate():
        return render_template("people/setup.html", form=form), 422
    try:
        person = actions.accept_invitation(
            session, token, form.name_en.data, form.name_ur.data or "", form.user_name.data, form.new_password.data,
            current_language().code, now(),
        )  # fmt: skip
    except Refused as refused:
        _say_no(form, refused)
        return render_template("people/setup.html", form=form), refused.status
    cookie = actions.start_session(session, person, False, _address(), _browser(), now())
    session.commit()
    return _set_session(redirect(url_for("home.show"), 303), cookie)


@bp.get("/account")
@requires(Permission.HAVE_ACCOUNT)
def show_account():
    return _account_page(PasswordForm())


def _account_page(form):
    person = queries.person_with_roles(session, current_user.id)
    return render_template(
        "people/account.html",
        form=form,
        person=person,
        sessions=queries.own_sessions(session, current_user, now()),
        wish=queries.open_correction(session, person.id),
        decision=queries.last_decision(session, person.id),
    )


@bp.post("/account/password")
@requires(Permission.HAVE_ACCOUNT)
def change_password():
    form = PasswordForm(request.form)
    if not form.validate():
        return _account_page(form), 422
    try:
        person = actions.change_password(
            session, current_user, form.current_password.data, form.new_password.data, now()
        )
    except Refused as refused:
        _say_no(form, refused)
        return _account_page(form), refused.status
    token = actions.start_session(session, person, False, _address(), _browser(), now())
    session.commit()
    flash(_("The password is changed. All other devices are signed out."))
    return _set_session(redirect(url_for(".show_account"), 303), token)


@bp.post("/account/sign-out-elsewhere")
@requires(Permission.HAVE_ACCOUNT)
def sign_out_elsewhere():
    actions.sign_out_everywhere_else(session, current_user)
    session.commit()
    flash(_("All other devices are signed out."))
    return redirect(url_for(".show_account"), 303)


@bp.post("/language")
@public
def set_language():
    """Switch the interface language and go back to where the person was, to the same place in the page."""
    chosen = request.form.get("language", "")
    place = request.form.get("at", "")
    target = _own_path(request.form.get("next")) or url_for("home.show")
    if place.isalnum():
        target = f"{target.partition('#')[0]}#{place}"
    response = redirect(target, 303)
    if chosen in LANGUAGES:
        if current_user.is_authenticated:
            actions.choose_language(session, current_user, chosen)
            session.commit()
        _remember_language(response, chosen)
    return response


def _remember_language(response: BaseResponse, chosen: str) -> BaseResponse:
    """So that the browser speaks the same language to whoever is not signed in."""
    response.set_cookie(
        COOKIE, chosen, max_age=365 * 24 * 3600, samesite="Lax", secure=request.is_secure, httponly=True
    )
    return response
