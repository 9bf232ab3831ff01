"""Emptying the database after a test that wrote to the record, which refuses to be emptied.

Django empties every table after such a test, and then fills in its own names of models and rights
again. Most tables hold nothing, and those names are always the same: we ask once which tables hold
anything, empty those alone, and leave Django's names where they are.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.core.management.color import Style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

GUARDS = {
    "audit_auditrow": import_module("goodform.audit.migrations.0003_keyed_seal"),
    "people_signature": import_module("goodform.people.migrations.0010_signatures_stay"),
}
"""Tables that refuse to be emptied, and the migration that guards each."""
STAY = frozenset({"django_content_type", "auth_permission", "django_migrations"})
"""Tables whose rows come with the schema: no test writes there."""


@contextmanager
def unguarded(tables: Sequence[str] = tuple(GUARDS)) -> Iterator[None]:
    """These tables without their triggers, for as long as it takes to empty them."""
    guards = [GUARDS[table] for table in tables if table in GUARDS]
    with connection.schema_editor() as editor:
        for guard in guards:
            guard.unguard(None, editor)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for guard in guards:
                guard.guard(None, editor)


@contextmanager
def without_triggers() -> Iterator[None]:
    """PostgreSQL as a copy that is being filled: neither triggers nor foreign keys are asked."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def with_rows(tables: Sequence[str]) -> list[str]:
    """Those of the tables that hold anything, by one question."""
    asked = (
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"  # noqa: S608  # names of our own
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [table for (table,) in cursor.fetchall()]


def let_the_record_be_emptied(patch: pytest.MonkeyPatch) -> None:
    """Let what a transactional test wrote be taken away again, the record included.

    Patched on the class: a browser's event loop gives the same thread another connection.
    """
    operations = type(connection.ops)
    empty = operations.execute_sql_flush
    statements_of = operations.sql_flush

    def fill_in_names(verbosity: int, interactive: bool, db: str) -> None:
        if not with_rows(["django_content_type"]):
            emit_post_migrate_signal(verbosity, interactive, db)

    def sql_flush(
        self: BaseDatabaseOperations, style: Style, tables: Sequence[str], **options: bool
    ) -> list[str]:
        if any(options.values()):
            return list(statements_of(self, style, tables, **options))
        held = with_rows([table for table in tables if table not in STAY])
        return [f"DELETE FROM {self.quote_name(table)}" for table in held]  # noqa: S608

    def flush(self: BaseDatabaseOperations, statements: list[str]) -> None:
        if connection.vendor == "postgresql":
            with without_triggers():
                return empty(self, statements)
        held = [table for table in GUARDS if any(table in each for each in statements)]
        with unguarded(held):
            return empty(self, statements)

    patch.setattr("django.core.management.commands.flush.emit_post_migrate_signal", fill_in_names)
    patch.setattr(operations, "sql_flush", sql_flush)
    patch.setattr(operations, "execute_sql_flush", flush)
