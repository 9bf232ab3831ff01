"""The seal of a row: what it covers, and by which key.

A seal without a key can be made by anybody who can write into the database. One with a key can be
made only by whoever also has the installation's secret, which is kept outside the database.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings

PURPOSE = b"goodform: the seal of the record of who did what"
"""The key is made for this alone: whoever learns it can sign in as nobody."""


class KeyMissing(LookupError):
    """A row was sealed by a key that this installation does not have."""


@dataclass(frozen=True)
class SealKey:
    """A key, and the name by which a row says that it was sealed by it."""

    id: str
    secret: bytes = field(repr=False)


@lru_cache(maxsize=16)
def key_from(secret: str) -> SealKey:
    """The key that an installation's secret gives."""
    made = hmac.digest(secret.encode(), PURPOSE, "sha256")
    return SealKey(hashlib.sha256(made).hexdigest()[:16], made)


def key_in_use() -> SealKey:
    """The key of every new row."""
    return key_from(settings.SECRET_KEY)


def keys() -> Mapping[str, SealKey]:
    """By name, the key in use and those of secrets that were in use before."""
    secrets = (settings.SECRET_KEY, *settings.OLD_SECRET_KEYS)
    return {each.id: each for each in map(key_from, secrets)}


def seal_of(content: Sequence[object], *, key: str) -> str:
    """The seal over this content; raises `KeyMissing`.

    `key` names the key; with "" it is the plain hash that rows carried before there were keys.
    """
    text = json.dumps([*content, key] if key else content, sort_keys=True).encode()
    if not key:
        return hashlib.sha256(text).hexdigest()
    known = keys().get(key)
    if known is None:
        raise KeyMissing(key)
    return hmac.digest(known.secret, text, "sha256").hex()
