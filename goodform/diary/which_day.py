"""Which of the patient's days something belongs to. Pure.

A day has one clock: that of the Today it was begun on, which goes by the zone of the profile. A
phone that stands by another clock must not have the same exercise due again.
"""

from datetime import date, datetime, timedelta

from goodform.programmes.schedule import local_day

FURTHEST = timedelta(days=1)
"""A session may go past midnight, and a phone may stand a day east or west; more is a slip."""


def believed(said: date | None, moment: datetime, home: str) -> date | None:
    """The day a phone says a moment belongs to, unless it is more than a day off at home."""
    if said is None or abs(said - local_day(moment, home)) > FURTHEST:
        return None
    return said


def day_of(moment: datetime, zone: str, *, said: date | None, home: str) -> date:
    """The day of a moment: the one that was said, else the date at the place where it was."""
    return believed(said, moment, home) or local_day(moment, zone)
