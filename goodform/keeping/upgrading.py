"""Before the schema of a living database changes: keep what is there, and try the change on a copy.

The tables are still the old ones, so the models of today cannot be asked: plain SQL is.
"""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from goodform.keeping import looking, sealed
from goodform.keeping.archive import About
from goodform.keeping.backing_up import back_up, look_at
from goodform.keeping.models import Backup, BackupOutcome, Recipient
from goodform.keeping.refusals import NewerSchema, RecordBroken
from goodform.keeping.scratch import DATABASE, alone, room_in
from goodform.keeping.snapshot import applied_in, opened, take
from goodform.people.models import Clinic

KEPT = 3
"""How many of what was kept before an upgrade stay; older ones go."""
_NAME = "before-upgrade-"
_MOMENT = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True)
class KeptBefore:
    """Where the old data lie: a backup for these keys, or, where nobody has one, a plain copy."""

    file: Path
    keys: tuple[str, ...]
    rows: int
    began_at: datetime


def refuse_newer() -> None:
    """Raise `NewerSchema` where the database was brought up to date by a newer Goodform."""
    newer = looking.newer_than_this(looking.applied_here())
    if newer:
        raise NewerSchema(
            _(
                "The database is of a newer Goodform than this one (%(first)s). Update Goodform, "
                "or restore the backup that was made before the upgrade. Nothing was changed."
            )
            % {"first": newer[0]}
        )


def bring_up_to_date(now: datetime) -> KeptBefore | None:
    """Change the schema where it is older than this Goodform's; nothing is done where it is not.

    What was there is kept first, opened and counted, and the change is tried on that copy: where
    that fails a `Refused` says why, and the living database is as it was. Killed in the middle, it
    is done again from where it was.
    """
    refuse_newer()
    if not looking.is_behind():
        return None
    kept = _keep(now) if _holds_anything() else None
    looking.migrate()
    if kept is not None and kept.keys:
        Backup.objects.create(
            began_at=now,
            ended_at=now,
            outcome=BackupOutcome.GOOD,
            file=str(kept.file)[:1000],
            keys="\n".join(kept.keys),
            rows=kept.rows,
            size=kept.file.stat().st_size,
        )
    return kept


def _there(table: str) -> bool:
    return table in connection.introspection.table_names()


def _holds_anything() -> bool:
    """Whether there is a clinic: before that nothing can be lost."""
    table = Clinic._meta.db_table
    if not _there(table):
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None


def _keys() -> tuple[str, ...]:
    table = Recipient._meta.db_table
    if not _there(table):
        return ()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return tuple(str(key) for (key,) in cursor.fetchall())


def _keep(now: datetime) -> KeptBefore:
    keys, name = _keys(), f"{_NAME}{now:{_MOMENT}}"
    if keys:
        # A record that somebody broke is loud already, and must not keep a house on old code.
        with suppress(RecordBroken):
            return _backed_up(name, keys, now)
    aside = Path(settings.DATA) / "kept-aside"
    aside.mkdir(exist_ok=True)
    rows = _copy(aside / name, now)
    _thin_out(aside, "")
    return KeptBefore(aside / name / DATABASE, (), rows, now)


def _backed_up(name: str, keys: tuple[str, ...], now: datetime) -> KeptBefore:
    folder = Path(settings.BACKUPS)
    folder.mkdir(parents=True, exist_ok=True)
    made = back_up(
        folder / f"{name}.age", recipients=[sealed.recipient(key) for key in keys], now=now
    )
    _thin_out(folder, ".age")
    return KeptBefore(made.file, keys, made.rows, now)


def _copy(target: Path, now: datetime) -> int:
    """A plain copy, from which `goodform restore` brings everything back."""
    with alone() as scratch:
        taken = scratch / "taken"
        taken.mkdir()
        counts = take(taken)
        with room_in(target.parent):
            part = target.with_name(f".{target.name}.part")
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(taken, part)
            part.rename(target)
        with opened(taken / DATABASE) as database:
            about = About(
                made_at=now.isoformat(),
                database=connection.vendor,
                counts=dict(counts),
                migrations=applied_in(database),
            )
        with suppress(RecordBroken):
            look_at(taken, about)
    return sum(counts.values())


def _thin_out(folder: Path, suffix: str) -> None:
    found = sorted(folder.glob(f"{_NAME}*{suffix}"))
    for old in found[:-KEPT]:
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()
