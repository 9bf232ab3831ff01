"""The verbs that keep what a house has: back up, restore, move, name the key."""

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from getpass import getpass
from pathlib import Path

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from goodform.config import preparing
from goodform.keeping import nightly, sealed
from goodform.keeping.actions import (
    keys_of_this_house,
    make_backup,
    name_recipient,
    prove,
)
from goodform.keeping.backing_up import BackupMade
from goodform.keeping.moving import move
from goodform.keeping.refusals import Refused
from goodform.keeping.restoring import restore
from goodform.keeping.safe import for_the_safe

Verb = Callable[[argparse.Namespace], int]
NICE = 10
"""How far a nightly backup stands back behind the pages."""


def _refused_by_name(does: Verb) -> Verb:
    """A verb whose refusals are one line for whoever typed it."""

    def verb(arguments: argparse.Namespace) -> int:
        try:
            return does(arguments)
        except Refused as problem:
            print(problem, file=sys.stderr)
        except OperationalError as problem:
            print(f"The database does not answer: {str(problem).strip()}", file=sys.stderr)
        return 1

    return verb


def _backup(arguments: argparse.Namespace) -> int:
    now = timezone.now()
    if arguments.nightly:
        with suppress(PermissionError):  # where a unit of systemd lets nobody stand back
            os.nice(NICE)
        return _say_made(nightly.make(now))
    if arguments.file is None:
        print("Name the file to write, or say --nightly.", file=sys.stderr)
        return 1
    keys = arguments.to or keys_of_this_house()
    return _say_made(make_backup(target=arguments.file.resolve(), now=now, keys=keys))


def _say_made(made: BackupMade) -> int:
    print(
        f"{made.file}: {made.rows} rows, {made.size / 1e6:.1f} MB, {made.seconds:.0f} s. "
        "It was opened, restored into a scratch place, counted, and its record checked."
    )
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    done = restore(
        arguments.file,
        identities=sealed.identities(arguments.identity) if arguments.identity else (),
        now=timezone.now(),
        other_clinic=arguments.other_clinic,
    )
    preparing.load_library()
    print(f"Restored {', '.join(done.clinics) or 'no clinic'}, as of {done.made_at}.")
    print(f"{done.rows} rows arrived, all of them. Everybody signs in again.")
    if done.aside is not None:
        print(f"What was here before lies in {done.aside}. Delete it once all is well.")
    if done.secret_changed:
        print("The secret key came with it. Stop Goodform and start it again.")
    return 0


def _move(arguments: argparse.Namespace) -> int:
    done = move(arguments.to)
    print(f"{done.rows} rows are there now, and both databases have the hash {done.hash}.")
    print("Set DATABASE_URL to the new address, and start Goodform. The old database is as it was.")
    return 0


def _backup_key(arguments: argparse.Namespace) -> int:
    if arguments.prove:
        return prove_key()
    name_key(arguments.recipient or "")
    if sys.stdin.isatty():
        return prove_key()
    print("Then run: goodform backup-key --prove")
    return 0


def name_key(recipient: str) -> None:
    """Make backups for this key from now on, or for one that is made and shown here once."""
    now = timezone.now()
    if recipient:
        word = name_recipient(key=recipient, now=now)
        print("Backups are made for this key from now on. Show once that you can open them:")
        print("where the key is, put these lines into a file and run  age -d -i KEYFILE FILE\n")
        print(word)
        return
    made = sealed.new_identity()
    key = str(made.to_public())
    name_recipient(key=key, now=now)
    print(for_the_safe(identity=str(made), recipient=key, address=settings.ADDRESS, now=now))
    print("Print this or write it down for the safe; it is kept nowhere else.")
    print("Show once that what is on paper opens your backups: type the key from it.\n")


def prove_key() -> int:
    """Ask for the word, or for the key itself, which is used and forgotten; neither is shown."""
    if sys.stdin.isatty():
        answer = getpass("The word that was decrypted, or the key: ")
    else:
        answer = sys.stdin.readline()
    if not answer.strip():
        print("Nothing was proven yet. When you can: goodform backup-key --prove")
        return 1
    named = prove(answer=answer, now=timezone.now())
    print(f"Proven: you can open the backups made for {named.key}.")
    return 0


def add_to(verb: Callable[[str, Verb, str], argparse.ArgumentParser]) -> None:
    """Add these verbs to the command."""
    backup = verb("backup", _refused_by_name(_backup), "Write a backup, encrypted and proven.")
    backup.add_argument("file", type=Path, nargs="?", metavar="FILE")
    backup.add_argument(
        "--to", action="append", metavar="age1…", help="who can open it; else the owner's key"
    )
    backup.add_argument(
        "--nightly", action="store_true", help=f"into {settings.BACKUPS}, and thin out there"
    )
    back = verb("restore", _refused_by_name(_restore), "Put a backup back; keep the old aside.")
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--identity", type=Path, metavar="KEYFILE", help="what opens it")
    back.add_argument(
        "--other-clinic", action="store_true", help="also where another clinic lives here"
    )
    moving = verb("move", _refused_by_name(_move), "Copy everything to another database.")
    moving.add_argument("--to", required=True, metavar="DATABASE_URL")
    key = verb("backup-key", _refused_by_name(_backup_key), "Who can open the backups, proven.")
    key.add_argument("recipient", nargs="?", metavar="age1…", help="else a key is made and shown")
    key.add_argument("--prove", action="store_true", help="show that you can open them")
