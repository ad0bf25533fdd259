"""Static files under names that carry their digest, compressed once at start and served as immutable."""

import gzip
import mimetypes
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, request

from lms.web.access import public

bp = Blueprint("static_files", __name__)

TEXT = frozenset({".css", ".js", ".svg", ".webmanifest", ".json"})
SERVED = TEXT | {".woff2", ".png", ".ico"}
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}


@dataclass(frozen=True)
class StaticFile:
    """One file as it is sent: its public name, type, and bytes by encoding (`identity`, and `br`, `gzip` for text)."""

    name: str
    content_type: str
    bodies: dict[str, bytes]


class StaticFiles:
    """All files below `folder`, by the path that templates use and by the hashed name that browsers ask for."""

    def __init__(self, folder: Path) -> None:
        self.by_path: dict[str, StaticFile] = {}
        self.by_name: dict[str, StaticFile] = {}
        paths = sorted(p for p in folder.rglob("*") if p.suffix in SERVED)
        # stylesheets last: they name fonts and pictures, whose hashed names must be known
        for path in sorted(paths, key=lambda p: p.suffix == ".css"):
            self._add(path.relative_to(folder).as_posix(), path.read_bytes())

    def _add(self, path: str, body: bytes) -> None:
        stem, _, suffix = path.rpartition(".")
        if suffix == "css":
            body = self._with_hashed_names(body)
        name = f"{stem}.{sha256(body).hexdigest()[:10]}.{suffix}"
        content_type = TYPES.get(f".{suffix}") or mimetypes.guess_type(path)[0] or "application/octet-stream"
        bodies = {"identity": body}
        if f".{suffix}" in TEXT:
            content_type += "; charset=utf-8"
            bodies |= {"br": brotli.compress(body, quality=11), "gzip": gzip.compress(body, 9, mtime=0)}
        file = StaticFile(name, content_type, bodies)
        self.by_path[path] = self.by_name[name] = file

    def _with_hashed_names(self, stylesheet: bytes) -> bytes:
        def hashed(match: re.Match[str]) -> str:
            file = self.by_path.get(match[1])
            return f'url("/static/{file.name}")' if file else match[0]

        return re.sub(r"""url\(["']?([^"')]+)["']?\)""", hashed, stylesheet.decode()).encode()

    def url(self, path: str) -> str:
        """The address of a file; `KeyError` if there is none, so that a template's slip fails its first test."""
        return f"/static/{self.by_path[path].name}"


def init_app(app: Flask, folder: Path) -> None:
    files = StaticFiles(folder)
    app.extensions["static_files"] = files
    app.jinja_env.globals["static_url"] = files.url
    app.register_blueprint(bp)


@bp.get("/static/<path:name>")
@public
def serve(name: str) -> Response:
    # looked up by the exact hashed name: no path of the file system is made from what was asked
    file = _files().by_name.get(name)
    if file is None:
        abort(404)
    encoding = next((e for e in ("br", "gzip") if e in file.bodies and request.accept_encodings[e] > 0), "identity")
    response = Response(file.bodies[encoding], content_type=file.content_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if len(file.bodies) > 1:
        response.headers["Vary"] = "Accept-Encoding"
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    return response


def _files() -> StaticFiles:
    files: StaticFiles = current_app.extensions["static_files"]
    return files
