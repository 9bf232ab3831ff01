"""Emptying the database after a test that wrote to the record, which refuses to be emptied."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.db import connection

GUARD = import_module("goodform.audit.migrations.0002_append_only")


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


@pytest.fixture(scope="module", autouse=True)
def record_can_be_emptied() -> Iterator[None]:
    """What a transactional test wrote is taken away again, the record included."""
    empty = connection.ops.execute_sql_flush

    def flush(statements: list[str]) -> None:
        with unguarded():
            empty(statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "execute_sql_flush", flush)
        yield
