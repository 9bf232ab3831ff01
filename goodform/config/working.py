"""The work of this house's worker: which rooms give it any."""

import subprocess
import sys
from datetime import datetime, timedelta

from goodform.booking.answering import let_run_out
from goodform.booking.day_actions import tidy
from goodform.booking.kinds import VISIT_OFFER, WHILE_BOOKED
from goodform.booking.mailing import offer_not_wanted, visit_not_wanted
from goodform.booking.offering import make_offers
from goodform.booking.visit_reminders import remind_of_visits
from goodform.inbox.actions import escalate, raise_due
from goodform.inbox.record_watch import check_records
from goodform.keeping import nightly
from goodform.keeping.forgetting import sweep_after_erasing
from goodform.keeping.telling import tell_owners
from goodform.outbox.claiming import LEASE
from goodform.outbox.delivery import SendingRules
from goodform.outbox.worker import Round, Worker
from goodform.people.ceilings import forget
from goodform.people.devices import forget_devices
from goodform.reminders.kinds import REMINDERS
from goodform.reminders.queries import not_wanted
from goodform.reminders.reminding import (
    forget_old,
    make_new_plans,
    remind,
    remind_of_reviews,
)
from goodform.today.who_may_be_asked import may_be_asked


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


def _offer_visits(now: datetime) -> int:
    return make_offers(now, may_be_asked)


ROUNDS = (
    Round("remind", timedelta(0), remind),
    Round("new plans", timedelta(minutes=1), make_new_plans),
    Round("reviews", timedelta(hours=1), remind_of_reviews),
    Round("forget", timedelta(hours=1), forget_old),
    Round("forget tallies", timedelta(hours=1), forget),
    Round("sweep after erasing", timedelta(hours=3), sweep_after_erasing),
    Round("forget devices", timedelta(hours=24), forget_devices),
    Round("escalate", timedelta(minutes=1), _escalate),
    Round("check the record", timedelta(minutes=30), check_records),
    Round("raise due", timedelta(minutes=10), _raise_due),
    Round("tell of backups", timedelta(hours=1), tell_owners),
    Round("visits", timedelta(minutes=1), remind_of_visits),
    Round("requests run out", timedelta(minutes=5), let_run_out),
    Round("offer visits", timedelta(minutes=1), _offer_visits),
    Round("tidy visits", timedelta(hours=1), tidy),
    Round("nightly backup", timedelta(minutes=10), Nightly()),
)


NOT_WANTED = {
    **dict.fromkeys(REMINDERS, not_wanted),
    **dict.fromkeys(WHILE_BOOKED, visit_not_wanted),
    VISIT_OFFER: offer_not_wanted,
}
"""Who is asked, just before a message of these kinds is sent, whether it is still wanted."""


def worker(lease: timedelta = LEASE) -> Worker:
    """A worker that knows every room's rounds. `lease` is how long what it claims is its own."""
    return Worker(
        rounds=ROUNDS,
        desk=SendingRules(not_wanted=NOT_WANTED, lease=lease),
        recovers_every=min(lease / 2, timedelta(seconds=15)),
    )
