"""Reads that nearly every page makes: Django writes their SQL once, then only the values change.

Nothing that was read is kept: every call asks the database. What is kept is the statement, which
Django would otherwise put together again, word by word, for every page. With `settings.FAST` off,
Django reads. Every prepared read is in `READS`, and one test holds all of them against Django.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DateField, DateTimeField, Field, IntegerField, Model, UUIDField
from django.db.models.query import QuerySet, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
AnyField = Field[Any, Any]


class CannotPrepare(LookupError):
    """A value has no place of its own in the statement; the message says which."""


@dataclass(frozen=True)
class _Statement:
    """A statement of one database. `places` say which parameter is which value."""

    sql: str
    parameters: tuple[object, ...]
    places: tuple[tuple[int, str], ...]
    converters: tuple[tuple[int, Callable[[object], object]], ...]
    made: Callable[[Sequence[Any]], Any]


READS: "list[Prepared[Any]]" = []
"""Every prepared read there is, in the order in which they were written."""


class Prepared(Generic[M]):
    """A read of rows of one model, written once for each database.

    `read` makes the query from the values it is given by name; `given` names the field that each
    value is compared with, which says how the database wants it.
    """

    def __init__(self, read: Callable[..., QuerySet[M, Any]], **given: AnyField) -> None:
        self.read = read
        self.given = given
        self._statements: dict[str, _Statement] = {}
        READS.append(self)

    def all(self, **values: object) -> list[M]:
        """The rows as models, with what `select_related` joined and `annotate` added."""
        if not settings.FAST:
            return list(self.read(**values))
        statement = self._statement()
        return [statement.made(row) for row in self._rows(statement, values)]

    def first(self, **values: object) -> M | None:
        """The first row, or None where there is none."""
        return next(iter(self.all(**values)), None)

    def tuples(self, **values: object) -> list[tuple[Any, ...]]:
        """The rows of a `values_list`, its columns first and then its annotations."""
        if not settings.FAST:
            found: list[Any] = list(self.read(**values))
            return found
        return [tuple(row) for row in self._rows(self._statement(), values)]

    def _rows(self, statement: _Statement, values: dict[str, object]) -> list[list[Any]]:
        connection = connections[DEFAULT_DB_ALIAS]
        parameters: list[Any] = list(statement.parameters)
        for place, name in statement.places:
            parameters[place] = self.given[name].get_db_prep_value(values[name], connection)
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            rows = [list(row) for row in cursor.fetchall()]
        for row in rows:
            for column, converter in statement.converters:
                row[column] = converter(row[column])
        return rows

    def _statement(self) -> _Statement:
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        if vendor not in self._statements:
            self._statements[vendor] = self._write()
        return self._statements[vendor]

    def _write(self) -> _Statement:
        connection = connections[DEFAULT_DB_ALIAS]
        stand_ins = {
            name: stand_in(field, number)
            for number, (name, field) in enumerate(self.given.items(), start=1)
        }
        query = self.read(**stand_ins).query
        compiler = query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        sought = {
            self.given[name].get_db_prep_value(value, connection): name
            for name, value in stand_ins.items()
        }
        places = tuple(
            (place, sought[value]) for place, value in enumerate(parameters) if value in sought
        )
        missing = sorted(set(self.given) - {name for _place, name in places})
        if missing:
            raise CannotPrepare(f"The statement does not use {', '.join(missing)}.")
        converters = compiler.get_converters([each[0] for each in compiler.select])
        return _Statement(
            sql=sql,
            parameters=tuple(parameters),
            places=places,
            converters=tuple(
                (column, partial(_converted, steps, expression, connection))
                for column, (steps, expression) in converters.items()
            ),
            made=_maker(compiler),
        )


def stand_in(field: AnyField, number: int) -> object:
    """A value that no statement carries by itself, to find its place by."""
    if isinstance(field, UUIDField):
        return UUID(int=(0x60_0D << 112) + number)
    if isinstance(field, DateTimeField):
        return datetime(1001, 1, number, tzinfo=UTC)
    if isinstance(field, DateField):
        return date(1001, 1, number)
    return 1_610_612_741 + number if isinstance(field, IntegerField) else f"\N{CARE OF}{number}"


def _converted(
    steps: Sequence[Any], expression: object, connection: object, value: object
) -> object:
    """A value of the database as the model has it."""
    for step in steps:
        value = step(value, expression, connection)
    return value


def _maker(compiler: SQLCompiler) -> Callable[[Sequence[Any]], Any]:
    """How a row becomes a model, as Django's own `ModelIterable` does it."""
    about = compiler.klass_info
    if about is None:
        return tuple
    model, columns = about["model"], about["select_fields"]
    first, last = columns[0], columns[-1] + 1
    names = [each[0].target.attname for each in compiler.select[first:last]]
    related = get_related_populators(about, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs of a later Django
    added = tuple((compiler.annotation_col_map or {}).items())

    def made(row: Sequence[Any]) -> Any:  # noqa: ANN401  # of whichever model was asked for
        found = model.from_db(DEFAULT_DB_ALIAS, names, row[first:last])
        for each in related:
            each.populate(row, found)
        for name, column in added:
            setattr(found, name, row[column])
        return found

    return made
