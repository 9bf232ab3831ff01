"""A slow, obvious second implementation of when to remind: walk the minutes and watch the clock.

It knows no folds and no offsets. It looks at a clock on the wall, minute by minute, and writes down
what it sees: a time shown for the first time, a time jumped over, quiet hours ending.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from goodform.reminders.rhythm import Again, Occurrence, Rhythm

MINUTE = timedelta(minutes=1)


class Walker:
    """Somebody who stands in front of the wall clock all day."""

    def __init__(self, rhythm: Rhythm, since: datetime, until: datetime) -> None:
        self.rhythm = rhythm
        self.zone = ZoneInfo(rhythm.zone)
        self.since, self.until = since, until
        self.shown: set[tuple[date, time]] = set()
        self.to_come: list[tuple[datetime, int]] = []
        self.waiting: list[int] = []
        self.snoozing = False
        self.firsts: list[tuple[datetime, int]] = []
        self.found: set[Occurrence] = set()
        self.quiet_minutes: set[time] = set()
        if rhythm.quiet is not None:
            minute = datetime.combine(date(2000, 1, 1), rhythm.quiet.since)
            while minute.time() != rhythm.quiet.until:
                self.quiet_minutes.add(minute.time())
                minute += MINUTE

    def wall(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def quiet(self, wall: datetime) -> bool:
        return wall.time() in self.quiet_minutes

    def paused(self, wall: datetime) -> bool:
        return self.rhythm.paused_until is not None and wall.date() < self.rhythm.paused_until

    def write(self, moment: datetime, slot: int, again: Again, of: datetime) -> None:
        wanted = self.since < moment <= self.until and not self.paused(self.wall(moment))
        if wanted and not self.rhythm.stopped:
            self.found.add(Occurrence(moment, slot, again, of))

    def walk(self) -> tuple[Occurrence, ...]:
        """Begin some days early, so that what waits from before is known."""
        moment = self.since - timedelta(days=4)
        before = self.wall(moment - MINUTE)
        while moment <= self.until:
            wall = self.wall(moment)
            self._look(moment, before, wall)
            before = wall
            moment += MINUTE
        return tuple(sorted(self.found))

    def _look(self, moment: datetime, before: datetime, wall: datetime) -> None:
        jumped = before + MINUTE
        while jumped < wall:
            # The clock skipped this time: it comes as much later as the clock jumped.
            self._show(jumped, moment + (jumped - (before + MINUTE)))
            jumped += MINUTE
        self._show(wall, moment)
        for at, slot in [each for each in self.to_come if each[0] == moment]:
            self.to_come.remove((at, slot))
            self.waiting.append(slot)
        snooze = self.rhythm.snooze
        if snooze is not None and snooze.until == moment:
            self.snoozing = True
        if not self.quiet(wall):
            self._speak(moment, wall)

    def _show(self, wall: datetime, moment: datetime) -> None:
        for number, slot in enumerate(self.rhythm.slots):
            if slot.at == wall.time() and (wall.date(), slot.at) not in self.shown:
                self.to_come.append((moment, number))
        self.shown.add((wall.date(), wall.time()))

    def _speak(self, moment: datetime, wall: datetime) -> None:
        for slot in self.waiting:
            self.firsts.append((moment, slot))
            self.write(moment, slot, Again.FIRST, moment)
        self.waiting = []
        snooze = self.rhythm.snooze
        if self.snoozing and snooze is not None:
            self.write(moment, -1, Again.SNOOZED, snooze.asked_at)
            self.snoozing = False
        after = self.rhythm.repeat_after
        for first, slot in self.firsts:
            if after is None or first + after != moment:
                continue
            if self.wall(first).date() != wall.date():
                continue
            if snooze is not None and first <= snooze.asked_at < moment:
                continue
            self.write(moment, slot, Again.REPEATED, first)


def slow_occurrences(rhythm: Rhythm, since: datetime, until: datetime) -> tuple[Occurrence, ...]:
    """The answer of `occurrences`, found by looking."""
    return Walker(rhythm, since, until).walk()
