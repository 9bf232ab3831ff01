"""Keeping a text so that only this house, with its secret key, can read it."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _


class CannotOpen(ValueError):
    """A sealed text that this house's secret key does not open: the key was changed."""


def _box() -> Fernet:
    key = hashlib.sha256(b"goodform.outbox" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(value: dict[str, str]) -> str:
    """Seal a few texts."""
    return _box().encrypt(json.dumps(value).encode()).decode()


def unseal(sealed: str) -> dict[str, str]:
    """The texts again, or `CannotOpen`."""
    try:
        texts: dict[str, str] = json.loads(_box().decrypt(sealed.encode()))
        return texts
    except InvalidToken as problem:
        raise CannotOpen(
            _("This was sealed with another GOODFORM_SECRET_KEY. Set the earlier key again.")
        ) from problem
