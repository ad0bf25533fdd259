"""What a person sees when something is refused, missing or broken."""

import logging
import secrets
from typing import Any

from flask import Flask, jsonify, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException, NotFound

from lms.errors import Refused
from lms.web.language import refusal_text

log = logging.getLogger("lms")

LAST_RESORT = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Tarbiyat</title>'
    '<h1 lang="ur" dir="rtl">کچھ غلط ہو گیا</h1><h1>Something went wrong</h1><p>{reference}</p>'
)


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NoResultFound, lambda _error: _http(NotFound()))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def wants_json() -> bool:
    """Whether the answer goes to one of our scripts rather than to a person's eyes."""
    return request.headers.get("X-Requested-With") == "fetch"


def _refused(refused: Refused) -> Any:
    text = refusal_text(refused)
    if wants_json():
        return jsonify(error=text), refused.status
    return render_template("errors/refused.html", text=text), refused.status


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    title, text = {
        400: (_("This request cannot be read"), _("Go back and try again.")),
        403: (_("You do not have access to this page"), _("If you think that you should, ask your coordinator.")),
        404: (_("Page not found"), _("The address may be mistyped, or the page is not there any more.")),
        413: (_("This is too large"), _("Send a smaller file.")),
    }.get(error.code, (_("Something went wrong"), _("Go back and try again.")))
    if wants_json():
        return jsonify(error=title), error.code
    return render_template("errors/http.html", title=title, text=text, code=error.code), error.code


def _broken(error: Exception) -> Any:
    reference = secrets.token_hex(4)
    log.exception("Reference %s: %s %s", reference, request.method, request.path, exc_info=error)
    try:
        if wants_json():
            return jsonify(error=_("Something went wrong")), 500
        return render_template("errors/broken.html", reference=reference), 500
    except Exception:  # every page asks the database who is signed in, and that may be what is broken
        return LAST_RESORT.format(reference=reference), 500
