"""How the backups of this house are doing, for its owners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from goodform.keeping.models import Backup, BackupOutcome, Recipient
from goodform.keeping.which_kept import is_too_old

SHOWN = 14
"""Attempts on the page: two weeks of nights."""
GIVEN_UP_AFTER = timedelta(hours=12)
"""A backup that has not ended by then was killed."""


@dataclass(frozen=True)
class BackupState:
    """Could a bad day be survived: who can open the backups, the last good one, what failed.

    `trouble` says in which ways it could not, gravest first: `no key`, `nobody can open`, `none`,
    `old`, `failed`. `last_good` is the last one made for the key of today.
    """

    key: str
    proven_at: datetime | None
    last_good: Backup | None
    last: Backup | None
    at_work: bool
    trouble: tuple[str, ...]
    lately: Sequence[Backup]


def state(now: datetime) -> BackupState:
    """Four queries. Nothing in it is of a clinic or a patient: every owner of the house sees it."""
    named = Recipient.objects.first()
    lately = list(Backup.objects.order_by("-began_at")[:SHOWN])
    good = None
    if named is not None:
        good = (
            Backup.objects.filter(outcome=BackupOutcome.GOOD, keys__contains=named.key)
            .order_by("-began_at")
            .first()
        )
    last = Backup.objects.filter(nightly=True).order_by("-began_at").first()
    begun = last is not None and last.outcome == BackupOutcome.BEGUN
    at_work = begun and last is not None and now - last.began_at < GIVEN_UP_AFTER
    return BackupState(
        key=named.key if named is not None else "",
        proven_at=named.proven_at if named is not None else None,
        last_good=good,
        last=last,
        at_work=at_work,
        trouble=tuple(_trouble(now, named, good, last, at_work=at_work)),
        lately=lately,
    )


def _trouble(
    now: datetime,
    named: Recipient | None,
    good: Backup | None,
    last: Backup | None,
    *,
    at_work: bool,
) -> list[str]:
    found = []
    if named is None:
        found.append("no key")
    elif named.proven_at is None:
        found.append("nobody can open")
    if named is not None and good is None:
        found.append("none")
    elif good is not None and is_too_old(now, good.began_at):
        found.append("old")
    if last is not None and last.outcome != BackupOutcome.GOOD and not at_work:
        found.append("failed")
    return found
