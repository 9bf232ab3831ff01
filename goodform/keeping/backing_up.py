"""Making a backup. It counts only once the written file was opened, restored and gone through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from goodform.keeping import archive, sealed
from goodform.keeping.archive import About
from goodform.keeping.refusals import DoesNotAddUp, FileChanged, InTheWay, RecordBroken
from goodform.keeping.scratch import DATABASE, Seen, alone, look_through, room_in
from goodform.keeping.sealed import Identity, Recipient
from goodform.keeping.snapshot import applied_in, opened, take
from goodform.keeping.tables import counts_in_sqlite, data_of, in_sqlite


@dataclass(frozen=True)
class BackupMade:
    """A backup that was proven: the file, its bytes, the rows in it, and how long it took."""

    file: Path
    size: int
    rows: int
    seconds: float


def back_up(target: Path, *, recipients: Sequence[Recipient], now: datetime) -> BackupMade:
    """Write a backup for these recipients as `target`, and prove it. A `Refused` says why not.

    The proof needs a key: one is made for this run, is the file's second recipient, and is gone
    when this returns. Until the proof is given the file has another name.
    """
    began = monotonic()
    if target.exists():
        raise InTheWay(_("%(file)s is there already. Name another file.") % {"file": target})
    if not target.parent.is_dir():
        raise InTheWay(_("There is no folder %(folder)s.") % {"folder": target.parent})
    once = sealed.new_identity()
    with alone() as scratch:
        taken = scratch / "taken"
        taken.mkdir()
        counts = take(taken)
        about = _about(taken / DATABASE, counts, now)
        with room_in(target.parent), archive.arriving(target) as part:
            archive.write(
                part,
                database=taken / DATABASE,
                data=Path(settings.DATA),
                about=about,
                recipients=[*recipients, once.to_public()],
            )
            (taken / DATABASE).unlink()
            _prove(part, scratch / "proof", counts, once)
        return BackupMade(target, target.stat().st_size, sum(counts.values()), monotonic() - began)


def _about(database: Path, counts: Mapping[str, int], now: datetime) -> About:
    with opened(database) as taken:
        return About(
            made_at=now.isoformat(),
            database=connection.vendor,
            counts=dict(counts),
            migrations=applied_in(taken),
        )


def _prove(part: Path, folder: Path, counts: Mapping[str, int], once: Identity) -> None:
    folder.mkdir()
    with room_in(folder):
        about = archive.read(part, into=folder, identities=[once])
        if dict(about.counts) != dict(counts):
            raise DoesNotAddUp(_("The backup that was written is not the one that was meant."))
        look_at(folder, about)


def look_at(folder: Path, about: About) -> Seen:
    """Check what was unpacked: whole, as many rows as were sent, the record unbroken."""
    with opened(folder / DATABASE) as database:
        said = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise FileChanged(_("The database in the backup is damaged: %(why)s") % {"why": said})
        found = counts_in_sqlite(database, data_of(in_sqlite(database)))
    if found != dict(about.counts):
        raise DoesNotAddUp(_("The backup does not hold as many rows as it says."))
    seen = look_through(folder)
    if seen.broken:
        raise RecordBroken(
            _("The record of who did what does not fit together in this database: %(where)s")
            % {"where": "; ".join(seen.broken)}
        )
    return seen
