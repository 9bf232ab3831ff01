"""How often somebody may do something in a while, counted for all processes of the house.

A ceiling belongs to an address, a network, a patient: never to the whole house, or a stranger would
use up what Alice needs. What is counted is kept under a key that names nobody.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from goodform.people.models import Tally

NETWORK_BITS = 64
"""What one customer has of the new internet; of the old one a whole address."""


@dataclass(frozen=True)
class Ceiling:
    """So many in a while."""

    what: str
    most: int
    within_s: int

    def key(self, whose: str) -> str:
        """Where it is counted."""
        return salted_hmac("ceiling", f"{self.what} {whose}", algorithm="sha256").hexdigest()


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


PASSWORDS = _Three(
    Ceiling("passwords for an address from a network", 5, 300),
    Ceiling("passwords for an address", 50, 3600),
    Ceiling("passwords from a network", 50, 600),
)
MAILS = _Three(
    Ceiling("sign-in mails to an address from a network", 5, 600),
    Ceiling("sign-in mails to an address", 20, 3600),
    Ceiling("sign-in mails from a network", 60, 600),
)


def for_passwords(request: HttpRequest, email: str) -> tuple[Counted, ...]:
    """What a wrong password counts for."""
    return PASSWORDS.of(request, email)


def for_mails(request: HttpRequest, email: str) -> tuple[Counted, ...]:
    """What asking for a sign-in mail counts for, whether the address is known or not."""
    return MAILS.of(request, email)


def is_reached(*counted: Counted, now: float | None = None) -> bool:
    """Whether one of these ceilings is reached. One query, and nothing is counted."""
    moment = int(time.time() if now is None else now)
    most = {ceiling.key(whose): ceiling.most for ceiling, whose in counted}
    found = Tally.objects.filter(pk__in=most, ends_at__gt=moment).values_list("pk", "count")
    return any(count >= most[key] for key, count in found)


def count(*counted: Counted, now: float | None = None) -> bool:
    """Count once for each; False where one of them is now over its ceiling. One statement.

    Until the transaction ends, nobody else counts for the same.
    """
    moment = int(time.time() if now is None else now)
    most = {ceiling.key(whose): ceiling.most for ceiling, whose in counted}
    rows = sorted((ceiling.key(whose), moment + ceiling.within_s) for ceiling, whose in counted)
    table = Tally._meta.db_table
    places = ", ".join(["(%s, %s, 1)"] * len(rows))
    statement = f"""
        INSERT INTO {table} (key, ends_at, count) VALUES {places}
        ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN {table}.ends_at <= %s THEN 1 ELSE {table}.count + 1 END,
            ends_at = CASE WHEN {table}.ends_at <= %s THEN excluded.ends_at
                ELSE {table}.ends_at END
        RETURNING key, count
    """  # noqa: S608  # the table is ours
    with connection.cursor() as cursor:
        cursor.execute(statement, [each for row in rows for each in row] + [moment, moment])
        return all(number <= most[key] for key, number in cursor.fetchall())


def forget(now: datetime) -> int:
    """Drop what was counted for a while that is over."""
    return Tally.objects.filter(ends_at__lte=int(now.timestamp())).delete()[0]
