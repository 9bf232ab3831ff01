"""Naming a key, proving it, and noting how each backup went."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pyrage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import SOFTWARE, Actor, record
from goodform.keeping import sealed
from goodform.keeping.backing_up import BackupMade, back_up
from goodform.keeping.models import Backup, BackupOutcome, Recipient
from goodform.keeping.refusals import KeyUnreadable, NoRecipient, Refused
from goodform.people.models import Clinic

IDENTITY = "AGE-SECRET-KEY-1"
"""How a text begins that opens what was encrypted."""
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter or figure that is taken for another when it is typed from paper."""


def _hash(word: str) -> str:
    return hashlib.sha256(word.strip().lower().encode()).hexdigest()


def _say_in_the_record(by: Actor, action: str, key: str) -> None:
    for clinic in Clinic.objects.order_by("pk"):
        record(by=by, clinic=clinic.pk, action=action, subject="backup key", subject_id=key[:64])


@transaction.atomic
def name_recipient(*, key: str, now: datetime, by: Actor = SOFTWARE) -> str:
    """Make backups for this key from now on; answers a word encrypted for it, as armoured text.

    Named again, a key that was proven stays proven. Another one takes the place of the last.
    """
    whose = sealed.recipient(key)
    groups = ("".join(secrets.choice(SIGNS) for _number in range(4)) for _group in range(3))
    word = "-".join(groups)
    locked: str = pyrage.encrypt(word.encode(), [whose], armored=True).decode()
    facts = {"word": _hash(word), "sealed_word": locked}
    named, new = Recipient.objects.update_or_create(
        key=key.strip(), defaults=facts, create_defaults={**facts, "named_at": now}
    )
    Recipient.objects.exclude(pk=named.pk).delete()
    if new:
        _say_in_the_record(by, "backup key named", named.key)
    return locked


@transaction.atomic
def prove(*, answer: str, now: datetime, by: Actor = SOFTWARE) -> Recipient:
    """Take the decrypted word, or the identity itself, which decrypts it here and is forgotten.

    Raises `KeyUnreadable` where it is neither.
    """
    named = Recipient.objects.first()
    if named is None:
        raise NoRecipient(_("No key is named yet. Run: goodform backup-key"))
    word = _decrypted(named, answer) if answer.strip().upper().startswith(IDENTITY) else answer
    if not secrets.compare_digest(named.word, _hash(word)):
        raise KeyUnreadable(
            _("That is not the word. Decrypt the newest one that was shown, and type what it says.")
        )
    if named.proven_at is None:
        named.proven_at = now
        named.save(update_fields=["proven_at"])
        _say_in_the_record(by, "backup key proven", named.key)
    return named


def _decrypted(named: Recipient, answer: str) -> str:
    try:
        found: bytes = pyrage.decrypt(named.sealed_word.encode(), [sealed.identity(answer)])
    except pyrage.DecryptError as problem:
        raise KeyUnreadable(
            _("That key does not open what was made for %(key)s.") % {"key": named.key}
        ) from problem
    return found.decode()


def keys_of_this_house() -> list[str]:
    """For whom backups are made here; `NoRecipient` where nobody could open one."""
    keys = list(Recipient.objects.values_list("key", flat=True))
    if not keys:
        raise NoRecipient(
            _("Nobody could open this backup. Name a key first: goodform backup-key, or --to age1…")
        )
    return keys


def make_backup(
    *, target: Path, now: datetime, keys: Sequence[str], nightly: bool = False
) -> BackupMade:
    """Make a backup and note how it went, also where it fails; raises what it failed with."""
    recipients = [sealed.recipient(key) for key in keys]
    row = Backup.objects.create(
        began_at=now, file=str(target)[:1000], nightly=nightly, keys="\n".join(keys)
    )
    try:
        made = back_up(target, recipients=recipients, now=now)
    except Exception as problem:
        said = str(problem) if isinstance(problem, Refused) else _unforeseen(problem)
        _end(row, BackupOutcome.FAILED, why=said[:400])
        raise
    _end(row, BackupOutcome.GOOD, size=made.size, rows=made.rows)
    return made


def _unforeseen(problem: Exception) -> str:
    return _("Something unforeseen: %(what)s. The log says more.") % {
        "what": type(problem).__name__
    }


def _end(row: Backup, outcome: BackupOutcome, **facts: object) -> None:
    Backup.objects.filter(pk=row.pk).update(outcome=outcome, ended_at=timezone.now(), **facts)
