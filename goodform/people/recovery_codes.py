"""Ten codes to keep on paper, each good once, for the day a phone is lost."""

import re
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from django.db import transaction
from django.utils import timezone

from goodform.people.factor_models import RecoveryCode
from goodform.people.models import User

HOW_MANY = 10
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread."""
LENGTH = 12
"""The first sign says which code it is; the other eleven are 55 random bits."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""Argon2id as OWASP asks at least: about 20 ms, and 19 MiB while it is checked."""


def _plain(typed: str) -> str:
    """The typed code, as it was printed: without dashes, and no letters that look like others."""
    signs = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", typed[:100])).upper()
    return signs.translate(str.maketrans("OIL", "011"))


def _shown(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


@transaction.atomic
def made_anew(user: User) -> list[str]:
    """Ten new codes, to be shown once; all earlier ones stop working."""
    first = secrets.SystemRandom().sample(LETTERS, HOW_MANY)
    codes = [each + "".join(secrets.choice(LETTERS) for _ in range(LENGTH - 1)) for each in first]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, handle=code[0], hash=_HASHER.hash(code)) for code in codes
    )
    return [_shown(code) for code in codes]


def left(user: User) -> int:
    """How many were not used."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def spend(user: User, typed: str) -> bool:
    """Whether a code is right and was not used; it is used from now on."""
    code = _plain(typed)
    if len(code) != LENGTH:
        return False
    kept = RecoveryCode.objects.filter(user=user, handle=code[0], used_at=None).first()
    if kept is None:
        return False
    try:
        _HASHER.verify(kept.hash, code)
    except VerifyMismatchError:
        return False
    return bool(
        RecoveryCode.objects.filter(pk=kept.pk, used_at=None).update(used_at=timezone.now())
    )
