"""What the worker of this house does: which rooms give it work."""

import subprocess
import sys
from datetime import datetime, timedelta

from goodform.inbox.actions import escalate, raise_due
from goodform.inbox.record_watch import check_records
from goodform.keeping import nightly
from goodform.outbox.claiming import LEASE
from goodform.outbox.delivery import SendingRules
from goodform.outbox.worker import Round, Worker
from goodform.people.ceilings import forget
from goodform.reminders.kinds import REMINDERS
from goodform.reminders.queries import not_wanted
from goodform.reminders.reminding import (
    forget_old,
    make_new_plans,
    remind,
    remind_of_reviews,
)


def _escalate(now: datetime) -> object:
    return escalate(now=now)


def _raise_due(now: datetime) -> object:
    return raise_due(now=now)


class BackupFailed(RuntimeError):
    """The nightly backup did not succeed; why stands on the owner's page and in the log."""


class Nightly:
    """The backup of the night, by a process of its own: nothing else that comes round waits."""

    def __init__(self) -> None:
        self.at_work: subprocess.Popen[bytes] | None = None

    def __call__(self, now: datetime) -> object:
        """Begin it where it is due. Raises `BackupFailed` for as long as the last one is one."""
        if self.at_work is not None and self.at_work.poll() is None:
            return None
        broke = self.at_work is not None and self.at_work.returncode != 0
        self.at_work = None
        if nightly.due(now):
            self.at_work = subprocess.Popen(  # our own command
                [sys.executable, "-m", "goodform.config.cli", "backup", "--nightly"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        elif broke or nightly.failed():
            raise BackupFailed("The nightly backup failed. The owner's page says why.")
        return self.at_work


ROUNDS = (
    Round("remind", timedelta(0), remind),
    Round("new plans", timedelta(minutes=1), make_new_plans),
    Round("reviews", timedelta(hours=1), remind_of_reviews),
    Round("forget", timedelta(hours=1), forget_old),
    Round("forget tallies", timedelta(hours=1), forget),
    Round("escalate", timedelta(minutes=1), _escalate),
    Round("check the record", timedelta(minutes=30), check_records),
    Round("raise due", timedelta(minutes=10), _raise_due),
    Round("nightly backup", timedelta(minutes=10), Nightly()),
)


NOT_WANTED = dict.fromkeys(REMINDERS, not_wanted)
"""Who is asked, just before a message of these kinds is sent, whether it is still wanted."""


def worker(lease: timedelta = LEASE) -> Worker:
    """A worker that knows every room's rounds. `lease` is how long what it claims is its own."""
    return Worker(
        rounds=ROUNDS,
        desk=SendingRules(not_wanted=NOT_WANTED, lease=lease),
        recovers_every=min(lease / 2, timedelta(seconds=15)),
    )
