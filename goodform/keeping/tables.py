"""A database's content, read from the database itself: tables, columns, rows, one hash of all.

Rows are told in the form in which SQLite keeps them, whichever database they come from: UUIDs as
32 hex digits, moments as naive UTC texts, truth as 0 or 1, JSON as text.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from psycopg import Connection, sql

Value = str | int | float | bytes | None
Row = tuple[Value, ...]

OF_ITS_OWN = "django_migrations"
"""Which changes of the schema a database has had: told by it and never copied into another."""
_JSON_COLUMN = re.compile(r'JSON_VALID\("(\w+)"\)', re.IGNORECASE)


class UnknownType(TypeError):
    """A column of a type that nobody taught this room to carry."""


@dataclass(frozen=True)
class Column:
    """A column and what it holds: `plain`, `uuid`, `moment`, `date`, `time`, `truth` or `json`."""

    name: str
    kind: str


@dataclass(frozen=True)
class DataTable:
    """A table with its columns in order of their names, so that two databases agree on it."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)


KIND_IN_POSTGRESQL = {
    "uuid": "uuid",
    "timestamp with time zone": "moment",
    "date": "date",
    "time without time zone": "time",
    "boolean": "truth",
    "jsonb": "json",
    "text": "plain",
    "character varying": "plain",
    "integer": "plain",
    "bigint": "plain",
    "smallint": "plain",
    "double precision": "plain",
    "bytea": "plain",
}

_READ: Mapping[str, str] = {
    "uuid": "replace({c}::text, '-', '')",
    "moment": "({c} AT TIME ZONE 'UTC')",
    "truth": "{c}::int",
    "json": "{c}::text",
}
"""How PostgreSQL is asked for a column, where not by its name alone."""


def quoted(name: str) -> str:
    """A name as both databases quote it."""
    return '"{}"'.format(name.replace('"', '""'))


def in_sqlite(database: sqlite3.Connection, schema: str = "main") -> tuple[DataTable, ...]:
    """The tables of an SQLite database, sorted by name."""
    found = database.execute(
        f"SELECT name, sql FROM {quoted(schema)}.sqlite_master WHERE type = 'table'"  # noqa: S608
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    tables = []
    for name, statement in found:
        told = _JSON_COLUMN.findall(statement)
        columns = database.execute(
            "SELECT name FROM pragma_table_info(?, ?) ORDER BY name", (name, schema)
        )
        tables.append(
            DataTable(
                name,
                tuple(
                    Column(column, "json" if column in told else "plain") for (column,) in columns
                ),
            )
        )
    return tuple(sorted(tables, key=lambda table: table.name))


def in_postgresql(database: Connection[tuple[object, ...]]) -> tuple[DataTable, ...]:
    """The tables of a PostgreSQL database, sorted by name; `UnknownType` for one that is new."""
    found = database.execute(
        "SELECT c.table_name::text, c.column_name::text, c.data_type::text"
        " FROM information_schema.columns c JOIN information_schema.tables t"
        " USING (table_schema, table_name)"
        " WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
    ).fetchall()
    columns: dict[str, list[Column]] = {}
    for table, column, kind in sorted((str(a), str(b), str(c)) for a, b, c in found):
        if kind not in KIND_IN_POSTGRESQL:
            raise UnknownType(f"{table}.{column} is {kind}: say in {__name__} how it is carried.")
        columns.setdefault(table, []).append(Column(column, KIND_IN_POSTGRESQL[kind]))
    return tuple(DataTable(name, tuple(columns[name])) for name in sorted(columns))


def data_of(tables: Iterable[DataTable]) -> tuple[DataTable, ...]:
    """Those tables that hold data, and not what the schema is."""
    return tuple(table for table in tables if table.name != OF_ITS_OWN)


def counts_in_sqlite(
    database: sqlite3.Connection, tables: Iterable[DataTable], schema: str = "main"
) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: database.execute(
            f"SELECT count(*) FROM {quoted(schema)}.{quoted(table.name)}"  # noqa: S608  # quoted
        ).fetchone()[0]
        for table in tables
    }


def rows_in_sqlite(database: sqlite3.Connection, table: DataTable) -> Iterator[Row]:
    """Every row of a table as SQLite keeps it, columns in the table's order."""
    # The plus changes no value. It hides the column's type from Django's connection, which would
    # otherwise turn texts into moments and the like.
    names = ", ".join(f"+{quoted(name)}" for name in table.names)
    return database.execute(
        f"SELECT {names} FROM {quoted(table.name)}"  # noqa: S608  # quoted
    )


def rows_in_postgresql(
    database: Connection[tuple[object, ...]], table: DataTable, *, at_a_time: int = 5000
) -> Iterator[Row]:
    """Every row of a table in SQLite's form; must be read inside one transaction."""
    asked = sql.SQL(", ").join(
        sql.SQL(_READ.get(column.kind, "{c}")).format(c=sql.Identifier(column.name))
        for column in table.columns
    )
    as_text = [column.kind in {"moment", "date", "time"} for column in table.columns]
    with database.cursor(name="goodform_rows") as cursor:
        cursor.itersize = at_a_time
        cursor.execute(sql.SQL("SELECT {} FROM {}").format(asked, sql.Identifier(table.name)))
        for row in cursor:
            yield tuple(
                str(value) if text and value is not None else value  # type: ignore[misc]
                for value, text in zip(row, as_text, strict=True)
            )


def _unchanged(value: Value) -> object:
    return value


def _truth(value: Value) -> object:
    return None if value is None else bool(value)


def _moment(value: Value) -> object:
    return f"{value}+00" if isinstance(value, str) else value


FOR_POSTGRESQL: Mapping[str, Callable[[Value], object]] = {"truth": _truth, "moment": _moment}
"""How a value in SQLite's form is handed to PostgreSQL, where not as it is."""


def for_postgresql(table: DataTable, rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    """Rows in SQLite's form as PostgreSQL takes them; `table` is told by PostgreSQL."""
    turn = [FOR_POSTGRESQL.get(column.kind, _unchanged) for column in table.columns]
    for row in rows:
        yield tuple(how(value) for how, value in zip(turn, row, strict=True))


_ALL = 1 << 256


@dataclass
class Hash:
    """One number over all rows of all tables, whatever their order."""

    total: int = 0
    rows: int = 0

    def add(self, table: DataTable, rows: Iterable[Row]) -> None:
        """Take in every row of a table. JSON counts by what it says, not by how it is spelt."""
        told = [number for number, column in enumerate(table.columns) if column.kind == "json"]
        head = json.dumps([table.name, table.names]).encode()
        for row in rows:
            values: list[object] = list(row)
            for number in told:
                said = values[number]
                if isinstance(said, str):
                    values[number] = json.dumps(json.loads(said), sort_keys=True)
            each = hashlib.sha256(head + repr(values).encode("utf-8", "surrogatepass")).digest()
            self.total = (self.total + int.from_bytes(each)) % _ALL
            self.rows += 1

    @property
    def hex(self) -> str:
        """The hash as 64 digits."""
        return f"{self.total:064x}"


def hash_of_sqlite(database: sqlite3.Connection) -> Hash:
    """The hash of everything an SQLite database holds."""
    found = Hash()
    for table in data_of(in_sqlite(database)):
        found.add(table, rows_in_sqlite(database, table))
    return found


def hash_of_postgresql(database: Connection[tuple[object, ...]]) -> Hash:
    """The hash of everything a PostgreSQL database holds; inside one transaction."""
    found = Hash()
    for table in data_of(in_postgresql(database)):
        found.add(table, rows_in_postgresql(database, table))
    return found
