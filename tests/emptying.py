"""Emptying the database after a test that wrote to the record, which refuses to be emptied."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

GUARD = import_module("goodform.audit.migrations.0003_keyed_seal")


@contextmanager
def unguarded() -> Iterator[None]:
    """The record without its triggers, for as long as it takes to empty it."""
    with connection.schema_editor() as editor:
        GUARD.unguard(None, editor)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            GUARD.guard(None, editor)


def let_the_record_be_emptied(patch: pytest.MonkeyPatch) -> None:
    """Let what a transactional test wrote be taken away again, the record included.

    Patched on the class: a browser's event loop gives the same thread another connection.
    """
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def flush(self: BaseDatabaseOperations, statements: list[str]) -> None:
        with unguarded():
            empty(self, statements)

    patch.setattr(operations, "execute_sql_flush", flush)
