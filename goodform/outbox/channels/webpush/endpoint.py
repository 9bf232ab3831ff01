"""Which addresses push messages go to: those of known push services, and no other.

Two readers of one address may not agree on its host (`https://127.0.0.1\\.push.apple.com/x` was
such a one). So nothing is read in two ways here: only what fits one narrow form is an endpoint, and
what is kept and called is put together anew from its parts.
"""

import re

from django.conf import settings

LONGEST = 1000
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_SIGN = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_ENDPOINT = re.compile(
    rf"https://(?P<host>{_LABEL}(?:\.{_LABEL})+)"
    rf"(?P<path>(?:/{_SIGN}*)+)"
    rf"(?P<query>\?(?:{_SIGN}|[/?])*)?"
)


class NoPushService(ValueError):
    """An address that no push service of a known browser has."""


def endpoint_of(said: str) -> str:
    """The address of a known push service, put together anew: no port, no user, no way upwards.

    Raises `NoPushService`.
    """
    found = _ENDPOINT.fullmatch(said) if len(said) <= LONGEST else None
    if found is None:
        raise NoPushService
    host, path = found["host"], found["path"]
    if not any(host == each or host.endswith(f".{each}") for each in settings.PUSH_SERVICES):
        raise NoPushService
    if {".", ".."} & set(path.split("/")):
        raise NoPushService
    return f"https://{host}{path}{found['query'] or ''}"
