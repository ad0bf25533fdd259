"""The database: the base of all tables, times in UTC, and engines for SQLite and PostgreSQL."""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, Select, Text, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


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

    SQLite runs in WAL mode with full synchronisation: a commit that was acknowledged survives a killed process and a power
    cut. Transactions begin IMMEDIATE, so that two writers queue (up to 10 s) instead of failing half-way; connections with
    the execution option `read_only=True` begin DEFERRED and never wait for a writer.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, echo=echo, connect_args={"timeout": 10}, max_overflow=64)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, echo=echo, pool_pre_ping=True, max_overflow=8)


@contextmanager
def open_database(url: str) -> Iterator[Session]:
    """A session on the database at `url`, for a command: everything is closed behind it, and nothing committed by itself."""
    engine = make_engine(url)
    try:
        with Session(engine, expire_on_commit=False) as session:
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


READING = "reading"
"""The key in a session's `info` of a connection that is not in a transaction, for a request that changes nothing."""


class Prepared:
    """A SELECT that pages ask all the time: written out once for each kind of database and given straight to its driver.

    To send a statement and to make rows of the answer takes SQLAlchemy several times as long as SQLite takes to answer.
    The values asked with are texts or numbers; the rows are named tuples of the types that the columns have.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self.statement = statement
        self._row: Any = namedtuple("Row", statement.selected_columns.keys())  # type: ignore[misc]
        self._written: dict[str, _Written] = {}

    def rows(self, session: Session, **values: str | int) -> list[Any]:
        """What the database answers, in the session's transaction, or beside it if the session is there for reading."""
        engine = session.get_bind().engine
        written = self._written.get(engine.dialect.name)
        if written is None:
            written = self._written[engine.dialect.name] = _Written.of(self.statement, engine.dialect)
        cursor = _connection(session).cursor()
        arguments = written.arguments(values)
        for listener in engine.dispatch.before_cursor_execute:  # whoever counts statements counts this one too
            listener(None, cursor, written.sql, arguments, None, False)
        cursor.execute(written.sql, arguments)
        rows = [self._row._make(written.converted(row)) for row in cursor.fetchall()]
        cursor.close()
        return rows


def _connection(session: Session) -> Any:
    reading = session.info.get(READING)
    if reading is not None:
        return reading
    session.flush()  # what was changed and not yet sent must be seen
    return session.connection().connection


@dataclass(frozen=True)
class _Written:
    """A statement in one database's language. `order` are the names of its values if the driver tells them by place."""

    sql: str
    order: tuple[str, ...] | None
    constants: dict[str, Any]
    conversions: tuple[tuple[int, Callable[[Any], Any]], ...]

    @classmethod
    def of(cls, statement: Select[*tuple[Any, ...]], dialect: Dialect) -> "_Written":
        compiled = statement.compile(dialect=dialect)
        converters = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in statement.selected_columns
        ]
        return cls(
            sql=str(compiled),
            order=tuple(compiled.positiontup) if compiled.positiontup is not None else None,
            constants={name: value for name, value in compiled.params.items() if value is not None},
            conversions=tuple((place, convert) for place, convert in enumerate(converters) if convert),
        )

    def arguments(self, values: dict[str, Any]) -> Any:
        known = self.constants | values
        return known if self.order is None else [known[name] for name in self.order]

    def converted(self, row: Sequence[Any]) -> Sequence[Any]:
        values = list(row)
        for place, convert in self.conversions:
            values[place] = convert(values[place])
        return values


class JsonRows(FunctionElement[str]):
    """An aggregate: these columns of all rows as text, a JSON array of arrays; `[]` if there is none.

    So one query answers what else takes one for each table. Times do not survive it; ask for what is to be known of them.
    """

    type = Text()
    inherit_cache = True


@compiles(JsonRows, "sqlite")
def _json_rows_on_sqlite(element: JsonRows, compiler: SQLCompiler, **given: Any) -> str:
    columns = [
        f"json({compiler.process(column, **given)})"
        if isinstance(column.type, JSON)
        else compiler.process(column, **given)
        for column in element.clauses
    ]
    return f"json_group_array(json_array({', '.join(columns)}))"


@compiles(JsonRows, "postgresql")
def _json_rows_on_postgresql(element: JsonRows, compiler: SQLCompiler, **given: Any) -> str:
    columns = ", ".join(compiler.process(column, **given) for column in element.clauses)
    return f"CAST(coalesce(json_agg(json_build_array({columns})), '[]') AS TEXT)"


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-8000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Any) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    # to the driver itself: this comes before everything that a page asks, and the way through SQLAlchemy is longer than a query
    connection.connection.driver_connection.execute("BEGIN DEFERRED" if read_only else "BEGIN IMMEDIATE")
