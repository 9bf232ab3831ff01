"""How often somebody may do something in a while, counted for all processes of the house.

A ceiling belongs to an address, a network, a patient: never to the whole house, or a stranger would
use up what Alice needs. What is counted is kept under a key that names nobody.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv6Address, ip_address
from threading import Lock

from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from goodform.people.models import Tally

MOST_REMEMBERED = 10_000
NETWORK_BITS = 64
"""The bits of an address one customer has of the new internet; of the old one all of them."""


def key_of(what: str, whose: str) -> str:
    """Under which somebody's doings are counted: it names nobody."""
    return salted_hmac("ceiling", f"{what} {whose}", algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class Ceiling:
    """So many in a while."""

    what: str
    most: int
    within_s: int

    def key(self, whose: str) -> str:
        """Where it is counted."""
        return key_of(self.what, whose)


Counted = tuple[Ceiling, str]
"""A ceiling, and whose it is."""

REQUESTS = Ceiling("requests of a patient", 600, 600)


def network_of(request: HttpRequest) -> str:
    """The network somebody comes from; empty where they come from no public one.

    Behind a proxy that does not say whom it speaks for, everybody seems to come from the proxy.
    """
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> NETWORK_BITS << NETWORK_BITS))
    return str(address)


@dataclass(frozen=True)
class _Three:
    """One address from one network, the address from all, the network for all."""

    here: Ceiling
    address: Ceiling
    network: Ceiling

    def of(self, request: HttpRequest, email: str) -> tuple[Counted, ...]:
        address, network = email.strip().lower(), network_of(request)
        counted = ((self.here, f"{address} {network}"), (self.address, address))
        return (*counted, (self.network, network)) if network else counted


ON_DEVICE = Ceiling("sign-in mails to an address, asked for on a device of theirs", 10, 3600)
MAILS = _Three(
    Ceiling("sign-in mails to an address from a network", 5, 600),
    Ceiling("sign-in mails to an address", 20, 3600),
    Ceiling("sign-in mails from a network", 60, 600),
)

CODES = Ceiling("codes to an address in a day", 10, 24 * 3600)
WRONG_CODES = Ceiling("wrong codes for an address in a day", 30, 24 * 3600)
"""Six digits are few: thirty tries a day at ten codes find one in 90 years."""


def for_mails(request: HttpRequest, email: str, *, device: str = "") -> tuple[Counted, ...]:
    """The counts that asking for a sign-in mail adds to, whether the address is known or not.

    `device` stands for one they came in by before: what strangers ask for counts nothing there.
    """
    if device:
        return ((ON_DEVICE, f"{email.strip().lower()} {device}"),)
    return MAILS.of(request, email)


def wait_s(*counted: Counted, now: float | None = None) -> int:
    """How long until none of these ceilings is reached; 0 where none is. Nothing is counted."""
    moment = int(time.time() if now is None else now)
    most = {ceiling.key(whose): ceiling.most for ceiling, whose in counted}
    found = Tally.objects.filter(pk__in=most, ends_at__gt=moment)
    reached = (row.ends_at - moment for row in found if row.count >= most[row.key])
    return max(reached, default=0)


def count(*counted: Counted, times: int = 1, now: float | None = None) -> bool:
    """Count for each; False where one of them is now over its ceiling. One statement.

    Until the transaction ends, nobody else counts for the same.
    """
    moment = int(time.time() if now is None else now)
    most = {ceiling.key(whose): ceiling.most for ceiling, whose in counted}
    rows = sorted(
        (ceiling.key(whose), moment + ceiling.within_s, times) for ceiling, whose in counted
    )
    table = Tally._meta.db_table
    places = ", ".join(["(%s, %s, %s)"] * len(rows))
    statement = f"""
        INSERT INTO {table} (key, ends_at, count) VALUES {places}
        ON CONFLICT (key) DO UPDATE SET
            count = excluded.count
                + CASE WHEN {table}.ends_at <= %s THEN 0 ELSE {table}.count END,
            ends_at = CASE WHEN {table}.ends_at <= %s THEN excluded.ends_at
                ELSE {table}.ends_at END
        RETURNING key, count
    """  # noqa: S608  # the table is ours
    with connection.cursor() as cursor:
        cursor.execute(statement, [each for row in rows for each in row] + [moment, moment])
        return all(number <= most[key] for key, number in cursor.fetchall())


@dataclass
class NowAndThen:
    """A ceiling that is counted in the table at every tenth time only: most never come so far.

    One for each process; a process hears of what another counted when it counts itself.
    """

    ceiling: Ceiling
    every: int = 10
    _times: dict[str, int] = field(default_factory=dict)
    _over_until: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def passes(self, whose: str, *, now: float | None = None) -> bool:
        """Count once; whether it is not over the ceiling."""
        moment = time.time() if now is None else now
        with self._lock:
            if len(self._times) > MOST_REMEMBERED:
                self._times.clear()
                self._over_until.clear()
            times = self._times.get(whose, 0) + 1
            self._times[whose] = times % self.every
            over = self._over_until.get(whose, 0.0) > moment
        if times < self.every:
            return not over
        if count((self.ceiling, whose), times=times, now=moment):
            return True
        ends_at = Tally.objects.values_list("ends_at", flat=True).get(pk=self.ceiling.key(whose))
        self._over_until[whose] = float(ends_at)
        return False


def forget(now: datetime) -> int:
    """Drop what was counted for a while that is over."""
    return Tally.objects.filter(ends_at__lte=int(now.timestamp())).delete()[0]
