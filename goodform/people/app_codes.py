"""Codes of six digits that an app on a phone makes, a new one every half-minute (RFC 6238)."""

import base64
import re
import secrets
import time
import unicodedata
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.utils import timezone

from goodform.people.factor_models import Factor
from goodform.people.sealed_secret import opened

STEP_S = 30
DIGITS = 6
SECRET_BYTES = 20
LATE_STEPS = 1
"""Whoever reads a code in its last seconds still has time to type it. None is taken early."""


def digits_of(typed: str) -> str:
    """The digits of what was typed or pasted, whatever stands between them."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", typed[:100]))


def new_secret() -> str:
    """A new secret from which an app makes its codes, as apps write it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def address_for_app(secret: str, *, account: str, house: str) -> str:
    """The address that an app reads from the code to scan."""
    words = urlencode({"secret": secret, "issuer": house}, quote_via=quote)
    return f"otpauth://totp/{quote(house, safe='')}:{quote(account, safe='')}?{words}"


def code_at(secret: str, step: int) -> str:
    """The code of a half-minute, counted from 1970."""
    # SHA1 is what every app makes; as an HMAC nothing is known against it.
    made = TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_S, enforce_key_length=False)  # noqa: S303
    return made.generate(step * STEP_S).decode()


def step_of(secret: str, typed: str, *, now: float | None = None) -> int | None:
    """Of which half-minute a code is that fits now; None where it fits none."""
    today = int((time.time() if now is None else now) // STEP_S)
    made = TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_S, enforce_key_length=False)  # noqa: S303
    for step in range(today, today - LATE_STEPS - 1, -1):
        try:
            made.verify(digits_of(typed).encode(), step * STEP_S)
        except InvalidToken:
            continue
        return step
    return None


def secret_of(factor: Factor) -> str:
    """The secret from which the app of this factor makes its codes; raises `SecretLost`."""
    return opened(factor.secret, what_for=f"app of {factor.user_id}")


def fits(factor: Factor, typed: str, *, now: float | None = None) -> bool:
    """Whether a code is right and was not used; it is used from now on, for all processes."""
    step = step_of(secret_of(factor), typed, now=now)
    if step is None:
        return False
    used = Factor.objects.filter(pk=factor.pk, last_step__lt=step).update(
        last_step=step, used_at=timezone.now()
    )
    return bool(used)
