"""One moment of a living database as an SQLite file of Goodform's own schema.

Nobody who writes is kept waiting: SQLite is copied in one step under a read transaction, in which
the rows were counted too; PostgreSQL is read inside one REPEATABLE READ transaction.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import Connection, IsolationLevel
from psycopg import sql as pg

from goodform.keeping.looking import AppliedMigration
from goodform.keeping.scratch import DATABASE, bring_to
from goodform.keeping.tables import (
    OF_ITS_OWN,
    DataTable,
    Row,
    counts_in_sqlite,
    data_of,
    in_postgresql,
    in_sqlite,
    quoted,
    rows_in_postgresql,
)

BUSY_S = 20.0
AT_A_TIME = 5000

Counts = Mapping[str, int]


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """An SQLite file, without transactions that nobody asked for; closed at the end."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=BUSY_S)) as database:
        yield database


@contextmanager
def as_it_is_now(
    living: BaseDatabaseWrapper = default,
) -> Iterator[Connection[tuple[object, ...]]]:
    """A connection of its own to this PostgreSQL database, in which nothing moves any more."""
    mine = living.copy()
    mine.connect()
    raw: Connection[tuple[object, ...]] = mine.connection
    try:
        raw.autocommit = False
        raw.isolation_level = IsolationLevel.REPEATABLE_READ
        raw.read_only = True
        yield raw
    finally:
        mine.close()


def take(folder: Path, living: BaseDatabaseWrapper = default) -> Counts:
    """Write this moment of `living` into a data folder; answers how many rows each table has."""
    if living.vendor == "sqlite":
        return _copy(Path(living.settings_dict["NAME"]), folder / DATABASE)
    with as_it_is_now(living) as raw:
        found = raw.execute("SELECT app::text, name::text FROM django_migrations ORDER BY id")
        bring_to(folder, [(str(room), str(name)) for room, name in found])
        return _carry(raw, folder / DATABASE)


def _copy(living: Path, target: Path) -> Counts:
    with opened(living) as source, opened(target) as copy:
        copy.execute("PRAGMA synchronous=OFF")
        source.execute("BEGIN")
        counts = counts_in_sqlite(source, data_of(in_sqlite(source)))
        # In one step: in small ones it begins anew whenever somebody writes, and never ends.
        source.backup(copy, pages=-1)
        source.execute("COMMIT")
        copy.execute("PRAGMA journal_mode=DELETE")
    return counts


def emptied_by_force(database: sqlite3.Connection, tables: tuple[DataTable, ...]) -> list[str]:
    """Take away every row, and the triggers that would refuse it; answers how to make those."""
    triggers = database.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    for name, _statement in triggers:
        database.execute(f"DROP TRIGGER main.{quoted(name)}")
    for table in tables:
        database.execute(f"DELETE FROM main.{quoted(table.name)}")  # noqa: S608  # quoted
    return [statement for _name, statement in triggers]


def fill(database: sqlite3.Connection, table: DataTable, rows: Iterator[Row]) -> None:
    """Add rows to a table of an SQLite database."""
    places = ", ".join("?" * len(table.columns))
    names = ", ".join(map(quoted, table.names))
    database.executemany(
        f"INSERT INTO main.{quoted(table.name)} ({names}) VALUES ({places})",  # noqa: S608
        rows,
    )


def _carry(raw: Connection[tuple[object, ...]], target: Path) -> Counts:
    """PostgreSQL's rows into an SQLite file that has the same schema already."""
    tables = data_of(in_postgresql(raw))
    counts: dict[str, int] = {}
    with opened(target) as copy:
        copy.execute("PRAGMA synchronous=OFF")
        copy.execute("PRAGMA foreign_keys=OFF")
        copy.execute("BEGIN")
        triggers = emptied_by_force(copy, data_of(in_sqlite(copy)))
        for table in tables:
            fill(copy, table, rows_in_postgresql(raw, table, at_a_time=AT_A_TIME))
            counted = raw.execute(
                pg.SQL("SELECT count(*) FROM {}").format(pg.Identifier(table.name))
            ).fetchone()
            counts[table.name] = int(str(counted[0])) if counted else 0
        for statement in triggers:
            copy.execute(statement)
        _carry_numbers(raw, copy)
        copy.execute("COMMIT")
        copy.execute("PRAGMA journal_mode=DELETE")
    return counts


def _carry_numbers(raw: Connection[tuple[object, ...]], copy: sqlite3.Connection) -> None:
    """The next number of each table: a number is never given twice, also not after a move."""
    for table, last in _last_numbers(raw).items():
        copy.execute("DELETE FROM main.sqlite_sequence WHERE name = ?", (table,))
        copy.execute("INSERT INTO main.sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


def numbered_in_postgresql(raw: Connection[tuple[object, ...]]) -> dict[str, str]:
    """The tables whose rows PostgreSQL numbers, and by which sequence."""
    found = raw.execute(
        "SELECT table_name::text,"
        " pg_get_serial_sequence(quote_ident(table_name), column_name)::text"
        " FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND is_identity = 'YES' AND table_name <> %s",
        (OF_ITS_OWN,),
    ).fetchall()
    return {str(table): str(sequence) for table, sequence in found}


def _last_numbers(raw: Connection[tuple[object, ...]]) -> dict[str, int]:
    """The last number each numbered table of PostgreSQL gave to a row."""
    numbers = {}
    for table, sequence in numbered_in_postgresql(raw).items():
        found = raw.execute("SELECT pg_sequence_last_value(%s::regclass)", (sequence,)).fetchone()
        if found is not None and found[0] is not None:
            numbers[table] = int(str(found[0]))
    return numbers


def applied_in(database: sqlite3.Connection) -> list[AppliedMigration]:
    """Which migrations an SQLite database has had."""
    return [
        (str(room), str(name))
        for room, name in database.execute("SELECT app, name FROM django_migrations ORDER BY id")
    ]
