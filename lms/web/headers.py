"""Headers of every answer: content security, caching, conditional requests, compression."""

import gzip
from functools import lru_cache

import brotli
from flask import Flask, Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
}


def policy(**other: str) -> str:
    """The content security policy of a page that needs `other` directives than all the rest: `policy(frame_src="'self'")`."""
    directives = POLICY | {name.replace("_", "-"): sources for name, sources in other.items()}
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


CONTENT_SECURITY_POLICY = policy()
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
COMPRESSED_TYPES = frozenset({"text/html", "application/json", "image/svg+xml", "text/vtt"})
SMALLEST_TO_COMPRESS = 600
# 4 would save another 6 per cent of a lesson and take three times as long
BROTLI_QUALITY = 2


def init_app(app: Flask) -> None:
    app.after_request(_finish)


def keep_out_of_stores(response: Response) -> Response:
    """For `after_request` of a blueprint whose pages name people: browsers, proxies and search engines do not keep them, unless a
    view says for itself how long its answer is kept."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _finish(response: Response) -> Response:
    headers = response.headers
    if "Content-Security-Policy" not in headers:
        headers.add("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.extend(ALWAYS)
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    caching = headers.get("Cache-Control")
    if caching is None:
        headers.add("Cache-Control", caching := "private, no-cache")
    if response.direct_passthrough or response.is_streamed:
        return response
    if request.method == "GET" and response.status_code == 200 and "no-store" not in caching:
        response.add_etag(weak=True)
        if "If-None-Match" in request.headers:
            response.make_conditional(request)
    return _compress(response)


def _compress(response: Response) -> Response:
    """Compress text that gains from it. Nothing secret is ever reflected into a page, so length tells nothing."""
    if (
        response.status_code == 304
        or response.mimetype not in COMPRESSED_TYPES
        or "Content-Encoding" in response.headers
    ):
        return response
    response.headers.add("Vary", "Accept-Encoding")
    body = response.get_data()
    if len(body) < SMALLEST_TO_COMPRESS:
        return response
    encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
    if encoding == "br":
        response.set_data(brotli.compress(body, quality=BROTLI_QUALITY))
        response.headers["Content-Encoding"] = "br"
    elif encoding == "gzip":
        response.set_data(gzip.compress(body, compresslevel=5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(256)
def best_encoding(accepted: str) -> str | None:
    """The encoding to send, of those that a browser's `Accept-Encoding` names. There are few browsers, so kept."""
    qualities = parse_accept_header(accepted, Accept)
    return next((encoding for encoding in ("br", "gzip") if qualities[encoding] > 0), None)
