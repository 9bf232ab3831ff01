"""The backup of every night: when it is due, where it goes, which of them stay."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max

from goodform.keeping.actions import keys_of_this_house, make_backup
from goodform.keeping.backing_up import BackupMade
from goodform.keeping.models import Backup, BackupOutcome, Recipient
from goodform.keeping.which_kept import is_due, kept
from goodform.people.models import Clinic

LEFT_OVER = timedelta(days=1)
"""A part of a file that nobody has added to for so long belongs to nobody."""
_NAME = re.compile(r"goodform-(\d{4}-\d\d-\d\dT\d{6}Z)\.age")
_MOMENT = "%Y-%m-%dT%H%M%SZ"


def of_every_night(folder: Path) -> dict[datetime, Path]:
    """The nightly backups in a folder by their moments; nothing else that lies there."""
    found = {}
    for file in folder.iterdir() if folder.is_dir() else ():
        told = _NAME.fullmatch(file.name)
        if told is not None:
            found[datetime.strptime(told[1], _MOMENT).replace(tzinfo=UTC)] = file
    return found


def _zone() -> ZoneInfo:
    """The clock of the first clinic that lives here."""
    clinic = Clinic.objects.order_by("is_demo", "pk").first()
    return ZoneInfo(clinic.zone if clinic is not None else settings.TIME_ZONE)


def due(now: datetime) -> bool:
    """Whether a nightly backup should begin now. Without a key there is none to make."""
    if not Recipient.objects.exists():
        return False
    attempts = Backup.objects.filter(nightly=True)
    return is_due(
        now,
        zone=_zone(),
        last_good=attempts.filter(outcome=BackupOutcome.GOOD).aggregate(at=Max("began_at"))["at"],
        last_tried=attempts.aggregate(at=Max("began_at"))["at"],
    )


def failed() -> bool:
    """Whether the last nightly backup that ended is one that failed."""
    ended = Backup.objects.filter(nightly=True).exclude(outcome=BackupOutcome.BEGUN)
    last = ended.order_by("-began_at").values_list("outcome", flat=True).first()
    return last == BackupOutcome.FAILED


def make(now: datetime) -> BackupMade:
    """Make the nightly backup, then take away those that need not stay."""
    folder = Path(settings.BACKUPS)
    folder.mkdir(parents=True, exist_ok=True)
    made = make_backup(
        target=folder / f"goodform-{now.astimezone(UTC).strftime(_MOMENT)}.age",
        now=now,
        keys=keys_of_this_house(),
        nightly=True,
    )
    thin_out(folder)
    return made


def thin_out(folder: Path) -> None:
    """Take away the nightly backups that need not stay, and what a killed process left."""
    for part in folder.glob(".goodform-*.age.part"):
        if datetime.fromtimestamp(part.stat().st_mtime, UTC) < datetime.now(UTC) - LEFT_OVER:
            part.unlink(missing_ok=True)
    found = of_every_night(folder)
    for moment in found.keys() - kept(found):
        found[moment].unlink(missing_ok=True)
