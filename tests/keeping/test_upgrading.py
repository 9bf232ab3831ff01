"""An older database is brought up to date in one step, kept before, and again after `kill -9`."""

import json
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone

from goodform.keeping import looking, upgrading
from goodform.keeping.models import Backup, Recipient
from goodform.keeping.restoring import restore
from goodform.keeping.snapshot import opened
from goodform.keeping.tables import data_of, in_sqlite
from tests.keeping.commands import goodform, python
from tests.keeping.houses import KeyPair, told_by_sqlite, told_here
from tests.people import House

RELEASES = sorted(Path(__file__).with_name("releases").glob("*.json"))
"""The migrations of each release: `python -m tools.release` writes one."""
LIVED_IN = """
import json, sys
import django
django.setup()
from datetime import datetime, UTC
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from goodform.keeping import looking
applied = [tuple(each) for each in json.load(sys.stdin)]
looking.migrate_to(applied)
executor = MigrationExecutor(connection)
apps = executor.loader.project_state(applied).apps
made = datetime(2026, 11, 1, tzinfo=UTC)
def model(room, name):
    return apps.get_model(room, name)
for number in range(3):
    clinic = model("people", "Clinic").objects.create(name=f"Clinic {number}", phone="01632 960123")
    user = model("people", "User").objects.create(email=f"olu{number}@example.org", is_active=True)
    priya = model("people", "Staff").objects.create(
        clinic=clinic, user=user, name="Priya Nair", is_practitioner=True, is_owner=True)
    for patient in range(20):
        model("people", "Patient").objects.create(
            clinic=clinic, practitioner=priya, name=f"Alice Archer {patient}",
            born=made.date(), email=f"a{patient}@example.org", phone="01632 960177",
            zone="Europe/London", user=model("people", "User").objects.create(
                email=f"a{number}.{patient}@example.org", is_active=True))
"""
KILLED = """
import os, signal, sys
import django
django.setup()
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor
from django.db.migrations.recorder import MigrationRecorder
from goodform.keeping import looking

wanted, done = int(sys.argv[1]), 0
def counted(real):
    def does(*asked, **more):
        global done
        done += 1
        if done == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*asked, **more)
    return does
DatabaseSchemaEditor.execute = counted(DatabaseSchemaEditor.execute)
MigrationRecorder.record_applied = counted(MigrationRecorder.record_applied)
looking.migrate()
print(done)
"""
pytestmark = pytest.mark.django_db


def at_release(data: Path, applied: Path) -> Path:
    """A data folder with a database as this release left it, with people in it."""
    data.mkdir()
    file = data / "goodform.sqlite3"
    made = python(data, "-c", LIVED_IN, database=f"sqlite:///{file}", said=applied.read_text())
    assert made.returncode == 0, made.stderr[-2000:]
    return file


def rows_of(file: Path) -> dict[str, int]:
    with opened(file) as database:
        return {
            table.name: database.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]  # noqa: S608
            for table in data_of(in_sqlite(database))
        }


def migrated(data: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return goodform(data, "migrate", database=f"sqlite:///{file}")


@pytest.mark.parametrize("release", RELEASES, ids=lambda file: file.stem)
def test_from_every_release_in_one_step_and_what_was_there_is_kept(
    tmp_path: Path, release: Path
) -> None:
    data = tmp_path / "old"
    file = at_release(data, release)
    before = told_by_sqlite(file)
    done = migrated(data, file)
    assert done.returncode == 0, done.stderr
    assert "What was there lies in" in done.stdout
    after = rows_of(file)
    assert (after["people_patient"], after["people_clinic"]) == (60, 3)
    [kept] = (data / "kept-aside").glob("before-upgrade-*/goodform.sqlite3")
    assert told_by_sqlite(kept) == before
    again = migrated(data, file)
    assert again.returncode == 0
    assert "What was there" not in again.stdout


@dataclass(frozen=True)
class Upgraded:
    """A database as a release left it, the same brought up to date, and in how many steps."""

    before: Path
    after: Path
    steps: int


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Upgraded:
    """From the first release, without anybody who kills."""
    folder = tmp_path_factory.mktemp("whole")
    before = at_release(folder / "old", RELEASES[0])
    after = folder / before.name
    after.write_bytes(before.read_bytes())
    done = python(folder, "-c", KILLED, "0", database=f"sqlite:///{after}")
    assert done.returncode == 0, done.stderr
    return Upgraded(before, after, int(done.stdout.split()[-1]))


LOADED = {"django_migrations", "library_exerciseversion", "library_exercise"}
"""Tables that `migrate` writes beside: when, and the exercises of this version."""


@pytest.mark.parametrize("part", [0.3, 0.95, 1])
def test_killed_in_any_migration_and_done_again_the_rows_are_the_same(
    tmp_path: Path, upgraded: Upgraded, part: float
) -> None:
    file = tmp_path / "goodform.sqlite3"
    file.write_bytes(upgraded.before.read_bytes())
    point = str(max(1, round(upgraded.steps * part)))
    killed = python(tmp_path, "-c", KILLED, point, database=f"sqlite:///{file}")
    assert killed.returncode == -9, killed.stderr
    done = migrated(tmp_path, file)
    assert done.returncode == 0, done.stderr
    before, after = told_by_sqlite(upgraded.after), told_by_sqlite(file)
    assert {name: rows for name, rows in after.items() if name not in LOADED} == {
        name: rows for name, rows in before.items() if name not in LOADED
    }


@pytest.mark.parametrize("point", ["40", "150"])
def test_killed_before_there_was_anything_it_is_made_all_the_same(
    tmp_path: Path, point: str
) -> None:
    file = tmp_path / "goodform.sqlite3"
    killed = python(tmp_path, "-c", KILLED, point, database=f"sqlite:///{file}")
    assert killed.returncode == -9, killed.stderr
    done = migrated(tmp_path, file)
    assert done.returncode == 0, done.stderr
    assert rows_of(file)["people_clinic"] == 0


def test_with_a_key_a_backup_is_made_that_the_key_opens(
    busy: House, key: KeyPair, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Recipient.objects.create(key=key.public, word="x", sealed_word="x", named_at=timezone.now())
    before = told_here()
    monkeypatch.setattr(looking, "is_behind", lambda: True)
    kept = upgrading.bring_up_to_date(timezone.now())
    assert kept is not None
    assert kept.keys == (key.public,)
    assert Backup.objects.get().outcome == "good"
    restore(kept.file, identities=[key.identity], now=timezone.now())
    assert told_here()["people_patient"] == before["people_patient"]


def test_what_was_kept_before_upgrades_does_not_pile_up(
    busy: House, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "is_behind", lambda: True)
    aside = data / "kept-aside"
    for day in range(1, 4):
        (aside / f"before-upgrade-2026-01-0{day}T000000Z").mkdir(parents=True)
    upgrading.bring_up_to_date(timezone.now())
    assert len(list(aside.glob("before-upgrade-*"))) == upgrading.KEPT
    assert not (aside / "before-upgrade-2026-01-01T000000Z").exists()


def test_an_empty_house_has_nothing_to_keep(
    transactional_db: None, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "is_behind", lambda: True)
    assert upgrading.bring_up_to_date(timezone.now()) is None
    assert not (data / "kept-aside").exists()


def test_a_newer_schema_is_refused_by_every_start(tmp_path: Path) -> None:
    file = tmp_path / "goodform.sqlite3"
    assert migrated(tmp_path, file).returncode == 0
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES "
            "('people', '9999_from_tomorrow', '2027-01-01')"
        )
    before = told_by_sqlite(file)
    for verb in ("migrate", "serve", "worker", "check"):
        said = goodform(tmp_path, verb, database=f"sqlite:///{file}")
        assert said.returncode == 1
        assert "of a newer Goodform than this one (people.9999_from_tomorrow)" in said.stderr
        assert "Traceback" not in said.stderr
    assert told_by_sqlite(file) == before


def test_a_worker_waits_for_migrate(tmp_path: Path) -> None:
    said = goodform(tmp_path, "worker", database=f"sqlite:///{tmp_path / 'goodform.sqlite3'}")
    assert said.returncode == 1
    assert "Run goodform migrate first." in said.stderr


def test_the_newest_release_is_written_down_as_it_was() -> None:
    assert RELEASES
    known = looking.newer_than_this([tuple(each) for each in json.loads(RELEASES[-1].read_text())])
    assert known == [], "a migration that was released is never taken away"
