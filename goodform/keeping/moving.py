"""Moving a house to another database: SQLite to PostgreSQL, or back; equal by a hash."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import dj_database_url
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from goodform.keeping.putting_in import put_in
from goodform.keeping.refusals import DoesNotAddUp, InTheWay, RecordBroken
from goodform.keeping.scratch import DATABASE, alone, look_through
from goodform.keeping.snapshot import as_it_is_now, opened, take
from goodform.keeping.tables import Hash, hash_of_postgresql, hash_of_sqlite
from goodform.outbox.queries import health

_ALIAS = "moving"


@dataclass(frozen=True)
class Moved:
    """The rows moved, and the hash that both databases have."""

    rows: int
    hash: str


@contextmanager
def _at(url: str) -> Iterator[BaseDatabaseWrapper]:
    """A connection to the database at this address, for as long as it is moved to."""
    defaults = connections.configure_settings({"default": {}, _ALIAS: dj_database_url.parse(url)})
    connections.settings[_ALIAS] = defaults[_ALIAS]
    try:
        yield connections[_ALIAS]
    finally:
        connections[_ALIAS].close()
        del connections[_ALIAS]
        del connections.settings[_ALIAS]


def _hash(living: BaseDatabaseWrapper) -> Hash:
    """The hash of everything in a database, told by the connection that is open now."""
    living.ensure_connection()
    if living.vendor == "sqlite":
        return hash_of_sqlite(living.connection)
    return hash_of_postgresql(living.connection)


def _hash_of_this_moment() -> Hash:
    """The hash of this house as it is now."""
    if connection.vendor == "sqlite":
        return _hash(connection)
    with as_it_is_now() as raw:
        return hash_of_postgresql(raw)


def move(url: str) -> Moved:
    """Copy everything into the empty database at `url`. A `Refused` says why it was not done.

    The house must not be at work: what was written meanwhile would stay behind.
    """
    if health().workers:
        raise InTheWay(_("Goodform is running. Stop it first, wait a minute, and run this again."))
    with alone() as scratch:
        there = scratch / "there"
        there.mkdir()
        seen = look_through(there, url)
        if seen.clinics:
            raise InTheWay(
                _("The other database is not empty: %(who)s lives there. Nothing was changed.")
                % {"who": ", ".join(sorted(seen.clinics.values()))}
            )
        take(scratch)
        with opened(scratch / DATABASE) as taken:
            here = hash_of_sqlite(taken)
        with _at(url) as target:
            put_in(
                scratch / DATABASE,
                target,
                first=lambda: None,
                then=lambda: _equal(here, _hash(target)),
            )
        broken = look_through(there, url).broken
        if broken:
            raise RecordBroken(
                _("The record of who did what does not fit together there: %(where)s")
                % {"where": "; ".join(broken)}
            )
    _equal(_hash_of_this_moment(), here)
    return Moved(here.rows, here.hex)


def _equal(one: Hash, other: Hash) -> None:
    if one != other:
        raise DoesNotAddUp(
            _(
                "The two databases are not equal: %(one)s and %(other)s rows. "
                "Was somebody at work? Go on with the old one; empty the new one and try again."
            )
            % {"one": one.rows, "other": other.rows}
        )
