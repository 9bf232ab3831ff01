"""News of an exercise for its patient: a change, or that it may go on, when and why."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.programmes.models import Prescription
from goodform.programmes.schedule import local_day

NEW_FOR = timedelta(days=7)
"""How long Today speaks of it; the programme page keeps it. Our own choice."""


@dataclass(frozen=True)
class LastRelease:
    """The last time a practitioner ended a hold, and the reason they gave.

    `everything`: it was a hold on the whole programme; `waits` names what is still on hold.
    """

    at: datetime
    reason: str
    everything: bool = False
    waits: tuple[str, ...] = ()


def released_of(row: Prescription, waits: tuple[str, ...] = ()) -> LastRelease | None:
    """The release in annotations `released_at`, `release_reason`, `released_line`, by name."""
    found = vars(row)
    if not found.get("released_at"):
        return None
    everything = found["released_line"] is None
    return LastRelease(found["released_at"], found["release_reason"], everything, waits)


def released_words(released: LastRelease, zone: str) -> str:
    """`We looked at this on 22 November, you may do it again. It has settled.`"""
    day = date_format(local_day(released.at, zone), "j F")
    looked = _("We looked at this on %(day)s.") % {"day": day}
    again = _all_but(released) if released.everything else _("You may do it again.")
    return f"{looked} {again} {released.reason}"


def _all_but(released: LastRelease) -> str:
    """The part that may be done again after a release of everything: all, or all but what waits."""
    if not released.waits:
        return _("You may do all of it again.")
    names = ", ".join(released.waits)
    return _("You may do the others again, but not yet: %(names)s.") % {"names": names}


def changed_words(row: Prescription, zone: str) -> str:
    """`Priya changed this on 22 November. Easier for a week.`"""
    day = date_format(local_day(row.given_at, zone), "j F")
    said = _("%(name)s changed this on %(day)s.") % {"name": row.given_by.called, "day": day}
    return f"{said} {row.why_changed}".strip()


def news_of(row: Prescription, released: LastRelease | None, *, zone: str, today: date) -> str:
    """The news of an exercise within the last days; empty where there is none."""
    told = []
    if row.why_changed and today - local_day(row.given_at, zone) <= NEW_FOR:
        told.append(changed_words(row, zone))
    if released is not None and today - local_day(released.at, zone) <= NEW_FOR:
        again = released.reason == row.why_changed
        told += [] if told and again else [released_words(released, zone)]
    return " ".join(told)
