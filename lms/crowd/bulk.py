"""Rows by the million: the fastest way into each of the two databases, with the values that the models would have stored."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Table, func, select, text
from sqlalchemy.orm import Session

from lms.db import Base, dialect_of

Row = tuple[Any, ...]


def first_free(session: Session, model: type[Base]) -> int:
    """The first key of a table that is not taken; all after it are free too."""
    table = _table(model)
    return (session.scalar(select(func.max(table.c.id))) or 0) + 1


def write(session: Session, model: type[Base], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Add rows, in the session's transaction: COPY on PostgreSQL, one prepared statement on SQLite."""
    table = _table(model)
    connection = session.connection()
    converters = [_converter(table, name, connection.dialect) for name in columns]
    changed = [place for place, convert in enumerate(converters) if convert]
    driver = connection.connection.driver_connection
    assert driver is not None
    stored = (_stored(row, changed, converters) for row in rows)
    names = ", ".join(columns)
    if dialect_of(session) == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in stored:
                copy.write_row(row)
    else:
        driver.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(columns))})", stored)


def finish(session: Session, models: Iterable[type[Base]]) -> None:
    """Let PostgreSQL count on after the keys that were given here, and know how large the tables have become."""
    if dialect_of(session) != "postgresql":
        return
    for model in models:
        table = _table(model)
        if "id" in table.c and table.c.id.autoincrement:
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            session.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table.name}))"))
        session.execute(text(f"ANALYZE {table.name}"))


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _converter(table: Table, column: str, dialect: Any) -> Callable[[Any], Any] | None:
    found: Callable[[Any], Any] | None = table.c[column].type.dialect_impl(dialect).bind_processor(dialect)
    return found


def _stored(row: Row, changed: list[int], converters: Sequence[Callable[[Any], Any] | None]) -> Sequence[Any]:
    if not changed:
        return row
    values = list(row)
    for place in changed:
        convert = converters[place]
        if convert is not None and values[place] is not None:
            values[place] = convert(values[place])
    return values
