"""A plan as a calendar (RFC 5545): one recurring event a time, with an alarm. Pure.

The instants are those of `rhythm`: a calendar reads a local time that does not exist, or exists
twice, by the same rule. Words are quiet: a calendar shows them on a lock screen and to colleagues.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from goodform.reminders.rhythm import instant

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = timedelta(days=1)
YEARS_AHEAD = 5
"""For how long the feed says how the clocks change; it is read anew long before."""
LOOK_AGAIN = timedelta(hours=6)


@dataclass(frozen=True)
class Series:
    """One event that comes again: at a local time, on weekdays (1 is Monday), from a day on.

    Without weekdays it is cancelled: it was taken away, or waits for the clinic.
    """

    uid: str
    at: time
    since: date
    until: date | None
    weekdays: str
    minutes: int
    made_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class FeedWords:
    """The words in the calendar."""

    name: str
    summary: str
    description: str


def _first_day(since: date, weekdays: str) -> date:
    """The first day on or after `since` that is one of the weekdays."""
    return next(day for n in range(7) if str((day := since + n * DAY).isoweekday()) in weekdays)


def _event(series: Series, zone: ZoneInfo, words: FeedWords, link: str) -> Event:
    event = Event()
    event.add("uid", series.uid)
    event.add("dtstamp", series.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("created", series.made_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", series.changed_at.astimezone(UTC).replace(microsecond=0))
    # Grows with every change, so that a calendar takes the newer of two.
    event.add("sequence", max(0, int((series.changed_at - series.made_at).total_seconds())))
    event.add("summary", words.summary)
    begins = _first_day(series.since, series.weekdays) if series.weekdays else series.since
    event.add("dtstart", datetime.combine(begins, series.at, tzinfo=zone))
    event.add("duration", timedelta(minutes=series.minutes))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    over = series.until is not None and series.until < begins
    if not series.weekdays or over:
        event.add("status", "CANCELLED")
        return event
    event.add("status", "CONFIRMED")
    event.add("url", link)
    event.add("description", words.description)
    event.add("rrule", _rule(series, zone))
    event.add_component(_alarm(words))
    return event


def _rule(series: Series, zone: ZoneInfo) -> dict[str, object]:
    rule: dict[str, object] = {"freq": "daily"}
    if len(set(series.weekdays)) < 7:
        rule = {"freq": "weekly", "byday": [WEEKDAYS[int(day) - 1] for day in series.weekdays]}
    if series.until is not None:
        rule["until"] = instant(series.until + DAY, time(0), zone) - timedelta(seconds=1)
    return rule


def _alarm(words: FeedWords) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words.summary)
    alarm.add("trigger", timedelta(0))
    return alarm


def calendar_of(
    series: Sequence[Series],
    *,
    zone: str,
    words: FeedWords,
    link: str,
    today: date,
    others: Iterable[Event] = (),
) -> bytes:
    """The feed, `others` as they are. Says how the clocks change, a year ago to some years on."""
    place = ZoneInfo(zone)
    calendar = Calendar()
    calendar.add("prodid", "-//Goodform//Reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words.name)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", LOOK_AGAIN)
    first = min([today, *(each.since for each in series)]) - 365 * DAY
    calendar.add_component(
        Timezone.from_tzinfo(
            place, tzid=zone, first_date=first, last_date=today + YEARS_AHEAD * 365 * DAY
        )
    )
    for each in series:
        calendar.add_component(_event(each, place, words, link))
    for event in others:
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
