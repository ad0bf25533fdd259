"""The database: the base of all tables, times in UTC, and engines for SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from lms.sqlite import PATIENCE, Connection, Writers, set_up


class Timestamp(TypeDecorator[datetime]):
    """An aware time, stored as UTC. Refuses a time without zone (`ValueError`)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables. Constraints are named by a convention, so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    # words, not types of the database: a new one needs no migration, and both databases store the same
    type_annotation_map = {datetime: Timestamp, StrEnum: Enum(StrEnum, native_enum=False, length=40)}


def make_engine(url: str, *, echo: bool = False) -> Engine:
    """An engine for `url`.

    On SQLite a commit that was acknowledged survives a killed process and a power cut (`lms.sqlite`). Transactions begin
    IMMEDIATE, so that two writers queue (up to 10 s) instead of failing half-way; connections with the execution option
    `read_only=True` begin DEFERRED and never wait for a writer.
    """
    if url.startswith("sqlite"):
        engine = create_engine(
            url, echo=echo, connect_args={"factory": Connection, "timeout": PATIENCE}, max_overflow=64
        )
        writers = Writers(Path(engine.url.database or ""))
        event.listen(engine, "connect", lambda connection, _record: set_up(connection, writers))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, echo=echo, pool_pre_ping=True, max_overflow=8)


def reading(engine: Engine) -> Engine:
    """An engine for long reading. A transaction sees the database as it was at one moment, and nobody waits for its end."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(read_only=True)
    return engine.execution_options(read_only=True, isolation_level="REPEATABLE READ", postgresql_readonly=True)


@contextmanager
def open_database(url: str, read_only: bool = False) -> Iterator[Session]:
    """A session on the database at `url`, for a command: everything is closed behind it, and nothing committed by itself.

    `read_only` for what reads long (see `reading`): on SQLite, others would wait for the end of a session that may write.
    """
    engine = make_engine(url)
    try:
        with Session(reading(engine) if read_only else engine, expire_on_commit=False) as session:
            yield session
    finally:
        engine.dispose()


def upsert(session: Session, table: type[Base]) -> Any:
    """An `INSERT` into `table` in the dialect of the session's database, which has `on_conflict_do_update`."""
    return insert_into(dialect_of(session), table)


def dialect_of(session: Session) -> str:
    """The name of the kind of database: `sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


def insert_into(dialect: str, table: Any) -> Any:
    """The same in a dialect given by its name, for a statement that is made once and kept."""
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)


def _begin_sqlite(connection: Any) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    # to the driver itself: this comes before everything that a page asks, and the way through SQLAlchemy is longer than a query
    connection.connection.driver_connection.begin(read_only)
