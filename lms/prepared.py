"""Questions that pages ask all the time, written out once and given straight to the database's driver."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Dialect, Select, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.sql.functions import FunctionElement

READING = "reading"
"""The key in a session's `info` of a connection that is not in a transaction, for a request that changes nothing."""


Statement = Select[*tuple[Any, ...]] | ReturningInsert[*tuple[Any, ...]]


class Prepared:
    """A SELECT, or an INSERT that returns something, that pages need all the time: written out once for each kind of database and
    given straight to its driver.

    To send a statement and to make rows of the answer takes SQLAlchemy several times as long as SQLite takes to answer.
    An INSERT is given the same values every time, and a value for each column that has a default in Python. The rows are named
    tuples of the types that the columns have.
    """

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._row: Any = namedtuple("Row", statement.exported_columns.keys())  # type: ignore[misc, arg-type]
        self._written: dict[str, _Written] = {}

    def rows(self, session: Session, **values: Any) -> list[Any]:
        """What the database answers, in the session's transaction, or beside it if the session is there for reading."""
        engine = session.get_bind().engine
        written = self._written.get(engine.dialect.name)
        if written is None:
            written = self._written[engine.dialect.name] = _Written.of(self.statement, engine.dialect, values)
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
    bindings: dict[str, Callable[[Any], Any]]
    conversions: tuple[tuple[int, Callable[[Any], Any]], ...]

    @classmethod
    def of(cls, statement: Statement, dialect: Dialect, values: Iterable[str]) -> "_Written":
        columns = None if isinstance(statement, Select) else list(values)
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        binders = {
            name: parameter.type.dialect_impl(dialect).bind_processor(dialect)
            for parameter, name in compiled.bind_names.items()
        }
        converters = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in statement.exported_columns
        ]
        return cls(
            sql=str(compiled),
            order=tuple(compiled.positiontup) if compiled.positiontup is not None else None,
            constants={name: value for name, value in compiled.params.items() if value is not None},
            bindings={name: bind for name, bind in binders.items() if bind},
            conversions=tuple((place, convert) for place, convert in enumerate(converters) if convert),
        )

    def arguments(self, values: dict[str, Any]) -> Any:
        known = self.constants | values
        for name, bind in self.bindings.items():
            known[name] = bind(known[name])
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
