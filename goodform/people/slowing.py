"""Wrong passwords make the next try wait, longer each time: nobody is locked, no thread waits.

A try is taken before the password is looked at and given back where it was right, so that many at
the same moment are no way round. Somebody on a device they came in by before has tries of their
own there: strangers who guess at their address cannot keep them out.
"""

import time
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest

from goodform.people.ceilings import key_of, network_of
from goodform.people.devices import known_device
from goodform.people.models import Tally

FIRST_WAIT_S = 15


@dataclass(frozen=True)
class Slowing:
    """So many tries without a wait; then 15 seconds, twice as long each time, up to the longest."""

    what: str
    free: int
    longest_s: int
    remembered_s: int

    def wait_s(self, tries: int) -> int:
        """How long the next try waits after so many wrong ones."""
        over = tries - self.free
        return 0 if over < 0 else min(self.longest_s, FIRST_WAIT_S << min(over, 16))

    def key(self, whose: str) -> str:
        """Where it is counted; it names nobody."""
        return key_of(self.what, whose)


HERE = Slowing("wrong passwords for an address from a network", 5, 300, 3600)
ADDRESS = Slowing("wrong passwords for an address", 20, 900, 6 * 3600)
NETWORK = Slowing("wrong passwords from a network", 50, 300, 3600)
DEVICE = Slowing("wrong passwords for an address on a device of theirs", 5, 300, 3600)

Slowed = tuple[Slowing, str]
"""A slowing, and whose tries it counts."""


def for_password(request: HttpRequest, email: str) -> tuple[Slowed, ...]:
    """The counts that a try to come in by password adds to."""
    address = email.strip().lower()
    device = known_device(request, address)
    if device:
        return ((DEVICE, f"{address} {device}"),)
    network = network_of(request)
    counted = ((HERE, f"{address} {network}"), (ADDRESS, address))
    return (*counted, (NETWORK, network)) if network else counted


def _locked(keys: dict[str, Slowing], moment: int) -> list[Tally]:
    """The rows of these, made where there were none, until the transaction ends nobody else's."""
    Tally.objects.bulk_create(
        [Tally(key=key, count=0, ends_at=moment + 60) for key in sorted(keys)],
        ignore_conflicts=True,
    )
    # In one order for all, so that two who count the same never wait for each other.
    rows = Tally.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return list(rows)


@transaction.atomic
def take_a_try(*slowed: Slowed, now: float | None = None) -> int:
    """Count one try for each, and answer 0; or the seconds to wait, and nothing is counted."""
    moment = int(time.time() if now is None else now)
    keys = {each.key(whose): each for each, whose in slowed}
    rows = _locked(keys, moment)
    wait = max((row.again_at - moment for row in rows if row.ends_at > moment), default=0)
    if wait > 0:
        return wait
    for row in rows:
        slowing = keys[row.key]
        row.count = (row.count if row.ends_at > moment else 0) + 1
        row.again_at = moment + slowing.wait_s(row.count)
        row.ends_at = moment + slowing.remembered_s
    Tally.objects.bulk_update(rows, ["count", "again_at", "ends_at"])
    return 0


@transaction.atomic
def give_back(*slowed: Slowed, now: float | None = None) -> None:
    """Take back one try of each: the password was right. What was wrong before stays counted.

    Only where one address was tried from one place is everything forgotten.
    """
    moment = int(time.time() if now is None else now)
    keys = {each.key(whose): each for each, whose in slowed}
    rows = _locked(keys, moment)
    for row in rows:
        own = keys[row.key] in {HERE, DEVICE}
        row.count = 0 if own else max(row.count - 1, 0)
        row.again_at = moment
    Tally.objects.bulk_update(rows, ["count", "again_at"])
