"""Putting a backup back, onto an empty house or a living one. What was there is kept aside."""

import filecmp
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.translation import gettext as _

from goodform.audit.actions import SOFTWARE, record
from goodform.keeping import archive, looking
from goodform.keeping.archive import BESIDE, About
from goodform.keeping.backing_up import look_at
from goodform.keeping.erased_before import Erased, erase_again, erased_before
from goodform.keeping.models import Backup, Recipient
from goodform.keeping.putting_in import put_in
from goodform.keeping.refusals import FileChanged, NewerSchema, OtherClinic, SecretKeyMissing
from goodform.keeping.scratch import DATABASE, Seen, alone
from goodform.keeping.sealed import Identity
from goodform.keeping.snapshot import applied_in, opened, take
from goodform.keeping.tables import counts_in_sqlite, data_of, in_sqlite
from goodform.people.models import Clinic

_PLAIN = b"SQLite format 3\0"
_FOLDERS_OF_ROWS = frozenset({"clips", "media"})
"""Folders in which each file belongs to a row: what no row names any more is moved aside."""


@dataclass(frozen=True)
class Restored:
    """The backup put back: its moment, clinics and rows; where the old data lie, if any."""

    made_at: str
    clinics: Sequence[str]
    rows: int
    aside: Path | None
    secret_changed: bool


@dataclass(frozen=True)
class _Arriving:
    """One restore on its way: what arrived, and where the old goes."""

    arrived: Path
    aside: Path
    about: About
    seen: Seen
    stay: frozenset[str]
    erased: Sequence[Erased]


def restore(
    file: Path, *, identities: Sequence[Identity], now: datetime, other_clinic: bool = False
) -> Restored:
    """Replace everything by what is in `file`; a `Refused` says by name why nothing was changed.

    `file` is a backup, or a database that an earlier restore kept aside. It is gone through in a
    scratch place first, and brought up to date there. Then all rows are replaced in one
    transaction, and everybody is signed out. `other_clinic` allows a file of a clinic that is not
    the one living here.
    """
    with alone() as scratch:
        arrived = scratch / "arrived"
        arrived.mkdir()
        about = _open(file, arrived, identities)
        _not_newer(about.migrations, _("This file"))
        seen = look_at(arrived, about)
        _not_newer(looking.applied_here(), _("The database here"))
        looking.migrate()
        if not other_clinic:
            _is_ours(seen)
        arriving = _Arriving(
            arrived=arrived,
            aside=Path(settings.DATA) / "kept-aside" / f"{now:%Y-%m-%dT%H-%M-%S-%fZ}",
            about=about,
            seen=seen,
            stay=_stays(),
            erased=erased_before(file.parent),
        )
        _add_what_is_missing(arrived)
        _seal_by(arrived)
        put_in(
            arrived / DATABASE,
            connection,
            first=lambda: _keep_aside(arriving),
            then=lambda: _finish(arriving),
            stay=arriving.stay,
        )
        secret_changed = _settle_files(arriving)
    return Restored(
        made_at=about.made_at,
        clinics=sorted(seen.clinics.values()),
        rows=sum(about.counts.values()),
        aside=arriving.aside if arriving.aside.exists() else None,
        secret_changed=secret_changed,
    )


def _open(file: Path, arrived: Path, identities: Sequence[Identity]) -> About:
    """Unpack a backup, or copy a database that was kept aside."""
    try:
        with file.open("rb") as begin:
            plain = begin.read(len(_PLAIN)) == _PLAIN
    except OSError as problem:
        raise FileChanged(
            _("%(file)s cannot be read: %(why)s") % {"file": file, "why": problem.strerror}
        ) from problem
    if not plain:
        return archive.read(file, into=arrived, identities=identities)
    shutil.copyfile(file, arrived / DATABASE)
    for name in BESIDE:
        for beside in archive.files_in(file.parent / name):
            target = arrived / beside.relative_to(file.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(beside, target)
    try:
        with opened(arrived / DATABASE) as database:
            return About(
                made_at=datetime.fromtimestamp(file.stat().st_mtime).astimezone().isoformat(),
                database="sqlite",
                counts=counts_in_sqlite(database, data_of(in_sqlite(database))),
                migrations=applied_in(database),
            )
    except sqlite3.DatabaseError as problem:
        raise FileChanged(
            _("%(file)s is no database of Goodform, or a damaged one.") % {"file": file}
        ) from problem


def _not_newer(applied: Sequence[looking.AppliedMigration], what: str) -> None:
    newer = looking.newer_than_this(applied)
    if newer:
        raise NewerSchema(
            _(
                "%(what)s is of a newer Goodform than this one (%(first)s). "
                "Update Goodform first. Nothing was changed."
            )
            % {"what": what, "first": newer[0]}
        )


def _is_ours(seen: Seen) -> None:
    """Raise `OtherClinic` where real clinics live here and the file has none of them."""
    here = {
        str(pk): name for pk, name in Clinic.objects.filter(is_demo=False).values_list("pk", "name")
    }
    if here and not here.keys() & seen.clinics.keys():
        raise OtherClinic(
            _(
                "This file is of %(there)s. Here lives %(here)s, which is not in it. "
                "If you mean it, say --other-clinic. Nothing was changed."
            )
            % {
                "there": ", ".join(sorted(seen.clinics.values())) or _("no clinic"),
                "here": ", ".join(sorted(here.values())),
            }
        )


def _stays() -> frozenset[str]:
    """Which backups were made here and for whose key stays what it is, once there is a key."""
    if not Recipient.objects.exists():
        return frozenset()
    return frozenset(model._meta.db_table for model in (Recipient, Backup))


def _keep_aside(arriving: _Arriving) -> None:
    """Nobody writes any more: put this moment of the living database aside, whole."""
    if not Clinic.objects.exists():
        return
    old = arriving.arrived.parent / "old"
    old.mkdir()
    take(old)
    arriving.aside.parent.mkdir(exist_ok=True)
    old.rename(arriving.aside)


def _finish(arriving: _Arriving) -> None:
    """Everybody is signed out, who was erased is erased again, and each record says so."""
    Session.objects.all().delete()
    erase_again(arriving.erased)
    for clinic in Clinic.objects.order_by("pk"):
        record(
            by=SOFTWARE,
            clinic=clinic.pk,
            action="restored",
            subject="backup",
            subject_id=arriving.about.made_at[:64],
            rows=sum(arriving.about.counts.values()),
        )


def _add_what_is_missing(arrived: Path) -> None:
    """Files the new rows speak of are there before the rows are; none is overwritten."""
    data = Path(settings.DATA)
    for name in BESIDE:
        for file in archive.files_in(arrived / name):
            target = data / file.relative_to(arrived)
            if not target.exists():
                _lay(file, target)


def _seal_by(arrived: Path) -> None:
    """Seal what is written into the record from here on by the key that will be here then."""
    if settings.SECRET_KEY_IS_SET:
        return
    came = arrived / "secret-key"
    if came.exists():
        settings.SECRET_KEY = came.read_text().strip()
    elif not (Path(settings.DATA) / "secret-key").exists():
        raise SecretKeyMissing(
            _(
                "No secret key came with it, and there is none here. Set GOODFORM_SECRET_KEY to "
                "the one that house had. Nothing was changed."
            )
        )


def _lay(file: Path, target: Path) -> None:
    """Copy a file to its place, where it is whole from the first moment it is there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(file, part)
    part.replace(target)


def _settle_files(arriving: _Arriving) -> bool:
    """Move aside each file that differs from what arrived, or belongs to no row any more.

    Answers whether the secret key is another one now.
    """
    data = Path(settings.DATA)
    secret_changed = False
    for name in BESIDE:
        if not (arriving.arrived / name).exists() and name not in _FOLDERS_OF_ROWS:
            continue
        for file in archive.files_in(data / name):
            new = arriving.arrived / file.relative_to(data)
            if new.exists() and filecmp.cmp(new, file, shallow=False):
                continue
            _lay(file, arriving.aside / file.relative_to(data))
            if new.exists():
                _lay(new, file)
                secret_changed = secret_changed or name == "secret-key"
            else:
                file.unlink()
    return secret_changed
