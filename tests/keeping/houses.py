"""Houses to be backed up, keys to open what was made of them, and whether two are equal."""

from dataclasses import dataclass, field
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import Client

from goodform.keeping.sealed import Identity, new_identity
from goodform.keeping.snapshot import as_it_is_now, opened
from goodform.keeping.tables import (
    Hash,
    data_of,
    in_postgresql,
    in_sqlite,
    rows_in_postgresql,
    rows_in_sqlite,
)
from tests.diary.sending import Phone, a_stop, an_entry
from tests.people import House, a_house
from tests.prescribed import a_programme

CHANGED_BY_A_RESTORE = frozenset({"django_session", "audit_auditrow"})
"""Everybody is signed out, and the record says what happened."""


@dataclass(frozen=True)
class KeyPair:
    """An owner's key: what opens, and for whom backups are made."""

    identity: Identity = field(default_factory=new_identity)

    @property
    def public(self) -> str:
        return str(self.identity.to_public())

    def as_file(self, folder: Path) -> Path:
        """As `age-keygen` writes it."""
        file = folder / "key.txt"
        file.write_text(f"# created: today\n# public key: {self.public}\n{self.identity}\n")
        return file


def a_busy_house() -> House:
    """A house in which something was prescribed, done and stopped, and somebody is signed in."""
    house = a_house()
    given = a_programme(house.alice, house.priya)
    phone = Phone(house.alice)
    phone.send(an_entry(given.hinge), a_stop(given.clam, pain=6), note="Übel – 膝 “so”")
    Client().force_login(house.olu.user)
    return house


def a_new_machine() -> None:
    """Every row of this test's database is gone."""
    call_command("flush", interactive=False, verbosity=0)


Told = dict[str, tuple[int, str]]


def told_by_sqlite(file: Path) -> Told:
    """Each table of an SQLite file with its number of rows and its hash."""
    told: Told = {}
    with opened(file) as database:
        for table in data_of(in_sqlite(database)):
            each = Hash()
            each.add(table, rows_in_sqlite(database, table))
            told[table.name] = (each.rows, each.hex)
    return told


def told_here() -> Told:
    """The same of this test's own database."""
    if connection.vendor == "sqlite":
        return told_by_sqlite(Path(connection.settings_dict["NAME"]))
    told: Told = {}
    with as_it_is_now() as raw:
        for table in data_of(in_postgresql(raw)):
            each = Hash()
            each.add(table, rows_in_postgresql(raw, table))
            told[table.name] = (each.rows, each.hex)
    return told


def but_for(told: Told, *names: str) -> Told:
    """Without the tables that a restore changes by itself, and these."""
    return {
        name: each for name, each in told.items() if name not in {*CHANGED_BY_A_RESTORE, *names}
    }
