"""Bringing a database to the state that this version of the product needs."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, inspect, make_url, text
from sqlalchemy.orm import Session

from lms.config import ROOT, Config
from lms.db import make_engine, open_database, reading
from lms.errors import Refused

MIGRATIONS = ROOT / "migrations"
# any number that nothing else locks: two servers that start at once on one PostgreSQL must not both migrate it
_LOCK = 7_362_001


def newest() -> str:
    """The number of the newest migration, from the file names: unlike asking Alembic, that costs a start nothing."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def current(connection: Connection) -> str | None:
    """The number of the migration that a database is at; None if it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def upgrade(url: str, revision: str = "head") -> bool:
    """Apply the migrations that a database lacks, all or none of them; returns whether there were any."""
    engine = make_engine(url)
    try:
        with reading(engine).connect() as connection:
            if revision == "head" and current(connection) == newest():
                return False
        _run(engine, "upgrade", revision)
        return True
    finally:
        engine.dispose()


@contextmanager
def open_current(config: Config, read_only: bool = False) -> Iterator[Session]:
    """A session for a command, on a database that is brought up to date first, as when the server starts; `read_only` as for
    `open_database`. Raises `NoDatabase` where there is none: a new empty one would hide that the folder is a wrong one."""
    if not is_there(config.database):
        address = make_url(config.database).set(query={}).render_as_string()  # without a password, wherever it stands
        raise NoDatabase(
            f"There is no database of the portal at {address}. Name the folder of the"
            " portal with LMS_INSTANCE, or its database with LMS_DATABASE_URL. A new portal is made by “lms serve”."
        )
    upgrade(config.database)
    with open_database(config.database, read_only) as session:
        yield session


class NoDatabase(Refused):
    """There is nothing that a command could look at."""


def is_there(url: str) -> bool:
    """Whether there is a database of this product, of whichever version. A file of SQLite is not made by asking."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return False
    engine = make_engine(url)
    try:
        with reading(engine).connect() as connection:
            return current(connection) is not None
    finally:
        engine.dispose()


def downgrade(url: str, revision: str) -> None:
    """Take migrations back as far as `revision`; `base` leaves no table of ours."""
    engine = make_engine(url)
    try:
        _run(engine, "downgrade", revision)
    finally:
        engine.dispose()


def _run(engine: Engine, direction: str, revision: str) -> None:
    # here, since a start that has nothing to migrate must not pay for loading Alembic
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    with engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            # It cannot alter most things, so tables are made anew; rows that refer to them must stay meanwhile.
            # To the driver itself: SQLite ignores this inside the transaction that SQLAlchemy would begin.
            cast(sqlite3.Connection, connection.connection.driver_connection).execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            if not on_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            config.attributes["connection"] = connection
            getattr(command, direction)(config, revision)
            if on_sqlite and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
                raise RuntimeError(f"The migration leaves rows that refer to nothing: {broken[:5]}")
