"""The key pair by which push services know this house (RFC 8292): made once, kept sealed."""

import base64
from functools import cache
from time import time

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

from goodform.outbox.models import Key
from goodform.outbox.sealing import seal, unseal

NAME = "vapid"
HOURS = 12
"""How long a signature is good for; push services refuse more than 24."""


def _make() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


def private_key() -> str:
    """The private key, base64url; the first to ask makes it, everybody gets the same."""
    row = Key.objects.filter(name=NAME).first()
    if row is None:
        Key.objects.bulk_create(
            [Key(name=NAME, sealed=seal({NAME: _make()}))], ignore_conflicts=True
        )
        row = Key.objects.get(name=NAME)
    return unseal(row.sealed)[NAME]


@cache
def _signer(key: str) -> Vapid02:
    return Vapid02.from_raw(key.encode())


def public_key() -> str:
    """The public key as a browser wants it: base64url of the uncompressed point."""
    point = _signer(private_key()).public_key.public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


@cache
def _signed(key: str, origin: str, until: int) -> str:
    claims = {"aud": origin, "exp": until, "sub": f"mailto:{_contact()}"}
    return str(_signer(key).sign(claims)["Authorization"])


def _contact() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")


def authorization(key: str, origin: str) -> str:
    """The header that proves to one push service who is sending; the same for some hours."""
    hours = int(time()) // 3600 // (HOURS // 2) * (HOURS // 2)
    return _signed(key, origin, (hours + HOURS) * 3600)
