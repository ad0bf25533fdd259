"""The stylesheet, the scripts, the font and the pictures of the product itself."""

import re
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from lms.config import ROOT
from lms.web.static_files import StaticFiles

STATIC = ROOT / "lms" / "static"


def test_a_name_carries_the_digest_of_what_is_inside(tmp_path: Path) -> None:
    (tmp_path / "page.js").write_text("one")
    first = StaticFiles(tmp_path).url("page.js")
    assert re.fullmatch(r"/static/page\.[0-9a-f]{10}\.js", first)
    assert StaticFiles(tmp_path).url("page.js") == first
    (tmp_path / "page.js").write_text("two")
    assert StaticFiles(tmp_path).url("page.js") != first


def test_a_stylesheet_names_files_by_their_hashed_names_and_changes_with_them(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "urdu.woff2").write_bytes(b"one")
    (tmp_path / "app.css").write_text('@font-face { src: url("fonts/urdu.woff2") } p { background: url(data:x) }')
    files = StaticFiles(tmp_path)
    sheet = files.by_path["app.css"].bodies["identity"].decode()
    assert files.url("fonts/urdu.woff2") in sheet
    assert "url(data:x)" in sheet
    (tmp_path / "fonts" / "urdu.woff2").write_bytes(b"two")
    assert StaticFiles(tmp_path).url("app.css") != files.url("app.css")


def test_a_file_that_is_not_there_is_a_fault_of_the_template(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        StaticFiles(tmp_path).url("app.css")


def test_every_file_that_the_stylesheet_names_is_there() -> None:
    files = StaticFiles(STATIC)
    sheet = files.by_path["app.css"].bodies["identity"].decode()
    local = [name for name in re.findall(r'url\(["\']?([^"\')]+)', sheet) if not name.startswith("data:")]
    assert local
    for name in local:
        assert name.removeprefix("/static/") in files.by_name, name


def test_files_are_kept_for_ever_and_sent_compressed(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(addresses) >= 3
    for address in addresses:
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Encoding"] == "br"
        assert brotli.decompress(answer.data) == client.get(address).data
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "address",
    [
        "/static/app.css",
        "/static/app.0000000000.css",
        "/static/../config.py",
        "/static/..%2Fconfig.py",
        "/static/fonts/README.md",
        "/static/",
    ],
)
def test_nothing_else_is_served(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_module_imports_others_by_their_hashed_names_and_changes_with_them(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.js").write_text('export const one = await import("../two.js");')
    (tmp_path / "two.js").write_text("export const two = 2;")
    (tmp_path / "all.js").write_text('import { one } from "./parts/one.js";\nimport x from "./missing.js";')
    files = StaticFiles(tmp_path)
    assert f'from "{files.url("parts/one.js")}";' in files.by_path["all.js"].bodies["identity"].decode()
    assert '"./missing.js"' in files.by_path["all.js"].bodies["identity"].decode()
    assert f'import("{files.url("two.js")}");' in files.by_path["parts/one.js"].bodies["identity"].decode()
    (tmp_path / "two.js").write_text("export const two = 3;")
    assert StaticFiles(tmp_path).url("all.js") != files.url("all.js")


# The budgets of a first visit, as sent (brotli), in bytes. Officers never load what is for those who make courses.
STAFF = ("editor", "workshop", "vendor/", "translation")


def test_the_stylesheet_and_the_scripts_are_within_their_budgets() -> None:
    files = StaticFiles(STATIC).by_path
    sent = {path: len(file.bodies.get("br", file.bodies["identity"])) for path, file in files.items()}
    officers = {path: size for path, size in sent.items() if not path.startswith(STAFF)}
    assert sum(size for path, size in officers.items() if path.endswith(".css")) <= 8_192
    assert sum(size for path, size in officers.items() if path.endswith(".js")) <= 8_192
    assert sum(size for path, size in officers.items() if path.endswith(".woff2")) <= 115_000
    assert sent["vendor/codemirror.js"] <= 150_000
    assert sum(size for path, size in sent.items() if path.startswith("editor")) <= 20_000


def test_the_sign_in_page_fits_into_the_first_packets(client: FlaskClient) -> None:
    for language in ("en", "ur"):
        client.set_cookie("language", language)
        assert len(client.get("/sign-in", headers={"Accept-Encoding": "br"}).data) <= 14 * 1024
