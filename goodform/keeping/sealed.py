"""Keys: who can open a backup, read from texts, and what `age` says in our own refusals."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pyrage
from django.utils.translation import gettext as _

from goodform.keeping.refusals import KeyUnreadable


class Recipient(Protocol):
    """Who can open what is encrypted: a public key."""


class Identity(Protocol):
    """A key that opens it. Nothing here writes one down, or into a message."""

    def to_public(self) -> Recipient: ...


_SECRET = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+", re.IGNORECASE)


def recipient(text: str) -> Recipient:
    """The recipient written `age1…`, or `KeyUnreadable`."""
    try:
        found: Recipient = pyrage.x25519.Recipient.from_str(text.strip())
        return found
    except pyrage.RecipientError as problem:
        raise KeyUnreadable(
            _("%(text)r is no age recipient. One begins with age1: age-keygen -y KEYFILE")
            % {"text": text.strip()[:80]}
        ) from problem


def identity(text: str) -> Identity:
    """The identity written `AGE-SECRET-KEY-1…`, or `KeyUnreadable`; it is never repeated."""
    try:
        found: Identity = pyrage.x25519.Identity.from_str(text.strip().upper())
        return found
    except pyrage.IdentityError as problem:
        raise KeyUnreadable(
            _("This is no age identity. It begins with AGE-SECRET-KEY-1; was a character left out?")
        ) from problem


def identities(file: Path) -> Sequence[Identity]:
    """Every identity in a file as `age-keygen` writes it."""
    try:
        text = file.read_text()
    except (OSError, UnicodeDecodeError) as problem:
        raise KeyUnreadable(
            _("The key file %(file)s cannot be read.") % {"file": file}
        ) from problem
    if "BEGIN AGE ENCRYPTED FILE" in text or text.startswith("age-encryption.org"):
        raise KeyUnreadable(
            _("%(file)s is locked with a passphrase. Unlock it first: age -d %(file)s > KEYFILE")
            % {"file": file}
        )
    found = [identity(each) for each in _SECRET.findall(text)]
    if not found:
        raise KeyUnreadable(
            _("There is no age identity in %(file)s. A line of it begins with AGE-SECRET-KEY-1.")
            % {"file": file}
        )
    return found


def new_identity() -> Identity:
    """An identity made now, in memory."""
    made: Identity = pyrage.x25519.Identity.generate()
    return made
