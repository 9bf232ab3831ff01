"""On which days of a week something was on hold, for whoever enters what was done on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.programmes.models import Hold, Programme
from goodform.programmes.schedule import local_day


@dataclass(frozen=True)
class HeldDays:
    """A hold on one line, or with None on everything; `until` is the day of its release."""

    line: UUID | None
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether it stood at the end of this day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class HeldWhen:
    """The holds that touch a week, by the patient's own dates."""

    spans: tuple[HeldDays, ...]

    def on(self, line: UUID, day: date) -> bool:
        """Whether an exercise of this line was on hold on a day, by itself or with everything."""
        return any(each.covers(day) for each in self.spans if each.line in (None, line))

    def words_on(self, line: UUID) -> str:
        """Since when this line waits, or when it did; empty for one that everything waits with."""
        return _words([each for each in self.spans if each.line == line])

    @property
    def words_on_everything(self) -> str:
        """The same of the whole programme."""
        return _words([each for each in self.spans if each.line is None])


def held_when(programme: Programme, week: Sequence[date], *, zone: str) -> HeldWhen:
    """The holds that stood on any of these days, released since or not; one query."""
    holds = (
        Hold.objects.filter(programme=programme)
        .order_by("opened_at")
        .values_list("line", "opened_at", "released_at")
    )
    spans = (
        HeldDays(line, local_day(opened, zone), local_day(released, zone) if released else None)
        for line, opened, released in holds
    )
    first, last = week[0], week[-1]
    return HeldWhen(
        tuple(
            each
            for each in spans
            if each.since <= last and (each.until is None or each.until >= first)
        )
    )


def _words(spans: Iterable[HeldDays]) -> str:
    """`On hold since Friday 27 November.`, or what has ended: `On hold from … to …`."""
    found = list(spans)
    still = [each.since for each in found if each.until is None]
    if still:
        return _("On hold since %(day)s.") % {"day": date_format(min(still), "l j F")}
    ended = [(each.until, each.since) for each in found if each.until is not None]
    if not ended:
        return ""
    until, since = max(ended)
    return _("Was on hold from %(since)s, released %(until)s.") % {
        "since": date_format(since, "l j F"),
        "until": date_format(until, "l j F"),
    }
