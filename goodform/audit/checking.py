"""Is the record whole? Every seal of a clinic's rows, one after the other."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from goodform.audit.models import AuditRow, RecordCheck
from goodform.audit.sealing import KeyMissing

AT_A_TIME = 1000
BEFORE_ALL = -(2**63)


class Flaw(StrEnum):
    """A kind of fault in a row."""

    CHANGED = "changed"
    GAP = "gap"
    NO_KEY = "no key"
    KEY_MISSING = "key missing"
    LOST = "lost"


SENTENCES = {
    Flaw.CHANGED: "its seal does not fit what it says: it was changed, or written by another hand",
    Flaw.GAP: "it does not follow the row before it: rows were taken out there, or slipped in",
    Flaw.NO_KEY: "it has no key where all rows have one: it was written by another hand",
    Flaw.KEY_MISSING: (
        "it was sealed by a key that is not here: name the secret key that was in use then "
        "in GOODFORM_OLD_SECRET_KEYS"
    ),
    Flaw.LOST: "the newest seal of the last check is gone: the end of the record was cut off",
}
"""For whoever runs the check."""


@dataclass(frozen=True)
class Found:
    """The findings of a look over one clinic's rows.

    `broken_row` is the first that is wrong, `breaks` how many are, and `kept` the seals that were
    asked for, each with the row that carries it.
    """

    rows: int = 0
    newest_seal: str = ""
    broken_row: int | None = None
    why: Flaw | None = None
    breaks: int = 0
    kept: dict[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether every row is as it was written, and none is missing before the last."""
        return self.why is None


def rows_in_order(clinic: UUID) -> Iterator[AuditRow]:
    """All rows of a clinic, oldest first; some at a time, which also works behind a pool."""
    last = BEFORE_ALL
    while True:
        further = AuditRow.objects.filter(clinic_id=clinic, id__gt=last)
        page = list(further.order_by("id")[:AT_A_TIME])
        yield from page
        if len(page) < AT_A_TIME:
            return
        last = page[-1].pk


def look_over(
    clinic: UUID,
    *,
    for_seals: Collection[str] = (),
    must_hold: str = "",
    strange_keys_pass: bool = False,
) -> Found:
    """Look at every row of a clinic; one query for a thousand rows.

    `for_seals` are looked for; `must_hold` is one that makes the record broken where it is gone.
    With `strange_keys_pass` a key that is not here is nothing wrong: another house sealed by it.
    """
    rows, breaks, before, keyed = 0, 0, "", False
    first: tuple[int, Flaw] | None = None
    kept: dict[str, int] = {}
    last: AuditRow | None = None
    for row in rows_in_order(clinic):
        why = _wrong_with(row, before, keyed=keyed)
        if why is Flaw.KEY_MISSING and strange_keys_pass:
            why = None
        if why is not None:
            first, breaks = first or (row.pk, why), breaks + 1
        if row.seal in for_seals or row.seal == must_hold:
            kept[row.seal] = row.pk
        rows, before, keyed, last = rows + 1, row.seal, keyed or bool(row.key), row
    if last is not None and not keyed:
        # Since there are keys every record ends with a row that has one.
        first, breaks = first or (last.pk, Flaw.NO_KEY), breaks + 1
    row_id, wrong = first or (None, None)
    if must_hold and must_hold not in kept:
        wrong, breaks = wrong or Flaw.LOST, breaks + 1
    return Found(rows, before, row_id, wrong, breaks, kept)


def _wrong_with(row: AuditRow, before: str, *, keyed: bool) -> Flaw | None:
    if row.before != before:
        return Flaw.GAP
    if keyed and not row.key:
        return Flaw.NO_KEY
    try:
        return None if row.seal == row.sealed() else Flaw.CHANGED
    except KeyMissing:
        return Flaw.KEY_MISSING


def look_again(clinic: UUID, *, for_seals: Collection[str] = ()) -> Found:
    """Look over a clinic's record, in which the newest seal of the last check must still be."""
    last = RecordCheck.objects.filter(clinic_id=clinic).first()
    return look_over(clinic, for_seals=for_seals, must_hold=last.kept_seal if last else "")


def check_and_keep(clinic: UUID, *, now: datetime) -> RecordCheck:
    """Look over a clinic's record again and keep what was found, for its owner."""
    found = look_again(clinic)
    facts = {
        "at": now,
        "rows": found.rows,
        "newest_seal": found.newest_seal,
        "broken_row": found.broken_row,
        "why": found.why or "",
        "breaks": found.breaks,
    }
    if found.whole:
        # A seal that is gone stays the one to be found: what was cut off stays said.
        facts["kept_seal"] = found.newest_seal
    check, _made = RecordCheck.objects.update_or_create(clinic_id=clinic, defaults=facts)
    return check
