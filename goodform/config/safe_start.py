"""Everything that makes a start unsafe, in words: for `check --deploy`, and before serving.

The worst of it keeps `goodform serve` from starting outside the demo; the rest is said.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from goodform.audit.models import RecordCheck
from goodform.config import preparing
from goodform.config.environment import is_loopback
from goodform.config.secret_key import LEAST_SIGNS, NO_KEY, KeyFrom
from goodform.keeping import looking, upgrading
from goodform.keeping.queries import state
from goodform.people.models import Clinic, Staff

WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
FEWEST_SIGNS = 8
"""Different signs in a secret key: `aaaa…` is long and no secret."""
BACKUPS = {
    "no key": "No backup is made: nobody has named a key. Run goodform backup-key.",
    "nobody can open": (
        "Nobody has shown that they can open the backups. Run goodform backup-key --prove."
    ),
    "none": "There is no backup yet. Make one: goodform backup --nightly.",
    "old": "The last good backup is older than two days. The owner's page says more.",
    "failed": "The last nightly backup failed. The owner's page says why.",
}


@dataclass(frozen=True)
class Unsafe:
    """One thing that is unsafe and what to do; whether it keeps Goodform from serving."""

    sentence: str
    stops: bool = False


def of_settings() -> Iterator[Unsafe]:
    """Found in the settings alone."""
    if settings.DEMO:
        yield Unsafe("GOODFORM_DEMO is on: anybody signs in as anybody. Leave it out.")
    if settings.SECRET_KEY_FROM is KeyFrom.NOWHERE:
        yield Unsafe(NO_KEY.format(data=settings.DATA), stops=True)
    elif len(settings.SECRET_KEY) < LEAST_SIGNS or len(set(settings.SECRET_KEY)) < FEWEST_SIGNS:
        yield Unsafe(
            f"The secret key can be guessed: it needs {LEAST_SIGNS} signs of chance. "
            "Leave GOODFORM_SECRET_KEY out and run goodform setup.",
            stops=True,
        )
    address = urlsplit(settings.ADDRESS)
    if address.scheme == "http" and not is_loopback(address.hostname or ""):
        yield Unsafe(
            f"{settings.ADDRESS} is not encrypted: everybody on the way reads what patients write. "
            "Put a proxy with https before it, and say https in GOODFORM_ADDRESS."
        )
    if address.scheme == "https" and settings.SECURE_PROXY_SSL_HEADER is None:
        yield Unsafe(
            "Goodform speaks no https by itself. Put a proxy before it and set "
            "GOODFORM_BEHIND_PROXY=yes."
        )
    if not settings.EMAIL_HOST:
        yield Unsafe(
            "No mail server is set: no invitation and no alert leaves. Set GOODFORM_SMTP_HOST."
        )
    elif settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@example.org"):
        yield Unsafe("GOODFORM_MAIL_FROM is an example. Set the address that mails come from.")


def of_files() -> Iterator[Unsafe]:
    """Who else on this machine could write what is run, or read what is secret."""
    for place in (settings.SETTINGS_FILE, settings.DATA, settings.PACKAGE):
        if place is None:
            continue
        for each in (place, *place.parents):
            if _others_may_write(each):
                yield Unsafe(
                    f"Others on this machine may write to {each}, and so change {place}. "
                    f"Run chmod go-w {each}.",
                    stops=True,
                )
    file = settings.SETTINGS_FILE
    if file is not None and file.stat().st_mode & stat.S_IROTH:
        yield Unsafe(
            f"Everybody on this machine can read the secrets in {file}. Run chmod o-r {file}.",
            stops=True,
        )
    backups = Path(settings.BACKUPS)
    if backups.is_dir() and not os.access(backups, os.W_OK):
        yield Unsafe(f"Goodform may not write backups into {backups}. Check who owns it.")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield Unsafe("This runs as root. Run it as a user of its own, such as goodform.")


def _others_may_write(place: Path) -> bool:
    """By the bits of a file or folder; in a folder like /tmp nobody takes another's place."""
    try:
        found = place.stat()
    except OSError:
        return False
    own_group = found.st_gid in {0, found.st_uid}
    bits = stat.S_IWOTH if own_group else WRITABLE_BY_OTHERS
    return bool(found.st_mode & bits) and not found.st_mode & stat.S_ISVTX


def of_database() -> Iterator[Unsafe]:
    """Found in the database, which must answer and be up to date."""
    demo, real = (Clinic.objects.filter(is_demo=which).exists() for which in (True, False))
    if demo:
        yield Unsafe(
            "The demo clinic is in this database, and its people are nobody's. "
            "Use a data folder of its own for a real clinic.",
            stops=not settings.DEMO,
        )
    if not real:
        yield Unsafe("There is no clinic yet. Run goodform setup.")
    elif not Staff.objects.filter(is_owner=True, active=True, clinic__is_demo=False).exists():
        yield Unsafe("The clinic has no owner: nobody hears when something goes wrong.")
    for trouble in state(timezone.now()).trouble:
        yield Unsafe(BACKUPS[trouble])
    for check in RecordCheck.objects.exclude(why=""):
        yield Unsafe(
            f"The record of who did what of {check.clinic_id} is broken. Run goodform check-record."
        )


def everything() -> list[Unsafe]:
    """All that is unsafe now. A database that has to be brought up to date is asked no more."""
    found = [*of_settings(), *of_files()]
    preparing.reach_database()
    upgrading.refuse_newer()
    if looking.is_behind():
        return [*found, Unsafe("The database is not up to date. Run goodform migrate.")]
    return [*found, *of_database()]


def before_serving() -> list[str]:
    """Whatever keeps this start from serving, of settings and files; nothing does in the demo."""
    if settings.DEMO:
        return []
    return [each.sentence for each in (*of_settings(), *of_files()) if each.stops]
