"""Another database's rows in place of a living one's: in one transaction, or not at all.

Killed in the middle, the database has what it had. Whoever reads meanwhile sees what was there.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import psycopg
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _
from psycopg import sql as pg

from goodform.keeping.refusals import CannotBeKept, DoesNotAddUp
from goodform.keeping.snapshot import (
    emptied_by_force,
    numbered_in_postgresql,
    opened,
)
from goodform.keeping.tables import (
    DataTable,
    counts_in_sqlite,
    data_of,
    for_postgresql,
    in_postgresql,
    in_sqlite,
    quoted,
    rows_in_sqlite,
)

Step = Callable[[], None]
_ARRIVING = "arriving"


def put_in(
    source: Path,
    living: BaseDatabaseWrapper,
    *,
    first: Step,
    then: Step,
    stay: frozenset[str] = frozenset(),
) -> None:
    """Replace every row of `living` by those of the SQLite file `source`; both have one schema.

    Tables in `stay` are left as they are. `first` is done when nobody else can write any more and
    nothing was taken away yet, `then` when the new rows are in: both inside the transaction.
    """
    living.ensure_connection()
    into = _into_sqlite if living.vendor == "sqlite" else _into_postgresql
    into(source, living, first, then, stay)


def _alike(arriving: Sequence[DataTable], living: Sequence[DataTable]) -> None:
    """Raise `DoesNotAddUp` where the two have not the same tables and columns."""
    here = {table.name: table.names for table in living}
    there = {table.name: table.names for table in arriving}
    if here != there:
        wrong = sorted(name for name in {*here, *there} if here.get(name) != there.get(name))
        raise DoesNotAddUp(
            _("The two databases do not have the same tables: %(where)s. Nothing was changed.")
            % {"where": ", ".join(wrong)}
        )


def _adds_up(wanted: Mapping[str, int], found: Mapping[str, int]) -> None:
    """Raise `DoesNotAddUp` where other numbers of rows arrived than were sent."""
    wrong = [
        f"{name}: {wanted[name]} → {found.get(name, 0)}"
        for name in sorted(wanted)
        if wanted[name] != found.get(name)
    ]
    if wrong:
        raise DoesNotAddUp(
            _("Not as many rows arrived as were sent (%(where)s). Nothing was changed.")
            % {"where": ", ".join(wrong)}
        )


def _into_sqlite(
    source: Path, living: BaseDatabaseWrapper, first: Step, then: Step, stay: frozenset[str]
) -> None:
    raw: sqlite3.Connection = living.connection
    raw.execute(f"ATTACH ? AS {_ARRIVING}", (str(source),))
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        with transaction.atomic(using=living.alias):
            first()
            arriving = data_of(in_sqlite(raw, _ARRIVING))
            _alike(arriving, data_of(in_sqlite(raw)))
            coming = tuple(table for table in arriving if table.name not in stay)
            triggers = emptied_by_force(raw, coming)
            for table in coming:
                _take_over(raw, table)
            for statement in triggers:
                raw.execute(statement)
            orphan = raw.execute("PRAGMA main.foreign_key_check").fetchone()
            if orphan is not None:
                raise DoesNotAddUp(
                    _("A row of %(table)s belongs to one that is not there. Nothing was changed.")
                    % {"table": orphan[0]}
                )
            _adds_up(counts_in_sqlite(raw, coming, _ARRIVING), counts_in_sqlite(raw, coming))
            then()
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute(f"DETACH {_ARRIVING}")


def _take_over(raw: sqlite3.Connection, table: DataTable) -> None:
    """The rows of one table, and the last number it gave."""
    names = ", ".join(map(quoted, table.names))
    raw.execute(
        f"INSERT INTO main.{quoted(table.name)} ({names})"  # noqa: S608  # quoted
        f" SELECT {names} FROM {_ARRIVING}.{quoted(table.name)}"
    )
    raw.execute("DELETE FROM main.sqlite_sequence WHERE name = ?", (table.name,))
    raw.execute(
        "INSERT INTO main.sqlite_sequence (name, seq)"  # noqa: S608  # a name of ours
        f" SELECT name, seq FROM {_ARRIVING}.sqlite_sequence WHERE name = ?",
        (table.name,),
    )


def _into_postgresql(
    source: Path, living: BaseDatabaseWrapper, first: Step, then: Step, stay: frozenset[str]
) -> None:
    raw: psycopg.Connection[tuple[object, ...]] = living.connection
    with opened(source) as database, transaction.atomic(using=living.alias):
        tables = data_of(in_postgresql(raw))
        arriving = data_of(in_sqlite(database))
        _alike(arriving, tables)
        coming = tuple(table for table in tables if table.name not in stay)
        names = pg.SQL(", ").join(pg.Identifier(table.name) for table in coming)
        raw.execute(pg.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(names))
        first()
        _triggers(raw, coming, on=False)
        raw.execute(pg.SQL("TRUNCATE {}").format(names))
        for table in coming:
            _copy_in(raw, table, database)
        try:
            raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.IntegrityError as problem:
            raise DoesNotAddUp(
                _("A row belongs to one that is not there: %(why)s Nothing was changed.")
                % {"why": problem.diag.message_detail or ""}
            ) from problem
        _triggers(raw, coming, on=True)
        _go_on_numbering(raw, database, stay)
        _adds_up(counts_in_sqlite(database, coming), _counts(raw, coming))
        then()


def _triggers(
    raw: psycopg.Connection[tuple[object, ...]], tables: Sequence[DataTable], *, on: bool
) -> None:
    """Switch off, or on again, what would refuse to let the record be emptied."""
    verb = pg.SQL("ENABLE" if on else "DISABLE")
    for table in tables:
        raw.execute(
            pg.SQL("ALTER TABLE {} {} TRIGGER USER").format(pg.Identifier(table.name), verb)
        )


def _copy_in(
    raw: psycopg.Connection[tuple[object, ...]], table: DataTable, database: sqlite3.Connection
) -> None:
    asked = pg.SQL("COPY {} ({}) FROM STDIN").format(
        pg.Identifier(table.name), pg.SQL(", ").join(map(pg.Identifier, table.names))
    )
    try:
        with raw.cursor() as cursor, cursor.copy(asked) as copy:
            for row in for_postgresql(table, rows_in_sqlite(database, table)):
                copy.write_row(row)
    except (psycopg.DataError, psycopg.IntegrityError) as problem:
        raise CannotBeKept(
            _("PostgreSQL does not take a row of %(table)s: %(why)s Nothing was changed.")
            % {"table": table.name, "why": str(problem).strip().splitlines()[0]}
        ) from problem


def _go_on_numbering(
    raw: psycopg.Connection[tuple[object, ...]],
    database: sqlite3.Connection,
    stay: frozenset[str],
) -> None:
    """Let each table go on after the last number it gave, wherever it gave it."""
    last = dict(database.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    for table, sequence in numbered_in_postgresql(raw).items():
        if table in stay:
            continue
        number = last.get(table) or 0
        raw.execute("SELECT setval(%s::regclass, %s, %s)", (sequence, max(number, 1), number > 0))


def _counts(
    raw: psycopg.Connection[tuple[object, ...]], tables: Sequence[DataTable]
) -> dict[str, int]:
    counts = {}
    for table in tables:
        asked = pg.SQL("SELECT count(*) FROM {}").format(pg.Identifier(table.name))
        with closing(raw.execute(asked)) as cursor:
            (number,) = cursor.fetchone() or (0,)
        counts[table.name] = int(str(number))
    return counts
