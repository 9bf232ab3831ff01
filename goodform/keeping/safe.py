"""The sheet of paper for the owner's safe."""

from datetime import datetime

from django.utils.translation import gettext as _


def for_the_safe(*, identity: str, recipient: str, address: str, now: datetime) -> str:
    """The sheet for the safe: the key, what it opens, and what to do on a bad day."""
    return _(
        """
THE KEY TO THE BACKUPS OF %(address)s
=====================================================================
Made on %(day)s. Without it nobody can ever open a backup: no clinic,
no maker of Goodform. Whoever has it can read every patient's record.
Two copies, in two places that do not burn together.

%(identity)s

It opens what was made for
%(recipient)s

On a bad day: install Goodform, write the key above as one line into
a file, and run
    goodform restore BACKUP --identity THAT-FILE
then delete that file.
=====================================================================
"""
    ) % {
        "address": address,
        "day": f"{now:%Y-%m-%d}",
        "identity": identity,
        "recipient": recipient,
    }
