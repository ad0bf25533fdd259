"""The `lms` command where something around the product is wrong: a sentence, not a traceback."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.cli import main
from lms.config import ROOT
from tests.databases import PostgreSQL


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """The command sets it for its own process, which here is that of the tests."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def run(*words: str, **environment: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, words, env={f"LMS_{name.upper()}": value for name, value in environment.items()})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, said = run("demo", "--instance", str(tmp_path / "file" / "instance"))
    assert code == 1
    assert str(tmp_path / "file") in said


@pytest.mark.parametrize(("port", "wrong"), [("99999", "1 to 65535"), ("0", "1 to 65535"), ("many", "whole number")])
def test_a_port_that_is_none(port: str, wrong: str) -> None:
    code, said = run("serve", port=port)
    assert code == 1
    assert "LMS_PORT" in said
    assert wrong in said


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    code, said = run("people", "code", "x", instance=str(tmp_path), database_url="postgresql://127.0.0.1:1/nothing")
    assert code == 1
    assert "database does not answer" in said


@pytest.mark.parametrize(
    "words",
    [
        ("people", "code", "x"),
        ("batches", "remind"),
        ("certificates", "audit"),
        ("certificates", "issue"),
        ("courses", "export", "elsewhere"),
        ("reports", "refresh"),
        ("reports", "completion", "--output", "table.csv"),
    ],
)
def test_no_command_makes_an_empty_database(words: tuple[str, ...], tmp_path: Path) -> None:
    """Whoever forgets to say where the portal is would be told that there is nobody in it."""
    code, said = run(*words, instance=str(tmp_path / "instance"))
    assert code == 1
    assert "There is no database of the portal at" in said
    assert "LMS_INSTANCE" in said
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_something_else_is_none_of_the_portals(tmp_path: Path) -> None:
    (tmp_path / "lms.sqlite3").touch()
    assert "There is no database" in run("people", "code", "x", instance=str(tmp_path))[1]


@pytest.mark.slow
def test_a_password_in_an_address_is_not_printed(postgresql: PostgreSQL) -> None:
    with postgresql.empty() as url:
        joined = f"{url}{'&' if '?' in url else '?'}password=very-secret"
        said = run("people", "code", "x", database_url=joined.replace("postgresql+psycopg", "postgresql"))[1]
    assert "There is no database" in said
    assert "very-secret" not in said


@pytest.mark.slow
def test_what_is_kept_is_nobody_elses(tmp_path: Path) -> None:
    run("demo", instance=str(tmp_path / "instance"), courses=str(tmp_path))
    for path in (tmp_path / "instance", tmp_path / "instance" / "lms.sqlite3"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.slow
def test_the_package_is_the_command_too() -> None:
    done = subprocess.run([sys.executable, "-m", "lms", "--help"], capture_output=True, text=True, check=True)
    assert "serve" in done.stdout


def test_the_command_tells_of_the_parts_commands() -> None:
    code, said = run("--help")
    assert code == 0
    for command in ("certificates", "courses", "demo", "people", "serve"):
        assert f"  {command} " in said
    assert "export" in run("certificates", "--help")[1]


@pytest.mark.slow
def test_starting_the_server_does_not_load_the_application_twice() -> None:
    program = "import sys, lms.cli; print([name for name in ('flask', 'pypdf', 'lms.app') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_the_address_is_told_when_the_server_listens(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "lms", "serve", "--port", str(port), "--workers", "1"]
    environment = os.environ | {"LMS_INSTANCE": str(tmp_path / "instance"), "LMS_COURSES": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            while f"http://127.0.0.1:{port}  " not in server.stdout.readline():
                assert server.poll() is None
            browser = HTTPConnection("127.0.0.1", port, timeout=60)
            browser.request("GET", "/sign-in")
            with browser.getresponse() as answer:
                assert answer.status == 200
            browser.close()
        finally:
            server.terminate()
