"""Keeping a secret in the database so that only who has the installation's secret reads it.

A sealed text is `key id.nonce and text`, in signs that go anywhere. The key is made for this alone,
and what the secret is for is sealed with it: put into another row, it does not open.
"""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

PURPOSE = b"goodform: secrets of the ways to sign in"
NONCE_BYTES = 12


class SecretLost(ValueError):
    """A sealed secret that no secret key of this installation opens, or that was changed."""

    def __init__(self) -> None:
        super().__init__(
            "This was sealed with another GOODFORM_SECRET_KEY, or was changed. Put the earlier key "
            "into GOODFORM_OLD_SECRET_KEYS, or let the person in anew: goodform let-in EMAIL."
        )


@lru_cache(maxsize=16)
def _key_from(secret: str) -> tuple[str, bytes]:
    """The name of a key, and the key."""
    key = hmac.digest(secret.encode(), PURPOSE, "sha256")
    return hashlib.sha256(key).hexdigest()[:8], key


def sealed(text: str, *, what_for: str) -> str:
    """The text, to be kept; `what_for` must be said again to open it."""
    name, key = _key_from(settings.SECRET_KEY)
    nonce = secrets.token_bytes(NONCE_BYTES)
    box = nonce + AESGCM(key).encrypt(nonce, text.encode(), f"{name} {what_for}".encode())
    return f"{name}.{base64.urlsafe_b64encode(box).decode()}"


def opened(kept: str, *, what_for: str) -> str:
    """The text again; raises `SecretLost`, and never answers anything else."""
    name, _dot, said = kept.partition(".")
    keys = dict(_key_from(secret) for secret in (settings.SECRET_KEY, *settings.OLD_SECRET_KEYS))
    try:
        box = base64.urlsafe_b64decode(said.encode())
        text = AESGCM(keys[name]).decrypt(
            box[:NONCE_BYTES], box[NONCE_BYTES:], f"{name} {what_for}".encode()
        )
        return text.decode()
    except (KeyError, ValueError, InvalidTag):
        raise SecretLost from None
