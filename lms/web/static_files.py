"""Static files under names that carry their digest, compressed once, when first asked for, and served as immutable."""

import gzip
import mimetypes
import posixpath
import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, request

from lms.web.access import public

bp = Blueprint("static_files", __name__)

NAMES_OTHERS = {
    "css": re.compile(r"""(?P<before>url\()["']?(?P<named>[^"')]+)["']?(?P<after>\))"""),
    "js": re.compile(r"""(?P<before>\bfrom |\bimport\()"(?P<named>\.\.?/[^"]+)"(?P<after>[;)])"""),
}
"""How a stylesheet names a font or a picture, and how a module imports another one. Two modules cannot import each other."""
LARGE = 100_000
"""Bytes of text from which the best compression would take more than a second, for a twelfth less."""
TEXT = frozenset({".css", ".js", ".svg", ".webmanifest", ".json"})
SERVED = TEXT | {".woff2", ".png", ".ico"}
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}


@dataclass
class StaticFile:
    """One file as it is sent: its public name, type and bytes."""

    name: str
    content_type: str
    body: bytes
    is_text: bool

    @cached_property
    def bodies(self) -> dict[str, bytes]:
        """The bytes by encoding: `identity`, and `br`, `gzip` for text. Few browsers of a day ask for all files."""
        bodies = {"identity": self.body}
        if self.is_text:
            quality = 11 if len(self.body) < LARGE else 9
            bodies |= {"br": brotli.compress(self.body, quality=quality), "gzip": gzip.compress(self.body, 9, mtime=0)}
        return bodies


class StaticFiles:
    """All files below `folder`, by the path that templates use and by the hashed name that browsers ask for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.by_path: dict[str, StaticFile] = {}
        self.by_name: dict[str, StaticFile] = {}
        for path in sorted(p for p in folder.rglob("*") if p.suffix in SERVED):
            self._add(path.relative_to(folder).as_posix())

    def _add(self, path: str) -> StaticFile:
        """The file, made on first use: what names other files needs to know their hashed names, so they are made before it."""
        if path in self.by_path:
            return self.by_path[path]
        body = (self.folder / path).read_bytes()
        stem, _, suffix = path.rpartition(".")
        if suffix in NAMES_OTHERS:
            body = self._with_hashed_names(path, NAMES_OTHERS[suffix], body.decode()).encode()
        name = f"{stem}.{sha256(body).hexdigest()[:10]}.{suffix}"
        content_type = TYPES.get(f".{suffix}") or mimetypes.guess_type(path)[0] or "application/octet-stream"
        is_text = f".{suffix}" in TEXT
        if is_text:
            content_type += "; charset=utf-8"
        file = StaticFile(name, content_type, body, is_text)
        self.by_path[path] = self.by_name[name] = file
        return file

    def _with_hashed_names(self, path: str, naming: re.Pattern[str], text: str) -> str:
        """`text` of the file at `path` with the addresses of the files that it names."""

        def hashed(match: re.Match[str]) -> str:
            named = posixpath.normpath(posixpath.join(posixpath.dirname(path), match["named"]))
            if not (self.folder / named).is_file():
                return match[0]
            return f'{match["before"]}"/static/{self._add(named).name}"{match["after"]}'

        return naming.sub(hashed, text)

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
