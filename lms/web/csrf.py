"""Cross-site requests are refused by what browsers say of a request's origin; forms carry no token, so nothing expires.

Source: the Fetch Metadata headers (W3C) with `Origin` as the fallback, as OWASP's CSRF cheat sheet describes.
"""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request

from lms.web.database import SAFE_METHODS


def init_app(app: Flask) -> None:
    app.before_request(_check)


def _check() -> None:
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            abort(403)
        return
    origin = request.headers.get("Origin")
    if origin is None or _origin(origin) not in _own_origins():
        abort(403)


def _own_origins() -> set[str]:
    return {_origin(request.host_url), _origin(current_app.extensions["config"].address)}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
