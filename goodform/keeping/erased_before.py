"""Who was erased before: no backup brings them back.

The list is in the database, and beside the backups as a file of numbers and days, because a backup
that is older than an erasure does not know of it, and a new machine has nothing else.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from goodform.keeping.forgetting import forget_rows
from goodform.keeping.models import Erasure
from goodform.people.models import Patient

FILE = "erased.txt"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Erased:
    """One record that was erased: its clinic, its number, when and by whom (a number)."""

    clinic: UUID
    patient: UUID
    at: datetime
    by_id: str


def note_beside_backups(erased: Erased) -> None:
    """Add a line to the file beside the backups. Raises OSError where it cannot be written."""
    folder = Path(settings.BACKUPS)
    folder.mkdir(parents=True, exist_ok=True)
    line = f"{erased.clinic} {erased.patient} {erased.at.isoformat()} {erased.by_id}\n"
    with (folder / FILE).open("a") as file:
        file.write(line)


def _read(file: Path) -> Iterable[Erased]:
    """The lines of a file; a line that nobody can read is told of and left out."""
    for line in file.read_text().splitlines() if file.is_file() else ():
        try:
            clinic, patient, at, by_id = line.split()
            yield Erased(UUID(clinic), UUID(patient), datetime.fromisoformat(at), by_id)
        except ValueError:
            log.warning("a line of %s tells of no erasure", file)


def erased_before(*folders: Path) -> Sequence[Erased]:
    """Who was erased, by the database that lives here and the files beside backups."""
    found: dict[UUID, Erased] = {}
    for folder in {Path(settings.BACKUPS), *folders}:
        found.update({each.patient: each for each in _read(folder / FILE)})
    if Erasure._meta.db_table in connection.introspection.table_names():
        for row in Erasure.objects.all():
            found[row.patient_id] = Erased(row.clinic_id, row.patient_id, row.at, row.by_id)
    return list(found.values())


def erase_again(erased: Collection[Erased]) -> int:
    """Erase whoever came back with a backup; how many there were. In the restore's transaction."""
    known = set(Erasure.objects.values_list("patient_id", flat=True))
    back = Patient.objects.filter(pk__in=[each.patient for each in erased])
    gone = forget_rows(list(back))
    Erasure.objects.bulk_create(
        Erasure(clinic_id=each.clinic, patient_id=each.patient, at=each.at, by_id=each.by_id)
        for each in erased
        if each.patient not in known
    )
    return gone
