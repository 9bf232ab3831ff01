"""`goodform check-record`: every clinic's record, row by row, and the seals to keep elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from goodform.audit.actions import HOUSE
from goodform.audit.checking import SENTENCES, Found, look_again
from goodform.people.models import Clinic


@dataclass(frozen=True)
class Report:
    """The lines to print, and whether every record is whole and holds the seals asked for."""

    lines: tuple[str, ...]
    whole: bool


def report_on_records(*, against: Sequence[str] = ()) -> Report:
    """Look over the record of every clinic; `against` are seals that were kept elsewhere."""
    lines, whole, missing = [], True, dict.fromkeys(against)
    for name, clinic in _records():
        found = look_again(clinic, for_seals=against)
        whole = whole and found.whole
        if found.rows or not found.whole:
            lines.append(f"{name}: {_said(found)}")
        for seal, row in found.kept.items():
            if seal in missing:
                lines.append(f"  the kept seal {seal} is that of row {row}")
                del missing[seal]
    lines += [f"The kept seal {seal} is in no record: rows were taken out." for seal in missing]
    return Report(tuple(lines) or ("There is nothing in any record yet.",), whole and not missing)


def _records() -> Iterator[tuple[str, UUID]]:
    for clinic in Clinic.objects.order_by("name", "pk"):
        yield clinic.name, clinic.pk
    yield "No one clinic", HOUSE


def _said(found: Found) -> str:
    if found.why is None:
        return f"{found.rows} rows, whole. Newest seal: {found.newest_seal}"
    where = f"row {found.broken_row}" if found.broken_row is not None else "the end"
    more = f" ({found.breaks} places in all)" if found.breaks > 1 else ""
    return f"{found.rows} rows, BROKEN at {where}: {SENTENCES[found.why]}{more}"
